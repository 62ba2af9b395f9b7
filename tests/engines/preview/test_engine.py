"""The preview engine on a real photo and a drawn garment, where the model store has the networks."""

from collections.abc import Sequence

import cv2
import numpy as np
import pytest
from skimage import data
from tests.engines.contract import EngineContract, run
from tests.vision.product.drawn import dress, trousers

from fittingroom.engines.preview.engine import RECIPES, PreviewEngine, stretched
from fittingroom.errors import InputValidationError, PoseError
from fittingroom.tryon.kinds import Category, Mode, Subcategory
from fittingroom.tryon.loaded import LoadedFashion, LoadedRequest, Pixels

ASTRONAUT = data.astronaut()  # public domain, NASA


def drawn_tee(long: bool = True) -> Pixels:
    """A teal T-shirt laid flat on white, with long sleeves or short ones, and a yellow spot on its chest."""
    photo = np.full((512, 448, 3), 255, np.uint8)
    sleeve = [(372, 160), (410, 260), (438, 440), (392, 446), (360, 310)] if long else [(420, 190), (370, 245)]
    half = [(268, 80), (298, 90), *sleeve, (312, 200), (318, 440)]
    outline = [*half, *((448 - x, y) for x, y in reversed(half))]
    cv2.fillPoly(photo, [np.array(outline, np.int32)], (20, 130, 130), cv2.LINE_AA)
    cv2.ellipse(photo, (224, 80), (44, 26), 0, 0, 180, (255, 255, 255), -1, cv2.LINE_AA)
    cv2.circle(photo, (224, 230), 30, (240, 200, 40), -1, cv2.LINE_AA)
    return photo


def ask(**fields: object) -> LoadedFashion:
    given = {
        "person": ASTRONAUT,
        "garment": drawn_tee(),
        "category": Category.CLOTHING,
        "subcategory": Subcategory.TOPS,
    }
    return LoadedFashion(**{**given, "mode": Mode.PERFORMANCE, **fields})  # type: ignore[arg-type]


class TestContract(EngineContract):
    @pytest.fixture(scope="class")
    @classmethod
    def engine(cls, loaded: PreviewEngine) -> PreviewEngine:  # type: ignore[override]
        return loaded

    @pytest.fixture(scope="class")
    @classmethod
    def asks(cls) -> Sequence[LoadedRequest]:  # type: ignore[override]
        return [ask()]


def test_the_chest_takes_the_garments_colour_and_the_face_stays(loaded: PreviewEngine) -> None:
    (picture,), _ = run(loaded, ask())
    chest = picture.image[270:300, 150:240].astype(int)
    assert (chest[..., 0] < chest[..., 1]).mean() > 0.8
    assert np.array_equal(picture.image[70:150, 190:250], ASTRONAUT[70:150, 190:250])


def test_a_print_lands_on_the_chest_upright_and_whole(loaded: PreviewEngine) -> None:
    (picture,), _ = run(loaded, ask())
    red, green, blue = (picture.image[..., k].astype(int) for k in range(3))
    spot = (red > 150) & (green > 120) & (blue < 110) & picture.mask
    _, _, stats, _ = cv2.connectedComponentsWithStats(spot.astype(np.uint8))
    _, _, width, height, area = max(stats[1:], key=lambda part: part[cv2.CC_STAT_AREA])
    assert area > 300
    assert 0.75 < width / height < 1.33


def test_samples_differ_in_how_the_garment_is_worn(loaded: PreviewEngine) -> None:
    pictures, _ = run(loaded, ask(num_samples=2))
    assert (pictures[0].image != pictures[1].image).any(axis=2).mean() > 0.005


def test_a_photo_without_a_person_is_refused(loaded: PreviewEngine) -> None:
    with pytest.raises(PoseError, match="No person"):
        run(loaded, ask(person=np.ascontiguousarray(data.cat()[:400])))


@pytest.mark.parametrize("subcategory", [Subcategory.BOTTOMS, Subcategory.DRESSES])
def test_a_photo_that_ends_above_the_legs_is_refused_naming_them(
    loaded: PreviewEngine, subcategory: Subcategory
) -> None:
    garment = trousers().image if subcategory is Subcategory.BOTTOMS else dress().image
    with pytest.raises(PoseError, match=r"hips|legs"):
        run(loaded, ask(subcategory=subcategory, garment=garment))


def test_short_sleeves_on_arms_whose_hands_are_not_seen_are_refused_naming_the_hand(loaded: PreviewEngine) -> None:
    with pytest.raises(PoseError, match="hand on the left"):
        run(loaded, ask(garment=drawn_tee(long=False)))


def test_without_a_category_the_outline_decides_and_the_record_says_so(loaded: PreviewEngine) -> None:
    (picture,), _ = run(loaded, ask(category=Category.AUTO, subcategory=None))
    assert picture.record["subcategory"] == "tops"
    assert picture.record["subcategory_from"] == "outline"


def test_what_the_engine_cannot_do_is_refused_by_name(loaded: PreviewEngine) -> None:
    with pytest.raises(InputValidationError, match="tops"):
        run(loaded, ask(category=Category.EYEWEAR, subcategory=None))


def test_its_steps_can_be_watched(loaded: PreviewEngine) -> None:
    seen: list[str] = []
    loaded.watch = lambda name, view: seen.append(f"{name} {view.dtype}")
    try:
        run(loaded, ask())
    finally:
        loaded.watch = None
    assert len(seen) > 4
    assert all(name.endswith("uint8") for name in seen)


def test_every_recipes_last_step_is_told_as_the_last() -> None:
    longest = max(len(recipe) for recipe in RECIPES.values())
    for recipe in RECIPES.values():
        told = [stretched(index, len(recipe), longest) for index in range(len(recipe))]
        assert told[0] == 0
        assert told[-1] == longest - 1
        assert told == sorted(told)
