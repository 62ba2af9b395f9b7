import numpy as np
from tests.vision.fitting.test_sleeves import before_sleeves

from fittingroom.vision.fitting.fullness import flounce, fuller
from fittingroom.vision.fitting.sleeves import _widths

ALONG = np.linspace(0, 1, 41, dtype=np.float32)


def test_only_cloth_that_an_arm_does_not_fill_stands_off_and_most_of_it_falls_in_folds() -> None:
    close, full = np.full(41, 1.5, np.float32), np.full(41, 2.4, np.float32)
    assert fuller(close, ALONG) == 0
    assert 0.15 < fuller(full, ALONG) < 0.5 * (2.4 - 1.5)
    assert fuller(3 * full, ALONG) < 0.4


def test_a_sleeve_that_is_wide_above_the_elbow_alone_is_not_full() -> None:
    assert fuller(np.where(ALONG < 0.5, 3.0, 1.4).astype(np.float32), ALONG) == 0


def test_a_full_sleeve_is_wider_on_a_bare_arm_than_a_close_one_but_at_the_wrist() -> None:
    _, _, frame, arms, _, _ = before_sleeves(0.0)
    arm, end = arms[1], arms[1].limb.length
    marks = np.array([[0, 10], [0.1 * end, -10]], np.float32)
    bare = float(np.median(arm.bare_at(arm.stations)))
    close, full = (_widths(arm, end, marks, np.full(48, half * bare, np.float32), frame.unit, 0.9) for half in (1.6, 3))
    forearm, wrist = (np.argmin(np.abs(arm.stations - share * end)) for share in (0.75, 0.99))
    assert full[1][forearm] > 1.3 * close[1][forearm]
    assert full[1][wrist] < 0.4 * full[1][forearm]


def test_a_flounce_begins_at_the_gather_and_a_sleeve_that_only_narrows_has_none() -> None:
    flared = np.interp(ALONG, [0, 0.9, 1], [2.4, 1.2, 1.6]).astype(np.float32)
    gathered, more = flounce(flared, ALONG)
    assert abs(gathered - 0.9) < 0.03
    assert more[ALONG < 0.88].max() == 0
    assert abs(more[-1] - 0.4) < 0.02
    for plain in (np.linspace(2.4, 1.2, 41), np.interp(ALONG, [0, 0.9, 1], [2.4, 1.2, 1.25])):
        assert flounce(plain.astype(np.float32), ALONG)[0] == 1
        assert not flounce(plain.astype(np.float32), ALONG)[1].any()


def test_a_flounce_stands_off_the_hand_below_the_gather() -> None:
    _, _, frame, arms, _, _ = before_sleeves(0.0)
    arm, end = arms[1], arms[1].limb.length
    marks = np.array([[0, 10], [0.1 * end, -10]], np.float32)
    bare = float(np.median(arm.bare_at(arm.stations)))
    shares = np.linspace(0, 1, 48)
    flat = np.interp(shares, [0, 0.85, 1], [2, 1.3, 2.3]) * bare
    plain, flared = (
        _widths(arm, end, marks, each.astype(np.float32), frame.unit, 0.9) for each in (flat * 0 + flat.min(), flat)
    )
    at_end = np.argmin(np.abs(arm.stations - end))
    assert flared[1][at_end] > plain[1][at_end] + 0.3 * bare
    assert flared[0][at_end] > plain[0][at_end] + 0.3 * bare
