"""Other people beside the one who is dressed."""

import numpy as np

from fittingroom.vision.people.crowd import somebody_else

SIZE = 100.0


def _scene() -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """likely, own, core, joints: a person in the middle, from the nose at row 60 downwards, joints at 33 places."""
    likely, own, core = np.zeros((400, 500), np.float32), np.zeros((400, 500), np.float32), np.zeros((400, 500), bool)
    likely[40:, 200:300] = own[40:, 200:300] = 1
    core[100:, 230:270] = True
    joints = np.tile(np.array([250.0, 60.0], np.float32), (33, 1))
    joints[11], joints[12] = (290, 130), (210, 130)
    joints[13:17] = [(295, 200), (205, 200), (295, 260), (205, 260)]
    return likely, own, core, joints


def test_who_stands_beside_the_person_is_somebody_else() -> None:
    likely, own, core, joints = _scene()
    likely[30:, 340:460] = 1
    others = somebody_else(likely, own, core, joints, SIZE)
    assert others[50:, 350:450].all()
    assert not others[:, 200:300].any()


def test_who_is_cut_by_the_edge_of_the_picture_is_seen_to_the_edge() -> None:
    likely, own, core, joints = _scene()
    likely[30:, 470:] = 1
    assert somebody_else(likely, own, core, joints, SIZE)[60:380, 485:].all()


def test_what_stands_off_below_the_face_is_the_persons_own() -> None:
    likely, own, core, joints = _scene()
    likely[200:, 300:460] = 1  # a wide skirt, which the rough mask misses
    assert not somebody_else(likely, own, core, joints, SIZE).any()


def test_a_raised_arm_is_the_persons_own() -> None:
    likely, own, core, joints = _scene()
    likely[30:130, 300:400] = 1
    assert somebody_else(likely, own, core, joints, SIZE).any()
    joints[13], joints[15] = (360, 100), (380, 50)
    assert not somebody_else(likely, own, core, joints, SIZE).any()


def test_a_fringe_along_the_persons_edge_is_their_own() -> None:
    likely, own, core, joints = _scene()
    likely[30:, 300:312] = 1  # hair that the rough mask leaves out
    assert not somebody_else(likely, own, core, joints, SIZE).any()


def test_what_lies_on_the_persons_own_bones_is_theirs() -> None:
    likely, own, core, joints = _scene()
    likely[30:, 340:460] = 1
    core[30:200, 340:460] = True
    assert not somebody_else(likely, own, core, joints, SIZE).any()
