import numpy as np
import pytest
from tests.vision.product.drawn import Drawn, tee

from fittingroom.tryon.kinds import Subcategory
from fittingroom.vision.garment import Neck
from fittingroom.vision.product import NoGarment, analyse_garment


def overlap(a: np.ndarray, b: np.ndarray) -> float:
    return float((a & b).sum() / (a | b).sum())


@pytest.mark.parametrize(
    "photo",
    [
        tee(),
        tee(shadow=0.25),
        tee(colour=(252, 252, 252), background=255),
        tee(colour=(250, 240, 215), background=255),
        tee(colour=(25, 25, 28), depth=120, power=1.0),
    ],
    ids=["blue", "with a shadow", "white on white", "cream on white", "black"],
)
def test_a_tee_is_cut_out_and_its_landmarks_lie_where_they_were_drawn(photo: Drawn) -> None:
    garment = analyse_garment(photo.image)
    assert overlap(garment.alpha > 0.5, photo.mask) > 0.97
    assert garment.subcategory is Subcategory.TOPS
    for s, armpit, tip in zip((-1, 1), garment.armpits, garment.tips, strict=True):
        assert np.hypot(armpit[0] - 384 - s * photo.armpit[0], armpit[1] - photo.armpit[1]) < 18
        assert np.hypot(tip[0] - 384 - s * photo.tip[0], tip[1] - photo.tip[1]) < 35
    assert abs(garment.hem[:, 1].mean() - photo.hem) < 8


def test_the_front_edge_of_a_crew_neck_is_found_and_the_inside_of_the_back_kept_apart() -> None:
    photo = tee(depth=90)
    garment = analyse_garment(photo.image)
    assert garment.neck is Neck.CREW
    assert abs(garment.neckline[len(garment.neckline) // 2, 1] - photo.neck_bottom) < 8
    assert garment.inside[photo.neck_bottom - 15, 384] and not garment.torso[photo.neck_bottom - 15, 384]


def test_a_v_neck_is_told_from_a_crew_neck() -> None:
    assert analyse_garment(tee(depth=150, power=1.0).image).neck is Neck.V


def test_a_photo_of_nothing_is_refused() -> None:
    with pytest.raises(NoGarment):
        analyse_garment(np.full((600, 500, 3), 240, np.uint8))
