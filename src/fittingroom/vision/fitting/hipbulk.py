"""How wide hips are where something else hangs beside them: a coat, a jacket, a bag."""

from dataclasses import replace

import numpy as np
from scipy import ndimage

from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.fitting.frame import Frame, pixels
from fittingroom.vision.fitting.outline import Sides
from fittingroom.vision.person import Label, Person

#: From where on (t) what hangs beside the body is asked about: above, a top lies on it.
_FROM = 0.75
#: So many times a usual body's half width hips have at most, where not they are seen but what hangs over them, and
#: where what was worn below the waist is.
_HIDDEN, _SEEN = 1.1, 1.35
#: So far inside the outline (units) it is asked what it is that ends there.
_INSIDE = 0.03
#: In so many rows at least hips must be seen to tell how stout a body is.
_ENOUGH = 6


def without_bulk(person: Person, frame: Frame, sides: Sides) -> Sides:
    """`sides` with hips no wider than bodies are where the outline beside them is that of a top worn over them, or of a
    bag: trousers laid out to it would be a barrel."""
    width, low = sides.width.copy(), sides.t >= _FROM
    worn = np.zeros(width.shape, np.bool_)
    for side, sign in ((0, -1.0), (1, 1.0)):
        edge = np.maximum(width[side] - _INSIDE * frame.unit, 0)
        rows, columns = pixels(frame.at(sides.t, sign * edge), person.labels.shape)
        worn[side] = ndimage.median_filter(person.labels[rows, columns] == Label.LOWER, 5, mode="nearest")
    seen = (width / sides.usual)[worn & low]
    hidden = max(_HIDDEN, float(np.percentile(seen, 25))) if len(seen) >= _ENOUGH else _HIDDEN
    for side in (0, 1):
        most = np.where(worn[side], _SEEN, hidden) * sides.usual
        over = np.maximum(width[side] - most, 0) * low
        width[side] -= np.maximum(over, ndimage.gaussian_filter1d(over, 1.0, mode="nearest"))
    return replace(sides, width=f32(width))
