"""Small requests made of noise, for engines that need no person in the photo."""

from typing import Any

import numpy as np

from fittingroom.tryon.kinds import Haircut
from fittingroom.tryon.loaded import LoadedFashion, LoadedHairstyle, LoadedTattoo, Pixels


def noise(seed: int = 0, height: int = 90, width: int = 64) -> Pixels:
    return np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)


def fashion(**fields: Any) -> LoadedFashion:
    return LoadedFashion(**{"person": noise(1), "garment": noise(2), **fields})


def hairstyle(**fields: Any) -> LoadedHairstyle:
    return LoadedHairstyle(**{"face": noise(3), "haircut": Haircut.AFRO, **fields})


def tattoo(**fields: Any) -> LoadedTattoo:
    return LoadedTattoo(**{"body": noise(4), "design": noise(5), **fields})
