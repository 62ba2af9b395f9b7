from dataclasses import replace

import numpy as np
from tests.vision.fitting.drawn import drawn_person, drawn_top, frame_and_arms

from fittingroom.vision.fitting.tips import DRAWN, LENT, lent_tip, tips_over_joints


def test_a_slim_tops_sleeves_begin_over_the_joints_and_on_its_outline() -> None:
    garment, (frame, _) = drawn_top(), frame_and_arms(drawn_person())
    before = float(garment.tips[1][0] - garment.tips[0][0])
    joints = float(np.abs(frame.lateral(frame.shoulders)).sum())
    moved = tips_over_joints(garment, frame, joints / (before + 24))
    assert abs(float(moved.tips[1][0] - moved.tips[0][0]) - before - 24) < 5
    for tip, sleeve in zip(moved.tips, moved.sleeves, strict=True):
        assert sleeve is not None
        assert np.array_equal(sleeve.tip, tip)
        column = garment.alpha[:, int(tip[0])] > 0.5
        assert abs(int(column.argmax()) - float(tip[1])) < 4


def test_a_wide_tops_sleeves_begin_where_they_do_in_its_photo() -> None:
    garment, (frame, _) = drawn_top(), frame_and_arms(drawn_person())
    moved = tips_over_joints(garment, frame, 1.0)
    assert np.array_equal(np.stack(moved.tips), np.stack(garment.tips))


def test_sleeves_that_lie_against_the_body_keep_their_tips() -> None:
    garment, (frame, _) = drawn_top(), frame_and_arms(drawn_person())
    left, right = garment.sleeves
    assert left is not None and right is not None
    fused = replace(garment, sleeves=(replace(left, fused=True), replace(right, fused=True)))
    assert np.array_equal(np.stack(tips_over_joints(fused, frame, 0.55).tips), np.stack(garment.tips))


def test_a_shoulder_much_wider_than_the_garments_is_lent_cloth_of_the_sleeve_along_its_edge() -> None:
    plain = drawn_top()
    checks = plain.fabric.copy()
    checks[(np.indices(checks.shape[:2]) // 4).sum(0) % 2 == 0] //= 3
    garment = replace(plain, fabric=checks)
    for side, sign in ((0, -1), (1, 1)):
        own = float(np.linalg.norm(garment.tips[side] - garment.neck_points[side]))
        assert np.array_equal(lent_tip(garment, side, 1.2 * own, 1.0), garment.tips[side])
        place = lent_tip(garment, side, DRAWN * (own + 15), 1.0)
        assert np.array_equal(lent_tip(plain, side, DRAWN * (own + 15), 1.0), plain.tips[side])
        assert 10 < float(np.linalg.norm(place - garment.tips[side])) <= 16
        assert sign * float(place[0] - garment.tips[side][0]) > 5
        assert abs(int((garment.alpha[:, int(place[0])] > 0.5).argmax()) - float(place[1])) < 5
        chest = float(garment.armpits[1][0] - garment.armpits[0][0])
        far = lent_tip(garment, side, 40 * own, 1.0)
        assert float(np.linalg.norm(far - garment.tips[side])) <= LENT * chest + 1
