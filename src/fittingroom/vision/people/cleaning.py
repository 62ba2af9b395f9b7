"""Mends a labelling: islands, slivers between two colours, the silhouette's rim, the face."""

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from fittingroom.vision.discs import disc
from fittingroom.vision.people.body import Body
from fittingroom.vision.people.head import Head
from fittingroom.vision.people.seeds import Seeds
from fittingroom.vision.person import Label
from fittingroom.vision.pieces import components, without_holes

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]

_KINDS = (Label.HAIR, Label.SKIN, Label.UPPER, Label.LOWER, Label.SHOES)


def clean(
    labels: NDArray[np.uint8], confidence: Array, alpha: Array, body: Body, head: Head, seeds: Seeds
) -> NDArray[np.uint8]:
    """Islands go to their surroundings; hair must hang together with its seeds; the face is taken from its frame.

    labels, confidence, alpha: H×W. body, head, seeds: at half the size.
    """
    height, width = labels.shape

    def grown(values: Array) -> Array:
        return np.asarray(cv2.resize(values, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)

    def grown_mask(mask: Mask) -> Mask:
        return grown(mask.astype(np.float32)) > 0.5

    inside = alpha > 0.5
    held = {Label.HAIR: seeds.hair, Label.LOWER: seeds.lower if seeds.lower.any() else None}
    least = {Label.HAIR: 0.01, Label.SKIN: 0.01, Label.UPPER: 0.03, Label.LOWER: 0.03, Label.SHOES: 0.05}
    for kind in _KINDS:
        seed = held.get(kind)
        near = (
            grown_mask(cv2.dilate(seed.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0) if seed is not None else None
        )
        labels[_islands(labels == kind, near, least[kind])] = Label.BACKGROUND
    labels[_slivers(labels, confidence, body.size)] = Label.BACKGROUND
    away = (grown(body.hand) > 1) & (grown(body.height) > 0.3)
    labels[_enclosed(labels, body.size) & away] = Label.UPPER
    rim, v = grown(head.rim), grown(head.v)
    if head.found:
        labels[grown_mask(head.features) & (labels != Label.HAIR) & (rim < 0) & inside] = Label.SKIN
        fringe = (labels == Label.HAIR) & (confidence > 0.4) & (v < head.brow + 0.3)
        labels[inside & (v > head.brow - 0.12) & (rim < -0.05) & ~fringe] = Label.SKIN
    labels = _inner_at_rim(nearest_label(labels, inside), alpha)
    arm = grown(body.arm)
    face = (rim < 0.05) | ((v < 0.35) & (rim < 0.5) & ((arm > 0.9) | (rim < 0.2)))
    labels[(labels == Label.SKIN) & face] = Label.FACE
    return labels


def _dilated(mask: Mask) -> Mask:
    return np.asarray(cv2.dilate(mask.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0)


def _box_round(mask: Mask) -> tuple[slice, slice]:
    """Rows and columns that hold all of `mask` (H×W): beyond them maps of distances needn't be made."""
    left, top, wide, high = cv2.boundingRect(mask.astype(np.uint8))
    return slice(top, top + high), slice(left, left + wide)


def _slivers(labels: NDArray[np.uint8], confidence: Array, size: float) -> Mask:
    """Thin doubtful pieces of cloth along borders, where two colours mix. size: S at half size."""
    doubtful = np.zeros(labels.shape, np.bool_)
    for kind in (Label.UPPER, Label.LOWER):
        mask = (labels == kind).astype(np.uint8)
        thin = (mask > 0) & (cv2.morphologyEx(mask, cv2.MORPH_OPEN, disc(0.02 * size)) == 0)
        count, pieces = cv2.connectedComponents(thin.astype(np.uint8))
        sums = np.bincount(pieces.ravel(), confidence.ravel(), count) / np.maximum(np.bincount(pieces.ravel()), 1)
        doubtful |= thin & (sums < 0.6)[pieces]
    return doubtful


def _enclosed(labels: NDArray[np.uint8], size: float) -> Mask:
    """Small pieces of skin with the top all round them: straps, buttons and prints of skin's colour. size: S at half
    size."""
    holes = without_holes(labels == Label.UPPER) & (labels == Label.SKIN)
    count, pieces = cv2.connectedComponents(holes.astype(np.uint8))
    small = np.bincount(pieces.ravel(), minlength=count) < (0.25 * size) ** 2
    return np.asarray(holes & small[pieces])


def _inner_at_rim(labels: NDArray[np.uint8], alpha: Array, width: float = 3.0) -> NDArray[np.uint8]:
    """At the silhouette the background shines through and falsifies the colours: there the label from further in
    holds, if there is one within twice `width`."""
    depth = cv2.distanceTransform((alpha > 0.5).astype(np.uint8), cv2.DIST_L2, 5)
    inner = depth > width
    if not inner.any():
        return labels
    result, box = labels.astype(np.uint8), _box_round(depth > 0)
    away, (row, column) = ndimage.distance_transform_edt(~inner[box], return_indices=True)
    rim = (depth[box] > 0) & ~inner[box] & (away < 2 * width)
    result[box] = np.where(rim, labels[box][row, column], labels[box])
    return result


def _islands(mask: Mask, near: Mask | None, least: float) -> Mask:
    """Pieces of `mask` smaller than `least` of the largest, or that don't touch `near`."""
    pieces, areas = components(mask)
    if len(areas) < 2:
        return np.zeros_like(mask)
    good = areas >= areas[1:].max() * least
    if near is not None:
        good &= np.isin(np.arange(len(areas)), np.unique(pieces[near]))
    return np.asarray(mask & ~good[pieces])


def nearest_label(labels: NDArray[np.uint8], inside: Mask) -> NDArray[np.uint8]:
    """Give pixels of `inside` that have no label the one of the nearest pixel that has."""
    missing = (labels == Label.BACKGROUND) & inside
    if not missing.any() or not labels.any():
        return labels
    result, box = labels.astype(np.uint8), _box_round(missing | (labels != Label.BACKGROUND))
    row, column = ndimage.distance_transform_edt(
        labels[box] == Label.BACKGROUND, return_distances=False, return_indices=True
    )
    result[box] = np.where(missing[box], labels[box][row, column], labels[box])
    return result
