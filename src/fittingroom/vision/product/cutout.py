"""Cutting a garment out of its product photo: mask, soft edge, and its fabric carried on beyond the edge."""

import cv2
import numpy as np

from fittingroom.vision.nearest import nearest_known, overscan
from fittingroom.vision.pieces import components
from fittingroom.vision.product.arrays import Floats, Image, Mask
from fittingroom.vision.product.backdrop import Backdrop
from fittingroom.vision.product.contact import without_contact_shadow
from fittingroom.vision.product.masks import fill, largest, morph, roughness
from fittingroom.vision.product.metal import STANDS_OUT, crisp_metal, straps
from fittingroom.vision.product.pale import SURELY, by_edge, fabric_tint, is_faint
from fittingroom.vision.product.paleprint import pale_print, with_print

#: Distances from the background (Lab units) tried as limits, from the surest to the faintest.
LIMITS = (12.0, 8.0, 6.0, 4.2, 3.0, 2.1, 1.5, 1.1)
#: The limit at which a pale garment is whole, shadow and all.
PALE = 2.1


def find_mask(image: Image, backdrop: Backdrop) -> Mask:
    """The garment's pixels; holes closed, gaps that open to the outside open."""
    if not backdrop.plain:
        return _by_colour_models(image)
    whole, limit = _outline(backdrop.distance, backdrop)
    if not whole.any():
        return whole
    hidden = backdrop.distance_but_shadow
    least = fabric_tint(hidden, whole, backdrop.noise)
    if least is not None and least < SURELY:
        whole = fill(whole | _silhouette(hidden > least))
    elif least is None and is_faint(backdrop, whole):
        with_shadow = _at_limit(backdrop.distance, backdrop.steepness, PALE, backdrop.noise)
        if whole.sum() < 1.7 * with_shadow.sum() < 2.9 * whole.sum():
            whole, limit = by_edge(with_shadow | whole, backdrop.steepness), PALE
    mask = _without_shadow(image, backdrop, whole, least or SURELY) if limit >= 4 else whole
    mask = _with_pale_parts(_with_thin_parts(mask, hidden, limit), hidden > max(1.5, 3 * backdrop.noise))
    mask = with_print(mask, pale_print(mask, backdrop))
    mask = _carved(mask, backdrop, limit, least)
    if limit >= 4:
        mask = without_contact_shadow(mask, image, backdrop, tinted=least == SURELY)
    return _with_straps(mask, backdrop.distance, max(9.0, 4 * backdrop.noise))


def _silhouette(far: Mask, bridge: float = 400.0) -> Mask:
    r = max(far.shape) / bridge
    closed = fill(morph(far, cv2.MORPH_CLOSE, r))
    return fill(largest(morph(closed, cv2.MORPH_OPEN, max(1.2 * max(far.shape) / 400, r))))


def _outline(distance: Floats, backdrop: Backdrop) -> tuple[Mask, float]:
    """The mask, and its limit: lower than the first only where that finds more garment.

    A white garment on white falls apart at a high limit; a shadow or a gradient leaks in at a low one. The limit is
    chosen at half size.
    """
    contour = backdrop.steepness
    half = [cv2.resize(a, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA) for a in (distance, contour)]
    best, at = np.zeros(half[0].shape, bool), LIMITS[0]
    empty = half[0] < max(0.4, 2.5 * backdrop.noise)
    for limit in LIMITS:
        if best.any() and limit < 2.2 * backdrop.noise:
            break
        mask = _at_limit(half[0], half[1], limit, backdrop.noise)
        if mask.sum() > 0.01 * mask.size and (not best.any() or _better(mask, best, empty, half[1] / limit)):
            best, at = mask, limit
    whole = _at_limit(distance, contour, at, backdrop.noise)
    return (_without_fringe(whole, distance > LIMITS[0]) if at < 6 else whole), at


def _at_limit(distance: Floats, contour: Floats, limit: float, noise: float) -> Mask:
    """The silhouette at a limit. At low ones the garment's own faint contour helps to close the outline."""
    if limit > 5:
        return _silhouette(distance > limit)
    return _silhouette((distance > limit) | (contour > max(0.7 * limit, 5 * noise)), 200 if limit > 2.5 else 150)


def _better(new: Mask, old: Mask, empty: Mask, steep: Floats) -> bool:
    """Whether a lower limit found more garment: a solid piece, or the missing teeth of a comb.

    Rings don't count, nor what looks just like the background (`empty`): a bridged gap. Nor does a smaller piece
    that fades out, as a broad soft shadow does. steep: the photo's steepness over the limit that found `new`.
    """
    edge = np.concatenate([new[0], new[-1], new[:, 0], new[:, -1]])
    if edge.mean() > 0.35 or _boxy(new, old):
        return False
    solid = morph(new & ~old, cv2.MORPH_OPEN, 0.02 * np.ptp(np.flatnonzero(new.any(0))))
    if solid.any() and (empty[solid].mean() > 0.35 or (solid.sum() < 0.5 * old.sum() and _fades(new, solid, steep))):
        return False
    rough, before = roughness(new), roughness(old)
    if before > 9 and rough < 0.8 * before:
        return True
    return bool(solid.sum() > 0.08 * old.sum() and rough < max(before, 8.0 if solid.sum() > 0.5 * old.sum() else 0.0))


def _fades(mask: Mask, part: Mask, steep: Floats) -> bool:
    """Whether the mask's rim along this part of it is less than half as steep as any edge found at its limit is."""
    rim = mask & ~morph(mask, cv2.MORPH_ERODE, 2) & morph(part, cv2.MORPH_DILATE, 3)
    return bool(rim.any() and np.median(steep[rim]) < 0.33)


def _boxy(new: Mask, old: Mask) -> bool:
    """Whether the new mask is no garment but the frame of a picture pasted into another."""

    def share(mask: Mask) -> float:
        return float(mask.sum()) / (np.ptp(np.flatnonzero(mask.any(0))) + 1) / (np.ptp(np.flatnonzero(mask.any(1))) + 1)

    return share(new) > 0.96 > share(old)


def _without_fringe(mask: Mask, sure: Mask) -> Mask:
    """Round off what sticks out where fabric and background are nearly alike, but nothing that is surely fabric."""
    width = np.ptp(np.flatnonzero(mask.any(0)))
    smooth = morph(mask, cv2.MORPH_OPEN, 0.02 * width)
    return fill(smooth | (mask & morph(sure, cv2.MORPH_CLOSE, 2)))


def _with_thin_parts(mask: Mask, distance: Floats, limit: float) -> Mask:
    """Give back straps and ties that are too thin for the smoothing, where they stand out and hang on to the mask."""
    strong = morph(distance > max(9.0, limit), cv2.MORPH_CLOSE, 1) & ~mask
    thick = morph(morph(strong, cv2.MORPH_OPEN, max(mask.shape) / 130), cv2.MORPH_DILATE, 2)
    near = morph(mask, cv2.MORPH_DILATE, 2)
    _, labels, stats, _ = cv2.connectedComponentsWithStats((strong & ~thick).astype(np.uint8), connectivity=8)
    touching = np.unique(labels[near & (labels > 0)])
    long = [i for i in touching if max(stats[i, 2], stats[i, 3]) > 0.03 * max(mask.shape)]
    return mask | np.isin(labels, long)


def _with_straps(mask: Mask, distance: Floats, limit: float) -> Mask:
    """Give back thin straps that stand up from the mask, even where their foot, in lace or in a pale stripe, is not
    seen: the gap to it is closed, but not the background between two straps."""
    strong = morph(distance > limit, cv2.MORPH_CLOSE, 1)
    reach = max(mask.shape) / 70
    top, height = int(mask.any(1).argmax()), float(mask.any(1).sum())
    apart = strong & ~morph(mask, cv2.MORPH_DILATE, 1)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(apart.astype(np.uint8), connectivity=8)
    near = np.unique(labels[morph(mask, cv2.MORPH_DILATE, reach)])
    tall = [i for i in near if i and stats[i, 3] > 0.06 * height and stats[i, 1] < top + 0.02 * height]
    thin = [i for i in tall if stats[i, cv2.CC_STAT_AREA] < 0.02 * mask.sum()]
    if len(thin) not in (1, 2):
        return mask
    straps = np.isin(labels, thin)
    bridge = morph(mask | straps, cv2.MORPH_CLOSE, 0.6 * reach) & morph(straps, cv2.MORPH_DILATE, 1.2 * reach)
    bridge &= morph(mask, cv2.MORPH_DILATE, 1.2 * reach)
    bridge &= ~morph(bridge & (distance < 0.6 * limit), cv2.MORPH_OPEN, 3)
    return np.asarray(mask | straps | bridge, bool)


def _with_pale_parts(mask: Mask, evident: Mask) -> Mask:
    """Fill the bites that pale parts of a print leave in the outline, where there is something that is no shadow."""
    closed = morph(mask, cv2.MORPH_CLOSE, 0.025 * np.ptp(np.flatnonzero(mask.any(0))))
    return fill(mask | morph(closed & (mask | evident), cv2.MORPH_OPEN, 2))


def _carved(mask: Mask, backdrop: Backdrop, limit: float, tint: float | None) -> Mask:
    """Take out narrow gaps that the smoothing bridged: background that hangs together with the outside.

    Only for garments that stand out well; what might be shadow counts as background if the garment could not be.
    """
    distance, hidden = backdrop.distance, backdrop.distance_but_shadow
    body = morph(mask, cv2.MORPH_ERODE, 3)
    if not body.any():
        return mask
    apart, least = distance, 0.35 * limit
    tinted = tint is not None and tint < SURELY
    if tint is not None and tinted:
        apart, least = hidden, tint
    elif limit >= 6:
        apart = hidden if np.percentile(hidden[body], 5) > 9 else distance
        least = float(np.clip(0.5 * np.percentile(apart[body], 5), 4.0, 9.0))
    empty = (apart < max(least, 3 * backdrop.noise)) | ~mask
    _, labels = cv2.connectedComponents(empty.astype(np.uint8), connectivity=4)
    outside = np.isin(labels, np.unique(labels[~mask]))
    gaps = morph(outside & mask & empty, cv2.MORPH_OPEN, 1)
    if tinted:
        return mask & ~gaps
    wide = morph(gaps, cv2.MORPH_OPEN, 0.02 * np.ptp(np.flatnonzero(mask.any(0))))
    gaps &= ~morph(wide, cv2.MORPH_DILATE, 3) | (distance < max(2.5, 3 * backdrop.noise))
    gaps &= ~crisp_metal(gaps, mask, backdrop)
    return mask & ~gaps if gaps.sum() < 0.06 * mask.sum() else mask


def _without_shadow(image: Image, backdrop: Backdrop, mask: Mask, least: float) -> Mask:
    """Take a shadow's ring off: between what can't be shadow and what can't be garment, the strongest edge decides.

    least: how far from any shadow (Lab units) fabric is.
    A grey garment looks like a shadow itself; then only what ends softly, as shadows do, is taken off.
    """
    hidden = backdrop.distance_but_shadow
    core = _silhouette((hidden > max(least, 3 * backdrop.noise)) & mask) & mask
    ring = mask & ~core
    r = max(mask.shape) / 300
    outside = ~morph(mask, cv2.MORPH_DILATE, r)
    if core.sum() < 0.8 * mask.sum():
        return _without_soft_ring(image, backdrop, mask, outside)
    inside = morph(core if ring.sum() > 0.004 * mask.sum() else mask, cv2.MORPH_ERODE, r)
    return _watershed(image, inside, outside) if inside.any() and outside.any() else mask


def _without_soft_ring(image: Image, backdrop: Backdrop, mask: Mask, outside: Mask) -> Mask:
    inside = morph(mask, cv2.MORPH_ERODE, 0.05 * np.ptp(np.flatnonzero(mask.any(0))))
    if not inside.any() or not outside.any():
        return mask
    tight = _watershed(image, inside, outside)
    ring = (mask & ~tight).astype(np.uint8)
    steep = backdrop.steepness
    rim = mask & ~morph(mask, cv2.MORPH_ERODE, 3)
    edge = morph(tight, cv2.MORPH_DILATE, 2) & ~morph(tight, cv2.MORPH_ERODE, 1)
    count, labels = cv2.connectedComponents(ring, connectivity=8)
    soft = [i for i in range(1, count) if _ends_softly(steep, morph(labels == i, cv2.MORPH_DILATE, 2), rim, edge)]
    return mask & ~np.isin(labels, soft) if soft else mask


def _ends_softly(steep: Floats, part: Mask, rim: Mask, edge: Mask) -> bool:
    """Whether a part of the ring fades out: hardly steep outside, and much less so than where it meets the garment."""
    outer, inner = part & rim & ~edge, part & edge & ~rim
    return bool(outer.any() and inner.any() and np.median(steep[outer]) < min(1.6, 0.5 * np.median(steep[inner])))


def _watershed(image: Image, inside: Mask, outside: Mask) -> Mask:
    markers = np.zeros(inside.shape, np.int32)
    markers[inside], markers[outside] = 1, 2
    smooth = cv2.GaussianBlur(image, (0, 0), 1.0)
    grown = cv2.watershed(np.ascontiguousarray(smooth[..., ::-1]), markers) == 1
    return fill(largest(morph(grown | inside, cv2.MORPH_CLOSE, max(inside.shape) / 500)))


def _by_colour_models(image: Image) -> Mask:
    """GrabCut from a box, for a photo whose background is not plain."""
    height, width = image.shape[:2]
    scale = 384 / max(height, width)
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    h, w = small.shape[:2]
    labels = np.zeros((h, w), np.uint8)
    box = (max(1, w // 20), max(1, h // 20), w - w // 10, h - h // 10)
    models = np.zeros((1, 65)), np.zeros((1, 65))
    cv2.setRNGSeed(1)
    cv2.grabCut(np.ascontiguousarray(small[..., ::-1]), labels, box, *models, 4, cv2.GC_INIT_WITH_RECT)
    found = np.isin(labels, (cv2.GC_FGD, cv2.GC_PR_FGD)).astype(np.float32)
    full = cv2.resize(found, (width, height), interpolation=cv2.INTER_LINEAR) > 0.5
    return fill(largest(full))


def open_holes(mask: Mask, backdrop: Backdrop) -> Mask:
    """Holes through which the background is seen: between straps, between sleeve and body.

    White prints on a white background look the same but come in numbers and are small; they stay closed.
    """
    distance = backdrop.distance
    if not backdrop.plain or np.median(distance[mask]) < 10:
        return np.zeros(mask.shape, bool)
    inner = morph(mask, cv2.MORPH_ERODE, max(mask.shape) / 300)
    like = inner & (distance < max(1.6, 2.5 * backdrop.noise))
    like = morph(like, cv2.MORPH_OPEN, max(mask.shape) / 350)
    labels, areas = components(like, connectivity=4)
    area = float(mask.sum())
    sizes = areas / area
    big = [i for i in range(1, len(areas)) if sizes[i] > 0.002]
    if len(big) > 5:
        big = [i for i in big if sizes[i] > 0.015]
    holes = np.isin(labels, [i for i in big if _flat(backdrop, labels == i)])
    return morph(holes, cv2.MORPH_DILATE, max(mask.shape) / 350) & mask


def ring_holes(mask: Mask, backdrop: Backdrop) -> Mask:
    """Small holes through which the background is seen in a strap: in its ring or buckle. Nothing hangs on them, so
    the outline need not know of them."""
    distance = backdrop.distance
    if not backdrop.plain or np.median(distance[mask]) < STANDS_OUT:
        return np.zeros(mask.shape, bool)
    inner = morph(mask, cv2.MORPH_ERODE, 2) & (distance < max(1.6, 2.5 * backdrop.noise))
    like = morph(inner, cv2.MORPH_OPEN, 1.5)
    thin = straps(mask)
    labels, areas = components(like, connectivity=4)
    least = 0.0003 * mask.sum()
    rings = [i for i in range(1, len(areas)) if areas[i] > least and thin[labels == i].mean() > 0.7]
    if len(rings) > 6:
        return np.zeros(mask.shape, bool)
    near = morph(np.isin(labels, rings), cv2.MORPH_DILATE, 3)
    return np.asarray(near & mask & (distance < 0.6 * np.median(distance[mask])), bool)


def _flat(backdrop: Backdrop, region: Mask) -> bool:
    off = (backdrop.lab - backdrop.plate)[region]
    return bool(off.std(0).max() < 0.6 + 1.5 * backdrop.noise)


def without_hook(mask: Mask, axis: float) -> Mask:
    """Take a hanger's hook off: a thin thing that sticks up at the middle of the top edge."""
    rows, columns = np.where(mask)
    width, top = np.ptp(columns), rows.min()
    thick = morph(mask, cv2.MORPH_OPEN, 0.022 * width)
    thin = mask & ~morph(thick, cv2.MORPH_DILATE, 0.008 * width)
    count, labels, stats, centres = cv2.connectedComponentsWithStats(thin.astype(np.uint8), connectivity=8)
    out = mask.copy()
    for i in range(1, count):
        _, y, w, h, _ = stats[i]
        central = abs(centres[i][0] - axis) < 0.07 * width and w < 0.2 * width
        if central and h > 0.02 * width and y < top + 0.1 * np.ptp(rows) and y + h < top + 0.3 * np.ptp(rows):
            out &= labels != i
    return largest(out)


def soft_edge(mask: Mask, backdrop: Backdrop) -> Floats:
    """Alpha from the mask: within a few pixels of its edge, each pixel's share of fabric by its colour.

    Where fabric and background are too alike to tell, the smoothed mask decides. The edge is pulled in a little
    so that no background comes along.
    """
    smooth = cv2.GaussianBlur(mask.astype(np.float32), (0, 0), 1.6)
    plain = np.clip((smooth - 0.55) / 0.4, 0, 1)
    if not backdrop.plain:
        return np.asarray(plain, np.float32)
    core = morph(mask, cv2.MORPH_ERODE, 4)
    band = morph(mask, cv2.MORPH_DILATE, 2) & ~core
    if not core.any():
        return np.asarray(plain, np.float32)
    rows, columns, _ = nearest_known(core, band)
    apart = cv2.GaussianBlur(backdrop.lab, (0, 0), 1.5)[rows, columns] - backdrop.plate[band]
    size = (apart**2).sum(-1)
    share = ((backdrop.lab - backdrop.plate)[band] * apart).sum(-1) / np.maximum(size, 1.0)
    trust = np.clip((np.sqrt(size) - 10) / 20, 0, 1)
    share = np.maximum(share, pale_print(mask, backdrop)[band])
    by_colour = np.minimum(np.clip((share - 0.25) / 0.6, 0, 1), np.clip((smooth[band] - 0.1) / 0.3, 0, 1))
    edge = core.astype(np.float32)
    edge[band] = trust * np.minimum(by_colour, plain[band] + 0.35) + (1 - trust) * plain[band]
    return edge


def fabric_core(mask: Mask, backdrop: Backdrop, trim: Mask | None = None) -> Mask:
    """What of the mask is surely fabric or `trim`: off the edge, and without specks of background left near it."""
    core = morph(mask, cv2.MORPH_ERODE, max(mask.shape) / 340)
    deep = morph(core, cv2.MORPH_ERODE, max(mask.shape) / 80)
    distance = backdrop.distance
    if not backdrop.plain or not deep.any() or np.percentile(distance[deep], 3) < 9:
        return core
    rim = core & ~morph(core, cv2.MORPH_ERODE, max(mask.shape) / 140)
    rows, columns, _ = nearest_known(deep, rim)
    mixed = (distance < 7) & ~deep
    mixed[rim] |= distance[rim] < 0.4 * cv2.GaussianBlur(distance, (0, 0), 3)[rows, columns]
    mixed &= pale_print(mask, backdrop) < 0.5
    if trim is not None:
        mixed &= ~trim
    return core & ~morph(mixed & core, cv2.MORPH_DILATE, 2)


def carry_on(image: Image, core: Mask, mirror: float = 12.0) -> Image:
    """The image with everything outside `core` replaced by fabric.

    Mirrored across the outline for the first `mirror` pixels so that texture goes on, then the nearest fabric.
    """
    return overscan(image, core, mirror)
