"""Strands into pixels, on drawn lines."""

from dataclasses import replace

import cv2
import numpy as np
from tests.vision.hair.heads import SKIN, bared, frame, haired, oval_mesh

from fittingroom.vision.hair.compose import (
    Tint,
    _above,
    _contact,
    _dense,
    _in_locks,
    _kept,
    _lifted,
    _spikes,
    _warm,
    compose,
)
from fittingroom.vision.hair.cutting import Subject
from fittingroom.vision.hair.frame import HeadFrame, head_frame
from fittingroom.vision.hair.scalp import fit_scalp
from fittingroom.vision.hair.solid import Solid
from fittingroom.vision.hair.splat import Layer, draw
from fittingroom.vision.hair.strands import Strands
from fittingroom.vision.people.head import hull

SHAPE = (300, 300)


def line(x: float, z: float, tone: float) -> Strands:
    """A sheaf that falls straight down at x."""
    across = x + np.linspace(-0.05, 0.05, 40)
    points = np.zeros((40, 20, 3), np.float32)
    points[..., 0], points[..., 1], points[..., 2] = across[:, None], np.linspace(1, -1, 20)[None], z
    return Strands(points, np.full(40, tone, np.float32))


def drawn(groups: list[Strands], tones: list[float], depth: float) -> tuple:
    values = [np.full(group.points.shape[:2], tone, np.float32) for group, tone in zip(groups, tones, strict=True)]
    return draw(groups, values, frame(), np.full(SHAPE, depth, np.float32), np.random.default_rng(0))


def test_strands_cover_the_pixels_they_pass_and_no_others() -> None:
    front, behind = drawn([line(0, 0.5, 0)], [0.5], -9)
    assert front.alpha[150, 148:153].min() > 0.9
    assert front.alpha[:, :130].max() == 0 == behind.alpha.max()
    assert abs(front.tone[150, 150] - 0.5) < 0.01


def test_the_nearer_strand_hides_the_farther_whichever_is_drawn_first() -> None:
    near, far = line(0, 0.6, 0), line(0, 0.2, 0)
    for groups, tones in (([near, far], [0.9, 0.1]), ([far, near], [0.1, 0.9])):
        front, _ = drawn(groups, tones, -9)
        assert front.tone[150, 150] > 0.8


def test_what_lies_behind_the_body_is_drawn_apart() -> None:
    front, behind = drawn([line(0, -0.5, 0)], [0.5], 0.3)
    assert front.alpha.max() == 0
    assert behind.alpha[150, 150] > 0.9


def test_a_strand_says_how_far_along_it_is() -> None:
    front, _ = drawn([line(0, 0.5, 0)], [0.5], -9)
    assert front.along[100, 150] < 0.3 < 0.6 < front.along[195, 150]
    stubble, _ = drawn([replace(line(0, 0.5, 0), grown=0.1)], [0.5], -9)
    assert stubble.along[195, 150] < 0.1 and stubble.alpha[195, 150] == front.alpha[195, 150]


def test_no_strand_lies_over_the_face_below_the_brows() -> None:
    person, head = haired(), frame()
    scalp = fit_scalp(person, head)
    bare = bared(person, head)
    shape = bare.body.shape
    full, none = (Layer(*(np.full(shape, value, np.float32) for value in (0.5, 0.5, alpha))) for alpha in (1.0, 0.0))
    solid = Solid(np.zeros(shape, np.float32), -2.0, np.zeros(3, np.float32))
    subject = Subject(head, scalp, solid, np.array([0, 0.8, 0.6], np.float32))
    ramp = np.tile(np.array([30, 5, 5], np.float32), (5, 1))
    image = compose(bare, full, none, subject, Tint(ramp, ramp), 0.9, np.zeros(shape, bool), 1)
    middle = (slice(150, 190), slice(130, 170))
    assert np.abs(image[middle].mean((0, 1)) - SKIN).max() < 25
    assert image[100:115, 130:170].mean() < 110
    tint, ears = Tint(ramp, ramp), np.zeros(shape, bool)
    wider = compose(bare, full, none, subject, tint, 0.9, ears, 1, beside=0.4)
    assert np.abs(wider[middle].mean((0, 1)) - SKIN).max() < 25
    assert wider[165:195, 85:105].mean() < image[165:195, 85:105].mean() - 14  # sidelocks lie over the cheek's edge
    body = bare.body.copy()
    body[150:190, :130] = 0  # the mesh reaches past the face there
    past = compose(replace(bare, body=body), full, none, subject, tint, 0.9, ears, 1)
    assert past[155:185, 110:125].mean() < image[155:185, 110:125].mean() - 60


def test_hair_covers_as_much_of_a_tilted_face_on_either_side() -> None:
    def tilted(angle: float) -> HeadFrame:
        turn = cv2.getRotationMatrix2D((150, 150), angle, 1)
        mesh = oval_mesh()
        return head_frame(np.column_stack([mesh[:, :2] @ turn[:, :2].T + turn[:, 2], mesh[:, 2]]))

    upright = float(_kept(frame(), (420, 300), False, 0.06, 1).sum())
    for angle in (-25, 25):
        kept = float(_kept(tilted(angle), (420, 300), False, 0.06, 1).sum())
        assert abs(kept / upright - 1) < 0.02


def test_gaps_between_strands_are_filled_and_count_as_far_along_as_the_strands_beside() -> None:
    alpha = np.ones(SHAPE, np.float32)
    alpha[100:200:9, 150] = 0
    dense = _dense(Layer(alpha * 0.5, alpha * 0.8, alpha), frame())
    assert dense.alpha.min() > 0.99
    assert dense.along[100, 150] > 0.7
    assert dense.tone[100, 150] < 0.4


def test_single_strands_grow_fine_towards_their_tips_and_locks_stay_whole() -> None:
    alpha, along = np.zeros(SHAPE, np.float32), np.zeros(SHAPE, np.float32)
    alpha[50:250, 150] = 1
    alpha[50:250, 200:240] = 1
    along[50:250] = np.linspace(0, 1, 200)[:, None]
    dense = _dense(Layer(alpha * 0.5, along, alpha), frame())
    assert dense.alpha[240, 150] < 0.6 * dense.alpha[100, 150]
    assert dense.alpha[240, 220] > 0.95


def test_ends_of_locks_are_whole_or_none_rather_than_seen_through() -> None:
    along = np.full(SHAPE, 0.95, np.float32)
    seen = []
    for share in (0.17, 0.35):  # of a pixel that strands take up
        alpha = np.full(SHAPE, share, np.float32)
        whole = np.ones(SHAPE, np.float32)
        low = _in_locks(Layer(alpha * 0.5, along, alpha), whole, along, frame()).alpha[-60:]  # far below the eyes
        seen.append(low.mean())
    assert seen[0] < 0.02 and seen[1] > 0.95


def test_a_fringe_shades_the_skin_below_it_strongly_beside_it_and_softly_further_down() -> None:
    person, head = haired(), frame()
    bare = bared(person, head)
    alpha = np.zeros(bare.body.shape, np.float32)
    alpha[:120] = 1
    scalp, solid = fit_scalp(person, head), Solid(np.zeros(alpha.shape, np.float32), -2.0, np.zeros(3, np.float32))
    bare = replace(bare, body=np.ones_like(alpha))
    subject = Subject(head, scalp, solid, np.array([0, 0.0, 1], np.float32))
    light = _contact(alpha, bare, subject, np.zeros_like(alpha))[:, 150]
    unit = int(head.unit)
    beside, further, away = (light[120 + int(share * unit)] for share in (0.02, 0.16, 0.6))
    assert beside < 0.85 < further < 0.99 < away
    light = _contact(alpha, bare, subject, np.ones_like(alpha))[:, 150]  # on the face itself, a wide soft shade
    near, further = light[120 + int(0.08 * unit)], light[120 + int(0.3 * unit)]
    assert 0.84 < near < 0.95 and further > 0.99


def test_a_forehead_below_a_fringe_lies_deeper_in_shade_than_a_cheek_beside_hair() -> None:
    person, head = haired(), frame()
    bare = bared(person, head)
    alpha = np.zeros(bare.body.shape, np.float32)
    alpha[:, :150] = 1
    bare = replace(bare, body=np.ones_like(alpha))
    scalp, solid = fit_scalp(person, head), Solid(np.zeros(alpha.shape, np.float32), -2.0, np.zeros(3, np.float32))
    subject = Subject(head, scalp, solid, np.array([0, 0.0, 1], np.float32))
    bald, fringed = (_contact(alpha, bare, subject, np.zeros_like(alpha), one)[:, 152] for one in (False, True))
    brow, mouth = (int(head.pixels(head.facing(np.float32([0, y, 0])))[1]) for y in (head.brow, 0.6 * head.chin))
    assert fringed[brow - 5] < bald[brow - 5] - 0.04
    assert np.isclose(fringed[mouth], bald[mouth], atol=1e-3)


def test_roots_lie_on_the_skin_and_hardly_shade_it() -> None:
    whole = np.ones((2, 2), np.float32)
    root, end = (_lifted(Layer(whole, np.float32(share) * whole, whole)).max() for share in (0.02, 0.5))
    assert root < 0.3 and end == 1


def test_hair_is_light_on_the_skull_where_it_is_thin_and_dark_where_it_is_dense() -> None:
    person, head = haired(), frame()
    bare = bared(person, head)
    shape = bare.body.shape
    none = Layer(*(np.zeros(shape, np.float32) for _ in range(3)))
    solid = Solid(np.zeros(shape, np.float32), -2.0, np.zeros(3, np.float32))
    subject = Subject(head, fit_scalp(person, head), solid, np.array([0, 0.8, 0.6], np.float32))
    ramp = np.stack([np.linspace(5, 85, 5), np.zeros(5), np.zeros(5)], 1).astype(np.float32)
    top, drawn = (slice(50, 60), slice(140, 160)), []
    for coat in (0.2, 0.9):
        image = compose(bare, none, none, subject, Tint(ramp, ramp), coat, np.zeros(shape, bool), 1)
        drawn.append((image[top].mean() - (1 - coat) * bare.image[top].mean()) / coat)
    assert drawn[0] > 80 > 60 > drawn[1]


def test_shadow_takes_less_red_than_blue_from_skin_and_as_much_of_each_from_grey_cloth() -> None:
    light = np.full((2, 2), 0.7, np.float32)
    image = np.stack([np.full((2, 3), SKIN), np.full((2, 3), 200)])[:, :2].astype(np.float32)
    left = _warm(light, image)
    assert left[0, 0, 0] > 0.72 and left[0, 0, 2] < 0.68
    assert np.allclose(left[1], 0.7)


def test_the_hairline_wanders_a_little_and_differs_from_one_picture_to_the_next() -> None:
    person, head = haired(), frame()
    scalp = fit_scalp(person, head)
    shape = person.labels.shape
    subject = Subject(
        head, scalp, Solid(np.full(shape, -9, np.float32), -2, np.zeros(3, np.float32)), np.float32([0, 1, 0])
    )
    first, second = (_above(subject, shape, seed) for seed in (1, 2))
    on_skull = first > -5
    assert 0.02 < (first - second)[on_skull].std() < 0.08


def test_no_thin_point_of_hair_is_left_beside_the_jaw_and_wide_hair_stays() -> None:
    head = frame()
    alpha = np.zeros(SHAPE, np.float32)
    alpha[:, :60] = 1
    row = int(150 - 0.55 * head.chin * head.unit)
    edge = int(np.flatnonzero(hull(SHAPE, head.pixels(head.facing(head.points[:468])))[row])[0])
    alpha[row - 2 : row + 2, 60:edge] = 1
    left = alpha * (1 - _spikes(alpha, np.ones(SHAPE, np.float32), head))
    assert left[row, edge - 2] < 0.4
    assert (left[:, :55] == 1).all()
