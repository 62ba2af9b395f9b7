"""A chunky roll-neck jumper with two cables, laid flat, its sleeves beside it."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from drawing import knit
from drawing.cloth import Field, Point, Sheet, curve, linear, mirrored

_MIDDLE = 700.0
_WALE, _COURSE, _DEPTH = 9.0, 7.0, 1.5
_YARN = linear(38, 112, 118)
_FLECK = linear(104, 166, 160)
#: Folds that start at the armpit: where (y), how steep, how high, how wide.
_PULLS = ((505, -0.5, 9, 18), (580, 0.5, 13, 20), (640, 0.85, 10, 23), (740, 0.35, 9, 28))


def draw(sheet: Sheet) -> None:
    """Lay all pieces, the lowest first."""
    for side in (-1, 1):
        _sleeve(sheet, side)
    _body(sheet)
    _waistband(sheet)
    _roll_neck(sheet)


@dataclass(frozen=True)
class _Arm:
    """Where a sleeve lies: its middle line as points, and its half-width at each."""

    axis: list[Point]
    half: list[float]


def _arm(side: int) -> _Arm:
    axis = [(186, 332), (290, 404), (374, 510), (448, 684), (508, 880), (548, 1084)]
    shift = 5 if side > 0 else 0
    return _Arm([(_MIDDLE + side * (x + shift), y + 2 * shift) for x, y in axis], [112, 124, 116, 98, 86, 70])


def _sleeve(sheet: Sheet, side: int) -> None:
    arm = _arm(side)
    axis = np.array(curve(arm.axis))
    steps = np.hypot(*np.diff(axis, axis=0).T)
    along = np.concatenate([[0], np.cumsum(steps)])
    half = np.interp(np.linspace(0, 1, len(axis)), np.linspace(0, 1, len(arm.half)), arm.half)
    tangent = np.gradient(axis, axis=0)
    normal = np.stack([-tangent[:, 1], tangent[:, 0]], 1) / np.hypot(*tangent.T)[:, None]
    end = along[-1]
    cuff_from = end - 92
    bulge = half + np.where(along < cuff_from, 6 * np.exp(-(((along - cuff_from) / 34) ** 2)), 0)
    points = [*map(tuple, axis + normal * bulge[:, None]), *map(tuple, (axis - normal * bulge[:, None])[::-1])]
    mask = sheet.outline(points, 4)
    v, u, t = _along(sheet, axis, along, normal)
    width = np.interp(t, along, half).astype(np.float32)
    plain = knit.stocking(u, v, _WALE, _COURSE, _DEPTH)
    ribbed = knit.rib(u, v, _WALE * 0.92, _COURSE, _DEPTH)
    cuff = _step(t, cuff_from, 2)
    folds = _creases(sheet, u / width, t, side)
    pinch = -7 * np.exp(-(((t - cuff_from + 4) / 9) ** 2)) + 5 * np.exp(-(((t - cuff_from + 34) / 22) ** 2))
    crown = 20 * np.sqrt(np.clip(1 - 0.93 * (u / width) ** 2, 0.02, 1))
    relief = crown + (1 - cuff) * (plain + folds) + cuff * ribbed + pinch
    sheet.lay(mask, relief.astype(np.float32), _colour(sheet, u, v), 12, 16)


def _along(sheet: Sheet, axis: Field, along: Field, normal: Field) -> tuple[Field, Field, Field]:
    """Coordinates of each pixel by the middle line: v along it, u across it, and v once more, for interpolation.

    Between two points of the line, positions are interpolated, so that rows of stitches bend with the sleeve.
    """
    thin = np.linspace(0, len(axis) - 1, 26).round().astype(int)
    best = np.full(sheet.shape, np.inf, np.float32)
    v = np.zeros(sheet.shape, np.float32)
    u = np.zeros(sheet.shape, np.float32)
    for start, end in pairwise(thin):
        dx, dy = axis[end] - axis[start]
        length = float(np.hypot(dx, dy))
        px, py = sheet.x - axis[start][0], sheet.y - axis[start][1]
        at = (px * dx + py * dy) / length
        off = (py * dx - px * dy) / length
        beyond = np.clip(-at, 0, None) + np.clip(at - length, 0, None)
        distance = off**2 + beyond**2
        nearer = distance < best
        best = np.where(nearer, distance, best)
        v = np.where(nearer, along[start] + at, v)
        u = np.where(nearer, off, u)
    return v.astype(np.float32), u.astype(np.float32), v.astype(np.float32)


def _creases(sheet: Sheet, across: Field, t: Field, side: int) -> Field:
    """Soft folds: at the armhole, round the elbow and above the cuff, none of them straight."""
    wander = sheet.noise(160, 120) * 14
    folds = np.zeros_like(t)
    spots = [(120, 26, 7, 0.9), (205, 20, 5, -0.5), (318, 17, 8, 0.6), (362, 15, 7, -0.7), (420, 22, 5, 0.4)]
    spots += [(530, 18, 5, -0.5), (598, 15, 6, 0.35)]
    for place, size, strength, lean in spots:
        distance = t - place - side * lean * across * 46 + wander
        fade = np.exp(-((across - 0.45 * np.sign(lean)) ** 2) / 0.7)
        folds += strength * fade * np.exp(-((distance / size) ** 2))
    return folds


def _body(sheet: Sheet) -> None:
    right = [
        *curve([(_MIDDLE + 104, 190), (_MIDDLE + 190, 210), (_MIDDLE + 268, 240), (_MIDDLE + 304, 264)]),
        *curve([(_MIDDLE + 304, 264), (_MIDDLE + 306, 340), (_MIDDLE + 300, 450), (_MIDDLE + 312, 570)]),
        *curve([(_MIDDLE + 312, 570), (_MIDDLE + 306, 720), (_MIDDLE + 308, 880), (_MIDDLE + 314, 1000)]),
        *curve([(_MIDDLE + 314, 1000), (_MIDDLE + 314, 1040), (_MIDDLE + 298, 1076)]),
    ]
    mask = sheet.outline([*right, *mirrored(right, _MIDDLE)], 6)
    u = sheet.x - _MIDDLE + 3 * sheet.noise(300, 260)
    v = sheet.y + 3 * sheet.noise(300, 260)
    relief = knit.stocking(u, v, _WALE, _COURSE, _DEPTH)
    for centre in (-152.0, 0.0, 152.0):
        wide = 66 if centre else 96
        twist, band = knit.cable(centre - u, v + (70 if centre else 0), wide, 112 if centre else 140, 9)
        gutter = np.exp(-(((np.abs(u - centre) - wide * 0.72) / 5) ** 2)) * 4
        relief = relief * (1 - band) + band * twist - gutter
    relief += 18 * np.sqrt(np.clip(1 - (u / 330) ** 2, 0.05, 1)) + _drape(sheet, u, v) - _armhole(u, v)
    sheet.lay(mask, relief.astype(np.float32), _colour(sheet, u, v), 13, 15, sewn=sheet.y < 562)


def _drape(sheet: Sheet, u: Field, v: Field) -> Field:
    """Folds that run from the armpits towards the middle, and the slack above the waistband."""
    wander = sheet.noise(220, 160) * 18
    folds = np.zeros_like(u)
    for side in (-1, 1):
        for start, steep, strength, size in _PULLS:
            inwards = 312 - side * u
            line = v - start - steep * inwards + wander
            folds += strength * np.exp(-((line / size) ** 2)) * np.exp(-((inwards / 150) ** 2))
    slack = np.exp(-(((v - 1024) / 32) ** 2)) * (7 + 4.5 * sheet.noise(52, 200))
    return folds + slack + 5 * sheet.noise(170, 300, 14)


def _armhole(u: Field, v: Field) -> Field:
    """The groove of the seam where the sleeve is set in."""
    seam = np.interp(v, [250, 264, 340, 450, 570], [296, 302, 305, 299, 311]).astype(np.float32)
    return 9 * np.exp(-(((np.abs(u) - seam) / 3.5) ** 2)) * _step(-v, -562, 8)


def _waistband(sheet: Sheet) -> None:
    right = curve([(_MIDDLE + 300, 1062), (_MIDDLE + 294, 1100), (_MIDDLE + 291, 1142), (_MIDDLE + 287, 1160)])
    bottom = curve([(_MIDDLE + 287, 1160), (_MIDDLE + 110, 1168), (_MIDDLE - 110, 1168), (_MIDDLE - 287, 1160)])
    top = curve([(_MIDDLE - 300, 1062), (_MIDDLE - 110, 1069), (_MIDDLE + 110, 1069), (_MIDDLE + 300, 1062)])
    mask = sheet.outline([*right, *bottom, *mirrored(right, _MIDDLE), *top], 4)
    u = (sheet.x - _MIDDLE) * (1 + 0.00008 * (sheet.y - 1058)) + 1.6 * sheet.noise(120, 90)
    relief = knit.rib(u, sheet.y, _WALE, _COURSE, _DEPTH) + 9 * np.sqrt(np.clip(1 - (u / 315) ** 2, 0.05, 1))
    relief -= 5 * np.exp(-(((sheet.y - 1068) / 6) ** 2))
    relief += 2.5 * sheet.noise(120, 400)
    sheet.lay(mask, relief.astype(np.float32), _colour(sheet, u, sheet.y), 11, 12, sewn=sheet.y < 1080)


def _roll_neck(sheet: Sheet) -> None:
    """The collar is turned down over itself: one tube of ribs, thick where it folds at the top and at its edge."""
    top = curve([(_MIDDLE - 109, 90), (_MIDDLE - 48, 84), (_MIDDLE + 48, 84), (_MIDDLE + 109, 90)])
    right = curve([(_MIDDLE + 109, 90), (_MIDDLE + 114, 126), (_MIDDLE + 116, 172), (_MIDDLE + 118, 212)])
    edge = [(_MIDDLE + x, y) for x, y in ((118, 212), (68, 240), (0, 249), (-68, 240), (-118, 212))]
    mask = sheet.outline([*top, *right, *curve(edge), *mirrored(right, _MIDDLE)], 7)
    spread = 1 + 0.0018 * (sheet.y - 90)
    u = (sheet.x - _MIDDLE) / spread + 1.5 * sheet.noise(90, 70)
    sag = 0.0017 * (sheet.x - _MIDDLE) ** 2
    v = sheet.y + sag
    relief = knit.rib(u, v, _WALE * 0.95, _COURSE, _DEPTH) + 22 * np.sqrt(np.clip(1 - (u / 126) ** 2, 0.03, 1))
    for place, strength in ((150, -3.5), (196, 4.0), (228, 3.0)):
        relief += strength * np.exp(-(((v + 5 * sheet.noise(110, 50) - place - 12) / 12) ** 2))
    sheet.lay(mask, relief.astype(np.float32), _colour(sheet, u, v), 20, 20)


def _colour(sheet: Sheet, u: Field, v: Field) -> Field:
    brightness = knit.heather(sheet, u, v, _WALE, _COURSE)[..., None]
    fleck = np.clip(sheet.noise(1.6, 4.0, 18) - 1.9, 0, 1)[..., None] * 0.5
    return (brightness * (_YARN * (1 - fleck) + _FLECK * fleck)).astype(np.float32)


def _step(value: Field, at: float, soft: float) -> Field:
    return (1 / (1 + np.exp(np.clip((at - value) / soft, -50, 50)))).astype(np.float32)
