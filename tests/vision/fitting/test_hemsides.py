"""A jacket's front that was labelled trousers is the jacket's; trousers stay trousers."""

from dataclasses import replace

import numpy as np
from tests.vision.fitting.drawn import drawn_person, frame_and_arms

from fittingroom.vision.fitting.hemsides import with_hem_sides
from fittingroom.vision.person import Label, Person

NAVY, CHARCOAL, SHADED_NAVY = (22, 26, 46), (38, 38, 40), (15, 18, 31)


def dressed(top: tuple[int, int, int], front: tuple[int, int, int]) -> Person:
    """A person in a `top` over charcoal trousers; the lower end of its front on the right, of the colour `front`, is
    labelled trousers."""
    person = drawn_person()
    image, labels = person.image.copy(), person.labels.copy()
    image[labels == Label.UPPER], image[labels == Label.LOWER] = top, CHARCOAL
    end = np.zeros(labels.shape, np.bool_)
    end[285:335, 212:246] = True
    end &= (labels == Label.UPPER) | (labels == Label.LOWER)
    image[end], labels[end] = front, Label.LOWER
    return replace(person, image=image, labels=labels)


def moved(person: Person) -> np.ndarray:
    frame, _ = frame_and_arms(person)
    found = with_hem_sides(person, frame).labels
    assert ((found == person.labels) | (found == Label.UPPER)).all()
    return np.asarray(found != person.labels)


def test_a_front_that_hangs_lower_is_the_tops_in_the_shade_too() -> None:
    for front in (NAVY, SHADED_NAVY):
        found = moved(dressed(NAVY, front))
        assert found[290:330, 216:242].mean() > 0.95
        assert not found[345:].any()
        assert not found[:, :205].any()


def test_trousers_are_left_alone() -> None:
    assert not moved(dressed(NAVY, CHARCOAL)).any()


def test_clothes_of_one_colour_say_nothing() -> None:
    assert not moved(dressed(CHARCOAL, NAVY)).any()
