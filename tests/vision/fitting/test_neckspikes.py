"""What an open collar left of the skin inside it doesn't stick out beside the neck."""

from dataclasses import replace

import numpy as np
from tests.vision.fitting.drawn import drawn_person, frame_and_arms

from fittingroom.vision.fitting.arrays import Array, f32
from fittingroom.vision.fitting.crops import WHOLE, laid
from fittingroom.vision.fitting.frame import Frame
from fittingroom.vision.fitting.neckspikes import neck_spikes
from fittingroom.vision.person import Label, Person


def with_corner() -> tuple[Person, Frame, Array, np.ndarray]:
    """A person, the new cloth where the old is, and a corner of skin beside the neck above it."""
    person = drawn_person()
    frame, _ = frame_and_arms(person)
    labels, alpha = person.labels.copy(), person.alpha.copy()
    upper = labels == Label.UPPER
    neck = np.flatnonzero(labels[int(frame.neck_mid[1]) - 8] == Label.SKIN)
    edge = int(neck.max())
    top = int(np.flatnonzero(upper[:, edge + 6])[0])
    corner = np.zeros(labels.shape, np.bool_)
    corner[top - 6 : top, edge + 1 : edge + 11] = True
    corner &= labels == Label.BACKGROUND
    labels[corner], alpha[corner] = Label.SKIN, 1
    return replace(person, labels=labels, alpha=alpha), frame, f32(upper), corner


def test_a_corner_of_skin_beside_the_neck_becomes_background() -> None:
    person, frame, cloth, corner = with_corner()
    spikes = neck_spikes(person, frame, cloth, np.zeros_like(cloth), np.zeros_like(cloth))
    tip = corner & np.roll(~corner, -3, axis=1)
    assert corner.sum() > 30
    assert spikes[tip].mean() > 0.6
    assert not spikes[np.isin(person.labels, [Label.FACE, Label.HAIR])].any()
    bare = laid(f32(person.image), f32(np.full(person.image.shape, 9)), spikes, WHOLE)
    assert np.abs(bare[spikes > 0.99] - 9).max() < 3
    assert np.array_equal(bare[spikes == 0], person.image[spikes == 0])


def test_before_the_back_of_a_hood_no_corner_juts_out() -> None:
    person, frame, cloth, corner = with_corner()
    t, _ = frame.fields(cloth.shape)
    hood = f32((t > -0.3) & (t < 0.1) & (person.labels == Label.BACKGROUND))
    tip = corner & np.roll(~corner, -3, axis=1)
    spikes = neck_spikes(person, frame, cloth, np.zeros_like(cloth), hood)
    assert spikes[tip].max() < 0.01
    assert spikes[hood > 0].max() < 0.01


def test_a_neck_that_goes_down_into_the_shoulders_stays_whole() -> None:
    person = drawn_person()
    frame, _ = frame_and_arms(person)
    cloth = f32(person.labels == Label.UPPER)
    skin = (person.labels == Label.SKIN) & (frame.fields(cloth.shape)[0] < 0.05)
    assert neck_spikes(person, frame, cloth, np.zeros_like(cloth), np.zeros_like(cloth))[skin].mean() < 0.02


def test_what_passes_behind_the_shoulder_is_no_corner() -> None:
    person, frame, cloth, corner = with_corner()
    labels, alpha = person.labels.copy(), person.alpha.copy()
    rail = np.zeros(labels.shape, np.bool_)
    rail[np.flatnonzero(corner.any(1))[0] : np.flatnonzero(corner.any(1))[-1] + 1, int(frame.neck_mid[0]) :] = True
    rail &= labels == Label.BACKGROUND
    labels[rail], alpha[rail] = Label.SKIN, 1
    person = replace(person, labels=labels, alpha=alpha)
    assert neck_spikes(person, frame, cloth, np.zeros_like(cloth), np.zeros_like(cloth))[rail].max() < 0.01
