"""Where a top, hands and shoes end and the lower garment begins, told from colour."""

from dataclasses import replace

import numpy as np
import pytest
from tests.vision.fitting.drawn import SHIRT, drawn_person, frame_and_arms

from fittingroom.vision.fitting.outline import OldTop, Sides
from fittingroom.vision.fitting.waistline import (
    up_to_hem,
    with_hands,
    with_hem,
    with_highest_waist,
    with_hips,
    with_shaded_lower,
    with_shoes,
)
from fittingroom.vision.person import Label, Person

UNIT = 100.0


@pytest.fixture
def person() -> Person:
    return drawn_person()


def relabelled(person: Person, rows: slice, columns: slice, label: Label) -> Person:
    labels = person.labels.copy()
    labels[rows, columns] = label
    return replace(person, labels=labels)


def test_labels_that_miss_a_hem_are_moved_to_where_the_colours_part(person: Person) -> None:
    for rows, label in ((slice(323, 326), Label.LOWER), (slice(326, 330), Label.UPPER)):
        found = with_hem(relabelled(person, rows, slice(165, 235), label), UNIT).labels
        assert (found[321:333, 170:230] == person.labels[321:333, 170:230]).mean() > 0.97


def test_a_belt_loop_as_light_as_the_top_is_no_part_of_it(person: Person) -> None:
    image = person.image.copy()
    image[326:334, 190:193] = SHIRT
    wrong = relabelled(replace(person, image=image), slice(326, 334), slice(190, 193), Label.UPPER)
    assert (with_hem(wrong, UNIT).labels[328:334, 190:193] == Label.LOWER).all()


def test_clothes_of_one_colour_keep_their_labels(person: Person) -> None:
    image = person.image.copy()
    image[(person.labels == Label.UPPER) | (person.labels == Label.LOWER)] = (90, 90, 90)
    same = replace(person, image=image)
    assert (with_hem(same, UNIT).labels != same.labels).sum() < 40


def test_cloth_beside_a_hand_that_was_taken_for_skin_is_cloth(person: Person) -> None:
    edge = int(np.flatnonzero(person.labels[335] == Label.LOWER)[0])
    wrong = relabelled(person, slice(330, 340), slice(edge, edge + 4), Label.SKIN)
    found = with_hands(wrong, UNIT).labels
    assert (found[331:339, edge : edge + 3] == Label.LOWER).all()


def test_the_waist_is_raised_under_a_slanting_hem_and_on_a_bare_belly(person: Person) -> None:
    frame, _ = frame_and_arms(person)
    old = OldTop(0.95, 1.05, False, True, None, None)
    raised = with_highest_waist(person, frame, old)
    assert raised.waist is not None
    assert 1.0 < raised.waist < 1.05
    t, _ = frame.fields(person.labels.shape)
    highest = float(t[person.labels == Label.LOWER].min())
    bare = replace(old, waist=highest + 0.06)
    assert with_highest_waist(person, frame, replace(bare, belly=True)).waist == pytest.approx(highest, abs=0.01)


def test_between_the_fronts_of_an_open_jacket_the_waist_lies_where_the_waistband_shows(person: Person) -> None:
    frame, _ = frame_and_arms(person)
    hem = int(np.flatnonzero(person.labels[:, 200] == Label.LOWER)[0])
    rows = slice(hem - 12, hem)
    opening = relabelled(person, rows, slice(185, 215), Label.LOWER)
    slit = relabelled(person, rows, slice(197, 203), Label.LOWER)
    t, _ = frame.fields(person.labels.shape)
    highest = float(t[opening.labels == Label.LOWER].min())
    old = OldTop(1.1, highest + 0.09, False, True, None, None, open=True)
    whole = replace(old, open=False)
    assert with_highest_waist(opening, frame, whole).waist == pytest.approx(highest + 0.05, abs=0.012)
    assert with_highest_waist(opening, frame, old).waist == pytest.approx(highest, abs=0.012)
    assert with_highest_waist(slit, frame, old).waist == pytest.approx(highest + 0.05, abs=0.012)


def test_above_the_old_waist_new_cloth_shows_only_where_old_cloth_did(person: Person) -> None:
    frame, _ = frame_and_arms(person)
    t, _ = frame.fields(person.labels.shape)
    may = up_to_hem(person, t, 10.0, UNIT)
    assert may[400, 200] > 0.9
    assert may[400, 30] < 0.1
    assert may[250, 200] < 0.1
    hem = int(np.flatnonzero(person.labels[:, 200] == Label.LOWER)[0])
    assert may[hem - 2, 200] > 0.8  # it goes on under a soft hem
    assert (up_to_hem(person, t, -10.0, UNIT) == 1).all()


def test_a_dark_fold_above_the_hem_stays_the_tops(person: Person) -> None:
    image = person.image.copy()
    trousers = image[340, 200].copy()
    image[320:323, 175:225] = trousers
    found = with_hem(replace(person, image=image), UNIT).labels
    assert (found[320:323, 180:220] == Label.UPPER).all()


@pytest.mark.parametrize(("trousers", "found"), [((60, 90, 150), True), ((95, 95, 97), False)])
def test_trousers_in_the_shade_of_a_jacket_are_told_by_their_tint_where_they_have_one(
    person: Person, trousers: tuple[int, int, int], found: bool
) -> None:
    unit = frame_and_arms(person)[0].unit
    labels, image = person.labels.copy(), person.image.copy()
    image[labels == Label.UPPER] = 40
    image[labels == Label.LOWER] = trousers
    first = int(np.flatnonzero((labels == Label.LOWER)[:, 200])[0])
    shaded = (labels == Label.LOWER) & (np.arange(480) < first + 6)[:, None]
    image[shaded], labels[shaded] = (0.5 * np.array(trousers)).astype(np.uint8), Label.UPPER
    parted = with_shaded_lower(replace(person, labels=labels, image=image), unit)
    core = shaded & (np.arange(400) > 170) & (np.arange(400) < 230)
    assert ((parted.labels[core] == Label.LOWER).mean() > 0.8) == found
    assert (parted.labels[: first - 4] == person.labels[: first - 4]).all()


def test_a_sliver_of_trousers_up_along_the_top_is_its_shade(person: Person) -> None:
    image = person.image.copy()
    image[290:326, 198:202] = image[340, 200]
    wrong = relabelled(replace(person, image=image), slice(290, 326), slice(198, 202), Label.LOWER)
    assert (with_hem(wrong, UNIT).labels[295:316, 198:202] == Label.UPPER).all()


def test_a_lower_garment_does_not_stand_out_from_behind_the_top(person: Person) -> None:
    frame, _ = frame_and_arms(person)
    t, _ = frame.fields(person.labels.shape)
    row = 300
    solid = np.flatnonzero(person.alpha[row] > 0.5)
    assert person.labels[row, solid[-1]] in (Label.UPPER, Label.SKIN)
    waist = float(t[row, solid[-1]]) - 0.05
    wide = replace(person, labels=np.where(person.labels == Label.SKIN, np.uint8(Label.UPPER), person.labels))
    shown = up_to_hem(wide, t, waist, UNIT)
    assert shown[row, solid[-1] + 4] < 0.1
    assert shown[row, 200] > 0.9


def test_shade_of_the_top_beside_such_a_sliver_stays_the_tops_too(person: Person) -> None:
    image = person.image.copy()
    image[290:326, 190:202] = image[340, 200]
    wrong = relabelled(replace(person, image=image), slice(290, 326), slice(198, 202), Label.LOWER)
    assert (with_hem(wrong, UNIT).labels[295:312, 190:202] == Label.UPPER).all()


def test_a_hip_behind_a_hand_reaches_as_far_as_cloth_is_seen_beyond_it(person: Person) -> None:
    frame, _ = frame_and_arms(person)
    t = np.linspace(0.2, 1.4, 61, dtype=np.float32)
    width = np.full((2, 61), 0.4 * frame.unit, np.float32)
    rows, lateral = frame.fields(person.labels.shape)
    cloth = (rows > 1.0) & (np.abs(lateral) < 0.46 * frame.unit)
    worn = replace(person, labels=np.where(cloth, np.uint8(Label.LOWER), np.uint8(Label.BACKGROUND)))
    hidden = Sides(t, width, np.array([[False] * 61, [True] * 61]), width[0])
    found = with_hips(worn, frame, hidden)
    assert found.at(0, 1.2) == pytest.approx(0.46 * frame.unit, abs=2)
    assert (found.width[1] == width[1]).all()
    assert found.at(0, 0.8) == pytest.approx(0.4 * frame.unit, abs=0.5)


def test_trimmings_of_a_shoe_are_no_trousers_and_no_skin_but_an_ankle_above_it_is(person: Person) -> None:
    person = relabelled(person, slice(430, 480), slice(140, 260), Label.SHOES)
    person.image[430:480, 140:260] = (20, 20, 20)
    person = relabelled(relabelled(person, slice(450, 456), slice(160, 168), Label.LOWER), slice(450, 456),
                        slice(220, 228), Label.SKIN)  # fmt: skip
    person = relabelled(person, slice(424, 432), slice(180, 220), Label.SKIN)
    labels = with_shoes(person, 100).labels
    assert (labels[451:455, 161:167] == Label.SHOES).all()
    assert (labels[451:455, 221:227] == Label.SHOES).all()
    assert (labels[425:429, 182:218] != Label.SHOES).all()
