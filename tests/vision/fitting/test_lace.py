"""Lace at the upper edge of tops on straps."""

from dataclasses import replace

import cv2
import numpy as np
from tests.vision.fitting.drawn import drawn_top

from fittingroom.vision.fitting.lace import find_lace, laced, with_threads
from fittingroom.vision.garment import Garment, Neck

BACKDROP, CLOTH = 235, 25


def on_straps(edge: str) -> tuple[Garment, np.ndarray]:
    """A dark top on straps, the upper fifth of whose body is drawn as that `edge`; and where that is."""
    top = drawn_top(sleeves=False)
    image = np.full_like(top.image, BACKDROP)
    image[top.alpha > 0.5] = CLOTH
    rows, columns = np.nonzero(top.torso)
    first, last = rows.min(), rows.max()
    band = top.torso & (np.arange(len(top.torso)) < first + 0.2 * (last - first))[:, None]
    ys, xs = np.indices(band.shape)
    shown = {"mesh": (xs % 5 < 4) & (ys % 5 < 4), "plain": np.zeros_like(band), "stripes": ys // 12 % 2 == 1}[edge]
    image[band & shown] = BACKDROP - 5
    image = cv2.GaussianBlur(image, (0, 0), 0.7)
    low = np.array([[columns.min(), first], [columns.mean(), first + 0.3 * (last - first)], [columns.max(), first]])
    return replace(top, image=image, neck=Neck.STRAPS, neckline=low.astype(np.float32)), band


def test_a_mesh_that_shows_the_backdrop_is_lace_and_plain_cloth_and_stripes_are_none() -> None:
    garment, band = on_straps("mesh")
    found = find_lace(garment)
    assert found is not None
    assert found[0][band].mean() > 0.6
    assert found[0][garment.torso & ~band].mean() < 0.02
    assert find_lace(on_straps("plain")[0]) is None
    assert find_lace(on_straps("stripes")[0]) is None
    assert find_lace(replace(garment, neck=Neck.CREW)) is None


def test_what_lies_behind_lace_shows_through_it_and_its_threads_are_dark() -> None:
    garment, band = on_straps("mesh")
    ys, xs = np.indices(band.shape).astype(np.float32)
    where = np.stack([xs, ys], axis=-1)
    opaque = laced(garment, where)
    inner = find_lace(garment)
    assert inner is not None
    assert 0.1 < np.median(opaque[inner[0] & band]) < 0.8
    assert np.all(opaque[garment.torso & ~inner[0]][-500:] > 0.99)
    lace = with_threads(replace(garment, fabric=garment.image)).fabric[inner[0] & band]
    assert np.median(lace) < 110
