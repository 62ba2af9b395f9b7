"""Where a sleeve lies beside or before the body: the shadow it casts there, and how its own edge turns away. Each is
light on one of the two alone, so that the edge between them stays as crisp as the photo is."""

from typing import NamedTuple

import numpy as np

from fittingroom.vision.blurs import coarse_blur
from fittingroom.vision.fitting.arrays import Array, f32
from fittingroom.vision.fitting.shading import seam_line

#: Depth (logarithm of light) and breadth (units) of the dark line where sleeve and body touch.
_TOUCH, _LINE = 0.3, 0.007
#: Depth of the shadow beside it; its breadth at the armpit, and how much broader it gets a unit further down, where the
#: sleeve stands off, units; and from the armpit to where it is that deep.
_CAST, _NARROW, _WIDENS, _BROADEST = 0.36, 0.025, 0.08, 0.08
#: Over how much about the armpit, from the seam above to what hangs below it, the shadow sets in, units.
_BEGINS = 0.12
#: How much deeper the shadow is in the armpit itself, and how far that reaches, units.
_PIT, _PIT_REACH = 0.28, 0.12
#: How much further from the light's side, and less far towards it, a shadow falls, for each unit of the light's slope.
_SIDEWAYS = 1.2
#: By how much a sleeve's edge turns from the light, and over which breadth, units.
_TURNED, _ROUND = 0.13, 0.03
#: How much light the edge of dark cloth catches, whose shadow isn't seen, and over which breadth, units.
_RIM, _RIM_BREADTH = 0.26, 0.012
#: Depth of the seam above the armpit, all along and near it.
_SEAM, _CREASED = 0.04, 0.12


class Join(NamedTuple):
    """Relative light, both H×W: on the body beneath and beside a sleeve, and on the sleeve itself."""

    body: Array
    sleeve: Array


def sleeve_join(body: Array, sleeve: Array, below: Array, unit: float, aside: float = 0.0, dark: float = 0.0) -> Join:
    """Light on both where a sleeve hangs beside the body.

    Below the armpit the body lies in the sleeve's shadow: a dark line where they touch, and beside it a shadow that is
    deepest in the armpit and gets broader towards the cuff. At the armpit cloth is creased, and from there up a seam
    fades towards the shoulder. body, sleeve: H×W, 0…1. below: H×W, pixels below the armpit. aside: how much brighter
    (logarithm) the light is from the sleeve's side than from the body's. dark: 0…1, how
    dark the cloth is: then the sleeve's edge is seen by the light on it, for shadow is seen on it as little as form."""
    hangs = np.clip(below / (_BEGINS * unit) + 0.5, 0, 1)
    down = np.clip(below / unit, 0, None)
    touch = _beside(sleeve, _LINE * unit + 0.6)
    near, far = (_beside(sleeve, breadth * unit + 1) for breadth in (_NARROW, _BROADEST))
    share = np.clip(down * _WIDENS / (_BROADEST - _NARROW), 0, 1)
    falls = float(np.clip(1 + _SIDEWAYS * aside, 0.5, 1.6))
    cast = near + (far - near) * share
    pit = np.exp(-((below / (_PIT_REACH * unit)) ** 2)) * near
    on_body = np.exp(-hangs * (_TOUCH * touch + falls * _CAST * cast + _PIT * pit))
    turned = _beside(body, _ROUND * unit + 1)
    rim = _beside(body, _RIM_BREADTH * unit + 1)
    on_sleeve = np.exp(hangs * ((_RIM * rim + _TURNED * turned) * dark - _TURNED * turned))
    line = 1 - seam_line(body, sleeve, unit, 1.0)
    above = np.clip(1 + below / (0.3 * unit), 0, 1) * (1 - hangs)
    seam = 1 - line * (_SEAM * (below < 0) * (1 - hangs) + _CREASED * above**2)
    return Join(f32(on_body * seam), f32(on_sleeve * seam))


def _beside(cover: Array, breadth: float) -> Array:
    """1 at and within the edge of a `cover` (H×W, 0…1), falling off outside over `breadth` pixels."""
    return f32(np.clip(2 * coarse_blur(cover, breadth, 1 if breadth < 6 else 3), 0, 1))


def crisp_join(alpha: Array, cloth: Array, blur: float) -> Array:
    """A sleeve's mask `alpha` within the `cloth` of all pieces (both H×W, 0…1) with its edge on the others' cloth no
    softer than the camera would have drawn it. blur: of the photo, standard deviation in these masks' pixels."""
    steep = float(np.clip(1.3 / max(blur, 0.3), 1.0, 2.0))
    share = alpha / np.maximum(cloth, 0.05)
    return f32(np.where(cloth > 0.05, np.clip((share - 0.5) * steep + 0.5, 0, 1) * cloth, alpha))
