import numpy as np

from fittingroom.vision.fitting.regions import slits


def test_a_small_hole_that_shows_only_old_cloth_is_closed_and_one_that_shows_a_hand_is_not() -> None:
    cloth, old = np.ones((60, 60), bool), np.ones((60, 60), bool)
    cloth[10:14, 10:20] = cloth[40:44, 10:20] = False
    old[40:44, 14:18] = False
    closed = slits(cloth, old, area=100)
    assert closed[10:14, 10:20].all()
    assert not closed[40:44, 10:20].any()
    assert not slits(cloth, old, area=20).any()
