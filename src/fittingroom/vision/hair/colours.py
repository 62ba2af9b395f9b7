"""Hair colours by name: free text to a colour, or two and how they meet.

Lightness and hue of the natural shades follow the levels (1 black … 10 lightest blonde) and tones (ash, golden, copper)
of hairdressers' colour charts; all as CIE Lab of the hair's middle tone in daylight.
"""

import math
import re
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

Lab = tuple[float, float, float]

#: Names of one or more words; the longest that a text holds counts.
NAMES: dict[str, Lab] = {
    "black": (11, 1, 1), "jet black": (7, 0, -1), "blue black": (10, 0, -7), "soft black": (15, 2, 3),
    "espresso": (17, 4, 5), "brown": (31, 10, 16), "dark brown": (21, 7, 9), "darkest brown": (16, 5, 6),
    "medium brown": (30, 10, 15), "light brown": (43, 11, 22), "chocolate": (24, 9, 11), "chestnut": (31, 16, 19),
    "mahogany": (23, 19, 11), "mocha": (33, 8, 13), "hazelnut": (42, 11, 20), "caramel": (52, 14, 32),
    "toffee": (46, 14, 28), "bronde": (52, 8, 23), "brunette": (27, 8, 12), "ash brown": (36, 4, 10),
    "golden brown": (41, 11, 27), "auburn": (29, 22, 18), "copper": (43, 25, 33), "ginger": (49, 28, 38),
    "red": (34, 36, 27), "cherry": (27, 37, 17), "burgundy": (20, 25, 8), "wine": (20, 26, 6), "plum": (22, 20, -10),
    "bronze": (42, 14, 28), "cinnamon": (40, 19, 26), "strawberry blonde": (62, 17, 32), "strawberry": (58, 20, 30),
    "blonde": (67, 8, 30), "dark blonde": (51, 9, 24), "light blonde": (75, 5, 27), "dirty blonde": (52, 7, 19),
    "ash blonde": (65, 2, 13), "golden blonde": (68, 7, 35), "honey blonde": (63, 10, 31), "honey": (58, 12, 31),
    "butter blonde": (77, 4, 31), "sandy blonde": (62, 7, 23), "champagne": (75, 5, 19), "platinum": (81, 1, 9),
    "platinum blonde": (82, 1, 11), "white": (88, 0, 2), "silver": (73, 0, 1), "grey": (57, 0, 0),
    "dark grey": (37, 0, -1), "light grey": (70, 0, 0), "salt and pepper": (42, 0, 0), "steel": (50, -1, -4),
    "pink": (65, 37, 1), "hot pink": (52, 65, -3), "pastel pink": (78, 19, 4), "rose gold": (68, 15, 14),
    "rose": (58, 30, 8), "peach": (75, 18, 24), "coral": (62, 38, 28), "orange": (58, 36, 56), "yellow": (82, 0, 60),
    "green": (44, -32, 21), "dark green": (27, -22, 13), "mint": (80, -22, 6), "teal": (42, -24, -9),
    "turquoise": (62, -31, -10), "blue": (34, 7, -39), "navy": (16, 6, -22), "dark blue": (19, 9, -29),
    "light blue": (71, -9, -20), "pastel blue": (75, -7, -17), "purple": (32, 31, -31), "violet": (36, 34, -36),
    "lavender": (69, 13, -19), "lilac": (69, 16, -15), "pastel purple": (70, 14, -18), "magenta": (44, 58, -18),
    "gold": (65, 8, 45), "beige": (70, 5, 17), "sand": (65, 6, 22), "olive": (40, -5, 22), "maroon": (20, 28, 14),
    "crimson": (35, 50, 28), "indigo": (22, 22, -36), "cyan": (70, -30, -18), "ivory": (86, 0, 11),
}  # fmt: skip

_SPELLED = {"blond": "blonde", "gray": "grey", "colour": "", "color": "", "coloured": "", "colored": "", "hair": ""}
_SHIFTS: dict[str, Lab] = {
    "light": (10, 0, 2), "lighter": (10, 0, 2), "dark": (-11, 0, -2), "darker": (-11, 0, -2), "deep": (-8, 2, 0),
    "bright": (6, 4, 4), "golden": (2, 2, 10), "warm": (0, 4, 6), "cool": (0, -3, -6), "ash": (0, -5, -10),
    "ashy": (0, -5, -10), "icy": (8, -2, -9), "copper": (0, 12, 10), "rich": (-4, 3, 3), "soft": (3, -1, -2),
    "natural": (0, 0, 0), "medium": (0, 0, 0), "smoky": (-4, -4, -6),
}  # fmt: skip
_SCALED = {"pastel": 0.5, "vivid": 1.3, "neon": 1.5, "muted": 0.65, "dusty": 0.6}


class Effect(StrEnum):
    """How a second colour meets the first."""

    NONE = "none"
    BALAYAGE = "balayage"
    OMBRE = "ombre"
    HIGHLIGHTS = "highlights"
    TWO_TONE = "two-tone"


#: What grows by itself, or looks as if it did, from black to white.
_GROWN = (
    "black", "darkest brown", "dark brown", "brunette", "chocolate", "chestnut", "auburn", "brown", "mocha",
    "ash brown", "golden brown", "light brown", "copper", "ginger", "caramel", "dark blonde", "dirty blonde",
    "strawberry blonde", "honey blonde", "sandy blonde", "ash blonde", "blonde", "golden blonde", "light blonde",
    "platinum blonde", "dark grey", "grey", "silver", "white",
)  # fmt: skip
_FAINT = 12.0  # chroma below which an odd hue is the light's, not a dye's
_PALE = 60.0  # Lab L of hair from which on lighter tips would hardly be seen
_LEVELS, _WARMER = 28.0, (3.0, 8.0)  # three levels of hairdressers' charts as Lab L; a and b of bleached hair and roots

#: Effects whose second colour lies in streaks.
STREAKED = (Effect.BALAYAGE, Effect.HIGHLIGHTS)

_EFFECTS = {
    "balayage": Effect.BALAYAGE, "ombre": Effect.OMBRE, "ombré": Effect.OMBRE, "dip dye": Effect.OMBRE,
    "highlights": Effect.HIGHLIGHTS, "highlighted": Effect.HIGHLIGHTS, "streaks": Effect.HIGHLIGHTS,
    "two tone": Effect.TWO_TONE, "split dye": Effect.TWO_TONE, "half and half": Effect.TWO_TONE,
}  # fmt: skip


@dataclass(frozen=True)
class HairColour:
    """words: what was understood. base: Lab of the middle tone, None for the person's own. second: the other colour
    of an effect, None for the person's own too. effect: how they meet."""

    words: str
    base: Lab | None
    second: Lab | None = None
    effect: Effect = Effect.NONE

    @property
    def unnamed(self) -> bool:
        """Whether it is an effect alone, whose colour `natural` finds."""
        return self.effect is not Effect.NONE and self.base is None and self.second is None


def read_colour(text: str) -> HairColour:
    """The colour that free text asks for; unknown words are taken for the nearest known ones.

    With an effect and one colour, that one is laid over the person's own; with an effect alone, `natural` finds the
    colour. Raises ValueError where no word of the text comes near a colour or an effect.
    """
    words = [_SPELLED.get(word, word) for word in re.findall(r"[a-zé]+", text.lower())]
    line = " ".join(word for word in words if word)
    effect, line = _effect(line)
    found = _colours(line) or _colours(" ".join(_nearest(word) for word in line.split()))
    if not found:
        if effect is not Effect.NONE:
            return HairColour(str(effect), None, None, effect)
        raise ValueError(f"{text[:60]!r} names no colour")
    names = " and ".join(name for name, _ in found[:2])
    if effect is Effect.NONE:
        return HairColour(found[0][0], found[0][1])
    words_taken = f"{names} {effect}"
    if len(found) > 1:
        return HairColour(words_taken, found[0][1], found[1][1], effect)
    return HairColour(words_taken, None, found[0][1], effect)


def natural(colour: HairColour, own: Lab) -> HairColour:
    """A colour that is an effect alone with what that means on hair of the colour `own`: the named one some levels
    lighter over it; and on hair that is pale already the one that much darker, at its roots or as streaks. Others
    stay as they are."""
    if not colour.unnamed:
        return colour
    pale = own[0] > _PALE
    levels = -_LEVELS if pale else _LEVELS * (1 - own[0] / 150)  # the lighter hair is, the sooner it stands out
    wanted = own[0] + levels, own[1] + _WARMER[0], own[2] + _WARMER[1]
    grown = -4 < own[1] < own[2] + 6 and own[1] < 26  # nothing green, blue or pink grows
    grown = grown or math.hypot(own[1], own[2]) < _FAINT  # but dark hair takes on a little of the light's colour
    name = min(_GROWN if grown else NAMES, key=lambda name: math.dist(NAMES[name], wanted))
    if pale and colour.effect in (Effect.BALAYAGE, Effect.OMBRE):
        return HairColour(f"{colour.effect} with {name} roots", NAMES[name], None, colour.effect)
    return HairColour(f"{name} {colour.effect}", None, NAMES[name], colour.effect)


def _effect(line: str) -> tuple[Effect, str]:
    for name, effect in _EFFECTS.items():
        if re.search(rf"\b{name}\b", line):
            return effect, re.sub(rf"\b{name}\b", " ", line)
    return Effect.NONE, line


def _colours(line: str) -> list[tuple[str, Lab]]:
    """Colours in the order of the text: known names, each with the modifiers right before it."""
    words, found, at = line.split(), [], 0
    pending: list[str] = []
    while at < len(words):
        length = next((n for n in (3, 2, 1) if " ".join(words[at : at + n]) in NAMES and at + n <= len(words)), 0)
        follows = at + 1 < len(words) and (words[at + 1] in NAMES or words[at + 1] in _SHIFTS)
        if length == 1 and words[at] in _SHIFTS and follows:
            length = 0
        if length:
            name = " ".join(words[at : at + length])
            found.append((" ".join([*pending, name]), _modified(NAMES[name], pending)))
            pending = []
        elif words[at] in _SHIFTS or words[at] in _SCALED:
            pending.append(words[at])
        at += max(1, length)
    return found


def _modified(lab: Lab, words: list[str]) -> Lab:
    light, a, b = lab
    for word in words:
        if word in _SCALED:
            scale = _SCALED[word]
            light, a, b = (light + (80 - light) * 0.7 if word == "pastel" else light), a * scale, b * scale
        else:
            shift = _SHIFTS[word]
            light, a, b = light + shift[0], a + shift[1], b + shift[2]
    return min(max(light, 5.0), 92.0), a, b


def _nearest(word: str) -> str:
    if word in _SHIFTS or word in _SCALED:
        return word
    single = [name for name in NAMES if " " not in name] + list(_SHIFTS)
    return next(iter(get_close_matches(word, single, n=1, cutoff=0.72)), "")
