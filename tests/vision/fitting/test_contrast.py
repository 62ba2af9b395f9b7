"""Sleeves of another colour than the body."""

from dataclasses import replace

import cv2
import numpy as np
from tests.vision.fitting.drawn import drawn_person, drawn_top, frame_and_arms

from fittingroom.vision.fitting.contrast import own_cloth, seam_on
from fittingroom.vision.fitting.tips import tips_over_joints
from fittingroom.vision.garment import Garment

DARK = (60, 30, 60)


def raglan(shift: float) -> Garment:
    """The drawn top with dark sleeves that begin `shift` pixels outside the shoulders' tips."""
    garment = drawn_top()
    fabric, image = garment.fabric.copy(), garment.image.copy()
    for side, sign in ((0, -1), (1, 1)):
        tip, pit = garment.tips[side], garment.armpits[side]
        corners = [[tip[0] + sign * shift, 0], [tip[0] + sign * 400, 0], [pit[0] + sign * 400, 600], [pit[0], 600]]
        for picture in (fabric, image):
            cv2.fillPoly(picture, [np.array(corners, np.int32)], DARK)
    return replace(garment, fabric=fabric, image=image)


def test_a_seam_is_found_where_the_colour_changes_on_the_shoulder() -> None:
    garment = raglan(14)
    for side, sign in ((0, -1), (1, 1)):
        seam = seam_on(garment, side)
        assert seam is not None
        assert 6 < sign * (seam[0] - garment.tips[side][0]) < 20
        assert seam_on(drawn_top(), side) is None


def test_cuffs_of_another_colour_are_no_sleeves() -> None:
    garment = drawn_top()
    fabric, sleeve = garment.fabric.copy(), garment.sleeves[1]
    assert sleeve is not None
    fabric[:, round(float(sleeve.tip[0])) + 110 :] = DARK
    cuffed = replace(garment, fabric=fabric)
    assert seam_on(cuffed, 1) is None
    everything = np.ones(garment.alpha.shape, np.bool_)
    assert own_cloth(cuffed, 1, everything).all()


def test_the_bodys_tips_lie_on_the_seams_and_the_sleeves_keep_theirs() -> None:
    garment, (frame, _) = raglan(14), frame_and_arms(drawn_person())
    moved = tips_over_joints(garment, frame, 1.0)
    for side in (0, 1):
        sleeve, before = moved.sleeves[side], garment.sleeves[side]
        assert sleeve is not None and before is not None
        assert abs(float(moved.tips[side][0] - garment.tips[side][0])) > 6
        assert np.array_equal(sleeve.tip, before.tip)


def test_a_sleeve_takes_nothing_of_a_body_of_another_colour() -> None:
    garment, everything = raglan(14), np.ones(drawn_top().alpha.shape, np.bool_)
    own = own_cloth(garment, 1, everything)
    solid = garment.alpha > 0.9
    assert (garment.fabric[own & solid].mean(0) < 80).all()
    assert (own & solid).sum() > 2000
    assert own_cloth(drawn_top(), 1, everything).all()
