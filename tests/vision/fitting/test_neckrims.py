"""What is left of an old collar beside the neck, on a drawn person."""

from dataclasses import replace

import cv2
import numpy as np
from tests.vision.fitting.drawn import SKIN, WALL, drawn_person, frame_and_arms

from fittingroom.vision.fitting.arrays import Array, f32
from fittingroom.vision.fitting.neckrims import without_collar_rims
from fittingroom.vision.fitting.undress import Undressed
from fittingroom.vision.person import Label, Person

RED = (190, 20, 30)


def with_old_collar(rim: tuple[int, int, int]) -> tuple[Person, Array, Undressed]:
    """A red collar's end beside the neck, already taken off but for a `rim` four pixels wide that is called wall, and
    the new cloth below it."""
    person = drawn_person()
    image, labels = person.image.copy(), person.labels.copy()
    image[(labels == Label.UPPER)] = RED
    labels[106:118, 219:226] = Label.UPPER
    wall = np.broadcast_to(f32(WALL), image.shape)
    alpha = np.maximum(person.alpha, cv2.GaussianBlur((labels == Label.UPPER).astype(np.float32), (0, 0), 0.6))
    bare = image.astype(np.float32)
    bare[106:118, 219:226] = WALL
    bare[106:118, 219:223] = rim
    cloth = np.zeros(labels.shape, np.float32)
    cloth[118:, 120:280] = 1
    nothing = np.zeros(labels.shape, np.float32)
    undressed = Undressed(f32(bare), nothing, (labels == Label.UPPER).astype(np.float32), nothing, f32(wall), True)
    return replace(person, image=image, labels=labels, alpha=f32(alpha)), cloth, undressed


def test_a_rim_of_the_old_collar_beside_the_neck_becomes_wall_or_skin() -> None:
    person, cloth, undressed = with_old_collar(RED)
    bare, replaced = without_collar_rims(person, frame_and_arms(person)[0], cloth, undressed, seed=1)
    rim = bare[108:116, 219:223]
    assert np.median(rim[..., 0] - rim[..., 1]) < SKIN[0] - SKIN[1] + 5  # no redder than skin
    assert replaced[:60].max() == 0


def test_a_neck_without_such_a_rim_stays_as_it_is() -> None:
    person, cloth, undressed = with_old_collar(WALL)
    _, replaced = without_collar_rims(person, frame_and_arms(person)[0], cloth, undressed, seed=1)
    assert (replaced > 0.5).sum() < 12
    covered = np.ones_like(cloth)
    kept, none = without_collar_rims(person, frame_and_arms(person)[0], covered, undressed, seed=1)
    assert none.max() == 0
    assert np.array_equal(kept, undressed.bare)


def test_skin_is_redrawn_in_the_colour_of_what_is_drawn_close_by_not_of_seen_skin_in_the_hairs_shade() -> None:
    person, cloth, undressed = with_old_collar(RED)
    image, labels = person.image.copy(), person.labels.copy()
    bare, open_ = undressed.bare.copy(), undressed.open_.copy()
    labels[100:118, 186:219] = Label.UPPER  # its broad front, already skin but for the rim
    bare[100:118, 186:219], open_[100:118, 186:219] = SKIN, 0
    shaded = labels[:118] == Label.SKIN
    image[:118][shaded], bare[:118][shaded] = (150, 105, 75), (150, 105, 75)
    undressed = undressed._replace(bare=bare, open_=open_)
    found, replaced = without_collar_rims(
        replace(person, image=image, labels=labels), frame_and_arms(person)[0], cloth, undressed, seed=1
    )
    redrawn = (replaced[104:116, 200:219] > 0.9) & (open_[104:116, 200:219] == 0)
    assert redrawn.sum() > 10
    assert np.abs(np.median(found[104:116, 200:219][redrawn], axis=0) - SKIN).max() < 12
