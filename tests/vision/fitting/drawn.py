"""A person and garments drawn with a few shapes: enough for a fitting to be laid on."""

import cv2
import numpy as np

from fittingroom.tryon.kinds import Subcategory
from fittingroom.vision.fitting.frame import Frame, measure
from fittingroom.vision.fitting.outline import Arm, trace_arms
from fittingroom.vision.garment import Garment
from fittingroom.vision.people.tone import skin_tone
from fittingroom.vision.person import Figure, Front, Label, Person
from fittingroom.vision.product import analyse_garment

SKIN, SHIRT, JEANS, WALL = (205, 160, 135), (250, 250, 250), (40, 60, 110), (120, 140, 130)
SHOULDERS, ELBOWS, WRISTS = ((150, 150), (250, 150)), ((130, 230), (270, 230)), ((122, 305), (278, 305))
HIPS = ((168, 320), (232, 320))


RAISED_ELBOW, RAISED_WRIST = (318, 98), (306, 24)


def drawn_person(sleeve: float = 0.0, raised: bool = False) -> Person:
    """400×480, facing us, arms hanging: a white top to the hips and jeans. sleeve: share of the arms that it covers.
    raised: the right one of the image, bare then, is held up instead."""
    image = np.full((480, 400, 3), WALL, np.uint8)
    labels = np.zeros((480, 400), np.uint8)

    def draw(
        label: Label, colour: tuple[int, int, int], shape: np.ndarray | None = None, **oval: tuple[int, int]
    ) -> None:
        mask = np.zeros(labels.shape, np.uint8)
        if shape is not None:
            cv2.fillPoly(mask, [shape.astype(np.int32)], 1)
        else:
            cv2.ellipse(mask, oval["at"], oval["axes"], 0, 0, 360, 1, -1)
        image[mask > 0], labels[mask > 0] = colour, label

    draw(Label.LOWER, JEANS, np.array([[152, 310], [248, 310], [255, 480], [145, 480]]))
    trunk = [[180, 118], [220, 118], [262, 138], [245, 220], [250, 325], [150, 325], [155, 220], [138, 138]]
    draw(Label.UPPER, SHIRT, np.array(trunk))
    elbows = (ELBOWS[0], RAISED_ELBOW if raised else ELBOWS[1])
    wrists = (WRISTS[0], RAISED_WRIST if raised else WRISTS[1])
    for shoulder, elbow, wrist in zip(SHOULDERS, elbows, wrists, strict=True):
        if elbow == RAISED_ELBOW:
            mask = np.zeros(labels.shape, np.uint8)
            cv2.polylines(mask, [np.array([shoulder, elbow, wrist], np.int32)], False, 1, 24)
            bare = (mask > 0) & (labels == 0)
            image[bare], labels[bare] = SKIN, Label.SKIN
            continue
        limb = np.array([shoulder, elbow, wrist, (wrist[0], wrist[1] + 40)])
        for label, colour, share in ((Label.SKIN, SKIN, 1.0), (Label.UPPER, SHIRT, sleeve)):
            mask = np.zeros(labels.shape, np.uint8)
            end = int(150 + share * 155) if share < 1 else 345
            cv2.polylines(mask, [limb.astype(np.int32)], False, 1, 24)
            mask[end:] = 0
            image[mask > 0], labels[mask > 0] = colour, label
    draw(Label.SKIN, SKIN, np.array([[182, 80], [218, 80], [218, 120], [200, 140], [182, 120]]))
    draw(Label.FACE, SKIN, at=(200, 60), axes=(26, 34))
    draw(Label.HAIR, (30, 25, 20), at=(200, 32), axes=(28, 16))
    pose = np.zeros((33, 4), np.float32)
    for index, pair in ((12, SHOULDERS), (14, elbows), (16, wrists), (24, HIPS)):
        pose[index, :2], pose[index - 1, :2] = pair
    pose[[20, 19], :2] = (122, 325), (278, 325)
    pose[:, 3] = 1
    alpha = cv2.GaussianBlur((labels > 0).astype(np.float32), (0, 0), 0.6)
    return _person(image, labels, alpha, pose)


def _person(image: np.ndarray, labels: np.ndarray, alpha: np.ndarray, pose: np.ndarray) -> Person:
    """Only what a fitting reads; the rest of the fields is left empty."""
    known: dict[str, object] = {
        "image": image,
        "labels": labels,
        "alpha": alpha,
        "pose": pose,
        "confidence": np.ones_like(alpha),
    }
    nothing = np.zeros(labels.shape, np.bool_)
    known["skin"] = skin_tone(image, labels, np.ones_like(alpha))
    unknown: dict[str, object] = dict.fromkeys(Figure.__dataclass_fields__)
    known["figure"] = Figure(**{**unknown, "arms": (None, None), "legs": (None, None)})  # type: ignore[arg-type]
    known["front"] = Front(labels == Label.HAIR, (nothing, nothing), nothing)
    rest: dict[str, object] = {name: None for name in Person.__dataclass_fields__ if name not in known}
    rest |= {"hands": (None, None), "one_piece": 0.0, "people": 1, "record": {}}
    return Person(**known, **rest)  # type: ignore[arg-type]


def frame_and_arms(person: Person) -> tuple[Frame, tuple[Arm, Arm]]:
    frame = measure(person)
    return frame, trace_arms(person, frame)


def drawn_top(sleeves: bool = True, colour: tuple[int, int, int] = (20, 130, 130)) -> Garment:
    """A T-shirt, or a vest, laid flat on white, with a dark hem to its sleeves."""
    photo = np.full((512, 448, 3), 255, np.uint8)
    body = [[150, 90], [180, 80], [268, 80], [298, 90], [312, 200], [318, 440], [130, 440], [136, 200]]
    left, right = [[150, 90], [28, 190], [78, 245], [136, 200]], [[298, 90], [420, 190], [370, 245], [312, 200]]
    for part in (body, left, right) if sleeves else (body,):
        cv2.fillPoly(photo, [np.array(part, np.int32)], colour, cv2.LINE_AA)
    cv2.ellipse(photo, (224, 78), (44, 26), 0, 0, 180, (255, 255, 255), -1, cv2.LINE_AA)
    return analyse_garment(photo, Subcategory.TOPS)
