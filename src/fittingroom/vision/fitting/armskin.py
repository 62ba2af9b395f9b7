"""Skin for limbs that were partly covered: rounded in the photo's light, meeting what is seen of limb and hand."""

from dataclasses import replace

import cv2
import numpy as np

from fittingroom.vision.colour import to_lab
from fittingroom.vision.fitting.arrays import Array, Mask, f32
from fittingroom.vision.fitting.chestskin import chest_tint, gloss_of
from fittingroom.vision.fitting.crops import WHOLE, Box, limb_in, person_in
from fittingroom.vision.fitting.fill import push_pull, shrink
from fittingroom.vision.fitting.limbs import FAR, Limb
from fittingroom.vision.fitting.mottle import learn_mottle, mottle
from fittingroom.vision.fitting.outline import Arm
from fittingroom.vision.fitting.scene import LUMA, Light
from fittingroom.vision.fitting.skin import Tone, as_own, brightest, painted, round_light, shade_colour
from fittingroom.vision.fitting.skincolour import like_seen
from fittingroom.vision.fitting.skindepth import deeper, skin_depth
from fittingroom.vision.fitting.sleeveshade import shade_reach
from fittingroom.vision.person import Label, Person

#: How bold the arm's modelling is beside what soft light shows of it: fainter, a bare arm looks like a tube.
_BOLD = 1.9
#: An upper arm has the chest's tint as far down as this share of the arm.
_INTO_CHEST = 0.28
#: An arm of which only the hand is seen loses the chest's tint as this power of what is left of it to the wrist.
_LIKE_CHEST = 0.7
#: Of an arm whose sleeve ends beyond this share of it only the hand is seen, which is redder and darker than the arm:
#: it counts this much, and the arm has so much less of Lab's a.
_ONLY_HAND, _HAND, _RUDDY = 0.8, 0.5, 1.5
#: How much darker (a share of its lightness) an arm gets at most for a hand in the shade: that is the hip's and the
#: cuff's.
_SHADED = 0.1
#: What is seen of a hand, in square units; much less of it that is darker than this share of the face's shades is a
#: dark gap taken for skin.
_HAND_AREA, _SPECK, _BLACK = 0.02, 0.6, 0.6
#: How much lighter (log) the arm on the side where the light comes from is than the face's middle, beside how much
#: lighter the face's own side there is.
_LIT = 0.25
#: How light an arm's middle is beside what faces us of all the skin that is seen: dark skin shines where it is round,
#: fair arms are tanned and hang below the light from above. Medians of some twenty bare arms on photographs, by the Lab
#: L of the rest.
_FACING = ((47.0, 60.0), (1.04, 0.95))
#: How far below what faces us light on an arm begins to bend under the lightest skin's.
_BEND = 0.14
#: How much of what the arm's modelling would be lighter than that it is.
_ABOVE = 0.4
#: An old sleeve that ended above this share of an arm left its elbow to be seen: another crook beside it would be two.
_ELBOW_SEEN = 0.5
#: Where along an arm glossy skin shines, as shares of it, how long and how broad that is (shares of the arm; of its
#: half width), and how bright beside how glossy it is.
_SHINES = ((0.09, 0.075, 0.45, 0.9), (0.36, 0.09, 0.3, 0.45), (0.62, 0.09, 0.3, 0.5))
#: How far along an arm the lightness and the colour of what is seen of it reach, as shares of its length; where only
#: the hand is seen the latter ends soon, for hands are redder.
_REACH, _HAND_TINT = 0.33, 0.14
#: Closer to the old cloth than this (units) skin lies in its shade, also where no sleeve's is seen.
_SHADE = 0.03


def arm_skin(
    person: Person, arm: Arm, tone: Tone, light: Light, seed: int, box: Box = WHOLE,
    widths: tuple[Array, Array] | None = None, bands: Array | None = None,
) -> Array:  # fmt: skip
    """Skin for a whole arm, `box`×3. box: round the arm. widths: how far the bare
    arm goes from its middle line to the outer and to the inner side, pixels at its stations; bands: how uneven skin is
    (`learn_mottle`); each if that is known."""
    most = brightest(person, tone)
    chest, bands = chest_tint(person, tone), learn_mottle(person, arm.unit) if bands is None else bands
    depth = skin_depth(person)
    person, arm = person_in(person, box), limb_in(arm, box)
    u, v = arm.limb.u, arm.limb.v
    outer, inner = (np.interp(u, arm.stations, width) for width in widths or (arm.bare, arm.bare))
    across = f32((2 * v - outer + inner) / np.maximum(outer + inner, 2))
    # A shoulder goes over into the chest; only further down the inner side turns away.
    turned = np.where(across < 0, across * np.clip(u / arm.limb.length * 5 - 0.5, 0, 1), across)
    outwards = normals(arm.limb)
    shine = arm_shine(arm, across, light.x * outwards[0], gloss_of(most, tone))
    details = deeper(arm_details(arm, across), _BOLD * depth**0.5) * shine
    relative = round_light(f32(turned), light, outwards)
    if covered(arm):
        lit = np.interp(tone.lightness, *_FACING) * np.exp(_LIT * np.maximum(light.x * outwards[0], 0))
        # The details come after: held below the lightest skin they'd be gone where the light is, and the arm a tube.
        relative = below(relative * lit, most / tone.lightness) * details
        relative = relative - (1 - _ABOVE) * np.maximum(relative - most / tone.lightness, 0)
    else:
        relative = relative * details
    return continued(person, arm, tone, f32(relative), bands, seed, (chest, towards_chest(arm)))


def below(relative: Array, most: float) -> Array:
    """`relative` light (1 where skin faces us) held below about `most`, that on the lightest skin that is seen. It
    bends early and slowly: a sudden end of the light draws a line along the arm."""
    room = max(most - 1, 0.04) + _BEND
    over = np.maximum(relative - (1 - _BEND), 0)
    return f32(np.where(over > 0, 1 - _BEND + room * np.tanh(over / room), relative))


def towards_chest(arm: Arm) -> Array:
    """H×W, 0…1: how far an arm's tint is the chest's. Where only the hand is seen it goes over slowly all the way down:
    hands are redder and greyer than arms, which tan as necks do."""
    share = np.clip(arm.limb.u / arm.limb.length, 0, 1.2)
    if covered(arm):
        return f32(np.clip(1 - share, 0, 1) ** _LIKE_CHEST)
    return beside_chest(arm)


def covered(arm: Arm) -> bool:
    """Whether the old sleeve leaves only the hand to be seen, or less."""
    return arm.sleeve_end > _ONLY_HAND * arm.limb.length


def beside_chest(arm: Arm) -> Array:
    """H×W, 0…1: how far an arm is so close to the chest that it has that one's colour, whatever it is."""
    return f32(np.exp(-((np.clip(arm.limb.u / arm.limb.length, 0, 1.2) / _INTO_CHEST) ** 2)))


def arm_details(arm: Arm, across: Array) -> Array:
    """Modelling of a hanging arm about 1: the crook of the elbow, the muscle below it, the tendons at the wrist."""
    share = arm.limb.u / arm.limb.length

    def spot(at: float, wide: float, place: float, spread: float) -> Array:
        return f32(np.exp(-(((share - at) / wide) ** 2) - ((across - place) / spread) ** 2))

    # The crook of the elbow: a fine fold that rises outwards and runs out, skin pushed up below it.
    crook = share - 0.022 * across - 0.012 * across**2
    hidden = float(np.clip((arm.sleeve_end / arm.limb.length - _ELBOW_SEEN) / 0.08, 0, 1))
    along = hidden * bump(across, -0.15, 0.45)
    details = 1 - 0.022 * hidden * spot(0.515, 0.04, -0.2, 0.6) - 0.045 * along * bump(crook, 0.508, 0.004)
    details -= 0.03 * along * bump(crook, 0.499, 0.012) - 0.02 * along * bump(crook, 0.52, 0.01)
    details += 0.021 * spot(0.67, 0.1, 0.12, 0.5) + 0.02 * spot(0.32, 0.14, 0.1, 0.4)
    # Below the elbow a forearm lies flatter to us and is a little lighter, up to its edges; to the wrist it is rounder.
    details += 0.012 * spot(0.63, 0.1, 0, 1.5) + 0.02 * (spot(0.58, 0.08, -0.8, 0.35) + spot(0.57, 0.07, 0.75, 0.35))
    details -= 0.02 * (spot(0.79, 0.09, -0.95, 0.4) + spot(0.75, 0.08, 0.85, 0.4))
    # Its muscles and tendons are broad and faint: bold ones are streaks along it.
    details -= 0.015 * spot(0.68, 0.12, -0.35, 0.35) + 0.012 * spot(0.72, 0.1, 0.7, 0.3)
    details += 0.01 * spot(0.84, 0.08, 0.02, 0.3) - 0.012 * spot(0.88, 0.07, 0.34, 0.25)
    details -= 0.05 * spot(0.22, 0.05, -0.15, 0.3) - 0.03 * spot(0.16, 0.06, 0.15, 0.4)  # the shoulder's muscle ends
    return f32(details - 0.015 * spot(0.92, 0.06, -0.3, 0.25))


def arm_shine(arm: Arm, across: Array, side: Array, gloss: float) -> Array:
    """How much lighter (1 and above) glossy skin is on the round of the shoulder, on the muscle above the elbow and on
    that below it, by `gloss` (`gloss_of`): in the middle, or rather further to where light comes from. side: H×W, how
    much brighter the outer side is."""
    share = arm.limb.u / arm.limb.length
    place = across - 0.12 - np.clip(2.0 * side, -0.3, 0.3)
    shines = [depth * np.exp(-(((share - at) / long) ** 2) - (place / wide) ** 2) for at, long, wide, depth in _SHINES]
    return f32(1 + gloss * np.sum(shines, axis=0))


def bump(at: Array, middle: float, wide: float) -> Array:
    """1 where `at` is in the `middle`, falling off within about `wide`."""
    return f32(np.exp(-(((at - middle) / wide) ** 2)))


def normals(limb: Limb) -> tuple[Array, Array]:
    """x and y (H×W each) of the unit vector that points out of the limb."""
    place = limb.start + limb.step * np.arange(len(limb.axis))
    x, y = (f32(np.interp(limb.u, place, limb.normals[:, axis])) for axis in (0, 1))
    return x, y


def continued(
    person: Person,
    limb: Arm,
    tone: Tone,
    relative: Array,
    bands: Array,
    seed: int,
    into: tuple[Array, Array] | None = None,
) -> Array:
    """Skin under `relative` light (H×W, 1 where it faces us) in the tone of this limb, meeting what is seen of it.

    bands: how uneven skin is (`learn_mottle`). into: a tint (a and b of Lab) that it goes over into, and how far it
    does so (H×W, 0…1)."""
    seen = seen_skin(person, limb)
    lightness, offset = _own(person, limb, tone, seen)
    sure = min(1.0, float(seen.sum()) / (_HAND_AREA * limb.unit**2))
    own = like_seen(tone.own, person.image[seen], sure)
    tone = replace(tone, own=None if own is None else own._replace(lightness=lightness))
    if into is not None:
        offset = f32(offset + (into[0] - offset) * into[1][..., None])
    offset = as_own(tone, f32(lightness * relative), offset, beside_chest(limb) if into is not None else 0.0)
    image = painted(tone, f32(lightness * relative), offset, mottle(seen.shape, bands, limb.unit, seed))
    return _meet(person, image, seen, limb)


def seen_skin(person: Person, limb: Arm) -> Mask:
    """Bare skin of this limb and its hand that the photo shows."""
    u, v = limb.limb.u, limb.limb.v
    near = (np.abs(v) < 1.15 * limb.half) & (u > 0.1 * limb.limb.length) & (u < 1.25 * limb.limb.length)
    seen = shrink((person.labels == Label.SKIN) & near & (person.alpha > 0.9), 2)
    if 0 < seen.sum() < _SPECK * _HAND_AREA * limb.unit**2:
        shades = float(np.percentile(person.skin.lightness, 100 / 3))
        if float(np.median(to_lab(person.image[seen][None])[..., 0])) < _BLACK * shades:
            return np.zeros_like(seen)
    return seen


def _own(person: Person, limb: Arm, tone: Tone, seen: Mask) -> tuple[float, Array]:
    """Lightness of this limb where it faces us, and by how much its a and b differ from the tone's: the more, the more
    of it is seen."""
    if seen.sum() < 60:
        return tone.lightness, f32(np.zeros(2))
    lab = to_lab(person.image)[seen]
    share = float(np.clip(seen.sum() / (0.25 * limb.limb.length * float(np.median(limb.bare))), 0.4, 0.9))
    only_hand = covered(limb)
    share = _HAND * min(1.0, float(seen.sum()) / (_HAND_AREA * limb.unit**2)) if only_hand else share
    lightness = tone.lightness + share * (float(np.percentile(lab[:, 0], 65)) - tone.lightness)
    lightness = max(lightness, (1 - _SHADED) * tone.lightness) if only_hand else lightness
    offset = share * np.median(lab[:, 1:] - shade_colour(tone, lab[:, 0])[:, 1:], axis=0)
    return lightness, f32(offset - [_RUDDY * only_hand, 0])


def _meet(person: Person, image: Array, seen: Mask, limb: Arm) -> Array:
    """`image` moved so that it meets the photograph where skin is seen, the change fading along the limb. Skin close to
    the old cloth doesn't count where there's more: it lies in a shade that goes with the cloth."""
    length, u = limb.limb.length, limb.limb.u
    away = cv2.distanceTransform((person.labels != Label.UPPER).astype(np.uint8), cv2.DIST_L2, 5)
    shade = max(_SHADE, shade_reach(person, limb)) * limb.unit
    clear = seen & (away > shade)
    seen = clear if clear.sum() >= 40 else seen
    if seen.sum() < 40:
        return image
    photo = push_pull(person.image.astype(np.float32), seen)  # or the old cuff's colour would be blurred into the skin
    rim = seen & (away < shade + 0.08 * length)
    rim = rim if rim.sum() > 30 else seen
    rest = cv2.GaussianBlur(photo, (0, 0), 2.0) - cv2.GaussianBlur(image, (0, 0), 2.0)
    rest = f32(cv2.GaussianBlur(push_pull(np.where(rim[..., None], rest, 0), rim), (0, 0), 4))
    tint_reach = _HAND_TINT if covered(limb) else _REACH
    nearest_seen = float(np.percentile(u[rim], 10))
    far = np.clip(nearest_seen - u, 0, FAR) / length
    fade, tint_fade = (np.exp(-((far / reach) ** 1.5))[..., None] for reach in (_REACH, tint_reach))
    grey = rest @ LUMA[:, None]
    return f32(image + grey * fade + (rest - grey) * tint_fade)
