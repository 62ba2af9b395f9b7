"""Hair that ends on the shoulder: where new cloth lies a little lower than the old did, hair goes on down to it."""

import cv2
import numpy as np

from fittingroom.vision.fitting.arrays import Array, Mask, f32, flags
from fittingroom.vision.fitting.fill import push_pull, shrink
from fittingroom.vision.person import Label, Person
from fittingroom.vision.pieces import holding

#: How far down hair goes on to new cloth at most, units.
SHORT_GAP = 0.06
#: The same where it fell behind the collar of a jacket.
BEHIND_COLLAR = 0.14
#: How broad what goes on is at least, units: below the tip of a single strand it would be a crumb.
_BROAD = 0.05
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


def _within(mask: Mask, reach: int, down: bool) -> Mask:
    """`mask` (H×W) and what lies up to `reach` rows below it, or above it."""
    line = np.ones((reach + 1, 1), np.uint8)
    return flags(cv2.dilate(mask.astype(np.uint8), line, anchor=(0, reach if down else 0)) > 0)
