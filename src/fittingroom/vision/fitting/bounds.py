"""The polygons within which a top's body lies, and which it fills at least."""

import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.fitting.arrays import Array
from fittingroom.vision.fitting.frame import Frame
from fittingroom.vision.fitting.outline import ShoulderLine
from fittingroom.vision.fitting.rows import Rows

#: How far below the hem the polygons go on, units: ties may dangle from it.
BELOW = 0.5


def polygons(
    frame: Frame, line: ShoulderLine, neck: Array, tips: Array, armpits: Array, rows: Rows,
    widths: Array, grown: NDArray[np.bool_],
) -> tuple[Array, Array]:  # fmt: skip
    """The outer and inner bounds: outer pushed out where the photographed edge rules, inner drawn in there; both the
    same where the garment's own width rules."""
    unit, outer, inner = frame.unit, [], []
    for side, sign in ((0, -1.0), (1, 1.0)):
        lift = frame.up * 0.06 * unit
        shares = np.array([0.0, 0.33, 0.66], np.float32)[:, None]
        top = line.at(frame, frame.lateral(neck[side] * (1 - shares) + tips[side] * shares))
        out = [frame.at(0, frame.lateral(neck[side])) + frame.up * 0.75 * unit]
        out += [*(top + lift), tips[side] + lift * 0.8, armpits[side] + frame.across * sign * 0.02 * unit]
        into = [*(top - frame.up * 0.012 * unit), tips[side] - frame.up * 0.012 * unit]
        into += [armpits[side] - frame.across * sign * 0.02 * unit]
        ends = rows.t[side], widths[side]
        wide = np.where(grown[side], ends[1], ends[1] + 0.07 * unit)
        narrow = np.where(grown[side], ends[1], ends[1] - 0.03 * unit)
        out += [*frame.at(ends[0][1:], sign * wide[1:])]
        into += [*frame.at(ends[0][1:], sign * narrow[1:])]
        below = frame.up * -BELOW * unit
        out.append(out[-1] + below)
        into.append(into[-1] + below)
        outer.append(np.stack(out))
        inner.append(np.stack(into))
    return np.concatenate([outer[0], outer[1][::-1]]), np.concatenate([inner[0], inner[1][::-1]])
