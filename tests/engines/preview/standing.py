"""A drawn person who stands, drawn clothes, and recipes run over them without any network."""

import cv2
import numpy as np
from tests.vision.people.drawn import Drawn, draw
from tests.vision.product.drawn import Photo, whole
from tests.vision.product.drawn import trousers as drawn_trousers

from fittingroom.engines.preview.work import Pixels, Step, Work
from fittingroom.tryon.kinds import Subcategory
from fittingroom.vision.fitting.length import Fit
from fittingroom.vision.people.analyse import describe_person
from fittingroom.vision.person import Person
from fittingroom.vision.product import analyse_garment

RED = (190, 40, 50)


def person() -> tuple[Drawn, Person]:
    drawn = draw()
    return drawn, describe_person(drawn.image, drawn.pose, None, (None, None), drawn.alpha)


def shorts() -> Pixels:
    photo = Photo.empty()
    photo.lay(whole([(0, 150), (140, 150), (175, 330), (175, 560), (30, 560), (0, 400)]), RED)
    return photo.finished()


def trousers() -> Pixels:
    return drawn_trousers(RED, background=245).image


def skirt() -> Pixels:
    photo = Photo.empty()
    photo.lay(whole([(0, 150), (120, 150), (180, 300), (260, 640), (0, 650)]), RED)
    return photo.finished()


def dress() -> Pixels:
    """Sleeveless, to above the knee."""
    photo = Photo.empty()
    half = [(0, 130), (60, 60), (105, 70), (120, 200), (110, 330), (150, 430), (190, 700), (0, 705)]
    photo.lay(whole(half), RED)
    return photo.finished()


def worn(steps: tuple[Step, ...], garment: Pixels, subcategory: Subcategory | None = None) -> tuple[Drawn, Work]:
    """The drawn person in `garment`."""
    drawn, found = person()
    work = Work(drawn.image, found, analyse_garment(garment, subcategory), Fit(), 42, False)
    for step in steps:
        step.do(work)
    return drawn, work


def red(image: Pixels) -> np.ndarray:
    """Where the new cloth is."""
    low = image.astype(int)
    return (low[..., 0] > 90) & (low[..., 0] > 2 * low[..., 1]) & (low[..., 0] > 2 * low[..., 2])


def share(mask: np.ndarray, of: np.ndarray) -> float:
    return float(mask[of].mean())


def inner(mask: np.ndarray, pixels: int = 5) -> np.ndarray:
    return cv2.erode(mask.astype(np.uint8), np.ones((2 * pixels + 1,) * 2, np.uint8)) > 0
