"""The sides of cloth that hangs over other clothes."""

import numpy as np
from tests.vision.fitting.drawn import drawn_person, frame_and_arms

from fittingroom.vision.fitting.drape import EASE, falls_over, room_beside

T = np.tile(np.linspace(0.35, 1.05, 11, dtype=np.float32), (2, 1))
NONE = np.zeros(T.shape, np.bool_)


def test_cloth_stands_off_what_it_falls_over_and_bounds_itself_there() -> None:
    frame, arms = frame_and_arms(drawn_person())
    straight = np.full(T.shape, 35.0, np.float32)
    widths, own = falls_over(frame, arms, T, straight, NONE, 0.8, loose=False)
    assert np.allclose(widths[:, -1], 35 + EASE * frame.unit, atol=0.2)
    assert own[:, -3:].all()
    assert np.allclose(widths[:, :3], 35, atol=0.2)
    assert not own[:, :3].any()


def test_loose_cloth_spans_a_hollow_waist_more_than_close_cloth() -> None:
    frame, arms = frame_and_arms(drawn_person())
    hollow = np.broadcast_to(40 - 12 * np.sin(np.linspace(0, np.pi, 11)), T.shape).astype(np.float32)
    close, _ = falls_over(frame, arms, T, hollow, NONE, 0.8, loose=False)
    loose, _ = falls_over(frame, arms, T, hollow, NONE, 0.8, loose=True)
    assert (hollow[:, 5] < close[:, 5]).all()
    assert (close[:, 5] + 2 < loose[:, 5]).all()
    assert (loose[:, 5] < 40 + EASE * frame.unit).all()


def test_an_arm_beside_the_body_is_not_covered() -> None:
    frame, arms = frame_and_arms(drawn_person())
    beyond = np.full(T.shape, 200.0, np.float32)
    room = np.stack([room_beside(frame, arms[side], side, T[side]) for side in (0, 1)])
    assert (room[:, 6] < 70).all()
    body = np.minimum(0.9 * room, beyond).astype(np.float32)
    widths, _ = falls_over(frame, arms, T, body, NONE, 0.5, loose=True)
    assert (widths[:, 3:-3] <= room[:, 3:-3] + 1).all()
