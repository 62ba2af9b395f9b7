"""Forearms that go on behind the hair."""

from dataclasses import replace

import numpy as np
import pytest
from tests.vision.hair.heads import HAIR, frame, haired

from fittingroom.vision.hair.arms import arm_skin, hidden_arms
from fittingroom.vision.person import Label, Limb, Person

_TOP, _LOW = 130, 170


@pytest.fixture(scope="module")
def armed() -> tuple[Person, np.ndarray]:
    """A forearm from the left towards the head, lighter above than below, its last part under hair."""
    person = haired()
    image, labels = person.image.copy(), person.labels.copy()
    image[_TOP:_LOW, :60] = np.linspace(210, 110, _LOW - _TOP)[:, None, None]
    labels[_TOP:_LOW, :40] = Label.SKIN
    image[100:200, 40:90], labels[100:200, 40:90] = HAIR, Label.HAIR
    steps = np.linspace(2, 50, 16)
    arm = Limb(
        axis=np.stack([steps, np.full(16, 150.0)], 1).astype(np.float32),
        along=np.linspace(0, 1, 16, dtype=np.float32),
        normal=np.tile(np.float32([0, 1]), (16, 1)),
        halfwidth=np.full((16, 2), 20, np.float32),
        measured=np.ones((16, 2), bool),
        bare=np.ones(16, np.float32),
        cover=0.0,
        seen=1.0,
        region=labels == Label.SKIN,
    )
    figure = replace(person.figure, arms=(arm, None))
    return replace(person, image=image, labels=labels, figure=figure), labels == Label.HAIR


def test_an_arm_goes_on_towards_the_head(armed: tuple[Person, np.ndarray]) -> None:
    found = hidden_arms(armed[0], frame())
    assert found[140:160, 45:85].all()
    assert not found[:120].any() and not found[180:].any()


def test_it_is_as_wide_and_as_light_across_as_before_the_hair(armed: tuple[Person, np.ndarray]) -> None:
    person, hair = armed
    drawn, arms = arm_skin(person.image.astype(np.float32), person, frame(), hair)
    rows = np.flatnonzero(arms[:, 70])
    assert abs(rows[0] - _TOP) <= 2 and abs(rows[-1] - _LOW) <= 2
    assert np.abs(drawn[135:165, 70].mean(-1) - person.image[135:165, 20].mean(-1)).max() < 14


@pytest.mark.filterwarnings("error")
def test_where_hair_hides_the_wrist_the_rest_of_the_arm_tells_whether_it_is_bare(
    armed: tuple[Person, np.ndarray],
) -> None:
    person, _ = armed
    arm = person.figure.arms[0]
    assert arm is not None
    for rest, goes_on in ((1.0, True), (0.0, False), (np.nan, False)):
        bare = np.full(16, rest, np.float32)
        bare[-4:] = np.nan
        figure = replace(person.figure, arms=(replace(arm, bare=bare), None))
        assert hidden_arms(replace(person, figure=figure), frame()).any() == goes_on
