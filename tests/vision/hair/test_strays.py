"""Strands that leave the head, and the old hair's rim, on a drawn head."""

from dataclasses import replace

import cv2
import numpy as np
from tests.vision.hair.heads import HAIR, SKIN, WALL, frame, haired

from fittingroom.vision.colour import to_lab
from fittingroom.vision.hair.ears import ear_of
from fittingroom.vision.hair.matte import HairMatte, find_hair, skin_at_ears
from fittingroom.vision.hair.soft import narrowed, widened
from fittingroom.vision.hair.strays import (
    _among_black,
    _drawn,
    _filled,
    _fine,
    _hued_shine,
    _open,
    _over_eyes,
    _patterned,
    _red,
    _whole,
    with_strays,
)
from fittingroom.vision.people.head import EYES, face_oval
from fittingroom.vision.person import Label, Person


def alphas(person: Person) -> tuple[np.ndarray, np.ndarray]:
    matte = find_hair(person, frame())
    return matte.alpha, with_strays(matte, person, frame()).alpha


def with_wisp(person: Person) -> Person:
    """A strand of half a pixel that stands off the hair to the left."""
    cv2.line(person.image, (76, 86), (60, 72), tuple(int((a + b) / 2) for a, b in zip(HAIR, WALL, strict=True)), 1)
    return person


def test_a_fine_strand_that_leaves_the_head_has_its_share() -> None:
    plain, strayed = alphas(with_wisp(haired()))
    assert plain[74, 62] < 0.3
    assert 0.2 < strayed[74, 62] < 0.75


def test_a_strand_before_a_wall_goes_on_where_bits_of_it_are_labelled_skin() -> None:
    person = with_wisp(haired())
    cv2.line(person.labels, (66, 77), (60, 72), int(Label.SKIN), 2)
    assert 0.2 < alphas(person)[1][74, 62] < 0.75


def test_hair_within_stays_hair() -> None:
    plain, strayed = alphas(haired())
    assert strayed[60, 150] == 1
    assert strayed[plain == 1].mean() > 0.95


def test_the_wall_seen_between_curls_is_wall() -> None:
    person = haired()
    cv2.circle(person.image, (84, 100), 4, WALL, -1)
    assert alphas(person)[1][100, 84] < 0.2


def test_a_background_as_rough_as_strands_gets_none() -> None:
    person = haired()
    wall = (person.image.astype(int) - WALL).__abs__().max(-1) < 12
    speckles = np.where(np.random.default_rng(3).random(wall.shape) < 0.4, 110, 0)
    person.image[...] = np.where(wall[..., None], np.clip(person.image - speckles[..., None], 0, 255), person.image)
    plain, strayed = alphas(person)
    beside = (slice(30, 120), slice(10, 45))
    assert strayed[beside].mean() < plain[beside].mean() + 0.02


def test_the_wall_and_the_face_stay() -> None:
    _, strayed = alphas(haired())
    assert strayed[350:, :30].max() == 0
    assert strayed[170:200, 130:170].max() < 0.02


def test_a_label_that_ends_inside_the_hair_leaves_no_rim_of_the_old_colour() -> None:
    person = haired()
    hair = person.labels == Label.HAIR
    person.labels[hair & ~(cv2.erode(hair.astype(np.uint8), np.ones((7, 7))) > 0)] = Label.BACKGROUND
    assert alphas(person)[1][95:105, 229:231].min() > 0.7


def test_before_a_wall_like_the_hair_the_labels_edge_holds() -> None:
    person = haired()
    wall = person.labels == Label.BACKGROUND
    dark = np.array(HAIR) + np.where(np.arange(300) // 9 % 2, 12, 0)[None, :, None]
    person.image[...] = np.where(wall[..., None], dark, person.image)
    strayed = alphas(person)[1]
    assert strayed[60, 40:58].max() < 0.1 and strayed[60, 86:110].min() > 0.9


def test_the_rim_of_a_seen_ear_is_told_from_hair_by_the_ears_hue() -> None:
    person, ear = haired(), ear_of(frame(), 1)
    assert ear is not None
    whole = ear.outline(person.labels.shape)
    rim = whole & (ear.places(whole.shape)[0] > 0.6)
    person.image[whole], person.image[rim] = (190, 110, 90), (110, 50, 38)
    seen = whole & ~rim
    matte = HairMatte(~seen, np.float32(~seen), to_lab(person.image), seen)
    hair = np.broadcast_to(to_lab(np.uint8([[HAIR]])), person.image.shape)
    red = _red(to_lab(person.image), hair, matte, frame())
    assert np.median(red[rim]) > 0.8
    assert red[30:60, 130:170].max() == 0


def test_a_small_hole_in_an_ear_is_closed_and_a_gap_beside_it_is_not() -> None:
    ears = np.zeros((40, 40), np.float32)
    ears[8:30, 8:20] = 1
    ears[14:17, 12:15] = 0
    filled = _filled(ears, 20)
    assert filled[15, 13] == 1
    assert filled[15, 25] == 0


def test_only_thin_hair_that_leads_to_the_wall_is_looked_through() -> None:
    share = np.ones((60, 60), np.float32)
    outside = np.zeros((60, 60), np.bool_)
    outside[:, :10], share[:, :10] = True, 0
    share[20:24, 10:20] = 0.3  # a gap that opens to the wall, beyond a strand
    share[20:24, 12] = 1
    share[40:44, 35:45] = 0.3  # shine
    seen = _open(share, outside, 1)
    assert seen[22, 16] and not seen[42, 40]


def test_lines_are_thin() -> None:
    share = np.zeros((60, 60), np.float32)
    share[:, 10:12], share[:, 30:55] = 0.5, 0.5
    drawn = _drawn(share, 4)
    assert drawn[30, 10] > 0.9 and drawn[30, 42] == 0


def test_curls_before_a_bright_wall_keep_its_share_deep_within_the_labels() -> None:
    person = haired()
    wall, dark = (225, 222, 220), (30, 24, 22)
    for label, colour in ((Label.BACKGROUND, wall), (Label.HAIR, dark)):
        person.image[person.labels == label] = colour
    person.image[90:110:4, 70:100] = [int((a + 2 * b) / 3) for a, b in zip(dark, wall, strict=True)]
    share = alphas(person)[1]
    assert share[98, 90] < 0.75
    assert share[60, 150] == 1


def test_an_ear_that_the_labels_take_for_hair_is_left_out() -> None:
    person, ear = haired(), ear_of(frame(), 1)
    assert ear is not None
    whole = ear.outline(person.labels.shape) & (ear.places(person.labels.shape)[1] > 0.5)
    person.image[whole] = SKIN
    person.labels[whole] = Label.HAIR
    matte = find_hair(person, frame())
    beside = whole & (matte.mask | widened(matte.mask, 3)) & ~face_oval(whole.shape, person.face)
    bare = skin_at_ears(to_lab(person.image), matte.mask, person, frame())
    assert np.median(bare[narrowed(beside, 1)]) > 0.8
    assert bare[30:70, 100:200].max() == 0


def test_smooth_shade_on_skin_is_no_strand_and_a_thin_lock_is() -> None:
    share = np.zeros((60, 60), np.float32)
    share[:] = np.linspace(0.6, 0, 60)[:, None]
    assert _fine(share, 3).max() < 0.1
    share[20:40, 30:32] = 1
    assert _fine(share, 3)[35, 30:32].min() > 0.9


def test_dark_tips_on_light_skin_are_told_from_its_shade_with_strands_that_shine_among_them() -> None:
    lab = np.full((60, 60, 3), (75, 12, 16), np.float32)
    hair, beside = np.full_like(lab, (15, 0, 0)), lab.copy()
    lab[:30, :20] = (16, 0, 0)
    lab[:30, 9:11] = (45, 0, -3)  # a strand that shines
    lab[:, 40:] = (45, 14, 18)  # shade
    told = _among_black(lab, hair, beside, 3)
    assert told[:30, :20].min() > 0.9 and told[40:, :30].max() < 0.1 and told[:, 40:].max() < 0.1
    assert _among_black(lab, hair, np.full_like(lab, (40, 12, 16)), 3).max() < 0.1  # dark skin's shade is as dark


def test_shine_as_bright_as_the_wall_is_told_from_it_by_half_of_the_hairs_hue() -> None:
    hair, wall = np.float32([45, 25, 38]), np.float32([80, -2, -5])
    shine, plain = np.float32([78, 12, 18]), np.float32([74, -1, -3])
    row = np.stack([hair, shine, plain, wall])[None]
    found = _hued_shine(row, np.broadcast_to(hair, row.shape), np.broadcast_to(wall, row.shape))[0]
    assert found[0] == 1
    assert found[1] > 0.7
    assert found[2:].max() < 0.05


def test_slits_of_shine_in_a_fringe_are_hair_and_gaps_are_not() -> None:
    alpha = np.ones((60, 120), np.float32)
    alpha[:, 30:33] = 0.2
    alpha[:, 70:84] = 0.2
    found = _whole(alpha, 2.0, np.ones_like(alpha))
    assert found[:, 31].min() == 1
    assert found[:, 76].max() < 0.3


def test_a_red_lock_over_the_eyes_is_told_where_it_hangs_from_the_fringe() -> None:
    person, unit = haired(), frame().unit
    assert person.face is not None
    eye = person.face[list(EYES[0]), :2]
    (left, top), (right, low) = eye.min(0).astype(int), eye.max(0).astype(int)
    alpha = np.zeros(person.labels.shape, np.float32)
    alpha[: top - 3] = 1
    hue = np.zeros_like(alpha)
    hue[: low + 1, left + 2] = 1
    hue[low, right - 1] = 1
    found = _over_eyes(hue, alpha, person, unit)
    assert found[(top + low) // 2, left + 2] > 0.6
    assert found[low, right - 1] < 0.1


def test_lashes_before_a_wall_are_no_strands() -> None:
    person = haired()
    assert person.face is not None
    eye = person.face[list(EYES[0]), :2]
    x, y = (int(value) for value in (eye[:, 0].min() - 3, eye[:, 1].mean()))
    labels = person.labels.copy()
    labels[y - 12 : y + 12, :x] = Label.BACKGROUND
    person.image[y - 12 : y + 12, :x] = WALL
    cv2.line(person.image, (x, y), (x - 9, y - 3), HAIR, 1, cv2.LINE_AA)
    _, strayed = alphas(replace(person, labels=labels))
    assert strayed[y - 5 : y + 2, x - 7 : x - 2].max() < 0.1


def test_a_wall_with_lines_of_its_own_has_a_pattern_and_one_with_strands_before_it_alone_has_none() -> None:
    depth = np.broadcast_to(-np.linspace(0, 2, 200, dtype=np.float32)[:, None], (200, 100)).copy()
    lines = np.zeros_like(depth)
    lines[:70, ::10] = 0.5
    assert _patterned(lines, depth) == 0
    lines[:, ::10] = 0.5
    assert _patterned(lines, depth) == 1
