import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from fittingroom.vision.product.opening import Search, find_opening
from fittingroom.vision.product.outline import Outline, outline

Lab = NDArray[np.float32]

AXIS, TOP, HALF = 200, 60, 60
FRONT, BEHIND = (60.0, 0.0, -20.0), (52.0, 0.0, -18.0)


def _curve(depth: float, power: float, half: float = HALF) -> NDArray[np.int32]:
    u = np.linspace(-1, 1, 81)
    return np.round(np.stack([AXIS + u * half, TOP + depth * (1 - np.abs(u) ** power)], 1)).astype(np.int32)


def _tee(depth: float) -> tuple[Outline, Lab]:
    """A tee of one colour with an opening that deep: its mask, its Lab colours. The inside of its back lies in the
    shade, below a back edge that sags a little."""
    mask, lab = np.zeros((420, 400), np.uint8), np.full((420, 400, 3), FRONT, np.float32)
    body = [(AXIS - HALF, TOP), (AXIS + HALF, TOP), (370, 110), (370, 410), (30, 410), (30, 110)]
    cv2.fillPoly(mask, [np.array(body, np.int32)], 1)
    cv2.fillPoly(mask, [_curve(10, 2)], 0)
    cv2.fillPoly(lab, [_curve(depth, 2.2)], BEHIND)
    return outline(mask > 0), lab


def _found(shape: Outline, lab: Lab) -> float:
    search = Search(AXIS, HALF * np.array([0.92, 0.96, 1.0]), HALF, 0.14, HALF * np.arange(0.08, 2.3, 0.03), 0.6)
    return float(find_opening(shape, cv2.GaussianBlur(lab, (0, 0), 1.5), search).curve[:, 1].max()) - TOP


@pytest.mark.parametrize("depth", [40.0, 55.0, 70.0])
def test_the_front_edge_of_a_tee_lies_where_the_shade_of_its_inside_ends(depth: float) -> None:
    assert _found(*_tee(depth)) == pytest.approx(depth, abs=5)


@pytest.mark.parametrize("depth", [60.0, 70.0])
def test_the_seam_across_the_back_with_its_own_shade_is_not_the_front_edge(depth: float) -> None:
    shape, lab = _tee(depth)
    inside = lab[..., 0] == BEHIND[0]
    seam = TOP + 36 * (1 - np.minimum(np.abs(np.arange(400) - AXIS) / HALF, 1) ** 2.2)
    under = np.arange(420)[:, None] - seam
    shade = np.where((under > 0) & inside, np.exp(-under / 10), 0)
    lab -= np.asarray(shade[..., None] * (20.0, 0.0, -6.0), np.float32)
    assert _found(shape, lab) == pytest.approx(depth, abs=6)


def test_a_rib_of_another_colour_may_well_be_darker_than_the_inside() -> None:
    shape, lab = _tee(50.0)
    ring = np.zeros(lab.shape[:2], np.uint8)
    cv2.fillPoly(ring, [_curve(66, 2.2, HALF + 10)], 1)
    cv2.fillPoly(ring, [_curve(50, 2.2)], 0)
    lab[ring > 0] = (15.0, 0.0, 0.0)
    assert _found(shape, lab) == pytest.approx(50, abs=6)
