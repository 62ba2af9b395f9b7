import cv2
import numpy as np
import pytest

from fittingroom.vision.people.roi import Roi, angle_of, cut, paste, to_image


def test_a_point_seen_in_a_turned_cut_out_is_found_in_the_image() -> None:
    image = np.zeros((200, 300, 3), np.uint8)
    cv2.circle(image, (180, 70), 3, (255, 255, 255), -1)
    roi = Roi(160, 90, 120, 0.6)
    crop = cut(image, roi, 64)[..., 0]
    y, x = np.unravel_index(crop.argmax(), crop.shape)
    rows, columns = np.nonzero(crop > 0.5 * crop.max())
    found = to_image(np.array([[columns.mean(), rows.mean()]], np.float32), roi, 64)[0]
    assert np.allclose(found, [180, 70], atol=1.5), (x, y)


@pytest.mark.parametrize("angle", [0.0, 0.5, -2.0])
def test_what_is_cut_out_can_be_pasted_back(angle: float) -> None:
    y, x = np.mgrid[:160, :160].astype(np.float32)
    values = np.exp(-((x - 90) ** 2 + (y - 70) ** 2) / 400)
    image = np.repeat((values * 255).astype(np.uint8)[..., None], 3, 2)
    roi = Roi(80, 80, 100, angle)
    back = paste(cut(image, roi, 128)[..., 0], roi, (160, 160), 0.0)
    near = np.hypot(x - 80, y - 80) < 45
    assert np.abs(back - values)[near].max() < 0.03


def test_an_upright_line_is_not_turned() -> None:
    assert angle_of(np.array([5.0, 9.0], np.float32), np.array([5.0, 1.0], np.float32), np.pi / 2) == pytest.approx(
        0, abs=1e-6
    )


def test_a_line_to_the_right_is_an_upright_one_turned_clockwise() -> None:
    turned = angle_of(np.array([0.0, 0.0], np.float32), np.array([1.0, 0.0], np.float32), np.pi / 2)
    assert turned == pytest.approx(np.pi / 2)
