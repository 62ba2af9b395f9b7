"""Short sleeves round bare arms that hang before the body."""

import numpy as np
from scipy import ndimage

from fittingroom.vision.fitting.arrays import Array, f32
from fittingroom.vision.fitting.outline import Arm


def round_bare_arm(drawn: Array, inner: Array, arm: Arm, pit: float, end: float) -> Array:
    """`drawn`, the inner half widths beside the body, such that a short sleeve's hem goes round the whole of a bare arm
    before the body: from the armpit (u = `pit`) on it opens as far as the arm's inner edge is seen to lie, but never
    beyond `inner`, what they were."""
    if arm.sleeve_end > 0 or end > 0.6 * arm.limb.length:
        return drawn
    share = np.clip((arm.stations - pit) / max(end - pit, 1.0), 0, 1)
    whole = np.where(arm.inner_free, np.minimum(inner, arm.inner), 0)
    return f32(ndimage.gaussian_filter1d(np.maximum(drawn, whole * np.sqrt(share)), 2, mode="nearest"))
