import cv2
import numpy as np

from fittingroom.vision.fitting.fabric import Piece, crisp_outline, edge_ready, sharpen_edge, with_detail


def piece_of(image: np.ndarray) -> Piece:
    ys, xs = np.mgrid[: image.shape[0], : image.shape[1]].astype(np.float32)
    return Piece("body", np.ones(image.shape[:2], np.float32), np.stack([xs, ys], -1), image)


def test_a_larger_product_photo_lends_the_fabric_its_detail_at_the_same_place() -> None:
    product = np.full((200, 160, 3), 200, np.uint8)
    product[100:, 40:120:2] = 20
    image = cv2.resize(product, (80, 100), interpolation=cv2.INTER_AREA)
    piece = piece_of(image)
    fine = with_detail(piece, image, product)
    assert np.abs(fine.fabric[110:190, 50:110].astype(int) - product[110:190, 50:110]).mean() < 3
    x, y = fine.map[60, 30]
    assert (x, y) == (60.5, 120.5)


def test_cloth_that_was_carried_on_beyond_the_garment_gets_no_background_from_the_product_photo() -> None:
    product = np.full((200, 160, 3), 255, np.uint8)
    product[:, :80] = 60
    image = cv2.resize(product, (80, 100), interpolation=cv2.INTER_AREA)
    fabric = np.full_like(image, 60)
    fine = with_detail(Piece("body", np.ones((100, 80), np.float32), piece_of(image).map, fabric), image, product)
    assert fine.fabric.max() <= 61


def test_a_product_photo_that_is_no_larger_changes_nothing() -> None:
    image = np.full((100, 80, 3), 60, np.uint8)
    piece = piece_of(image)
    assert with_detail(piece, image, image) is piece


def test_an_enlarged_edge_is_as_steep_as_it_was() -> None:
    mask = np.zeros((20, 20), np.float32)
    mask[:, 10:] = 1
    large = cv2.resize(edge_ready(mask), (80, 80), interpolation=cv2.INTER_CUBIC)
    row = sharpen_edge(large, 4.0)[40]
    assert ((row > 0.05) & (row < 0.95)).sum() <= 4
    assert row[30] == 0 and row[50] == 1


def test_an_outline_gets_crisp_and_a_seam_inside_stays_soft() -> None:
    row = np.zeros(80, np.float32)
    row[20:60] = 1
    soft = np.repeat(cv2.GaussianBlur(row[None], (0, 0), 0.9), 40, axis=0)
    outside = np.zeros(soft.shape, np.bool_)
    outside[:, :18] = True
    crisp = crisp_outline(soft, outside)
    assert crisp[20, 20] > soft[20, 20] and crisp[20, 19] < soft[20, 19]
    assert np.array_equal(crisp[:, 40:], soft[:, 40:])
    assert np.array_equal(crisp_outline(soft, np.zeros_like(outside)), soft)
