"""The outline of a dress's body on the person: one smooth closed curve, drawn once.

The garment's photo gives neckline, armholes, hem and how wide skirt and waist are; the person's photo gives the
shoulders' upper edge and, where the dress lies close, the sides.
"""

import cv2
import numpy as np
from scipy import ndimage

from fittingroom.vision.fitting.arrays import Array, Mask, f32, flags
from fittingroom.vision.fitting.barearms import on_arms
from fittingroom.vision.fitting.claims import spread
from fittingroom.vision.fitting.curves import resample
from fittingroom.vision.fitting.fill import grow, largest, polygon
from fittingroom.vision.fitting.frame import Frame, pixels
from fittingroom.vision.fitting.gates import seen_through, smooth_curve
from fittingroom.vision.fitting.mesh import Pins, pins
from fittingroom.vision.fitting.outline import Arm, ShoulderLine
from fittingroom.vision.fitting.panels import fall
from fittingroom.vision.fitting.torso import TorsoFit
from fittingroom.vision.garment import Garment
from fittingroom.vision.person import Label, Person

#: A photographed side is taken over where the dress would be this many times narrower or wider, at most.
TIGHTER, WIDER = 1.30, 0.90
#: A side that goes on behind an arm reaches to it if that is at most so many times the dress's own width.
BEHIND_ARM = 1.14
#: A gap between body and arm narrower than this (units) is none: the dress fills it.
NARROW = 0.04
#: A side gains on the dress's own shape, and falls behind it, no faster than this, in pixels a pixel.
STEEPEST = 0.17
#: A sleeve that goes down to the wrist ends with its cuff, so far along the arm (in its lengths).
CUFF = 1.08
#: How far round its landmarks a hand is itself, units.
HAND = 0.07
#: How far in a sleeveless armhole curves at least, as a share of its length.
BOW = 0.08
#: Above this height (t) a row across the body has no gap between legs.
ABOVE_LEGS = 1.0


def seen_sides(person: Person, frame: Frame, arms: tuple[Arm, Arm], t: Array) -> tuple[Array, Mask]:
    """How far the clothed body reaches to the left and the right of its middle at each of `t` (2×K pixels), and whether
    that edge stands against the background (2×K) rather than behind an arm. Looked for outwards on the torso, and
    inwards below it, where a gap between the legs is no edge."""
    limbs = _limbs(person, arms)
    reach = np.arange(0, 1.25 * frame.unit, dtype=np.float32)
    middle = fall(frame, t, 0.0)
    outwards = fall(frame, t, 1.0) - middle
    widths, free = [], []
    for sign in (-1.0, 1.0):
        spots = f32(middle[:, None] + sign * reach[None, :, None] * outwards[:, None])
        rows, columns = pixels(spots, person.labels.shape)
        inside = (person.alpha[rows, columns] > 0.5) & ~person.front.objects[rows, columns]
        arm = limbs[rows, columns]
        body = inside & ~arm
        first_gap = np.where((~body).any(1), (~body).argmax(1) - 1, len(reach) - 1)
        outmost = np.where(body.any(1), len(reach) - 1 - body[:, ::-1].argmax(1), 0)
        last = np.maximum(np.where(t < ABOVE_LEGS, first_gap, outmost), 0)
        ahead = np.minimum(last[:, None] + np.arange(1, max(4, round(NARROW * frame.unit)))[None], len(reach) - 1)
        arm_near = np.take_along_axis(inside & arm, ahead, axis=1).any(1)
        widths.append(reach[last])
        free.append(body.any(1) & ~arm_near & (last < len(reach) - 3))
    return f32(ndimage.median_filter(np.stack(widths), (1, 5), mode="nearest")), np.stack(free)


def _limbs(person: Person, arms: tuple[Arm, Arm]) -> Mask:
    """Arms with their hands: bare skin, or cloth as far as an old sleeve goes. What lies further on in an arm's
    direction is a thigh or a skirt. Fingers may spread far from that."""
    skin = person.labels == Label.SKIN
    found, hands = np.zeros_like(skin), np.zeros_like(skin)
    for hand, arm in zip(person.hands, arms, strict=True):
        if hand is not None:
            hands |= grow(spread(hand, skin.shape), HAND * arm.unit) & skin
    for arm in arms:
        u, length = arm.limb.u, arm.limb.length
        worn = CUFF * length if arm.sleeve_end > 0.98 * length else min(arm.sleeve_end, 0.95 * length)
        found |= (u < 1.45 * length) & (skin | (u < worn))
    return flags((found & on_arms(arms)) | hands)


def side_widths(own: Array, seen: Array, free: Mask, body: Array, over: float) -> Array:
    """Half widths of the dress down one side (K pixels): its own, but never narrower than the body, and the
    photographed ones wherever the two come near; a side that goes on behind an arm reaches `over` pixels under it."""
    base = np.maximum(own, body)
    near = np.log(np.maximum(seen, 1) / np.maximum(base, 1))
    weight = np.clip((near - np.log(WIDER)) / 0.06 + 0.5, 0, 1) * np.clip((np.log(TIGHTER) - near) / 0.10 + 0.5, 0, 1)
    met = base + (seen - base) * weight
    width = np.where(free, met, np.maximum(base, np.minimum(seen + over, BEHIND_ARM * base)))
    calm = ndimage.gaussian_filter1d(ndimage.median_filter(width, 7, mode="nearest"), 3.5, mode="nearest")
    least = ndimage.gaussian_filter1d(np.where(free & (weight > 0.5), seen, 0), 0.7, mode="nearest")
    return f32(np.maximum(calm, least))


def without_ledges(width: Array, own: Array, heights: Array) -> Array:
    """`width` (K pixels down one side, at K `heights` in pixels) made wider above and below every ledge, where it
    leaves the dress's `own` in a step: a bite in the old clothes' outline, their hem, or the hip's going on behind an
    arm."""
    excess = np.asarray(width, np.float64) - own
    tilt = STEEPEST * np.asarray(heights, np.float64)
    above = np.maximum.accumulate((excess - tilt)[::-1])[::-1] + tilt
    least = np.maximum(above, np.maximum.accumulate(excess + tilt) - tilt)
    calm = ndimage.gaussian_filter1d(np.maximum(least, excess), 2.0, mode="nearest")
    return f32(np.where(least > excess + 0.5, own + np.maximum(calm, excess), width))


def armhole(garment: Garment, side: int, count: int = 16) -> Array:
    """The garment's edge from the shoulder's tip down to the armpit, count×2, without its cut-out's wobble."""
    mask = largest(garment.alpha > 0.5, 0.5)
    contours, _ = cv2.findContours(mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    tip, pit = garment.tips[side], garment.armpits[side]
    if not contours:
        return resample(np.stack([tip, pit]), count)
    line = max(contours, key=cv2.contourArea)[:, 0].astype(np.float32)
    first, last = (int(np.linalg.norm(line - point, axis=1).argmin()) for point in (tip, pit))
    ways = [line[np.arange(first, first + step * (steps + 1), step) % len(line)]
            for step, steps in ((1, (last - first) % len(line)), (-1, (first - last) % len(line)))]  # fmt: skip
    way = min(ways, key=len)
    straight = float(np.linalg.norm(pit - tip))
    if len(way) > 2.5 * straight + 20 or len(way) < 3:
        return resample(np.stack([tip, pit]), count)
    return smooth_curve(np.concatenate([tip[None], way, pit[None]]), count)


def bowed(edge: Array, side: int) -> Array:
    """An armhole's `edge` (K×2, tip to armpit) curved inwards by at least `BOW` of its length: what lies flat in a
    photo may have a straight one, round a shoulder it never is."""
    chord = edge[-1] - edge[0]
    span = max(float(np.linalg.norm(chord)), 1.0)
    inwards = np.array([1.0, 0.0]) * (1.0, -1.0)[side]
    inwards = inwards - chord * float(inwards @ chord) / span**2
    inwards /= max(float(np.linalg.norm(inwards)), 1e-6)
    share = np.clip((edge - edge[0]) @ chord / span**2, 0, 1)
    least = BOW * span * np.sin(np.pi * share**1.3)
    own = (edge - edge[0]) @ inwards
    return f32(edge + np.maximum(least - own, 0)[:, None] * inwards)


def armhole_pins(garment: Garment, tip: Array, armpit: Array, side: int) -> Pins:
    """The armhole's edge between its two ends on the person, bent as in the garment's photo."""
    edge = armhole(garment, side)
    chord, goal = edge[-1] - edge[0], armpit - tip
    # a similarity as complex numbers: chord to goal, mirrored nowhere
    turn = complex(*goal) / complex(*(chord if np.abs(chord).max() > 1 else (1.0, 0.0)))
    along = (edge - edge[0]) @ np.array([1, 1j])
    placed = along * turn
    return pins(tip + np.stack([placed.real, placed.imag], 1)[2:-1:2], edge[2:-1:2], 0.5)


def top_gate(garment: Garment, where: Array, sleeves: tuple[bool, bool]) -> Array:
    """1 where neckline and armholes let cloth be, 0 inside the neck's opening and beyond an armhole without a sleeve,
    seen through `where` (H×W×2). It goes on above the shoulders' seams, which the person's own outline ends."""
    height, width = garment.alpha.shape
    lift = np.array([0, 0.2 * height], np.float32)
    left, right = garment.neckline[0], garment.neckline[-1]
    corners = [left[None] - lift, smooth_neckline(garment), right[None] - lift]
    for side in (1, 0):
        tip, far = garment.tips[side], np.float32(2 * width if side == 1 else -width)
        edge = np.array([[far, tip[1] - lift[1]], [far, garment.armpits[side][1]]], np.float32)
        if not sleeves[side]:
            hole = bowed(armhole(garment, side), side)
            edge = np.concatenate([tip[None] - lift, hole, [[far, garment.armpits[side][1]]]])
        corners.append(edge if side == 1 else edge[::-1])
        if side == 1:
            corners.append(np.array([[far, 3 * height], [-width, 3 * height]], np.float32))
    return seen_through(f32(np.concatenate(corners)), garment, where)


def smooth_neckline(garment: Garment) -> Array:
    """The neckline without the wobble of frills and of its cut-out, its two ends where they were."""
    line = garment.neckline
    calm = smooth_curve(line, 48)
    calm[0], calm[-1] = line[0], line[-1]
    return calm


def body_shape(
    frame: Frame, line: ShoulderLine, fit: TorsoFit, edges: Array, sleeves: tuple[bool, bool], shape: tuple[int, int]
) -> Array:
    """Where the dress's body lies by the person's own outline, 0…1: under the shoulder line, between the sides.

    edges: 2×K×2, left and right end of each row from the armpits down."""
    unit = frame.unit
    halves = []
    for side, sign in ((0, -1.0), (1, 1.0)):
        out = float(frame.lateral(fit.tips[side])) + sign * (0.12 if sleeves[side] else 0.05) * unit
        across = np.linspace(float(frame.lateral(fit.neck[side])) - sign * 0.12 * unit, out, 14, dtype=np.float32)
        top = line.at(frame, across) + frame.up * 0.010 * unit
        halves.append(np.concatenate([top, edges[side]]))
    return polygon(np.concatenate([halves[0], halves[1][::-1]]), shape)
