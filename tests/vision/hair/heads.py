"""A head drawn with plain shapes, and the parts of its picture that hair needs."""

import cv2
import numpy as np
from tests.vision.people.drawn import pose

from fittingroom.vision.hair.bare import Bare, take_off
from fittingroom.vision.hair.frame import HeadFrame, head_frame
from fittingroom.vision.hair.matte import HairMatte, find_hair
from fittingroom.vision.hair.scalp import fit_scalp
from fittingroom.vision.hair.uncover import Uncovered, uncover
from fittingroom.vision.people.analyse import describe_person
from fittingroom.vision.person import Person

UNIT, MIDDLE = 60.0, (150.0, 150.0)
SKIN, HAIR, WALL = (205, 160, 140), (45, 30, 25), (225, 228, 226)

# The mesh's outline from beside the topmost point to the ear's front.
_FLANKS = ((109, 338), (67, 297), (103, 332), (54, 284), (21, 251), (162, 389), (127, 356))
_OUTLINE = ((0.28, 1.08, 0.75), (0.52, 1.0, 0.7), (0.72, 0.9, 0.62), (0.86, 0.75, 0.52), (0.94, 0.58, 0.36),
            (0.99, 0.42, 0.18), (1.0, 0.2, 0.05))  # fmt: skip


def oval_mesh(unit: float = UNIT, middle: tuple[float, float] = MIDDLE) -> np.ndarray:
    """478 points on the front of an egg; the named ones lie where a face has them."""
    random = np.random.default_rng(0)
    around = random.uniform(0, 2 * np.pi, 478)
    out = np.sqrt(random.uniform(0, 1, 478))
    x, y = np.cos(around) * out, np.sin(around) * out * 1.25 - 0.1
    z = 0.8 * np.sqrt(np.clip(1 - out**2, 0, 1))
    points = np.stack([x, y, z], -1)
    named = {234: (-1, 0, 0), 454: (1, 0, 0), 10: (0, 1.1, 0.75), 152: (0, -1.35, 0.7), 105: (-0.45, 0.45, 0.75),
             334: (0.45, 0.45, 0.75), 33: (-0.6, 0.2, 0.65), 263: (0.6, 0.2, 0.65)}  # fmt: skip
    for number, place in named.items():
        points[number] = place
    for (left, right), place in zip(_FLANKS, _OUTLINE, strict=True):
        points[left], points[right] = np.array(place) * [-1, 1, 1], place
    return (points * unit * [1, -1, -1] + [*middle, 0]).astype(np.float32)


def frame() -> HeadFrame:
    return head_frame(oval_mesh())


def haired(lock: bool = False) -> Person:
    """A head with short dark hair before a plain wall; a thin `lock` may hang apart from it."""
    photo = np.full((420, 300, 3), WALL, np.uint8)
    alpha = np.zeros((420, 300), np.float32)
    centre = (150, 150)
    for mask_colour, shape in ((HAIR, (82, 110)), (SKIN, (60, 78))):
        at = (150, 120) if mask_colour is HAIR else centre
        cv2.ellipse(photo, at, shape, 0, 0, 360, mask_colour, -1, cv2.LINE_AA)
        cv2.ellipse(alpha, at, shape, 0, 0, 360, 1.0, -1)
    cv2.rectangle(photo, (118, 200), (182, 300), SKIN, -1)
    cv2.rectangle(photo, (40, 290), (260, 419), (40, 90, 180), -1)
    cv2.rectangle(alpha, (118, 200), (182, 300), 1.0, -1)
    cv2.rectangle(alpha, (40, 290), (260, 419), 1.0, -1)
    if lock:
        cv2.line(photo, (262, 150), (250, 240), HAIR, 3, cv2.LINE_AA)
    noise = np.random.default_rng(1).integers(-4, 5, photo.shape)
    photo = np.clip(photo + noise, 0, 255).astype(np.uint8)
    points = pose()
    points[:, :2] += [150 - 240, 150 - 95]
    points[11, :2], points[12, :2] = (245, 310), (55, 310)
    points[23, :2], points[24, :2] = (220, 560), (80, 560)
    return describe_person(photo, points, oval_mesh(), (None, None), alpha)


def uncovered(person: Person, head: HeadFrame, matte: HairMatte | None = None) -> Uncovered:
    """What comes free where the person's hair was."""
    return uncover(person, head, fit_scalp(person, head), matte or find_hair(person, head), 1)


def bared(person: Person, head: HeadFrame, matte: HairMatte | None = None) -> Bare:
    """The person without hair."""
    return take_off(person, head, uncovered(person, head, matte), 1)
