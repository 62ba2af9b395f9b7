"""Which part of the person each pixel shows: seeds, colour histograms, priors, smoothed along the picture's edges."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from fittingroom.vision.colour import bins, histogram, overlap, to_lab, unit
from fittingroom.vision.guided import GuidedFilter
from fittingroom.vision.people.bareness import Bareness, judge
from fittingroom.vision.people.body import Body
from fittingroom.vision.people.head import Head, head_of
from fittingroom.vision.people.priors import priors
from fittingroom.vision.people.seeds import Seeds, plant
from fittingroom.vision.people.skin import SkinDistance, learn_skin
from fittingroom.vision.person import Label

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]

_KINDS = (Label.HAIR, Label.SKIN, Label.UPPER, Label.LOWER, Label.SHOES)
_HAIR, _SKIN, _UPPER, _LOWER, _SHOES = range(5)
_FEW = 25  # seeds below which a label's colours can't be learnt


@dataclass(frozen=True)
class Labelling:
    """labels: uint8 H×W of Label. confidence: H×W, 0…1. one_piece: 0…1, how alike top's and bottom's colours are.
    bareness: of the limb segments; body: the frame that it was judged in (half the size of `labels`)."""

    labels: NDArray[np.uint8]
    confidence: Array
    one_piece: float
    bareness: Bareness
    body: Body


@dataclass(frozen=True)
class _Scene:
    """All at half size: guide (RGB 0…1), cells (histogram), inside and sure (of the silhouette)."""

    guide: Array
    lab: Array
    cells: NDArray[np.int32]
    inside: Mask
    sure: Mask
    body: Body
    head: Head
    skin: SkinDistance


def find_labels(image: NDArray[np.uint8], alpha: Array, pose: Array, face: Array | None) -> Labelling:
    """Label every pixel of uint8 H×W×3 RGB whose alpha (H×W) is above a half."""
    scene = _scene(image, alpha, pose, face)
    seeds = plant(scene.lab, scene.sure, scene.body, scene.head, scene.skin)
    bareness = judge(scene.cells, scene.sure, scene.body, scene.skin, seeds)
    has_lower = bool(seeds.lower.sum() > 40)
    place = priors(scene.sure, scene.body, scene.head, scene.skin, seeds, bareness, has_lower)
    smooth = GuidedFilter(scene.guide, 6, 4e-4, shrink=2)
    learnt = seeds.in_order()
    rough = _labelled(_costs(scene, learnt, place, smooth))
    learnt = _taught(rough, scene, seeds)
    costs = _costs(scene, learnt, place, smooth, onto=unit(image))
    labels, confidence = _decided(costs, alpha)
    labels = _cleaned(labels, alpha, scene, seeds)
    alike = overlap(histogram(scene.cells[seeds.upper]), histogram(scene.cells[seeds.lower])) if has_lower else 0.0
    return Labelling(labels, confidence, alike, bareness, scene.body)


def _scene(image: NDArray[np.uint8], alpha: Array, pose: Array, face: Array | None) -> _Scene:
    size = (image.shape[1] // 2, image.shape[0] // 2)
    scale = np.array([size[0] / image.shape[1], size[1] / image.shape[0]], np.float32)
    small = np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)
    coverage = cv2.resize(alpha, size, interpolation=cv2.INTER_AREA)
    points = pose.copy()
    points[:, :2] *= scale
    mesh = face[:, :2] * scale if face is not None else None
    body = Body(points, (size[1], size[0]))
    head, lab, sure = head_of(mesh, body), to_lab(small), coverage > 0.85
    skin = learn_skin(lab, sure, body, head)
    return _Scene(unit(small), lab, bins(lab), coverage > 0.35, sure, body, head, skin)


def _costs(scene: _Scene, learnt: list[Mask], place: Array, smooth: GuidedFilter, onto: Array | None = None) -> Array:
    """5×H×W: −log of colour likelihood and prior, smoothed along the guide's edges."""
    unknown = np.full(scene.inside.shape, 3e-5, np.float32)
    likely = np.stack([histogram(scene.cells[seed])[scene.cells] if seed.sum() > _FEW else unknown for seed in learnt])
    likely /= likely.sum(0)
    costs = np.clip(-np.log(likely + 1e-3) - np.log(place + 1e-5), 0, 12)
    return np.stack([smooth(np.where(scene.inside, cost, 6).astype(np.float32), onto=onto) for cost in costs])


@dataclass(frozen=True)
class _Rough:
    kind: NDArray[np.intp]  # H×W, 0…4
    clear: Mask  # the best cost is well below the second


def _labelled(costs: Array) -> _Rough:
    ordered = np.sort(costs, 0)
    return _Rough(costs.argmin(0), ordered[1] - ordered[0] > 1.2)


def _taught(rough: _Rough, scene: _Scene, seeds: Seeds) -> list[Mask]:
    """Seeds for the second round: the first one's clear answers, where a label may well be, and the first seeds."""
    t = scene.body.height
    everywhere = np.ones_like(scene.inside)
    places = (_touching(rough.kind == _HAIR, seeds.hair), everywhere, t < 0.75, t > 1.02, everywhere)
    return [
        ((rough.kind == k) & rough.clear & scene.inside & places[k]) | seed if seed.any() else seed
        for k, seed in enumerate(seeds.in_order())
    ]


def _touching(mask: Mask, seed: Mask) -> Mask:
    """The pieces of `mask` that hold a pixel of `seed`."""
    _, pieces = cv2.connectedComponents(mask.astype(np.uint8))
    held = np.unique(pieces[seed & mask])
    return np.isin(pieces, held[held > 0])


def _decided(costs: Array, alpha: Array) -> tuple[NDArray[np.uint8], Array]:
    ordered = np.partition(costs, 1, axis=0)
    labels = (costs.argmin(0) + 1).astype(np.uint8)
    labels[alpha <= 0.5] = Label.BACKGROUND
    return labels, np.clip((ordered[1] - ordered[0]) / 3, 0, 1).astype(np.float32)


def _cleaned(labels: NDArray[np.uint8], alpha: Array, scene: _Scene, seeds: Seeds) -> NDArray[np.uint8]:
    """Islands go to their surroundings; hair must hang together with its seeds; the face is taken from its frame."""
    height, width = labels.shape

    def grown(values: NDArray[np.uint8] | Array) -> Array:
        return np.asarray(cv2.resize(values, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)

    def grown_mask(mask: Mask) -> Mask:
        return grown(mask.astype(np.float32)) > 0.5

    inside, head = alpha > 0.5, scene.head
    held = {Label.HAIR: seeds.hair if head.found else None, Label.LOWER: seeds.lower if seeds.lower.any() else None}
    least = {Label.HAIR: 0.01, Label.SKIN: 0.01, Label.UPPER: 0.03, Label.LOWER: 0.03, Label.SHOES: 0.05}
    for kind in _KINDS:
        seed = held.get(kind)
        near = (
            grown_mask(cv2.dilate(seed.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0) if seed is not None else None
        )
        labels[_islands(labels == kind, near, least[kind])] = Label.BACKGROUND
    rim, v = grown(head.rim), grown(head.v)
    if head.found:
        labels[grown_mask(head.features) & (labels != Label.HAIR) & (rim < 0) & inside] = Label.SKIN
        labels[inside & (v > head.brow - 0.12) & (rim < -0.05)] = Label.SKIN
    labels = nearest_label(labels, inside)
    arm = grown(scene.body.arm)
    face = (rim < 0.05) | ((v < 0.35) & (rim < 0.5) & ((arm > 0.9) | (rim < 0.2)))
    labels[(labels == Label.SKIN) & face] = Label.FACE
    return labels


def _islands(mask: Mask, near: Mask | None, least: float) -> Mask:
    """Pieces of `mask` smaller than `least` of the largest, or that don't touch `near`."""
    count, pieces, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8))
    if count < 2:
        return np.zeros_like(mask)
    areas = stats[:, cv2.CC_STAT_AREA]
    good = areas >= areas[1:].max() * least
    if near is not None:
        good &= np.isin(np.arange(count), np.unique(pieces[near]))
    return np.asarray(mask & ~good[pieces])


def nearest_label(labels: NDArray[np.uint8], inside: Mask) -> NDArray[np.uint8]:
    """Give pixels of `inside` that have no label the one of the nearest pixel that has."""
    missing = (labels == Label.BACKGROUND) & inside
    if not missing.any() or not labels.any():
        return labels
    row, column = ndimage.distance_transform_edt(
        labels == Label.BACKGROUND, return_distances=False, return_indices=True
    )
    return np.where(missing, labels[row, column], labels).astype(np.uint8)
