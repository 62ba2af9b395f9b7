"""Cloth that ends behind an arm."""

import numpy as np
from tests.vision.fitting.drawn import drawn_person, frame_and_arms

from fittingroom.vision.fitting.behindarms import behind_arms
from fittingroom.vision.person import Label


def test_cloth_ends_at_the_arm_that_hides_its_edge_but_not_at_the_top_above_it() -> None:
    person = drawn_person()
    _, arms = frame_and_arms(person)
    cloth = (person.labels == Label.LOWER).astype(np.float32)
    front = (person.alpha > 0.5).astype(np.float32) * (1 - cloth)
    found = behind_arms(person, arms, cloth, front)
    skin = (person.labels == Label.SKIN) & (np.abs(arms[0].limb.v) < arms[0].half) & (arms[0].limb.u > 20)
    assert skin.any()
    assert found[skin].all()
    assert not found[(person.labels == Label.UPPER) | (cloth > 0.5)].any()
    assert not behind_arms(person, arms, cloth, np.zeros_like(cloth)).any()
