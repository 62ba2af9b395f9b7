import cv2
import numpy as np
import pytest
from tests.vision.people.drawn import draw

from fittingroom.vision.networks import Array, PersonNetworks
from fittingroom.vision.people import silhouette
from fittingroom.vision.people.pose import Pose
from fittingroom.vision.people.silhouette import find_silhouette


class _Coarse:
    """A segmenter that sees a drawn person (anything far from the wall's grey), but only coarsely."""

    side = 64

    def __call__(self, image: Array) -> list[Array]:
        inside = (np.abs(image - image[:2].mean((0, 1))).max(2) > 0.12).astype(np.float32)
        return [np.clip(cv2.GaussianBlur(cv2.dilate(inside, np.ones((3, 3))), (0, 0), 1.0) * 1.2, 0, 1)[..., None]]


def _networks() -> PersonNetworks:
    coarse = _Coarse()
    return PersonNetworks(*[coarse] * 8)


@pytest.fixture(scope="module")
def seen() -> tuple[Array, Array]:
    drawn = draw()
    truth = np.logical_or.reduce(list(drawn.parts.values())).astype(np.float32)
    pose = Pose(drawn.pose, cv2.GaussianBlur(truth, (0, 0), 6), 1, 1.0, 1.0)
    return find_silhouette(drawn.image, pose, None, _networks()), truth


def test_the_outline_is_finer_than_the_segmenter(seen: tuple[Array, Array]) -> None:
    alpha, truth = seen
    assert ((alpha > 0.5) == (truth > 0.5)).mean() > 0.99


def test_the_gap_between_arm_and_body_stays_open(seen: tuple[Array, Array]) -> None:
    alpha, truth = seen
    gap = (truth[250:320, 140:200] < 0.5) & (np.arange(140, 200) > 168)[None]
    assert gap.sum() > 100
    assert (alpha[250:320, 140:200][gap] < 0.5).mean() > 0.9


def test_another_person_in_the_picture_is_left_out() -> None:
    drawn = draw()
    image = np.concatenate([drawn.image, drawn.image], 1)
    truth = np.logical_or.reduce(list(drawn.parts.values())).astype(np.float32)
    mask = np.concatenate([cv2.GaussianBlur(truth, (0, 0), 6), np.zeros_like(truth)], 1)
    alpha = find_silhouette(image, Pose(drawn.pose, mask, 2, 1.0, 1.0), None, _networks())
    assert alpha[:, 480:].max() < 0.5
    assert ((alpha[:, :480] > 0.5) == (truth > 0.5)).mean() > 0.99


class _Sharp(_Coarse):
    """One that tells cloth from a wall of nearly the same grey."""

    def __call__(self, image: Array) -> list[Array]:
        inside = (np.abs(image - image[:2].mean((0, 1))).mean(2) > 0.007).astype(np.uint8)
        whole = cv2.morphologyEx(inside, cv2.MORPH_OPEN, np.ones((2, 2), np.uint8)).astype(np.float32)
        return [np.clip(cv2.GaussianBlur(whole, (0, 0), 0.7) * 1.2, 0, 1)[..., None]]


def test_a_collar_of_the_walls_colour_is_no_gap_between_neck_and_shoulder(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = draw()
    truth = np.logical_or.reduce(list(drawn.parts.values()))
    image, collar = drawn.image.copy(), np.zeros(truth.shape, np.uint8)
    for x in (222, 258):
        cv2.line(collar, (x, 140), (x, 174), 1, 10)
    white = (collar > 0) & truth
    image[white] = image[:20, :20].reshape(-1, 3)[np.arange(int(white.sum())) % 400] - np.uint8(4)
    wall = image[:20].reshape(-1, 3).mean(0)

    def by_colour(image: Array, likely: Array, core: Array) -> Array:
        return np.asarray(np.abs(image - wall).max(2) > 25, np.float32)

    monkeypatch.setattr(silhouette, "_grabcut", by_colour)
    pose = Pose(drawn.pose, cv2.GaussianBlur(truth.astype(np.float32), (0, 0), 6), 1, 1.0, 1.0)
    alpha = find_silhouette(image, pose, None, PersonNetworks(*[_Sharp()] * 8))
    assert white.sum() > 300
    assert (alpha[white] > 0.5).mean() > 0.95
