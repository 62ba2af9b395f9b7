import numpy as np
from tests.vision.fitting.drawn import SKIN, drawn_person, frame_and_arms

from fittingroom.vision.fitting.skin import arm_skin, learn_tone


def test_the_tone_is_the_persons_own() -> None:
    assert np.abs(learn_tone(drawn_person()).colour - SKIN).max() < 3


def test_a_rebuilt_arm_is_rounded_grained_and_meets_the_hand() -> None:
    person = drawn_person(sleeve=0.9)
    _, arms = frame_and_arms(person)
    limb = arms[1].limb
    skin = arm_skin(person, arms[1], learn_tone(person), 0.3 * limb.length, 1.0, 3)
    at = limb.point(np.full(3, 0.6 * limb.length), np.array([-10.0, 0.0, 10.0]))
    columns, rows = np.round(at).astype(int).T
    left, middle, right = skin[rows, columns].sum(1)
    assert middle > left
    assert middle > right
    assert np.abs(skin[320, 278] - SKIN).max() < 25
    assert skin[250:260, 265:275].std() > 0.3
