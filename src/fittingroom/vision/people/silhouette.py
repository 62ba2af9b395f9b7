"""The outline of a person: a segmenter's looks at several cut-outs, sharpened by colour and by a plain background."""

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from fittingroom.vision.colour import to_lab, unit
from fittingroom.vision.guided import GuidedFilter
from fittingroom.vision.networks import Array, PersonNetworks
from fittingroom.vision.people.pose import Pose

Box = tuple[float, float, float, float]  # x0, y0, x1, y1

_PLAIN = 6.0  # 85th percentile of the Lab distance to the background plate up to which a background is plain


def find_silhouette(image: NDArray[np.uint8], pose: Pose, face: Array | None, networks: PersonNetworks) -> Array:
    """Alpha of the person (float32 H×W, 0…1) in uint8 H×W×3 RGB."""
    likely = person_probability(image, pose, face, networks)
    cut = _grabcut(image, likely)
    lab = to_lab(image)
    plate, residual = background_plate(lab, likely)
    if plate is None or residual > _PLAIN:
        return _blended(image, likely, cut)
    return _matted(image, lab, plate, residual, likely, cut)


def person_probability(image: NDArray[np.uint8], pose: Pose, face: Array | None, networks: PersonNetworks) -> Array:
    """float32 H×W: mean of the logits of the segmenter on the picture, the person's box and the head, and the pose's
    mask."""
    height, width = image.shape[:2]
    whole = (0.0, 0.0, float(width), float(height))
    first, everywhere = _segment(image, whole, networks)
    total, weights = _logit(first) + 0.7 * _logit(pose.mask), everywhere + np.float32(0.7)
    for box, weight, taper in (
        (_person_box(first, pose), 1.0, 0.0),
        (_head_box(pose.landmarks, face), 3.0, 0.18),
    ):
        seen, inside = _segment(image, box, networks)
        share = weight * (_taper(inside, box, taper) if taper else inside)
        total, weights = total + share * _logit(seen), weights + share
    return np.asarray(1 / (1 + np.exp(-1.3 * total / weights)), np.float32)


def _logit(values: Array) -> Array:
    clipped = np.clip(values, 0.01, 0.99)
    return np.asarray(np.log(clipped / (1 - clipped)), np.float32)


def _segment(image: NDArray[np.uint8], box: Box, networks: PersonNetworks) -> tuple[Array, Array]:
    """The segmenter on a box that may overlap the picture's border; its answer H×W and where it looked (1 or 0)."""
    height, width = image.shape[:2]
    x0, y0, x1, y1 = (round(value) for value in box)
    before, after = (max(0, -y0), max(0, -x0)), (max(0, y1 - height), max(0, x1 - width))
    padded = cv2.copyMakeBorder(image, before[0], after[0], before[1], after[1], cv2.BORDER_REPLICATE)
    crop = padded[y0 + before[0] : y1 + before[0], x0 + before[1] : x1 + before[1]]
    network = networks.selfie_segmenter
    size = (network.side, network.side)
    small = unit(np.asarray(cv2.resize(crop, size, interpolation=cv2.INTER_AREA), np.uint8))
    answer = (network(small)[0][..., 0] + network(np.ascontiguousarray(small[:, ::-1]))[0][:, ::-1, 0]) / 2
    grown = cv2.resize(answer.astype(np.float32), (x1 - x0, y1 - y0), interpolation=cv2.INTER_LINEAR)
    seen, inside = np.full((height, width), 0.5, np.float32), np.zeros((height, width), np.float32)
    top, left, bottom, right = max(0, y0), max(0, x0), min(height, y1), min(width, x1)
    seen[top:bottom, left:right] = grown[top - y0 : bottom - y0, left - x0 : right - x0]
    inside[top:bottom, left:right] = 1
    return seen, inside


def _taper(inside: Array, box: Box, share: float) -> Array:
    """Fade from the box's own border inwards, so that its answer joins the others' without a step."""
    height, width = inside.shape
    x, y = np.arange(width, dtype=np.float32)[None], np.arange(height, dtype=np.float32)[:, None]
    rim = np.minimum(np.minimum(x - box[0], box[2] - x), np.minimum(y - box[1], box[3] - y))
    return np.asarray(inside * np.clip(rim / max(1.0, share * (box[2] - box[0])), 0, 1), np.float32)


def _person_box(first: Array, pose: Pose) -> Box:
    """Round the largest piece of the segmenter's first answer or the pose's mask, with a margin."""
    height, width = first.shape
    mask = ((first > 0.5) | (pose.mask > 0.5)).astype(np.uint8)
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask)
    if count < 2:
        return 0.0, 0.0, float(width), float(height)
    x, y, w, h = (float(v) for v in stats[1 + int(stats[1:, cv2.CC_STAT_AREA].argmax()), :4])
    return (
        max(0.0, x - 0.12 * w),
        max(0.0, y - 0.06 * h),
        min(float(width), x + 1.12 * w),
        min(float(height), y + 1.06 * h),
    )


def _head_box(landmarks: Array, face: Array | None) -> Box:
    """3.2 faces wide and high."""
    if face is not None:
        low, high = face[:, :2].min(0), face[:, :2].max(0)
        centre, size = (low + high) / 2, float((high - low).max())
    else:
        centre = landmarks[:9, :2].mean(0)
        size = 0.6 * float(np.linalg.norm(landmarks[11, :2] - landmarks[12, :2]))
    x, y, size = float(centre[0]), float(centre[1]), max(size, 8.0)
    return x - 1.6 * size, y - 1.5 * size, x + 1.6 * size, y + 1.7 * size


def _grabcut(image: NDArray[np.uint8], likely: Array) -> Array:
    """0 or 1 (soft where resized): colour models of inside and outside decide between the sure areas; half size."""
    half = (image.shape[1] // 2, image.shape[0] // 2)
    small = cv2.resize(image, half, interpolation=cv2.INTER_AREA)
    soft = cv2.resize(likely, half, interpolation=cv2.INTER_AREA)
    mask = np.where(soft > 0.5, cv2.GC_PR_FGD, cv2.GC_PR_BGD).astype(np.uint8)
    band = np.ones((7, 7), np.uint8)
    mask[cv2.erode((soft > 0.92).astype(np.uint8), band) > 0] = cv2.GC_FGD
    mask[cv2.dilate((soft > 0.08).astype(np.uint8), band) == 0] = cv2.GC_BGD
    if (mask == cv2.GC_FGD).any() and (mask == cv2.GC_BGD).any():
        cv2.setRNGSeed(1)
        cv2.grabCut(small, mask, (0, 0, 1, 1), np.zeros((1, 65)), np.zeros((1, 65)), 2, cv2.GC_INIT_WITH_MASK)
    inside = np.isin(mask, (cv2.GC_FGD, cv2.GC_PR_FGD)).astype(np.float32)
    size = (image.shape[1], image.shape[0])
    return np.asarray(cv2.resize(inside, size, interpolation=cv2.INTER_LINEAR), np.float32)


def background_plate(lab: Array, likely: Array) -> tuple[Array | None, float]:
    """What lies behind the person, as a cubic in x and y fitted robustly to Lab where nobody is; and the 85th
    percentile of its error. (None, inf) where too little background is seen."""
    height, width = likely.shape
    outside = cv2.dilate((likely > 0.08).astype(np.uint8), np.ones((15, 15), np.uint8)) == 0
    if outside.mean() < 0.04:
        return None, float("inf")
    rows, columns = np.nonzero(outside)
    picked = np.random.default_rng(0).choice(len(rows), min(6000, len(rows)), replace=False)
    rows, columns = rows[picked], columns[picked]
    basis = _cubic(rows / height * 2 - 1, columns / width * 2 - 1)
    colours = lab[rows, columns].astype(np.float64)
    weight = np.ones(len(rows))
    factors: NDArray[np.float64] = np.zeros((basis.shape[1], 3))
    for _ in range(4):
        fit = np.linalg.lstsq(basis * weight[:, None], colours * weight[:, None], rcond=None)
        factors = np.asarray(fit[0], np.float64)
        error = np.abs(colours - basis @ factors).sum(1)
        weight = 1 / (1 + (error / (2 * np.median(error) + 0.5)) ** 2)
    residual = float(np.percentile(np.linalg.norm(colours - basis @ factors, axis=1), 85))
    y, x = np.mgrid[0:height:8, 0:width:8]
    coarse = (_cubic(y.ravel() / height * 2 - 1, x.ravel() / width * 2 - 1) @ factors).reshape(*y.shape, 3)
    plate = cv2.resize(coarse.astype(np.float32), (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(plate, np.float32), residual


def _cubic(y: NDArray[np.float64], x: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.stack([x**i * y**j for i in range(4) for j in range(4 - i)], -1)


def _blended(image: NDArray[np.uint8], likely: Array, cut: Array) -> Array:
    """For a busy background: networks and colours averaged, edges from the picture."""
    smooth = GuidedFilter(unit(image), 12, 1e-4, shrink=2)
    mixed = smooth((0.65 * likely + 0.35 * cut).astype(np.float32))
    return np.asarray(np.clip((mixed - 0.08) / 0.84, 0, 1), np.float32)


def _matted(image: NDArray[np.uint8], lab: Array, plate: Array, residual: float, likely: Array, cut: Array) -> Array:
    """For a plain background: what differs from the plate is the person; the edge is a difference matte."""
    from_plate = lab - plate
    score = _plate_score(from_plate, residual, likely, cut)
    mask = _without_specks(score > 0)
    if not mask.any():
        return likely
    sure = cv2.erode(((score > 1) & (likely > 0.8)).astype(np.uint8), np.ones((9, 9), np.uint8)) > 0
    smooth = GuidedFilter(unit(image), 6, 1e-4, shrink=2)
    base = np.clip(smooth(mask.astype(np.float32)), 0, 1)
    difference, trust = _difference_matte(lab, plate, from_plate, sure)
    eight = mask.astype(np.uint8)
    band = (cv2.dilate(eight, np.ones((13, 13), np.uint8)) > 0) & (cv2.erode(eight, np.ones((5, 5), np.uint8)) == 0)
    alpha = np.where(band, trust * difference + (1 - trust) * base, base)
    alpha[cv2.dilate(eight, np.ones((25, 25), np.uint8)) == 0] = 0
    return np.asarray(alpha, np.float32)


def _plate_score(from_plate: Array, residual: float, likely: Array, cut: Array) -> Array:
    """Logit of "person": the networks' plus evidence from the distance to the plate, darker counting for less
    (shadows fall on backgrounds)."""
    light = from_plate[..., 0] * np.where(from_plate[..., 0] < 0, 0.55, 0.9)
    error = np.sqrt(light**2 + 1.69 * (from_plate[..., 1] ** 2 + from_plate[..., 2] ** 2)).astype(np.float32)
    noise = max(2.5, 1.2 * residual)
    evidence = np.clip((cv2.GaussianBlur(error, (0, 0), 1.0) - noise) / (1.2 * noise), -1, 1.5)
    disk = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (31, 31))
    near = cv2.dilate((likely > 0.5).astype(np.uint8), disk) > 0
    unsure = np.clip(1.4 - np.abs(likely - 0.5) * 1.2, 0.8, 1.4)
    gain = np.where(evidence > 0, np.where(near, 3.0, 0.5), 1.6)
    return np.asarray(_logit(likely) + gain * evidence * unsure + 0.8 * (cut - 0.5), np.float32)


def _difference_matte(lab: Array, plate: Array, from_plate: Array, sure: NDArray[np.bool_]) -> tuple[Array, Array]:
    """Alpha by how far each colour lies between the plate and the nearest sure foreground; and how far to trust it."""
    height, width = sure.shape
    half = cv2.resize(sure.astype(np.uint8), (width // 2, height // 2), interpolation=cv2.INTER_NEAREST) > 0
    if not half.any():
        return np.zeros_like(lab[..., 0]), np.zeros_like(lab[..., 0])
    colours = cv2.resize(cv2.GaussianBlur(lab, (0, 0), 3), (width // 2, height // 2))
    row, column = ndimage.distance_transform_edt(~half, return_distances=False, return_indices=True)
    contrast = cv2.resize(colours[row, column], (width, height)) - plate
    power = (contrast**2).sum(-1)
    alpha = np.clip(((from_plate * contrast).sum(-1) / np.maximum(power, 1) - 0.06) / 0.88, 0, 1)
    trust = np.clip((np.sqrt(power) - 12) / 12, 0, 1)
    return np.asarray(alpha, np.float32), np.asarray(trust, np.float32)


def _without_specks(mask: NDArray[np.bool_], share: float = 0.01) -> NDArray[np.bool_]:
    """Only pieces of at least `share` of the largest one."""
    count, pieces, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8))
    if count < 2:
        return mask
    areas = stats[:, cv2.CC_STAT_AREA].astype(np.float64)
    areas[0] = 0
    return np.asarray((areas >= areas.max() * share)[pieces], np.bool_)
