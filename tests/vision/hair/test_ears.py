"""Ears: seen, torn by strands, and drawn where hair hid them."""

from dataclasses import replace

import cv2
import numpy as np
from tests.vision.hair.heads import HAIR, SKIN, bared, frame, haired, uncovered
from tests.vision.hair.test_frame import mesh

from fittingroom.vision.hair.bare import with_hidden_ears
from fittingroom.vision.hair.ears import draw_ear, ear_of
from fittingroom.vision.hair.frame import head_frame
from fittingroom.vision.hair.matte import find_hair
from fittingroom.vision.person import Label, Person


def _eared(strand: bool) -> Person:
    """A head whose right ear stands before the hair; a `strand` may hang across it."""
    person = haired()
    ear = ear_of(frame(), 1)
    assert ear is not None
    inside = ear.outline(person.labels.shape)
    image, labels = person.image.copy(), person.labels.copy()
    image[inside], labels[inside] = SKIN, Label.FACE
    if strand:
        drawn = np.zeros(labels.shape, np.uint8)
        cv2.line(drawn, (204, 134), (228, 160), 1, 5)
        image[drawn > 0], labels[drawn > 0] = HAIR, Label.HAIR
    return replace(person, image=image, labels=labels)


def test_ears_lie_beside_the_face_and_the_far_one_of_a_turned_head_is_none() -> None:
    left, right = ear_of(frame(), -1), ear_of(frame(), 1)
    assert left is not None and right is not None
    rows, columns = np.nonzero(right.outline((420, 300)))
    assert columns.min() > 200 and columns.max() < 235
    assert 115 < rows.min() < 135 and 165 < rows.max() < 185
    assert np.nonzero(left.outline((420, 300)))[1].max() < 100
    turned = head_frame(mesh(50, (150, 150), 30))
    assert ear_of(turned, 1) is None and ear_of(turned, -1) is not None


def test_a_whole_ear_is_kept_and_one_with_a_strand_across_is_torn() -> None:
    kept, torn = (find_hair(_eared(strand), frame()) for strand in (False, True))
    assert kept.ears.sum() > 500 and not kept.torn
    assert [ear.side for ear in torn.torn] == [1]


def test_a_torn_ear_comes_out_whole_and_without_hair() -> None:
    person, head = _eared(strand=True), frame()
    matte = find_hair(person, head)
    under = uncovered(person, head, matte)
    bare = with_hidden_ears(bared(person, head, matte), under, under.hidden_ears(person), person, head)
    inside = matte.torn[0].outline(person.labels.shape) & (bare.body > 0.95)
    assert person.image[inside].mean(-1).min() < 50
    assert bare.image[inside].mean(-1).min() > 75
    assert np.abs(np.median(bare.image[inside], 0) - SKIN).max() < 50


def test_hidden_ears_are_drawn_for_cuts_that_show_them_and_only_then() -> None:
    person, head = haired(), frame()
    bare, under = bared(person, head), uncovered(person, head)
    assert [ear.side for ear in under.hidden] == [-1, 1]
    shown = with_hidden_ears(bare, under, under.hidden_ears(person), person, head)
    ear = under.hidden[1].outline(person.labels.shape)
    assert shown.ears[ear].mean() > 0.6 and not bare.ears.any()
    assert np.abs(np.median(shown.image[ear & shown.ears], 0) - SKIN).max() < 50
    assert np.array_equal(bare.image[:, 120:180], shown.image[:, 120:180])


def _drawn_ear() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A plain ear drawn on skin all over, H×W×3, and u and v of every pixel."""
    ear = ear_of(frame(), 1)
    assert ear is not None
    plain = np.full((420, 300, 3), SKIN, np.float32)
    drawn = draw_ear(ear, plain, np.ones(plain.shape[:2], bool), np.array([0, 0.6, 0.8], np.float32), 60.0)
    u, v = ear.places(plain.shape)
    return drawn, u, v


def test_an_ear_has_a_hollow_darker_than_its_rim() -> None:
    drawn, u, v = _drawn_ear()
    hollow = drawn[np.hypot(u - 0.34, v - 0.52) < 0.1].mean()
    rim = drawn[(u > 0.8) & (u < 0.95) & (v > 0.2) & (v < 0.4)].mean()
    assert 0.7 * rim < hollow < 0.9 * rim  # darker would be a hole


def test_a_groove_parts_an_ears_rim_from_its_inner_fold() -> None:
    drawn, u, v = _drawn_ear()
    level = (v > 0.25) & (v < 0.35)
    rim, groove, fold = (drawn[level & (u > low) & (u < low + 0.05)].mean() for low in (0.92, 0.8, 0.66))
    assert groove < 0.88 * min(rim, fold)


def test_the_shade_in_an_ear_is_a_little_red() -> None:
    drawn, u, v = _drawn_ear()
    hollow = drawn[np.hypot(u - 0.34, v - 0.52) < 0.1].mean(0) / SKIN
    assert 1.3 * hollow[1] > hollow[0] > 1.12 * hollow[1] and hollow[1] > hollow[2]  # redder would look sore


def test_an_ear_that_hair_hid_stands_closer_to_the_head_than_one_that_is_seen() -> None:
    ear = ear_of(frame(), 1)
    assert ear is not None
    close = ear.reaching(np.zeros((420, 300), bool))
    assert 0.75 < close.outline((420, 300)).sum() / ear.outline((420, 300)).sum() < 0.9  # less is a sliver
    assert (close.root == ear.root).all() and (close.down == ear.down).all()


def test_an_ear_narrows_from_its_upper_third_to_its_lobe() -> None:
    ear = ear_of(frame(), 1)
    assert ear is not None
    inside = ear.outline((420, 300))
    u, v = (place[inside] for place in ear.places(inside.shape))
    wide = [u[np.abs(v - level) < 0.06].max() for level in (0.3, 0.6, 0.8)]
    assert wide[0] > wide[1] + 0.1 > wide[2] + 0.3


def test_the_edge_of_an_ear_is_as_soft_on_large_photos_as_on_small_ones() -> None:
    small, large = ear_of(frame(), 1), ear_of(head_frame(mesh(240, (600, 600), 0)), 1)
    assert small is not None and large is not None
    soft = [((a > 0.1) & (a < 0.9)).sum() / (a > 0.5).sum() ** 0.5
            for a in (small.alpha((420, 300)), large.alpha((1200, 1200)))]  # fmt: skip
    assert soft[1] > 6
