"""The inner side of a short sleeve: where it stands off the arm, the back of its round end is seen below the front."""

import numpy as np

from fittingroom.vision.fitting.arrays import Array, f32, flags
from fittingroom.vision.fitting.compose import shaded
from fittingroom.vision.fitting.crops import WHOLE, Box
from fittingroom.vision.fitting.fabric import sample
from fittingroom.vision.fitting.fill import grow, opened
from fittingroom.vision.fitting.frame import Frame
from fittingroom.vision.fitting.outline import Arm, raised
from fittingroom.vision.fitting.scene import LUMA
from fittingroom.vision.fitting.sleeves import SleeveFit
from fittingroom.vision.garment import Garment
from fittingroom.vision.pieces import holding

#: How far the back of a sleeve's end hangs below the front, in shares of half its width: it is a circle seen from
#: about the height of the chest, nearly on edge. Deeper, what is seen of it beside the arm is a stub, not an edge.
_ROUND = 0.1
#: Up to which share of an arm a sleeve's end is open, and how far up beneath its front the inner side goes on, units.
_SHORT, _BENEATH = 0.6, 0.01
#: Half the breadth of what is no crumb, units.
_CRUMB = 0.006
#: Light in there right below the front's edge and at the back's own edge, and what pale cloth lets through besides.
_DEEP, _EDGE, _THROUGH = 0.34, 0.42, 0.2


def seen_inside(frame: Frame, arm: Arm, fit: SleeveFit, side: int) -> Array:
    """Where the inner side of the back of a short sleeve on `side` is seen if no arm hides it, 0…1, H×W. Long ones
    close round the wrist; into one on a raised arm nobody looks from below."""
    if fit.end > _SHORT * arm.limb.length:
        return np.zeros(arm.half.shape, np.float32)
    past, hangs = _past(fit, WHOLE), _hangs(frame, arm, fit, side, WHOLE)
    seen = np.clip(hangs - past + 0.5, 0, 1) * (past > -_BENEATH * frame.unit) * (hangs > 0)
    near = (arm.limb.u > 0.5 * fit.end) & (arm.limb.u < 2 * fit.end)
    return f32(seen * near * fit.edge.beneath())


def inside_colour(
    frame: Frame, arm: Arm, fit: SleeveFit, garment: Garment, light: float, side: int, box: Box = WHOLE
) -> Array:
    """Its colours in a `box` of the picture, h×w×3, RGB, in the shade of the front. light: relative, of the cloth
    beside it."""
    cloth = sample(f32(garment.fabric), fit.map[box])
    down = np.clip(_past(fit, box) / np.maximum(_hangs(frame, arm, fit, side, box), 1), 0, 1)
    through = _THROUGH * (cloth @ LUMA) / 255
    return shaded(cloth, f32(light * (_DEEP + (_EDGE - _DEEP) * down + through))[..., None])


def solid_part(seen: Array, unit: float) -> Array:
    """`seen` (0…1, H×W) without crumbs and threads: along an arm that nearly fills its sleeve they look like fray. What
    is no crumb keeps its thin end, which runs out at the sleeve's corner: cut off, it would begin there with a step."""
    whole = flags(seen > 0.5)
    return f32(seen * grow(holding(whole, opened(whole, _CRUMB * unit)), 2))


def _past(fit: SleeveFit, box: Box) -> Array:
    """Pixels beyond the sleeve's end in a `box` of the picture, h×w."""
    return f32((fit.along[box] - 1) * fit.end)


def _hangs(frame: Frame, arm: Arm, fit: SleeveFit, side: int, box: Box) -> Array:
    """How far (pixels, h×w) the back hangs below the front at each place across the sleeve: half an ellipse."""
    outer, inner = fit.outer[box], fit.inner[box]
    half = np.maximum(0.5 * (outer + inner), 1)
    across = (arm.limb.v[box] + 0.5 * (inner - outer)) / half
    round_ = np.sqrt(np.clip(1 - across**2, 0, 1))
    return f32(_ROUND * half * round_ * (1 - raised(frame, side)))
