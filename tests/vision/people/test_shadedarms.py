"""An arm in the shade beside a bright top is skin, and a sleeve of skin's colour is none."""

import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.people.body import Body
from fittingroom.vision.people.shadedarms import shaded_arms
from fittingroom.vision.person import Label

_LIT, _SHADE = (68.0, 22.0, 33.0), (45.0, 26.0, 30.0)
_ORANGE, _GREY = (58.0, 56.0, 66.0), (60.0, 1.0, -1.0)


def _found(
    arm: tuple[float, float, float], top: tuple[float, float, float] = _ORANGE, wide: int = 14, sleeve: bool = True
) -> NDArray[np.bool_]:
    """What is found of the inner `wide` pixels of an arm labelled top, whose colour is `arm`; its outer part is skin.
    sleeve: whether a sleeve of the top's colour lies above it."""
    pose = np.zeros((33, 4), np.float32)
    joints = {11: (250, 60), 12: (150, 60), 13: (260, 160), 14: (140, 160), 15: (260, 250), 16: (140, 250)}
    joints |= {19: (260, 270), 20: (140, 270), 23: (230, 230), 24: (170, 230)}
    for index, point in joints.items():
        pose[index] = (*point, 0, 1)
    labels = np.zeros((320, 400), np.uint8)
    lab = np.zeros((320, 400, 3), np.float32)
    labels[50:230, 150:250], lab[50:230, 150:250] = Label.UPPER, top
    labels[50:110, 126:154], lab[50:110, 126:154] = Label.UPPER, top if sleeve else arm
    labels[110:280, 126:154], lab[110:280, 126:154] = Label.SKIN, _LIT
    labels[110:190, 154 - wide : 154], lab[110:190, 154 - wide : 154] = Label.UPPER, arm
    return shaded_arms(lab, labels, Body(pose, labels.shape))


def test_skin_in_the_shade_that_passes_for_the_top_is_found() -> None:
    found = _found(_SHADE)
    assert found[125:185, 142:150].mean() > 0.9
    assert not found[:105].any()
    assert not found[:, 160:].any()


def test_shade_may_be_lit_by_a_bright_top() -> None:
    lent = tuple(0.65 * shade + 0.35 * top for shade, top in zip(_SHADE, _ORANGE, strict=True))
    assert _found((lent[0], lent[1], lent[2]))[125:185, 142:150].mean() > 0.9


def test_cloth_stays_cloth() -> None:
    assert not _found(_ORANGE).any()
    assert not _found((52.0, 10.0, 12.0), _GREY).any()


def test_edges_where_both_are_mixed_are_left_alone() -> None:
    assert not _found(_SHADE, wide=4).any()


def test_a_whole_sleeve_of_skins_colour_is_left_alone() -> None:
    assert not _found(_SHADE, sleeve=False).any()
