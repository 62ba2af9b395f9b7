"""What is worked out in a box is what the whole picture would have given there."""

import numpy as np
from tests.vision.fitting.drawn import drawn_person, frame_and_arms

from fittingroom.vision.fitting.armskin import arm_skin
from fittingroom.vision.fitting.bareoutline import Edges
from fittingroom.vision.fitting.crops import WHOLE, box_round, laid, limb_box
from fittingroom.vision.fitting.scene import Light
from fittingroom.vision.fitting.skin import learn_tone


def test_a_box_holds_its_mask_and_a_margin_but_nothing_outside_the_picture() -> None:
    mask = np.zeros((50, 60), np.bool_)
    mask[5:20, 30:41] = True
    assert box_round(mask, 8) == (slice(0, 28), slice(22, 49))
    assert box_round(mask, 40) == (slice(0, 50), slice(0, 60))


def test_the_box_round_nothing_is_empty() -> None:
    assert np.ones((50, 60))[box_round(np.zeros((50, 60), np.bool_), 8)].size == 0


def test_a_patch_is_laid_by_its_share_and_leaves_the_picture_that_it_is_laid_on_alone() -> None:
    picture, share = np.zeros((10, 10, 3), np.float32), np.full((10, 10), 0.5, np.float32)
    box = slice(2, 4), slice(5, 9)
    result = laid(picture, np.full((2, 4, 3), 100, np.float32), share, box)
    assert (result[box] == 50).all()
    assert result.sum() == 50 * 2 * 4 * 3
    assert not picture.any()


def test_an_arm_painted_in_its_box_is_the_arm_painted_in_the_whole_picture() -> None:
    person = drawn_person(sleeve=0.7)
    _, arms = frame_and_arms(person)
    arm, tone, light = arms[1], learn_tone(person), Light(0.1, -0.05, -0.5)
    shape = Edges(arm.bare, arm.bare, arm.bare).inside(arm) * (arm.limb.u > 0) * (arm.limb.u < arm.limb.length)
    box = limb_box(arm, shape)
    whole, part = (arm_skin(person, arm, tone, light, 3, each)[shape[each] > 0.5] for each in (WHOLE, box))
    assert shape[box].size < 0.5 * shape.size
    upper, lower = np.array_split(part - whole, 2)  # nothing but grain and soft blotches differ
    assert np.abs([upper.mean(0), lower.mean(0)]).max() < 4
