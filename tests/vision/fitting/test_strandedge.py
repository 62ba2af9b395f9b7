"""The soft edge of hair before clothes."""

from dataclasses import replace

import numpy as np
from tests.vision.fitting.drawn import drawn_person

from fittingroom.vision.fitting.arrays import Array
from fittingroom.vision.fitting.strandedge import StrandEdge, strand_edge
from fittingroom.vision.person import Label, Person

HAIR, CLOTH = (35, 28, 25), (220, 225, 230)


def hair_over_cloth(strand_colour: tuple[int, int, int] = HAIR, cloth: tuple[int, int, int] = CLOTH) -> Person:
    """Hair above a top, with a gap that its label misses and a strand three pixels thin, labelled top."""
    person = drawn_person()
    image = np.full((480, 400, 3), 128, np.uint8)
    labels, alpha = np.full((480, 400), Label.BACKGROUND), np.zeros((480, 400), np.float32)
    image[100:200, 100:200], labels[100:200, 100:200] = HAIR, Label.HAIR
    image[200:400, 100:200], labels[200:400, 100:200] = cloth, Label.UPPER
    image[194:200, 170:190] = cloth
    image[200:222, 130:133] = strand_colour
    alpha[100:400, 100:200] = 1
    return replace(person, image=image, labels=labels.astype(np.uint8), alpha=alpha)


def edge_of(person: Person) -> tuple[StrandEdge, Array]:
    front = (person.labels == Label.HAIR).astype(np.float32)
    return strand_edge(person, front, person.labels != Label.BACKGROUND, 100), front


def test_cloth_in_the_label_of_hair_goes_and_a_thin_strand_beyond_it_stays_in_its_own_colour() -> None:
    edge, _ = edge_of(hair_over_cloth())
    assert edge.front[196:199, 173:187].max() < 0.3
    assert edge.front[202:212, 131].min() > 0.8
    assert edge.share[202:212, 131].min() > 0.5
    assert np.abs(edge.pure[202:212, 131] - HAIR).max() < 12
    assert edge.front[230:, :].max() == 0


def test_a_stripe_of_another_colour_that_meets_hair_is_no_strand() -> None:
    edge, _ = edge_of(hair_over_cloth((200, 40, 40)))
    assert edge.front[205:, 131].max() < 0.1


def test_hair_before_a_top_of_its_own_colour_stays_as_it_was() -> None:
    edge, front = edge_of(hair_over_cloth(cloth=(38, 30, 28)))
    assert np.array_equal(edge.front, front)
    assert edge.share.max() == 0
