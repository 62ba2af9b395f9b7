"""Straps on the person: led from what they hold over the shoulders as even ribbons."""

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.channels import length, mean
from fittingroom.vision.discs import disc
from fittingroom.vision.fitting.arrays import Array, Mask, f32, flags
from fittingroom.vision.fitting.contour import ribbon
from fittingroom.vision.fitting.fabric import Piece, sample
from fittingroom.vision.fitting.fill import edge_steps, evened, grow, largest, opened, overscan
from fittingroom.vision.fitting.frame import Frame, pixels
from fittingroom.vision.fitting.notches import THIN
from fittingroom.vision.fitting.rings import bar_of, window, within
from fittingroom.vision.fitting.straps import Strap
from fittingroom.vision.fitting.torso import TorsoFit
from fittingroom.vision.garment import Garment, Neck
from fittingroom.vision.person import Label, Person

#: How far a strap goes on beneath the cup it holds, and beyond the shoulder line, in units.
BENEATH, BEYOND = 0.03, 0.16
#: How near an arm what holds a strap is hidden by it, and how far down along the strap at most, in units.
BEHIND, HIDDEN = 0.03, 0.3
#: How thick a strap lies on the shoulder's outline, in units.
THICK = 0.012
#: How far it reaches beyond old cloth there, in units.
COVERS = 0.006
#: Half the breadth, in a strap's widths, up to which something stands off the outline as an old strap does.
STANDS = 1.0
#: Which of an old strap's widths is its own, percent: rings, and the cloth that it runs out into, are wider.
SLIM = 25
#: How round the corners are where a strap turns over the outline, in its widths: or one would stick out as a spike.
ROUND = 0.05
#: How thin a tip is, in half widths of its strap.
TIP = 0.35
#: How far from a strap's middle its cloth is taken, in widths: its sides show backdrop, and the inside of its loop.
CORE = 0.32
#: How many usual deviations, and grey levels at least, a strap's odd pixels lie off its usual lightness, and the share
#: of it from which on they are its pattern.
ODD, LEAST_ODD, FEW = 3.5, 7.0, 0.25

#: How much darker a strap is at its edges, where it turns away; how much of a strong pattern's contrast is left out.
_ROUND, _CALMER = 0.25, 0.35


@dataclass(frozen=True)
class Ribbon:
    """A strap on the person. strap: as in its photo. alpha: H×W, 0…1. map: H×W×2, where its cloth lies in the photo.
    window: H×W, 0…1, what is seen through its ring."""

    strap: Strap
    alpha: Array
    map: Array
    window: Array | None = None


def lay_straps(
    straps: tuple[Strap | None, Strap | None], person: Person, frame: Frame, torso: TorsoFit, where: Array,
    before: Mask | None = None,
) -> tuple[Ribbon, ...]:  # fmt: skip
    """All straps on the person. before: H×W, bare arms that lie before the cloth that they hold."""
    return tuple(
        lay_strap(strap, person, frame, where, np.stack([torso.neck[side], torso.tips[side]]), torso.scale, before)
        for side, strap in enumerate(straps)
        if strap is not None
    )


def lay_strap(
    strap: Strap, person: Person, frame: Frame, where: Array, ends: Array, scale: float,
    before: Mask | None = None,
) -> Ribbon:  # fmt: skip
    """The strap as a ribbon from where its foot lies on the person, by the map `where` (H×W×2), over the middle of
    `ends` (2×2, on the shoulder line). An old strap about as wide and as far out gives its own place and width. Where
    an arm lies `before` (H×W) its foot, it goes on as far as the cloth is seen."""
    off = length(f32(where - strap.foot))
    row, column = np.unravel_index(int(np.argmin(off)), off.shape)
    foot, top = np.array([column, row], np.float32), f32(ends.mean(0))
    width = max(strap.width * scale, 1.5)
    foot, top, width = _as_old(person, frame, foot, top, width)
    run = (top - foot) / max(float(np.linalg.norm(top - foot)), 1.0)
    side = np.array([-run[1], run[0]])
    beneath = BENEATH + (0.0 if before is None else past(grow(before, BEHIND * frame.unit), foot, -run, frame.unit))
    first, last = foot - run * beneath * frame.unit, top + run * BEYOND * frame.unit
    both = np.stack([first, last])
    strip = ribbon(f32(both + side * 0.5 * width), f32(both - side * 0.5 * width), where.shape[:2])
    ys, xs = np.mgrid[: where.shape[0], : where.shape[1]].astype(np.float32)
    along = (top[0] - xs) * run[0] + (top[1] - ys) * run[1]
    across = (xs - foot[0]) * side[0] + (ys - foot[1]) * side[1]
    low, high = strap.rows
    tall = max(high - low, 1.0)
    turn = np.mod(along / scale, 2 * tall)
    y = low + np.where(turn < tall, turn, 2 * tall - turn)  # back and forth along its plain part
    x = strap.line[0] * y + strap.line[1] + np.sign(side[0]) * across * strap.width / width
    alpha = rounded(f32(strip * on_body(person, frame.unit, width)), ROUND * width)
    through = None
    if strap.ring is not None:
        up = f32((xs - foot[0]) * run[0] + (ys - foot[1]) * run[1])
        through = window(strap.ring, float(strap.foot[1]), up, f32(across), scale, width)
        alpha = f32(alpha * (1 - through))
        bars = within(strap.ring, float(strap.foot[1]), up, scale)
        x, y = np.where(bars, strap.ring.bar[0], x), np.where(bars, strap.ring.bar[1], y)
    return Ribbon(strap, alpha, f32(np.stack([x, y], -1)), through)


def past(before: Mask, foot: Array, run: NDArray[np.floating], unit: float) -> float:
    """How far from `foot` in the direction `run` the mask `before` ends, units; 0 if `foot` is outside it, or if that
    is too far for a strap."""
    steps = np.arange(0, HIDDEN, 0.01)
    rows, columns = pixels(f32(foot + run * steps[:, None] * unit), before.shape)
    covered = before[rows, columns]
    return 0.0 if covered.all() else float(steps[int(covered.argmin())])


def rounded(alpha: Array, radius: float) -> Array:
    """A mask (0…1) with its corners rounded off over about `radius` pixels; its straight edges stay where they are."""
    if radius < 1:
        return alpha
    return f32(np.clip((cv2.GaussianBlur(alpha, (0, 0), radius) - 0.5) * 2 * radius + 0.5, 0, 1))


def on_body(person: Person, unit: float, width: float = 0.0) -> Array:
    """Where a strap `width` pixels wide may lie, 0…1, H×W: on the person, and as far beyond as it is thick. Old cloth
    is as thick already, and only its soft edge is to be covered; an old strap that stands off isn't followed."""
    bare = person.alpha * (person.labels != Label.UPPER)
    over_old = cv2.dilate(person.alpha, disc(COVERS * unit))
    if width > 0:
        body = opened(person.alpha > 0.5, STANDS * width)
        over_old = np.minimum(over_old, cv2.dilate(body.astype(np.float32), disc(COVERS * unit)))
    return evened(f32(np.maximum(over_old, cv2.dilate(f32(bare), disc(THICK * unit)))), edge_steps(unit))


def _as_old(
    person: Person, frame: Frame, foot: Array, top: Array, width: float
) -> tuple[Array, Array, float]:  # fmt: skip
    """Foot, top and width of a strap, moved onto an old strap that is about as wide and lies about there."""
    run = (top - foot) / max(float(np.linalg.norm(top - foot)), 1.0)
    side = np.array([-run[1], run[0]])
    shares = np.linspace(0.15, 0.85, 24)
    reach = np.arange(-0.7 * width - 0.14 * frame.unit, 0.7 * width + 0.14 * frame.unit, 0.5)
    places = foot + (top - foot) * shares[:, None, None] + side * reach[None, :, None]
    rows, columns = pixels(places, person.labels.shape)
    old = person.labels[rows, columns] == Label.UPPER
    middles, widths, at = [], [], []
    for share, line in zip(shares, old, strict=True):
        steps = np.flatnonzero(np.diff(np.concatenate([[0], line.astype(np.int8), [0]])))
        for begin, end in zip(steps[::2], steps[1::2], strict=True):
            wide = 0.5 * float(end - begin)
            if 0.6 * width < wide < 1.6 * width and begin > 0 and end < len(line):
                middles.append(float(reach[begin]) + 0.5 * wide)
                widths.append(wide)
                at.append(float(share))
    if len(at) < 0.6 * len(shares):
        return foot, top, width
    slope, offset = np.polyfit(at, middles, 1)
    return f32(foot + side * offset), f32(top + side * (offset + slope)), float(np.percentile(widths, SLIM))


def lowered(ribbons: tuple[Ribbon, ...], open_: Array, unit: float) -> tuple[Ribbon, ...]:
    """The straps with nothing of them where the background comes in place of old cloth (`open_`: H×W, 0…1), but for
    their thickness: thick old cloth stood above the bare shoulder."""
    body = on_bare(open_, unit)
    kept = [f32(each.alpha * body) for each in ribbons]
    kept = [f32(alpha * grow(largest(alpha > 0.4, 0.9), 1)) for alpha in kept]  # and no crumbs
    kept = [f32(alpha * grow(_without_tips(alpha > 0.4), 1)) for alpha in kept]
    return tuple(replace(each, alpha=alpha) for each, alpha in zip(ribbons, kept, strict=True))


def on_bare(open_: Array, unit: float) -> Array:
    """Where a strap may lie once the old cloth is off, 0…1, H×W: not on what is background then (`open_`, H×W, 0…1),
    but for its thickness."""
    return evened(f32(cv2.dilate(f32(1 - open_), disc(THICK * unit))), 2 * edge_steps(unit))


def are_thin(ribbons: tuple[Ribbon, ...], scale: float, unit: float) -> bool:
    """Whether all straps are so thin that they tell nothing of the shoulder that they lie on. scale: pixels on the
    person for one in the garment's photo."""
    return all(each.strap.width * scale < 2 * THIN * unit for each in ribbons)


def _without_tips(strap: Mask) -> Mask:
    """A `strap` (H×W) without what is much thinner than itself: tips where it ends at an uneven outline."""
    half = float(cv2.distanceTransform(strap.astype(np.uint8), cv2.DIST_L2, 3).max())
    # square corners lie less than half that radius off what is opened: only what juts out further is a tip
    return flags(strap & grow(opened(strap, TIP * half), 0.5 * TIP * half)) if half * TIP >= 1 else strap


def strap_piece(ribbon_: Ribbon, garment: Garment) -> Piece:
    """The ribbon as a piece of cloth."""
    strap, shape = ribbon_.strap, garment.alpha.shape
    ys, xs = np.mgrid[: shape[0], : shape[1]]
    near = np.abs(xs - strap.line[0] * ys - strap.line[1]) < max(CORE * strap.width, 1.0)
    plain = flags(near & (ys >= strap.rows[0]) & (ys <= strap.rows[1]))
    seen = plain & ~odd(garment.image, plain)
    if strap.ring is not None:
        seen |= bar_of(strap.ring, shape)
    cloth = overscan(garment.image, seen)
    across = np.abs(xs - strap.line[0] * ys - strap.line[1]) / max(0.5 * strap.width, 1.0)
    rounded = calmed(cloth, plain) * (1 - _ROUND * np.clip(across, 0, 1) ** 2)[..., None]
    return Piece("strap", ribbon_.alpha, ribbon_.map, np.clip(np.round(rounded), 0, 255).astype(np.uint8))


def calmed(cloth: NDArray[np.uint8], plain: Mask) -> Array:
    """`cloth` (H×W×3) of a strap with less contrast in a pattern that goes from nearly black to nearly white within its
    `plain` part: as narrow as straps are, it would come apart into dots."""
    if not plain.any():
        return f32(cloth)
    usual = cloth[plain].astype(np.float32).mean(0)
    contrast = float(np.subtract(*np.percentile(mean(f32(cloth))[plain], [90, 10])))
    return f32(usual + (cloth - usual) * (1 - _CALMER * np.clip((contrast - 60) / 80, 0, 1)))


def odd(image: NDArray[np.uint8], plain: Mask) -> Mask:
    """What little (H×W) of a strap's `plain` cloth is much darker or brighter than the rest: the slit between a loop's
    two legs, and glints. Nothing of a strap that is patterned."""
    light = mean(image.astype(np.float32))
    usual = float(np.median(light[plain])) if plain.any() else 0.0
    spread = float(np.median(np.abs(light[plain] - usual))) if plain.any() else 0.0
    found = plain & (np.abs(light - usual) > max(ODD * spread, LEAST_ODD))
    few = found.sum() < FEW * plain.sum()
    return flags(grow(flags(found), 1.5) & plain) if few else np.zeros(plain.shape, np.bool_)


def over_straps(ribbons: tuple[Ribbon, ...], shape: tuple[int, int]) -> Array:
    """Where straps lie, 0…1, H×W."""
    return f32(np.max([each.alpha for each in ribbons], axis=0)) if ribbons else np.zeros(shape, np.float32)


def windows(ribbons: tuple[Ribbon, ...], shape: tuple[int, int]) -> Array:
    """What is seen through the straps' rings, 0…1, H×W: no cloth of the body goes on there."""
    seen = [each.window for each in ribbons if each.window is not None]
    return f32(np.max(seen, axis=0)) if seen else np.zeros(shape, np.float32)


def off_straps(ribbons: tuple[Ribbon, ...], body: Array, garment: Garment, where: Array) -> Array:
    """The `body` (H×W, 0…1) of a garment without what was added above its own edge (seen through `where`, H×W×2) where
    straps lie: drawn over them, it would stand on a strap as a tip."""
    own = np.clip(sample(garment.alpha, where), 0, 1)
    inner = cv2.erode(over_straps(ribbons, (body.shape[0], body.shape[1])), disc(2))  # or skin shows at its soft edge
    return f32(body * (1 - inner * (1 - own)))


def own_top(garment: Garment, frame: Frame, fit: TorsoFit, where: Array) -> Array:
    """What the upper edge of a garment without sleeves leaves to its body, 0…1, H×W: above the armpits, and between
    its straps as low as its front edge reaches, what its photo shows through `where` (H×W×2); elsewhere everything."""
    t, _ = frame.fields((where.shape[0], where.shape[1]))
    high = np.clip((float(frame.t(fit.armpits).mean()) + 0.02 - t) * frame.torso / 6, 0, 1)
    if garment.neck is Neck.STRAPS:
        left, right = sorted(float(point[0]) for point in garment.neck_points)
        low = float(garment.neckline[:, 1].max()) + 0.06 * (right - left)
        between = (where[..., 0] > left) & (where[..., 0] < right)
        high = np.maximum(high, np.clip((low - where[..., 1]) / 4, 0, 1) * between)
    own = np.clip(sample(garment.alpha * ~(garment.inside | garment.behind), where), 0, 1)
    return f32(1 - high * (1 - own))
