from dataclasses import replace

import numpy as np
from tests.vision.fitting.drawn import drawn_person

from fittingroom.vision.fitting.limbs import through
from fittingroom.vision.fitting.shoulderskin import before_hair
from fittingroom.vision.person import Label, Person

UNIT = 100.0


def _shoulder(top: int) -> Person:
    """Skin from row `top` down, hair above."""
    person = drawn_person()
    labels = np.full(person.labels.shape, Label.SKIN, np.uint8)
    labels[:top] = Label.HAIR
    return replace(person, labels=labels)


def _shown(person: Person, usual: float) -> tuple[np.ndarray, np.ndarray]:
    line = np.array([[20, 150], [120, 150], [280, 150]], np.float64)
    limb = through(line, np.array([0, -1]), person.labels.shape[:2], 0.0, 260.0)
    stations = np.arange(40, 160, 4, dtype=np.float32)
    return before_hair(person, limb, stations, np.full(len(stations), usual, np.float32), UNIT)


def test_skin_that_goes_on_above_the_usual_edge_as_far_as_hair_is_the_shoulder() -> None:
    end, shown = _shown(_shoulder(130), 12)
    assert shown[3:-3].all()
    assert np.abs(end[shown] - 20).max() <= 2


def test_hair_before_a_shoulder_takes_nothing_from_it_and_skin_far_above_it_is_another_s() -> None:
    assert not _shown(_shoulder(130), 30)[1].any()
    assert not _shown(_shoulder(105), 12)[1].any()


def test_skin_seen_between_strands_is_no_shoulder() -> None:
    person = _shoulder(130)
    labels = person.labels.copy()
    labels[130:145, np.arange(labels.shape[1]) % 24 > 6] = Label.HAIR
    assert not _shown(replace(person, labels=labels), 12)[1].any()
