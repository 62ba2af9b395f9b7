from dataclasses import replace

import cv2
import numpy as np
from tests.vision.fitting.drawn import drawn_person, drawn_top, frame_and_arms

from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.fitting.length import Fit
from fittingroom.vision.fitting.outline import Arm, measure_sides, old_top, shoulder_line
from fittingroom.vision.fitting.puffs import is_wing, keeps_shape, sleeve_outline, stand_sleeve, standing_alpha
from fittingroom.vision.fitting.sleeves import SleeveFit, fit_sleeve
from fittingroom.vision.fitting.torso import TorsoFit, fit_torso
from fittingroom.vision.garment import Garment, Sleeve


def stood() -> tuple[Garment, Sleeve, Arm, TorsoFit, SleeveFit]:
    person, garment = drawn_person(), drawn_top()
    sleeve = garment.sleeves[1]
    assert sleeve is not None
    frame, arms = frame_and_arms(person)
    line, sides = shoulder_line(person, frame), measure_sides(person, frame, arms)
    torso = fit_torso(person, garment, frame, arms, line, sides, old_top(person, frame, arms, line), Fit())
    laid = fit_sleeve(sleeve, person, frame, arms[1], line, torso, 1)
    return garment, sleeve, arms[1], torso, stand_sleeve(laid, sleeve, 1, arms[1], torso.tips[1], torso.scale)


def test_a_standing_sleeve_hangs_from_the_shoulders_tip() -> None:
    _, sleeve, _, torso, fit = stood()
    x, y = np.round(torso.tips[1]).astype(int)
    assert np.linalg.norm(fit.map[y, x] - sleeve.tip) < 3


def test_a_standing_sleeve_is_turned_and_scaled_as_a_whole() -> None:
    _, _, _, _, fit = stood()
    right, down = fit.map[100, 101] - fit.map[100, 100], fit.map[101, 100] - fit.map[100, 100]
    for y, x in ((200, 300), (50, 350)):
        assert np.allclose(fit.map[y, x + 1] - fit.map[y, x], right, atol=1e-3)
        assert np.allclose(fit.map[y + 1, x] - fit.map[y, x], down, atol=1e-3)
    assert right[0] * down[1] - right[1] * down[0] > 0  # prints are never mirrored


def test_a_standing_sleeves_alpha_is_its_own_outline_and_covers_the_arm() -> None:
    garment, sleeve, arm, torso, fit = stood()
    person = drawn_person().alpha
    alpha = standing_alpha(garment, sleeve, arm, fit, torso.tips[1], torso.armpits[1], person)
    u, v = arm.limb.u, arm.limb.v
    covered = (u > 0.15 * fit.end) & (u < 0.7 * fit.end) & (np.abs(v) < 0.8 * arm.bare_at(u))
    assert alpha[covered].min() > 0.9
    assert alpha[u > 1.6 * fit.end].max() < 0.1


def test_a_standing_sleeve_ends_where_its_cuff_comes_to_lie_on_the_arm() -> None:
    _, sleeve, arm, torso, fit = stood()
    higher = f32(torso.tips[1] - 0.2 * np.linalg.norm(sleeve.cuff.mean(0) - sleeve.tip) * np.float32([0, 1]))
    raised = stand_sleeve(fit, sleeve, 1, arm, higher, torso.scale)
    cuff = np.linalg.norm(raised.map - sleeve.cuff.mean(0), axis=-1)
    y, x = np.unravel_index(cuff.argmin(), cuff.shape)
    assert abs(float(arm.limb.u[y, x]) - raised.end) < 0.04 * arm.limb.length


def test_straps_that_hang_on_to_a_sleeve_are_left_out_of_its_outline() -> None:
    _, sleeve, _, _, _ = stood()
    mask = sleeve.mask.copy()
    rows, columns = np.nonzero(mask)
    mask[max(rows.min() - 40, 0) : rows.min() + 2, columns[rows.argmin()] : columns[rows.argmin()] + 3] = True
    outline = sleeve_outline(replace(sleeve, mask=mask))
    assert outline[:, 1].min() > rows.min() - 12


def test_long_sleeves_follow_the_arm_instead() -> None:
    _, sleeve, _, _, _ = stood()
    assert keeps_shape(replace(sleeve, reach=0.4))
    assert not keeps_shape(replace(sleeve, reach=0.9))


def test_what_points_sideways_is_a_wing() -> None:
    _, sleeve, _, _, _ = stood()
    cuff = np.float32([[60, 5], [55, 20]])
    assert is_wing(replace(sleeve, cuff=sleeve.tip + cuff))
    assert not is_wing(replace(sleeve, cuff=sleeve.tip + cuff[:, ::-1]))


def test_a_wing_hugs_the_shoulder_that_fills_it_and_so_does_its_pair() -> None:
    garment, sleeve, arm, torso, fit = stood()
    person = drawn_person().alpha
    cuff = np.float32([[60, 5], [55, 20]])
    wings = replace(garment, sleeves=(replace(sleeve, cuff=sleeve.tip - cuff * [1, -1]), sleeve))
    alpha = standing_alpha(wings, sleeve, arm, fit, torso.tips[1], torso.armpits[1], person)
    puffed = standing_alpha(garment, sleeve, arm, fit, torso.tips[1], torso.armpits[1], person)
    off = cv2.distanceTransform((person < 0.5).astype(np.uint8), cv2.DIST_L2, 5)
    assert puffed[off > 0.1 * arm.unit].max() > 0.9  # as it stands in its photo
    assert alpha[off > 0.06 * arm.unit].max() < 0.1
    assert alpha.max() > 0.9
