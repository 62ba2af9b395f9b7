"""What a detector says it sees in a picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


class Sight(StrEnum):
    """What moderation looks for. Detectors may know more; the rest is nobody's business here."""

    BREAST_BARE = "bare female breast"
    GENITALS_BARE = "bare genitals"
    BUTTOCKS_BARE = "bare buttocks"
    CHEST_BARE = "bare male chest"
    BELLY_BARE = "bare belly"
    GENITALS_COVERED = "covered genitals"
    BUTTOCKS_COVERED = "covered buttocks"


@dataclass(frozen=True)
class Finding:
    """One thing seen. score: 0…1. box: x, y, width, height in pixels of the picture."""

    sight: Sight
    score: float
    box: tuple[float, float, float, float]


class Detector(Protocol):
    """Anything that finds what moderation looks for."""

    def find(self, pixels: NDArray[np.uint8]) -> Sequence[Finding]:
        """What is seen in `pixels` (height × width × 3, RGB in sRGB)."""
