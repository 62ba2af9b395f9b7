"""The garment's own lower edge as a gate."""

from dataclasses import replace

import cv2
import numpy as np

from fittingroom.tryon.kinds import Subcategory
from fittingroom.vision.fitting.gates import dangling, own_hem_gate, waist_gate
from fittingroom.vision.garment import Garment
from fittingroom.vision.product import analyse_garment

HEM = 440


def top(tie: bool) -> Garment:
    photo = np.full((560, 448, 3), 255, np.uint8)
    body = [[150, 90], [180, 80], [268, 80], [298, 90], [312, 200], [318, HEM], [130, HEM], [136, 200]]
    left, right = [[150, 90], [28, 190], [78, 245], [136, 200]], [[298, 90], [420, 190], [370, 245], [312, 200]]
    parts = [body, left, right]
    if tie:
        parts.append([[150, 300], [160, 300], [160, 510], [150, 510]])
    for part in parts:
        cv2.fillPoly(photo, [np.array(part, np.int32)], (20, 130, 130), cv2.LINE_AA)
    cv2.ellipse(photo, (224, 78), (44, 26), 0, 0, 180, (255, 255, 255), -1, cv2.LINE_AA)
    return analyse_garment(photo, Subcategory.TOPS)


def flat(garment: Garment) -> np.ndarray:
    """The map of a person who is the photo itself."""
    ys, xs = np.mgrid[: garment.alpha.shape[0], : garment.alpha.shape[1]].astype(np.float32)
    return np.stack([xs, ys], -1)


def test_a_tie_is_no_part_of_the_hem_but_may_dangle_from_it() -> None:
    garment = top(tie=True)
    scale = garment.alpha.shape[0] / 560
    assert np.ptp(garment.hem[:, 1]) < 4 * scale
    gate = own_hem_gate(garment, flat(garment))
    below = round(490 * scale)
    assert gate[below, round(155 * scale)] > 0.9
    assert gate[below, round(200 * scale)] < 0.1


def test_nothing_dangles_from_a_plain_hem() -> None:
    assert not dangling(top(tie=False)).any()


def test_ties_that_spread_out_beside_the_garment_leave_no_stub_at_the_hems_corner() -> None:
    garment = top(tie=False)
    alpha, low = garment.alpha.copy(), round(float(garment.hem[:, 1].max()))
    left = round(float(garment.hem[0, 0]))
    tie = [[left - 4, low - 6], [left + 22, low - 6], [left - 50, low + 110], [left - 80, low + 110]]
    image = garment.image.copy()
    cv2.fillPoly(alpha, [np.array(tie, np.int32)], 1.0)
    cv2.fillPoly(image, [np.array(tie, np.int32)], (20, 130, 130))
    assert not dangling(replace(garment, image=image, alpha=alpha))[low + 5 :].any()


def test_a_tie_hangs_down_from_the_hem_without_a_gap() -> None:
    garment = top(tie=True)
    scale = garment.alpha.shape[0] / 560
    gate = own_hem_gate(garment, flat(garment))
    along = gate[round(420 * scale) : round(495 * scale), round(155 * scale)]
    assert along.min() > 0.9


def test_a_narrow_slit_between_two_ties_stays_open() -> None:
    garment = top(tie=False)
    image, alpha, hem = garment.image.copy(), garment.alpha.copy(), garment.hem[:, 1].max()
    unit = alpha.shape[0] / 560
    rows = slice(round(hem), round(hem + 70 * unit))
    left, slit = round(180 * unit), round(196 * unit)
    image[rows, left : left + 2 * (slit - left)] = (20, 130, 130)
    image[rows, slit - 1 : slit + 1] = (196, 224, 224)  # mixed with the cloth, and part of the cut-out
    alpha[rows, left : left + 2 * (slit - left)] = 1
    hanging = dangling(replace(garment, image=image, alpha=alpha))
    middle = round(hem + 35 * unit)
    assert not hanging[round(hem + 5 * unit) : rows.stop, slit - 1 : slit + 1].any()
    assert hanging[middle, left + 4] and hanging[middle, slit + 6]
    plain = image.copy()
    plain[rows, slit - 1 : slit + 1] = (20, 130, 130)
    assert dangling(replace(garment, image=plain, alpha=alpha))[middle, left + 4 : slit + 6].all()
    dots = plain.copy()
    dots[rows.start + 20 : rows.stop : 12, slit - 1 : slit + 1] = (196, 224, 224)  # a print is no slit
    assert dangling(replace(garment, image=dots, alpha=alpha))[middle - 8 : middle + 8, slit].all()


def test_nothing_shows_above_a_waist_line_wherever_the_map_leads_to() -> None:
    garment = replace(top(tie=False), waist=np.array([[136, 200], [224, 204], [312, 200]], np.float32))
    gate = waist_gate(garment, flat(garment))
    assert gate[230:, 150:300].min() > 0.99
    assert gate[:190].max() < 0.01
    beyond = waist_gate(garment, flat(garment) - np.array([0, 300], np.float32))
    assert beyond[:300].max() < 0.01
