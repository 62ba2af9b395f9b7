"""Other people beside the one who is dressed."""

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from fittingroom.vision.discs import disc
from fittingroom.vision.networks import Array

Mask = NDArray[np.bool_]

# What the segmenter takes for people and the pose's own mask doesn't, and how broad it is at least, in body units:
# single people's hair, skirts and bags are that only in slips along their edges.
_THEIRS, _BROAD = 0.35, 0.08
# Where a piece meets the person, it goes on to here of the pose's mask.
_BORDER = 0.55
# A piece of which more than this share lies on the body's own bones is a limb that the pose's mask misses.
_BONES = 0.1
# An elbow or a wrist this far above the shoulder joints is raised, in body units.
_RAISED = 0.15
# How much is worked at: pixels of the long side.
_FINE = 512


def somebody_else(likely: Array, own: Array, core: Mask, joints: Array, size: float) -> Mask:
    """Where other people stand, H×W. They reach as high as this person's nose on the side where they stand, and no
    raised arm of this person's is there.

    likely: 0…1 that there is a person, whoever it is. own: 0…1, the mask that the pose network gives together with the
    joints, rough, but of this one person. core: what the joints say is surely this person's body. joints: 33×2 or more
    columns, x and y in pixels. size: the body's unit in pixels.
    """
    height, width = likely.shape
    shrink = min(1.0, _FINE / max(height, width))
    small = (max(1, round(width * shrink)), max(1, round(height * shrink)))
    likely, own = (np.asarray(cv2.resize(m, small, interpolation=cv2.INTER_AREA), np.float32) for m in (likely, own))
    bones = cv2.resize(core.astype(np.uint8), small, interpolation=cv2.INTER_NEAREST) > 0
    radius = max(1, round(_BROAD * size * shrink))
    theirs = ((likely > 0.5) & (own < _THEIRS)).astype(np.uint8)
    # Beyond the picture's edge people go on.
    rim = cv2.copyMakeBorder(theirs, radius, radius, radius, radius, cv2.BORDER_REPLICATE)
    broad = cv2.morphologyEx(rim, cv2.MORPH_OPEN, disc(radius))[radius:-radius, radius:-radius]
    count, found = cv2.connectedComponents(np.ascontiguousarray(broad))
    pieces = found.astype(np.int64)
    if count < 2:
        return np.zeros((height, width), np.bool_)
    area = np.bincount(pieces.ravel(), minlength=count)
    limb = np.bincount(pieces[bones], minlength=count) > _BONES * area
    kept = ~limb & (area > np.pi * radius**2) & (np.arange(count) > 0)
    seeds = (kept & _stand_there(pieces, count, kept, joints * shrink, size * shrink))[pieces]
    spread = cv2.dilate(seeds.astype(np.uint8), disc(radius)) > 0
    theirs = (seeds | (spread & (own < _BORDER))).astype(np.uint8)
    return np.asarray(cv2.resize(theirs, (width, height), interpolation=cv2.INTER_LINEAR) > 0, np.bool_)


def _stand_there(pieces: NDArray[np.int64], count: int, kept: NDArray[np.bool_], joints: Array, size: float) -> Mask:
    """For each of `count` pieces: whether one of those `kept` on its side of the person reaches up to the face, and no
    raised arm does."""
    middle, face, top = joints[11:13, 0].mean(), joints[0, 1], joints[11:13, 1].mean() - _RAISED * size
    centres = np.array(ndimage.center_of_mass(np.ones_like(pieces), pieces, np.arange(count)))
    right = centres[:, 1] > middle
    first = np.array(
        [place[0].start if place else pieces.shape[0] for place in ndimage.find_objects(pieces + 1, count)]
    )
    high = kept & (first < min(face, top))
    arms = joints[13:17]
    raised = [bool(((arms[:, 1] < top) & ((arms[:, 0] > middle) == side)).any()) for side in (False, True)]
    there = np.array([bool(high[right == side].any()) and not raised[side] for side in (False, True)])
    return np.asarray(there[right.astype(int)], np.bool_)
