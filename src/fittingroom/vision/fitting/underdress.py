"""The body under a dress, as far as taking the old clothes off must know it."""

from dataclasses import replace

import cv2
import numpy as np
from scipy import ndimage

from fittingroom.vision.fitting.arrays import Array, f32
from fittingroom.vision.fitting.fill import push_pull, shrink
from fittingroom.vision.fitting.frame import Frame, pixels
from fittingroom.vision.fitting.leftovers import within
from fittingroom.vision.fitting.outline import ShoulderLine, Sides
from fittingroom.vision.fitting.undress import plain_plate
from fittingroom.vision.person import Label, Person

#: How thick straps and seams lie on the shoulders, in units.
THICK = 0.018


def bare_shoulders(person: Person, frame: Frame, line: ShoulderLine) -> ShoulderLine:
    """The shoulders' line without the cloth on it: lower by a seam's thickness where the old clothes lie, so that skin
    rebuilt there goes on where bare skin beside it ends."""
    spots = line.at(frame, line.lateral) - frame.up * 0.02 * frame.unit
    rows, columns = pixels(spots, person.labels.shape)
    clothed = np.isin(person.labels[rows, columns], [Label.UPPER, Label.LOWER])
    lower = ndimage.gaussian_filter1d(ndimage.binary_dilation(clothed, iterations=2).astype(np.float32), 1.0)
    return replace(line, height=f32(line.height - THICK * frame.unit * lower))


def hidden_sides(sides: Sides, pit: float) -> Sides:
    """The torso's sides drawn in below the armpits (t = `pit`): whatever is uncovered beside a dress there is
    background, not skin."""
    inwards = 1 - 0.35 * np.clip((sides.t - pit - 0.02) / 0.06, 0, 1)
    return replace(sides, width=f32(sides.width * inwards))


def background_near(person: Person, seed: int) -> Array | None:
    """A plain background carried on behind the person from where it is seen closest by, narrow gaps between arm and
    body included (H×W×3); None where the background has detail that would have to go on."""
    plate = plain_plate(person, seed)
    if plate is None:
        return None
    known = shrink(person.alpha < 0.02, 1.5) & ~within(np.isin(person.labels, [Label.UPPER, Label.LOWER]), 3)
    if not known.any():
        return plate
    rest = push_pull(f32(person.image - plate), known)
    return f32(plate + cv2.GaussianBlur(rest, (0, 0), 2.0))
