"""Old cloth that passed for hair, on a drawn person."""

from dataclasses import replace

import numpy as np
from tests.vision.fitting.drawn import drawn_person, frame_and_arms

from fittingroom.vision.fitting.clothinhair import cloth_as_hair
from fittingroom.vision.fitting.fill import grow
from fittingroom.vision.fitting.frame import Frame
from fittingroom.vision.person import Label, Person

BLACK, RED = (20, 18, 18), (200, 40, 60)


def with_locks() -> tuple[Person, Frame, np.ndarray]:
    """A person in a red top with black locks that come down on it beside the neck; where these lie on the top."""
    person = drawn_person()
    frame, _ = frame_and_arms(person)
    face = np.zeros((478, 3), np.float32)
    rows, columns = np.nonzero(person.labels == Label.FACE)
    face[:, :2] = columns.mean(), rows.mean()
    face[152, 1] = rows.max()
    labels, image = person.labels.copy(), person.image.copy()
    upper = labels == Label.UPPER
    image[upper] = RED
    middle, chin = int(columns.mean()), int(rows.max())
    hair = np.zeros(labels.shape, np.bool_)
    hair[rows.min() - 8 : chin + 40, middle - 40 : middle + 40] = True
    hair[rows.min() - 2 :, columns.min() - 2 : columns.max() + 3] = False
    labels[hair], image[hair] = Label.HAIR, BLACK
    alpha = np.where(hair, np.float32(1), person.alpha)
    return replace(person, labels=labels, image=image, alpha=alpha, face=face), frame, hair & upper


def test_hair_is_hair_to_its_tips() -> None:
    person, frame, low = with_locks()
    assert low.sum() > 200
    assert not cloth_as_hair(person, frame).any()


def test_cloth_seen_between_locks_is_the_tops() -> None:
    person, frame, low = with_locks()
    rows, columns = np.nonzero(low)
    between = (
        low & (np.arange(low.shape[0])[:, None] > rows.max() - 12) & (np.arange(low.shape[1]) < columns.min() + 12)
    )
    image = person.image.copy()
    image[between] = RED
    found = cloth_as_hair(replace(person, image=image), frame)
    assert found[between].mean() > 0.7
    assert not (found & ~grow(between, 1)).any()


def test_dark_cloth_with_some_of_the_tops_colours_that_hangs_together_with_no_hair_is_the_tops() -> None:
    person, frame, low = with_locks()
    rows = np.flatnonzero(low.any(1))
    labels, image = person.labels.copy(), person.image.copy()
    labels[rows.min() - 6 : rows.min(), :][labels[rows.min() - 6 : rows.min(), :] == Label.HAIR] = Label.BACKGROUND
    piece = labels == Label.HAIR
    piece[: rows.min()] = False
    image[piece & (np.arange(len(labels))[:, None] % 12 < 5)] = RED
    found = cloth_as_hair(replace(person, labels=labels, image=image), frame)
    assert found[piece].all()
    assert not found[: rows.min()].any()
