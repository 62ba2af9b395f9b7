"""Labels set right for a fitting: a smooth hem between top and lower garment, and cuffs that belong to the sleeve."""

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from fittingroom.vision.channels import dot, length
from fittingroom.vision.colour import bins, histogram, to_lab
from fittingroom.vision.fitting.arrays import Array, Mask, f32, flags
from fittingroom.vision.fitting.clothinhair import cloth_as_hair
from fittingroom.vision.fitting.crops import box_round
from fittingroom.vision.fitting.fill import at_least, grow, opened, push_pull, shrink
from fittingroom.vision.fitting.frame import Frame
from fittingroom.vision.fitting.hoodedneck import hair_as_skin, hood_as_skin
from fittingroom.vision.fitting.inbetween import between_arm_and_lower
from fittingroom.vision.fitting.oldcollars import (
    collar_under_chin,
    collars_as_face,
    collars_as_skin,
    collars_like_skin,
)
from fittingroom.vision.fitting.outline import Arm
from fittingroom.vision.fitting.tails import hanging_tails
from fittingroom.vision.person import WORN, Label, Person
from fittingroom.vision.pieces import components, holding

#: How far below the found border the old top may still peep out, in units.
PEEPS = 0.06
#: What is smaller than a square with this side, in units, is no lock of hair.
CRUMB = 0.05
#: Half the width of a tip of hair, in units.
TIP = 0.025
#: How far to the old top's colour a tip of hair has gone on average to be the top's.
MIXED = 0.3
#: Half the width of an old strap, and of what goes on from it beneath the hair and may have been taken for hair, in
#: units; so dark does it lie there that it has gone but little of the way to the strap's colour.
STRAP, BENEATH, SHADED = 0.07, 0.065, 0.05
#: Half the width of what may rise from the lower garment as a strap, in units; it is at least as tall.
SPUR = 0.035
#: How far from old clothes what is labelled an arm may be theirs, in units.
RIM = 0.035
#: Lab distance from an arm's own colour from which on a pixel is no part of it; darker counts less.
BRIGHT = 22.0


def tidy_labels(person: Person, frame: Frame, arms: tuple[Arm, Arm]) -> Person:
    """`person` with its old top's outline smoothed where colours alone could not tell it."""
    labels = person.labels.copy()
    labels[hair_as_skin(person, frame)] = Label.HAIR
    labels[cloth_as_hair(replace(person, labels=labels), frame)] = Label.UPPER
    labels[collars_as_face(replace(person, labels=labels), frame)] = Label.UPPER
    labels[collars_as_skin(replace(person, labels=labels), frame)] = Label.UPPER
    labels[collars_like_skin(replace(person, labels=labels), frame)] = Label.UPPER
    labels[collar_under_chin(person, flags(labels == Label.UPPER), frame)] = Label.UPPER
    labels[hood_as_skin(replace(person, labels=labels), frame)] = Label.UPPER
    _claim_crumbs(labels, frame.unit)
    _claim_tips(labels, person, frame.unit)
    _give_cuffs(labels, person, frame, arms)
    _claim_spurs(labels, frame)
    _smooth_hem(labels, frame, arms)
    _claim_peeping(labels, person, frame)
    labels[hanging_tails(labels, person.alpha > 0.5, frame.unit)] = Label.UPPER
    _give_arms_rims(labels, person, frame, arms)
    labels[between_arm_and_lower(labels, person.image, frame.unit)] = Label.LOWER
    return replace(person, labels=labels)


def _claim_crumbs(labels: NDArray[np.uint8], unit: float) -> None:
    """Crumbs of hair that lie by themselves on the edge of the old top are that top's: hair hangs from the head."""
    parts, areas = components(labels == Label.HAIR, connectivity=4)
    small = areas < (CRUMB * unit) ** 2
    touching = np.unique(parts[grow(labels == Label.UPPER, 1)])
    crumbs = touching[small[touching] & (touching > 0)]
    labels[np.isin(parts, crumbs)] = Label.UPPER


def _claim_tips(labels: NDArray[np.uint8], person: Person, unit: float) -> None:
    """Tips of hair on the old top's edge that are nearer to its colours than to hair's are that top's: there hair, skin
    and collar are mixed. At a strap's end, what goes on from it as narrow as it is lies in the hair's shade."""
    upper = labels == Label.UPPER
    _claim_thin(labels, person, unit, upper, TIP, MIXED)
    straps = at_least(flags(upper & ~opened(upper, STRAP * unit)), 2 * (STRAP * unit) ** 2)
    _claim_thin(labels, person, unit, straps, BENEATH, SHADED)


def _claim_thin(labels: NDArray[np.uint8], person: Person, unit: float, worn: Mask, half: float, least: float) -> None:
    """Hair at most twice `half` (units) wide that touches what of the old top is `worn` (H×W), and has gone at least
    the share `least` of the way from the colour of hair to the top's, becomes the top's."""
    hair, upper = labels == Label.HAIR, labels == Label.UPPER
    locks, cloth = shrink(hair, 3), shrink(upper, 3)
    thin = hair & ~opened(hair, half * unit)
    near = thin & grow(worn, 2 * half * unit)
    if not near.any() or not locks.any() or not cloth.any():
        return
    box = box_round(near, 0.3 * unit)
    lab = f32(to_lab(person.image[box]))
    own, other = push_pull(lab, locks[box]), push_pull(lab, cloth[box])
    way = other - own
    share = dot(lab - own, way) / np.maximum(dot(way, way), 1)
    _, parts = cv2.connectedComponents(near[box].astype(np.uint8))
    counts = np.maximum(np.bincount(parts.ravel()), 1)
    mixed = np.bincount(parts.ravel(), share.ravel()) / counts > least
    mixed &= np.bincount(parts.ravel(), length(f32(way)).ravel()) / counts > BRIGHT
    mixed[0] = False
    mixed &= np.isin(np.arange(len(counts)), parts[grow(worn[box], 1.5)])
    labels[box][mixed[parts]] = Label.UPPER


def _give_cuffs(labels: NDArray[np.uint8], person: Person, frame: Frame, arms: tuple[Arm, Arm]) -> None:
    """Cloth at the wrist of a long sleeve is the sleeve's, whatever it is coloured like, unless it hangs together with
    the lower garment's body."""
    for arm in arms:
        if arm.sleeve_end < 0.8 * arm.limb.length:
            continue
        u, v, length = arm.limb.u, arm.limb.v, arm.limb.length
        near = (u > 0.5 * length) & (u < 1.22 * length) & (v < 2.0 * arm.half) & (v > -0.7 * arm.half)
        stray = near & (labels == Label.LOWER) & (person.alpha > 0.3)
        sleeve = near & (labels == Label.UPPER)
        labels[_standing_alone(stray, labels == Label.LOWER, person.image, sleeve)] = Label.UPPER


def _standing_alone(parts: Mask, whole: Mask, image: NDArray[np.uint8], like: Mask) -> Mask:
    """Those connected parts of `parts` that have the colour of `like`, and whose border runs along the rest of `whole`
    for less than two fifths."""
    lab = cv2.cvtColor(image, cv2.COLOR_RGB2LAB).astype(np.float32)
    colour = np.median(lab[like], axis=0) if like.sum() > 50 else np.zeros(3)
    count, numbers = cv2.connectedComponents(parts.astype(np.uint8))
    found = np.zeros_like(parts)
    for number in range(1, count):
        part = numbers == number
        ring = (cv2.dilate(part.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0) & ~part
        same = np.abs(np.median(lab[part], axis=0) - colour).max() < 16
        if same and (ring & whole & ~parts).sum() < 0.4 * ring.sum():
            found |= part
    return found


def _smooth_hem(labels: NDArray[np.uint8], frame: Frame, arms: tuple[Arm, Arm]) -> None:
    """Where top meets lower garment, let a smooth line part them: the median height of the border over a tenth of the
    body, so that a hem frayed by like colours becomes one edge."""
    t, lateral = frame.fields(labels.shape)
    off_arms = np.minimum(*(np.abs(arm.limb.v) / np.maximum(arm.half, 1) for arm in arms)) > 1.0
    upper, lower = (labels == Label.UPPER) & off_arms, (labels == Label.LOWER) & off_arms
    step = 0.02 * frame.unit
    bins = np.arange(-0.75, 0.76, 0.02)
    place = np.clip(np.round(lateral / step) + len(bins) // 2, 0, len(bins) - 1).astype(np.intp)
    border = _border(upper, lower, t, place, len(bins))
    known = np.isfinite(border)
    if known.sum() < 12:
        return
    heights = border[known]
    calm = ndimage.median_filter(heights, 11, mode="nearest")
    calm = ndimage.gaussian_filter1d(calm, 2.5, mode="nearest")
    line = np.interp(np.arange(len(bins)), np.nonzero(known)[0], calm)
    at = f32(line)[place]
    inside = known[place] & off_arms & (np.abs(t - at) < 0.10)
    labels[inside & upper & (t > at)] = Label.LOWER
    labels[inside & lower & (t < at)] = Label.UPPER


def _claim_spurs(labels: NDArray[np.uint8], frame: Frame) -> None:
    """Thin parts of the lower garment that rise from its upper edge to the old top are that top's: straps of like
    colours, through which a new top would show skin."""
    lower, t = labels == Label.LOWER, frame.fields(labels.shape)[0]
    body = opened(lower, SPUR * frame.unit)
    if not body.any():
        return
    thin = lower & ~grow(body, 2) & (t < float(np.percentile(t[body], 2)) + 0.05)
    _, parts, stats, _ = cv2.connectedComponentsWithStats(thin.astype(np.uint8))
    tall = stats[:, cv2.CC_STAT_HEIGHT] > SPUR * frame.unit
    touching = np.intersect1d(parts[grow(labels == Label.UPPER, 1.5)], parts[grow(body, 4)])
    labels[np.isin(parts, touching[tall[touching] & (touching > 0)])] = Label.UPPER


def _claim_peeping(labels: NDArray[np.uint8], person: Person, frame: Frame) -> None:
    """What peeps out below the hem in colours that the top has and the lower garment has not is the top's: the border
    found between them may be some pixels off. The more the two differ, the further this looks."""
    upper, lower = labels == Label.UPPER, labels == Label.LOWER
    if not upper.any() or not lower.any():
        return
    lab = to_lab(person.image)
    apart = float(np.linalg.norm(np.median(lab[upper], axis=0) - np.median(lab[lower], axis=0)))
    reach = PEEPS * frame.unit * float(np.clip((apart - 20) / 30, 0.2, 1))
    near = lower & grow(upper, reach) & shrink(person.alpha > 0.9, 4)
    above, below = shrink(upper, 3), shrink(lower & ~near, 3)
    if above.sum() < 500 or below.sum() < 500 or not near.any():
        return
    cells = bins(lab)
    of_upper, of_lower = (histogram(cells[mask])[cells] for mask in (above, below))
    alike = near & (of_upper > 8 * of_lower) & (of_upper > 0.02 * float(np.median(of_upper[above])))
    labels[holding(alike, grow(upper, 1.5))] = Label.UPPER


def _give_arms_rims(labels: NDArray[np.uint8], person: Person, frame: Frame, arms: tuple[Arm, Arm]) -> None:
    """What lies between an arm and old clothes, is labelled skin and has their colour, or one too bright for that arm
    (a glimpse of the background), is theirs: labels there are some pixels off."""
    reach = max(4.0, RIM * frame.unit)
    worn, skin = np.isin(labels, WORN), labels == Label.SKIN
    limb = np.logical_or.reduce(
        [
            (arm.limb.v < 0.3 * arm.half)
            & (arm.limb.v > -1.7 * arm.half)
            & (arm.limb.u > max(0.15 * arm.limb.length, arm.sleeve_end))
            & (arm.limb.u < 0.9 * arm.limb.length)
            for arm in arms
        ]
    )
    near = grow(worn, reach) & skin & limb & ~person.front.objects
    sure, cloth = shrink(skin & limb, 1) & ~grow(near, 1), shrink(worn, 3)
    if not near.any() or sure.sum() < 100 or not cloth.any():
        return
    image = person.image.astype(np.float32)
    own = push_pull(image, sure)
    seen, bare, cloth_colour = (
        to_lab(np.clip(each, 0, 255).astype(np.uint8)) for each in (image, own, push_pull(image, cloth))
    )
    off, way = _less_dark(seen - bare), _less_dark(cloth_colour - bare)
    share = dot(off, way) / np.maximum(dot(way, way), 1)
    glimpse = (length(off) > BRIGHT) & grow(labels == Label.UPPER, reach)
    foreign = holding(near & ((share > 0.5) | glimpse), grow(worn, 1.5))
    lower = cv2.distanceTransform((labels != Label.LOWER).astype(np.uint8), cv2.DIST_L2, 3)
    upper = cv2.distanceTransform((labels != Label.UPPER).astype(np.uint8), cv2.DIST_L2, 3)
    labels[foreign] = np.where(lower < upper, Label.LOWER, Label.UPPER)[foreign]


def _less_dark(off: Array) -> Array:
    """Differences in Lab with what is only darker counted less: an arm's edge lies in the shade."""
    return np.stack([np.where(off[..., 0] < 0, 0.3 * off[..., 0], off[..., 0]), off[..., 1], off[..., 2]], axis=-1)


def _border(upper: Mask, lower: Mask, t: Array, place: NDArray[np.intp], count: int) -> Array:
    """Median t of the border between two masks in each column bin; NaN where they don't touch."""
    touch = upper & (cv2.dilate(lower.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0)
    found = np.full(count, np.nan, np.float32)
    columns, heights = place[touch], t[touch]
    for column in np.unique(columns):
        here = heights[columns == column]
        if len(here) >= 3:
            found[column] = np.median(here)
    return found
