"""Rims of plain garments that are mixed with the backdrop."""

from dataclasses import replace

import numpy as np
import pytest
from tests.vision.fitting.drawn import drawn_top

from fittingroom.vision.fitting.fill import shrink
from fittingroom.vision.fitting.haloes import pale_rim
from fittingroom.vision.garment import Garment

CLOTH, BACKDROP = np.array([150, 110, 70]), np.array([245, 245, 245])


@pytest.fixture(scope="module")
def clean() -> Garment:
    garment = drawn_top()
    image = np.where((garment.alpha > 0.5)[..., None], CLOTH, BACKDROP).astype(np.uint8)
    return replace(garment, image=image, fabric=image)


def rim_of(garment: Garment) -> np.ndarray:
    """Two pixels at the cut-out's edge."""
    solid = garment.alpha > 0.8
    return solid & ~shrink(solid, 2)


def with_rim(garment: Garment, colour: np.ndarray) -> Garment:
    image = garment.image.copy()
    image[rim_of(garment)] = colour.astype(np.uint8)
    return replace(garment, image=image)


def test_a_rim_mixed_with_the_backdrop_is_found_above_the_armpits_and_only_there(clean: Garment) -> None:
    mixed = with_rim(clean, 0.7 * CLOTH + 0.3 * BACKDROP)
    found = pale_rim(mixed)
    high = np.arange(len(found))[:, None] < max(pit[1] for pit in clean.armpits)
    assert found[rim_of(clean) & high].mean() > 0.9
    assert not found[~high[:, 0]].any()
    assert not found[shrink(clean.alpha > 0.8, 12)].any()


def test_clean_cloth_a_dark_rim_and_patterns_are_left_alone(clean: Garment) -> None:
    assert not pale_rim(clean).any()
    assert not pale_rim(with_rim(clean, 0.5 * CLOTH)).any()
    mixed = with_rim(clean, 0.7 * CLOTH + 0.3 * BACKDROP)
    stripes = mixed.image.copy()
    stripes[(np.arange(len(stripes)) // 8 % 2 == 0)[:, None] & (clean.alpha > 0.5)] = 20
    assert not pale_rim(replace(mixed, image=stripes)).any()


def test_next_to_sleeves_of_another_colour_nothing_is_left_out(clean: Garment) -> None:
    mixed = with_rim(clean, 0.7 * CLOTH + 0.3 * BACKDROP)
    image = mixed.image.copy()
    sleeve = mixed.sleeves[0]
    assert sleeve is not None
    image[shrink(sleeve.mask, 2)] = (40, 30, 60)
    assert not pale_rim(replace(mixed, image=image)).any()
