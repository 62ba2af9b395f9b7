"""Shoes where old trousers hid part of them: one before which the nearer leg stands, and what a cuff lay on."""

import cv2
import numpy as np

from fittingroom.vision.fitting.arrays import Array, Mask, f32, flags
from fittingroom.vision.fitting.fill import closed, grow, largest, noise, opened, push_pull, shrink, soften, with_above
from fittingroom.vision.fitting.legmeet import met_shape
from fittingroom.vision.fitting.legs import LONG, kept_ankle, leg_shape, seen_ankle
from fittingroom.vision.fitting.outline import Arm
from fittingroom.vision.fitting.shoetops import shod_shape
from fittingroom.vision.person import WORN, Label, Person
from fittingroom.vision.pieces import holding

#: Between a bare leg and a shoe, or two parts of a shoe, cloth narrower than twice this hid shoe, in units.
_GAP = 0.08
#: Least share of such cloth's rim that is leg or shoe.
_ENCLOSED = 0.6
#: So much of a shoe's rim beside that is drawn anew as well: it is mixed with the old cloth, in units.
_RIM = 0.045
#: A leg's own shoe may begin so much higher than its old cloth ended, in legs.
_OVERLAP = 0.03
#: How far from there, in units, and in which colours a shoe is carried on: those whose grey differs by less from its
#: commonest.
_BESIDE, _COMMON = 0.15, 20
#: Loops at a shoe's heel, and rims of cloth taken for shoe, are thinner than twice this, in units.
_TAB = 0.03
#: Between heel and leg an angle is rounded with this radius, in units.
_HEEL = 0.07
#: So far within the old cloth's edge, which is ragged, an ankle's outline is drawn, and evened out over such a length
#: (deviation), in units.
_INSIDE, _EVEN = 0.02, 0.04
#: Between an ankle and its own shoe the lining shows, at most so wide, in units.
_LINING = 0.03
#: How far from shoes the ground below a hem is what was photographed, be it ground or a heel that was taken for it; how
#: far beside a column the hem may hang there; how wide its soft edge is; and over what (deviation) that ground goes
#: over into what is drawn behind the cloth; in units.
_AT_FEET, _HANGS, _SOFT_HEM, _FADES = 0.3, 0.1, 0.02, 0.04


def behind_leg(person: Person, leg: Arm) -> Mask:
    """What is labelled shoe on the nearer bare `leg` above the end of its old cloth, with a rim: the other foot's,
    which this leg hides, or that cloth."""
    above = leg.limb.u < leg.sleeve_end - _OVERLAP * leg.limb.length
    shoes = person.labels == Label.SHOES
    return flags(grow(shoes & (leg_shape(leg) > 0.05) & above, 3) & shoes)


def at_feet(person: Person, unit: float, bared: Mask | None = None) -> Array:
    """What is labelled background beside shoes, lower than all old cloth over it, H×W, 0…1, softly at its edge: no
    cloth hid it, and in it may stand a heel in the ground's colour, which the labels lack. bared: H×W, skin that counts
    as worn."""
    shoes, worn = person.labels == Label.SHOES, person.worn
    near = (person.labels == Label.BACKGROUND) & grow(shoes, _AT_FEET * unit)
    cloth = worn & grow(shoes, 2 * _AT_FEET * unit)
    cloth = cloth if bared is None else cloth & ~bared
    wide = cv2.dilate(cloth.astype(np.uint8), np.ones((1, 2 * max(1, round(_HANGS * unit)) + 1), np.uint8)) > 0
    hangs = with_above(wide)
    ground = flags(near & ~hangs & ~grow(worn, max(1.5, _SOFT_HEM * unit)))
    return f32(np.clip(2 * soften(ground, _FADES * unit) - 1, 0, 1) * ground)


def hidden_shoe(person: Person, near: Arm) -> Array:
    """Where old cloth hid part of a shoe that bare legs leave uncovered, H×W, 0…1: what lies, in its row, between a
    shoe and the `near` leg's inner side, and above either."""
    behind = behind_leg(person, near)
    shoes = person.labels == Label.SHOES
    rim = shoes & ~opened(shoes, _TAB * near.unit) & grow(person.labels == Label.BACKGROUND, 3)
    shoes = largest(shoes & ~rim, 0.15) & ~behind
    leg = leg_shape(near)
    hid = np.isin(person.labels, WORN) & (person.alpha > 0.5) & (leg < 0.5) & ~shoes & ~behind
    banks = flags(shoes | behind | (leg > 0.5))
    between = _leads_to(banks, hid, 1) & _leads_to(banks, hid, -1)
    between &= _leads_to(shoes, hid, 1) | _leads_to(shoes, hid, -1)
    between &= _leads_to(banks.T, hid.T, 1).T  # under a shoe's open heel there is ground
    gap = closed(between, 2) & closed(banks, _GAP * near.unit) & (near.limb.v < 0) & ~banks
    gap = holding(_enclosed(gap, banks), grow(leg > 0.5, 2))
    drawn = (grow(gap, _RIM * near.unit) & grow(shoes | gap, 2)) | behind
    return f32(soften(flags(drawn), 1.0) * (1 - leg))


def _enclosed(parts: Mask, banks: Mask) -> Mask:
    """Those connected `parts` most of whose rim is on `banks`."""
    count, found = cv2.connectedComponents(parts.astype(np.uint8))
    rim, on = np.zeros(count), np.zeros(count)
    for axis, step in ((0, 1), (0, -1), (1, 1), (1, -1)):
        beside = np.roll(found, step, axis)[~parts]
        rim += np.bincount(beside, minlength=count)
        on += np.bincount(beside, banks[~parts], minlength=count)
    kept = on > _ENCLOSED * rim
    kept[0] = False
    return flags(kept[found])


def _leads_to(bank: Mask, run: Mask, step: int) -> Mask:
    """Those pixels of `run` whose row, followed in the direction of `step` until `run` ends, comes to `bank`."""
    inside, ends = run[:, ::step], bank[:, ::step]
    columns = np.arange(run.shape[1])
    stop = np.minimum.accumulate(np.where(inside, run.shape[1] - 1, columns)[:, ::-1], axis=1)[:, ::-1]
    return flags((np.take_along_axis(ends, stop, axis=1) & inside)[:, ::step])


def with_hidden_shoe(person: Person, picture: Array, hidden: Array, unit: float, seed: int) -> Array:
    """`picture` (H×W×3) with shoes carried on from what is seen of them to where they were `hidden` (0…1)."""
    seen = shrink(person.labels == Label.SHOES, 2) & (hidden < 0.02) & grow(hidden > 0.5, _BESIDE * unit)
    if not seen.any():
        return picture
    image = f32(person.image)
    light = image.mean(-1)
    seen &= np.abs(light - np.median(light[seen])) < _COMMON  # neither stripes nor soles
    shoe = cv2.GaussianBlur(push_pull(image, seen), (0, 0), 1.0) + noise(seen.shape, 0.8, seed)[..., None]
    return f32(picture + (shoe - picture) * hidden[..., None])


def with_heel(person: Person, leg: Arm, other: Arm) -> Array:
    """Where the bare leg is, 0…1, with the bow in which it goes over into an ankle that is seen, down to its shoe, or
    else in that shoe. What lies nearer to the `other` leg is not its own."""
    ankle = seen_ankle(person, leg)
    if not ankle.any() and leg.sleeve_end > LONG * leg.limb.length:
        return shod_shape(person, leg, other)
    shape = met_shape(person, leg)
    if not ankle.any():
        return shape
    shoes = opened(person.labels == Label.SHOES, _TAB * leg.unit)
    if not kept_ankle(person, leg).any():  # so small a strip may lie close to the other foot's shoe
        shoes = holding(shoes, grow(ankle, _LINING * leg.unit))
    round_ = closed(flags((shape > 0.5) | ankle | shoes), _HEEL * leg.unit) & grow(ankle, 0.15 * leg.unit)
    round_ &= (shrink(person.worn, _INSIDE * leg.unit) | ankle) & (np.abs(leg.limb.v) < 2.5 * leg.half)
    whole = flags((shape > 0.5) | round_ | shoes)  # the labels' edge is ragged, skin's is not
    even = flags(cv2.GaussianBlur(f32(whole), (0, 0), _EVEN * leg.unit) > 0.5) & grow(round_, _EVEN * leg.unit)
    return f32(np.maximum(shape, soften(even, 0.8)))
