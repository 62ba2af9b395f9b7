"""Hairs over a drawn face are closed over with skin."""

from dataclasses import replace

import cv2
import numpy as np
from tests.vision.hair.heads import SKIN, bared, haired, oval_mesh

from fittingroom.vision.hair.frame import head_frame
from fittingroom.vision.hair.matte import find_hair
from fittingroom.vision.hair.wisps import NOSE, close_wisps
from fittingroom.vision.people.head import BROWS, EYES, LIPS
from fittingroom.vision.person import Person

_WISP, _STRAND, _WRINKLE = (150, 110, 95), (170, 128, 110), (165, 122, 105)


def _face() -> np.ndarray:
    """The drawn head's mesh with eyes, brows, lips and nose where a face has them."""
    mesh = oval_mesh()
    random = np.random.default_rng(2)
    places = [*zip(EYES, ((125, 138), (175, 138)), strict=True), *zip(BROWS, ((125, 123), (175, 123)), strict=True)]
    for part, (x, y) in (*places, (LIPS, (150, 190)), (NOSE, (150, 160))):
        spread = random.uniform(-1, 1, (len(part), 2)) * [9, 3]
        mesh[list(part), :2] = spread + np.array([x, y])
    return mesh


def _plain() -> Person:
    return replace(haired(), face=_face())


def _drawn() -> Person:
    """A face with a wisp down from the hairline, a lone faint strand on a cheek and a wrinkle across the forehead."""
    person = _plain()
    image = person.image.copy()
    cv2.line(image, (160, 60), (163, 112), _WISP, 2, cv2.LINE_AA)
    cv2.line(image, (106, 136), (105, 180), _STRAND, 1, cv2.LINE_AA)
    cv2.line(image, (128, 106), (146, 106), _WRINKLE, 1, cv2.LINE_AA)
    return replace(person, image=image)


def _left(image: np.ndarray, rows: slice, columns: slice) -> float:
    """How much darker than skin the darkest of a line is."""
    return float((np.mean(SKIN) - image[rows, columns].mean(-1)).max())


def test_a_wisp_from_the_hairline_and_a_strand_down_the_cheek_become_plain_skin() -> None:
    person, head = _drawn(), head_frame(_face())
    bare = bared(person, head)
    wisp, strand = (slice(88, 108), slice(157, 167)), (slice(142, 174), slice(102, 110))
    assert _left(person.image, *wisp) > 35 and _left(person.image, *strand) > 25
    assert _left(bare.image, *wisp) < 14
    assert _left(bare.image, *strand) < 14


def test_a_wrinkle_and_the_middle_of_the_face_stay_as_they_were() -> None:
    person, head = _drawn(), head_frame(_face())
    share, _ = close_wisps(person, head, find_hair(person, head), np.zeros((*person.labels.shape, 3), np.float32))
    assert share[105:108, 130:144].max() == 0
    assert share[140:230, 125:175].max() == 0


def test_the_darker_rim_before_the_hairline_is_evened_out() -> None:
    person, head = _plain(), head_frame(_face())
    image = person.image.astype(np.float32)
    rim = np.zeros(image.shape[:2], np.float32)
    cv2.ellipse(rim, (150, 150), (58, 76), 0, 200, 340, 1.0, 5)
    image -= 28 * cv2.GaussianBlur(rim, (0, 0), 2)[..., None]
    shaded = replace(person, image=np.clip(image, 0, 255).astype(np.uint8))
    matte = find_hair(shaded, head)
    share, skin = close_wisps(shaded, head, matte, np.zeros_like(image))
    closed = shaded.image + (skin - shaded.image) * share[..., None]
    here = (rim > 0) & (share > 0.5)
    assert here.sum() > 50
    assert closed[here].mean() > shaded.image[here].mean() + 6


def test_skin_between_hairs_that_hang_close_together_is_closed_over_with_them() -> None:
    head, shares = head_frame(_face()), []
    for columns in ((155,), (155, 166)):
        person = _plain()
        image = person.image.copy()
        for x in columns:
            cv2.line(image, (x, 60), (x, 112), _WISP, 2, cv2.LINE_AA)
        person = replace(person, image=image)
        nothing = np.zeros((*person.labels.shape, 3), np.float32)
        shares.append(close_wisps(person, head, find_hair(person, head), nothing)[0][92:102, 161])
    assert shares[0].max() < 0.1 and shares[1].min() > 0.9
