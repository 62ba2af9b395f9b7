from dataclasses import replace

import numpy as np
from tests.vision.fitting.drawn import drawn_top

from fittingroom.vision.fitting.armpits import mirrored_sides, shadowed
from fittingroom.vision.garment import Garment


def painted(garment: Garment, colour: int) -> tuple[Garment, np.ndarray]:
    """The garment with a spot of one grey beside its right armpit, and where."""
    x, y = (round(float(value)) for value in garment.armpits[1])
    spot = np.zeros(garment.alpha.shape, np.bool_)
    spot[y + 4 : y + 24, x - 24 : x + 8] = True
    image = garment.image.copy()
    image[spot] = colour
    return replace(garment, image=image), spot & (garment.alpha > 0.8)


def test_the_depth_of_an_armpit_is_no_fabric() -> None:
    dark, spot = painted(drawn_top(), 6)
    assert shadowed(dark)[spot].mean() > 0.7


def test_a_sliver_of_the_backdrop_is_no_fabric() -> None:
    top = drawn_top()
    backdrop = int(np.median(top.image[top.alpha < 0.02]))
    pale, spot = painted(top, backdrop)
    assert shadowed(pale)[spot].mean() > 0.7


def test_a_dark_gap_beside_the_body_further_down_is_no_fabric() -> None:
    top = drawn_top()
    row = round(float(0.4 * top.armpits[1][1] + 0.6 * top.hem[:, 1].max()))
    side = round(float(np.interp(row, top.sides[1][:, 1], top.sides[1][:, 0])))
    gap = np.zeros(top.alpha.shape, np.bool_)
    gap[row - 20 : row + 20, side - 7 : side - 3] = True
    image = top.image.copy()
    image[gap] //= 3
    assert shadowed(replace(top, image=image), beside_body=True)[gap].mean() > 0.9
    assert shadowed(top, beside_body=True).mean() < 0.001


def test_plain_fabric_stays_whole() -> None:
    assert shadowed(drawn_top()).mean() < 0.001


def test_a_garment_as_dark_as_a_shadow_stays_whole() -> None:
    top = drawn_top()
    black = top.image.copy()
    black[top.alpha > 0.5] = 12
    dark, _ = painted(replace(top, image=black), 8)
    assert shadowed(dark).mean() < 0.001


def test_fabric_goes_on_beside_the_body_as_its_mirror_image() -> None:
    top = drawn_top()
    solid = top.alpha > 0.8
    across = np.broadcast_to(np.linspace(20, 250, solid.shape[1]), solid.shape)
    ramp = np.where(solid, across, 0)[..., None].repeat(3, axis=2).astype(np.uint8)
    carried = mirrored_sides(ramp, solid, top)
    row = round(float(0.5 * (top.armpits[1][1] + top.hem[:, 1].max())))
    side = round(float(np.interp(row, top.sides[1][:, 1], top.sides[1][:, 0])))
    beside = carried[row, side - 30 : side + 30, 0].astype(int)
    turn = int(np.median(np.flatnonzero(beside == beside.max())))
    assert 10 < turn < 30
    assert np.abs(beside[turn : turn + 10] - beside[turn : turn - 10 : -1]).max() <= 2
    assert beside[-1] < beside[turn] - 4


def test_above_the_armpits_and_within_the_body_fabric_stays_as_it_is() -> None:
    top = drawn_top()
    carried = mirrored_sides(top.image, top.alpha > 0.8, top)
    chest = float(top.armpits[1][0] - top.armpits[0][0])
    above = int(max(top.armpits[0][1], top.armpits[1][1]) - 0.45 * chest)
    middle = slice(round(float(top.armpits[0][0])) + 20, round(float(top.armpits[1][0])) - 20)
    assert (carried[:, middle] == top.image[:, middle]).all()
    assert above > 20 and (carried[:above] == top.image[:above]).all()
