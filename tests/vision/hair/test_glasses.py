"""Glasses stay, on a drawn head."""

import cv2
import numpy as np
from tests.vision.hair.heads import HAIR, haired

from fittingroom.vision.hair.frame import HeadFrame, head_frame
from fittingroom.vision.hair.glasses import glasses
from fittingroom.vision.hair.matte import guarded
from fittingroom.vision.people.head import EYES
from fittingroom.vision.person import Label, Person

RIDGE = {9: -20, 8: -14, 168: -8, 6: -2, 197: 6, 195: 14}
LENSES = ((123, 141), (177, 141))


def spectacled(bridge: bool = True) -> tuple[Person, np.ndarray]:
    """A head with dark round rims, one of them beside a lock, and where these are, H×W."""
    person = haired()
    assert person.face is not None
    for number, down in RIDGE.items():
        person.face[number, :2] = 150, 150 + down
    for eye, middle in zip(EYES, LENSES, strict=True):
        person.face[list(eye), :2] = middle
        person.face[list(eye), 2] = -40
    rims = np.zeros(person.labels.shape, np.uint8)
    for middle in LENSES:
        cv2.circle(rims, middle, 19, 1, 3)
    if bridge:
        cv2.line(rims, (141, 139), (159, 139), 1, 4)
    person.image[rims > 0] = HAIR
    person.labels[110:170, 105:195] = Label.FACE
    return person, rims > 0


def framed(person: Person) -> HeadFrame:
    """The frame of its mesh."""
    assert person.face is not None
    return head_frame(person.face)


def test_rims_are_never_touched() -> None:
    person, rims = spectacled()
    assert guarded(person, framed(person), np.zeros(rims.shape, np.float32))[rims].mean() > 0.95


def test_nothing_is_kept_where_no_bridge_crosses_the_nose() -> None:
    person, _ = spectacled(bridge=False)
    assert not glasses(person, framed(person)).any()


def test_hair_beside_a_lens_of_a_face_that_looks_ahead_is_hair() -> None:
    person, _ = spectacled()
    person.labels[120:165, 100:112] = Label.HAIR
    assert not glasses(person, framed(person))[120:165, 100:112].any()


def test_an_arm_from_lens_to_ear_stays_as_far_as_skin_goes() -> None:
    person, _ = spectacled()
    head = framed(person)
    arm = np.zeros(person.labels.shape, np.uint8)
    ends = head.pixels(head.facing(np.array([[0.86, 0.16, 0.3], [0.97, 0.3, -0.2]], np.float32)))
    start, end = ends.astype(int).tolist()
    cv2.line(arm, start, end, 1, 1)
    person.labels[arm > 0] = Label.FACE
    assert glasses(person, head)[arm > 0].mean() > 0.9
    person.labels[arm > 0] = Label.HAIR
    assert not glasses(person, head)[arm > 0].any()
