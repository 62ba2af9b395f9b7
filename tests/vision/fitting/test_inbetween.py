"""Slivers between an arm and the lower garment that were taken for the old top."""

import numpy as np

from fittingroom.vision.fitting.inbetween import between_arm_and_lower
from fittingroom.vision.person import Label

SKIN, JEANS, SHIRT = (205, 160, 135), (30, 34, 40), (240, 240, 245)
STRIP = slice(98, 103)


def scene(colour: tuple[int, int, int], top: int = 60) -> tuple[np.ndarray, np.ndarray]:
    """Labels and image, 200×200: an arm on the left, jeans on the right, and a strip between them that is labelled as
    the old top, from the row `top` on. colour: the strip's."""
    labels = np.full((200, 200), Label.SKIN, np.uint8)
    labels[:, 100:] = Label.LOWER
    labels[:40] = Label.UPPER
    image = np.array([(0, 0, 0), (0, 0, 0), SKIN, SHIRT, JEANS], np.uint8)[labels]
    labels[top:150, STRIP], image[top:150, STRIP] = Label.UPPER, colour
    return labels, image


def test_an_arms_shaded_edge_before_the_lower_garment_is_no_old_top() -> None:
    labels, image = scene((110, 90, 80))
    found = between_arm_and_lower(labels, image, 250.0)
    assert found[62:148, STRIP].all()
    assert not found[:50].any()


def test_what_has_a_colour_of_its_own_is_the_old_tops_end() -> None:
    assert not between_arm_and_lower(*scene((60, 160, 70)), 250.0).any()


def test_what_hangs_together_with_the_old_top_is_its() -> None:
    assert not between_arm_and_lower(*scene((110, 90, 80), top=30), 250.0).any()


def test_a_hands_soft_edge_that_runs_on_from_the_old_sleeve_is_none_of_it() -> None:
    labels, image = scene((110, 90, 80), top=200)
    labels[40:150, 99], image[40:150, 99] = Label.UPPER, (110, 90, 80)
    found = between_arm_and_lower(labels, image, 250.0)
    assert found[50:148, 99].all()
    assert not found[:40].any()
