import numpy as np
import pytest
from tests.vision.product import drawn
from tests.vision.product.drawn import AXIS, Drawn

from fittingroom.tryon.kinds import Subcategory
from fittingroom.vision.garment import Garment, Neck
from fittingroom.vision.product import NoGarment, analyse_garment


def overlap(a: np.ndarray, b: np.ndarray) -> float:
    return float((a & b).sum() / (a | b).sum())


def off(garment_points: tuple[np.ndarray, np.ndarray], truth: tuple[int, int]) -> float:
    """The larger distance of a left and right point from where they were drawn."""
    return max(
        float(np.hypot(p[0] - AXIS - s * truth[0], p[1] - truth[1]))
        for p, s in zip(garment_points, (-1, 1), strict=True)
    )


def middle(garment: Garment) -> float:
    return float(np.interp(AXIS, garment.neckline[:, 0], garment.neckline[:, 1]))


TEES = {
    "blue": drawn.tee(),
    "with a shadow": drawn.tee(shadow=0.25),
    "white on white": drawn.tee((252, 252, 252), 255),
    "cream on white": drawn.tee((250, 240, 215), 255),
    "before a wall that darkens": drawn.tee((230, 210, 190), 235, gradient=50),
    "striped white and navy": drawn.tee((250, 250, 250), 250, pattern=drawn.striped),
    "with white dots on white": drawn.tee((200, 60, 60), pattern=drawn.dotted),
    "on a hanger": drawn.tee((90, 140, 90), hook=True),
}


@pytest.mark.parametrize("photo", TEES.values(), ids=TEES.keys())
def test_a_tee_is_cut_out_and_its_landmarks_lie_where_they_were_drawn(photo: Drawn) -> None:
    garment = analyse_garment(photo.image)
    assert overlap(garment.alpha > 0.5, photo.mask) > 0.975
    assert garment.subcategory is Subcategory.TOPS
    assert off(garment.armpits, photo.points["armpit"]) < 15
    assert off(garment.tips, photo.points["tip"]) < 20
    assert off(garment.neck_points, photo.points["neck"]) < 10
    assert abs(np.median(garment.hem[:, 1]) - photo.rows["hem"]) < 8
    assert abs(middle(garment) - photo.rows["neck"]) < 8
    for sleeve in garment.sleeves:
        assert sleeve is not None and 0.2 < sleeve.reach < 0.45 and not sleeve.fused


KINDS = {
    "v": (drawn.tee(depth=150, power=1.0), Subcategory.TOPS, Neck.V),
    "boat": (drawn.tee((150, 160, 200), neck=135, depth=35), Subcategory.TOPS, Neck.BOAT),
    "jumper": (drawn.jumper(), Subcategory.TOPS, Neck.CREW),
    "high neck": (drawn.jumper(high=True), Subcategory.TOPS, Neck.HIGH),
    "hoodie": (drawn.hoodie(), Subcategory.TOPS, Neck.HOOD),
    "shirt": (drawn.shirt(), Subcategory.TOPS, Neck.COLLAR),
    "polo": (drawn.shirt((60, 100, 60), long=False), Subcategory.TOPS, Neck.COLLAR),
    "camisole": (drawn.camisole(), Subcategory.TOPS, Neck.STRAPS),
    "slip dress": (drawn.camisole(length=960), Subcategory.DRESSES, Neck.STRAPS),
    "tank top": (drawn.tank(), Subcategory.TOPS, Neck.CREW),
    "strapless dress": (drawn.dress(strapless=True), Subcategory.DRESSES, Neck.STRAPLESS),
    "dress with sleeves": (drawn.dress(sleeves=True), Subcategory.DRESSES, Neck.CREW),
}


@pytest.mark.parametrize(("photo", "subcategory", "neck"), KINDS.values(), ids=KINDS.keys())
def test_category_and_neck_are_told_by_shape(photo: Drawn, subcategory: Subcategory, neck: Neck) -> None:
    garment = analyse_garment(photo.image)
    assert (garment.subcategory, garment.neck) == (subcategory, neck)
    assert off(garment.neck_points, photo.points.get("neck", (98, 205))) < 15
    assert abs(np.median(garment.hem[:, 1]) - photo.rows["hem"]) < 8
    assert garment.record["neck"] == neck.value


@pytest.mark.parametrize("photo", [drawn.tee(), drawn.tee((220, 200, 60), rib=True, label=True), drawn.shirt()])
def test_the_inner_side_of_the_back_belongs_to_no_layer_that_is_drawn_in_front(photo: Drawn) -> None:
    garment = analyse_garment(photo.image)
    label = (slice(212, 238), slice(AXIS - 15, AXIS + 15))
    assert garment.inside[label].all()
    assert not garment.torso[label].any() and not garment.collar[label].any()
    assert abs(middle(garment) - photo.rows["neck"]) < 8


def test_sleeves_that_lie_on_the_body_are_told_from_it() -> None:
    photo = drawn.jumper(fused=True)
    garment = analyse_garment(photo.image)
    for sleeve, s in zip(garment.sleeves, (-1, 1), strict=True):
        assert sleeve is not None and sleeve.fused and sleeve.reach == 1.0
        assert sleeve.mask[600, AXIS + s * 230] and not sleeve.mask[600, AXIS + s * 150]
    assert garment.torso[600, AXIS - 150 : AXIS + 150].all()


BOTTOMS = {
    "trousers": (drawn.trousers(gap=40), True, 0.9, 1.0),
    "legs that touch": (drawn.trousers(gap=0), True, 0.9, 1.0),
    "shorts": (drawn.trousers((190, 170, 120), 520), True, 0.3, 0.55),
    "skirt": (drawn.skirt(), False, 0.8, 1.05),
    "short skirt": (drawn.skirt((30, 30, 30), 120, 460), False, 0.3, 0.65),
}


@pytest.mark.parametrize(("photo", "legs", "least", "most"), BOTTOMS.values(), ids=BOTTOMS.keys())
def test_bottoms_have_a_waist_a_length_and_legs_if_they_are_not_skirts(
    photo: Drawn, legs: bool, least: float, most: float
) -> None:
    garment = analyse_garment(photo.image)
    assert garment.subcategory is Subcategory.BOTTOMS
    assert least <= garment.reach <= most
    assert (garment.crotch is not None) == legs == (garment.legs[0] is not None)
    assert abs(np.median(garment.hem[:, 1]) - photo.rows["hem"]) < 12
    if garment.crotch is not None:
        assert np.hypot(garment.crotch[0] - AXIS, garment.crotch[1] - 340) < 50


def test_the_fabric_carries_no_background_beyond_the_outline() -> None:
    photo = drawn.tee((40, 60, 140), 255)
    garment = analyse_garment(photo.image)
    near = (garment.alpha > 0) | np.roll(garment.alpha > 0.5, 6, axis=1)
    assert garment.fabric[near].max() < 200


def test_the_category_asked_for_is_kept() -> None:
    garment = analyse_garment(drawn.tee().image, Subcategory.DRESSES)
    assert garment.subcategory is Subcategory.DRESSES and len(garment.waist)
    assert garment.record["subcategory_from"] == "request"


def test_a_photo_of_nothing_is_refused() -> None:
    with pytest.raises(NoGarment):
        analyse_garment(np.full((600, 500, 3), 240, np.uint8))


def test_what_is_too_thin_to_be_a_garment_is_refused() -> None:
    photo = drawn.Photo.empty()
    photo.lay(drawn.whole([(0, 100), (20, 100), (45, 900), (0, 940)]), (90, 20, 30))
    with pytest.raises(NoGarment, match="too thin"):
        analyse_garment(photo.finished())


def test_a_garment_that_the_picture_cuts_off_is_refused() -> None:
    photo = drawn.tee().image
    with pytest.raises(NoGarment, match="edges"):
        analyse_garment(np.ascontiguousarray(photo[255:620, 150:618]))


def test_long_trousers_whose_legs_nearly_touch_still_reach_the_ankle() -> None:
    assert analyse_garment(drawn.trousers(gap=8).image, Subcategory.BOTTOMS).reach > 0.95
