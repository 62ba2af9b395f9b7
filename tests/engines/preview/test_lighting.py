"""Light on tops: what its parts are reckoned from."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from tests.engines.preview.standing import trousers, worn

from fittingroom.engines.preview import bottoms, lighting
from fittingroom.engines.preview.lighting import _palest, light_lower


def test_the_palest_broad_part_of_a_striped_cloth_tells_whether_it_goes_under_in_the_wall() -> None:
    fabric = np.full((40, 40, 3), (20, 25, 50), np.uint8)
    fabric[::2] = 240
    fabric[1, :4] = 255  # a glint
    work: Any = SimpleNamespace(garment=SimpleNamespace(fabric=fabric, torso=np.ones((40, 40), np.bool_)))
    assert np.allclose(_palest(work), 240)


def test_lower_garments_are_no_brighter_than_the_pictures_whites_let_them_be(monkeypatch: pytest.MonkeyPatch) -> None:
    _, work = worn(bottoms.STEPS[:4], trousers())
    cloth = work.lower.cloth > 0.9
    light_lower(work)
    bright = float(np.median(work.light[cloth]))
    monkeypatch.setattr(lighting, "below_whites", lambda image, colour: 0.8)
    light_lower(work)
    assert abs(float(np.median(work.light[cloth])) / bright - 0.8) < 0.01
