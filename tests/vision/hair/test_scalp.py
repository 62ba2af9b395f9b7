"""The skull and where hair begins on it."""

from dataclasses import replace

import cv2
import numpy as np
import pytest
from tests.vision.hair.heads import frame, haired, uncovered

from fittingroom.vision.hair.ears import ear_of
from fittingroom.vision.hair.matte import find_hair
from fittingroom.vision.hair.scalp import Scalp, fit_scalp
from fittingroom.vision.person import Label, Person


@pytest.fixture(scope="module")
def scalp() -> Scalp:
    return fit_scalp(haired(), frame())


def _grows(scalp: Scalp, *point: float) -> bool:
    """Whether hair grows where the skull is nearest to a point in head coordinates."""
    azimuth, elevation = scalp.place(np.array([point], np.float32))
    return bool(elevation[0] > scalp.start(azimuth)[0])


@pytest.mark.parametrize("side", [-1, 1])
def test_hair_comes_down_to_a_sideburn_before_the_ear_and_goes_round_it(scalp: Scalp, side: int) -> None:
    assert _grows(scalp, side * 1.02, 0.1, -0.02)
    assert not _grows(scalp, side * 1.02, -0.2, 0.05)  # below the sideburn
    assert not _grows(scalp, side * 1.05, 0.25, -0.25)  # where the ear is
    assert _grows(scalp, side * 1.1, 0.6, -0.25)  # above it
    assert _grows(scalp, side * 1.0, -0.1, -0.75)  # behind it


def test_the_face_stays_free_up_to_the_mesh_outline(scalp: Scalp) -> None:
    for point in frame().points[[10, 67, 297, 54, 284, 21, 251]]:
        assert not _grows(scalp, *(0.85 * point))


def test_a_hairline_that_the_photo_shows_higher_is_taken_and_hair_over_the_forehead_is_none() -> None:
    person, head = haired(), frame()
    usual = float(fit_scalp(person, head, fringe=True).start(np.float32(0)))
    row = slice(70, 84)
    higher = person.labels.copy()
    higher[row, 100:200] = Label.FACE
    lower = person.labels.copy()
    lower[84:125, 100:200] = Label.HAIR
    starts = [float(fit_scalp(replace(person, labels=labels), head).start(np.float32(0))) for labels in (higher, lower)]
    assert starts[0] > usual + 0.05
    assert abs(starts[1] - usual) < 0.08


@pytest.mark.parametrize(("rise", "taller"), [(0.3, True), (0.9, False)])
def test_a_head_is_as_tall_as_short_hair_shows_and_no_taller_for_hair_that_stands_up(rise: float, taller: bool) -> None:
    person, head = haired(), frame()
    usual = fit_scalp(replace(person, alpha=np.ones_like(person.alpha)), head)  # cut off above: nothing is known
    row = int(150 - (usual.centre[1] + usual.upper[1] + rise) * head.unit)
    alpha = person.alpha.copy()
    alpha[:row], alpha[row:130, 110:190] = 0, 1
    found = fit_scalp(replace(person, alpha=alpha), head)
    assert (found.centre[1] + found.upper[1] > usual.centre[1] + usual.upper[1] + 0.05) == taller


def test_the_surface_that_is_seen_lies_on_the_skull_and_none_of_it_is_missed(scalp: Scalp) -> None:
    head = frame()
    x, y = head.plane((420, 300))
    depth = scalp.depth(head, x, y)
    seen = depth > -5
    points = head.within(np.stack([x[seen], y[seen], depth[seen]], -1))
    assert np.abs(scalp.height(points)).max() < 1e-3
    inner = scalp.height(head.within(np.stack([x, y, np.full_like(x, head.facing(scalp.centre)[2])], -1))) < -0.02
    assert seen[inner].all() and not seen[0].any()


def _bald(beside: int = 0) -> Person:
    """A head without hair, its middle `beside` pixels to the right of the face's."""
    person = haired()
    skull, body = np.zeros(person.labels.shape, np.uint8), person.alpha.copy()
    cv2.ellipse(skull, (150 + beside, 125), (56, 75), 0, 0, 360, 1, -1)
    body[:200] = 0
    labels = np.where(person.labels == Label.HAIR, np.uint8(Label.BACKGROUND), person.labels)
    labels = np.where(skull > 0, np.uint8(Label.FACE), np.where(body > 0, labels, 0))
    return replace(person, alpha=np.maximum(body, skull).astype(np.float32), labels=labels.astype(np.uint8))


@pytest.mark.parametrize("beside", [0, 5])
def test_a_bald_heads_outline_is_the_skulls_own(beside: int) -> None:
    person, head = _bald(beside), frame()
    found = fit_scalp(person, head)
    skull = found.depth(head, *head.plane(person.labels.shape)) > -5
    upper = slice(0, 118)  # above the brows
    seen = person.alpha[upper] > 0.5
    assert (skull[upper] ^ seen).sum() < 0.06 * seen.sum()
    assert abs(int(np.flatnonzero(skull.any(1))[0]) - 50) <= 2  # new hair lies on it rather than below its top


def test_the_ears_of_a_bald_head_are_seen() -> None:
    person, head = _bald(), frame()
    ears = [ear_of(head, side) for side in (-1, 1)]
    where = np.logical_or.reduce([ear.outline(person.labels.shape) for ear in ears if ear is not None])
    person = replace(person, labels=np.where(where, np.uint8(Label.FACE), person.labels))
    found = find_hair(person, head).ears
    assert (found & where)[:, 210:].any() and (found & where)[:, :90].any()
    assert not uncovered(person, head).hidden  # none is drawn over them


def test_a_hairline_is_ragged_and_unlike_on_both_sides() -> None:
    found = fit_scalp(haired(), frame())
    azimuth = np.linspace(-1.2, 1.2, 400).astype(np.float32)
    off = found.ragged(azimuth)
    assert 0.01 < off.std() < 0.04 and np.abs(off).max() < 0.09
    assert np.abs(off - off[::-1]).mean() > 0.01
    assert np.allclose(found.ragged(np.float32([-np.pi])), found.ragged(np.float32([np.pi])), atol=0.01)
