"""What hair lies on or hides behind: skull, face, neck and shoulders as a surface towards the viewer."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import LinearNDInterpolator

from fittingroom.vision.fitting.arrays import f32, flags
from fittingroom.vision.hair.beneath import Beneath
from fittingroom.vision.hair.frame import HeadFrame
from fittingroom.vision.hair.scalp import Scalp
from fittingroom.vision.hair.soft import widened
from fittingroom.vision.person import Person
from fittingroom.vision.spans import between

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]

_NECK = 0.64  # the neck's radius, units
#: Image z, before the neck's middle, up to which the neck's flare to the shoulders hides hair; from how far below to
#: how far above the shoulders' height it does, units, and how steeply it goes back above that.
_FLANK, _BELOW, _FLARE, _RECEDES = -0.25, -0.2, 0.5, 0.25
_WIDE = 0.95, 1.15  # how far beside the neck's middle bare skin must go on for a flare, units
_SMALL = 160  # pixels a unit up to which every pixel's depth is found
_ROOT = 0.08  # units between ears and cheeks that no strand shows in
_CHIN, _HUNG = 152, 0.15  # the mesh's chin; units above it at which things round the neck begin
_JAW = 0.6  # share of the way down to the chin from where on skin beyond the mesh is the jaw's, before the neck's sides
_BACK = 0.6  # units behind the neck's middle up to which all that is seen of the neck hides what is tied behind it
_EAR = 0.12  # how far ears stand before hair that is combed behind them, image z


@dataclass(frozen=True)
class Solid:
    """depth: H×W, image z of the nearest surface of head, face and neck, −9 where there is none. shoulder: image y of
    the shoulders' height beside the neck. neck: 3, the neck's foot in image coordinates."""

    depth: Array
    shoulder: float
    neck: Array

    def chest(self, y: Array) -> Array:
        """Image z of chest and shoulders at image height y."""
        return f32(self.neck[2] + 0.12 + 0.5 * np.clip((self.shoulder + 0.3 - y) / 1.2, 0, 1))


def find_solid(
    person: Person, frame: HeadFrame, scalp: Scalp, beneath: NDArray[np.uint8], ears: NDArray[np.bool_], ears_out: bool
) -> Solid:
    """The surface of one photographed person. ears_out: whether ears that are seen stay before the hair."""
    step = 1 if frame.unit < _SMALL else 2
    x, y = frame.plane(beneath.shape, step)
    depth = np.maximum(scalp.depth(frame, x, y), _face(frame, x, y))
    neck = frame.facing(f32([0, 0.55 * frame.chin, scalp.centre[2] + 0.15]))
    away = x - neck[0]
    column = neck[2] + np.sqrt(np.maximum(_NECK**2 - away**2, 0))
    depth = np.where((np.abs(away) < _NECK) & (y < neck[1]), np.maximum(depth, column), depth)
    shoulder = _shoulder(person, frame)
    solid = Solid(f32(depth), shoulder, f32(neck))
    grown = cv2.resize(solid.depth, beneath.shape[::-1], interpolation=cv2.INTER_LINEAR)
    _, rows = frame.plane((beneath.shape[0], 1))
    chest = np.broadcast_to(solid.chest(rows), beneath.shape)
    beneath = np.where(worn_before(beneath, frame), np.uint8(Beneath.CLOTHES), beneath)
    slope = chest - 0.6 * np.clip((rows - shoulder + 0.5) / 0.5, 0, 2)  # collars stand behind what hangs beside them
    grown = np.where(beneath == Beneath.CLOTHES, slope, grown)
    grown = np.where((beneath == Beneath.NECK) & (rows < shoulder + 0.3), np.maximum(slope, grown), grown)
    columns, _ = frame.plane((1, beneath.shape[1]))
    grown = np.maximum(grown, _flanks(beneath == Beneath.NECK, columns - neck[0], rows - shoulder) + neck[2])
    jaw = ears_out & (beneath == Beneath.HEAD) & (grown < -5) & (rows < frame.facing(f32([0, _JAW * frame.chin, 0]))[1])
    grown = np.where(jaw, neck[2], grown)
    grown = np.where(ears_out & (beneath == Beneath.NECK) & (grown < -5), neck[2] - _BACK, grown)
    grown = np.where(beneath == Beneath.BACKGROUND, -9, grown)
    ear = frame.facing(f32([1.0, 0.0, -0.1]))[2]
    gap = widened(ears, _ROOT * frame.unit) & (beneath == Beneath.HEAD)
    gap &= rows < frame.facing(f32([0, frame.eye, 0]))[1]
    before = ears | gap if ears_out else ears
    grown = np.where(before, np.maximum(grown, ear + _EAR + 0.35) if ears_out else -9, grown)
    return Solid(f32(grown), shoulder, f32(neck))


def worn_before(beneath: NDArray[np.uint8], frame: HeadFrame) -> Mask:
    """H×W: what passes for background below the chin with clothes on both sides and below, and somebody above: a thing
    that is worn round the neck. beneath: uint8 H×W of Beneath."""
    cloth, body = beneath == Beneath.CLOTHES, beneath != Beneath.BACKGROUND
    _, rows = frame.plane((beneath.shape[0], 1))
    low = rows < frame.facing(frame.points[_CHIN])[1] + _HUNG
    return flags(~body & between(cloth, cloth) & between(body, cloth, 0) & low)


def _flanks(neck: Mask, beside: Array, above: Array) -> Array:
    """H×W: image z, before the neck's middle, of what is seen of the `neck` (H×W) where it flares to the shoulders, far
    behind elsewhere; a side that clothes hide close to the neck has none. beside: W, units right of the neck's middle;
    above: H×1, units above the shoulders."""
    found = np.full(neck.shape, -9, np.float32)
    low = neck & (above > _BELOW) & (above < _FLARE)
    for side in (-1, 1):
        out = side * beside
        wide = float(np.max(np.where(low, out, 0), initial=0))
        bare = float(np.clip((wide - _WIDE[0]) / (_WIDE[1] - _WIDE[0]), 0, 1))
        level = _FLANK - _RECEDES * np.clip(above - _FLARE, 0, 2) - 2 * (1 - bare)
        found = np.where(neck & (above > _BELOW) & (out > 0) & (bare > 0), level, found)
    return f32(found)


def _face(frame: HeadFrame, x: Array, y: Array) -> Array:
    points = frame.facing(frame.points[:468])
    near = (np.abs(x) < 2) & (np.abs(y) < 2.2)
    depth = np.full(x.shape, -9, np.float32)
    surface = LinearNDInterpolator(points[:, :2], points[:, 2], fill_value=-9)
    depth[near] = surface(x[near], y[near])
    return depth


def _shoulder(person: Person, frame: HeadFrame) -> float:
    """Image height of the shoulders beside the neck: the body's own where it is plausible, else by the chin."""
    usual = float(frame.facing(frame.points[152])[1]) - 0.6
    feet = person.figure.neck.points
    seen = float((-feet[:, 1].mean() - frame.origin[1]) / frame.unit)
    return seen - 0.1 if usual - 0.7 < seen < usual + 0.5 else usual
