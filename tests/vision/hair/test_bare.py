"""Finding hair on a drawn head, and taking it off."""

from dataclasses import replace

import numpy as np
import pytest
from tests.vision.hair.heads import HAIR, SKIN, WALL, bared, frame, haired, uncovered

from fittingroom.vision.hair.bare import Bare, take_off
from fittingroom.vision.hair.beneath import Beneath, _hollow, find_beneath, mistaken
from fittingroom.vision.hair.matte import HairMatte, enough, find_hair, hair_mask, led
from fittingroom.vision.hair.scalp import fit_scalp
from fittingroom.vision.hair.walls import continued, loose_hairs, small_lamps
from fittingroom.vision.person import Label, Person


@pytest.fixture(scope="module")
def person() -> Person:
    return haired()


@pytest.fixture(scope="module")
def matte(person: Person) -> HairMatte:
    return find_hair(person, frame())


@pytest.fixture(scope="module")
def bare(person: Person, matte: HairMatte) -> Bare:
    return bared(person, frame(), matte)


def test_the_hair_is_found_and_the_face_is_not_hair(person: Person, matte: HairMatte) -> None:
    assert enough(matte.mask, frame())
    assert matte.alpha[30:50, 130:170].min() > 0.9
    assert matte.alpha[130:200, 120:180].max() < 0.1
    assert matte.alpha[:, :50].max() < 0.05


def test_where_hair_was_there_is_skin_on_the_skull_and_wall_beside_it(
    person: Person, matte: HairMatte, bare: Bare
) -> None:
    beneath = uncovered(person, frame(), matte).beneath
    assert np.abs(np.median(bare.image[80:100, 135:165], axis=(0, 1)) - SKIN).max() < 45
    assert np.abs(np.median(bare.image[60:200, 71:75], axis=(0, 1)) - WALL).max() < 20
    assert beneath[90, 150] == Beneath.HEAD
    assert beneath[100, 72] == Beneath.BACKGROUND


def test_no_hair_is_left(bare: Bare) -> None:
    dark = bare.image[:200].mean(-1) < 70
    assert dark.mean() < 0.002


def test_a_thin_lock_apart_from_the_head_goes_too() -> None:
    person, head = haired(lock=True), frame()
    assert person.image[150:240, 240:270].min(-1).min() < 80
    bare = bared(person, head)
    assert bare.image[150:240, 240:270].min() > 190


def test_bars_behind_the_head_are_no_hairs() -> None:
    person, head = haired(), frame()
    image = person.image.copy()
    for x in (*range(6, 62, 8), *range(240, 300, 8)):
        image[:280, x : x + 2] = HAIR
    person = replace(person, image=image)
    bare = bared(person, head)
    bars = image[20:260, 10:50].mean(-1) < 100
    assert bars.any() and bare.image[20:260, 10:50][bars].mean() < 100


def hair_below_the_chin(long_: bool) -> np.ndarray:
    """What is found of a bit of hair on the left and a red thing on the right, under short hair or hair to the chin."""
    person, head = haired(), frame()
    labels, image = person.labels.copy(), person.image.copy()
    for columns, colour in ((slice(84, 117), HAIR), (slice(183, 216), (200, 40, 40))):
        labels[228:262, columns], image[228:262, columns] = Label.HAIR, colour
    if long_:
        labels[120:240, 218:232], image[120:240, 218:232] = Label.HAIR, HAIR
    else:
        labels[190:222] = np.where(labels[190:222] == Label.HAIR, Label.BACKGROUND, labels[190:222])
    return hair_mask(replace(person, labels=labels, image=image), head)


def test_a_bit_of_hair_that_the_face_parts_from_the_rest_is_hair_and_another_thing_there_is_not() -> None:
    found = hair_below_the_chin(long_=True)
    assert found[236:254, 92:106].all()
    assert not found[236:254, 196:210].any()


def test_a_thing_of_hairs_colour_below_short_hair_is_no_hair() -> None:
    assert not hair_below_the_chin(long_=False)[236:254, 92:106].any()


def test_a_thin_thing_below_short_hair_stays(person: Person) -> None:
    head = frame()
    labels, image = person.labels.copy(), person.image.copy()
    labels[190:] = np.where(labels[190:] == Label.HAIR, Label.BACKGROUND, labels[190:])
    labels[242:262, 124:127], image[242:262, 124:127] = Label.HAIR, HAIR
    changed = replace(person, labels=labels, image=image)
    bare = bared(changed, head)
    assert bare.image[245:259, 125].max() < 70


def test_a_bit_of_wall_labelled_clothes_is_mistaken_and_a_strap_is_not(person: Person, matte: HairMatte) -> None:
    labels = person.labels.copy()
    labels[188:215, 66:100] = Label.UPPER  # wall under the hair's end
    labels[215:295, 80:84] = Label.UPPER  # a strap down to the garment
    image = person.image.copy()
    image[215:295, 80:84] = image[350, 150]
    wrong = mistaken(replace(person, labels=labels, image=image), frame(), matte.mask)
    assert wrong[208:213, 72:96].mean() > 0.9
    assert not wrong[240:295].any()


def test_skin_and_wall_that_hair_only_borders_on_stay_what_they_are(person: Person, matte: HairMatte) -> None:
    head = frame()
    labels, image = person.labels.copy(), person.image.copy()
    labels[240:289, 96:200], image[240:289, 96:200] = Label.SKIN, SKIN  # a wide neck
    hair = matte.mask.copy()
    hair[245:285, 80:104] = True
    wide = replace(person, labels=labels, image=image)
    kinds = find_beneath(wide, head, fit_scalp(wide, head), hair, matte.ears)
    assert (kinds[250:280, 97:103] == Beneath.NECK).all()
    assert (kinds[250:280, 82:95] == Beneath.BACKGROUND).all()


def test_what_was_no_hair_stays(person: Person, bare: Bare) -> None:
    same = bare.removed == 0
    assert same[130:200, 120:180].all() and same[310:].all()
    assert np.abs(bare.image[same] - person.image[same]).max() == 0


def test_a_brow_that_meets_hair_ends_softly(person: Person, matte: HairMatte) -> None:
    head = frame()
    under = uncovered(person, head, matte)
    kept = np.zeros_like(under.hair)
    kept[44:64, 120:150] = True  # as dark as the hair that goes on from it
    bare = take_off(person, head, replace(under, kept=kept, hair=under.hair & ~kept), 0)
    row = bare.image[52:56].mean((0, 2))
    assert row[130] < 50 and row[165] > 130
    assert np.abs(np.diff(row[130:165])).max() < 52


def test_a_spot_on_the_face_that_no_hair_leads_to_is_left_alone(person: Person, matte: HairMatte) -> None:
    alpha = matte.alpha.copy()
    alpha[150:156, 140:146] = 0.8
    found = led(replace(matte, alpha=alpha), person, frame())
    assert found.alpha[145:160, 135:150].max() < 0.06
    assert found.alpha[30:50, 130:170].min() > 0.9


def test_the_skull_is_no_higher_than_the_hair(person: Person) -> None:
    head = frame()
    x, y = head.plane(person.labels.shape)
    top = np.flatnonzero((fit_scalp(person, head).depth(head, x, y) > -5).any(1))[0]
    assert top > np.flatnonzero(person.alpha.any(1))[0]


def test_bars_that_ran_behind_the_hair_go_on_a_little() -> None:
    photo = np.full((80, 120, 3), 60, np.float32)
    photo[30:40, :60] = 200  # a lamp that ends where hair began
    known = np.zeros((80, 120), bool)
    known[:, :60] = True
    result = continued(photo, np.full_like(photo, 90), known, 40)
    assert result[35, 64].min() > 160 and result[60, 64].max() < 75
    assert np.allclose(result[:, 90:], 90)


def test_the_edge_of_thin_clothes_before_a_wall_is_no_loose_hair(person: Person, matte: HairMatte) -> None:
    image, labels = person.image.copy(), person.labels.copy()
    image[270:278, 60:240], labels[270:278, 60:240] = (30, 40, 80), Label.UPPER
    image[268:270, 60:240] = (120, 120, 140)
    dressed = replace(person, image=image, labels=labels)
    found = loose_hairs(image.astype(np.float32), dressed, frame(), matte)
    assert not found[262:270, 66:110].any()


def test_between_the_neck_and_skin_seen_on_the_shoulder_there_is_no_notch_but_a_slope() -> None:
    head = frame()
    beneath = np.full((420, 300), Beneath.BACKGROUND, np.uint8)
    foot = int(head.pixels(head.facing(head.points[152]))[1]) + 60
    beneath[100:foot, 115:185] = Beneath.NECK
    beneath[foot - 25 :, 60:96] = Beneath.NECK  # a bit of the shoulder that hair left free
    beneath[foot:] = Beneath.CLOTHES
    hollow = _hollow(beneath, head)
    assert hollow[foot - 12 : foot, 100:112].all()
    assert not hollow[: foot - 40, 100].any()  # the slope is steep beside the neck
    assert not hollow[foot - 60 : foot - 28, 60:74].any()
    assert not hollow[:, 230:].any()


def test_a_brow_that_was_taken_for_hair_and_stays_lies_on_the_head(person: Person, matte: HairMatte) -> None:
    head, labels = frame(), person.labels.copy()
    labels[130:136, 120:140] = Label.HAIR
    hair = matte.mask.copy()
    hair[130:136, 120:140] = False
    found = find_beneath(replace(person, labels=labels), head, fit_scalp(person, head), hair, matte.ears)
    assert (found[130:136, 120:140] == Beneath.HEAD).all()


def test_a_bulb_beside_the_hair_is_not_led_on_behind_it_and_a_tube_is() -> None:
    photo = np.full((200, 200, 3), 60, np.float32)
    hair = np.zeros((200, 200), bool)
    hair[:, 100:150] = True
    photo[40:52, 86:100] = 250  # a bulb
    photo[120:130, :100] = 250  # a tube
    found = small_lamps(photo, ~hair, hair, 50)
    assert found[40:52, 86:100].all() and found[38, 90]
    assert not found[100:].any() and not found[:30].any()
