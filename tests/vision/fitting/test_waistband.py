"""Where a lower garment ends on a bare waist."""

import numpy as np
import pytest
from tests.vision.fitting.drawn import drawn_person, frame_and_arms

from fittingroom.vision.fitting.frame import Frame
from fittingroom.vision.fitting.waistband import waistband

#: No new top.
BARE = np.zeros((600, 400), np.float32)


@pytest.fixture
def frame() -> Frame:
    return frame_and_arms(drawn_person())[0]


def _worn(frame: Frame, down: float) -> tuple[np.ndarray, np.ndarray, int]:
    """A lower garment from `down` torsos on, the t of every pixel, and the first row of it."""
    t, lateral = frame.fields((600, 400))
    lower = (t > down) & (np.abs(lateral) < 0.4 * frame.unit)
    return lower, t, int(lower.any(1).argmax())


def test_a_waistband_that_is_seen_is_where_it_was_and_does_not_follow_a_label_that_ran_off(frame: Frame) -> None:
    lower, t, first = _worn(frame, 0.8)
    columns = np.flatnonzero(lower.any(0))
    strayed = lower.copy()
    strayed[: first + 20, columns[-len(columns) // 4 :]] = False
    for mask in (lower, strayed):
        rows = waistband(mask, t, BARE, frame)[columns[3:-3]]
        assert np.abs(rows - first).max() < 0.06 * frame.torso
    assert np.ptp(waistband(lower, t, BARE, frame)[columns]) < 2


def test_hips_beside_it_say_nothing_of_the_waistband(frame: Frame) -> None:
    lower, t, first = _worn(frame, 0.8)
    hips = lower.copy()
    columns = np.flatnonzero(lower.any(0))
    hips[first + 60 :, columns[0] - 15 : columns[0]] = True
    assert np.abs(waistband(hips, t, BARE, frame) - waistband(lower, t, BARE, frame)).max() < 1


def test_below_a_long_top_it_is_raised_to_the_waist_and_sags_in_the_middle(frame: Frame) -> None:
    lower, t, first = _worn(frame, 0.97)
    columns = np.flatnonzero(lower.any(0))
    rows = waistband(lower, t, BARE, frame)
    assert 0.08 * frame.torso < first - rows[columns[0]] < 0.14 * frame.torso
    assert rows[columns[len(columns) // 2]] > rows[columns[0]] + 1


def test_no_thin_strip_of_skin_is_left_below_a_new_top_but_a_bare_waist_is(frame: Frame) -> None:
    lower, t, first = _worn(frame, 0.8)
    columns = np.flatnonzero(lower.any(0))
    ends = []
    for gap in (0.04, 0.3):
        cloth = BARE.copy()
        cloth[: first - round(gap * frame.torso)] = 1
        ends.append(waistband(lower, t, cloth, frame)[columns].max() - (first - gap * frame.torso))
    assert ends[0] < 0 < 0.2 * frame.torso < ends[1]
