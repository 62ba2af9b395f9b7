"""Large heads are looked at and dyed at a smaller size."""

from dataclasses import replace

import cv2
import numpy as np
from tests.vision.hair.heads import frame, haired

from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.hair.matte import HairMatte
from fittingroom.vision.hair.smaller import at_head, enlarged, head_box, repainted, smaller
from fittingroom.vision.person import Label


def _small(image: np.ndarray) -> np.ndarray:
    size = (image.shape[1] // 2, image.shape[0] // 2)
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA))


def _strands() -> tuple[np.ndarray, np.ndarray]:
    """H×W, 0…1, and RGB: hair above, with thin strands below it before a wall."""
    share = np.zeros((160, 160), np.float32)
    share[:80] = 1
    share[80:120, 11::20] = share[80:120, 12::20] = 1
    noise = np.random.default_rng(2).normal(0, 2, (160, 160, 1))
    photo = 220 + share[..., None] * (np.array([50, 35, 30]) - 220) + noise
    return share, np.clip(photo, 0, 255).astype(np.uint8)


def test_a_smaller_person_has_its_head_where_its_picture_has_it() -> None:
    person, head = haired(), frame()
    small, there = smaller(person, head, head.unit / 2)
    assert small.image.shape == (210, 150, 3) and there.unit == head.unit / 2
    assert small.face is not None and person.face is not None
    assert np.abs(there.pixels(there.facing(there.points)) - small.face[:, :2]).max() < 0.01
    assert np.abs((small.face[:, :2] + 0.5) * 2 - 0.5 - person.face[:, :2]).max() < 0.01
    hair, before = small.labels == Label.HAIR, person.labels == Label.HAIR
    assert abs(hair.mean() - before.mean()) < 0.01 and (before[::2, ::2] == hair).mean() > 0.98
    same, unmoved = smaller(person, head, 0.95 * head.unit)
    assert same is person and unmoved is head


def test_a_head_is_cut_out_with_its_hair_and_what_lies_beside_it() -> None:
    person, head = haired(), frame()
    near = replace(head, unit=head.unit / 3)
    box = head_box(person, near)
    hair = person.labels == Label.HAIR
    assert hair[box].sum() == hair.sum() and box[0].stop < 260
    labels = person.labels.copy()
    labels[410:, 290:] = Label.HAIR  # somebody else's, far from this head
    assert head_box(replace(person, labels=labels), near) == box
    box = (slice(10, 400), slice(20, 290))
    cut, there = at_head(person, head, box)
    assert cut.labels.shape == (390, 270) and cut.face is not None
    assert np.abs(there.pixels(there.facing(there.points)) - cut.face[:, :2]).max() < 0.01


def test_a_share_found_at_half_size_has_strands_as_sharp_as_the_photo() -> None:
    share, photo = _strands()
    half = f32(_small(share))
    beside = np.full((80, 80, 3), 80, np.float32)
    matte = HairMatte(half > 0.5, half, beside, np.zeros((80, 80), np.bool_))
    found = enlarged(matte, _small(photo), photo)
    plain = cv2.resize(half, (160, 160), interpolation=cv2.INTER_LINEAR)
    assert np.abs(found.alpha - share)[78:122].mean() < 0.5 * np.abs(plain - share)[78:122].mean()
    assert found.mask[:70].all() and not found.mask[130:].any() and found.beside.shape == (160, 160, 3)


def test_a_dye_at_half_size_is_as_sharp_as_the_photo_and_leaves_the_rest_alone() -> None:
    share, photo = _strands()
    wanted = photo + share[..., None] * f32([120, 40, 10])
    found = repainted(f32(_small(f32(wanted))), _small(photo), photo)
    coarse = photo + cv2.resize(_small(f32(wanted)) - f32(_small(photo)), (160, 160), interpolation=cv2.INTER_LINEAR)
    assert np.abs(found - wanted)[78:122].mean() < 0.5 * np.abs(coarse - wanted)[78:122].mean()
    assert (found[126:] == photo[126:]).all()
