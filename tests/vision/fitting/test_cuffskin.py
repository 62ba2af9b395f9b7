"""Cuffs of about skin's colour."""

from dataclasses import replace

import numpy as np
import pytest
from tests.vision.fitting.drawn import drawn_person, frame_and_arms

from fittingroom.vision.fitting.cuffskin import cuff_as_skin, with_wrist_cuffs
from fittingroom.vision.person import Label, Person

SAND, ROSE, BLACK, BETWEEN = (205, 190, 170), (205, 160, 140), (25, 25, 25), (205, 178, 158)


def in_cuffs(sleeve: tuple[int, int, int], cuff: tuple[int, int, int]) -> tuple[Person, np.ndarray]:
    """A person in a long `sleeve` of which the lowest 12 pixels, of colour `cuff`, are labelled skin, and where."""
    person = drawn_person(sleeve=0.9)
    labels, image = person.labels.copy(), person.image.copy()
    image[labels == Label.UPPER] = sleeve
    image[labels == Label.SKIN] = ROSE
    _, arms = frame_and_arms(person)
    low = (labels == Label.UPPER) & (arms[1].limb.u > arms[1].sleeve_end - 12) & (np.abs(arms[1].limb.v) < 20)
    low[:, :200] = False
    labels[low], image[low] = Label.SKIN, cuff
    return replace(person, labels=labels, image=image), low


@pytest.mark.parametrize(
    ("sleeve", "cuff", "found"),
    [(SAND, SAND, True), (SAND, ROSE, False), (SAND, BETWEEN, False), (BLACK, (150, 150, 150), False)],
)
def test_a_cuff_is_told_from_the_hand_by_its_hue(
    sleeve: tuple[int, int, int], cuff: tuple[int, int, int], found: bool
) -> None:
    person, low = in_cuffs(sleeve, cuff)
    frame, arms = frame_and_arms(person)
    given = cuff_as_skin(person, arms[1])
    assert (given[low].mean() > 0.8) == found and not given[~low].any()
    after, ends = with_wrist_cuffs(person, frame, arms)
    assert ((after.labels[low] == Label.UPPER).mean() > 0.8) == found
    assert ends[1].sleeve_end >= arms[1].sleeve_end
