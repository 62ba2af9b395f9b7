"""Taking old trousers, skirts and dresses off below the waist: background and bare legs in their place."""

import cv2
import numpy as np

from fittingroom.vision.fitting.arrays import Array, Mask, f32, flags
from fittingroom.vision.fitting.backdrop import plain_backdrop
from fittingroom.vision.fitting.chestskin import torso_skin
from fittingroom.vision.fitting.crops import Box, box_round, laid, limb_box
from fittingroom.vision.fitting.fill import grow, largest, noise, opened, push_pull, shrink
from fittingroom.vision.fitting.floorlines import with_floor_lines
from fittingroom.vision.fitting.frame import Frame
from fittingroom.vision.fitting.hemshade import collar_shade
from fittingroom.vision.fitting.legs import LONG, kept_ankle, with_ankle
from fittingroom.vision.fitting.legskin import HEM_SHADE, leg_skin, light_on
from fittingroom.vision.fitting.mattes import behind_matte, matte
from fittingroom.vision.fitting.mottle import learn_mottle
from fittingroom.vision.fitting.outline import Arm, ShoulderLine, Sides
from fittingroom.vision.fitting.scene import Light
from fittingroom.vision.fitting.shoes import behind_leg, hidden_shoe, with_heel, with_hidden_shoe
from fittingroom.vision.fitting.skin import Tone, learn_tone
from fittingroom.vision.fitting.undress import joined_to, textured_plate, torso_shape
from fittingroom.vision.fitting.waistline import leaning_to
from fittingroom.vision.person import Label, Person
from fittingroom.vision.pieces import holding

#: So far below the old hem an ankle lay in its shade, in units.
SHADED = 0.02

#: How far an old hem's threads lie on a shoe, and how far they are mixed with it at least, in units.
FRINGE, MIXED = 0.025, 0.02

#: How far skin that is drawn goes over into what was photographed below the old hem, in its shade, in units.
INTO_SKIN = 0.07

#: How far below the old hem that shade is darkest, and covered wholly, in units.
DARKEST = 0.03

#: How far up the colours of a photographed ankle or shin reach into a leg that is drawn, in legs.
INTO_ANKLE = 0.2

#: What the cut-out has that is no thicker than twice this, in pixels, is no part of a person.
SPECK = 1.5

#: So far round what is taken off lines of the floor go on, in units.
_LINES = 0.1

#: From this share of a leg down it may go into its shoe.
INTO_SHOE = 0.93


def bare_below(
    person: Person, frame: Frame, legs: tuple[Arm, Arm], line: ShoulderLine, sides: Sides, erase: Mask,
    span: tuple[float, float], swing: float, front: int, seed: int, ground: Array,
) -> tuple[Array, Array, Array]:  # fmt: skip
    """The person with `erase` filled in (H×W×3), where that is shown, and where it is background (H×W, 0…1).

    span: t of the new garment's waist and hem; beside it there is background, skin only above and below. swing: torsos
    that the hem may swing above its `span`. front: the nearer leg. ground: H×W, 0…1, what stays at the
    feet (`at_feet`)."""
    legs = with_ankle(person, legs[0]), with_ankle(person, legs[1])
    filled = behind_legs(person, erase, frame.unit, seed)
    tone, light = learn_tone(person), light_on(person, frame.unit)
    trunk = f32(torso_shape(person, frame, line, sides) * person.alpha)  # no skin stands out of the old clothes
    shapes = leg_shapes(person, legs)
    both = np.maximum(*shapes)
    box = box_round(trunk > 0, 0.1 * frame.unit)
    belly = torso_skin(person, frame, sides, tone, light, seed, box)
    t, _ = frame.fields(person.labels.shape)
    above, below = (np.clip(way * frame.torso / 3, 0, 1) for way in (span[0] + 0.04 - t, t - span[1] + swing))
    filled = laid(filled, belly, f32(trunk * above), box)
    bared = with_legs(person, filled, legs, front, tone, light, seed, shapes)
    filled = f32(filled + (bared - filled) * below[..., None])
    hidden = f32(hidden_shoe(person, legs[front]) * below)
    covered = behind_leg(person, legs[front]) & (below > 0.5)
    fringe = covered | (hem_fringe(person, person.labels == Label.LOWER, frame.unit) & (below > 0.5))
    erase = erase | bared_ankles(person, legs) | fringe
    shown = shown_into(erase, person.alpha, ground)
    bare_skin = (person.labels == Label.SKIN) & (both * below > 0.9) & (person.alpha > 0.95)
    shown = f32(np.maximum(shown, into_skin(flags(erase & (below > 0.5)), flags(bare_skin), legs)))
    shoes = shoes_in_front(person, fringe, frame.unit)
    filled = filled * collar_shade(shoes, f32(into_shoes(legs, shapes) * below), frame.unit)[..., None]
    bare = with_hidden_shoe(person, before_shoes(person, filled, shown, shoes), hidden, frame.unit, seed)
    shown = f32(np.maximum(shown * (shoes < 0.98), hidden))
    body = np.maximum(trunk * above, np.maximum(both * below, hidden))
    return f32(bare), shown, f32(shown * (1 - body) * (1 - shoes))


def shown_into(erase: Mask, alpha: Array, kept: Array) -> Array:
    """How far what is behind `erase` is shown, H×W, 0…1: going over softly into the background, where the person's
    `alpha` (H×W, 0…1) is none but for a matte's specks, which would stay as crumbs of the old picture. What is `kept`
    (H×W, 0…1) is none of that."""
    shown = np.maximum(cv2.GaussianBlur(erase.astype(np.float32), (0, 0), 1.2), erase)
    wide = cv2.GaussianBlur(grow(erase & (alpha < 0.1), 7).astype(np.float32), (0, 0), 4.0) * (1 - kept)
    there = opened(flags(alpha >= 0.004), SPECK)
    return f32(np.where(there, shown, np.maximum(shown, wide)))


def hem_fringe(person: Person, worn: Mask, unit: float) -> Mask:
    """What is labelled shoe along the end of what was `worn`: its hem's lowest threads, mixed with the shoe. A shoe
    that has no other colour there than further down stays, but for the mixed rim."""
    shoes = person.labels == Label.SHOES
    band, leaning = leaning_to(person, worn, shoes, unit)
    under = cv2.dilate(worn.astype(np.uint8), np.ones((2 * max(2, round(MIXED * unit)) + 1, 1), np.uint8)) > 0
    alike = band & (leaning <= -1) & ~under
    return flags(grow(worn, FRINGE * unit) & shoes & ~alike)


def before_shoes(person: Person, filled: Array, shown: Array, shoes: Array) -> Array:
    """The photo with `filled` (H×W×3) as far as it is `shown` (0…1), under `shoes` (0…1) with their own soft edge."""
    image = f32(person.image)
    behind = behind_matte(image, np.where(shown > 0.02, shoes, 0).astype(np.float32))
    return f32(image + (1 - shoes[..., None]) * shown[..., None] * (filled - behind))


def shoes_in_front(person: Person, fringe: Mask, unit: float) -> Array:
    """Shoes with their own edge, which legs stand in, 0…1, but for the `fringe` where the old hem lay on them."""
    shoes = (person.labels == Label.SHOES) & ~fringe
    shoes = cv2.GaussianBlur(shoes.astype(np.float32), (0, 0), 0.01 * unit + 0.6) > 0.5
    return matte(person.image.astype(np.float32), largest(flags(shoes), 0.15), max(2.0, 0.012 * unit))


def bared_ankles(person: Person, legs: tuple[Arm, Arm]) -> Mask:
    """The strip of skin between long trousers and shoes: it lay in their shadow, and is drawn anew with the leg. Of an
    ankle that is bare well below them that is its upper rim alone."""
    strip = np.zeros(person.labels.shape, np.bool_)
    skin = person.labels == Label.SKIN
    shaded = grow(person.labels == Label.LOWER, SHADED * legs[0].unit)
    for leg in legs:
        if (ankle := kept_ankle(person, leg)).any():
            strip |= ankle & shaded
            continue
        share, away = leg.limb.u / leg.limb.length, np.abs(leg.limb.v) / leg.half
        if leg.sleeve_end > 0.8 * leg.limb.length:
            strip |= holding(flags(skin & (away < 2) & (share > 0.85) & (share < 1.12)), flags(away < 1))
    return flags(grow(strip, 2) & ~np.isin(person.labels, [Label.LOWER, Label.SHOES]))


def into_skin(erase: Mask, skin: Mask, legs: tuple[Arm, Arm]) -> Array:
    """How far what is drawn in place of `erase` goes on into the photographed `skin` of these legs beside it, H×W, 0…1.
    Below hems that ended higher than an ankle that is wholly so at first."""
    unit = legs[0].unit
    deep = DARKEST if max(leg.sleeve_end / leg.limb.length for leg in legs) < LONG else 0.0
    wide = (grow(erase, deep * unit) if deep else erase).astype(np.float32)
    near = np.clip(2 * cv2.GaussianBlur(wide, (0, 0), INTO_SKIN * unit), 0, 1)
    return f32(np.where(skin, near, 0))


def bare_ankles(person: Person, legs: tuple[Arm, Arm]) -> Mask:
    """Ankles that stay as they were photographed, but for their rim in the old hem's shade."""
    return flags(kept_ankle(person, legs[0]) | kept_ankle(person, legs[1]))


def into_seen(person: Person, leg: Arm, skin: Array, box: Box) -> Array:
    """`skin` of a whole leg (H×W×3 of `box`) with the colours of the ankle or shin that stays as photographed, less
    and less further up."""
    seen, shaded = kept_ankle(person, leg), SHADED
    if leg.sleeve_end < LONG * leg.limb.length:
        shaded = HEM_SHADE
        within = (np.abs(leg.limb.v) < leg.bare_at(leg.limb.u)) & (leg.limb.u > leg.sleeve_end)
        seen = flags((person.labels == Label.SKIN) & (person.alpha > 0.95) & within & (leg.limb.u < leg.limb.length))
    known = shrink(flags(seen & ~grow(person.worn, shaded * leg.unit)), 2)
    if known.sum() < 40:
        return skin
    u = leg.limb.u[box]
    first = float(np.percentile(leg.limb.u[known], 5)) - shaded * leg.unit
    above = np.clip(first - u, 0, None) / (INTO_ANKLE * leg.limb.length)
    rest = np.where(known[box][..., None], person.image[box] - skin, 0)
    rest = cv2.GaussianBlur(push_pull(f32(rest), known[box]), (0, 0), 0.03 * leg.unit)
    return f32(skin + rest * np.exp(-(above**1.5))[..., None])


def on_shoes(person: Person, picture: Array, legs: tuple[Arm, Arm], shapes: tuple[Array, Array]) -> Array:
    """`picture` (H×W×3) of bare legs of these `shapes` in the shade of the shoes that they stand in."""
    shoes = opened(person.labels == Label.SHOES, 0.03 * legs[0].unit).astype(np.float32)  # crumbs shade nothing
    return f32(picture * collar_shade(shoes, into_shoes(legs, shapes), legs[0].unit)[..., None])


def behind_legs(person: Person, erase: Mask, unit: float, seed: int) -> Array:
    """The background in place of old clothes below the waist, H×W×3: where it is plain beside them its own slow
    gradient and grain; else carried on from beside, with its own texture where that is to be seen (`erase`)."""
    worn = person.labels == Label.LOWER
    outside = shrink(person.alpha < 0.03, 5)  # up to the legs: between them there is little else
    plate = plain_backdrop(person, worn)
    if plate is None:
        behind = textured_plate(person, outside, erase, unit, seed)
        return with_floor_lines(behind, f32(person.image), outside, grow(erase, _LINES * unit), unit)
    slow, grain = joined_to(person, plate[0], erase, unit), plate[1]
    return f32(slow + (noise(worn.shape, 0.8, seed) * grain * 0.8)[..., None])


def leg_shapes(person: Person, legs: tuple[Arm, Arm]) -> tuple[Array, Array]:
    """Where each bare leg is, H×W, 0…1."""
    return with_heel(person, *legs), with_heel(person, *legs[::-1])


def both_legs(person: Person, legs: tuple[Arm, Arm]) -> Array:
    """Where either bare leg is, H×W, 0…1."""
    return np.maximum(*leg_shapes(person, legs))


def into_shoes(legs: tuple[Arm, Arm], shapes: tuple[Array, Array]) -> Array:
    """Where bare legs of these `shapes` go down into their own shoes, H×W, 0…1: higher up another shoe may stand beside
    or behind."""
    down = [np.clip((leg.limb.u / leg.limb.length - INTO_SHOE) / 0.03, 0, 1) for leg in legs]
    return f32(np.maximum(shapes[0] * down[0], shapes[1] * down[1]))


def with_legs(
    person: Person, picture: Array, legs: tuple[Arm, Arm], front: int, tone: Tone, light: Light, seed: int,
    shapes: tuple[Array, Array],
) -> Array:  # fmt: skip
    """`picture` (H×W×3) with both bare legs of these `shapes` drawn over it, the one further away first, in the other's
    shadow."""
    bands = learn_mottle(person, legs[front].unit)
    before = shapes[front]
    shade = 1 - 0.25 * cv2.GaussianBlur(before, (0, 0), 0.03 * legs[front].unit + 1)
    for side in (1 - front, front):
        leg = legs[side]
        shape = shapes[side]
        box = limb_box(leg, shape)
        if not shape[box].size:  # all of it lies below the picture
            continue
        skin = into_seen(person, leg, leg_skin(person, leg, tone, light, seed + 31 + 7 * side, box, bands), box)
        if side != front:  # no shadow on what lies far behind
            skin = f32(skin * shade[box][..., None])
        picture = laid(picture, skin, shape, box)
    return picture
