from dataclasses import replace

import numpy as np
from tests.vision.fitting.drawn import drawn_top

from fittingroom.vision.fitting.dress import pit_row, waist_row
from fittingroom.vision.fitting.sheer import thin_edges, veil
from fittingroom.vision.garment import Garment

CLOTH = np.float32([20, 130, 130])


def with_sleeves(share: np.ndarray | float) -> Garment:
    """The drawn top, its sleeves `share` cloth and else the white backdrop that is seen through them."""
    garment = drawn_top()
    image = garment.image.astype(np.float32)
    sleeves = np.logical_or.reduce([sleeve.mask for sleeve in garment.sleeves if sleeve is not None])
    mixed = 255 + (CLOTH - 255) * np.broadcast_to(np.asarray(share, np.float32), sleeves.shape)[..., None]
    return replace(garment, image=np.where(sleeves[..., None], mixed, image).astype(np.uint8))


def inner(garment: Garment) -> np.ndarray:
    sleeve = garment.sleeves[0]
    assert sleeve is not None
    rows, columns = np.nonzero(sleeve.mask)
    found = np.zeros(sleeve.mask.shape, np.bool_)
    found[int(np.median(rows)) - 4 :, int(np.median(columns)) - 4 :][:8, :8] = True
    return found


def test_a_sheer_sleeve_is_as_opaque_as_the_backdrop_is_hidden_and_has_the_cloths_colour() -> None:
    garment = with_sleeves(0.6)
    found = veil(garment)
    assert found is not None
    there = inner(garment)
    assert abs(float(found.sleeves[there].mean()) - 0.6) < 0.05
    assert np.abs(found.fabric[there].astype(np.float32).mean(0) - CLOTH).max() < 8
    above_skirt = int(waist_row(garment)) - 20
    assert found.body[:above_skirt][garment.torso[:above_skirt]].min() == 1


def test_dense_sleeves_are_not_sheer() -> None:
    assert veil(with_sleeves(1.0)) is None


def test_sleeves_printed_in_the_backdrops_colour_are_not_sheer() -> None:
    stripes = np.arange(drawn_top().image.shape[1])[None] // 16 % 2
    assert veil(with_sleeves(stripes)) is None


def test_cloth_in_nearly_the_backdrops_colour_says_nothing() -> None:
    garment = with_sleeves(0.6)
    pale = (255 - (255 - garment.image.astype(np.float32)) * 0.3).astype(np.uint8)
    assert veil(replace(garment, image=pale)) is None


def test_gaps_in_a_sheer_body_become_no_specks() -> None:
    garment = with_sleeves(0.6)
    image = garment.image.astype(np.float32)
    middle = np.argwhere(garment.torso).mean(0).astype(int)
    spots = np.zeros(garment.torso.shape, np.bool_)
    spots[middle[0] - 30 : middle[0] + 30 : 6, middle[1] - 30 : middle[1] + 30 : 6] = True
    whole = veil(garment)
    found = veil(replace(garment, image=np.where(spots[..., None], 0.8 * 255 + 0.2 * CLOTH, image).astype(np.uint8)))
    assert whole is not None and found is not None
    apart = np.abs(found.fabric.astype(np.float32) - whole.fabric)[spots]
    assert apart.max() < 30


def test_a_sheer_hem_still_hides_something() -> None:
    found = veil(with_sleeves(0.6))
    assert found is not None
    assert found.body.min() > 0.45


def test_a_sheer_hem_keeps_its_folds() -> None:
    garment = with_sleeves(0.6)
    left, right = (int(garment.hem[k, 0]) for k in (0, -1))
    low, middle = int(np.median(garment.hem[:, 1])), (left + right) // 2
    thin = np.zeros(garment.torso.shape, np.bool_)
    thin[low - 30 : low, middle - 8 : middle + 8] = True
    mixed = 255 + (CLOTH - 255) * np.float32(0.7)
    image = np.where((thin & garment.torso)[..., None], mixed, garment.image).astype(np.uint8)
    found = veil(replace(garment, image=image))
    assert found is not None
    row = found.body[low - 6]
    assert row[middle] < row[middle - 20] - 0.15 and row[middle] < row[middle + 20] - 0.15


def test_sheer_cloth_lets_through_above_its_armpits_and_at_its_skirts_edge_alone() -> None:
    garment = drawn_top()
    none = np.zeros(garment.torso.shape, np.bool_)
    found = thin_edges(garment, np.full(none.shape, 0.5, np.float32), none)
    pits, waist = int(pit_row(garment)), int(waist_row(garment))
    low = int(garment.hem[:, 1].min()) - 4
    columns = np.flatnonzero(garment.torso[low])
    middle = int(columns.mean())
    assert found[max(pits - 40, int(np.nonzero(garment.torso)[0].min()) + 4), middle] < 0.7
    assert found[(pits + waist) // 2].min() == 1
    assert found[low, middle] == 1
    assert found[low, columns[2]] < 0.8
