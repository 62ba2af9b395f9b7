import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from fittingroom.vision.product.neck import _has_wings
from fittingroom.vision.product.outline import Outline, outline
from fittingroom.vision.product.shoulders import Shoulders
from fittingroom.vision.product.wings import find_wings

Lab = NDArray[np.float32]

AXIS, TOP, HALF = 200, 60, 60
WINGS, BEHIND, SEAM, ZIP = (60.0, 0.0, -20.0), (50.0, 0.0, -20.0), (38.0, 0.0, -20.0), (20.0, 0.0, 0.0)


def _collar(depth: float, power: float) -> tuple[Outline, Lab]:
    """A collar of one colour, closed by a zip, whose opening is y = depth (1 - |u|^power): its mask, its Lab colours.
    It is a little darker behind."""
    mask = np.zeros((420, 400), np.uint8)
    body = [(AXIS - HALF, TOP), (AXIS + HALF, TOP), (AXIS + 90, 110), (370, 160), (370, 410), (30, 410), (30, 160)]
    cv2.fillPoly(mask, [np.array([*body, (AXIS - 90, 110)], np.int32)], 1)
    lab = np.full((420, 400, 3), WINGS, np.float32)
    u = np.linspace(-1, 1, 81)
    edge = np.stack([AXIS + u * HALF, TOP + depth * (1 - np.abs(u) ** power)], 1)
    cv2.fillPoly(lab, [np.round(edge).astype(np.int32)], BEHIND)
    cv2.line(lab, (AXIS, TOP + int(depth)), (AXIS, 400), ZIP, 3)
    return outline(mask > 0), lab


def _found(shape: Outline, lab: Lab) -> float:
    return find_wings(shape, cv2.GaussianBlur(lab, (0, 0), 1.5), float(AXIS), float(HALF)).curve[:, 1].max() - TOP


@pytest.mark.parametrize(("depth", "power"), [(55.0, 2.2), (110.0, 2.0), (120.0, 1.0), (170.0, 1.4)])
def test_an_opening_is_found_at_any_depth(depth: float, power: float) -> None:
    assert _found(*_collar(depth, power)) == pytest.approx(depth, abs=8)


def test_neither_the_stand_s_seam_nor_a_label_is_the_front_edge() -> None:
    shape, lab = _collar(115.0, 2.0)
    cv2.line(lab, (AXIS - 52, TOP + 30), (AXIS + 52, TOP + 30), SEAM, 3)
    lab[TOP + 45 : TOP + 65, AXIS - 25 : AXIS + 26] = (95.0, 0.0, 0.0)
    assert _found(shape, lab) == pytest.approx(115, abs=10)


def test_what_shows_another_colour_below_is_a_lining_s_edge() -> None:
    shape, lab = _collar(150.0, 2.6)
    u = (np.arange(400) - AXIS) / HALF
    yoke = TOP + 70 * np.sqrt(np.maximum(1 - u**2, 0))
    lab[(lab[..., 0] == BEHIND[0]) & (np.arange(420)[:, None] > yoke)] = (68.0, 0.0, 40.0)
    assert _found(shape, lab) == pytest.approx(150, abs=10)


def test_nothing_closes_the_front_below_an_inner_seam() -> None:
    shape, lab = _collar(170.0, 2.0)
    u = np.linspace(-1, 1, 81)
    seam = np.stack([AXIS + u * (HALF - 3), TOP + 66 * (1 - np.abs(u) ** 2)], 1)
    cv2.polylines(lab, [np.round(seam).astype(np.int32)], False, SEAM, 4)
    assert _found(shape, lab) == pytest.approx(170, abs=12)


@pytest.mark.parametrize(
    ("rise", "dip", "half", "has"),
    [
        (0.1, 0.0, 40, True),
        (0.3, 0.0, 40, False),
        (0.0, -0.01, 28, True),
        (0.0, 0.02, 28, False),
        (0.0, 0.0, 50, False),
    ],
)
def test_wings_stand_on_the_shoulders_or_lie_flat_beside_a_narrow_neck(
    rise: float, dip: float, half: int, has: bool
) -> None:
    points = np.array([40.0, 50.0]), np.array([160.0, 50.0])
    corners = np.array([100.0 - half, 40.0]), np.array([100.0 + half, 40.0])
    assert _has_wings(Shoulders(points, corners, 200.0, rise, dip)) is has
