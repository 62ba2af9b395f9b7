"""Neck and shoulders of a top on a person: where its neck points and tips lie, and how deep its neckline hangs."""

from dataclasses import dataclass

import numpy as np

from fittingroom.vision.fitting.arrays import Array, f32
from fittingroom.vision.fitting.curves import resample
from fittingroom.vision.fitting.cut import middle_of, strapped
from fittingroom.vision.fitting.frame import Frame
from fittingroom.vision.fitting.length import CLOSE_ARMHOLE, LOOSE_ARMHOLE, armhole_depth
from fittingroom.vision.fitting.mesh import Pins, pins
from fittingroom.vision.fitting.neckcurve import NeckLine
from fittingroom.vision.fitting.outline import OldTop, ShoulderLine
from fittingroom.vision.garment import Garment, Neck

#: Half the neck's opening, in half necks, at most; straps and boat necks may go further.
_WIDEST_NECK = {Neck.HIGH: 1.10, Neck.COLLAR: 1.25, Neck.HOOD: 2.15, Neck.CREW: 1.75, Neck.V: 1.8}

#: What comes over a shoulder keeps at least this share of its width: the neck's opening gives way to it.
LEAST_STRAP = 0.6

#: How far out beyond a shoulder's width the seam of a sleeve lies at most, units.
DROP = 0.04


#: How low a front edge on straps hangs at most (t): straps are set so that it lies across the bust, and laid flat they
#: are longer than on a body, which they go round. How high its armpits come with it at most, units below the joints.
LOWEST, HIGHEST_PIT = 0.33, 0.28


def place_shoulders(
    garment: Garment, frame: Frame, line: ShoulderLine, old: OldTop, scale: float
) -> tuple[Array, Array]:
    """Neck points and shoulder tips on the person's shoulder line. Straps about as far apart as the old ones take their
    places."""
    unit, middle = frame.unit, middle_of(garment)
    neck_at, neck, tips = float(frame.lateral(frame.neck_mid)), [], []
    strap = strapped(garment)
    for side, sign in ((0, -1.0), (1, 1.0)):
        half = abs(float(garment.neck_points[side][0]) - middle) * scale
        half = float(np.clip(half, 1.03 * frame.neck_half, (0.52 if strap else 0.42) * unit))
        half = min(half, _WIDEST_NECK.get(garment.neck, 9.0) * frame.neck_half)
        if strap and old.neck_half is not None and abs(old.neck_half - half) < 0.11 * unit:
            half = max(old.neck_half, 1.03 * frame.neck_half)
        joint = abs(float(frame.lateral(frame.shoulders)[side])) + 0.06 * unit
        wide = abs(float(garment.tips[side][0]) - middle) * scale
        if strap or garment.sleeves[side] is None:
            broad = abs(float(garment.tips[side][0] - garment.neck_points[side][0])) * scale
            half = max(min(half, joint - 0.02 * unit - LEAST_STRAP * broad), 1.03 * frame.neck_half)
            at = float(np.clip(wide, half + 0.04 * unit, joint - 0.02 * unit))
        else:
            # a sleeve that lies against the body hides where it begins
            least = 0.05 if is_fused(garment, side) else 0.12
            inmost = joint + (dropped(garment) * (least + DROP) - least) * unit
            outmost = joint + (dropped(garment) * (0.06 + DROP) - 0.06) * unit  # a set-in sleeve's lies over the joint
            at = float(np.clip(wide, inmost, outmost))
        neck.append(line.at(frame, neck_at + sign * half))
        tips.append(line.at(frame, sign * at))
    return np.stack(neck), np.stack(tips)


def dropped(garment: Garment) -> float:
    """How far a garment's shoulder seams lie down on the upper arms: 0 where its sleeves are set in at the shoulders,
    1 where its armholes are so deep that it is cut wide throughout."""
    return float(np.clip((armhole_depth(garment) - CLOSE_ARMHOLE) / (LOOSE_ARMHOLE - CLOSE_ARMHOLE), 0, 1))


def is_fused(garment: Garment, side: int) -> bool:
    """Whether a sleeve lies against the body in the photo."""
    sleeve = garment.sleeves[side]
    return sleeve is not None and sleeve.fused


def is_plain(garment: Garment) -> bool:
    """Whether the neck is an opening with nothing round it."""
    return garment.neck in (Neck.CREW, Neck.V, Neck.BOAT)


def takes_old_neck(garment: Garment) -> bool:
    """Whether a photographed neckline may be the new one: for plain openings, not for collars."""
    return garment.neck in (Neck.CREW, Neck.V, Neck.BOAT, Neck.STRAPS)


@dataclass(frozen=True)
class Hang:
    """What the garment hangs from: the neckline's lowest middle point, y in its photo and t on the person. depth: of
    the neckline below the neck points, photo pixels; target_depth: on the person, pixels. lifted: by how many of them
    that is less than in the photo because straps are worn shorter."""

    y: float
    t: float
    depth: float
    target_depth: float
    lifted: float = 0.0


def hang_of(
    garment: Garment, frame: Frame, neck: Array, scale: float, old: OldTop, neckline: NeckLine | None = None
) -> Hang:
    """The neckline is as deep as the garment's, scaled by the opening's width; one that comes near the photographed
    neckline falls on it. Where it was drawn already, it is as deep as that."""
    if neckline is not None:
        return Hang(float(neckline.source_middle[1]), float(frame.t(neckline.middle)), 0.0, 0.0)
    first, last = np.stack(garment.neck_points)
    base = float(0.5 * (first[1] + last[1]))
    if len(garment.neckline) < 3:
        return Hang(base, float(frame.t(neck.mean(0))), 0.0, 0.0)
    middle = resample(garment.neckline, 21)[7:14, 1]
    depth = max(float(middle.max()) - base, 0.0)
    width = max(float(np.linalg.norm(last - first)), 1.0)
    stretch = float(np.linalg.norm(neck[1] - neck[0])) / (width * scale)
    target = depth * scale * float(np.clip(stretch, 0.75, 1.05))
    if old.neck_low is not None and takes_old_neck(garment):
        photographed = float((neck.mean(0) - old.neck_low) @ frame.up)
        if abs(photographed - target) < max(0.16 * frame.unit, 0.3 * target) and photographed > 0:
            target = photographed
    high = float(frame.t(neck.mean(0)))
    lifted = max(0.0, target - (LOWEST - high) * frame.torso) if garment.neck is Neck.STRAPS else 0.0
    target -= lifted
    return Hang(base + depth, high + target / frame.torso, depth, target, lifted)


def with_lifted(armpits: Array, hang: Hang, frame: Frame) -> Array:
    """The garment's `armpits` (2×2, on the person) as much higher as shorter straps lift them, not into the person's
    own."""
    room = (frame.t(armpits) - frame.t(frame.shoulders)) * frame.torso - HIGHEST_PIT * frame.unit
    return f32(armpits + np.clip(hang.lifted, 0, np.maximum(room, 0))[:, None] * frame.up)


def neckline_pins(garment: Garment, frame: Frame, neck: Array, hang: Hang) -> Pins:
    """The neckline hangs from the neck points down to where it was decided to."""
    if hang.depth < 2:
        return pins(np.zeros((0, 2)), np.zeros((0, 2)))
    curve = resample(garment.neckline, 11)
    first, last = np.stack(garment.neck_points)
    share = np.clip((curve[:, 0] - first[0]) / max(last[0] - first[0], 1e-3), -0.2, 1.2)
    chord = first + (last - first) * share[:, None]
    depth = (curve[:, 1] - chord[:, 1]) * (hang.target_depth / hang.depth)
    target = neck[0] + (neck[1] - neck[0]) * share[:, None] - frame.up * depth[:, None]
    return pins(target[1:-1], curve[1:-1], 0.5)
