"""Cuffs over hands in pockets: as wide as the old ones were."""

from dataclasses import replace

import numpy as np
from tests.vision.fitting.drawn import drawn_person, frame_and_arms

from fittingroom.vision.fitting.pocketcuffs import within_old_cuff
from fittingroom.vision.person import Label


def test_past_the_wrists_place_a_sleeve_is_no_wider_than_the_old_cuff_there() -> None:
    person = drawn_person()
    _, arms = frame_and_arms(person)
    arm = arms[1]
    long, u, v = arm.limb.length, arm.limb.u, arm.limb.v
    narrow = (np.abs(v) < 0.6 * arm.half) & (u > 0) & (u < 1.15 * long)
    labels = np.where(narrow, Label.UPPER, Label.BACKGROUND).astype(person.labels.dtype)
    sleeved = replace(person, labels=labels, alpha=np.ones_like(person.alpha))
    gate = within_old_cuff(sleeved, arm, 1.15 * long)
    end = (u > 0.95 * long) & (u < 1.1 * long)
    assert gate[end & (np.abs(v) < 0.3 * arm.half)].min() > 0.9
    assert gate[end & (np.abs(v) > 1.3 * arm.half) & (np.abs(v) < 2 * arm.half)].max() < 0.1
    assert gate[(u > 0) & (u < 0.75 * long)].min() == 1


def test_a_sleeve_that_ends_at_the_wrist_may_be_as_wide_as_it_is() -> None:
    person = drawn_person()
    _, arms = frame_and_arms(person)
    assert within_old_cuff(person, arms[0], arms[0].limb.length).min() == 1
