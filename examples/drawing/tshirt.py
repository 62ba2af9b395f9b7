"""A long-sleeved T-shirt with a printed badge, laid flat: jersey, a ribbed crew neck, the inner side of the back in the
opening."""

import cv2
import numpy as np

from drawing.cloth import Field, Mask, Point, Sheet, curve, linear, mirrored

_MIDDLE = 700.0
_CLOTH = linear(232, 178, 62)
_INK = linear(36, 44, 74)
_SUN = linear(226, 84, 52)
_SEA = linear(240, 232, 214)


def draw(sheet: Sheet) -> None:
    """Lay all pieces, the lowest first."""
    _back(sheet)
    _body(sheet)
    for side in (-1, 1):
        _neckband(sheet, side)


def _back(sheet: Sheet) -> None:
    """What the neck opening shows of the back: its inner side, with a label."""
    points = [(_MIDDLE + x, y) for x, y in ((-128, 150), (-70, 140), (0, 138), (70, 140), (128, 150))]
    mask = sheet.outline([*curve(points), (_MIDDLE + 110, 300), (_MIDDLE - 110, 300)], 3)
    albedo = np.broadcast_to(_CLOTH * 0.62, (*sheet.shape, 3)).astype(np.float32)
    sheet.lay(mask, _jersey(sheet), albedo, 3, 6)
    label = sheet.outline([(_MIDDLE - 26, 158), (_MIDDLE + 26, 158), (_MIDDLE + 26, 184), (_MIDDLE - 26, 184)], 1.5)
    white = np.broadcast_to(linear(236, 234, 228), (*sheet.shape, 3)).astype(np.float32)
    sheet.lay(label, _jersey(sheet) * 0.3 + 3, white, 1, 2)


def _outline() -> list[Point]:
    right = [
        *curve([(_MIDDLE + 132, 150), (_MIDDLE + 210, 178), (_MIDDLE + 290, 214), (_MIDDLE + 330, 248)]),
        *curve([(_MIDDLE + 330, 248), (_MIDDLE + 430, 372), (_MIDDLE + 520, 560), (_MIDDLE + 584, 780)]),
        *curve([(_MIDDLE + 584, 780), (_MIDDLE + 616, 920), (_MIDDLE + 642, 1066)]),
        *curve([(_MIDDLE + 642, 1066), (_MIDDLE + 586, 1080), (_MIDDLE + 528, 1088)]),
        *curve([(_MIDDLE + 528, 1088), (_MIDDLE + 486, 900), (_MIDDLE + 440, 740)]),
        *curve([(_MIDDLE + 440, 740), (_MIDDLE + 384, 590), (_MIDDLE + 318, 474)]),
        *curve([(_MIDDLE + 318, 474), (_MIDDLE + 308, 700), (_MIDDLE + 311, 950), (_MIDDLE + 318, 1150)]),
        *curve([(_MIDDLE + 318, 1150), (_MIDDLE + 160, 1164), (_MIDDLE, 1168)]),
    ]
    neck = curve(
        [(_MIDDLE - 132, 150), (_MIDDLE - 104, 214), (_MIDDLE, 262), (_MIDDLE + 104, 214), (_MIDDLE + 132, 150)]
    )
    return [*right, *mirrored(right, _MIDDLE), *neck]


def _body(sheet: Sheet) -> None:
    u, v = sheet.x - _MIDDLE, sheet.y
    relief = _jersey(sheet) + _folds(sheet, u, v) + 10 * np.sqrt(np.clip(1 - (u / 720) ** 2, 0.05, 1))
    relief -= _seams(u, v)
    sheet.lay(sheet.outline(_outline(), 3.5), relief.astype(np.float32), _print(sheet, u, v), 6, 9)


def _jersey(sheet: Sheet) -> Field:
    """Fine knit: too small to count its stitches, large enough to see that it is cloth."""
    return (0.04 * sheet.noise(0.9, 2.0) + 0.04 * sheet.noise(2.0, 0.9) + 0.10 * np.sin(sheet.x * 2.2)).astype(
        np.float32
    )


def _folds(sheet: Sheet, u: Field, v: Field) -> Field:
    """Pulls from armpit to middle, hanging folds towards the hem, creases across the sleeves."""
    wander = sheet.noise(200, 160) * 16
    folds = 8 * sheet.noise(210, 330, 8) + 3.5 * sheet.noise(70, 260, 10) * np.clip((v - 500) / 500, 0.15, 1)
    for side in (-1, 1):
        inwards = 318 - side * u
        for start, steep, strength, size in (
            (478, 0.75, 10, 15),
            (500, 0.3, 8, 16),
            (560, 1.1, 7, 18),
            (470, -0.7, 6, 15),
        ):
            line = v - start - steep * inwards + wander
            folds = folds + strength * np.exp(-((line / size) ** 2)) * np.exp(-(((inwards - 20) / 130) ** 2))
        outwards = side * u - 330
        for start, steep, at in ((330, 0.9, 60), (420, 0.75, 60), (640, 0.5, 160), (700, 0.2, 190), (740, -0.35, 200)):
            line = v - start - steep * outwards + wander * 0.6
            folds = folds + 5 * np.exp(-((line / 14) ** 2)) * np.exp(-(((outwards - at) / 90) ** 2))
    return folds.astype(np.float32)


def _seams(u: Field, v: Field) -> Field:
    """Grooves: where sleeves are set in, and the double stitching above every hem."""
    across = np.abs(u)
    armhole = np.interp(v, [225, 260, 340, 420, 480], [300, 312, 312, 303, 316]).astype(np.float32)
    groove = 4 * np.exp(-(((across - armhole) / 2.4) ** 2)) * (v < 480)
    dashes = 0.6 + 0.4 * np.sign(np.sin(u * 1.1))
    hem = np.zeros_like(u)
    for offset in (26, 32):
        hem += np.exp(-(((v - (1168 - 0.00018 * u**2) + offset) / 1.3) ** 2)) * (across < 322)
        cuff = (v - 1088) - (across - 528) * -0.19
        hem += np.exp(-(((cuff + offset) / 1.4) ** 2)) * (across > 400)
    return (groove + 1.5 * hem * dashes).astype(np.float32)


def _neckband(sheet: Sheet, side: int) -> None:
    """One half of the ribbed band round the opening; the two meet in the middle of the front."""
    outer = [(132, 148), (126, 196), (104, 236), (58, 268), (0, 278)]
    inner = [(104, 145), (98, 184), (82, 212), (46, 240), (0, 248)]
    ring = [*curve(outer), *reversed(curve(inner))]
    mask = sheet.outline([(_MIDDLE + side * x, y) for x, y in ring], 2)
    angle = np.arctan2(sheet.y - 130, sheet.x - _MIDDLE)
    relief = 0.9 * np.sin(angle * 105) + 4
    albedo = np.broadcast_to(_CLOTH * 0.95, (*sheet.shape, 3)).astype(np.float32)
    middle: Mask = np.abs(sheet.x - _MIDDLE) < 14
    sheet.lay(mask, relief.astype(np.float32), albedo, 7, 7, sewn=middle)


def _print(sheet: Sheet, u: Field, v: Field) -> Field:
    """The cloth's colour with a badge on the chest: a sun over waves in a ring, and a name below."""
    x, y = u / 150, (v - 520) / 150
    radius = np.hypot(x, y)
    albedo = _CLOTH * (1 + 0.03 * sheet.noise(120, 160) + 0.02 * sheet.noise(1.2, 1.2))[..., None]
    worn = 0.94 + 0.05 * np.clip(sheet.noise(2.5, 2.5), -2, 0)
    albedo = _ink(albedo, _soft(1 - radius, 90) * worn, _INK)
    albedo = _ink(albedo, _soft(0.91 - radius, 90) * worn, _SEA)
    albedo = _ink(albedo, _soft(0.47 - np.hypot(x, y + 0.2), 90) * _soft(0.86 - radius, 90) * worn, _SUN)
    for row, level in enumerate((0.14, 0.36, 0.58)):
        wave = level + 0.055 * np.sin(8.5 * x + 2.1 * row)
        band = _soft(y - wave, 90) * _soft(wave + 0.115 - y, 90) * _soft(0.85 - radius, 90)
        albedo = _ink(albedo, band * worn, _INK)
    return _ink(albedo, _lettering(sheet) * worn, _INK).astype(np.float32)


def _lettering(sheet: Sheet) -> Field:
    image = np.zeros(sheet.shape, np.uint8)
    scale = sheet.scale
    text, font, size, weight = "HIGH TIDE CLUB", cv2.FONT_HERSHEY_DUPLEX, 1.25 * scale, 3 * scale
    (wide, _), _ = cv2.getTextSize(text, font, size, weight)
    corner = (int(_MIDDLE * scale - wide / 2), 730 * scale)
    cv2.putText(image, text, corner, font, size, 255, weight, cv2.LINE_AA)
    return image.astype(np.float32) / 255


def _ink(albedo: Field, where: Field, colour: Field) -> Field:
    return albedo * (1 - where[..., None]) + colour * where[..., None]


def _soft(inside: Field, sharp: float) -> Field:
    return np.clip(inside * sharp + 0.5, 0, 1)
