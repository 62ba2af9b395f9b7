"""A new head of hair laid into the picture: behind the neck, on the skull, over face and shoulders."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.fitting.fill import noise
from fittingroom.vision.hair.bare import Bare
from fittingroom.vision.hair.colours import Effect
from fittingroom.vision.hair.cutting import Subject
from fittingroom.vision.hair.ramp import shade, to_rgb
from fittingroom.vision.hair.recolour import dye_shares
from fittingroom.vision.hair.soft import blur
from fittingroom.vision.hair.splat import Layer

Array = NDArray[np.float32]

_LENS = 0.65  # deviation of the lens's blur, pixels
_SHADOW = 0.36  # how dark hair's shadow is on skin


@dataclass(frozen=True)
class Tint:
    """ramp, second: 5×3 Lab. effect: where the second one is."""

    ramp: Array
    second: Array
    effect: Effect = Effect.NONE


def compose(
    bare: Bare, front: Layer, behind: Layer, subject: Subject, tint: Tint, coat: float, ears: NDArray[np.bool_],
    seed: int,
) -> Array:  # fmt: skip
    """RGB 0…255 H×W×3. coat: 0…1, how dense hair looks on the skull below the strands."""
    image = bare.image
    hidden = behind.alpha * (1 - bare.body)
    image = _over(image, _colours(behind, tint, subject, 0.8), f32(hidden))
    cover = _coat(subject, bare, coat, seed) * ~ears
    under = to_rgb(shade(tint.ramp, np.full(cover.shape, 0.17, np.float32)))
    image = image + (under - image) * cover[..., None]
    image = image * _contact(front.alpha, bare, subject)[..., None]
    strands = _colours(front, tint, subject, 1.0) + (noise(front.alpha.shape, 0.6, seed) * bare.grain)[..., None]
    return f32(np.clip(_over(f32(image), f32(strands), front.alpha), 0, 255))


def _over(image: Array, colours: Array, alpha: Array) -> Array:
    """`colours` laid over `image`, as soft as a lens draws them."""
    laid = cv2.GaussianBlur(f32(colours * alpha[..., None]), (0, 0), _LENS)
    return f32(image * (1 - cv2.GaussianBlur(alpha, (0, 0), _LENS))[..., None] + laid)


def _colours(layer: Layer, tint: Tint, subject: Subject, light: float) -> Array:
    tone = layer.tone * np.float32(light)
    lab = shade(tint.ramp, tone)
    if tint.effect is not Effect.NONE:
        x, y = subject.frame.plane(layer.tone.shape)
        across = f32(x - (y - 0.5) * subject.frame.turn[0, 1])
        share = dye_shares(tint.effect, layer.along, across, subject.frame.unit, 1)
        lab = lab + (shade(tint.second, tone) - lab) * share[..., None]
    return to_rgb(f32(lab))


def _coat(subject: Subject, bare: Bare, coat: float, seed: int) -> Array:
    """0…1 over the skull above the hairline, thinning out towards it."""
    frame, scalp = subject.frame, subject.scalp
    x, y = frame.plane(bare.body.shape)
    depth = scalp.depth(frame, x, y)
    points = frame.within(np.stack([x, y, depth], -1).astype(np.float32))
    azimuth, elevation = scalp.place(points)
    above = elevation - scalp.start(azimuth)
    ragged = noise(above.shape, max(0.8, 0.01 * frame.unit), seed) * np.float32(0.03)
    cover = np.clip((above + ragged - 0.02) / 0.10, 0, 1) * (depth > -5) * coat
    return f32(cv2.GaussianBlur(cover.astype(np.float32), (0, 0), 0.8))


def _contact(alpha: Array, bare: Bare, subject: Subject) -> Array:
    """Light left by the hair's shadow on face, neck and shoulders, away from the light."""
    unit, light = subject.frame.unit, subject.light
    shift = f32([[1, 0, -0.10 * unit * light[0]], [0, 1, 0.10 * unit * light[1]]])
    moved = cv2.warpAffine(alpha, shift, alpha.shape[::-1])
    shadow = np.clip(blur(f32(moved), 0.05 * unit), 0, 1)
    return f32(1 - _SHADOW * shadow * bare.body)
