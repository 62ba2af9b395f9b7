import numpy as np
import pytest

from fittingroom.vision.fitting.form import blow_up

SIZE = (160, 120)


def strip(left: int, right: int) -> np.ndarray:
    mask = np.zeros(SIZE, np.bool_)
    mask[:, left:right] = True
    return mask


def test_a_limb_faces_the_viewer_along_its_middle_and_turns_away_like_a_cylinder() -> None:
    limb = strip(20, 100)
    form = blow_up([limb], [~limb], limb, 2)
    across = (np.arange(20, 100) + 0.5 - 60) / 40
    assert form.x[80, 22:98] == pytest.approx(across[2:-2], abs=0.08)
    assert form.z[80, 60] > 0.98
    assert np.abs(form.y[60:100, 25:95]).max() < 0.05


def test_cloth_goes_on_straight_where_it_meets_skin_and_rounds_where_it_meets_a_wall() -> None:
    cloth = np.zeros(SIZE, np.bool_)
    cloth[40:120, 20:100] = True
    below = np.zeros(SIZE, np.bool_)
    below[120:] = True
    open_hem = blow_up([cloth], [~cloth & ~below], cloth, 2)
    assert abs(open_hem.y[117, 60]) < 0.1
    assert open_hem.y[42, 60] < -0.8


def test_two_pieces_share_one_form_where_they_are_joined_and_part_where_they_are_not() -> None:
    first, second = strip(10, 60), strip(60, 110)
    outside = ~(first | second)
    joined = np.zeros(SIZE, np.bool_)
    joined[:80] = True
    form = blow_up([first, second], [outside, outside], joined, 2)
    assert form.z[10, 60] > 0.95
    assert form.x[150, 57] > 0.7
    assert form.x[150, 62] < -0.7


def test_pieces_meet_in_a_line_without_the_steps_of_the_cells() -> None:
    ys, xs = np.mgrid[: SIZE[0], : SIZE[1]]
    first = xs < 40 + ys * 0.25
    form = blow_up([first, ~first], [np.zeros(SIZE, np.bool_)] * 2, np.zeros(SIZE, np.bool_), 6)
    edge = [form.x[y, int(40 + y * 0.25) - 1] for y in range(20, 140)]
    assert np.abs(np.diff(edge)).max() < 0.1
    assert min(edge) > 0.5


def test_pieces_that_are_joined_less_and_less_come_apart_without_a_step() -> None:
    first, second = strip(10, 60), strip(60, 110)
    outside = ~(first | second)
    rows = np.arange(SIZE[0], dtype=np.float32)[:, None]
    joined = np.broadcast_to(np.clip((120 - rows) / 80, 0, 1), SIZE).astype(np.float32)
    slowly, at_once = (blow_up([first, second], [outside, outside], each, 2).x for each in (joined, joined > 0))
    assert slowly[20, 57] < 0.3
    assert slowly[150, 57] > 0.7
    steps, sudden = (np.abs(np.diff(field[20:150, 35])).max() for field in (slowly, at_once))
    assert steps < 0.8 * sudden
