"""Taking the old top off, on drawn people."""

from dataclasses import replace

import cv2
import numpy as np
from tests.vision.fitting.drawn import JEANS, WALL, drawn_person, frame_and_arms

from fittingroom.vision.fitting.fill import grow
from fittingroom.vision.fitting.outline import measure_sides, old_top, shoulder_line
from fittingroom.vision.fitting.undress import (
    background_plate,
    below_sleeve,
    ended_as_seen,
    into_plain,
    joined_to,
    mirrored,
    outside_arm,
    plain_plate,
    seen_background,
    soft_edges,
    thin_rims,
    undress,
    within_cloth,
)
from fittingroom.vision.person import Label, Person

#: Pixels from the middle of pictures 40 rows high and 60 columns wide.
ACROSS = np.repeat(np.arange(-30, 30, dtype=np.float32)[None], 40, axis=0)


def with_halo(person: Person) -> Person:
    """A bright ring round the outline, as sharpening leaves it."""
    ring = grow(person.alpha > 0.01, 3) & (person.alpha < 0.01)
    image = person.image.copy()
    image[ring] = 255
    return replace(person, image=image)


def test_a_plain_background_goes_on_behind_the_person_without_the_halo_at_their_outline() -> None:
    plate = plain_plate(with_halo(drawn_person()), seed=1)
    assert plate is not None
    assert np.abs(plate - np.array(WALL)).max() < 6


def test_a_background_with_detail_is_not_called_plain() -> None:
    person = drawn_person()
    image = person.image.copy()
    stripes = np.zeros(image.shape[:2], np.uint8)
    for x in range(0, 400, 12):
        cv2.line(stripes, (x, 0), (x, 480), 1, 5)
    image[(stripes > 0) & (person.labels == Label.BACKGROUND)] = 30
    assert plain_plate(replace(person, image=image), seed=1) is None


def test_no_skin_is_rebuilt_outside_the_new_cloth_below_the_armpits_or_on_a_shoulder_with_a_sleeve() -> None:
    cloth = np.zeros((40, 60), np.float32)
    cloth[:, 20:40] = 1
    t = np.repeat(np.linspace(0, 0.7, 40, dtype=np.float32)[:, None], 60, axis=1)
    wanted = within_cloth(cloth, t, ACROSS, (10.0, 0.0))
    assert wanted[:, 25:38].min() > 0.9
    assert wanted[:, :21].max() < 0.1  # the left shoulder has a sleeve, whose soft edge shows what lies behind it
    assert wanted[5, 50] > 0.9  # the right one is bare
    assert wanted[35, 50] < 0.1


def test_skin_may_show_between_two_pieces_of_new_cloth() -> None:
    cloth = np.zeros((40, 60), np.float32)
    cloth[:, 10:15] = cloth[:, 45:50] = 1
    assert within_cloth(cloth, np.full((40, 60), 0.5, np.float32), ACROSS, (9.0, 9.0))[:, 18:42].min() > 0.95


def test_a_shoulder_higher_than_the_other_takes_no_skin_from_the_neck() -> None:
    cloth = np.zeros((40, 60), np.float32)
    cloth[:, 45:55] = 1  # in these rows there is cloth on the right only
    wanted = within_cloth(cloth, np.full((40, 60), 0.05, np.float32), ACROSS, (9.0, 9.0))
    assert wanted[:, 20:43].min() > 0.95
    assert wanted[:, 57:].max() < 0.1


def test_where_a_hem_goes_up_the_lower_garment_goes_on_even_beside_a_slanting_one() -> None:
    person = drawn_person()
    frame, arms = frame_and_arms(person)
    line, sides = shoulder_line(person, frame), measure_sides(person, frame, arms)
    rows = np.arange(480)[:, None]
    above = rows < 312 + 8 * (np.arange(400)[None] > 200)  # ends higher on one side
    upper = person.labels == Label.UPPER
    nothing = np.zeros(person.image.shape, np.float32), np.zeros(upper.shape, np.float32)
    cloth = (upper & above).astype(np.float32)
    old, erase = old_top(person, frame, arms, line), upper & ~above
    found = undress(person, frame, arms, line, sides, old, erase, cloth, (9.0, 9.0), 1, nothing)
    assert np.abs(found.bare[317:323, 176:196] - np.array(JEANS)).max() < 25


def test_no_skin_is_rebuilt_where_the_background_is_seen_beside_the_person() -> None:
    person = drawn_person(sleeve=0.3)
    frame, arms = frame_and_arms(person)
    line, sides = shoulder_line(person, frame), measure_sides(person, frame, arms)
    upper = person.labels == Label.UPPER
    cut = upper & (np.arange(480)[:, None] < 175) & (np.arange(400)[None] > 256)
    image, labels = person.image.copy(), person.labels.copy()
    image[cut], labels[cut] = WALL, Label.BACKGROUND
    person = replace(person, image=image, labels=labels, alpha=(labels > 0).astype(np.float32))
    nothing = np.zeros(image.shape, np.float32), np.zeros(upper.shape, np.float32)
    old, erase = old_top(person, frame, arms, line), grow(labels == Label.UPPER, 6)
    cloth = np.zeros(upper.shape, np.float32)
    found = undress(person, frame, arms, line, sides, old, erase, cloth, (0.0, 0.0), 1, nothing)
    beside = cut & ~grow(labels > 0, 2)
    assert beside.sum() > 100
    assert np.abs(found.bare[beside] - np.array(WALL)).max() < 15


def test_a_plate_takes_on_the_shade_that_the_photo_has_round_what_is_erased() -> None:
    person = drawn_person()
    plate = np.full(person.image.shape, 100, np.float32)
    erase = np.zeros(person.labels.shape, np.bool_)
    erase[20:40, 10:22] = True
    joined = joined_to(person, plate, erase, 100.0)
    assert np.abs(joined[30, 12] - np.array(WALL)).max() < 6
    assert np.abs(joined[400, 380] - 100).max() < 1


def test_a_plate_that_is_the_photo_further_off_is_moved_by_what_it_differs_right_beside_what_is_erased() -> None:
    person = drawn_person()
    erase = np.zeros(person.labels.shape, np.bool_)
    erase[20:40, 10:22] = True
    known = seen_background(person, erase)
    plate = np.where(known[..., None], person.image, 100).astype(np.float32)
    joined = joined_to(person, plate, erase, 100.0, known)
    assert np.abs(joined[30, 12] - np.array(WALL)).max() < 6


def test_old_cloth_whose_outline_was_found_too_narrow_is_not_carried_on_as_background() -> None:
    person = drawn_person()
    image, erase = person.image.copy(), np.zeros(person.labels.shape, np.bool_)
    erase[20:60, 20:50] = True
    image[18:62, 18:52] = [200, 30, 30]  # labels and alpha say that it is background
    known = seen_background(person, erase)
    plate = background_plate(replace(person, image=image), known, seed=1)
    assert np.abs(plate[20:60, 20:50] - np.array(WALL)).max() < 20


def test_a_narrow_gap_between_arm_and_body_says_what_lies_behind() -> None:
    person = drawn_person()
    alpha = np.zeros_like(person.alpha)
    alpha[100:160, 100:180] = 1
    alpha[110:150, 130:146] = 0
    known = seen_background(replace(person, alpha=alpha), alpha > 0.5)
    assert known[130, 138]
    assert not known[130, 94]


def test_a_plate_takes_no_shade_from_the_outermost_pixels_of_the_wall_which_are_mixed_with_what_lies_before_it() -> (
    None
):
    person = drawn_person()
    image = person.image.copy()
    image[20:40, 24], alpha = 0, person.alpha.copy()
    alpha[20:40, 25:30] = 1
    erase = np.zeros(person.labels.shape, np.bool_)
    erase[20:40, 10:20] = True
    joined = joined_to(replace(person, image=image, alpha=alpha), np.full(image.shape, 100, np.float32), erase, 100.0)
    assert np.abs(joined[30, 18] - np.array(WALL)).max() < 8


def test_soft_outlines_of_what_is_taken_off_go_with_it_and_those_of_what_stays_do_not() -> None:
    person = drawn_person()
    labels, alpha = person.labels.copy(), person.alpha.copy()
    labels[20:40, 10:40], alpha[20:40, 10:40], alpha[20:40, 40:43] = Label.UPPER, 1, 0.3
    labels[20:40, 60:80], alpha[20:40, 60:80], alpha[20:40, 57:60] = Label.SKIN, 1, 0.3
    person = replace(person, labels=labels, alpha=alpha)
    erase = labels == Label.UPPER
    edges = soft_edges(person, erase)
    assert edges[25:35, 40:43].all()
    erase[20:40, 50:57] = True
    assert not soft_edges(person, erase)[25:35, 57:60].any()
    assert into_plain(person, erase, 100.0)[30, 41] > 0.5


def test_a_plain_plate_fades_out_in_the_background_beyond_what_is_erased() -> None:
    person = drawn_person()
    erase = np.zeros(person.labels.shape, np.bool_)
    erase[20:40, 10:40] = True
    share = into_plain(person, erase, 100.0)
    assert share[30, 25] > 0.95
    assert 0.1 < share[30, 43] < 0.95
    assert share[30, 70] < 0.01
    assert share[(person.alpha > 0.5) & ~erase].max() == 0


def test_nothing_beside_an_arm_that_comes_out_of_a_short_sleeve_is_skin() -> None:
    person = drawn_person(sleeve=0.4)
    _, arms = frame_and_arms(person)
    beyond, skin = outside_arm(arms[1]), person.labels == Label.SKIN
    assert beyond.sum() > 100
    assert not (beyond & skin).any()


def test_an_arm_is_seen_whole_below_its_sleeve_and_below_the_upper_arm_without_one() -> None:
    for sleeve, share in ((0.0, 0.45), (0.6, 0.68)):
        _, arms = frame_and_arms(drawn_person(sleeve=sleeve))
        u, length = arms[1].limb.u, arms[1].limb.length
        seen = below_sleeve(arms[1])
        assert seen[(u > (share + 0.06) * length) & (u < length)].all()
        assert not seen[(u > 0) & (u < (share - 0.06) * length)].any()


def test_a_thin_rim_beside_an_arm_becomes_skin_only_where_there_may_be_any() -> None:
    person = drawn_person()
    labels = np.full_like(person.labels, Label.UPPER)
    labels[:, 100:200] = Label.SKIN
    image = np.where((labels == Label.SKIN)[..., None], (200, 150, 130), (40, 60, 160)).astype(np.uint8)
    person = replace(person, labels=labels, image=image, alpha=np.ones(labels.shape, np.float32))
    erase, may = np.zeros(labels.shape, np.bool_), np.zeros(labels.shape, np.bool_)
    erase[:, 200:206] = True
    may[:200] = True
    filled = thin_rims(person, erase, may, np.full(image.shape, 230.0, np.float32), old_rim=4)
    assert np.abs(filled[20:180, 202:204] - (200, 150, 130)).max() < 12
    assert np.abs(filled[220:, 202:204] - 230).max() < 3


def test_a_stepped_outline_mirrors_what_lies_beside_it_without_steps() -> None:
    rows, columns = np.mgrid[:300, :300].astype(np.float32)
    known = columns > 100 + rows // 40 * 14
    place = mirrored(np.stack([columns, rows, columns], axis=-1), known, 60)
    behind = ~known & (columns > 80 + rows // 40 * 14) & (np.abs(rows - 150) < 100)
    assert (place[..., 0] - columns)[behind].mean() > 10
    jumps = np.linalg.norm(np.diff(place[..., :2], axis=0), axis=-1)[behind[1:] & behind[:-1]]
    assert np.percentile(jumps, 99.5) < 6


def test_a_bare_arm_goes_past_the_seen_outline_between_shoulder_and_wrist_alone() -> None:
    person = drawn_person(sleeve=1.0)
    arm = frame_and_arms(person)[1][0]
    along, shape = arm.limb.u / arm.limb.length, np.ones(person.labels.shape, np.float32)
    drawn = ended_as_seen(shape, arm, np.zeros_like(shape))
    assert (drawn[(along > 0.3) & (along < 0.95)] == 1).all()
    assert not drawn[(along < 0.2) | (along > 1.02)].any()
    assert (ended_as_seen(shape, arm, shape) == 1).all()
