"""The end of a plain neckline beside the neck, on a drawn person."""

from dataclasses import replace

import numpy as np
from tests.vision.fitting.drawn import drawn_person, frame_and_arms

from fittingroom.vision.fitting.arrays import Array, f32
from fittingroom.vision.fitting.besideneck import bared, flush
from fittingroom.vision.fitting.fill import polygon
from fittingroom.vision.fitting.frame import Frame
from fittingroom.vision.fitting.neckcurve import NeckLine
from fittingroom.vision.fitting.undress import Undressed

SHAPE = (480, 400)


def a_frame() -> Frame:
    return frame_and_arms(drawn_person())[0]


def a_line(*ends: tuple[float, float]) -> NeckLine:
    """Between the ends, 6 pixels further in, straight down and up again; past the ends it goes straight up."""
    left, right = np.array(ends, np.float32)
    inner = ((6, 1.5), (6, 40)), ((-6, 40), (-6, 1.5))
    points = f32([left - (0, 20), left, *(left + inner[0]), *(right + inner[1]), right, right - (0, 20)])
    return NeckLine(points, points, f32([left, right]), points.mean(0), points.mean(0))


def cloth_with_blunt_ends() -> Array:
    """Shoulders that rise to a neckline whose ends stop five pixels short of the neck, and blunt."""
    left = np.array([[106, 150], [176, 122], [180, 124], [185, 129], [186, 150]])
    right = np.stack([400 - left[:, 0], left[:, 1]], 1)
    below = np.array([[100, 149], [300, 149], [300, 300], [100, 300]])
    return f32(np.max([polygon(each, SHAPE, 0.6) for each in (left, right, below)], axis=0))


def neck(half: float = 14.0) -> Array:
    return polygon(np.array([[200 - half, 60], [200 + half, 60], [200 + half, 160], [200 - half, 160]]), SHAPE, 0.6)


def test_the_gap_between_a_neckline_s_end_and_the_neck_is_filled_below_the_shoulder_s_outline() -> None:
    cloth, body = cloth_with_blunt_ends(), neck()
    whole = flush(cloth, body, a_line((180, 122), (220, 122)), a_frame())
    assert cloth[124, 183] < 0.1
    assert whole[124, 183] > 0.9
    assert whole[124, 216] > 0.9
    assert np.array_equal(whole[:112], cloth[:112])  # the outline carried on rises no higher
    assert np.allclose(whole[body > 0.99], cloth[body > 0.99], atol=0.01)  # the neck itself stays bare


def test_line_and_outline_meet_at_the_neck_where_its_skin_lies_outside_the_line() -> None:
    cloth, body = cloth_with_blunt_ends(), neck(20.0)
    whole = flush(cloth, body, a_line((180, 122), (220, 122)), a_frame())
    assert cloth[126, 184] < 0.3 < body[126, 184]
    assert whole[126, 184] > 0.9
    assert whole[126, 216] > 0.9
    assert whole[126, 189] < 0.1  # before the neck it stays open


def test_no_thorn_of_cloth_lies_on_the_slope_of_the_neck() -> None:
    cloth, line = cloth_with_blunt_ends(), a_line((180, 122), (220, 122))
    slope = np.array([[184, 124], [196, 112], [204, 112], [216, 124], [216, 160], [184, 160]])
    whole = flush(cloth, polygon(slope, SHAPE, 0.6), line, a_frame())
    assert whole[110:121, 187:214].max() < 0.1


def test_a_neckline_that_lies_wide_on_the_shoulders_stays_as_it_is() -> None:
    cloth, frame = cloth_with_blunt_ends(), a_frame()
    narrow = replace(frame, neck_half=0.4 * frame.neck_half)
    assert np.array_equal(flush(cloth, neck(), a_line((180, 122), (220, 122)), narrow), cloth)


def test_what_is_far_from_the_neck_or_has_no_straight_outline_stays_as_it_is() -> None:
    cloth, line = cloth_with_blunt_ends(), a_line((180, 122), (220, 122))
    assert np.array_equal(flush(cloth, np.zeros_like(cloth), line, a_frame()), cloth)  # nothing to run on to
    uneven = cloth.copy()
    uneven[100:140, 160:168] = uneven[100:140, 232:240] = 1  # a hand on each shoulder, say
    assert np.array_equal(flush(uneven, neck(), line, a_frame()), uneven)


def test_a_redrawn_outline_is_told_by_its_colour() -> None:
    person, nothing = drawn_person(), np.zeros(SHAPE, np.float32)
    wall = np.full((*SHAPE, 3), 120, np.float32)
    picture, redrawn = wall.copy(), nothing.copy()
    picture[90:110, 170:190] = (205, 160, 135)
    redrawn[80:120, 160:200] = 1
    undressed = Undressed(picture, nothing, nothing, nothing, wall, True)
    body = bared(replace(person, alpha=nothing), undressed, redrawn, picture)
    assert body[100, 180] > 0.99
    assert body[85, 165] < 0.01
    assert bared(person, undressed, nothing, picture)[60, 200] == person.alpha[60, 200]
