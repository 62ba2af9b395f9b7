"""The one gentle step that shades, folds and edges come and go with."""

import numpy as np
from numpy.typing import NDArray


def eased(share: NDArray[np.floating]) -> NDArray[np.float32]:
    """0…1: a `share` clipped to that, which leaves 0 and comes to 1 gently (3s² − 2s³)."""
    share = np.clip(share, 0, 1)
    return np.asarray(share * share * (3 - 2 * share), np.float32)
