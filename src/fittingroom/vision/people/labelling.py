"""Which part of the person each pixel shows: seeds, colour histograms, priors, smoothed along the picture's edges."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.colour import bins, histogram, overlap, to_lab, unit
from fittingroom.vision.guided import GuidedFilter
from fittingroom.vision.people.bareness import Bareness, judge
from fittingroom.vision.people.body import Body
from fittingroom.vision.people.cleaning import clean
from fittingroom.vision.people.collars import collars_as_hair
from fittingroom.vision.people.darkcloth import dark_cloth
from fittingroom.vision.people.head import Head, head_of
from fittingroom.vision.people.hem import hem_path
from fittingroom.vision.people.longtops import long_hem
from fittingroom.vision.people.mane import cloth_between, find_mane, is_new, with_mane
from fittingroom.vision.people.priors import priors
from fittingroom.vision.people.seeds import Seeds, plant
from fittingroom.vision.people.shadedarms import shaded_arms
from fittingroom.vision.people.shadedtops import shaded_top
from fittingroom.vision.people.skin import SkinDistance, learn_skin
from fittingroom.vision.person import Hand, Label
from fittingroom.vision.pieces import holding

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]

_KINDS = (Label.HAIR, Label.SKIN, Label.UPPER, Label.LOWER, Label.SHOES)
_HAIR, _SKIN, _UPPER, _LOWER, _SHOES = range(5)
ONE_PIECE = 0.6
"""Likeness of the colours above and below the waist from which on there is no hem between them to be found."""
_LONG, _COVERED = 0.9, 0.15  # hair's prior where long hair hangs; the share of the others' that is left there
_FEW = 25  # seeds below which a label's colours can't be learnt


@dataclass(frozen=True)
class Labelling:
    """labels: uint8 H×W of Label. confidence: H×W, 0…1. one_piece: 0…1, how alike top's and bottom's colours are.
    bareness: of the limb segments; body: the frame that it was judged in (half the size of `labels`).
    hem: W, the row where the top ends above the bottom at each column, NaN where there is none."""

    labels: NDArray[np.uint8]
    confidence: Array
    one_piece: float
    bareness: Bareness
    body: Body
    hem: Array


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


def find_labels(
    image: NDArray[np.uint8],
    alpha: Array,
    pose: Array,
    face: Array | None,
    hands: tuple[Hand | None, Hand | None] = (None, None),
) -> Labelling:
    """Label every pixel of uint8 H×W×3 RGB whose alpha (H×W) is above a half."""
    scene = _scene(image, alpha, pose, face, hands)
    seeds = plant(scene.lab, scene.sure, scene.body, scene.head, scene.skin)
    bareness = judge(scene.lab, scene.cells, scene.sure, scene.body, scene.skin, seeds)
    has_lower = bool(seeds.lower.sum() > 40)
    place = priors(scene.sure, scene.body, scene.head, scene.skin, seeds, bareness, has_lower)
    smooth = GuidedFilter(scene.guide, 6, 4e-4, shrink=2)
    learnt = seeds.in_order()
    rough = _labelled(_costs(scene, learnt, place, smooth))
    mane = find_mane(scene.lab, scene.sure, scene.body, scene.head, scene.skin, seeds)
    hangs = is_new(mane, rough.kind == _HAIR, scene.body, scene.head)
    if hangs:
        seeds = with_mane(seeds, mane)
        place = _hanging(place, mane, scene.body)
        learnt = seeds.in_order()
        rough = _labelled(_costs(scene, learnt, place, smooth))
    alike = overlap(histogram(scene.cells[seeds.upper]), histogram(scene.cells[seeds.lower])) if has_lower else 0.0
    learnt = _taught(rough, scene, seeds)
    hem = _hem(rough, scene) if has_lower and alike < ONE_PIECE else np.full(scene.body.shape[1], np.nan, np.float32)
    costs = _costs(scene, learnt, _parted(place, hem, scene.body), smooth, onto=unit(image))
    labels, confidence = _decided(costs, alpha)
    labels = clean(labels, confidence, alpha, scene.body, scene.head, seeds)
    labels = _with_collars(_with_dark_cloth(labels, scene), scene)
    labels = _with_shaded_arms(_with_shaded_top(labels, scene), scene)
    if hangs:
        below = cv2.resize(scene.body.height, labels.shape[::-1], interpolation=cv2.INTER_LINEAR) > 0
        labels[cloth_between(to_lab(image), labels, below)] = Label.UPPER
    labels, path = _with_long_top(labels, _grown_path(hem, labels.shape), scene)
    return Labelling(labels, confidence, alike, bareness, scene.body, path)


def _with_long_top(labels: NDArray[np.uint8], path: Array, scene: _Scene) -> tuple[NDArray[np.uint8], Array]:
    """Labels (twice the scene's size) and the hem's `path` with a top's lower part given to it that passed for another
    garment."""
    found = long_hem(scene.guide, scene.lab, _half(labels, scene), scene.body)
    if found is None:
        return labels, path
    hem, top = _grown_path(found[0], labels.shape), found[1]
    top = cv2.resize(top.astype(np.uint8), labels.shape[::-1], interpolation=cv2.INTER_NEAREST) > 0
    rows = np.arange(labels.shape[0], dtype=np.float32)[:, None] + np.float32(0.5)
    mended = np.where((labels == Label.LOWER) & top & (rows < hem), np.uint8(Label.UPPER), labels)
    return mended, np.where(hem < labels.shape[0] - 2, hem, np.float32(np.nan)).astype(np.float32)


def _half(labels: NDArray[np.uint8], scene: _Scene) -> NDArray[np.uint8]:
    """Labels of the scene's size."""
    return np.asarray(cv2.resize(labels, scene.body.shape[::-1], interpolation=cv2.INTER_NEAREST), np.uint8)


def _with_dark_cloth(labels: NDArray[np.uint8], scene: _Scene) -> NDArray[np.uint8]:
    """Labels (twice the scene's size) with dark cloth between two parts of the top given to it."""
    cloth = dark_cloth(scene.lab, _half(labels, scene), scene.body)
    return _relabelled(labels, cloth, Label.SKIN, Label.UPPER)


def _with_shaded_top(labels: NDArray[np.uint8], scene: _Scene) -> NDArray[np.uint8]:
    """Labels (twice the scene's size) with parts of the top in the shade that pass for skin given back to it."""
    cloth = shaded_top(scene.lab, _half(labels, scene), scene.body, scene.skin.source)
    return _relabelled(labels, cloth, Label.SKIN, Label.UPPER)


def _with_shaded_arms(labels: NDArray[np.uint8], scene: _Scene) -> NDArray[np.uint8]:
    """Labels (twice the scene's size) with arms in the shade that pass for the top given back to the skin."""
    bare = shaded_arms(scene.lab, _half(labels, scene), scene.body)
    return _relabelled(labels, bare, Label.UPPER, Label.SKIN)


def _relabelled(labels: NDArray[np.uint8], found: Mask, before: Label, after: Label) -> NDArray[np.uint8]:
    """Labels with what was `found` at half their size turned from the one label to the other."""
    if not found.any():
        return labels
    grown = cv2.resize(found.astype(np.float32), labels.shape[::-1], interpolation=cv2.INTER_LINEAR) > 0.5
    return np.where(grown & (labels == before), np.uint8(after), labels)


def _with_collars(labels: NDArray[np.uint8], scene: _Scene) -> NDArray[np.uint8]:
    """Labels (twice the scene's size) with collars that pass for hair given to the top."""
    cloth = collars_as_hair(scene.lab, _half(labels, scene), scene.body, scene.head)
    if not cloth.any():
        return labels
    grown = cv2.resize(cloth.astype(np.uint8), labels.shape[::-1], interpolation=cv2.INTER_NEAREST) > 0
    grown = cv2.dilate(grown.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    return np.where(grown & (labels == Label.HAIR), np.uint8(Label.UPPER), labels)


def _hanging(place: Array, mane: Mask, body: Body) -> Array:
    """Priors with hair where long hair hangs, and below the shoulders scarcely anywhere else."""
    hung = place * np.where(mane, np.float32(_COVERED), np.float32(1))
    near = cv2.dilate(mane.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    elsewhere = np.where((body.height > 0.03) & ~near, np.float32(_COVERED), np.float32(1))
    hung[_HAIR] = np.where(mane, np.maximum(place[_HAIR], np.float32(_LONG)), place[_HAIR] * elsewhere)
    return np.asarray(hung, np.float32)


def _scene(
    image: NDArray[np.uint8],
    alpha: Array,
    pose: Array,
    face: Array | None,
    hands: tuple[Hand | None, Hand | None],
) -> _Scene:
    size = (image.shape[1] // 2, image.shape[0] // 2)
    scale = np.array([size[0] / image.shape[1], size[1] / image.shape[0]], np.float32)
    small = np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)
    coverage = cv2.resize(alpha, size, interpolation=cv2.INTER_AREA)
    points = pose.copy()
    points[:, :2] *= scale
    mesh = face[:, :2] * scale if face is not None else None
    body = Body(points, (size[1], size[0]))
    head, lab, sure = head_of(mesh, body), to_lab(small), coverage > 0.85
    fists = np.logical_or.reduce([_hand_mask(hand, scale, body.shape) for hand in hands])
    skin = learn_skin(lab, sure, body, head, fists)
    return _Scene(unit(small), lab, bins(lab), coverage > 0.35, sure, body, head, skin)


def _hand_mask(hand: Hand | None, scale: Array, shape: tuple[int, int]) -> Mask:
    """Palm and fingers, drawn a little thinner than they are."""
    mask = np.zeros(shape, np.uint8)
    if hand is not None:
        points = np.round(hand.points[:, :2] * scale).astype(np.int32)
        palm = points[[0, 1, 5, 9, 13, 17]]
        cv2.fillConvexPoly(mask, cv2.convexHull(palm), 1)
        width = max(1, int(0.22 * float(np.linalg.norm(points[5] - points[17]))))
        for finger in ((2, 3, 4), (5, 6, 7, 8), (9, 10, 11, 12), (13, 14, 15, 16), (17, 18, 19, 20)):
            cv2.polylines(mask, [points[list(finger)]], False, 1, width)
    return mask > 0


def _hem(rough: "_Rough", scene: _Scene) -> Array:
    upper, lower, skin = ((rough.kind == k) & scene.inside for k in (_UPPER, _LOWER, _SKIN))
    return hem_path(scene.guide, scene.cells, upper, lower, skin, scene.body)


def _parted(place: Array, hem: Array, body: Body) -> Array:
    """Priors with top and bottom kept to their sides of the hem, but for arms, which hang over it."""
    rows = np.arange(body.shape[0], dtype=np.float32)[:, None] + np.float32(0.5)
    free = (body.arm > 0.95) | (body.height > 1.05)
    parted = place.copy()
    parted[_UPPER] = np.where((rows > hem) & free, place[_UPPER] * 0.02, place[_UPPER])
    parted[_LOWER] = np.where(rows < hem, place[_LOWER] * 0.02, place[_LOWER])
    return parted


def _grown_path(hem: Array, shape: tuple[int, ...]) -> Array:
    """The path of the half-size picture at full size."""
    known = np.flatnonzero(np.isfinite(hem))
    grown = np.full(shape[1], np.nan, np.float32)
    if len(known):
        columns = (np.arange(shape[1]) + 0.5) * len(hem) / shape[1] - 0.5
        inside = (columns >= known[0]) & (columns <= known[-1])
        grown[inside] = np.interp(columns[inside], known, hem[known]) * 2
    return grown


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
    best, second = _lowest(costs)
    return _Rough(costs.argmin(0), second - best > 1.2)


def _taught(rough: _Rough, scene: _Scene, seeds: Seeds) -> list[Mask]:
    """Seeds for the second round: the first one's clear answers, where a label may well be, and the first seeds."""
    t = scene.body.height
    everywhere = np.ones_like(scene.inside)
    places = (holding(rough.kind == _HAIR, seeds.hair), everywhere, t < 0.75, t > 1.02, everywhere)
    return [
        ((rough.kind == k) & rough.clear & scene.inside & places[k]) | seed if seed.any() else seed
        for k, seed in enumerate(seeds.in_order())
    ]


def _decided(costs: Array, alpha: Array) -> tuple[NDArray[np.uint8], Array]:
    best, second = _lowest(costs)
    labels = (costs.argmin(0) + 1).astype(np.uint8)
    labels[alpha <= 0.5] = Label.BACKGROUND
    return labels, np.clip((second - best) / 3, 0, 1).astype(np.float32)


def _lowest(costs: Array) -> tuple[Array, Array]:
    """The lowest and the second lowest of K×H×W costs at each pixel."""
    best, second = np.minimum(costs[0], costs[1]), np.maximum(costs[0], costs[1])
    for cost in costs[2:]:
        second = np.minimum(second, np.maximum(best, cost))
        best = np.minimum(best, cost)
    return best, second
