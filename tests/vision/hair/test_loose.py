"""Single strands before walls."""

from dataclasses import replace

import cv2
import numpy as np
from tests.vision.hair.heads import HAIR, WALL, frame, haired

from fittingroom.vision.hair.loose import loose_strands
from fittingroom.vision.hair.matte import find_hair

AROUND = (slice(38, 74), slice(38, 62))


def test_a_faint_strand_before_a_plain_wall_is_hair_and_before_a_rough_one_it_is_not() -> None:
    person = haired()
    faint = tuple(int(0.25 * a + 0.75 * b) for a, b in zip(HAIR, WALL, strict=True))
    cv2.line(person.image, (60, 72), (40, 40), faint, 1)
    matte, unit = find_hair(person, frame()), frame().unit
    found = loose_strands(matte, person, unit)
    assert found[AROUND].max() > 0.2
    assert (found[matte.alpha < 0.05] > 0.02).mean() < 0.01
    speckles = np.where(np.random.default_rng(3).random(matte.mask.shape) < 0.3, 60, 0)[..., None]
    wall = (np.abs(person.image.astype(int) - WALL).max(-1) < 12)[..., None]
    image = np.where(wall, np.clip(person.image.astype(int) - speckles, 0, 255), person.image)
    assert loose_strands(matte, replace(person, image=image.astype(np.uint8)), unit)[AROUND].mean() < 0.02
