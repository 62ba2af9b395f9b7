"""The modelling of bare bellies and chests."""

from dataclasses import replace

import numpy as np
from tests.vision.fitting.drawn import drawn_person, frame_and_arms

from fittingroom.vision.fitting.bellyskin import NAVEL, belly_light
from fittingroom.vision.fitting.chestskin import bones_sure, chest_light, chin_shade, gloss_of
from fittingroom.vision.fitting.skin import Tone
from fittingroom.vision.person import Label, SkinTone

TONE = Tone(50.0, SkinTone(np.float32([30, 80]), np.float32([[30, 15, 20], [80, 10, 15]]), 50, 50, 1))


def drawn(t: float) -> np.ndarray:
    """A belly's light across a torso of 300 pixels by 200, at height t."""
    lateral = np.linspace(-100, 100, 201, dtype=np.float32)
    return belly_light(np.full(201, t, np.float32), lateral / 100, lateral, 300.0, 200.0)


def test_a_belly_has_a_navel_and_a_chest_has_none() -> None:
    navel = drawn(NAVEL)
    assert navel.argmin() == 100
    assert navel[100] < navel[60] - 0.15
    assert (drawn(0.3) == 1).all()


def test_a_bellys_middle_line_ends_at_the_navel() -> None:
    above, below = (drawn(NAVEL + way) for way in (-0.12, 0.12))
    assert above[100] < above[90] - 0.02
    assert abs(below[100] - below[90]) < 0.01


def test_skin_that_shines_shows_its_collar_bones_by_their_lights() -> None:
    below, across = np.linspace(-0.2, 0.3, 101, dtype=np.float32)[:, None], np.full((101, 1), 0.3, np.float32)
    shiny, matt = (chest_light(below, across, below, 0.0, 1.0, gloss)[:, 0] for gloss in (0.25, 0.0))
    assert shiny[40] > matt[40] + 0.1
    assert abs(shiny[0] - matt[0]) < 0.01
    assert gloss_of(66.0, TONE) > 0.2
    assert gloss_of(52.0, TONE) == 0


def test_collar_bones_are_unsure_where_clothes_hide_the_neck() -> None:
    person = drawn_person()
    frame = frame_and_arms(person)[0]
    covered = replace(person, labels=np.where(person.labels == Label.SKIN, Label.UPPER, person.labels))
    assert bones_sure(covered, frame) < 0.5 * bones_sure(person, frame)


def test_a_neck_that_clothes_hid_lies_in_the_chins_shadow() -> None:
    person = drawn_person()
    frame = frame_and_arms(person)[0]
    t, lateral = frame.fields(person.labels.shape)
    light = chin_shade(person, t, lateral / frame.neck_half, frame.unit, 1.0)
    rows = np.flatnonzero((person.labels == Label.FACE).any(1))
    column = int(np.flatnonzero((person.labels == Label.FACE).any(0)).mean())
    near, far = (light[rows[-1] + round(way * frame.unit), column] for way in (0.04, 0.5))
    assert near < 0.9 < far
    assert (chin_shade(person, t, lateral / frame.neck_half, frame.unit, 0.0) == 1).all()
