"""How far the shade of a short sleeve goes, on a drawn person."""

from dataclasses import replace

import numpy as np
import pytest
from tests.vision.fitting.drawn import drawn_person, frame_and_arms

from fittingroom.vision.fitting.outline import Arm
from fittingroom.vision.fitting.sleeveshade import LEAST, MOST, ends_above, shade_reach
from fittingroom.vision.person import Label, Person


def shaded(depth: float, amount: float = 0.5) -> tuple[Person, Arm]:
    """A person in short sleeves that throw a shade so deep (units) on the skin, and one of the arms."""
    person = drawn_person(0.4)
    frame, arms = frame_and_arms(person)
    image = person.image.astype(np.float32)
    for arm in arms:
        below = (arm.limb.u - arm.sleeve_end) / frame.unit
        image[(below > -0.02) & (below < depth)] *= amount
    return replace(person, image=image.astype(np.uint8)), arms[1]


def test_a_shade_is_followed_to_where_the_arm_lies_in_the_light() -> None:
    assert LEAST <= shade_reach(*shaded(0.0)) < 0.05
    assert 0.06 < shade_reach(*shaded(0.08)) <= 0.12  # the sleeve ends aslant


def test_a_faint_change_of_light_is_no_shade_and_a_long_shade_is_not_followed_for_ever() -> None:
    assert shade_reach(*shaded(0.1, 0.98)) < 0.05
    assert shade_reach(*shaded(0.2)) <= MOST


def test_below_a_long_sleeve_and_where_no_arm_is_seen_there_is_no_such_shade() -> None:
    person, arm = shaded(0.08)
    assert shade_reach(person, replace(arm, sleeve_end=0.95 * arm.limb.length)) == LEAST
    assert shade_reach(replace(person, labels=np.zeros_like(person.labels)), arm) == LEAST


@pytest.mark.filterwarnings("error")
def test_a_sleeve_whose_end_is_not_labelled_as_a_top_throws_no_shade() -> None:
    person, arm = shaded(0.08)
    labels = np.where(person.labels == Label.UPPER, np.uint8(Label.BACKGROUND), person.labels)
    assert shade_reach(replace(person, labels=labels), arm) == LEAST


def test_only_a_sleeve_that_ends_well_above_the_old_one_lays_bare_what_that_one_shaded() -> None:
    _, arm = shaded(0.0)
    assert ends_above(arm, 0.0)
    assert ends_above(arm, arm.sleeve_end - 0.1 * arm.limb.length)
    assert not ends_above(arm, arm.sleeve_end - 0.03 * arm.limb.length)
    assert not ends_above(arm, arm.sleeve_end + 0.1 * arm.limb.length)
