"""Level borders between two colours, on a drawn top."""

from dataclasses import replace

import numpy as np
from tests.vision.fitting.drawn import drawn_person, drawn_top, frame_and_arms

from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.fitting.borders import border_beside, level_with
from fittingroom.vision.fitting.length import Fit
from fittingroom.vision.fitting.outline import Arm, measure_sides, old_top, shoulder_line
from fittingroom.vision.fitting.sleeves import SleeveFit, fit_sleeve, mask_of
from fittingroom.vision.fitting.torso import fit_torso
from fittingroom.vision.garment import Garment

ROW = 370


def yoked(below: tuple[int, int, int] = (25, 25, 50)) -> Garment:
    """A light blue top, of another colour below a level border through body and sleeves."""
    top = drawn_top()
    fabric = np.full_like(top.fabric, (190, 215, 240))
    fabric[ROW:] = below
    return replace(top, fabric=fabric)


def laid(garment: Garment) -> tuple[SleeveFit, Arm]:
    """The right sleeve along a drawn person's arm."""
    person = drawn_person(sleeve=1.0)
    frame, arms = frame_and_arms(person)
    line, sides = shoulder_line(person, frame), measure_sides(person, frame, arms)
    torso = fit_torso(person, garment, frame, arms, line, sides, old_top(person, frame, arms, line), Fit())
    sleeve = garment.sleeves[1]
    assert sleeve is not None
    return fit_sleeve(sleeve, person, frame, arms[1], line, torso, 1), arms[1]


def inner_row(fit: SleeveFit, arm: Arm) -> float:
    """Where the border lies on the inner half of the laid sleeve."""
    own = mask_of(fit, arm) & (np.abs(fit.map[..., 1] - ROW) < 4) & (arm.limb.v < 0)
    return float(np.nonzero(own)[0].mean())


def body_meeting(fit: SleeveFit, row: float) -> np.ndarray:
    """A map of the body whose border lies at `row` of the person's image."""
    rows = (np.arange(fit.map.shape[0], dtype=np.float32)[:, None] - row) * 3 + ROW
    return f32(np.stack([np.full(fit.map.shape[:2], 300.0), np.broadcast_to(rows, fit.map.shape[:2])], axis=-1))


def test_a_border_is_found_on_body_and_sleeves() -> None:
    found = [border_beside(yoked(), side, on_body) for side in (0, 1) for on_body in (True, False)]
    assert [each is not None and abs(each.row - ROW) < 4 for each in found] == [True] * 4


def test_plain_and_striped_cloth_has_no_border() -> None:
    plain, striped = yoked((190, 215, 240)), yoked()
    fabric = striped.fabric.copy()
    fabric[np.arange(len(fabric)) // 24 % 2 > 0] = (25, 25, 50)
    for garment in (plain, replace(striped, fabric=fabric)):
        assert border_beside(garment, 1, True) is None
        assert border_beside(garment, 1, False) is None


def test_a_sleeves_border_is_moved_to_where_the_bodys_meets_it_and_its_cuff_stays() -> None:
    garment = yoked()
    fit, arm = laid(garment)
    before = inner_row(fit, arm)
    moved = level_with(fit, body_meeting(fit, before - 6), garment, 1, arm)
    assert abs(inner_row(moved, arm) - (before - 6)) < 3
    cuff = mask_of(fit, arm) & (fit.map[..., 1] > 482)
    assert np.abs(moved.map - fit.map)[cuff].max(initial=0) < 2


def test_a_sleeve_without_the_bodys_border_stays_as_it_is() -> None:
    garment = yoked()
    fit, arm = laid(garment)
    sleeve, fabric = garment.sleeves[1], garment.fabric.copy()
    assert sleeve is not None
    fabric[sleeve.mask] = 120
    plain = replace(garment, fabric=fabric)
    assert level_with(fit, body_meeting(fit, inner_row(fit, arm) - 6), plain, 1, arm) is fit
