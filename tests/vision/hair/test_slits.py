"""The gaps in hair through which the background would show, on drawn shapes."""

import numpy as np
from tests.vision.hair.heads import frame

from fittingroom.vision.hair.slits import without_slits, without_windows
from fittingroom.vision.hair.splat import Layer

SHAPE = (300, 300)


def neck_and_hair(width: float) -> tuple[Layer, Layer, np.ndarray, slice]:
    """Hair behind (none) and before, the body, and the columns between neck and hair, `width` units wide."""
    head = frame()
    body, alpha = np.zeros(SHAPE, np.float32), np.zeros(SHAPE, np.float32)
    body[:, 120:180] = 1
    beside = 180 + int(width * head.unit)
    alpha[:, beside : beside + 40] = 1
    front = Layer(alpha * 0.6, alpha * 0.5, alpha)
    none = np.zeros(SHAPE, np.float32)
    return Layer(none, none, none), front, body, slice(180, beside)


def test_a_narrow_strip_beside_the_neck_is_deep_in_hair_and_a_wide_one_shows_what_is_behind() -> None:
    low = slice(int(frame().pixels(frame().facing(np.float32([0, frame().chin, 0])))[1]), 290)
    behind, front, body, strip = neck_and_hair(0.1)
    found = without_slits(behind, front, body, frame())
    assert found.alpha[low, strip].min() > 0.9
    assert 0.1 < found.tone[low, strip].mean() < 0.4
    behind, front, body, strip = neck_and_hair(0.5)
    assert without_slits(behind, front, body, frame()).alpha[low, strip].max() == 0


def test_beside_the_head_and_outside_of_hair_nothing_is_filled() -> None:
    behind, front, body, strip = neck_and_hair(0.1)
    found = without_slits(behind, front, body, frame()).alpha
    eye = int(frame().pixels(frame().facing(np.float32([0, frame().eye, 0])))[1])
    assert found[:eye, strip].max() == 0
    assert found[:, :118].max() == 0  # a bare side of the neck
    assert found[:, strip.stop + 42 :].max() == 0


def test_no_bridge_is_drawn_from_a_wisp_or_where_hair_only_touches() -> None:
    behind, front, body, strip = neck_and_hair(0.1)
    wisp = front.alpha.copy()
    wisp[:, strip.stop + 3 :] = 0
    assert without_slits(behind, Layer(front.tone, front.along, wisp), body, frame()).alpha.max() == 0
    short = front.alpha.copy()
    short[: 290 - int(0.3 * frame().unit)] = 0
    assert without_slits(behind, Layer(front.tone, front.along, short), body, frame()).alpha.max() == 0


def test_a_small_window_between_braids_over_the_head_is_deep_in_hair_and_a_loop_s_eye_stays_open() -> None:
    head = frame()
    top = int(head.pixels(head.facing(np.float32([0, head.eye, 0])))[1]) - 60
    alpha = np.zeros(SHAPE, np.float32)
    alpha[top : top + 40, 100:200] = 1
    eye = int(0.3 * head.unit)
    alpha[top + 18 : top + 22, 120:124] = 0  # a window
    alpha[top + 5 : top + 5 + eye, 150 : 150 + eye] = 0  # and a loop's eye
    front, none = Layer(alpha * 0.6, alpha * 0.5, alpha), np.zeros(SHAPE, np.float32)
    found = without_windows(Layer(none, none, none), front, np.zeros(SHAPE, np.bool_), head)
    assert found.alpha[top + 19 : top + 21, 121:123].min() > 0.9
    assert 0.1 < found.tone[top + 20, 122] < 0.4
    assert found.alpha[top + 8 : top + eye, 153 : 147 + eye].max() == 0
    assert found.alpha[: top - 3].max() == 0
    assert found.alpha[top + 43 :].max() == 0


def test_a_window_between_a_braid_and_the_skull_is_one_too_and_one_below_the_eyes_is_not() -> None:
    head = frame()
    eyes = int(head.pixels(head.facing(np.float32([0, head.eye, 0])))[1])
    for top, filled in ((eyes - 40, True), (eyes + 20, False)):
        alpha, skull = np.zeros(SHAPE, np.float32), np.zeros(SHAPE, np.bool_)
        skull[top + 10 :, 100:200] = True
        alpha[top : top + 10, 140:160] = 1
        alpha[top + 4 : top + 10, 147:153] = 0  # an arch over the skull
        none = np.zeros(SHAPE, np.float32)
        found = without_windows(Layer(none, none, none), Layer(alpha, alpha, alpha), skull, head).alpha
        assert bool(found[top + 6, 150] > 0.9) == filled
