"""How much of the body is hidden by hair."""

import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.people.body import Body

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]


def share_covered(mask: Mask, alpha: Array, pose: Array) -> float:
    """0…1: how much of the trunk from the shoulders to the hips lies under the hair of `mask`, as far as the photo
    shows the trunk. mask, alpha (the person's): H×W. pose: 33×4."""
    height, width = mask.shape
    body = Body(pose, (height, width))
    trunk = (alpha > 0.5) & (body.height > 0.05) & (body.height < 0.9) & (np.abs(body.sideways) < 0.5)
    return float((trunk & mask).sum() / max(int(trunk.sum()), 1))
