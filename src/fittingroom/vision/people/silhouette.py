"""The outline of a person: a segmenter's looks at several cut-outs, sharpened by colour and by a plain background."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from fittingroom.vision.channels import dot
from fittingroom.vision.colour import to_lab, unit
from fittingroom.vision.guided import GuidedFilter
from fittingroom.vision.networks import Array, PersonNetworks
from fittingroom.vision.people.body import Body, capsule
from fittingroom.vision.people.crowd import somebody_else
from fittingroom.vision.people.elbowroom import neighbour_at_edge
from fittingroom.vision.people.gaps import bitten_off, contrast, find_gaps, grow_gaps, local_plate
from fittingroom.vision.people.legbulges import leg_bulges
from fittingroom.vision.people.odds import logit
from fittingroom.vision.people.plate import background_plate
from fittingroom.vision.people.pose import Pose
from fittingroom.vision.people.segmenter import person_probability
from fittingroom.vision.pieces import components

Mask = NDArray[np.bool_]

_COLLAR = 0.25  # how far above and below the shoulders' joints collars lie, torsos
_SURE = 0.9  # from which probability on what lies about the neck is a collar, however much like the wall
_PLAIN = 6.0  # 85th percentile of the Lab distance to the background plate up to which a background is plain


def find_silhouette(image: NDArray[np.uint8], pose: Pose, face: Array | None, networks: PersonNetworks) -> Array:
    """Alpha of the person (float32 H×W, 0…1) in uint8 H×W×3 RGB."""
    likely = person_probability(image, pose, face, networks)
    core = _core(pose.landmarks, likely.shape)
    lab = to_lab(image)
    plate, residual = background_plate(lab, likely)
    others = somebody_else(likely, pose.mask, core.all, pose.landmarks, core.size)
    others |= neighbour_at_edge(image, np.where(others, 0, likely), core.all, pose.landmarks, core.size)
    likely = np.where(others, 0, likely * _near(pose)).astype(np.float32)
    if plate is None or residual > _PLAIN:
        return _blended(image, lab, likely, _grabcut(image, likely, np.ones_like(core.all)), pose.landmarks, core.size)
    evidence = np.where(others, np.float32(-1), _evidence(lab - plate, residual))
    cut = _grabcut(image, likely, core.all & (evidence > -0.2))
    surely = core.all | (core.collar & (likely > _SURE))
    mask = _without_gaps(_score(evidence, likely, cut, _reach(pose, evidence)) > 0, evidence, cut, surely)
    gaps = find_gaps(contrast(lab - plate), mask, core.arms, core.trunk, core.size)
    gaps = grow_gaps(lab, plate, gaps, mask, core.arms, core.trunk, core.size)
    bites = bitten_off(lab - plate, mask, gaps, core.arms, core.trunk, core.size)
    mask, plate = _without_specks((mask & ~gaps) | bites), local_plate(lab, plate, gaps, 0.02 * core.size)
    return _matted(image, lab, plate, likely, mask)


@dataclass(frozen=True)
class _Core:
    """What the pose says is surely body: the middle of each arm; the trunk with the middle of the legs; all of it, with
    head and feet (bool H×W). Gaps between arm and body, which the segmenter is too coarse to see, lie outside. collar:
    where collars and shoulders lie, between which there are no gaps. size: S, pixels."""

    arms: tuple[Mask, Mask]
    trunk: Mask
    all: Mask
    collar: Mask
    size: float


def _core(landmarks: Array, shape: tuple[int, ...]) -> _Core:
    shrink = 4
    points = landmarks.copy()
    points[:, :2] /= shrink
    body = Body(points, (max(1, shape[0] // shrink), max(1, shape[1] // shrink)))
    filled = np.zeros(body.shape, np.uint8)
    cv2.fillPoly(filled, [np.round(_slim_trunk(body)).astype(np.int32)], 1)
    head = capsule(body.shape, body.pose[[0, 0], :2], (0.28 * body.size,) * 2)

    def grown(mask: Mask) -> Mask:
        size = (shape[1], shape[0])
        return np.asarray(cv2.resize(mask.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST) > 0)

    arms = grown(body.arms[0] < 0.5), grown(body.arms[1] < 0.5)
    trunk = grown((filled > 0) | (body.leg < 0.55))
    rest = grown((body.foot < 0.5) | (head < 1))
    high = np.clip(body.height / _COLLAR, -1, 1)
    collar = grown((np.abs(high) < 1) & (np.abs(body.sideways) < 0.5 + 0.25 * np.minimum(high, 0)))
    return _Core(arms, trunk, arms[0] | arms[1] | trunk | rest, collar, body.size * shrink)


def _slim_trunk(body: Body) -> Array:
    """8×2: an outline that even a narrow waist fills, through shoulders, chest, waist and hips."""
    left, right = [], []
    for height, share in ((0.0, 1.0), (0.35, 0.8), (0.62, 0.62), (1.0, 1.0)):
        sides = body.shoulders * (1 - height) + body.hips * height
        middle = sides.mean(0)
        half = max(float(np.linalg.norm(sides[0] - sides[1])) / 2, 0.3 * body.size) * share
        across = (sides[1] - sides[0]) / max(float(np.linalg.norm(sides[1] - sides[0])), 1.0)
        left.append(middle - across * half)
        right.append(middle + across * half)
    return np.asarray(left + right[::-1], np.float32)


def _near(pose: Pose) -> Array:
    """1 within .25 S of the pose's own mask, fading to 0 at .4 S: other people end there. 0 below the feet, where
    shadows lie."""
    shrink = 4
    height, width = pose.mask.shape
    small = cv2.resize(pose.mask, (max(1, width // shrink), max(1, height // shrink)), interpolation=cv2.INTER_AREA)
    body = Body(pose.landmarks, (height, width))
    size = body.size / shrink
    away = cv2.distanceTransform((small <= 0.35).astype(np.uint8), cv2.DIST_L2, 5)
    near = np.clip((0.4 - away / size) / 0.15, 0, 1).astype(np.float32)
    near = np.asarray(cv2.resize(near, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)
    if body.feet_seen:
        near[max(0, int(pose.landmarks[27:33, 1].max() + 0.13 * body.size)) :] = 0
    return near


def _grabcut(image: NDArray[np.uint8], likely: Array, core: Mask) -> Array:
    """0 or 1 (soft where resized): colour models of inside and outside decide between the sure areas; half size."""
    sure = cv2.resize(
        core.astype(np.uint8), (image.shape[1] // 2, image.shape[0] // 2), interpolation=cv2.INTER_NEAREST
    )
    half = (image.shape[1] // 2, image.shape[0] // 2)
    small = cv2.resize(image, half, interpolation=cv2.INTER_AREA)
    soft = cv2.resize(likely, half, interpolation=cv2.INTER_AREA)
    mask = np.where(soft > 0.5, cv2.GC_PR_FGD, cv2.GC_PR_BGD).astype(np.uint8)
    band = np.ones((7, 7), np.uint8)
    mask[(cv2.erode((soft > 0.92).astype(np.uint8), band) > 0) & (sure > 0)] = cv2.GC_FGD
    mask[cv2.dilate((soft > 0.08).astype(np.uint8), band) == 0] = cv2.GC_BGD
    if (mask == cv2.GC_FGD).any() and (mask == cv2.GC_BGD).any():
        cv2.setRNGSeed(1)
        cv2.grabCut(small, mask, (0, 0, 1, 1), np.zeros((1, 65)), np.zeros((1, 65)), 2, cv2.GC_INIT_WITH_MASK)
    inside = np.isin(mask, (cv2.GC_FGD, cv2.GC_PR_FGD)).astype(np.float32)
    size = (image.shape[1], image.shape[0])
    return np.asarray(cv2.resize(inside, size, interpolation=cv2.INTER_LINEAR), np.float32)


def _blended(image: NDArray[np.uint8], lab: Array, likely: Array, cut: Array, landmarks: Array, size: float) -> Array:
    """For a busy background: the segmenter rules, colour models decide where it doubts; the edge is a difference matte
    between the nearest colours inside and outside where these are calm and differ, else smooth."""
    score = cv2.GaussianBlur((logit(likely) + 2 * (cut - 0.5)).astype(np.float32), (0, 0), 2.0)
    mask = _without_specks(score > 0)
    if not mask.any():
        return likely
    mask &= ~leg_bulges(image, mask, landmarks, size)
    eight, square = mask.astype(np.uint8), np.ones((9, 9), np.uint8)
    behind, calm = _carried(lab, cv2.dilate(eight, np.ones((13, 13), np.uint8)) == 0)
    smooth = GuidedFilter(unit(image), 4, 2e-3, shrink=2)
    base = np.clip((smooth(eight.astype(np.float32)) - 0.5) * 1.5 + 0.5, 0, 1)
    difference, trust = _difference_matte(lab, behind, lab - behind, cv2.erode(eight, square) > 0)
    return _banded(eight, base, difference, trust * calm)


def _carried(lab: Array, known: Mask) -> tuple[Array, Array]:
    """The colours of `known` carried outwards to the rest, and 0…1 how calm they are where they come from."""
    height, width = known.shape
    size = (max(1, width // 2), max(1, height // 2))
    small, there = cv2.resize(cv2.GaussianBlur(lab, (0, 0), 3), size), cv2.resize(known.astype(np.uint8), size) > 0
    if not there.any():
        return lab, np.zeros_like(lab[..., 0])
    light = cv2.resize(lab[..., 0], size, interpolation=cv2.INTER_AREA)
    spread = np.sqrt(np.maximum(cv2.blur(light**2, (7, 7)) - cv2.blur(light, (7, 7)) ** 2, 0))
    row, column = ndimage.distance_transform_edt(~there, return_distances=False, return_indices=True)
    calm = np.clip((9 - spread[row, column]) / 6, 0, 1).astype(np.float32)
    carried = cv2.resize(small[row, column], (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(carried, np.float32), np.asarray(cv2.resize(calm, (width, height)), np.float32)


def _banded(eight: NDArray[np.uint8], base: Array, difference: Array, trust: Array) -> Array:
    """The difference matte in a band round the mask's edge, as far as it is trusted; `base` elsewhere."""
    band = (cv2.dilate(eight, np.ones((13, 13), np.uint8)) > 0) & (cv2.erode(eight, np.ones((5, 5), np.uint8)) == 0)
    alpha = np.where(band, trust * difference + (1 - trust) * base, base)
    alpha[cv2.dilate(eight, np.ones((25, 25), np.uint8)) == 0] = 0
    return np.asarray(alpha, np.float32)


def _evidence(from_plate: Array, residual: float) -> Array:
    """−1 where a pixel looks like the plate … 1.5 where it clearly doesn't. Darker counts for less: shadows fall on
    backgrounds."""
    light = from_plate[..., 0] * np.where(from_plate[..., 0] < 0, 0.55, 0.9)
    error = np.sqrt(light**2 + 1.69 * (from_plate[..., 1] ** 2 + from_plate[..., 2] ** 2)).astype(np.float32)
    noise = max(2.5, 1.2 * residual)
    return np.asarray(np.clip((cv2.GaussianBlur(error, (0, 0), 1.0) - noise) / (1.2 * noise), -1, 1.5), np.float32)


def _reach(pose: Pose, evidence: Array) -> Mask:
    """Broad pieces that clearly aren't the plate within .25 S of the pose's mask: a knee that the segmenter missed.
    Not round the feet, where shadows and the floor's edge look like that too."""
    broad = cv2.morphologyEx((evidence > 0.9).astype(np.uint8), cv2.MORPH_OPEN, np.ones((11, 11), np.uint8))
    body = Body(pose.landmarks, (pose.mask.shape[0], pose.mask.shape[1]))
    away = cv2.distanceTransform((pose.mask <= 0.5).astype(np.uint8), cv2.DIST_L2, 3)
    broad[away > 0.25 * body.size] = 0
    if body.feet_seen:
        broad[max(0, int(body.ankles[:, 1].min() - 0.3 * body.size)) :] = 0
    return broad > 0


def _score(evidence: Array, likely: Array, cut: Array, reach: Mask) -> Array:
    """Logit of "person": the networks', and the evidence of plate and colour models."""
    disk = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (31, 31))
    near = (cv2.dilate((likely > 0.5).astype(np.uint8), disk) > 0) | reach
    unsure = np.clip(1.4 - np.abs(likely - 0.5) * 1.2, 0.8, 1.4)
    gain = np.where(evidence > 0, np.where(near, 3.0, 0.5), 1.6)
    return np.asarray(logit(likely) + gain * evidence * unsure + 0.8 * (cut - 0.5), np.float32)


def _without_gaps(mask: Mask, evidence: Array, cut: Array, core: Mask) -> Mask:
    """Take out pieces where plate and colour models both say background, if they don't lie within the body's core
    (a white print on a shirt before a white wall does)."""
    gap = mask & (cut < 0.5) & (evidence < 0.7)
    found, areas = components(gap)
    pieces = found.astype(np.int64)
    areas = np.maximum(areas, 1)
    outside = np.bincount(pieces[gap & ~core], minlength=len(areas)) / areas
    unlike = np.bincount(pieces.ravel(), evidence.ravel(), len(areas)) / areas
    real = (outside > 0.4) & (unlike < 0.4) & (areas > 12)
    real[0] = False
    return _without_specks(mask & ~real[pieces])


def _matted(image: NDArray[np.uint8], lab: Array, plate: Array, likely: Array, mask: Mask) -> Array:
    """Alpha round `mask`: a difference matte where person and plate contrast, else edges from the picture."""
    if not mask.any():
        return likely
    eight = mask.astype(np.uint8)
    sure = cv2.erode(eight & (likely > 0.8), np.ones((9, 9), np.uint8)) > 0
    smooth = GuidedFilter(unit(image), 6, 1e-4, shrink=2)
    base = np.clip((smooth(mask.astype(np.float32)) - 0.5) * 1.7 + 0.5, 0, 1)
    difference, trust = _difference_matte(lab, plate, lab - plate, sure)
    return _banded(eight, base, difference, trust)


def _difference_matte(lab: Array, plate: Array, from_plate: Array, sure: Mask) -> tuple[Array, Array]:
    """Alpha by how far each colour lies between the plate and the nearest sure foreground; and how far to trust it."""
    height, width = sure.shape
    half = cv2.resize(sure.astype(np.uint8), (width // 2, height // 2), interpolation=cv2.INTER_NEAREST) > 0
    if not half.any():
        return np.zeros_like(lab[..., 0]), np.zeros_like(lab[..., 0])
    colours = cv2.resize(cv2.GaussianBlur(lab, (0, 0), 3), (width // 2, height // 2))
    row, column = ndimage.distance_transform_edt(~half, return_distances=False, return_indices=True)
    contrast = cv2.resize(colours[row, column], (width, height)) - plate
    power = dot(contrast, contrast)
    alpha = np.clip((dot(from_plate, contrast) / np.maximum(power, 1) - 0.06) / 0.88, 0, 1)
    trust = np.clip((np.sqrt(power) - 12) / 12, 0, 1)
    return np.asarray(alpha, np.float32), np.asarray(trust, np.float32)


def _without_specks(mask: Mask, share: float = 0.01) -> Mask:
    """Only pieces of at least `share` of the largest one."""
    pieces, areas = components(mask)
    if len(areas) < 2:
        return mask
    areas = areas.astype(np.float64)
    areas[0] = 0
    return np.asarray((areas >= areas.max() * share)[pieces], np.bool_)
