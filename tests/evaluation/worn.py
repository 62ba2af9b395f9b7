"""A drawn person with a garment put on by hand, right or wrong in one respect."""

from dataclasses import dataclass, replace

import cv2
import numpy as np
from tests.vision.fitting.drawn import drawn_person

from fittingroom.evaluation.checks import Worn
from fittingroom.tryon.kinds import Subcategory
from fittingroom.vision.garment import Garment
from fittingroom.vision.people.analyse import describe_person
from fittingroom.vision.person import Person
from fittingroom.vision.product import analyse_garment

RED, DARK = (190, 40, 40), (40, 30, 90)


def person() -> Person:
    """White top without sleeves, jeans, arms hanging."""
    drawn = drawn_person()
    found = describe_person(drawn.image, drawn.pose, None, (None, None), drawn.alpha)
    return replace(found, labels=drawn.labels, confidence=drawn.confidence)


def garment() -> Garment:
    """A red T-shirt with a dark L on its chest, on white."""
    photo = np.full((500, 500, 3), 250, np.uint8)
    half = [[190, 80], [70, 150], [105, 220], [155, 190], [155, 420]]
    cv2.fillPoly(photo, [np.array(half + [[500 - x, y] for x, y in half[::-1]])], RED)
    cv2.ellipse(photo, (250, 80), (45, 30), 0, 0, 180, (250, 250, 250), -1)
    cv2.rectangle(photo, (205, 170), (225, 300), DARK, -1)
    cv2.rectangle(photo, (205, 280), (300, 300), DARK, -1)
    return analyse_garment(photo, Subcategory.TOPS)


@dataclass(frozen=True)
class Cut:
    """How it is put on. hem: row of its lower end. sleeves: share of the arms. collar: row of its upper end."""

    hem: int = 328
    sleeves: float = 0.3
    collar: int = 112
    mirrored: bool = False
    ragged: bool = False


def put_on(cut: Cut = Cut(), who: Person | None = None, what: Garment | None = None) -> Worn:
    """The person with the garment painted on."""
    who, what = who or person(), what or garment()
    mask = np.zeros(who.image.shape[:2], np.uint8)
    half = [[176, cut.collar], [138, 138], [148, 220], [148, cut.hem]]
    cv2.fillPoly(mask, [np.array(half + [[400 - x, y] for x, y in half[::-1]])], 1)
    arms = np.zeros_like(mask)
    for shoulder, elbow, wrist in (((150, 150), (130, 230), (122, 305)), ((250, 150), (270, 230), (278, 305))):
        cv2.polylines(arms, [np.array([shoulder, elbow, wrist])], False, 1, 28)
    arms[int(150 + cut.sleeves * 155) :] = 0
    cloth = (mask | arms) > 0
    if cut.ragged:
        rows = np.arange(mask.shape[0])[:, None]
        cloth &= ~((rows // 4 % 2 == 0) & (np.abs(np.arange(mask.shape[1]) - 145) < 14))
    chest = np.zeros_like(who.image)
    chest[:] = RED
    for corners in (((180, 180), (188, 250)), ((180, 240), (222, 250))):
        cv2.rectangle(chest, *corners, DARK, -1)
    if cut.mirrored:
        chest[:, 150:250] = chest[:, 249:149:-1]
    result = np.where(cloth[..., None], chest, who.image).astype(np.uint8)
    return Worn(who, what, result, cloth, cloth)
