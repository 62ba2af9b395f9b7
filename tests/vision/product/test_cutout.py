"""Holes in straps, in a drawn strap."""

import cv2
import numpy as np
import pytest
from tests.vision.product.drawn import Photo, whole

from fittingroom.vision.product.backdrop import find_backdrop
from fittingroom.vision.product.cutout import find_mask, ring_holes
from fittingroom.vision.product.pale import SURELY, fabric_tint


def drawn(holes: list[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    """A dark vest's body with one strap, white squares in it at `holes`; photo and its cut-out without holes."""
    photo = Photo.empty()
    strap = np.array([[300, 60], [350, 60], [360, 400], [300, 400]], np.int32)
    for shape in (strap, np.array([[200, 380], [560, 380], [580, 900], [180, 900]], np.int32)):
        photo.lay(shape, (20, 20, 25))
    image = np.clip(photo.canvas, 0, 255).astype(np.uint8)
    mask = np.zeros(image.shape[:2], np.uint8)
    for x, y in holes:
        cv2.rectangle(image, (x, y), (x + 22, y + 24), (245, 245, 245), -1)
    cv2.fillPoly(mask, [strap, np.array([[200, 380], [560, 380], [580, 900], [180, 900]], np.int32)], 1)
    return image, mask > 0


def test_the_background_seen_through_a_straps_ring_is_a_hole() -> None:
    image, mask = drawn([(315, 200)])
    holes = ring_holes(mask, find_backdrop(image))
    assert holes[205:220, 320:333].all()
    assert holes.sum() < 40 * 40


def test_a_white_print_on_the_body_is_no_hole() -> None:
    image, mask = drawn([(380, 600)])
    assert not ring_holes(mask, find_backdrop(image)).any()


def camisole(gap: int) -> np.ndarray:
    """A dark camisole's photo, its two thin straps ending `gap` pixels above it."""
    photo = Photo.empty()
    photo.lay(np.array([[220, 300], [540, 300], [580, 900], [180, 900]], np.int32), (20, 20, 25))
    for x in (240, 520):
        photo.lay(
            np.array([[x - 4, 100], [x + 4, 100], [x + 4, 300 - gap], [x - 4, 300 - gap]], np.int32), (20, 20, 25)
        )
    return np.clip(photo.canvas, 0, 255).astype(np.uint8)


def test_thin_straps_whose_foot_is_not_seen_belong_to_the_garment() -> None:
    image = camisole(gap=9)
    mask = find_mask(image, find_backdrop(image))
    for x in (240, 520):
        assert mask[110:300, x].all()
        assert not mask[110:280, x + 12].any()


def test_what_hangs_far_above_the_garment_is_no_strap() -> None:
    image = camisole(gap=60)
    assert not find_mask(image, find_backdrop(image))[:230].any()


def before_its_shadow(colour: tuple[int, int, int], printed: bool = False) -> tuple[np.ndarray, np.ndarray]:
    """A tee before a wide soft shadow on white; photo and the tee's own mask."""
    photo = Photo.empty(252)
    half = [(0, 212), (85, 200), (190, 235), (320, 380), (245, 430), (180, 380), (180, 820)]
    photo.shadow([whole(half)], 0.25, 16, (18, 16))
    photo.lay(whole(half), colour)
    if printed:
        for x, y in ((60, 300), (110, 500), (40, 640)):
            photo.line([(x, y), (x + 50, y + 20), (x + 15, y + 60), (x, y)], (70, 70, 80))
    return photo.finished(), photo.mask


@pytest.mark.parametrize(
    ("colour", "printed"),
    [((30, 20, 190), False), ((234, 222, 208), False), ((243, 242, 244), True)],
    ids=["dark", "cream", "white with a print"],
)
def test_a_wide_soft_shadow_is_no_part_of_the_garment(colour: tuple[int, int, int], printed: bool) -> None:
    image, true = before_its_shadow(colour, printed)
    found = find_mask(image, find_backdrop(image))
    assert (found & ~true).sum() < 0.03 * true.sum()
    assert (true & ~found).sum() < 0.03 * true.sum()


@pytest.mark.parametrize("colour", [(118, 118, 120), (70, 48, 34)], ids=["grey", "brown"])
def test_a_dark_shadow_that_fades_out_under_the_hem_is_no_part_of_the_garment(colour: tuple[int, int, int]) -> None:
    photo = Photo.empty(244)
    half = [(0, 212), (85, 200), (190, 235), (320, 380), (245, 430), (180, 380), (180, 820)]
    photo.shadow([whole(half)], 0.8, 9, (0, 14))
    photo.lay(whole(half), colour)
    image, true = photo.finished(), photo.mask
    found = find_mask(image, find_backdrop(image))
    assert found[827:].sum() < 20
    assert (true & ~found).sum() < 0.01 * true.sum()


def test_pale_cloth_that_grows_lighter_towards_its_edge_is_cloth() -> None:
    photo = Photo.empty(252)
    half = [(0, 212), (85, 200), (190, 235), (320, 380), (245, 430), (180, 380), (180, 820)]
    photo.lay(whole(half), (192, 186, 180))
    photo.canvas += (photo.mask * np.clip(240 - np.arange(1024), 0, 40)[:, None])[..., None]
    image = photo.finished()
    found = find_mask(image, find_backdrop(image))
    assert (photo.mask & ~found).sum() < 0.01 * photo.mask.sum()


def test_stripes_of_two_colours_are_no_tint() -> None:
    hidden = np.zeros((100, 100), np.float32)
    hidden[::2] = 7.0
    hidden[:, 50:] = 7.0
    assert fabric_tint(hidden, np.ones((100, 100), bool), 0.1) == SURELY
    assert fabric_tint(np.full((100, 100), 7.0, np.float32), np.ones((100, 100), bool), 0.1) == pytest.approx(2.1)
