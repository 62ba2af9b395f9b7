"""Light on tops: what its parts are reckoned from."""

from types import SimpleNamespace
from typing import Any

import numpy as np

from fittingroom.engines.preview.lighting import _palest


def test_the_palest_broad_part_of_a_striped_cloth_tells_whether_it_goes_under_in_the_wall() -> None:
    fabric = np.full((40, 40, 3), (20, 25, 50), np.uint8)
    fabric[::2] = 240
    fabric[1, :4] = 255  # a glint
    work: Any = SimpleNamespace(garment=SimpleNamespace(fabric=fabric, torso=np.ones((40, 40), np.bool_)))
    assert np.allclose(_palest(work), 240)
