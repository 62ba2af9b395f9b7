"""Armholes of what hangs on straps."""

import numpy as np
from tests.vision.fitting.drawn import drawn_person, drawn_top, frame_and_arms

from fittingroom.vision.fitting.armholes import even_armholes, outwards, was_sleeved
from fittingroom.vision.fitting.fill import polygon
from fittingroom.vision.fitting.frame import Frame
from fittingroom.vision.fitting.length import Fit
from fittingroom.vision.fitting.outline import Arm, measure_sides, old_top, shoulder_line
from fittingroom.vision.fitting.torso import TorsoFit, fit_torso


def laid(sleeve: float) -> tuple[Frame, tuple[Arm, Arm], TorsoFit]:
    person = drawn_person(sleeve)
    frame, arms = frame_and_arms(person)
    line, sides = shoulder_line(person, frame), measure_sides(person, frame, arms)
    old = old_top(person, frame, arms, line)
    return frame, arms, fit_torso(person, drawn_top(sleeves=False), frame, arms, line, sides, old, Fit())


def bumpy(frame: Frame, torso: TorsoFit) -> tuple[np.ndarray, tuple[int, int]]:
    """A body with a bump on its left side, halfway between shoulder and armpit, and the bump's tip."""
    x, y = (round(float(value)) for value in 0.5 * (torso.neck[0] + torso.armpits[0]))
    x = min(x, round(float(torso.neck[0][0])) - 6)
    right = 2 * float(frame.shoulder_mid[0]) - x
    corners = [[x, y - 30], [right, y - 30], [right, y + 120], [x, y + 120]]
    body = polygon(np.array(corners, np.float32), (480, 400))
    body[y - 2 : y + 3, x - 5 : x] = 1
    return body, (y, x - 4)


def test_a_bump_beside_an_armhole_goes_where_an_old_sleeve_was() -> None:
    frame, arms, torso = laid(0.6)
    assert was_sleeved(arms[0])
    body, bump = bumpy(frame, torso)
    even = even_armholes(body, frame, arms, torso)
    assert body[bump] == 1
    assert even[bump] < 0.5
    middle = round(float(frame.shoulder_mid[0]))
    assert np.array_equal(even[:, middle - 5 : middle + 5], body[:, middle - 5 : middle + 5])


def test_an_edge_beside_a_bare_arm_stays() -> None:
    frame, arms, torso = laid(0.6)
    bare = tuple(Arm(**{**vars(arm), "sleeve_end": 0.0}) for arm in arms)
    body, _ = bumpy(frame, torso)
    assert np.array_equal(even_armholes(body, frame, (bare[0], bare[1]), torso), body)


def test_outwards_is_away_from_the_other_side() -> None:
    frame, _, torso = laid(0.6)
    off = outwards(frame, torso, 0, (480, 400))
    row = round(float(torso.neck[0][1]))
    assert off[row, 5] > 0
    assert off[row, 395] < 0
