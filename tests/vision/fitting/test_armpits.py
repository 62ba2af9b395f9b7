from dataclasses import replace

import numpy as np
from tests.vision.fitting.drawn import drawn_top

from fittingroom.vision.fitting.armpits import calm_armholes, fineness, mirrored_sides, off_folds, shadowed
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


def grey_top(sleeve: int, fold: int | None = None) -> tuple[Garment, np.ndarray]:
    """A plain grey top with sleeves of another grey, a dark fold along its right armhole, and where that fold is."""
    top = drawn_top()
    fabric = np.full_like(top.fabric, 120)
    for each in top.sleeves:
        if each is not None:
            fabric[each.mask] = sleeve
    right = top.sleeves[1]
    assert right is not None
    middle = 0.5 * (right.tip + right.armpit)
    ys, xs = np.mgrid[: fabric.shape[0], : fabric.shape[1]]
    line = (np.abs(xs - middle[0]) < 3) & (np.abs(ys - middle[1]) < 12)
    if fold is not None:
        fabric[line] = fold
    return replace(top, fabric=fabric), line


def test_a_dark_fold_along_an_armhole_is_nearly_taken_out() -> None:
    top, line = grey_top(120, fold=60)
    assert calm_armholes(top)[line].mean() > 90


def test_a_fold_of_deeper_colour_takes_on_the_colour_beside_it() -> None:
    top, line = grey_top(120)
    fabric = np.full_like(top.fabric, (190, 215, 235))
    fabric[line] = (70, 120, 185)
    calm = calm_armholes(replace(top, fabric=fabric))[line].mean(axis=0)
    assert calm[1] > 170
    assert calm[2] - calm[0] < 0.8 * (185 - 70)  # lit alone it would be half as much again


def test_a_sleeve_in_the_shade_is_as_light_as_the_body_at_its_armhole_and_as_it_was_at_its_cuff() -> None:
    top, _ = grey_top(95)
    calm, sleeve = calm_armholes(top), top.sleeves[1]
    assert sleeve is not None
    begin, end = (np.round(sleeve.axis[index]).astype(int) for index in (len(sleeve.axis) // 6, -3))
    assert calm[begin[1], begin[0]].mean() > 106
    assert calm[end[1], end[0]].mean() < calm[begin[1], begin[0]].mean() - 5


def test_a_sleeve_of_another_colour_stays_as_it_is() -> None:
    top, _ = grey_top(30)
    sleeve = top.sleeves[1]
    assert sleeve is not None
    x, y = np.round(sleeve.axis[len(sleeve.axis) // 2]).astype(int)
    assert np.abs(calm_armholes(top)[y, x].astype(int) - 30).max() <= 2


def test_cloth_beside_an_armpit_is_taken_from_where_it_is_not_drawn_together() -> None:
    plain = drawn_top()
    image, size = plain.image.copy(), plain.alpha.shape
    for x, y in np.round(np.stack(plain.armpits)).astype(int):
        image[y - 6 : y + 14, x - 12 : x + 13] = 4
    garment = replace(plain, image=image)
    ys, xs = np.mgrid[: size[0], : size[1]].astype(np.float32)
    where = np.stack([xs, ys], axis=-1)
    moved = off_folds(where, garment)[..., 0] - xs
    (left, top), (right, _) = (np.round(pit).astype(int) for pit in garment.armpits)
    chest = right - left
    assert moved[top, left] > 0.03 * chest
    assert moved[top, right] < -0.03 * chest
    far = (np.abs(ys - top) > 0.45 * chest) | (np.abs(xs - 0.5 * (left + right)) < 0.05 * chest)
    assert np.abs(moved[far]).max() < 0.5
    assert (np.diff(xs + moved, axis=1)[:, left : right + 1] > 0.5).all()  # nothing folds over
    fused = replace(garment, sleeves=tuple(replace(each, fused=True) for each in garment.sleeves if each))
    assert (off_folds(where, fused) == where).all()
    assert (off_folds(where, plain) == where).all()


def checked(top: Garment, size: int) -> Garment:
    """The garment in checks of so many pixels."""
    ys, xs = np.indices(top.alpha.shape)
    squares = np.where((ys // size + xs // size) % 2 > 0, 200, 90)[..., None].repeat(3, axis=2).astype(np.uint8)
    fabric = np.where((top.alpha > 0.5)[..., None], squares, top.image)
    return replace(top, image=fabric, fabric=fabric)


def test_small_checks_are_a_fine_pattern_and_broad_ones_or_none_are_not() -> None:
    top = drawn_top()
    assert fineness(checked(top, 3)) > 0.9
    assert fineness(checked(top, 24)) == 0
    assert fineness(top) == 0


def test_a_fine_weave_is_taken_from_further_in_where_folds_bend_it() -> None:
    plain = drawn_top()

    def moved(top: Garment) -> float:
        image = top.image.copy()
        for x, y in np.round(np.stack(top.armpits)).astype(int):
            image[y - 6 : y + 14, x - 12 : x + 13] = 4
        where = np.stack(np.meshgrid(*(np.arange(size, dtype=np.float32) for size in top.alpha.shape[::-1])), axis=-1)
        x, y = np.round(top.armpits[0]).astype(int)
        return float((off_folds(where, replace(top, image=image)) - where)[y, x, 0])

    chest = float(np.linalg.norm(plain.armpits[1] - plain.armpits[0]))
    assert moved(checked(plain, 3)) > moved(checked(plain, 24)) + 0.015 * chest


def test_a_sliver_of_a_sleeve_beyond_the_gap_beside_it_is_not_taken_for_the_bodys_side() -> None:
    top = drawn_top()
    solid = top.alpha > 0.8
    fabric = np.full_like(top.image, 120)
    row = round(float(0.5 * (top.armpits[1][1] + top.hem[:, 1].max())))
    side = round(float(np.interp(row, top.sides[1][:, 1], top.sides[1][:, 0])))
    rows = slice(row - 40, row + 40)
    solid[rows, side - 12 : side - 8] = False
    fabric[rows, side - 12 : side + 30] = 250
    carried = mirrored_sides(fabric, solid, top)
    assert carried[row, side - 20 : side + 20].max() < 130
