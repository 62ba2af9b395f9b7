"""Notches beside a new strap, on a drawn shoulder."""

from dataclasses import replace

import numpy as np
from tests.vision.fitting.drawn import drawn_person

from fittingroom.vision.fitting.notches import (
    SLOPE,
    beside_neck,
    evened_where_filled,
    notches,
    strap_corners,
    up_to_seen,
    without_thin_straps,
)
from fittingroom.vision.person import Label, Person

UNIT = 100.0


def shoulder() -> tuple[Person, np.ndarray, np.ndarray, np.ndarray]:
    """A level shoulder at row 100: skin on the left, an old strap of 12 columns beside it, new cloth on the right; bare
    skin is rebuilt from 8 rows lower down."""
    drawn = drawn_person()
    labels, alpha = np.zeros_like(drawn.labels), np.zeros_like(drawn.alpha)
    labels[100:, 50:100], labels[100:, 100:200], alpha[100:, 50:200] = Label.SKIN, Label.UPPER, 1
    cloth, bare = np.zeros_like(alpha), np.zeros_like(alpha)
    cloth[100:, 112:200], bare[108:, 50:200] = 1, 1
    return replace(drawn, labels=labels, alpha=alpha), (labels == Label.UPPER) & (cloth < 0.5), cloth, bare


def test_a_notch_between_skin_and_new_cloth_is_filled_up_to_the_outline() -> None:
    person, erase, cloth, bare = shoulder()
    filled = notches(person, erase, cloth, bare, np.ones(erase.shape, np.bool_), UNIT)
    assert filled[103:108, 100:112].min() > 0.5
    assert filled[103:108, 97:100].min() > 0.5  # with the skin's rim beside it
    assert filled[:100].max() == 0
    assert filled[:, :90].max() == 0


def test_a_shallow_notch_on_a_slope_is_filled_too() -> None:
    person, _, _, bare = shoulder()
    ys, xs = np.mgrid[: bare.shape[0], : bare.shape[1]]
    solid, inside = ys - xs > 0, (xs > 50) & (xs < 200)
    labels = np.where(solid & inside, np.where((xs > 100) & (xs < 107), Label.UPPER, Label.SKIN), 0)
    sloping = replace(person, labels=labels.astype(np.uint8), alpha=solid.astype(np.float32))
    lower = ((ys - xs > 5) & inside).astype(np.float32)
    filled = notches(sloping, labels == Label.UPPER, 0 * bare, lower, np.ones(bare.shape, np.bool_), UNIT)
    assert filled[(ys - xs == 4) & (xs > 102) & (xs < 105)].min() > 0.5


def test_a_bared_shoulder_is_as_high_beside_an_old_strap_as_its_skin_is_seen_to_be() -> None:
    person, _, _, bare = shoulder()
    corners = np.zeros(bare.shape, np.bool_)
    corners[100:106, 92:100] = True
    raised = up_to_seen(person, bare, corners)
    assert raised[100:106, 92:99].min() == 1
    assert not (raised > bare)[:, 100:].any() and not (raised > bare)[:, :88].any()


def test_nothing_is_filled_elsewhere_nor_where_no_notch_is() -> None:
    person, erase, cloth, bare = shoulder()
    everywhere = np.ones(erase.shape, np.bool_)
    assert not notches(person, erase, cloth, bare, ~everywhere, UNIT).any()
    bare[100:, 50:200] = 1
    assert not notches(person, erase, cloth, bare, everywhere, UNIT).any()
    wide = np.zeros_like(cloth)
    wide[100:, 180:200], bare[:] = 1, 0
    assert notches(person, wide < 0.5, wide, bare, everywhere, UNIT)[110, 140] == 0


def test_a_neck_that_is_seen_to_widen_goes_over_into_the_shoulder_without_a_corner() -> None:
    drawn = drawn_person()
    labels, alpha = np.zeros_like(drawn.labels), np.zeros_like(drawn.alpha)
    labels[60:90, 50:104], labels[90:, 50:200] = Label.SKIN, Label.UPPER  # an old collar begins on the neck's slope
    rows, columns = np.mgrid[: labels.shape[0], : labels.shape[1]]
    labels[(columns - 96 > rows - 80) & (rows > 80)] = 0  # what lies beyond the old shoulder
    alpha[labels > 0] = 1
    bare = np.zeros_like(alpha)
    bare[90:, 50:96], bare[110:, 50:200] = 1, 1
    gone, everywhere = labels == Label.UPPER, np.ones(labels.shape, np.bool_)
    filled = notches(replace(drawn, labels=labels, alpha=alpha), gone, 0 * alpha, bare, everywhere, UNIT, SLOPE)
    assert filled[95:108, 97:100].min() > 0.5
    assert filled[:110, 125:].max() < 0.5


def test_an_outline_is_even_where_notches_were_filled_and_stays_elsewhere() -> None:
    person, _, _, bare = shoulder()
    filled = np.zeros_like(bare)
    filled[104:108, 110:150] = 1
    filled[100:104, 120:123] = 1  # a tooth of old cloth's ragged outline
    even = evened_where_filled(person, bare, filled, UNIT)
    assert even[101, 120:123].max() < 0.5
    assert even[106, 125:140].min() > 0.5
    assert np.array_equal(even[:, 175:], bare[:, 175:])
    assert np.array_equal(evened_where_filled(person, bare, 0 * filled, UNIT), bare)


def test_a_thin_strap_tells_nothing_of_the_shoulder_and_broad_cloth_does() -> None:
    cloth = np.zeros((80, 120), np.float32)
    cloth[20:, 60:], cloth[:20, 80:84] = 1, 1
    broad = without_thin_straps(cloth, UNIT)
    assert broad[:16].max() == 0
    assert np.array_equal(broad[30:], cloth[30:])


def test_the_shade_of_an_old_straps_end_goes_with_it_on_the_outline_alone() -> None:
    person, erase, cloth, _ = shoulder()
    corners = strap_corners(person, erase, cloth, np.ones(erase.shape, np.bool_), UNIT)
    assert corners[100:103, 97:100].all()
    assert not corners[:, :94].any() and not corners[106:].any()
    covered = strap_corners(person, erase, np.ones_like(cloth), np.ones(erase.shape, np.bool_), UNIT)
    assert not covered.any()


def test_the_shoulder_rises_to_the_neck_beside_a_corner_of_cloth() -> None:
    body, cloth = np.zeros((200, 300), np.float32), np.zeros((200, 300), np.float32)
    body[20:, 100:160], body[100:, 40:220] = 1, 1
    cloth[90:, 170:260] = 1
    near = np.zeros(body.shape, np.bool_)
    near[:110, 60:200] = True
    filled = beside_neck(body, cloth, near, UNIT)
    assert filled[94:100, 161:169].min() > 0.9
    assert filled[100:103, 159:170].min() > 0.9  # no seam to the skin round about
    assert filled[:80].max() == 0
    assert filled[:85, 175:].max() == 0
    assert not beside_neck(body, np.zeros_like(cloth), near & (np.arange(300) > 175), UNIT).any()
