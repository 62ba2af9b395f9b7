"""Short sleeves that keep the shape they have in their photo: puffed, flared, fluttering ones, turned along the arm.

Laid in an arm's coordinates such a sleeve would be pressed to the arm; instead its photo is turned and scaled as a
whole about the shoulder's tip, and its own outline is the new edge.
"""

from dataclasses import replace

import cv2
import numpy as np
from scipy import ndimage

from fittingroom.vision.fitting.arrays import Array, f32
from fittingroom.vision.fitting.curves import resample
from fittingroom.vision.fitting.fill import closed, largest, opened, polygon, signed_distance
from fittingroom.vision.fitting.gates import seen_through
from fittingroom.vision.fitting.limbs import Limb
from fittingroom.vision.fitting.outline import Arm
from fittingroom.vision.fitting.sleeves import SleeveFit
from fittingroom.vision.garment import Garment, Sleeve

#: Sleeves that reach further along the arm than this follow it instead.
LONGEST = 0.62
#: How far a sleeve turns towards the body and away from it, and one that stands off like a wing either way, degrees.
INWARD, OUTWARD, WING = 14.0, 75.0, 16.0
#: How far a sleeve that stands off in its photo does so from the shoulder that fills it, in units.
HUGS = 0.02


def keeps_shape(sleeve: Sleeve) -> bool:
    """Whether a sleeve is laid as a whole."""
    return sleeve.reach <= LONGEST


def is_wing(sleeve: Sleeve) -> bool:
    """Whether a sleeve stands off the shoulder rather than hangs: its axis points further sideways than down."""
    way = sleeve.cuff.mean(0) - sleeve.tip
    return bool(abs(float(way[0])) > 1.2 * float(way[1]))


def stand_sleeve(
    laid: SleeveFit, sleeve: Sleeve, side: int, arm: Arm, tip: Array, scale: float, ease: float = 1.0
) -> SleeveFit:
    """Turn and scale `sleeve` about the shoulder's `tip` so that it lies along `arm`. laid: as it would follow the arm.
    side: 0 image's left, 1 right.

    The cuff is never narrower than the arm that comes out of it."""
    limb, outward = arm.limb, (-1.0, 1.0)[side]
    way = sleeve.cuff.mean(0) - sleeve.tip
    long = float(np.linalg.norm(way)) * scale
    end = _reached(limb, tip, long)
    goal = limb.point(end) - tip
    # angles from straight down, outwards positive
    own, wanted = (np.degrees(np.arctan2(outward * each[0], each[1])) for each in (way, goal))
    least, most = (-WING, WING) if is_wing(sleeve) else (-INWARD, OUTWARD)
    turn = np.radians(np.clip(wanted - own, least, most)) * outward
    cos, sin = np.cos(turn), np.sin(turn)
    cuff = float(np.linalg.norm(sleeve.cuff[1] - sleeve.cuff[0])) * scale * ease
    wide = ease * float(np.clip(2.3 * float(arm.bare_at(f32([end]))[0]) / max(cuff, 1.0), 1.0, 1.4))
    along = way / max(float(np.linalg.norm(way)), 1e-3)
    across = np.array([-along[1], along[0]])
    # photo to person: scale along and across the axis, then turn (y points down, so a turn outwards is anticlockwise)
    stretch = scale * (np.outer(along, along) + wide * np.outer(across, across))
    back = np.linalg.inv(np.array([[cos, sin], [-sin, cos]]) @ stretch)
    ys, xs = np.mgrid[: limb.u.shape[0], : limb.u.shape[1]].astype(np.float32)
    gap = np.stack([xs - tip[0], ys - tip[1]], axis=-1)
    where = f32(sleeve.tip + gap @ back.T.astype(np.float32))
    half = f32(np.interp(limb.u, arm.stations, np.maximum(arm.outer, arm.bare)))
    return replace(laid, end=end, along=f32(limb.u / max(end, 1.0)), outer=half, inner=half, map=where, stands=True)


def _reached(limb: Limb, tip: Array, long: float) -> float:
    """How far along the arm (u) a sleeve `long` pixels long ends that hangs from the shoulder's `tip`: that lies above
    the joint where the arm begins, and off its middle line."""
    us = np.linspace(0, 0.8 * limb.length, 40, dtype=np.float32)
    away = np.linalg.norm(limb.point(us) - tip, axis=-1)
    return float(us[int(np.argmax(away >= long))]) if (away >= long).any() else float(us[-1])


def sleeve_outline(sleeve: Sleeve, count: int = 140) -> Array:
    """The sleeve's closed outline in its photo, count×2, as smooth as a drawn one."""
    whole = np.asarray(sleeve.mask, np.bool_)
    mask = largest(opened(whole, 0.1 * float(np.sqrt(whole.sum()))), 0.99)  # straps that hang on to it aren't its own
    contours, _ = cv2.findContours(mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    if not contours:
        return f32(np.concatenate([sleeve.cuff, [sleeve.armpit, sleeve.tip]]))
    line = max(contours, key=cv2.contourArea)[:, 0].astype(np.float32)
    even = resample(np.concatenate([line, line[:1]]), count + 1)[:-1]
    return f32(ndimage.gaussian_filter1d(even, 2.0, axis=0, mode="wrap"))


def close_to(person: Array, reach: float) -> Array:
    """Where cloth may be that hugs a shoulder, 0…1: on the `person` (H×W, 0…1) and up to `reach` pixels off."""
    away = signed_distance(closed(person > 0.5, 2 * reach))
    return f32(np.clip((cv2.GaussianBlur(away, (0, 0), 0.5 * reach) + reach) / 2.0 + 0.5, 0, 1))


def standing_alpha(
    garment: Garment, sleeve: Sleeve, arm: Arm, fit: SleeveFit, tip: Array, armpit: Array, person: Array
) -> Array:
    """Where the laid sleeve is, 0…1: its own outline; what of arm and shoulder would stick out of it above the cuff;
    and the wedge between it and the body. person: H×W, 0…1, their silhouette."""
    shape = arm.limb.u.shape
    alpha = seen_through(sleeve_outline(sleeve), garment, fit.map)
    u, v = arm.limb.u, arm.limb.v
    bare = arm.outer_free & (arm.stations >= arm.sleeve_end)
    outer = np.interp(u, arm.stations, np.where(bare, np.maximum(arm.outer, arm.bare), arm.bare)) + 0.02 * arm.unit
    if any(is_wing(each) for each in garment.sleeves if each is not None):  # one may be laid out lower than the other
        return f32(alpha * close_to(f32(person * ((u < 0) | (v < outer))), HUGS * arm.unit))  # no old sleeve
    inside = np.clip((arm.bare_at(u) + 0.02 * arm.unit - np.abs(v)) / 1.6 + 0.5, 0, 1)
    rows = np.argwhere(alpha > 0.5)
    if not len(rows):
        return alpha
    inner = rows[np.abs(np.interp(u[rows[:, 0], rows[:, 1]], [0.75 * fit.end, 0.9 * fit.end], [0, 1]) - 0.5) < 0.5]
    corners = [tip, armpit]
    if len(inner):
        corners.append(inner[v[inner[:, 0], inner[:, 1]].argmin()][::-1])
        wedge = polygon(f32(cv2.convexHull(f32(np.stack(corners)))[:, 0]), shape)
        alpha = np.maximum(alpha, wedge * (u < 0.9 * fit.end))
    shoulder = np.clip((outer - v) / 1.6 + 0.5, 0, 1) * np.clip((v + 0.4 * arm.half) / 3, 0, 1)
    shoulder = shoulder * (u > -0.25 * arm.unit) * (u < 0.3 * fit.end) * person
    arm_there = inside * np.clip(u / 3, 0, 1) * np.clip((0.82 * fit.end - u) / 3, 0, 1)
    return f32(np.maximum.reduce([alpha, arm_there * (u < 1e5), shoulder]))
