"""Hair that ends on the shoulder: where new cloth lies a little lower than the old did, hair goes on down to it, and
where a collar comes off that stood between hair and neck, hair is seen behind it."""

import cv2
import numpy as np

from fittingroom.vision.fitting.arrays import Array, Mask, f32, flags
from fittingroom.vision.fitting.fill import grow, push_pull, shrink
from fittingroom.vision.person import Label, Person
from fittingroom.vision.pieces import holding

#: How far down hair goes on to new cloth at most, units.
SHORT_GAP = 0.06
#: The same where it fell behind the collar of a jacket.
BEHIND_COLLAR = 0.14
#: How broad what goes on is at least, units: below the tip of a single strand it would be a crumb.
_BROAD = 0.05
#: How far from hair to the neck at most, units, a gap between them shows hair that hangs behind it; how light that is.
_BESIDE_NECK, _BEHIND = 0.3, 0.75
#: How long a row of hair is that hangs beside a gap, units: a strand or an outline's rim is shorter.
_HANGS = 0.04
#: Rows at the end of hair that show what lay below it, pixels.
_MIXED = 2


def hair_down(person: Person, cloth: Array, open_: Array, unit: float, reach: float = SHORT_GAP) -> tuple[Array, Array]:
    """Colour (H×W×3) and share (H×W, 0…1) of hair carried on downwards to the new `cloth` (0…1), across the thin gap
    between the two in which the old top hid it, and over the hair's last rows, which show the old top as well:
    background there would cut the hair off above the shoulder. open_: 0…1, where background would come to light. reach:
    how far down hair goes on at most, units."""
    hair, image = person.labels == Label.HAIR, person.image.astype(np.float32)
    rows_down = max(2, round(reach * unit))
    gap = flags((open_ > 0.02) & (person.labels == Label.UPPER))
    gap &= _within(hair, rows_down, down=True) & _within(flags(cloth > 0.5), rows_down, down=False)
    line = np.ones((1, max(3, round(_BROAD * unit))), np.uint8)
    gap = holding(gap, flags(cv2.morphologyEx(gap.astype(np.uint8), cv2.MORPH_OPEN, line) > 0))
    if not gap.any():
        return image, np.zeros(gap.shape, np.float32)
    gap |= hair & _within(gap, _MIXED, down=False)
    rows, columns = np.ogrid[: hair.shape[0], : hair.shape[1]]
    last = np.maximum.accumulate(np.where(hair & ~gap, rows, 0), axis=0)
    source = np.clip(2 * last - rows, 0, None)  # mirrored about the hair's end, so that strands go on
    own = hair[source, columns] & ~gap[source, columns]
    colour = np.where(own[..., None], image[source, columns], push_pull(image, shrink(hair, _MIXED)))
    share = cv2.GaussianBlur(cv2.dilate(f32(gap), np.ones((1, 3), np.uint8)), (0, 0), sigmaX=0.8, sigmaY=0.01)
    return f32(colour), f32(share * (gap | (person.labels == Label.UPPER)))


def hair_beside_neck(person: Person, hair: Mask, open_: Array, unit: float) -> tuple[Array, Array]:
    """Colour (H×W×3) and share (H×W, 0…1) of hair in the gaps between hanging `hair` (H×W) and the neck where the old
    top stood and background would come to light (`open_`, 0…1): hair falls behind the neck as well, and a window
    doesn't shine through there. unit: pixels."""
    image = person.image.astype(np.float32)
    gap = flags((open_ > 0.02) & (person.labels == Label.UPPER) & ~hair)
    own = shrink(flags(hair & (person.labels == Label.HAIR)), _MIXED)
    if not gap.any() or not own.any():
        return image, np.zeros(gap.shape, np.float32)
    width = gap.shape[1]
    columns, rows = np.broadcast_to(np.arange(width), gap.shape), np.arange(len(gap))[:, None]
    left = np.maximum.accumulate(np.where(gap, -1, columns), axis=1)
    right = np.minimum.accumulate(np.where(gap, width, columns)[:, ::-1], axis=1)[:, ::-1]
    narrow = gap & (left >= 0) & (right < width) & (right - left < _BESIDE_NECK * unit)
    left, right = np.maximum(left, 0), np.minimum(right, width - 1)
    broad = np.ones((1, max(3, round(_HANGS * unit))), np.uint8)
    hangs = cv2.morphologyEx(hair.astype(np.uint8), cv2.MORPH_OPEN, broad) > 0
    body = person.labels != Label.BACKGROUND
    from_left, from_right = hangs[rows, left] & body[rows, right], hangs[rows, right] & body[rows, left]
    behind = flags(narrow & (from_left | from_right))
    source = np.clip(np.where(from_left, 2 * left - columns, 2 * right - columns), 0, width - 1)
    mirrored = own[rows, source]
    colour = np.where(mirrored[..., None], image[rows, source], push_pull(image, own))
    return f32(_BEHIND * colour), f32(cv2.GaussianBlur(f32(grow(behind, _MIXED)), (0, 0), 0.8))


def _within(mask: Mask, reach: int, down: bool) -> Mask:
    """`mask` (H×W) and what lies up to `reach` rows below it, or above it."""
    line = np.ones((reach + 1, 1), np.uint8)
    return flags(cv2.dilate(mask.astype(np.uint8), line, anchor=(0, reach if down else 0)) > 0)
