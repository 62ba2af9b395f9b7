"""Straps that dangle from an old top between waist and arm: found, and taken off along a smooth edge."""

from dataclasses import replace

import numpy as np
from tests.vision.fitting.drawn import SHIRT, drawn_person, frame_and_arms

from fittingroom.vision.fitting.danglers import danglers, matte
from fittingroom.vision.person import Label, Person

ROWS = slice(240, 300)


def with_strap(left: int = 144, right: int = 151) -> tuple[Person, np.ndarray, np.ndarray]:
    """A person whose old top was a short one, with a strap beside the waist; the new cloth, and the trunk."""
    person = drawn_person()
    image, labels, alpha = person.image.copy(), person.labels.copy(), person.alpha.copy()
    trunk = (person.labels == Label.UPPER) & (np.arange(400)[None] > 154)
    image[ROWS, left:right], labels[ROWS, left:right], alpha[ROWS, left:right] = SHIRT, Label.UPPER, 1
    return replace(person, image=image, labels=labels, alpha=alpha), trunk.astype(np.float32), trunk.astype(np.float32)


def test_a_strap_beside_the_waist_dangles() -> None:
    person, cloth, trunk = with_strap()
    frame, arms = frame_and_arms(person)
    found = danglers(person, frame, arms, cloth, trunk)
    assert found[260:290, 146:150].all()
    assert not found[:, 156:].any()


def test_what_a_sleeve_or_new_cloth_or_the_body_is_beneath_does_not_dangle() -> None:
    person, cloth, trunk = with_strap()
    frame, arms = frame_and_arms(person)
    spot = np.zeros(person.labels.shape, np.bool_)
    spot[ROWS, 144:151] = True
    for covered in ((np.maximum(cloth, spot), trunk), (cloth, np.maximum(trunk, spot))):
        assert not (danglers(person, frame, arms, *covered) & spot).any()
    sleeved = replace(arms[0], sleeve_end=0.9 * arms[0].limb.length), arms[1]
    assert not (danglers(person, frame, sleeved, cloth, trunk) & spot)[:285].any()


def test_the_end_of_a_sleeve_that_is_taken_off_goes_with_it() -> None:
    person, cloth, trunk = with_strap()
    frame, arms = frame_and_arms(person)
    sleeved = replace(arms[0], sleeve_end=0.75 * arms[0].limb.length), arms[1]
    assert not danglers(person, frame, sleeved, cloth, trunk)[ROWS].any()


def test_what_is_wide_does_not_dangle() -> None:
    person, cloth, trunk = with_strap(60, 140)
    frame, arms = frame_and_arms(person)
    assert not danglers(person, frame, arms, cloth, trunk)[260:280, 70:130].any()


def test_a_ragged_strap_goes_as_a_whole_and_along_a_smooth_edge() -> None:
    person, _, _ = with_strap()
    found = np.zeros(person.labels.shape, np.bool_)
    found[ROWS, 140:151] = True
    found[ROWS.start : ROWS.stop : 4, 149:151] = False
    found[265:267, 144:147] = False
    share = matte(person, found, 100.0)
    assert share[265, 145] > 0.99
    edge = share[250:290, 140:160].sum(1)
    assert np.abs(np.diff(edge)).max() < 0.6
    assert share[270, 120] == 0


def test_nothing_goes_where_nothing_dangles() -> None:
    person = drawn_person()
    assert not matte(person, np.zeros(person.labels.shape, np.bool_), 100.0).any()


def test_crumbs_are_a_rim_and_do_not_dangle() -> None:
    person, cloth, trunk = with_strap()
    frame, arms = frame_and_arms(person)
    labels = person.labels.copy()
    labels[ROWS, 144:151] = Label.BACKGROUND
    labels[260:264, 146:150] = Label.UPPER
    assert not danglers(replace(person, labels=labels), frame, arms, cloth, trunk)[258:266, 144:152].any()


def test_no_top_dangles_below_the_hips() -> None:
    person, cloth, trunk = with_strap()
    frame, arms = frame_and_arms(person)
    t = frame.fields(person.labels.shape)[0]
    far = replace(person, labels=np.where((person.labels == Label.UPPER) & (trunk < 0.5), 0, person.labels))
    low = (t > 1.3) & (t < 1.7) & (np.abs(np.arange(400) - 147) < 4)[None]
    far = replace(far, labels=np.where(low, Label.UPPER, far.labels).astype(np.uint8))
    assert low.sum() > 50
    assert not danglers(far, frame, arms, cloth, trunk).any()


def test_the_thin_end_of_something_wide_does_not_dangle() -> None:
    person, cloth, trunk = with_strap(60, 140)
    frame, arms = frame_and_arms(person)
    labels, alpha = person.labels.copy(), person.alpha.copy()
    labels[255:262, 20:62], alpha[255:262, 20:62] = Label.UPPER, 1
    assert not danglers(replace(person, labels=labels, alpha=alpha), frame, arms, cloth, trunk)[255:262, 20:58].any()


def test_a_thread_goes_whole_with_the_background_that_it_is_mixed_into() -> None:
    person = drawn_person()
    found = np.zeros(person.labels.shape, np.bool_)
    found[ROWS, 60:62] = True
    share = matte(replace(person, alpha=found.astype(np.float32)), found, 250.0)
    assert share[ROWS, 59:63][10:-10].min() > 0.99
    assert share[ROWS, 70].max() < 0.01
