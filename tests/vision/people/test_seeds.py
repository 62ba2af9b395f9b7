"""Hair is told from a bald skull by its bulk where it has skin's colours."""

import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.people.body import FAR, Body
from fittingroom.vision.people.head import Head
from fittingroom.vision.people.seeds import Seeds, plant
from fittingroom.vision.people.skin import SkinDistance

_HEIGHT, _WIDTH, _HALF = 300, 200, 40.0
_SKIN = (70.0, 15.0, 18.0)


def _planted(bulk: float) -> tuple[Seeds, Head, NDArray[np.bool_]]:
    """A head at (100, 60), all of it of skin's colour, as is the top below; what is above the eyes reaches `bulk` face
    widths off the face."""
    pose = np.zeros((33, 4), np.float32)
    for index, point in {11: (150, 120), 12: (50, 120), 23: (130, 280), 24: (70, 280)}.items():
        pose[index] = (*point, 0, 1)
    y, x = np.mgrid[:_HEIGHT, :_WIDTH].astype(np.float32)
    u, v = (x - 100) / np.float32(30), (y - 60) / np.float32(_HALF)
    rim = np.asarray(np.hypot(u, v) - 1, np.float32)
    plain = np.asarray(rim < -0.5, np.bool_)
    head = Head(True, _HALF, u, v, rim, np.zeros_like(plain), plain, -0.3)
    sure = np.asarray((rim < 0) | ((v < -0.3) & (rim < bulk)) | ((y > 115) & (x > 30) & (x < 170)), np.bool_)
    lab = np.tile(np.float32(_SKIN), (_HEIGHT, _WIDTH, 1))
    near = np.ones(sure.shape, np.float32)
    skin = SkinDistance(np.float32(_SKIN), near, near, near < 2, plain)
    return plant(lab, sure, Body(pose, sure.shape), head, skin), head, sure


def test_full_hair_of_the_colours_of_skin_in_the_shade_is_no_bald_head() -> None:
    seeds, head, sure = _planted(0.7)
    assert not seeds.bald
    assert seeds.hair[sure & (head.v < -0.4) & (head.rim > 0.25)].all()
    assert not seeds.hair[head.rim < 0.15].any()


def test_such_hair_says_nothing_of_the_colours_of_clothes() -> None:
    seeds, _, _ = _planted(0.7)
    assert seeds.hair_distance.min() == FAR


def test_a_skull_of_the_colour_of_skin_is_bald() -> None:
    seeds, _, _ = _planted(0.15)
    assert seeds.bald and not seeds.hair.any()
