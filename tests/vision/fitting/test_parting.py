"""Where the legs of trousers part."""

import numpy as np

from fittingroom.vision.fitting.parting import gap_between, pointed, touching


def legs() -> tuple[np.ndarray, np.ndarray]:
    """Two legs, 300×200, that part at row 100 in a round arch, 20 pixels wide from row 110 on."""
    left, right = np.zeros((300, 200), np.float32), np.zeros((300, 200), np.float32)
    left[20:, 40:101], right[20:, 100:160] = 1, 1
    for row in range(100, 300):
        half = round(min(10.0, 3.2 * np.sqrt(row - 99)))
        left[row, 100 - half :], right[row, : 100 + half] = 0, 0
    return left, right


def test_a_round_arch_between_legs_is_drawn_to_a_point() -> None:
    left, right = pointed(*legs(), 150)
    open_ = (np.maximum(left, right) < 0.5)[:, 60:140].sum(axis=1)
    assert open_[20:100].max() == 0
    assert 0 < open_[110] < 8
    assert (np.diff(open_[100:155]) >= -1).all()
    assert (open_[170:] == 20).all()


def test_only_the_gaps_top_changes() -> None:
    before, after = legs(), pointed(*legs(), 150)
    for old, new in zip(before, after, strict=True):
        assert (new >= old).all()
        assert (new[165:] == old[165:]).all()
        assert (new[:, :60] == old[:, :60]).all()


def test_legs_that_meet_again_further_down_have_their_upper_gap() -> None:
    left, right = legs()
    left[200:, 90:101], right[200:, 100:110] = 1, 1
    left[250:, 95:], right[250:, :105] = 0, 0
    gap = gap_between(left, right, 150)
    assert gap is not None
    assert gap.top == 100


def test_legs_that_never_part_stay_as_they_are() -> None:
    left, right = np.zeros((300, 200), np.float32), np.zeros((300, 200), np.float32)
    left[20:, 40:101], right[20:, 100:160] = 1, 1
    assert gap_between(left, right, 150) is None
    assert (pointed(left, right, 150)[0] == left).all()


def test_a_dark_line_is_drawn_where_legs_touch_and_none_up_the_fly_or_outside() -> None:
    left, right = np.zeros((300, 200), np.float32), np.zeros((300, 200), np.float32)
    left[20:, 40:105], right[20:, 100:160] = 1, 1
    along = np.repeat(((np.arange(300, dtype=np.float32) - 120) / 150)[:, None], 200, 1)
    light = touching(left, right, along, 150)
    assert light[200, 100] < 0.8
    assert light[200, 115] > 0.99
    assert light[60, 100] > 0.99
    assert light[200, 159] > 0.99
