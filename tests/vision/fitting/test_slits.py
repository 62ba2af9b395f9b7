import numpy as np

from fittingroom.vision.fitting.regions import adrift, astray, slits


def test_a_small_hole_that_shows_only_old_cloth_is_closed_and_one_that_shows_a_hand_is_not() -> None:
    cloth, old = np.ones((60, 60), bool), np.ones((60, 60), bool)
    cloth[10:14, 10:20] = cloth[40:44, 10:20] = False
    old[40:44, 14:18] = False
    closed = slits(cloth, old, area=100)
    assert closed[10:14, 10:20].all()
    assert not closed[40:44, 10:20].any()
    assert not slits(cloth, old, area=20).any()


def test_a_small_part_of_the_cloth_by_itself_goes_unless_an_arm_lies_before_it() -> None:
    cloth, front = np.zeros((100, 100), bool), np.zeros((100, 100), bool)
    cloth[10:90, 30:90] = cloth[70:76, 5:12] = cloth[20:26, 17:22] = True
    front[10:40, 23:29] = True  # the arm
    gone = adrift(cloth, front)
    assert gone[70:76, 5:12].all()
    assert not gone[20:26, 17:22].any() and not gone[10:90, 30:90].any()


def test_a_fleck_of_cloth_on_the_chest_goes_and_a_collars_tip_stays() -> None:
    cloth, low = np.zeros((100, 100), bool), np.zeros((100, 100), bool)
    cloth[40:90, 30:90] = cloth[10:14, 50:53] = cloth[10:22, 70:80] = cloth[92:99, 10:18] = True
    low[60:] = True
    gone = astray(cloth, np.zeros_like(cloth), low, 100.0)
    assert gone[10:14, 50:53].all() and gone[93:98, 11:17].all()
    assert not gone[10:22, 70:80].any() and not gone[40:90, 30:90].any()
