"""The recipe for hairstyles: find the hair, then dye it, or take it off and draw another cut."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace

import cv2
import numpy as np

from fittingroom.engines.base import Picture, Progress
from fittingroom.engines.preview.work import Array, Pixels, to_side
from fittingroom.errors import InputValidationError, PipelineError, PoseError
from fittingroom.tryon.kinds import KEEP
from fittingroom.tryon.loaded import LoadedHairstyle
from fittingroom.vision.channels import greatest
from fittingroom.vision.colour import to_lab
from fittingroom.vision.easing import eased
from fittingroom.vision.fitting.arrays import f32, flags
from fittingroom.vision.fitting.crops import WHOLE, Box
from fittingroom.vision.hair.bare import Bare, take_off, with_hidden_ears
from fittingroom.vision.hair.beard import without_beard
from fittingroom.vision.hair.chests import with_bare_chest
from fittingroom.vision.hair.colours import STREAKED, Effect, HairColour, Lab, natural, read_colour
from fittingroom.vision.hair.combed import plaits
from fittingroom.vision.hair.compose import Tint, compose
from fittingroom.vision.hair.covering import share_covered
from fittingroom.vision.hair.cutting import Subject, Variant, cut
from fittingroom.vision.hair.frame import HeadFrame, head_frame
from fittingroom.vision.hair.hats import hatted
from fittingroom.vision.hair.light import light_of, tones
from fittingroom.vision.hair.matte import HairMatte, enough, find_hair, hanging, led
from fittingroom.vision.hair.ramp import own_ramp, ramp_of, under_light, without_olive
from fittingroom.vision.hair.recolour import Dye, dye_shares, recolour
from fittingroom.vision.hair.scalp import Scalp, fit_scalp
from fittingroom.vision.hair.scalps import unseen_hair, without_bare_scalp
from fittingroom.vision.hair.shades import beside_face, shaded_skin
from fittingroom.vision.hair.sheets import before_ears, in_sheets
from fittingroom.vision.hair.sides import (
    drawn_in,
    over_own_sides,
    own_sides,
    short_there,
    thinned_towards,
    with_own_sides,
)
from fittingroom.vision.hair.smaller import DRAWN, FOUND, at_head, enlarged, head_box, labelled_as, repainted, smaller
from fittingroom.vision.hair.soft import narrowed
from fittingroom.vision.hair.solid import find_solid
from fittingroom.vision.hair.splat import draw
from fittingroom.vision.hair.squares import partings
from fittingroom.vision.hair.strays import with_strays
from fittingroom.vision.hair.streaks import strand_flow
from fittingroom.vision.hair.style import Style
from fittingroom.vision.hair.styles import STYLES, framed, shows_lobes
from fittingroom.vision.hair.tufts import without_tufts
from fittingroom.vision.hair.tying import tie_all
from fittingroom.vision.hair.uncover import Uncovered, uncover
from fittingroom.vision.networks import PersonNetworks
from fittingroom.vision.people import analyse_person
from fittingroom.vision.person import Person

Watch = Callable[[str, Pixels], None]

#: Long side of the working picture, pixels.
SIDE = 1024
#: How each sample differs: as described, parted on the other side, shorter, longer.
VARIANTS = (Variant(), Variant(flip=-1), Variant(length=0.86), Variant(flip=-1, length=1.12))

_FACELESS = "No face was found in the photo. Use a photo of one person that shows the face from the front."
_HAIRLESS = "The photo shows too little hair to colour. Use a photo with the hair uncovered."
_HATTED = "A hat or cap covers the hair, which isn't visible. Use a photo with the hair uncovered."
_TURNED = "The face is turned away too far for a new haircut. Use a photo that shows the face from the front."
#: Sine of the mesh's turn to a side from which on its far half is invented: the mesh shows profiles as some 50°, and
#: faces that are half turned away as some 35°.
_AWAY = 0.68
_HIDDEN = (
    "Long hair hides much of the chest, which another cut would show. Use a photo with the hair tied or behind the "
    "shoulders, or change its colour alone."
)
_COVERED = 0.3  # share of the trunk under hair from which on clothes and chest can't be made up
#: a and b of skin in daylight, and how far skins are from that; how much of what is beyond goes on to other things.
_SKIN, _SKINS, _TINTED = (14.0, 19.0), (17.0, 11.0), 0.65
_STRONG = 15.0  # size of such a cast that is the light of all that is seen
_VIVID = 0.85  # share of the hues of hair's lights that are the lamps' at most
_BLACK_HAIR, _HAIRS = 18.0, 0.2  # Lab L of hair from which on it has a hue of its own; b per L + 16 of black hair
_LAMP, _WARMED = (0.3, 1.0), 0.75  # a and b of lamplight; share of it that is certain
_BACK = -0.3  # sine of the turn from which on a head leans back, and hair falls off its ears
_TIPS = 0.3  # share of the shade of roots that a fringe lies in: what is beside the face are its tips
_CORE = 0.1  # units from a cut's edge, and so from short sides that let skin through
_BACKWARDS = 0.3  # units of tuck from which on hair over the ears goes behind the jaw
_UNSEEN = (24.0, 6.0, 9.0)  # Lab, the hair of somebody who shows neither hair nor brows


@dataclass(frozen=True)
class Head:
    """One photographed head: what is found once and serves every sample. photo: at full size."""

    photo: Pixels
    person: Person
    frame: HeadFrame
    matte: HairMatte


@dataclass(frozen=True)
class BareHead:
    """What a new cut needs to know of a head. painting: the head without its hair, which takes as long to paint as
    new hair takes to grow. dyed: the person with the old hair in the new colour."""

    scalp: Scalp
    under: Uncovered
    light: Array
    painting: Future[Bare]
    dyed: Person


def restyle(
    request: LoadedHairstyle, networks: PersonNetworks, report: Progress, watch: Watch | None = None
) -> Iterator[Picture]:
    """Yield one picture a sample. Raises PoseError, InputValidationError, PipelineError."""
    colour = _colour(request.hair_color)
    style = None if request.haircut is None else STYLES[request.haircut]
    steps = 3 + request.num_samples
    report(0, steps, "Looking at the person")
    photo = to_side(request.face, SIDE)
    person = analyse_person(photo, networks)
    if person is None or person.face is None:
        raise PoseError(_FACELESS)
    report(1, steps, "Finding the hair")
    frame = head_frame(person.face)
    close, near, box = person, frame, WHOLE
    if style is None:
        box = head_box(person, frame)
        close, near = at_head(person, frame, box)
        person, frame = smaller(close, near, FOUND)
    person = without_beard(without_bare_scalp(person, frame), frame)
    head = Head(request.face, person, frame, find_hair(person, frame))
    if hatted(person, frame, head.matte):
        raise PoseError(_HATTED)
    _show(watch, "Finding the hair", np.repeat(head.matte.alpha[..., None] * 255, 3, axis=2))
    if colour is not None and colour.unnamed:
        colour = natural(colour, _own_colour(head))
    if style is None:
        close, near = smaller(close, near, DRAWN)
        matte = enlarged(with_strays(head.matte, person, frame), person.image, close.image)
        head = Head(request.face, labelled_as(close, person.labels), near, matte)
        for sample in range(request.num_samples):
            report(3 + sample, steps, "Colouring the hair")
            yield _coloured(head, photo, box, colour, request.seed + sample)
        return
    if abs(frame.yaw) > _AWAY:
        raise PoseError(_TURNED)
    if head.matte.fringe and not style.fringe:
        raise PoseError(f"A fringe hides the brows, which {request.haircut} shows. Use a photo with the forehead free.")
    if share_covered(head.matte.mask, person.alpha, person.pose) > _COVERED:
        raise PoseError(_HIDDEN)
    report(2, steps, "Taking the old hair off")
    person = with_bare_chest(person, frame)
    head = replace(head, person=person, matte=led(head.matte, person, frame))
    scalp = fit_scalp(person, frame, head.matte.fringe)
    dyed = _dyed(head, colour, request.seed)
    under = uncover(dyed, frame, scalp, head.matte, request.seed, shows_lobes(style, _leans_back(frame)))
    with ThreadPoolExecutor(1, "painting") as beside:
        painting = beside.submit(take_off, dyed, frame, under, request.seed)
        off = BareHead(scalp, under, light_of(person, frame), painting, dyed)
        if watch:
            _show(watch, "Taking the old hair off", painting.result().image)
        for sample in range(request.num_samples):
            report(3 + sample, steps, "Drawing the new hair")
            record = {"haircut": str(request.haircut), "hair_color": colour.words if colour else "own"}
            yield _cut(head, off, style, colour, VARIANTS[sample % len(VARIANTS)], request.seed + sample, record)


def _leans_back(frame: HeadFrame) -> bool:
    """Whether hair falls off the ears, so that nothing frames them."""
    return bool(frame.turn[2, 1] < _BACK)


def _show(watch: Watch | None, step: str, image: Array) -> None:
    if watch:
        watch(step, np.clip(image, 0, 255).astype(np.uint8))


def _colour(text: str | None) -> HairColour | None:
    try:
        return None if text is None else read_colour(text)
    except ValueError as error:
        raise InputValidationError(
            f"hair_color: {error}. Try a word such as black, chestnut, copper, ash blonde, platinum or pink."
        ) from None


def _coloured(head: Head, photo: Pixels, box: Box, colour: HairColour | None, seed: int) -> Picture:
    """The same cut in another colour. photo: at working size. box: where the head lies in it."""
    if colour is None:
        raise InputValidationError(f"haircut {KEEP} changes the colour alone: give a hair_color.")
    if not enough(head.matte.mask, head.frame):
        raise PoseError(_HAIRLESS)
    image = recolour(head.person.image, head.matte, dye_of(head, colour, seed), head.frame.unit)
    change = np.zeros(photo.shape, np.float32)
    change[box] = repainted(image, head.person.image, photo[box]) - photo[box]
    changed = _added(head.photo, change)
    return _picture(head, changed, {"haircut": KEEP, "hair_color": colour.words})


def _cut(
    head: Head, off: BareHead, style: Style, colour: HairColour | None, variant: Variant, seed: int,
    record: dict[str, str],
) -> Picture:  # fmt: skip
    """Another cut, in the person's own colour or another."""
    random = np.random.default_rng(seed)
    sides = own_sides(head.frame, off.scalp, head.matte, off.under) if style.ears else None
    usual = style if sides is None else over_own_sides(style)
    style = framed(usual, () if _leans_back(head.frame) else tuple(ear.side for ear in off.under.hidden))
    shown = style.ears and (style is usual or not style.tied)
    hidden = off.under.hidden_ears(head.person) if shown else ()
    ears = np.logical_or.reduce([off.under.ears, *(alpha > 0.5 for alpha in hidden)])
    solid = find_solid(head.person, head.frame, off.scalp, off.under.beneath, ears, style.ears)
    subject = Subject(head.frame, off.scalp, solid, off.light)
    strands = cut(style, subject, variant, random)
    over = sum(layer in usual.layers for layer in style.layers)  # those that a style is framed by come last
    strands[over:] = [
        before_ears(one, head.frame, layer.tuck > _BACKWARDS)
        for layer, one in zip(style.layers[over:], strands[over:], strict=True)
    ]
    loose, tied = len(strands), tie_all(style, subject, variant, random)
    if sides is not None:
        tied = [one if one.start is None else drawn_in(one, off.scalp, head.frame) for one in tied]
    strands += tied
    locks = style.locks is not None
    strands = [in_sheets(one, head.frame, solid, locks and one.start is None) for one in strands]
    lit = tones(strands, off.scalp, head.frame, off.light, style.depth, random)
    if sides is not None:
        shorn = not style.tied and all(one.grown < 1 for one in strands[:loose])
        strands = [
            thinned_towards(sides, one, head.frame, random)
            if short_there(one, k < loose, shorn, locks, style.drawn_up)
            else one
            for k, one in enumerate(strands)
        ]
    front, behind = draw(strands, lit, head.frame, solid.depth, random)
    if hidden and style.locks is None:
        front, behind = without_tufts(front, behind, off.under.hidden)
    first, second = _ramps(head, colour, _cast_on(head))
    tint = Tint(without_olive(first), second) if colour is None else Tint(first, second, colour.effect)
    bare = off.painting.result()
    if hidden:
        bare = with_hidden_ears(bare, off.under, hidden, head.person, head.frame)
    if sides is not None:
        bare = with_own_sides(bare, off.dyed, sides)
    plaited = plaits(strands, head.frame, front.alpha.shape)
    coat: Array | float = style.coat
    parted = style.locks is not None and style.locks.parted > 0
    if style.locks is not None and parted:
        lines = partings(off.scalp, head.frame, front.alpha.shape, style.locks.spacing)
        coat = f32(style.coat * (1 - style.locks.parted * lines))
    image = compose(
        bare, front, behind, subject, tint, coat, bare.ears, seed, style.fringed, style.beside, style.lying,
        plaited, parted,
    )  # fmt: skip
    return _picture(head, _replaced(head, image), record)


def _dyed(head: Head, colour: HairColour | None, seed: int) -> Person:
    """The person with what may be seen of the old hair in the new colour."""
    if colour is None or not enough(head.matte.mask, head.frame):
        return head.person
    image = recolour(head.person.image, head.matte, dye_of(head, colour, seed), head.frame.unit)
    return replace(head.person, image=np.clip(np.round(image), 0, 255).astype(np.uint8))


def dye_of(head: Head, colour: HairColour, seed: int) -> Dye:
    """The ramps of a colour in this photo, and where an effect has the second one."""
    x, y = head.frame.plane(head.matte.alpha.shape)
    rows = y[head.matte.alpha > 0.5]
    top, low = (float(np.percentile(rows, share)) for share in (98, 2)) if rows.size else (2.0, 0.0)
    along = f32(np.clip((top - y) / max(top - low, 0.1), 0, 1))
    long = hanging(head.matte.mask, head.frame)
    if not long:
        along = f32(1 - along)  # short hair is longest on top
    across = f32(x - (y - 0.5) * head.frame.turn[0, 1])
    light = to_lab(head.person.image)[..., 0]
    flow = strand_flow(light, head.matte.alpha, head.frame.unit) if colour.effect in STREAKED else None
    shares = dye_shares(colour.effect, along, across, head.frame.unit, seed, flow)
    shade = beside_face(head.person, head.matte.alpha, head.frame)
    lit = shaded_skin(head.matte.beside[..., 0], head.person.skin.face, shade)
    if head.matte.fringe:
        shade = f32(shade * _TIPS)
    cast = _cast_on(head)
    first, second = _ramps(head, colour, cast)
    coloured = float(eased(f32(np.linalg.norm(cast) / _STRONG)))
    if colour.effect is not Effect.NONE and colour.second is None:  # the person's own hair is what lies over the other
        return Dye(second, first, f32(1 - shares), True, shade, not long, lit, coloured)
    return Dye(first, second, shares, colour.base is None, shade, not long, lit, coloured)


def _ramps(head: Head, colour: HairColour | None, cast: Array) -> tuple[Array, Array]:
    """The ramps of a colour, and of the one that an effect lays over it, in this photo's light, which moves what it
    falls on by `cast` (a and b)."""
    exposure = exposure_of(head.person)

    def lit(lab: Lab | None) -> Array:
        return _own_ramp(head) if lab is None else under_light(ramp_of(lab, exposure), cast)

    first = lit(None if colour is None else colour.base)
    return first, first if colour is None or colour.effect is Effect.NONE else lit(colour.second)


def _own_ramp(head: Head) -> Array:
    """The ramp of the hair in the photo, or of what the brows tell of it."""
    sure = flags(head.matte.alpha > 0.9)
    core = narrowed(sure, _CORE * head.frame.unit)
    deep = core if core.sum() > 0.05 * head.frame.unit**2 else None
    return own_ramp(head.person.image, sure, deep) if sure.sum() > 50 else ramp_of(unseen_hair(head.person, _UNSEEN))


def _cast_on(head: Head) -> Array:
    """a and b (2) by which this photo's light moves what it falls on, by skin and hair."""
    sure, cast = head.matte.alpha > 0.9, cast_of(head.person.skin.colour)
    if sure.sum() <= 50:
        return cast
    hair = to_lab(head.person.image)[sure]
    return f32(cast_on(hair, cast) + warmth_of(head.person.skin.colour, hair))


def _own_colour(head: Head) -> Lab:
    """Lab of the hair's own middle tone in daylight."""
    ramp = under_light(_own_ramp(head), -_cast_on(head))
    light, a, b = (float(value) for value in ramp[2])
    return light, a, b


def exposure_of(person: Person) -> float:
    """How bright the photo shows things, by its face: dark scenes darken a colour a little, and the other way round."""
    return float(np.clip(0.88 + 0.2 * (person.skin.face - 40) / 30, 0.85, 1.06))


def cast_of(skin: Array) -> Array:
    """a and b (2) by which coloured light moves what it falls on, by skin (N×3 Lab): what none has in daylight."""
    apart = np.median(skin[:, 1:], axis=0) - _SKIN
    far = max(float(np.linalg.norm(apart)), 1e-3)
    return f32(apart * _TINTED * eased(f32((far - _SKINS[0]) / _SKINS[1])))


def cast_on(hair: Array, cast: Array) -> Array:
    """`cast` (2), but no more of it than the lights of `hair` (N×3 Lab) have: they lie in the same light."""
    size = float(np.linalg.norm(cast))
    if size < 0.5:
        return cast
    seen = (hair[:, 1:] @ cast / size) / (np.maximum(hair[:, 0], 4) + 16)
    return f32(cast * min(1.0, max(_VIVID * float(np.median(seen)) * 86 / size, 0.0)))


def warmth_of(skin: Array, hair: Array) -> Array:
    """a and b (2) by which lamplight moves a light grey thing. skin, hair: N×3 Lab.

    Both have more of it than in daylight: skin alone may be as warm by itself, and all but black hair too."""
    light, _, b = np.median(hair, axis=0)
    black = float(np.clip((_BLACK_HAIR - light) / 4, 0, 1))
    warm = min((b / (light + 16) - _HAIRS) * 86, float(np.median(skin[:, 2])) - _SKIN[1])
    return f32(_LAMP) * f32(black * _WARMED * max(warm, 0.0))


def _added(photo: Pixels, change: Array) -> Pixels:
    """`photo` with a change found at working size (RGB, H×W×3): its own finest detail stays."""
    change = f32(change * (np.abs(change).max(-1, keepdims=True) > 1.5))  # nobody sees a single grey level
    if change.shape != photo.shape:
        change = f32(cv2.resize(change, (photo.shape[1], photo.shape[0]), interpolation=cv2.INTER_LINEAR))
    return np.asarray(np.clip(np.round(photo + change), 0, 255), np.uint8)


def _replaced(head: Head, image: Array) -> Pixels:
    """The photo with `image` (RGB, at working size) where that differs from the photo at working size."""
    changed = greatest(f32(np.abs(image - head.person.image))) > 0.75
    if image.shape == head.photo.shape:
        new = np.clip(np.round(image), 0, 255).astype(np.uint8)
        return np.asarray(np.where(changed[..., None], new, head.photo), np.uint8)
    size = (head.photo.shape[1], head.photo.shape[0])
    share = cv2.resize(cv2.GaussianBlur(changed.astype(np.float32), (0, 0), 1), size, interpolation=cv2.INTER_LINEAR)
    grown = cv2.resize(image, size, interpolation=cv2.INTER_CUBIC)
    mixed = head.photo + (grown - head.photo) * np.where(share > 0.02, share, 0)[..., None]
    return np.asarray(np.clip(np.round(mixed), 0, 255), np.uint8)


def _picture(head: Head, result: Pixels, record: dict[str, str]) -> Picture:
    differs = result != head.photo
    mask = differs[..., 0] | differs[..., 1] | differs[..., 2]
    if not mask.any():
        raise PipelineError("The hairstyle came out too much like the photo it began with.")
    return Picture(result, mask, record)
