import dataclasses

import numpy as np
import pytest
from tests.vision.fitting.drawn import drawn_person, drawn_top, frame_and_arms

from fittingroom.vision.fitting.length import CLOSE_ARMHOLE, LOOSE_ARMHOLE
from fittingroom.vision.fitting.necks import DROP, HIGHEST_PIT, LOWEST, dropped, hang_of, place_shoulders, with_lifted
from fittingroom.vision.fitting.outline import OldTop, shoulder_line
from fittingroom.vision.garment import Garment, Neck


def with_armholes(depth: float) -> Garment:
    """The drawn top with armpits `depth` chest widths below its neck points."""
    garment = drawn_top()
    neck, pits = np.stack(garment.neck_points), np.stack(garment.armpits)
    pits[:, 1] = neck[:, 1].mean() + depth * (pits[1, 0] - pits[0, 0])
    return dataclasses.replace(garment, armpits=(pits[0], pits[1]))


def test_deep_armholes_tell_that_the_shoulders_seams_lie_on_the_arms() -> None:
    assert dropped(with_armholes(CLOSE_ARMHOLE - 0.1)) == 0
    assert dropped(with_armholes(LOOSE_ARMHOLE + 0.1)) == 1
    assert 0.3 < dropped(with_armholes(0.5 * (CLOSE_ARMHOLE + LOOSE_ARMHOLE))) < 0.7


def test_a_wide_tops_seams_lie_further_out_than_the_shoulders_and_a_close_ones_on_them() -> None:
    frame, _ = frame_and_arms(drawn_person())
    line, old = shoulder_line(drawn_person(), frame), OldTop(None, None, False, False)
    joint = np.abs(frame.lateral(frame.shoulders))
    close, wide = (
        np.abs(frame.lateral(place_shoulders(with_armholes(depth), frame, line, old, 0.2)[1])) for depth in (0.5, 0.9)
    )
    assert (close <= joint + 0.01 * frame.unit).all()
    assert wide == pytest.approx(joint + (0.06 + DROP) * frame.unit, abs=0.01 * frame.unit)


def test_a_front_edge_on_long_straps_is_worn_across_the_bust_and_its_armpits_come_up_with_it() -> None:
    frame, _ = frame_and_arms(drawn_person())
    line, old = shoulder_line(drawn_person(), frame), OldTop(None, None, False, False)
    garment = dataclasses.replace(drawn_top(), neck=Neck.STRAPS)
    edge = garment.neckline.copy()
    edge[:, 1] = edge[:, 1].min() + 4 * (edge[:, 1] - edge[:, 1].min())
    deep = dataclasses.replace(garment, neckline=edge)
    scale = 1.5 * frame.unit / float(edge[:, 1].max() - edge[:, 1].min())
    neck, _ = place_shoulders(deep, frame, line, old, scale)
    hang = hang_of(deep, frame, neck, scale, old)
    assert hang.t == pytest.approx(LOWEST, abs=0.01) and hang.lifted > 0.05 * frame.unit
    pits = np.stack([frame.at(0.4, sign * 0.4 * frame.unit) for sign in (-1, 1)])
    lifted = (frame.t(pits) - frame.t(with_lifted(pits, hang, frame))) * frame.torso
    room = (frame.t(pits) - frame.t(frame.shoulders)) * frame.torso - HIGHEST_PIT * frame.unit
    assert lifted == pytest.approx(np.minimum(hang.lifted, room), abs=0.1)
    assert hang_of(dataclasses.replace(deep, neck=Neck.V), frame, neck, scale, old).lifted == 0
