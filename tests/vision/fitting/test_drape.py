"""The sides of cloth that hangs over other clothes."""

from dataclasses import replace

import numpy as np
from tests.vision.fitting.drawn import drawn_person, frame_and_arms

from fittingroom.vision.fitting.drape import EASE, falls_over, hangs_straight, lower_extent, room_beside
from fittingroom.vision.person import Label, Person

T = np.tile(np.linspace(0.35, 1.05, 11, dtype=np.float32), (2, 1))
NONE = np.zeros(T.shape, np.bool_)


def without_lower(person: Person) -> Person:
    return replace(person, labels=np.where(person.labels == Label.LOWER, 0, person.labels).astype(np.uint8))


def test_cloth_stands_off_what_it_falls_over_and_bounds_itself_there() -> None:
    person = drawn_person()
    frame, arms = frame_and_arms(person)
    person = without_lower(person)
    straight = np.full(T.shape, 35.0, np.float32)
    widths, own = falls_over(person, frame, arms, T, straight, NONE, 0.8, loose=False)
    assert np.allclose(widths[:, -1], 35 + EASE * frame.unit, atol=0.2)
    assert own[:, -3:].all()
    assert np.allclose(widths[:, :3], 35, atol=0.2)
    assert not own[:, :3].any()


def test_loose_cloth_spans_a_hollow_waist_more_than_close_cloth() -> None:
    person = drawn_person()
    frame, arms = frame_and_arms(person)
    person = without_lower(person)
    hollow = np.broadcast_to(40 - 12 * np.sin(np.linspace(0, np.pi, 11)), T.shape).astype(np.float32)
    close, _ = falls_over(person, frame, arms, T, hollow, NONE, 0.8, loose=False)
    loose, _ = falls_over(person, frame, arms, T, hollow, NONE, 0.8, loose=True)
    assert (hollow[:, 5] < close[:, 5]).all()
    assert (close[:, 5] + 2 < loose[:, 5]).all()
    assert (loose[:, 5] < 40 + EASE * frame.unit).all()


def test_an_arm_beside_the_body_is_not_covered() -> None:
    person = drawn_person()
    frame, arms = frame_and_arms(person)
    beyond = np.full(T.shape, 200.0, np.float32)
    room = np.stack([room_beside(frame, arms[side], side, T[side]) for side in (0, 1)])
    assert (room[:, 6] < 70).all()
    body = np.minimum(0.9 * room, beyond).astype(np.float32)
    widths, _ = falls_over(person, frame, arms, T, body, NONE, 0.5, loose=True)
    assert (widths[:, 3:-3] <= room[:, 3:-3] + 1).all()


def test_the_lower_garment_is_covered_as_far_as_it_is_seen_but_nothing_apart_from_it() -> None:
    person = drawn_person()
    frame, _ = frame_and_arms(person)
    labels = np.zeros_like(person.labels)
    labels[330:, 140:265] = Label.LOWER
    labels[330:, 290:300] = Label.LOWER
    t = np.array([0.8, 1.15], np.float32)
    room = np.full(2, 200.0, np.float32)
    extent = lower_extent(replace(person, labels=labels), frame, 1, t, room)
    assert extent[0] == 0
    assert abs(extent[1] - 64) <= 1
    narrow = np.full(T.shape, 45.0, np.float32)
    _, arms = frame_and_arms(person)
    widths, _ = falls_over(replace(person, labels=labels), frame, arms, T + 0.1, narrow, NONE, 0.8, loose=False)
    assert widths[0, -1] > 55


def test_wide_cloth_falls_straight_from_the_armpits_where_the_waist_is_hollow() -> None:
    frame, arms = frame_and_arms(drawn_person())
    hollow = np.broadcast_to(40 - 12 * np.sin(np.linspace(0, np.pi, 11)), T.shape).astype(np.float32)
    even = np.ones(11, np.float32)
    wide, own = hangs_straight(frame, arms, T, hollow, NONE, even, 1.0)
    assert (wide[:, 4:8] >= 40).all()
    assert own[:, 5].all()
    half, _ = hangs_straight(frame, arms, T, hollow, NONE, even, 0.5)
    assert (hollow[:, 5] < half[:, 5]).all()
    assert (half[:, 5] < wide[:, 5]).all()
    kept, _ = hangs_straight(frame, arms, T, hollow, NONE, even, 1.0, kept=float(T[0, -1]))
    assert np.allclose(kept[:, -1], hollow[:, -1])


def test_wide_cloth_ends_behind_a_bare_arm_and_before_one_that_a_long_sleeve_hid() -> None:
    frame, arms = frame_and_arms(drawn_person())
    room = np.stack([room_beside(frame, arms[side], side, T[side]) for side in (0, 1)])
    broad = np.minimum(0.9 * room, 60).astype(np.float32)
    broad[:, 0] = 90.0
    ways = []
    for end in (0.0, 1.0):
        worn = (replace(arms[0], sleeve_end=end * arms[0].limb.length),
                replace(arms[1], sleeve_end=end * arms[1].limb.length))  # fmt: skip
        ways.append(hangs_straight(frame, worn, T, broad, NONE, np.ones(11, np.float32), 1.0)[0])
    bare, hidden = ways
    assert (bare[:, 5:7] > room[:, 5:7] + 2).all()
    assert (bare[:, 5:7] < room[:, 5:7] + 2 * np.median(arms[0].bare)).all()
    assert (hidden[:, 5:7] <= room[:, 5:7] + 1).all()
