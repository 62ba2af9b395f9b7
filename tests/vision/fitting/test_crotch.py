"""Where the legs part in a product photo: its shade is left out, and the cloth is kept."""

from dataclasses import replace

import numpy as np
from tests.engines.preview.standing import trousers

from fittingroom.tryon.kinds import Subcategory
from fittingroom.vision.fitting.crotch import crotch_shade, without_shade
from fittingroom.vision.garment import Garment
from fittingroom.vision.product import analyse_garment


def trousers_photo() -> Garment:
    return analyse_garment(trousers(), Subcategory.BOTTOMS)


def shaded(garment: Garment, cloth: int = 200, shade: int = 60, up: float = 0.1) -> tuple[Garment, np.ndarray]:
    """The garment in one grey with a thin dark line that begins `up` rises above its crotch, and where."""
    assert garment.crotch is not None
    x, y = (round(float(value)) for value in garment.crotch)
    rise = y - float(garment.waist[:, 1].mean())
    bottom = y - round(up * rise)
    line = np.zeros(garment.alpha.shape, np.bool_)
    line[bottom - round(0.15 * rise) : bottom, x - 1 : x + 2] = True
    image = garment.image.copy()
    image[garment.alpha > 0.5] = cloth
    image[line] = shade
    fabric = np.full_like(image, cloth)
    fabric[line] = shade
    return replace(garment, image=image, fabric=fabric), line


def test_the_dark_of_the_fold_at_the_crotch_is_drawn_as_a_soft_seam() -> None:
    garment, line = shaded(trousers_photo(), up=0.02)
    assert crotch_shade(garment)[line].all()
    drawn = without_shade(garment.fabric, garment)[line]
    assert (drawn > 160).all()
    assert (drawn < 190).all()


def test_a_seam_further_up_the_fly_stays() -> None:
    garment, line = shaded(trousers_photo(), up=0.3)
    assert (without_shade(garment.fabric, garment)[line] == 60).all()


def test_cloth_as_dark_as_the_fold_stays_whole() -> None:
    garment, _ = shaded(trousers_photo(), cloth=50, shade=48)
    assert (without_shade(garment.fabric, garment) == garment.fabric).all()


def test_a_garment_without_a_crotch_has_no_fold() -> None:
    garment, _ = shaded(trousers_photo())
    assert not crotch_shade(replace(garment, crotch=None, legs=(None, None))).any()


def test_a_printed_garment_loses_nothing() -> None:
    garment, _ = shaded(trousers_photo(), up=0.02)
    printed = garment.image.copy()
    printed[::8][garment.alpha[::8] > 0.5] = 90
    printed[1::8][garment.alpha[1::8] > 0.5] = 90
    assert not crotch_shade(replace(garment, image=printed)).any()
