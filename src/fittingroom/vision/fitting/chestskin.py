"""Skin for neck, chest, shoulders and belly where the old top is taken off."""

import cv2
import numpy as np

from fittingroom.vision.blurs import coarse_blur
from fittingroom.vision.channels import mean
from fittingroom.vision.colour import to_lab
from fittingroom.vision.fitting.arrays import Array, Mask, f32, flags
from fittingroom.vision.fitting.bellyskin import belly_light
from fittingroom.vision.fitting.crops import WHOLE, Box, person_in
from fittingroom.vision.fitting.fill import grow, opened, push_pull, shrink
from fittingroom.vision.fitting.frame import Frame, pixels
from fittingroom.vision.fitting.mottle import learn_mottle, mottle
from fittingroom.vision.fitting.outline import Sides
from fittingroom.vision.fitting.scene import Light
from fittingroom.vision.fitting.skin import Tone, as_own, brightest, painted, round_light, shade_colour
from fittingroom.vision.fitting.skindepth import skin_depth
from fittingroom.vision.person import Label, Person

#: How far skin that is seen tells of the skin beside it, in units.
_REACH = 0.4
#: Skin darker than this share of the tone's lightness lies in a shadow, which soon ends.
_SHADOW, _SHADOW_REACH = 0.78, 0.12
#: What is darker than this share of the tone's lightness is a beard that passed for the neck below it.
_BEARD = 0.45
#: How much of a neck's tint goes on into chest and shoulders: part of it is the light from the chin and the clothes.
_TINT = 0.65
#: How far a chest may have another hue and chroma than the person's own for a neck that has: its light is its own.
_AS_NECK = 0.3
#: How much of what is left of its tint goes further than right beside it.
_FAR_TINT = 0.4
#: By how much (Lab L) a chest may be lighter than the lightest skin that is seen but for gloss.
_GLEAM = 2.0
#: How uneven a chest is in each band of size beside limbs: its patches are larger and fainter.
_CALMER = np.array([1, 1, 0.85, 0.7, 0.55], np.float32)
#: How much gloss any skin has, and the most that is believed: how much lighter its lightest parts are than the rest.
_MATT, _GLOSSIEST = 0.08, 0.26
#: How far in from the outline shoulders turn away, units, and down to which t they are such slopes.
_SLOPE, _BELOW_SLOPE = 0.13, 0.16
#: What is left of the collar bones where clothes hide the neck, and how far above its base they are looked for, units.
_UNSURE, _ABOVE = 0.3, (0.02, 0.08, 0.14)
#: How much light the chin takes from a neck, how far down (units), and how much is lost at the neck's sides.
_CHIN, _CHIN_REACH, _NECK_SIDES = 0.34, 0.22, 0.16


def chest_tint(person: Person, tone: Tone) -> Array:
    """By how much a and b (2) of chest and shoulders differ from the tone's, as the skin round the neck shows it."""
    left, right = person.pose[11, :2], person.pose[12, :2]
    middle, width = 0.5 * (left + right), float(np.hypot(*(left - right)))
    shape = person.labels.shape
    top, bottom = (int(np.clip(middle[1] + way * width, 0, shape[0])) for way in (-0.35, 0.35))
    first, last = (int(np.clip(middle[0] + way * width, 0, shape[1])) for way in (-0.4, 0.4))
    part = slice(top, bottom), slice(first, last)
    seen = shrink((person.labels[part] == Label.SKIN) & (person.alpha[part] > 0.95), 3)
    if seen.sum() < 120:
        return f32(np.zeros(2))
    lab = to_lab(np.ascontiguousarray(person.image[part]))[seen]
    lit = lab[lab[:, 0] >= min(_SHADOW * tone.lightness, float(np.median(lab[:, 0])))]
    return f32(_TINT * np.median(lit[:, 1:] - shade_colour(tone, lit[:, 0])[:, 1:], axis=0))


def torso_skin(
    person: Person, frame: Frame, sides: Sides, tone: Tone, light: Light, seed: int, box: Box = WHOLE,
    bands: Array | None = None, body: Array | None = None,
) -> Array:  # fmt: skip
    """Skin for neck, chest, shoulders and belly, `box`×3: tone and modelling, meeting what is seen beside it. box:
    round all of these. bands: how uneven skin is (`learn_mottle`), if that is known. body: H×W, 0…1, the bare body,
    whose shoulders turn away at their upper edge."""
    tint, most, depth = chest_tint(person, tone), brightest(person, tone), skin_depth(person)
    t, lateral = (each[box] for each in frame.fields(person.labels.shape))
    sure = bones_sure(person, frame)
    bands = _CALMER * (learn_mottle(person, frame.unit) if bands is None else bands)
    person = person_in(person, box)
    photo = person.image.astype(np.float32)
    half = _half_width(t, frame, sides)
    across = f32(lateral / half)
    below = _below_bones(t, across, frame)
    bones = sure * _bones_hidden(person, frame.unit)
    relative = chest_light(t, across, below, light.x, bones, gloss_of(most, tone), depth)
    relative = f32(relative * belly_light(t, across, lateral, frame.torso, frame.unit))
    if body is not None:
        relative = f32(relative * slope_light(body[box], t, frame.unit, light))
    hidden = (1 - sure) / (1 - _UNSURE)
    relative = f32(
        relative
        * chin_shade(person, t, (lateral - frame.lateral(frame.neck_mid)) / frame.neck_half, frame.unit, hidden)
    )
    uneven = mottle(person.labels.shape, bands, frame.unit, seed + 20)
    lightness = f32(tone.lightness * relative)
    image = painted(tone, lightness, as_own(tone, lightness, tint, _AS_NECK), uneven)
    seen = (person.labels == Label.SKIN) & (person.alpha > 0.95) & (t > -0.35) & (t < 1.0) & (np.abs(across) < 1.05)
    stubble = seen & (to_lab(person.image)[..., 0] < _BEARD * tone.lightness)
    seen = shrink(seen & ~grow(opened(stubble, 1), 2), 3)
    if seen.sum() < 120:
        return image
    # Skin that lies in the old cloth's own shade doesn't count where there is more.
    away = cv2.distanceTransform((person.labels != Label.UPPER).astype(np.uint8), cv2.DIST_L2, 5) / frame.unit
    clear = seen * np.clip(away / 0.02 - 0.5, 0.02, 1)
    near = _left(photo, image, seen, f32(clear), frame.unit)
    # A neck lies in the chin's shadow, a chest doesn't: it counts the less the higher up.
    weight = f32(clear * np.clip((t + 0.15) / 0.15, 0.05, 1) * np.exp(-away / 0.15))
    lit = shrink(seen & (to_lab(person.image)[..., 0] > _SHADOW * tone.lightness), 1)
    far = _left(photo, image, lit, weight * lit, frame.unit) if lit.sum() > 120 else np.zeros(3, np.float32)
    grey = mean(far)[..., None]
    lightest = painted(tone, f32(np.full((1, 1), most + _GLEAM)))[0, 0].mean()
    far = room_left(grey, image, float(lightest), frame.unit) + _FAR_TINT * (far - grey)
    distance = cv2.distanceTransform((~seen).astype(np.uint8), cv2.DIST_L2, 3) / frame.unit
    close, wide = (np.exp(-((distance / reach) ** 2))[..., None] for reach in (_SHADOW_REACH, _REACH))
    return f32(image + far * wide + (near - far) * close)


def slope_light(body: Array, t: Array, unit: float, light: Light) -> Array:
    """Light on the slopes from neck to shoulders of a `body` (H×W, 0…1), about 1: they turn away towards its outline
    as limbs do, over the thickness of the muscle there."""
    inside = flags(body > 0.5)
    depth = cv2.distanceTransform(np.pad(inside, 1, mode="edge").astype(np.uint8), cv2.DIST_L2, 5)[1:-1, 1:-1]
    down, right = np.gradient(cv2.GaussianBlur(depth, (0, 0), 0.02 * unit + 1))
    steep = np.maximum(np.hypot(right, down), 1e-3)
    across = f32((1 - np.clip(depth / (_SLOPE * unit), 0, 1)) * inside)
    rounded = round_light(across, light, (f32(-right / steep), f32(-down / steep)))
    high = np.clip((_BELOW_SLOPE - t) / _BELOW_SLOPE, 0, 1)
    return f32(1 + high * (rounded - 1))


def _left(photo: Array, image: Array, seen: Mask, weight: Array, unit: float) -> Array:
    """What `photo` differs from `image` where skin is `seen`, H×W×3, carried on smoothly by its `weight`."""
    rest = cv2.GaussianBlur(push_pull(photo, seen), (0, 0), 2.5) - cv2.GaussianBlur(image, (0, 0), 2.5)
    carried = push_pull(np.where(seen[..., None], rest, 0), weight)
    return coarse_blur(f32(carried), 0.03 * unit, max(1, int(0.03 * unit / 2)))


def room_left(lighter: Array, image: Array, lightest: float, unit: float) -> Array:
    """`lighter`, H×W×1, by how much `image` (H×W×3) is to become lighter (or darker, below 0; grey levels), held back
    where it would become lighter than the person's `lightest` skin: what lies beside it was in a glare."""
    room = np.maximum(lightest - cv2.GaussianBlur(mean(image), (0, 0), 0.02 * unit + 1), 1)[..., None]
    return f32(np.where(lighter > 0, room * np.tanh(lighter / room), lighter))


def _half_width(t: Array, frame: Frame, sides: Sides) -> Array:
    """Half width of what is round as a whole at each height: shoulders with the arms at their ends, then the trunk."""
    trunk = np.interp(t, sides.t, sides.width.mean(0))
    shoulders = np.maximum(np.abs(frame.lateral(frame.shoulders)).mean() + 0.16 * frame.unit, trunk)
    return f32(np.maximum(shoulders + (trunk - shoulders) * np.clip((t - 0.1) / 0.22, 0, 1), 1))


def _below_bones(t: Array, across: Array, frame: Frame) -> Array:
    """How far, in units, each pixel lies below the collar bones: these lie above the shoulders' joints, and rise a
    little outwards."""
    return f32(t * frame.torso / frame.unit + 0.11 + 0.075 * np.abs(across))


def _bones_hidden(person: Person, unit: float) -> Array:
    """How much of the collar bones old clothes cover, H×W, 0…1: what is seen of them is not drawn again, but leads on
    under the cloth."""
    hidden = f32(shrink(person.labels == Label.UPPER, 0.02 * unit))
    return f32(cv2.GaussianBlur(hidden, (0, 0), 0.04 * unit))


def bones_sure(person: Person, frame: Frame) -> float:
    """How sure the collar bones' place is, _UNSURE … 1: as far as the neck right above them is seen bare."""
    up, aside = (f32(each).reshape(-1, 1) for each in np.meshgrid(_ABOVE, (-0.5, 0, 0.5)))
    rows, columns = pixels(
        frame.neck_mid + up * frame.unit * frame.up + aside * frame.neck_half * frame.across, person.labels.shape
    )
    bare = person.labels[rows, columns] == Label.SKIN
    return float(_UNSURE + (1 - _UNSURE) * np.clip(2 * bare.mean(), 0, 1))


def chin_shade(person: Person, t: Array, across: Array, unit: float, hidden: float) -> Array:
    """Light on a neck of which clothes hid so much (0…1), H×W: it lies in the chin's shadow and turns away at its
    sides. What is seen of a neck shows its own. across: place on the neck, -1…1."""
    face = person.labels == Label.FACE
    if hidden <= 0 or not face.any():
        return f32(np.ones(t.shape))
    away = cv2.distanceTransform((~face).astype(np.uint8), cv2.DIST_L2, 5) / unit
    high = np.clip(-(t + 0.05) / 0.12, 0, 1)
    shade = _CHIN * np.exp(-((away / _CHIN_REACH) ** 2)) + _NECK_SIDES * high * np.clip(np.abs(across), 0, 1.1) ** 3
    return f32(1 - hidden * shade)


def gloss_of(most: float, tone: Tone) -> float:
    """How far skin shines, 0 … _GLOSSIEST: by how much its lightest parts, of Lab L `most`, are lighter than skin that
    faces us. Dark skin shows its form by lights more than by shades."""
    return float(np.clip(most / max(tone.lightness, 1.0) - 1 - _MATT, 0, _GLOSSIEST))


def chest_light(
    t: Array, across: Array, below: Array, side: float, bones: Array | float = 1.0, gloss: float = 0.0,
    depth: float = 1.0,
) -> Array:  # fmt: skip
    """Modelling of a chest, about 1: rounded sides, the breastbone's shade, the grooves between chest and shoulders,
    and `bones` of collar bones with the hollows above them and between. below: units below the bones. side: how much
    brighter the image's right is. gloss: how far the skin shines (`gloss_of`). depth: how bold form is (`skin_depth`).
    """
    aside = np.abs(across)
    light = 1.02 - 0.24 * np.clip(aside, 0, 1.1) ** 2.4 - 0.05 * np.clip(t / 0.4, -0.5, 1.5)
    light *= 1 + 0.6 * side * np.clip(across, -1, 1)
    # a bone is lit the more the further its end turns to the light
    lit = 1 + np.clip(3 * side * across, -0.3, 0.3)
    light += bones * _bones(aside, below, lit, gloss, depth)
    # The chest's upper part faces the light most.
    light += 0.06 * np.exp(-(((below - 0.13) / 0.1) ** 2) - (across / 0.55) ** 2)
    light += gloss * 0.62 * np.exp(-(((below - 0.12) / 0.075) ** 2) - ((aside - 0.23) / 0.17) ** 2) * lit
    down = np.exp(-(((t - 0.2) / 0.14) ** 2))
    light += down * (0.06 * np.exp(-(((aside - 0.36) / 0.22) ** 2)) - 0.05 * np.exp(-((across / 0.15) ** 2)))
    return f32(light + depth * _grooves(t, across))


def _bones(aside: Array, below: Array, lit: Array, gloss: float, depth: float) -> Array:
    """What collar bones add to a chest's light: from a knob at either side of the pit of the neck a ridge that grows
    fainter outwards, with the hollow above its middle and the narrow shade below its inner half."""
    ridge, above, under = (
        np.exp(-(((below - place) / breadth) ** 2)) for place, breadth in ((0, 0.022), (-0.052, 0.034), (0.043, 0.026))
    )
    length = np.clip(9 * aside - 0.5, 0, 1) * np.clip(1.9 - 2.4 * aside, 0, 1)
    hollow = np.exp(-(((below + 0.01) / 0.035) ** 2) - (aside / 0.055) ** 2)
    knob = np.exp(-(((below - 0.006) / 0.026) ** 2) - ((aside - 0.135) / 0.05) ** 2)
    pit = np.exp(-((aside - 0.42) ** 2) / 0.2**2)  # deepest between neck and shoulder
    shades = -(0.06 + 0.06 * pit) * above - (0.1 - 0.06 * np.clip(1.6 * aside, 0, 1)) * under
    lights = (0.08 + 0.6 * gloss) * ridge
    return f32(depth * (length * (lit * lights + shades) + 0.03 * knob - 0.13 * hollow))


def _grooves(t: Array, across: Array) -> Array:
    """What the furrow along the breastbone and those between chest and shoulders take from a chest's light."""
    aside = np.abs(across)
    inner = -0.07 * np.exp(-((across / 0.085) ** 2)) * np.exp(-(((t - 0.26) / 0.16) ** 2))
    # from below the collar bone's outer third down and out to the fold before the armpit
    place = 0.6 + 0.5 * np.clip(t, -0.05, 0.35)
    run = np.clip((t + 0.04) / 0.08, 0, 1) * np.clip((0.42 - t) / 0.15, 0, 1)
    outer = -0.06 * np.exp(-(((aside - place) / 0.06) ** 2)) + 0.025 * np.exp(-(((aside - place - 0.12) / 0.07) ** 2))
    return f32(inner + run * outer)
