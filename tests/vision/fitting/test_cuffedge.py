"""Where an old long sleeve ends on the hand, by the colours of both."""

from dataclasses import replace

import numpy as np
import pytest
from tests.vision.fitting.drawn import SKIN, drawn_person, frame_and_arms

from fittingroom.vision.fitting.cuffedge import CuffEdge, parted_at, round_hand, seen_cuff
from fittingroom.vision.fitting.outline import Arm
from fittingroom.vision.person import Label, Person

#: How far past the wrist's place the cuff goes, and how much further for each pixel outwards, in the pictures here.
PAST, SLOPE = 8.0, 0.3


def sleeved(hand: tuple[int, int, int] = SKIN) -> tuple[Person, Arm]:
    """A person in long sleeves, with hands of that colour, and labels whose edge at the wrist is ragged."""
    person = drawn_person(sleeve=0.9)
    _, arms = frame_and_arms(person)
    arm = arms[1]
    u, v, long = arm.limb.u, arm.limb.v, arm.limb.length
    image, labels = person.image.copy(), person.labels.copy()
    near = (np.abs(v) < 11) & (u > 0.5 * long) & (u < long + 45)
    below = u > long + PAST + SLOPE * v
    image[near & ~below], image[near & below] = (70, 80, 120), hand
    labels[near] = Label.UPPER
    ragged = u > long + PAST + 7 * np.sin(v)
    labels[near & ragged] = Label.SKIN
    alpha = np.where(near, 1, person.alpha).astype(np.float32)
    found = replace(person, image=image, labels=labels, alpha=alpha)
    return found, replace(arm, sleeve_end=long)


def test_the_edge_lies_where_the_colours_change_and_not_the_labels() -> None:
    person, arm = sleeved()
    edge = seen_cuff(person, arm)
    assert edge is not None
    v = np.array([-8.0, 0.0, 8.0])
    assert edge.at(v) == pytest.approx(arm.limb.length + PAST + SLOPE * v, abs=2.5)


def test_no_edge_is_seen_where_hand_and_cuff_are_alike_or_the_sleeve_is_short() -> None:
    person, arm = sleeved(hand=(72, 80, 119))
    assert seen_cuff(person, arm) is None
    person, arm = sleeved()
    assert seen_cuff(person, replace(arm, sleeve_end=0.5 * arm.limb.length)) is None


def test_labels_are_parted_at_the_edge() -> None:
    person, arm = sleeved()
    edge = seen_cuff(person, arm)
    assert edge is not None
    parted = parted_at(person, arm, edge)
    past = arm.limb.u - edge.at(arm.limb.v)
    on_hand = np.abs(arm.limb.v) < 7
    assert (parted.labels[on_hand & (past > 1) & (past < 8)] == Label.SKIN).all()
    assert (parted.labels[on_hand & (past < -1) & (past > -8)] == Label.UPPER).all()
    assert (person.labels[on_hand & (past < -1) & (past > -8)] == Label.SKIN).any()


def test_a_sleeve_closes_round_its_hand_and_no_wider() -> None:
    person, arm = sleeved()
    u, v = arm.limb.u, arm.limb.v
    edge = CuffEdge(arm.limb.length + PAST, 0.0, 0.0, 0.0, 9.0)
    beside = ((v > 2) & (u < edge.level)).astype(np.float32)  # as if the arm were thought to lie further out
    alpha, added = round_hand(parted_at(person, arm, edge), arm, edge, beside)
    end = (u > edge.level - 5) & (u < edge.level - 2)
    assert alpha[end & (np.abs(v) < 8)].min() > 0.9
    assert added[end & (v < 0) & (v > -8)].min() > 0.9
    assert alpha[end & (v > 9 + 0.2 * arm.unit)].max() == 0
    assert alpha[(u > edge.level + 2) & (np.abs(v) < 8)].max() == 0
