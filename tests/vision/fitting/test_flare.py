import dataclasses

import numpy as np
import pytest
from tests.vision.fitting.drawn import drawn_person, frame_and_arms

from fittingroom.vision.fitting.flare import LEAST, LOOSEST, OUTSIDE, SLANT, corner_of, longer_by, old_corner, slant_of
from fittingroom.vision.fitting.frame import Frame
from fittingroom.vision.fitting.outline import Arm

END = 70.0


def hung() -> tuple[Frame, Arm]:
    """A frame whose right arm hangs straight down, and that arm."""
    frame, arms = frame_and_arms(drawn_person())
    down = frame.shoulders - 0.8 * frame.unit * frame.up
    return dataclasses.replace(frame, elbows=np.asarray(down, np.float32)), arms[1]


def held_away(frame: Frame, slope: float) -> Frame:
    """`frame` with both upper arms held outwards at `slope`."""
    out = np.stack([-frame.across, frame.across]) * slope
    elbows = frame.shoulders - 0.8 * frame.unit * (frame.up - out)
    return dataclasses.replace(frame, elbows=np.asarray(elbows, np.float32))


def off(frame: Frame, arm: Arm, flat: float, longer: float = 1.0) -> float:
    """How far a sleeve stands off the bare arm, units."""
    bare = float(arm.bare_at(np.array([END], np.float32))[0])
    return (corner_of(arm, frame, END, flat, 1, longer) - bare) / frame.unit


def test_a_wide_sleeve_stands_off_the_arm_and_a_close_one_hardly_does() -> None:
    frame, arm = hung()
    bare = float(arm.bare_at(np.array([END], np.float32))[0])
    assert off(frame, arm, bare) == pytest.approx(LEAST, abs=1e-4)
    assert 0.03 < off(frame, arm, 1.6 * bare) < off(frame, arm, 9 * bare)
    assert off(frame, arm, 9 * bare) == pytest.approx(OUTSIDE * LOOSEST, abs=1e-3)


def test_a_wide_sleeve_falls_straight_down_from_where_the_upper_arm_is_widest() -> None:
    frame, arm = hung()
    bare = float(arm.bare_at(np.array([END], np.float32))[0])
    thick = dataclasses.replace(arm, bare=np.where(arm.stations < 0.5 * END, bare + 0.15 * frame.unit, arm.bare))
    above = thick.stations[(thick.stations > 0) & (thick.stations < END)]
    widest = float(thick.limb.point(above, thick.bare_at(above))[:, 0].max())
    corner = float(thick.limb.point(np.float32(END), np.float32(corner_of(thick, frame, END, 2.2 * bare, 1)))[0])
    assert corner == pytest.approx(widest, abs=0.02 * frame.unit)
    assert off(frame, thick, bare) < 0.1


def test_a_sleeve_laid_longer_than_its_scale_is_wider_too_but_one_laid_shorter_no_closer() -> None:
    frame, arm = hung()
    bare = float(arm.bare_at(np.array([END], np.float32))[0])
    usual = off(frame, arm, 1.4 * bare)
    assert off(frame, arm, 1.4 * bare, 1.3) > usual + 0.02
    assert off(frame, arm, 1.4 * bare, 0.6) == pytest.approx(usual)
    assert longer_by(90.0, -10.0, 0.5, 160.0) == pytest.approx(1.25)


def test_what_a_sleeve_has_to_spare_falls_below_an_arm_held_away_from_the_body() -> None:
    frame, arm = hung()
    offs = [off(held_away(frame, slope), arm, 60.0) for slope in (0.0, 0.2, 0.4, 0.7)]
    assert offs[0] > offs[1] > offs[2] > offs[3]
    assert offs[3] == pytest.approx(LEAST, abs=1e-4)


def test_a_sleeve_that_stands_off_ends_higher_outside_and_one_along_the_arm_square_to_it() -> None:
    frame, arm = hung()
    bare = float(arm.bare_at(np.array([END], np.float32))[0])
    wide, close = (slant_of(arm, frame, END, -10.0, bare + more * frame.unit) for more in (0.15, LEAST))
    assert -SLANT <= wide < -0.03
    assert close == pytest.approx(0, abs=1e-4)
    assert slant_of(arm, frame, END, -10.0, None) == 0.0
    old = dataclasses.replace(arm, sleeve_end=END, slant=0.1)
    assert slant_of(old, frame, END, -10.0, bare + 30) == pytest.approx(0.1)


def test_an_old_short_sleeve_says_how_a_new_one_as_long_and_as_wide_hangs() -> None:
    _, arm = hung()
    bare = float(arm.bare_at(np.array([END], np.float32))[0])
    worn = dataclasses.replace(
        arm, sleeve_end=END, outer=np.full_like(arm.outer, 1.6 * bare), outer_free=np.ones_like(arm.outer_free)
    )
    assert old_corner(worn, END, 1.2 * bare) == pytest.approx(1.6 * bare)
    assert old_corner(worn, END, 0.9 * bare) is None
    assert old_corner(worn, END + 0.1 * arm.limb.length, 1.2 * bare) is None
