"""Which skin belongs to bared arms, on drawn people."""

from dataclasses import replace

import numpy as np
from tests.vision.fitting.drawn import drawn_person, frame_and_arms
from tests.vision.product.drawn import dress

from fittingroom.vision.fitting.barearms import bare_arms, before_body, beside_sleeve, beyond_wrist
from fittingroom.vision.person import Hand, Label, Person
from fittingroom.vision.product import analyse_garment


def with_slit(sleeve: float) -> tuple[Person, np.ndarray]:
    """Someone with a line of something else across the right wrist, and where that is."""
    person = drawn_person(sleeve=sleeve)
    labels = person.labels.copy()
    slit = np.zeros(labels.shape, np.bool_)
    slit[300:303, 274:284] = True
    labels[slit] = Label.UPPER
    return replace(person, labels=labels), slit


def kept(person: Person) -> np.ndarray:
    frame, arms = frame_and_arms(person)
    return bare_arms(person, frame, arms, (0.0, 0.0))


def test_a_bracelet_on_a_bare_arm_stays_with_it() -> None:
    person, bracelet = with_slit(sleeve=0.2)
    assert kept(person)[bracelet].all()


def test_the_last_of_a_long_sleeves_cuff_is_no_bracelet() -> None:
    person, cuff = with_slit(sleeve=0.9)
    assert not kept(person)[cuff].any()


def test_only_what_lies_outside_a_sleeve_that_goes_on_is_beside_it() -> None:
    _, arms = frame_and_arms(drawn_person(sleeve=0.5))
    arm = arms[1]
    along, v = arm.limb.u / arm.limb.length, arm.limb.v
    cloth = ((np.abs(v) < 0.8 * arm.half) & (along > 0) & (along < 0.5)).astype(np.float32)
    beside = beside_sleeve(arm, cloth)
    outside = (v > 0.95 * arm.half) & (v < 1.1 * arm.half)
    assert beside[outside & (along > 0.1) & (along < 0.4)].mean() > 0.9
    assert beside[(along > 0.47) & (along < 1)].max() < 0.1  # skin comes out of a sleeve's end
    assert beside[v < 0].max() == 0 and beside[cloth > 0].max() == 0


def test_only_a_bare_arm_that_hangs_before_the_body_lies_before_its_cloth() -> None:
    bare = drawn_person(sleeve=0.0)
    garment = analyse_garment(dress().image, None)
    garment = replace(garment, sleeves=(None, None))
    _, arms = frame_and_arms(bare)
    arm, other = replace(arms[0], sleeve_end=0.0), replace(arms[1], sleeve_end=0.0)
    across = (np.abs(arm.limb.v) < 1.5 * arm.half).astype(np.float32)
    within = (np.abs(arm.limb.v) < 0.8 * arm.half) & (np.abs(arm.limb.u / arm.limb.length - 0.3) < 0.1)
    within &= bare.labels == Label.SKIN
    assert within.any()
    assert before_body(bare, garment, (arm, other), across)[within].all()
    assert not before_body(bare, garment, (arm, other), 1 - across)[within].any()
    sleeved = replace(arm, sleeve_end=0.4 * arm.limb.length)
    assert not before_body(bare, garment, (sleeved, other), across)[within].any()


def test_a_hand_that_was_found_lies_before_a_sleeve_that_the_pose_leads_across_it() -> None:
    person = drawn_person(sleeve=0.6)
    frame, arms = frame_and_arms(person)
    fingers = np.array([[270 + 4 * k, 326, 0] for k in range(5)], np.float32)
    points = np.concatenate([[[278, 284, 0]], np.repeat(fingers, 4, axis=0)]).astype(np.float32)
    ends = (arms[0].limb.length, 1.4 * arms[1].limb.length)
    seen, lost = (
        bare_arms(replace(person, hands=(None, hand)), frame, arms, ends)[312:320, 274:283]
        for hand in (Hand(points, 0.9), None)
    )
    assert seen.all() and not lost.any()


def test_a_hand_that_no_sleeve_comes_near_is_whole_to_its_wrist() -> None:
    person = drawn_person(sleeve=0.6)
    frame, arms = frame_and_arms(person)
    thumb = slice(278, 292), slice(236, 262)
    labels = person.labels.copy()
    labels[thumb] = Label.SKIN
    fingers = np.array([[240 + 8 * k, 326, 0] for k in range(5)], np.float32)
    points = np.concatenate([[[250, 282, 0]], np.repeat(fingers, 4, axis=0)]).astype(np.float32)
    posed = replace(person, labels=labels, hands=(None, Hand(points, 0.9)))
    short, long = (
        bare_arms(posed, frame, arms, (share * arms[0].limb.length, share * arms[1].limb.length))[thumb]
        for share in (0.3, 1.4)
    )
    assert short[8:, 12:-6].all() and not long[:, :20].any()


def test_a_sleeve_still_ends_a_little_past_a_hands_wrist() -> None:
    hand = Hand(np.array([[50, 20, 0], *[[50, 60, 0]] * 20], np.float32), 0.9)
    beyond = beyond_wrist(hand, (100, 100), 100.0)
    assert not beyond[:29].any() and beyond[32:].all()
