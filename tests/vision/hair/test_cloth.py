import numpy as np

from fittingroom.vision.hair.cloth import continued_cloth, patterned

UNIT = 40.0


def striped() -> np.ndarray:
    """Upright stripes, 12 pixels each."""
    columns = np.where(np.arange(240) // 12 % 2, 220.0, 30.0).astype(np.float32)
    return np.repeat(np.repeat(columns[None, :, None], 200, axis=0), 3, axis=2)


def lock() -> np.ndarray:
    """A lock that ends before the cloth does."""
    hole = np.zeros((200, 240), np.bool_)
    hole[:120, 96:144] = True
    return hole


def test_stripes_go_on_under_a_lock() -> None:
    cloth, hole = striped(), lock()
    photo = np.where(hole[..., None], 60, cloth).astype(np.float32)
    found = continued_cloth(photo, np.full_like(photo, 125), ~hole, hole, UNIT)
    inside = np.abs(found - cloth).mean(-1)[20:120, 96:144]
    assert np.median(inside) < 15
    assert (inside < 60).mean() > 0.75


def test_cloth_that_is_seen_stays_as_smooth_as_given() -> None:
    cloth, hole = striped(), lock()
    plain = np.full_like(cloth, 125)
    assert np.array_equal(continued_cloth(cloth, plain, ~hole, np.zeros_like(hole), UNIT), plain)


def test_stripes_are_a_pattern_and_weave_is_none() -> None:
    hole = lock()
    weave = np.random.default_rng(0).normal(120, 6, (200, 240, 3)).astype(np.float32)
    assert patterned(striped(), ~hole, hole, UNIT) == 1
    assert patterned(weave, ~hole, hole, UNIT) == 0
