"""A new head of hair laid into the picture: behind the neck, on the skull, over face and shoulders."""

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.channels import greatest
from fittingroom.vision.easing import eased
from fittingroom.vision.fitting.arrays import f32, flags
from fittingroom.vision.fitting.fill import noise
from fittingroom.vision.hair.bare import Bare
from fittingroom.vision.hair.colours import Effect
from fittingroom.vision.hair.combed import combed
from fittingroom.vision.hair.contrast import contrasted
from fittingroom.vision.hair.crossing import TURNED, crossing
from fittingroom.vision.hair.cutting import Subject
from fittingroom.vision.hair.frame import HeadFrame
from fittingroom.vision.hair.ramp import shade, to_rgb
from fittingroom.vision.hair.recolour import dye_shares
from fittingroom.vision.hair.slits import without_slits, without_windows
from fittingroom.vision.hair.soft import blur, narrowed, widened
from fittingroom.vision.hair.specks import without_specks
from fittingroom.vision.hair.splat import Layer
from fittingroom.vision.hair.spread import spread
from fittingroom.vision.hair.stubs import stubs
from fittingroom.vision.people.head import hull

Array = NDArray[np.float32]

_LENS = 0.65  # deviation of the lens's blur, pixels
_NEAR, _DEEP = 0.045, 0.6  # units within which strands hide what is between them; how bright it is there
_TIPS = 0.7, 0.65  # share of a strand from which on single ones thin out; how much of them at their very end
_LOCKS, _HANGS = (0.5, 0.75), 0.5  # share of a strand over which its lock comes to be one; units below the eyes too
#: Units over which a lock's strands are counted; how many of them make none, and a whole one.
_LOCK, _WHOLE = 0.01, (0.18, 0.34)
_ENDS, _OPEN = (0.75, 0.92), 0.45  # share of a strand over which gaps open up; how much denser it must stand there
_ROOT = 0.12  # share of a strand that is fine beside the hairline
_LIFTS, _LIES = 0.2, 0.25  # share of a strand up to which it lies close to the skin; how much it shades that there
_COAT = 0.17, 0.5  # tones of hair on the skull: dense, where light comes from between strands; as thin as at its edge
_WANDER = 0.03  # radians by which the hairline wanders
_NARROW = 0.2  # units over the cheeks' edge from which on hair hangs there in locks
_SPIKE = 0.08  # units, half the width up to which hair that ends beside the jaw is a spike
_SHADOW = 0.4  # how dark hair's shadow is on skin
_UNDER = 0.62, 0.5  # the same on a forehead below a fringe; units below the brow down to which it passes into the usual
_CLOSE = 0.04, 0.7  # units that it is dark beside hair on a cheek; how dark there, a share of the above
_AROUND = 0.13, 0.55  # the same of the wide soft shade beyond that
#: By how much more of red, green and blue shadows take from skin; how much redder than blue it is.
_FLESH = (-0.12, 0.03, 0.1), 60.0
_UNEVEN = 0.02  # units by which hair's edge on the cheeks wanders


@dataclass(frozen=True)
class Tint:
    """ramp, second: 5×3 Lab. effect: where the second one is."""

    ramp: Array
    second: Array
    effect: Effect = Effect.NONE


def compose(
    bare: Bare, front: Layer, behind: Layer, subject: Subject, tint: Tint, coat: Array | float, ears: NDArray[np.bool_],
    seed: int, fringed: bool = False, beside: float = 0.06, lying: float = 0,
    plaited: Array | None = None, parted: bool = False,
) -> Array:  # fmt: skip
    """RGB 0…255 H×W×3. coat: 0…1, H×W or all over, how dense hair looks on the skull below the strands. fringed:
    whether strands may lie over the face's upper part. beside: how far they may over the cheeks' edge, units. lying:
    see Style.lying. plaited: see `combed`. parted: whether hair is in braids or locs that stand off the head."""
    above = _above(subject, bare.body.shape, seed)
    face = _kept(subject.frame, bare.body.shape, fringed, beside, seed)
    kept = f32(face * (1 - _freed(bare, subject.frame)) * bare.body)  # the mesh reaches past some faces
    front, behind = _dense(front, subject.frame, lying < 1), _dense(behind, subject.frame)
    front, behind = spread(combed(front, subject.frame.unit, lying, plaited), behind, tint.ramp)
    front, behind = (replace(one, tone=contrasted(one, subject.frame.unit)) for one in (front, behind))
    front = replace(front, alpha=f32(front.alpha * (1 - kept) * _downy(front, above)))
    if beside <= _NARROW:
        front = replace(front, alpha=f32(front.alpha * (1 - _spikes(front.alpha, bare.body, subject.frame))))
    front = replace(front, alpha=f32(front.alpha * (1 - stubs(front, bare.body, subject))))
    cover = _coat(above, coat) * ~ears * (1 - kept)
    if bare.own is not None:
        cover = f32(cover * (1 - bare.own))
    behind = without_slits(behind, front, bare.body, subject.frame)
    if parted:
        behind = without_windows(behind, front, flags((above > -9) | (bare.body > 0.5)), subject.frame)
    hidden = f32(behind.alpha * (1 - bare.body))
    whole = without_specks(greatest(f32(np.dstack([front.alpha, hidden, cover]))), subject.frame.unit)
    front, hidden = replace(front, alpha=f32(front.alpha * whole)), f32(hidden * whole)
    image = _over(bare.image, _colours(behind, tint, subject, 0.8), hidden)
    under = to_rgb(shade(tint.ramp, _COAT[1] + (_COAT[0] - _COAT[1]) * cover))
    image = image + (under - image) * cover[..., None]
    image = image * _warm(_contact(_lifted(front), bare, subject, face, fringed), bare.image)
    strands = _colours(front, tint, subject, 1.0) + (noise(front.alpha.shape, 0.6, seed) * bare.grain)[..., None]
    image = _over(f32(image), f32(strands), front.alpha)
    fine, tone = crossing(front.alpha, subject.frame, np.random.default_rng(seed))
    image = image + (to_rgb(shade(tint.ramp, tone)) - image) * (fine * bare.body)[..., None]
    return f32(np.clip(image, 0, 255))


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


def _dense(layer: Layer, frame: HeadFrame, falling: bool = False) -> Layer:
    """A layer with deeper hair in its gaps: where strands stand close, more of them are seen between, in the shade.
    Single strands that hang away from all others look like scratches and are left out; their tips are fine. falling:
    whether it ends in points, between which nothing more is seen."""
    spread = _NEAR * frame.unit
    near = blur(layer.alpha, spread)
    deep = blur(f32(layer.tone * layer.alpha), spread) / np.maximum(near, 1e-3) * np.float32(_DEEP)
    beside = blur(f32(layer.along * layer.alpha), spread) / np.maximum(near, 1e-3)
    ends = np.clip((beside - _ENDS[0]) / (_ENDS[1] - _ENDS[0]), 0, 1) * falling
    tips = np.clip((layer.along - _TIPS[0]) / (1 - _TIPS[0]), 0, 1) * np.clip((0.5 - near) / 0.35, 0, 1)
    single = np.clip((near - 0.03) / 0.07, 0, 1) * (1 - _TIPS[1] * tips)
    layer = _in_locks(layer, f32(single), f32(beside * falling), frame)
    own = layer.alpha
    filled = f32(np.clip((near - 0.45 - _OPEN * ends) / 0.3, 0, 1) * (1 - layer.alpha))
    alpha = f32(own + filled)
    whole = np.maximum(alpha, 1e-4)
    tone = (layer.tone * own + deep * filled) / whole
    along = (layer.along * own + beside * filled) / whole  # a gap is no root
    return replace(layer, tone=f32(tone), along=f32(along), alpha=alpha)


def _in_locks(layer: Layer, single: Array, beside: Array, frame: HeadFrame) -> Layer:
    """A layer whose strands below the eyes are, towards their ends, the locks that they lie in: seen through between
    its strands, a lock would dissolve before what is lighter; so it grows narrow instead, and few strands are none.
    single, beside: H×W, how much of single strands is drawn elsewhere, and how far from their roots strands are."""
    fine = max(0.7, _LOCK * frame.unit)
    near, tone, along = (
        cv2.GaussianBlur(f32(each * layer.alpha), (0, 0), fine) for each in (1.0, layer.tone, layer.along)
    )
    _, y = frame.plane(layer.alpha.shape)
    low = eased((frame.facing(f32([0, frame.eye, 0]))[1] - y) / _HANGS)
    share = low * np.clip((beside - _LOCKS[0]) / (_LOCKS[1] - _LOCKS[0]), 0, 1)
    whole = np.clip((near - _WHOLE[0]) / (_WHOLE[1] - _WHOLE[0]), 0, 1)
    seen, alpha = layer.alpha > 0, f32(layer.alpha * single * (1 - share) + whole * share)
    tone, along = (
        f32(np.where(seen, own, mean / np.maximum(near, 1e-3)))
        for own, mean in ((layer.tone, tone), (layer.along, along))
    )
    return Layer(tone, along, alpha)


def _above(subject: Subject, shape: tuple[int, ...], seed: int) -> Array:
    """H×W: how far above the hairline the skull's surface is, radians, a little ragged; far below beside the skull."""
    frame, scalp = subject.frame, subject.scalp
    x, y = frame.plane(shape)
    depth = scalp.depth(frame, x, y)
    points = frame.within(np.stack([x, y, depth], -1).astype(np.float32))
    azimuth, elevation = scalp.place(points)
    ragged = noise(depth.shape, max(0.8, 0.01 * frame.unit), seed) * np.float32(0.01)
    ragged += noise(depth.shape, 0.07 * frame.unit, seed + 1) * np.float32(_WANDER)  # no hairline is a drawn curve
    return f32(np.where(depth > -5, elevation - scalp.start(azimuth) - scalp.ragged(azimuth) + ragged, -9))


def _coat(above: Array, coat: Array | float) -> Array:
    """0…1 over the skull above the hairline, thinning out towards it."""
    return f32(cv2.GaussianBlur(f32(np.clip((above - 0.02) / 0.22, 0, 1) ** 1.3 * coat), (0, 0), 0.8))


def _downy(layer: Layer, above: Array) -> Array:
    """0…1: what is drawn of strands, whose roots are fine and few along the hairline."""
    root = np.clip(1 - layer.along / _ROOT, 0, 1) * (above > -1)
    return f32(1 - root * (1 - np.clip((above + 0.04) / 0.2, 0, 1)))


def _kept(frame: HeadFrame, shape: tuple[int, ...], fringed: bool, beside: float, seed: int) -> Array:
    """H×W, 0…1: the face within its oval, below the brows or below the eyes where a fringe may hang: no strand lies
    over it. Hair beside a face that looks ahead may cover a little of its edge, less beside the cheeks; beside a
    turned face nothing."""
    oval = hull(shape, frame.pixels(frame.facing(frame.points[:468])))
    height = frame.up_face(shape)
    upper, lower = (max(beside, 0.16 if fringed else 0.09), beside) if abs(frame.yaw) < TURNED else (0.02, 0.02)
    edge = upper + (lower - upper) * np.clip((frame.eye - height) / 0.4, 0, 1)
    inside = cv2.distanceTransform(oval.astype(np.uint8), cv2.DIST_L2, 5) / frame.unit
    wander = np.clip(noise(oval.shape, 0.08 * frame.unit, seed), -2, 2)
    oval &= inside > edge + np.minimum(_UNEVEN, edge / 3) * wander
    top = frame.eye - 0.15 if fringed else frame.brow + 0.05
    soft = blur(oval.astype(np.float32), 0.03 * frame.unit)
    return f32(np.clip(soft * 1.6 - 0.3, 0, 1) * np.clip((top - height) / 0.12, 0, 1))


def _spikes(alpha: Array, body: Array, frame: HeadFrame) -> Array:
    """H×W, 0…1: thin points of hair beside the jaw, left where the neck below hides all the rest of it."""
    x, y = frame.plane(alpha.shape)
    face = hull(alpha.shape, frame.pixels(frame.facing(frame.points[:468])))
    level = frame.within(np.stack([x, y, np.zeros_like(x)], -1).astype(np.float32))[..., 1] / frame.chin
    beside = widened(face, _SPIKE * frame.unit) & (level > 0.3) & (level < 0.9) & (body > 0.5)
    thick = widened(narrowed(alpha > 0.4, _SPIKE * frame.unit), 1.15 * _SPIKE * frame.unit)
    return blur(f32(beside & ~thick), max(0.8, 0.012 * frame.unit))


def _freed(bare: Bare, frame: HeadFrame) -> Array:
    """H×W, 0…1: where old hair lay over forehead and temples; new hair may too."""
    height = frame.up_face(bare.removed.shape)
    return f32(bare.removed * np.clip((height - frame.eye - 0.15) / 0.3, 0, 1))


def _lifted(layer: Layer) -> Array:
    """H×W, 0…1: what of a layer stands before the skin, to shade it; roots lie on it."""
    return f32(layer.alpha * np.clip(layer.along / _LIFTS, _LIES, 1))


def _contact(alpha: Array, bare: Bare, subject: Subject, kept: Array, fringed: bool = False) -> Array:
    """Light left by the hair's shadow on face, neck and shoulders, away from the light. fringed: whether hair hangs
    over the forehead, which then lies in its shade: without, a fringe looks stuck on."""
    unit, light = subject.frame.unit, subject.light
    shift = f32([[1, 0, -0.10 * unit * light[0]], [0, 1, 0.10 * unit * light[1]]])
    moved = cv2.warpAffine(alpha, shift, alpha.shape[::-1])
    shadow = np.clip(0.75 * blur(f32(moved), 0.05 * unit) + 0.6 * blur(f32(moved), 0.16 * unit), 0, 1)
    beside = _CLOSE[1] * blur(alpha, _CLOSE[0] * unit) + _AROUND[1] * blur(alpha, _AROUND[0] * unit)
    dark = f32(np.full((alpha.shape[0], 1), _SHADOW))
    if fringed:
        _, rows = subject.frame.plane((alpha.shape[0], 1))
        brow = subject.frame.facing(f32([0, subject.frame.brow, 0]))[1]
        dark += (_UNDER[0] - _SHADOW) * eased(f32((rows - brow) / _UNDER[1] + 1))
    return f32(1 - dark * np.maximum(shadow * (1 - 0.35 * kept), beside) * bare.body)


def _warm(light: Array, image: Array) -> Array:
    """H×W×3: `light` (H×W) that is left in shadow on `image` (RGB): skin that is shaded is lit from within."""
    skin = f32(np.clip((image[..., :1] - image[..., 2:]) / _FLESH[1], 0, 1))
    return f32(np.power(light[..., None], 1 + skin * f32(_FLESH[0])))
