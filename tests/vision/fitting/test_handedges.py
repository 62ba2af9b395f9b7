"""Hands before background that old cloth hid."""

from dataclasses import replace

import numpy as np
from tests.vision.fitting.drawn import SKIN, drawn_person

from fittingroom.vision.fitting.handedges import HandEdges, hand_edges
from fittingroom.vision.person import Hand, Label

UNIT = 150.0
WALL = (240, 240, 245)


def stepped_hand(behind_is_open: bool, alone: bool = False) -> tuple[HandEdges, np.ndarray]:
    """The edges of a hand whose right side ends in steps before a wall, and the hand. behind_is_open: whether that wall
    comes to light, or is as photographed. alone: whether the hand was found."""
    person = drawn_person()
    rows, columns = np.mgrid[: person.labels.shape[0], : person.labels.shape[1]]
    hand = (abs(rows - 400) < 40) & (columns > 280) & (columns < 320 + 2 * (rows // 4 % 2))
    seen = np.where(hand[..., None], np.float32(SKIN), np.float32(WALL)).astype(np.float32)
    labels = np.where(hand, np.uint8(Label.SKIN), np.uint8(Label.UPPER if behind_is_open else Label.BACKGROUND))
    points = np.array([(x, y, 0) for x in (290, 310) for y in (370, 430)], np.float32)
    hands = (None, None if alone else Hand(points, 1.0))
    found = replace(person, labels=labels, alpha=np.float32(labels > 0), hands=hands)
    open_ = np.float32(~hand & behind_is_open)
    return hand_edges(found, seen, open_, UNIT), hand


def test_a_hands_steps_before_what_old_cloth_hid_become_a_soft_line() -> None:
    edges, _ = stepped_hand(True)
    assert np.ptp(edges.share[380:420, 310:330].sum(axis=1)) < 1
    drawn = edges.drawn[380:420, 310:330, 0]
    assert ((drawn > SKIN[0] + 5) & (drawn < WALL[0] - 5)).any(axis=1).all()
    assert np.abs(edges.drawn[400, 300] - SKIN).max() < 1
    assert np.abs(edges.drawn[400, 330] - WALL).max() < 1


def test_a_hand_before_the_photos_own_background_stays() -> None:
    assert not stepped_hand(False)[0].rim.any()


def test_only_hands_are_drawn_anew() -> None:
    assert not stepped_hand(True, alone=True)[0].rim.any()


def test_where_what_is_taken_off_ends_in_the_open_no_edge_is_drawn() -> None:
    person = drawn_person()
    labels = np.full(person.labels.shape, Label.BACKGROUND, np.uint8)
    labels[380:420, 300:340] = Label.SKIN
    open_ = np.zeros(labels.shape, np.float32)
    open_[:, 340:] = 1
    points = np.array([(x, y, 0) for x in (305, 335) for y in (385, 415)], np.float32)
    found = replace(person, labels=labels, alpha=np.float32(labels > 0), hands=(Hand(points, 1.0), None))
    rim = hand_edges(found, person.image.astype(np.float32), open_, UNIT).rim
    assert rim[400, 339]
    assert not rim[374:384].any()
