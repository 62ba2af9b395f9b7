"""Small notches in a bared shoulder's upper edge, between the skin that is seen and the new cloth."""

import cv2
import numpy as np

from fittingroom.vision.discs import disc
from fittingroom.vision.fitting.arrays import Array, Mask, f32, flags
from fittingroom.vision.fitting.crops import box_round
from fittingroom.vision.fitting.fill import closed, even_edge, grow, opened, soften
from fittingroom.vision.person import Label, Person
from fittingroom.vision.pieces import holding
from fittingroom.vision.spans import between

#: A notch up to twice this wide (units) is filled: an old strap lay there, and no shoulder has such a step.
REACH = 0.09
#: The same beside the neck, which goes over into the shoulders in a curve of about this radius (units).
SLOPE = 0.16
#: Half the width of a notch between the neck and new cloth on the shoulders at most, units.
NECK = 0.06
#: How wide the rim of skin is (pixels) that is taken off with old clothes.
RIM = 5
#: How deep steps are (pixels) that are no notch, but a cut-out's ragged edge.
RAGGED = 1.0
#: Half as wide as the straps (units) that show nothing of how high the shoulder is that they lie on.
THIN = 0.03
#: How far the shade of an old strap's end reaches on the shoulder's outline, in units.
CORNER = 0.03
#: How far the outline is evened where notches were filled (deviation), and how far round about, units.
EVEN, ROUND_ABOUT = 0.025, 0.05


def notches(
    person: Person, erase: Mask, cloth: Array, bare: Array, shoulders: Mask, unit: float, reach: float = REACH
) -> Array:
    """Where old clothes that go (`erase`) leave a notch between photographed skin, the new `cloth` and rebuilt skin
    (`bare`, both H×W, 0…1), 0…1: the rebuilt shoulder may lie a little lower than the skin seen beside it.

    shoulders: where to look, H×W. reach: half the width (units) of what is filled. Nothing is filled beyond the
    photographed outline."""
    solid = flags(((person.labels == Label.SKIN) & (person.alpha > 0.5)) | (cloth > 0.5) | (bare > 0.5))
    place, whole = erase & shoulders & ~solid, solid.astype(np.uint8)
    box = box_round(place, 2 * round(reach * unit) + RIM + 10)  # what is further off can't tell there
    whole[box] = cv2.morphologyEx(whole[box], cv2.MORPH_CLOSE, disc(reach * unit)) if place.any() else 0
    found = (whole > 0) & ~solid & erase & shoulders & (person.alpha > 0.5)
    found = opened(flags(found), RAGGED)
    if not found.any():
        return np.zeros(solid.shape, np.float32)
    # with the skin's rim all round, which goes along with the old cloth
    return f32(soften(flags(whole > 0), 0.8) * grow(found, RIM) * (person.alpha > 0.5))


def evened_where_filled(person: Person, body: Array, filled: Array, unit: float) -> Array:
    """The bare `body` with what was `filled` in its notches (both H×W, 0…1), its outline even there as a shoulder's
    is, together with the skin that is seen beside it: a fill ends where old cloth was seen to, raggedly."""
    whole = f32(np.maximum(body, filled))
    if not (filled > 0.5).any():
        return whole
    near = cv2.GaussianBlur(grow(filled > 0.5, ROUND_ABOUT * unit).astype(np.float32), (0, 0), EVEN * unit)
    skin = (person.labels == Label.SKIN) & (person.alpha > 0.5)
    even = even_edge(flags((whole > 0.5) | skin), EVEN * unit)
    return f32(whole + (even - whole) * near)


def without_thin_straps(cloth: Array, unit: float) -> Array:
    """The new `cloth` (H×W, 0…1) but for thin straps, which would stand up as posts when the notches beside them are
    filled, and tell nothing of the shoulder's outline."""
    return f32(cloth * grow(opened(cloth > 0.5, THIN * unit), 2))


def strap_corners(person: Person, erase: Mask, cloth: Array, shoulders: Mask, unit: float) -> Mask:
    """Skin on the outline of the `shoulders` (H×W) just beside old cloth that goes (`erase`) and that no new `cloth`
    (0…1) covers, H×W: the cloth's edge casts a shade there, which would stay as a dark tip."""
    gone = erase & (person.labels == Label.UPPER) & shoulders & (cloth < 0.5)
    reach = max(4.0, CORNER * unit)
    near = grow(gone, reach) & grow(person.alpha < 0.3, reach) & (person.alpha > 0.02) & shoulders
    return flags(near & (person.labels == Label.SKIN))


def up_to_seen(person: Person, body: Array, corners: Mask) -> Array:
    """The bare `body` (H×W, 0…1) as high as the skin is seen to be in and about the `corners` (H×W) beside an old
    strap, whose colours go but whose outline is known: a step would be left where they end."""
    near = grow(corners, RIM // 2) & (person.labels != Label.UPPER)
    seen = f32(person.alpha * near)
    return f32(np.maximum(body, cv2.morphologyEx(seen, cv2.MORPH_OPEN, disc(1))))  # without single pixels


def beside_neck(body: Array, cloth: Array, near: Mask, unit: float) -> Array:
    """The notches between the neck of a bare `body` and the new `cloth`'s corners on the shoulders (all H×W, 0…1), 0…1:
    the shoulder rises to the neck there, and bears the cloth. near: where they may be."""
    solid = flags(np.maximum(body, cloth) > 0.5)
    box = box_round(near, 4 * NECK * unit)
    whole, found = solid.copy(), np.zeros_like(solid)
    whole[box] |= closed(solid[box], NECK * unit)
    neck, worn = body[box] > 0.5, cloth[box] > 0.5
    gaps = whole[box] & ~solid[box] & near[box] & (between(neck, worn) | between(worn, neck))
    found[box] = holding(gaps, opened(gaps, 1.5))  # a ragged edge is no notch
    # with the soft edges all round, through which the wall would be seen as a line
    return soften(flags((found | solid) & grow(found, RIM)), 0.6) if found.any() else np.zeros_like(body)
