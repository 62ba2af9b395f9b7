"""Where a limb bends."""

from dataclasses import replace

import cv2
import numpy as np
from tests.vision.fitting.drawn import drawn_person, frame_and_arms

from fittingroom.vision.fitting.bends import about_bend, bend_of
from fittingroom.vision.fitting.limbs import Limb, arm_half_width, trace
from fittingroom.vision.fitting.outline import _edge
from fittingroom.vision.fitting.sleeves import over_elbow
from fittingroom.vision.person import Label


def arm(elbow: tuple[float, float]) -> Limb:
    joints = np.array([[200.0, 60.0], elbow, [200.0, 340.0]])
    return trace(joints, np.array([-1.0, 0.0]), (400, 300), 100.0)


def test_a_bend_is_found_where_it_is() -> None:
    at, turn = bend_of(arm((60, 200)))
    assert abs(at / arm((60, 200)).length - 0.5) < 0.1 and turn > 0.8
    assert bend_of(arm((200, 200)))[1] < 0.05


def test_only_places_close_to_a_sharp_bend_lie_about_it() -> None:
    limb = arm((60, 200))
    at = bend_of(limb)[0]
    near = about_bend(limb, np.float32([at, at + 0.3 * limb.length]))
    assert near[0] > 0.8 and near[1] == 0
    assert not about_bend(arm((200, 200)), limb.u).any()


def test_the_point_of_a_bent_bare_elbow_is_an_edge_of_the_arm() -> None:
    unit, person = 110.0, drawn_person()
    limb = arm((60, 200))
    labels = np.zeros((400, 300), np.uint8)
    cv2.fillPoly(labels, [np.int32([[190, 60], [210, 60], [100, 200], [210, 340], [190, 340], [50, 200]])], Label.SKIN)
    bare = replace(person, labels=labels, alpha=(labels > 0).astype(np.float32))
    stations = np.linspace(0.1, 0.9, 41, dtype=np.float32) * limb.length
    usual = arm_half_width(stations, limb.length, unit)
    width, free = _edge(bare, limb, stations, usual, 1.0, 0.0, unit, about_bend(limb, stations))
    point = np.abs(stations - 0.5 * limb.length) < 0.03 * limb.length
    assert width[point].max() > 1.9 * usual[point].max() and free[point].all()


def test_a_sleeve_that_is_evened_out_goes_round_the_point_of_a_bent_elbow_all_the_same() -> None:
    straight, limb = frame_and_arms(drawn_person())[1][1], arm((60, 200))
    stations = np.linspace(-0.1, 1.1, 61, dtype=np.float32) * limb.length
    even, whole = np.full(61, 12, np.float32), np.full(61, 30, np.float32)
    width = over_elbow(even, whole, replace(straight, limb=limb, stations=stations))
    assert width[30] > 25 and width[10] == width[50] == 12
    assert (over_elbow(even, whole, straight) == 12).all()
