"""Prints on plain cloth: found, and laid flat however the cloth around them is bent."""

from dataclasses import replace

import numpy as np
import pytest
from tests.vision.product.drawn import dress

from fittingroom.vision.fitting.prints import flat_prints, prints
from fittingroom.vision.garment import Garment
from fittingroom.vision.product import analyse_garment


@pytest.fixture(scope="module")
def plain() -> Garment:
    garment = analyse_garment(dress().image, None)
    fabric = np.full_like(garment.fabric, 200)
    return replace(garment, fabric=fabric)


def box_of(garment: Garment) -> tuple[slice, slice]:
    """Where a print of half a chest's width is drawn below the armpits."""
    (left, top), (right, _) = garment.armpits
    chest = right - left
    return slice(int(top + 0.1 * chest), int(top + 0.4 * chest)), slice(
        int(left + 0.25 * chest), int(left + 0.75 * chest)
    )


@pytest.fixture(scope="module")
def printed(plain: Garment) -> Garment:
    fabric = plain.fabric.copy()
    fabric[box_of(plain)] = (30, 20, 90)
    return replace(plain, fabric=fabric)


def bent(garment: Garment) -> np.ndarray:
    """A map one to one with rows that hang in a bow."""
    height, width = garment.alpha.shape
    xs, ys = np.meshgrid(np.arange(width), np.arange(height))
    middle = 0.5 * (garment.armpits[0][0] + garment.armpits[1][0])
    chest = garment.armpits[1][0] - garment.armpits[0][0]
    return np.stack([xs, ys - 0.2 * chest * ((xs - middle) / chest) ** 2], -1).astype(np.float32)


def bow(where: np.ndarray, row: int, columns: slice) -> float:
    """How far the garment's rows stray from a straight line along a row of the person's picture."""
    line = where[row, columns, 1]
    share = np.arange(len(line))
    return float(np.abs(line - np.polyval(np.polyfit(share, line, 1), share)).max())


def test_a_print_lies_flat_in_cloth_that_hangs_in_a_bow(printed: Garment) -> None:
    assert len(prints(printed)) == 1
    where = bent(printed)
    rows, columns = box_of(printed)
    middle = (rows.start + rows.stop) // 2
    found = flat_prints(where, printed)
    assert bow(where, middle, columns) > 1
    assert bow(found, middle, columns) < 0.05


def test_cloth_gives_way_without_folding_and_stays_far_from_the_print(printed: Garment) -> None:
    where = bent(printed)
    found = flat_prints(where, printed)
    assert (np.diff(found[..., 1], axis=0) > 0.2).all()
    assert (found[0] == where[0]).all() and (found[-1] == where[-1]).all()


def test_plain_and_patterned_cloth_and_soft_shade_keep_their_map(plain: Garment, printed: Garment) -> None:
    where = bent(plain)
    assert (flat_prints(where, plain) == where).all()
    stripes = printed.fabric.copy()
    stripes[np.arange(len(stripes)) // 6 % 2 == 0] = 20
    assert prints(replace(printed, fabric=stripes)) == ()
    rows, columns = box_of(plain)
    ys, xs = np.mgrid[: plain.alpha.shape[0], : plain.alpha.shape[1]]
    far = ((ys - 0.5 * (rows.start + rows.stop)) / (rows.stop - rows.start)) ** 2
    far += ((xs - 0.5 * (columns.start + columns.stop)) / (columns.stop - columns.start)) ** 2
    shade = plain.fabric * (1 - 0.6 * np.exp(-8 * far))[..., None]
    assert prints(replace(plain, fabric=shade.astype(np.uint8))) == ()
