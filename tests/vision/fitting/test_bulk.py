from dataclasses import replace

import cv2
import numpy as np
import pytest
from tests.vision.people.drawn import WALL, draw

from fittingroom.vision.fitting.bulk import background_behind, with_bulk, without_bulk, without_bulk_behind
from fittingroom.vision.fitting.frame import measure
from fittingroom.vision.fitting.outline import trace_arms, usual_shoulder
from fittingroom.vision.people.analyse import describe_person
from fittingroom.vision.person import Label, Person

RING = (90, 80, 95)
FLAG = (190, 40, 60)


@pytest.fixture(scope="module")
def plain() -> Person:
    drawn = draw()
    person = describe_person(drawn.image, drawn.pose, None, (None, None), drawn.alpha)
    face = np.zeros((478, 3), np.float32)
    face[152] = 240, 137, 0  # the chin
    return replace(person, face=face)


def _wearing(person: Person, mask: np.ndarray, colour: tuple[int, int, int]) -> Person:
    """`person` with `mask` painted, and taken for their top."""
    image = np.where(mask[..., None], np.uint8(colour), person.image)
    labels = np.where(mask, np.uint8(Label.UPPER), person.labels)
    return replace(person, image=image, labels=labels, alpha=np.where(mask, np.float32(1), person.alpha))


def _slim(person: Person) -> tuple[Person, np.ndarray]:
    frame = measure(person)
    return without_bulk(person, frame, trace_arms(person, frame))


def _ring(person: Person) -> np.ndarray:
    ring = cv2.ellipse(np.zeros(person.labels.shape, np.uint8), (240, 150), (80, 48), 0, 0, 360, 1, -1) > 0
    return ring & np.isin(person.labels, [Label.BACKGROUND, Label.UPPER])


def test_an_ordinary_top_has_no_bulk(plain: Person) -> None:
    slim, bulk = _slim(plain)
    assert not bulk.any()
    assert np.array_equal(slim.labels, plain.labels)


def test_a_ring_round_the_neck_is_cut_off_beside_the_chin(plain: Person) -> None:
    person = _wearing(plain, _ring(plain), RING)
    slim, bulk = _slim(person)
    assert bulk[125:135, 180:190].any()
    assert not (slim.labels[120:130] == Label.UPPER)[:, 170:195].any()
    assert (slim.labels[200:300, 220:260] == Label.UPPER).all()


def test_a_shoulder_drawn_up_by_an_arm_before_the_body_is_no_bulk(plain: Person) -> None:
    person = _wearing(plain, _ring(plain), RING)
    frame = measure(person)
    first, second = trace_arms(person, frame)
    _, before = without_bulk(person, frame, (first, second))
    _, bulk = without_bulk(person, frame, (replace(first, crossed=True), second))
    middle = round(float(frame.neck_mid[0]))
    assert before[:, : middle - 40].sum() > 100
    assert bulk[:, : middle - 40].sum() < 0.6 * before[:, : middle - 40].sum()
    np.testing.assert_array_equal(bulk[:, middle + 20 :], before[:, middle + 20 :])


def test_what_hair_encloses_beside_the_neck_is_no_bulk_for_nothing_is_known_of_what_lies_behind_it(
    plain: Person,
) -> None:
    ring = _ring(plain)
    person = _wearing(plain, ring, RING)
    hair = (person.alpha < 0.5) & (cv2.dilate(ring.astype(np.uint8), np.ones((31, 31), np.uint8)) > 0)
    labels = np.where(hair, np.uint8(Label.HAIR), person.labels)
    slim, bulk = _slim(replace(person, labels=labels, alpha=np.where(hair, np.float32(1), person.alpha)))
    assert not bulk.any()
    assert (slim.labels[ring] == Label.UPPER).all()


def test_a_hood_laid_round_the_neck_is_no_part_of_the_shoulders(plain: Person) -> None:
    frame = measure(plain)
    t, lateral = frame.fields(plain.labels.shape)
    off = (lateral - float(frame.lateral(frame.neck_mid))) / frame.neck_half
    height = -t * frame.torso - usual_shoulder(frame, lateral.ravel()).reshape(t.shape)
    free = np.isin(plain.labels, [Label.BACKGROUND, Label.UPPER])
    for rises, found in ((0.0, False), (0.12, True)):  # units more beside the neck than on the shoulders
        top = (0.02 + rises * np.clip(1.9 - np.abs(off), 0, 1)) * frame.unit
        cloth = free & (np.abs(off) > 0.8) & (np.abs(off) < 3) & (height < top) & (t < 0.1)
        slim, bulk = _slim(_wearing(plain, cloth, RING))
        lobe = cloth & (height > 0.05 * frame.unit) & (np.abs(off) > 1.05)
        assert lobe.any() == found == bulk.any()
        assert not found or (bulk[lobe].mean() > 0.9 and not (slim.labels[lobe & bulk] == Label.UPPER).any())


def test_where_bulk_was_the_wall_goes_on(plain: Person) -> None:
    person = _wearing(plain, _ring(plain), RING)
    _, bulk = _slim(person)
    behind = background_behind(with_bulk(person, bulk), bulk, measure(person).unit, 1)
    assert np.abs(behind[bulk] - WALL).mean() < 12


def test_a_post_beside_bulk_stays_and_cloth_that_the_silhouette_left_out_goes(plain: Person) -> None:
    person = _wearing(plain, _ring(plain), RING)
    _, bulk = _slim(person)
    rows, columns = np.nonzero(bulk)
    middle, edge = int(np.median(rows)), int(columns.max())
    beside = np.zeros(bulk.shape, np.bool_)
    beside[middle - 20 : middle + 20, edge - 2 : edge + 8] = True
    beside &= person.alpha < 0.02
    for colour, goes in ((FLAG, False), (RING, True)):
        image = np.where(beside[..., None], np.uint8(colour), person.image)
        _, found = _slim(replace(person, image=image))
        assert (found[beside].mean() > 0.7) == goes
        assert goes or found[beside].mean() < 0.3


def test_skin_in_a_slit_between_collar_and_neck_is_no_wall(plain: Person) -> None:
    person = _wearing(plain, _ring(plain), RING)
    _, bulk = _slim(person)
    dressed = with_bulk(person, bulk)
    rows, columns = np.nonzero(bulk)
    slit = np.zeros(bulk.shape, np.bool_)
    slit[np.median(rows).astype(int) - 6 : np.median(rows).astype(int) + 6, columns.max() - 16 : columns.max() - 2] = 1
    alpha = np.where(slit, np.float32(0), np.maximum(dressed.alpha, cv2.dilate(np.float32(slit), np.ones((15, 15)))))
    image = np.where(slit[..., None], np.uint8((200, 90, 60)), dressed.image)
    seen = replace(dressed, image=image, alpha=alpha)
    behind = background_behind(seen, bulk & ~slit, measure(person).unit, 1)
    assert np.abs(behind[bulk] - WALL).mean(axis=1).max() < 40


def test_what_is_seen_of_a_hood_stands_before_the_wall_that_bulk_hid() -> None:
    bare, wall = np.full((20, 20, 3), 90, np.float32), np.full((20, 20, 3), 200, np.float32)
    bulk, back = np.zeros((20, 20), np.bool_), np.zeros((20, 20), np.float32)
    bulk[:, 8:], back[:, 14:] = True, 1
    picture = without_bulk_behind(bare, wall, bulk, np.ones_like(back), back)
    assert np.array_equal(picture[:, 14:], bare[:, 14:])
    assert np.abs(picture[:, 10:14] - 200).max() < 5


def test_background_taken_for_cloth_at_the_rim_is_given_back(plain: Person) -> None:
    beside = np.zeros(plain.labels.shape, bool)
    beside[260:330, 60:132] = True
    flag = beside.copy()
    flag[120:400, 40:132] = True
    image = np.where(flag[..., None] & (plain.alpha < 0.5)[..., None], np.uint8(FLAG), plain.image)
    slim, bulk = _slim(_wearing(replace(plain, image=image), beside, FLAG))
    assert not bulk.any()
    assert (slim.labels[beside] == Label.UPPER).mean() < 0.05


@pytest.mark.filterwarnings("error")
def test_bulk_with_no_background_close_by_is_cut_off_all_the_same(plain: Person) -> None:
    person = _wearing(plain, _ring(plain), RING)
    person = replace(person, alpha=np.where(_grown(person.alpha > 0.02), np.maximum(person.alpha, 0.05), person.alpha))
    slim, bulk = _slim(person)
    assert bulk[125:135, 180:190].any()
    assert not (slim.labels[120:130] == Label.UPPER)[:, 170:195].any()


def _grown(mask: np.ndarray) -> np.ndarray:
    """`mask` widened by 60 pixels."""
    return cv2.dilate(mask.astype(np.uint8), np.ones((121, 121), np.uint8)) > 0
