"""Old cloth that was labelled hair: a collar or a hood seen between locks and beside them, and dark cloth that hangs
together with no hair of the head."""

import cv2
import numpy as np

from fittingroom.vision.colour import bins, histogram, to_lab
from fittingroom.vision.fitting.arrays import Array, Mask, f32, flags
from fittingroom.vision.fitting.fill import at_least, grow, opened, shrink
from fittingroom.vision.fitting.frame import Frame
from fittingroom.vision.person import Label, Person
from fittingroom.vision.pieces import components, holding

#: The face mesh's points on the outer corners of the eyes and on the chin; how far above this cloth may reach, units: a
#: collar, or a shoulder that is drawn up.
_EYES, _CHIN, _ABOVE = [33, 263], 152, 0.35
#: How much likelier (natural logarithm) a colour is in the top than in the hair at least to be the top's, and how wide
#: colours are looked at together, units: strands are finer than cloth seen between them.
_LIKELIER, _EVEN = 0.7, 0.008
#: The least area's root of a scrap, units; and how far off the top, units, it hangs together with it.
_CRUMB, _GAP = 0.03, 0.02
#: Fewer pixels tell nothing of a thing's colours.
_ENOUGH = 300
#: From which share of the top's colours on a piece that hangs together with no hair of the head is the top's.
_STRANGE = 0.12


def cloth_as_hair(person: Person, frame: Frame) -> Mask:
    """What is labelled hair below the face, but has the old top's colours rather than hair's and hangs together with
    that top, H×W. Both are learnt in the picture: hair changes from the roots to its tips."""
    hair, upper = person.labels == Label.HAIR, person.labels == Label.UPPER
    nothing = np.zeros(hair.shape, np.bool_)
    if person.face is None:
        return nothing
    unit = frame.unit
    t, _ = frame.fields(hair.shape)
    low = t > float(frame.t(person.face[_CHIN, :2])) - _ABOVE * unit / frame.torso
    ratio = likelier_cloth(person, frame, hair) if (hair & low).any() else None
    if ratio is None:
        return nothing
    within = cv2.GaussianBlur(hair.astype(np.float32), (0, 0), _EVEN * unit)
    mean = cv2.GaussianBlur(f32(ratio * hair), (0, 0), _EVEN * unit) / np.maximum(within, 0.05)
    alike = opened(flags(hair & low & (mean > _LIKELIER)), 1)
    found = holding(at_least(alike, (_CRUMB * unit) ** 2), grow(upper, _GAP * unit))
    parts, areas = components(hair)
    strange = np.bincount(parts[alike], minlength=len(areas)) > _STRANGE * areas
    head = t < float(frame.t(person.face[_EYES, :2]).max())
    apart = strange & (np.bincount(parts[flags(hair & head)], minlength=len(areas)) == 0)
    apart[0] = False
    return flags(found | holding(flags(apart[parts]), grow(upper, _GAP * unit)))


def likelier_cloth(person: Person, frame: Frame, other: Mask) -> Array | None:
    """How much likelier (natural logarithm) each pixel's colour is in the old top close to the neck than in what is
    `other`, both H×W; None where there is too little of either."""
    lateral = frame.fields(other.shape)[1]
    near = np.abs(lateral - float(frame.lateral(frame.neck_mid))) < frame.unit
    cloth, locks = shrink(flags((person.labels == Label.UPPER) & near), 2), shrink(other, 2)
    if min(cloth.sum(), locks.sum()) < _ENOUGH:
        return None
    cells = bins(to_lab(person.image))
    ratio = np.log(histogram(cells[cloth])) - np.log(histogram(cells[locks]))
    return f32(np.clip(ratio, -4, 4)[cells])
