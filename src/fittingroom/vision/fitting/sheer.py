"""Sheer cloth: how much of it hides what lies behind, told from how much of its photo's backdrop it lets through.

A pixel of tulle is a mixture of the dense cloth's colour and the backdrop's. Its share of the first is its opacity,
and with the backdrop taken out it has the dense cloth's colour again, so that it can be laid over a person.
"""

from typing import NamedTuple

import cv2
import numpy as np

from fittingroom.vision.channels import length
from fittingroom.vision.fitting.arrays import Array, Mask, f32, flags
from fittingroom.vision.fitting.dress import pit_row, waist_row
from fittingroom.vision.fitting.fill import closed, nearest, push_pull, shrink
from fittingroom.vision.garment import Garment

#: Cloth and backdrop must differ by so much (RGB), or prints and lights in the backdrop's colour are taken for holes.
APART = 160.0
#: Colours further than this (RGB) from all mixtures of cloth and backdrop are something else.
OFF = 40.0
#: How much of the cloth must be such mixtures, and how much of a sheer part lets some of the backdrop through.
MIXED, SHEER = 0.85, 0.4
#: Below this opacity a pixel's own colour is all backdrop; the dense cloth's takes its place.
LEAST = 0.25
#: A body's pixels are trusted above the first opacity and not below the second.
DENSE, THIN = 0.85, 0.6
#: A hem hides at least so much, so that its corners end somewhere.
HIDES = 0.5
#: Over how much of the hem's width its opacity is averaged: threads and folds are what shows that it is sheer, and
#: evened out any further a hem looks like a blurred picture of one.
EVEN = 0.003
#: How far in from its sides a sheer skirt may let through, in shares of the hem, and over how much that is evened on
#: the skirt and above the armpits, where narrow straps have no room for threads.
EDGE, FINE, CALM = 0.16, 0.002, 0.008
#: Height above the hem, in the photo's, over which a sheer dress's body grows dense.
HEM = 0.04


class Veil(NamedTuple):
    """sleeves, body: H×W, 0…1, as large as the garment's photo, how opaque they are. fabric: uint8 H×W×3 RGB, the
    garment's fabric without the backdrop that showed through."""

    sleeves: Array
    body: Array
    fabric: np.ndarray


def veil(garment: Garment) -> Veil | None:
    """What is sheer about a `garment` with sheer sleeves; None where it has none, or where that can't be told."""
    image, empty = f32(garment.image), garment.alpha < 0.02
    if empty.sum() < 100 or not garment.torso.any():
        return None
    backdrop, cloth = np.median(image[empty], axis=0), np.median(image[garment.torso], axis=0)
    way = cloth - backdrop
    if float(np.linalg.norm(way)) < APART:
        return None
    share = f32(((image - backdrop) @ way) / float(way @ way))
    off = length(f32(image - backdrop - np.clip(share, 0, 1)[..., None] * way))
    if (off[garment.torso] < OFF).mean() < MIXED:
        return None
    parts = [sleeve.mask for sleeve in garment.sleeves if sleeve is not None and _lets_through(sleeve.mask, share, off)]
    if not parts:
        return None
    there = np.logical_or.reduce(parts)
    # carried on beyond the outline, which is no seam
    inner, body = shrink(there, 3), closed(garment.torso, 3) & ~there
    opacity = f32(nearest(f32(np.clip(share, 0.08, 1)), inner | body))
    # what the body hides can't be seen, but at its hem there is but one layer of cloth
    above_hem = float(np.median(garment.hem[:, 1])) - np.indices(share.shape)[0]
    dense = np.clip(above_hem / (HEM * share.shape[0]), 0, 1)
    wide = float(np.ptp(garment.hem[:, 0]))
    hem = np.maximum(cv2.GaussianBlur(opacity, (0, 0), sigmaX=EVEN * wide, sigmaY=1.2), HIDES)
    hem = f32(np.minimum(hem + (1 - hem) * dense, thin_edges(garment, share, there)))
    opacity = f32(np.where(body, 1, np.where(inner | ~garment.torso, opacity, 1)))
    plain = (off < OFF) | (share < THIN)
    mixed = np.where(body, np.where(plain, np.clip(share, 2 * LEAST, 1), 1), np.clip(share, LEAST, 1))
    own = f32(backdrop + (image - backdrop) / mixed[..., None])
    # where a body is thin, dividing by little makes specks: its colour is the calm one round about, and its threads
    # and folds are darker as they are denser
    around = cv2.GaussianBlur(push_pull(own, body & (share > THIN) & plain), (0, 0), 4.0)
    lines = np.clip(cv2.GaussianBlur(share, (0, 0), 14.0) - share, -0.3, 0.2)
    thin = np.clip((DENSE - share) / (DENSE - THIN), 0, 1) * body
    own = own + (around * (1 + 0.9 * lines[..., None]) - own) * thin[..., None]
    own = own + (cloth - own) * (np.clip((LEAST + 0.1 - share) / 0.1, 0, 1) * there)[..., None]
    unmixed = (there | body)[..., None]
    fabric = np.where(unmixed, np.clip(np.round(own), 0, 255), garment.fabric).astype(np.uint8)
    return Veil(opacity, hem, fabric)


def thin_edges(garment: Garment, share: Array, sheer: Mask) -> Array:
    """How opaque the body is above its armpits, and its skirt near the sides, H×W, 0…1, 1 elsewhere: there sheer
    cloth lies but once, or in few folds. share: of the cloth in each pixel. sheer: its sleeves, in which it goes on."""
    body = flags(garment.torso & ~sheer)
    wide = float(np.ptp(garment.hem[:, 0]))
    columns = np.arange(body.shape[1])[None]
    first, last = body.argmax(1)[:, None], (body.shape[1] - 1 - body[:, ::-1].argmax(1))[:, None]
    away = np.clip(np.minimum(columns - first, last - columns), 0, None)
    rows, pits, over = np.indices(share.shape)[0], pit_row(garment), 0.02 * share.shape[0]
    above, skirt = np.clip((pits - rows) / over, 0, 1), np.clip((rows - waist_row(garment)) / (8 * over), 0, 1)
    near = np.maximum(np.clip(2 - 2 * away / (EDGE * wide), 0, 1) * skirt, above)
    inner = shrink(body, 2)  # without what is mixed with the backdrop by the camera
    inner = inner if inner.any() else body
    carried = f32(nearest(f32(np.clip(share, 0, 1)), inner))
    fine, calm = (cv2.GaussianBlur(carried, (0, 0), sigma * wide) for sigma in (FINE, CALM))
    calm = f32(calm + (fine - calm) * skirt)
    let = np.clip(calm / DENSE, LEAST, 1)
    return f32(nearest(f32(1 - near * (1 - let)), body))


def _lets_through(part: Mask, share: Array, off: Array) -> bool:
    """Whether a part of the cloth shows much of the backdrop, but nowhere it alone."""
    inner = shrink(flags(part), 3)
    if inner.sum() < 200:
        return False
    mixed = (share > 0.2) & (share < 0.85) & (off < OFF)
    return bool(mixed[inner].mean() > SHEER and (share[inner] < 0.12).mean() < 0.05)
