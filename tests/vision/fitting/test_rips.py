from dataclasses import replace

import numpy as np
import pytest
from tests.vision.fitting.drawn import drawn_person

from fittingroom.vision.fitting.frame import measure
from fittingroom.vision.fitting.outline import trace_arms
from fittingroom.vision.fitting.rips import hanging_threads, rip_beside, rips, with_rips, with_threads, without_rips
from fittingroom.vision.person import Hand, Label, Person


def torn(rows: slice, columns: slice) -> tuple[Person, np.ndarray]:
    """A person whose trousers show skin there, and where."""
    person = drawn_person()
    hole = np.zeros(person.labels.shape, np.bool_)
    hole[rows, columns] = True
    return replace(person, labels=np.where(hole, np.uint8(Label.SKIN), person.labels).astype(np.uint8)), hole


def found(person: Person) -> tuple[np.ndarray, float]:
    frame = measure(person)
    return rips(person, trace_arms(person, frame), frame.unit), frame.unit


def test_skin_in_a_hole_of_the_trousers_belongs_to_them() -> None:
    person, hole = torn(slice(430, 446), slice(180, 200))
    holes, _ = found(person)
    assert (holes == hole).all()
    assert (with_rips(person, holes).labels[hole] == Label.LOWER).all()


def test_hands_arms_and_the_neck_are_no_holes() -> None:
    person = drawn_person()
    assert not found(person)[0].any()


def test_a_hand_before_the_trousers_whose_wrist_is_hidden_is_no_hole() -> None:
    person, hand = torn(slice(332, 348), slice(158, 170))
    assert not (found(person)[0] & hand).any()


def beside_a_hand() -> tuple[Person, np.ndarray]:
    """A person with a hand before the trousers, an arm above it, and a hole beside its thumb, and where the hole is."""
    person = drawn_person()
    image, labels = person.image.copy(), person.labels.copy()
    image[300:372, 160:178], labels[300:372, 160:178] = (205, 160, 135), Label.SKIN
    image[346:362, 178:192], labels[346:362, 178:192] = (230, 190, 170), Label.SKIN
    points = np.zeros((21, 3), np.float32)
    points[:, 0], points[:, 1] = np.tile([163, 169, 175], 7), np.linspace(334, 368, 21)
    hole = np.zeros(labels.shape, np.bool_)
    hole[346:362, 178:192] = True
    return replace(person, image=image, labels=labels, hands=(Hand(points, 0.9), None)), hole


def test_a_hole_that_a_hand_lies_beside_ends_where_the_hand_begins() -> None:
    person, hole = beside_a_hand()
    found = rip_beside(person, person.hands[0], 100.0)
    assert found[hole].mean() > 0.9
    assert not found[:, :177].any()
    assert not rip_beside(person, None, 100.0).any()


def test_skin_beside_a_hand_is_a_hole_only_in_trousers_that_have_others() -> None:
    person, hole = beside_a_hand()
    frame = measure(person)
    arms = trace_arms(person, frame)
    assert (without_rips(person, arms, frame.unit)[0].labels == person.labels).all()
    labels = person.labels.copy()
    labels[430:446, 200:220] = Label.SKIN
    whole = without_rips(replace(person, labels=labels), arms, frame.unit)[0]
    assert (whole.labels[hole] == Label.LOWER).mean() > 0.9


@pytest.mark.parametrize("label", [Label.SHOES, Label.UPPER])
def test_skin_between_cloth_and_a_shoe_or_a_top_is_no_hole(label: Label) -> None:
    person, hole = torn(slice(430, 446), slice(180, 200))
    person.labels[446:450, 180:200] = label
    assert not (found(person)[0] & hole).any()


@pytest.mark.parametrize(("columns", "open_"), [(slice(148, 168), True), (slice(176, 196), False)])
def test_threads_hang_out_of_a_hole_at_the_outline_alone(columns: slice, open_: bool) -> None:
    person, _ = torn(slice(430, 446), columns)
    image = person.image.copy()
    image[436:462, 136:139], image[436:439, 136:146] = 250, 250  # hangs down beside the leg
    person = replace(person, image=image)
    holes, unit = found(person)
    threads = hanging_threads(person, holes, unit)
    assert holes.any() and threads[440:460, 137].all() == open_ and threads.any() == open_
    assert not threads[person.alpha > 0.5].any() and not threads[:, :130].any() and not threads[:, 250:].any()


def test_threads_are_no_background() -> None:
    person = drawn_person()
    threads = np.zeros(person.alpha.shape, np.bool_)
    threads[440:460, 130:134] = True
    more = with_threads(person, threads).alpha
    assert (more[threads] == 1).all() and (more[~threads] == person.alpha[~threads]).all()
