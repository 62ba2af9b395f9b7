"""Labels set right where top and lower garment meet."""

from dataclasses import replace

import pytest
from tests.vision.fitting.drawn import SHIRT, SKIN, drawn_person, frame_and_arms

from fittingroom.vision.fitting.labels import tidy_labels
from fittingroom.vision.person import Label

HEM = 325  # the drawn person's top ends there


def test_what_peeps_out_below_the_hem_in_the_tops_colour_is_the_tops() -> None:
    person = drawn_person()
    frame, arms = frame_and_arms(person)
    image = person.image.copy()
    image[HEM : HEM + 5, 180:220] = SHIRT  # a tail of the shirt, labelled as jeans
    tidied = tidy_labels(replace(person, image=image), frame, arms)
    assert (tidied.labels[HEM : HEM + 4, 184:216] == Label.UPPER).all()
    assert (tidied.labels[HEM + 8 : HEM + 20, 180:220] == Label.LOWER).all()


def test_a_white_mark_further_down_the_trousers_stays_theirs() -> None:
    person = drawn_person()
    frame, arms = frame_and_arms(person)
    image = person.image.copy()
    image[HEM + 30 : HEM + 40, 180:220] = SHIRT
    tidied = tidy_labels(replace(person, image=image), frame, arms)
    assert (tidied.labels[HEM + 30 : HEM + 40, 180:220] == Label.LOWER).all()


def test_a_strap_that_rises_from_the_trousers_to_the_top_is_the_tops() -> None:
    person = drawn_person()
    frame, arms = frame_and_arms(person)
    image, labels = person.image.copy(), person.labels.copy()
    image[HEM - 30 : HEM, 160:240], labels[HEM - 30 : HEM, 160:240] = SKIN, Label.SKIN  # a bare belly
    strap = slice(HEM - 32, HEM), slice(171, 174)
    image[strap], labels[strap] = image[HEM + 40, 200], Label.LOWER
    tidied = tidy_labels(replace(person, image=image, labels=labels), frame, arms).labels
    assert (tidied[HEM - 28 : HEM - 8, 171:174] == Label.UPPER).all()
    assert (tidied[HEM + 4 : HEM + 30, 180:220] == Label.LOWER).all()


def test_a_crumb_of_hair_on_a_strap_is_the_straps_and_a_lock_stays_hair() -> None:
    person = drawn_person()
    frame, arms = frame_and_arms(person)
    labels = person.labels.copy()
    labels[150:154, 200:204], labels[150:180, 170:180] = Label.HAIR, Label.HAIR
    tidied = tidy_labels(replace(person, labels=labels), frame, arms).labels
    assert (tidied[150:154, 200:204] == Label.UPPER).all()
    assert (tidied[150:180, 170:180] == Label.HAIR).all()


def test_a_line_of_the_shirts_colour_along_an_arm_is_the_shirts() -> None:
    person = drawn_person()
    image, labels, alpha = person.image.copy(), person.labels.copy(), person.alpha.copy()
    beside = slice(200, 290), slice(140, 170)
    image[beside], labels[beside], alpha[beside] = SHIRT, Label.UPPER, 1
    labels[200:290, 140:143] = Label.SKIN  # three pixels of the shirt, taken for the arm
    mislabelled = replace(person, image=image, labels=labels, alpha=alpha)
    frame, arms = frame_and_arms(mislabelled)
    tidied = tidy_labels(mislabelled, frame, arms).labels
    assert (tidied[215:260, 141:143] == Label.UPPER).mean() > 0.9
    assert (tidied[215:260, 122:136] == Label.SKIN).all()


@pytest.mark.parametrize(("colour", "label"), [((150, 120, 110), Label.UPPER), ((20, 15, 10), Label.HAIR)])
def test_a_tip_of_hair_between_neck_and_collar_is_the_tops_unless_it_has_the_hairs_colour(
    colour: tuple[int, int, int], label: Label
) -> None:
    person = drawn_person()
    frame, arms = frame_and_arms(person)
    image, labels = person.image.copy(), person.labels.copy()
    image[100:200, 150:180], labels[100:200, 150:180] = (15, 12, 10), Label.HAIR
    tip = slice(196, 210), slice(160, 163)
    image[tip], labels[tip] = colour, Label.HAIR
    tidied = tidy_labels(replace(person, image=image, labels=labels), frame, arms).labels
    assert (tidied[202:208, 160:163] == label).all()
    assert (tidied[110:190, 152:178] == Label.HAIR).all()


@pytest.mark.parametrize(("narrow", "label"), [(True, Label.UPPER), (False, Label.HAIR)])
def test_what_goes_on_from_a_strap_in_the_shade_of_hair_is_the_straps(narrow: bool, label: Label) -> None:
    person = drawn_person()
    frame, arms = frame_and_arms(person)
    image, labels = person.image.copy(), person.labels.copy()
    image[100:160, 150:180], labels[100:160, 150:180] = (15, 12, 10), Label.HAIR
    tongue = slice(160, 164), slice(162, 167)
    image[tongue], labels[tongue] = (40, 36, 34), Label.HAIR
    if narrow:  # bare on both sides of it, and of the strap below
        for bare in (slice(140, 161), slice(168, 200)):
            image[160:210, bare], labels[160:210, bare] = SKIN, Label.SKIN
        image[160:164, 161], labels[160:164, 161] = SKIN, Label.SKIN
        image[160:164, 167], labels[160:164, 167] = SKIN, Label.SKIN
    tidied = tidy_labels(replace(person, image=image, labels=labels), frame, arms).labels
    assert (tidied[161:163, 163:166] == label).all()
    assert (tidied[110:155, 152:178] == Label.HAIR).all()
