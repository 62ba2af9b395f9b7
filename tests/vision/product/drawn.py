"""Product photos drawn with known landmarks, for tests: the right half of each outline is given, the left mirrored.

Coordinates in the outlines are (distance from the axis, row).
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
Canvas = NDArray[np.float64]
Colour = tuple[int, int, int]
Half = list[tuple[int, int]]
SIZE = (1024, 768)
AXIS = 384
PLAIN_BLUE: Colour = (60, 90, 160)


@dataclass(frozen=True)
class Drawn:
    """A drawn photo and the truth about it. Points are (distance from the axis, row)."""

    image: Image
    mask: NDArray[np.bool_]
    points: dict[str, tuple[int, int]] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)


@dataclass
class Photo:
    """A photo being drawn."""

    canvas: Canvas
    mask: NDArray[np.bool_]

    @classmethod
    def empty(cls, background: int = 245, gradient: float = 0.0) -> "Photo":
        """A plain wall, with a little noise, getting darker downwards by `gradient`."""
        rng = np.random.default_rng(1)
        fall = np.linspace(0, gradient, SIZE[0])[:, None, None]
        canvas = np.full((*SIZE, 3), float(background)) - fall + rng.normal(0, 1.0, (*SIZE, 1))
        return cls(canvas, np.zeros(SIZE, bool))

    def shadow(self, polygons: list[NDArray[np.int32]], strength: float, blur: float, shift: tuple[int, int]) -> None:
        """The shadow that the polygons cast on the wall."""
        cast = np.zeros(SIZE, np.float32)
        for polygon in polygons:
            cv2.fillPoly(cast, [polygon + np.array(shift)], 1.0)
        self.canvas *= 1 - strength * cv2.GaussianBlur(cast, (0, 0), blur)[..., None]

    def lay(
        self, polygon: NDArray[np.int32], colour: Colour, pattern: Callable[[Canvas], Canvas] | None = None
    ) -> None:
        """One piece of fabric, with folds, a darker rim and perhaps a pattern."""
        shape = np.zeros(SIZE, np.uint8)
        cv2.fillPoly(shape, [polygon], 255, lineType=cv2.LINE_AA)
        soft = cv2.GaussianBlur(shape, (0, 0), 0.8)[..., None] / 255.0
        folds = 0.98 + 0.02 * np.sin(np.arange(SIZE[1]) / 23.0)[None, :, None]
        rim = cv2.distanceTransform((shape > 127).astype(np.uint8), cv2.DIST_L2, 5)[..., None]
        fabric = np.broadcast_to(np.array(colour, float), (*SIZE, 3))
        fabric = (pattern(fabric.copy()) if pattern else fabric) * folds * (1 - 0.08 * np.exp(-rim / 3))
        self.canvas = self.canvas * (1 - soft) + fabric * soft
        self.mask |= shape > 127

    def line(self, points: Half, colour: Colour, width: int = 2, mirrored: bool = True) -> None:
        """A seam or an edge."""
        for s in (1, -1) if mirrored else (1,):
            path = np.array([(AXIS + s * x, y) for x, y in points], np.int32)
            cv2.polylines(self.canvas, [path], False, colour, width, cv2.LINE_AA)

    def finished(self) -> Image:
        """The photo as bytes."""
        return np.clip(cv2.GaussianBlur(self.canvas, (0, 0), 0.7), 0, 255).astype(np.uint8)


def whole(half: Half) -> NDArray[np.int32]:
    """A polygon symmetric about the axis."""
    return np.array([(AXIS + x, y) for x, y in half] + [(AXIS - x, y) for x, y in reversed(half)], np.int32)


def both(half: Half) -> list[NDArray[np.int32]]:
    """A polygon on the right and its mirror image."""
    return [np.array([(AXIS + s * x, y) for x, y in half], np.int32) for s in (1, -1)]


def opening(half: int, top: int, depth: float, power: float, sag: float = 12) -> NDArray[np.int32]:
    """The inner side of the back above the front edge y = top + depth (1 - |u|^power)."""
    u = np.linspace(-1, 1, 61)
    front = np.stack([AXIS + u * half, top + depth * (1 - np.abs(u) ** power)], 1)
    back = np.stack([AXIS + u * half, top + sag * (1 - u**2)], 1)[::-1]
    return np.vstack([front, back]).astype(np.int32)


def darker(colour: Colour, by: int = 45) -> Colour:
    """The same, in the shade."""
    r, g, b = (max(0, c - by) for c in colour)
    return r, g, b


def striped(canvas: Canvas) -> Canvas:
    """Navy stripes across."""
    canvas[(np.arange(SIZE[0]) // 14) % 2 == 0] = (30, 34, 60)
    return canvas


def dotted(canvas: Canvas) -> Canvas:
    """White dots."""
    y, x = np.mgrid[: SIZE[0], : SIZE[1]]
    canvas[((x % 40 - 20) ** 2 + (y % 40 - 20) ** 2) < 90] = (250, 250, 250)
    return canvas


def back_edge(half: int, top: int, sag: float = 12) -> Half:
    """The back neckline from the axis to the neck point."""
    return [(x, top + round(sag * (1 - (x / half) ** 2))) for x in range(0, half, 6)]


def tee(
    colour: Colour = PLAIN_BLUE,
    background: int = 245,
    depth: float = 90,
    power: float = 2.2,
    shadow: float = 0.0,
    neck: int = 85,
    pattern: Callable[[Canvas], Canvas] | None = None,
    gradient: float = 0.0,
    hook: bool = False,
    rib: bool = False,
    label: bool = False,
) -> Drawn:
    """A short-sleeved top whose inner back is seen through the neck."""
    half = [*back_edge(neck, 200), (neck, 200), (190, 235), (320, 380), (245, 430), (180, 380), (180, 820)]
    photo = Photo.empty(background, gradient)
    if shadow:
        photo.shadow([whole(half)], shadow, 9, (14, 18))
    if hook:
        hanger = [(0, 214), (0, 150), (18, 140), (24, 118), (10, 100), (-12, 106)]
        photo.line(hanger, (150, 150, 155), 5, mirrored=False)
    photo.lay(whole(half), colour, pattern)
    mask = photo.mask.copy()
    if rib:
        photo.lay(opening(neck + 18, 203, depth + 18, power, sag=0), darker(colour, 25))
    photo.lay(opening(neck, 200, depth, power), darker(colour))
    if label:
        photo.lay(whole([(20, 220), (20, 236)]), (240, 240, 235))
    points = {"armpit": (180, 380), "tip": (190, 235), "neck": (neck, 200), "cuff": (282, 405)}
    return Drawn(photo.finished(), mask, points, {"neck": 200 + round(depth), "hem": 820})


def jumper(colour: Colour = (150, 70, 60), fused: bool = False, high: bool = False) -> Drawn:
    """Long sleeves, hanging beside the body or lying on it; a crew or a high neck."""
    photo = Photo.empty()
    top = [(60, 205), (60, 150)] if high else [(80, 200)]
    edge = [(x, 150 if high else 200) for x in range(0, top[-1][0], 10)]
    body = [*edge, *reversed(top), (175, 240), (178, 380), (180, 760)]
    sleeve = [(170, 236), (215, 275), (262, 780), (200, 785), (176, 400)]
    if not fused:
        sleeve = [(170, 236), (225, 280), (320, 770), (255, 785), (177, 385)]
    for part in both(sleeve):
        photo.lay(part, colour)
    photo.lay(whole(body), colour)
    if fused:
        photo.line([(178, 385), (185, 560), (190, 760)], darker(colour, 60), 2)
    photo.lay(opening(60, 150, 16, 2.2, 4) if high else opening(80, 200, 70, 2.2), darker(colour))
    if high:
        photo.line([(0, 214), (30, 211), (60, 205)], darker(colour, 30), 2)
    points = {"armpit": (178, 385), "neck": (60, 205) if high else (80, 200)}
    return Drawn(photo.finished(), photo.mask, points, {"hem": 760})


def hoodie(colour: Colour = (140, 140, 145)) -> Drawn:
    """A hood that lies up behind the neck, long sleeves, cords."""
    photo = Photo.empty(250)
    for part in both([(165, 300), (225, 340), (310, 800), (245, 815), (177, 440)]):
        photo.lay(part, colour)
    photo.lay(whole([(0, 290), (110, 285), (175, 305), (178, 440), (180, 800)]), colour)
    hood = [(x, 140 + round(0.004 * x * x)) for x in range(0, 110, 10)]
    photo.lay(whole([*hood, (120, 215), (122, 290), (60, 320), (0, 330)]), colour)
    photo.lay(whole([(0, 160), (60, 170), (92, 215), (60, 280), (0, 305)]), darker(colour, 40))
    photo.line([(22, 318), (26, 430)], darker(colour, -60), 5)
    return Drawn(photo.finished(), photo.mask, {"armpit": (177, 440), "neck": (122, 288)}, {"hem": 800, "neck": 305})


def shirt(colour: Colour = (200, 215, 235), long: bool = True) -> Drawn:
    """A shirt or polo: collar with points, placket, buttons."""
    photo = Photo.empty(255)
    sleeve = [(165, 236), (215, 275), (315, 770), (250, 785), (177, 385)]
    if not long:
        sleeve = [(165, 236), (220, 270), (300, 400), (235, 430), (178, 380)]
    for part in both(sleeve):
        photo.lay(part, colour)
    photo.lay(whole([(0, 215), (78, 210), (175, 240), (178, 385), (180, 800)]), colour)
    photo.lay(whole([(0, 165), (48, 165), (78, 212), (40, 230), (0, 240)]), colour)
    photo.lay(whole([(0, 178), (44, 178), (30, 215), (0, 262)]), darker(colour, 60))
    for part in both([(48, 165), (80, 212), (62, 285), (28, 245), (3, 262), (40, 195)]):
        photo.lay(part, colour)
        cv2.polylines(photo.canvas, [part], True, darker(colour, 50), 2, cv2.LINE_AA)
    photo.line([(0, 262), (0, 800)], darker(colour, 35), 2, mirrored=False)
    for y in range(300, 780, 70):
        cv2.circle(photo.canvas, (AXIS, y), 5, darker(colour, 70), -1)
    points = {"armpit": (177, 385), "neck": (78, 210)}
    return Drawn(photo.finished(), photo.mask, points, {"hem": 800, "neck": 262})


def camisole(colour: Colour = (190, 60, 110), length: int = 700, strap: int = 7) -> Drawn:
    """Thin straps, open above."""
    photo = Photo.empty(240)
    for part in both([(95, 150), (95 + strap, 150), (135, 320), (118, 330)]):
        photo.lay(part, colour)
    top = [(x, 400 - round(0.0055 * x * x)) for x in range(0, 125, 12)]
    photo.lay(whole([*top, (135, 315), (165, 390), (170, 480), (195, length)]), colour)
    return Drawn(photo.finished(), photo.mask, {"neck": (95, 150), "armpit": (165, 390)}, {"neck": 400, "hem": length})


def tank(colour: Colour = (240, 238, 230), background: int = 225) -> Drawn:
    """Broad straps, a round neck with the back seen behind it, deep armholes."""
    photo = Photo.empty(background)
    armhole = [(130, 205), (118, 270), (122, 330), (160, 390)]
    photo.lay(whole([*back_edge(75, 195, 40), (75, 195), *armhole, (172, 400), (175, 790)]), colour)
    photo.lay(opening(75, 195, 150, 2.4, 40), darker(colour, 30))
    return Drawn(photo.finished(), photo.mask, {"neck": (75, 195), "armpit": (172, 400)}, {"neck": 345, "hem": 790})


def cardigan(colour: Colour = (120, 140, 100)) -> Drawn:
    """Open in front from neck to hem; the inner side of the back is seen between."""
    photo = Photo.empty()
    for part in both([(165, 236), (225, 280), (320, 770), (255, 785), (177, 385)]):
        photo.lay(part, colour)
    photo.lay(whole([*back_edge(80, 200), (80, 200), (175, 240), (178, 385), (182, 800)]), colour)
    photo.lay(whole([(0, 212), (78, 200), (70, 330), (55, 500), (50, 800)]), darker(colour, 60))
    return Drawn(photo.finished(), photo.mask, {"neck": (80, 200), "armpit": (177, 385)}, {"hem": 800})


def dress(colour: Colour = (40, 110, 90), strapless: bool = False, sleeves: bool = False) -> Drawn:
    """A dress with a waist and a wide skirt."""
    photo = Photo.empty(255)
    skirt = [(75, 420), (130, 560), (190, 930)]
    if strapless:
        photo.lay(whole([(0, 205), (50, 190), (98, 205), *skirt]), colour)
        return Drawn(photo.finished(), photo.mask, {"waist": (75, 420)}, {"hem": 930, "neck": 205})
    photo.lay(whole([*back_edge(50, 110), (50, 110), (95, 125), (85, 190), (100, 235), *skirt]), colour)
    if sleeves:
        for part in both([(85, 121), (125, 150), (150, 260), (112, 268), (96, 225)]):
            photo.lay(part, colour)
    photo.lay(opening(50, 110, 60, 2.2), darker(colour, 35))
    points = {"waist": (75, 420), "armpit": (98, 230) if sleeves else (100, 235), "neck": (50, 110)}
    return Drawn(photo.finished(), photo.mask, points, {"hem": 930, "neck": 170})


def trousers(colour: Colour = (70, 80, 110), length: int = 960, gap: int = 14, background: int = 255) -> Drawn:
    """Trousers, or shorts if short; with a gap of 0 the legs touch."""
    photo = Photo.empty(background)
    photo.lay(whole([(0, 80), (110, 76), (140, 200), (145, 330), (135, length), (0, length)]), colour)
    if gap:
        wedge = np.array([(AXIS, 340), (AXIS + gap, length + 2), (AXIS - gap, length + 2)], np.int32)
        photo.lay(wedge, (background, background, background))
        cv2.fillPoly(photo.canvas, [wedge], (background,) * 3)
        hole = np.zeros(SIZE, np.uint8)
        cv2.fillPoly(hole, [wedge], 1)
        photo.mask &= hole == 0
    else:
        photo.line([(0, 340), (0, length)], darker(colour, 50), 3, mirrored=False)
    photo.line([(0, 110), (114, 106)], darker(colour, 30), 2)
    return Drawn(photo.finished(), photo.mask, {"crotch": (0, 340)}, {"hem": length, "waist": 78})


def skirt(colour: Colour = (180, 150, 60), flare: int = 230, length: int = 700) -> Drawn:
    """A skirt with a waistband."""
    photo = Photo.empty(250)
    photo.lay(whole([(0, 180), (95, 176), (max(flare * 6 // 10, 112), 380), (flare, length), (0, length + 15)]), colour)
    photo.line([(0, 215), (97, 210)], darker(colour, 30), 2)
    return Drawn(photo.finished(), photo.mask, {}, {"hem": length, "waist": 178})
