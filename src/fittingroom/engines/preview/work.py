"""What a fitting knows so far: each step of a recipe fills in its part."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.engines.preview.cloth import Cloth
from fittingroom.vision.fitting.backlight import Backlight
from fittingroom.vision.fitting.compose import Layers
from fittingroom.vision.fitting.dress import DressFit
from fittingroom.vision.fitting.fingergaps import FingerGaps
from fittingroom.vision.fitting.forearms import Forearm
from fittingroom.vision.fitting.frame import Frame
from fittingroom.vision.fitting.hemline import HemLine
from fittingroom.vision.fitting.length import Fit
from fittingroom.vision.fitting.lower import LowerRegions
from fittingroom.vision.fitting.mesh import Pins, solve_map
from fittingroom.vision.fitting.outline import Arm, OldTop, ShoulderLine, Sides
from fittingroom.vision.fitting.panels import Panel
from fittingroom.vision.fitting.regions import Regions
from fittingroom.vision.fitting.ribbons import Ribbon
from fittingroom.vision.fitting.scene import Light
from fittingroom.vision.fitting.sleeves import SleeveFit
from fittingroom.vision.fitting.strandedge import StrandEdge
from fittingroom.vision.fitting.torso import TorsoFit
from fittingroom.vision.garment import Garment
from fittingroom.vision.person import Person

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]
Pixels = NDArray[np.uint8]


@dataclass
class Work:
    """One picture in the making. All arrays but `photo`, `product` and `result` are at working size.

    refine: whether the slow steps are done. product: the garment's photo at its own size, where its detail is wanted.
    record: what was decided. sheer: whether sleeves are seen through. cleaned: skin that the old top stained, made
    good. cloth: the garment's fabric cut into pieces, which is under way. lace: how opaque the garment's body is, 0…1.
    threads: those that hang from holes in the old lower garment. ankles: skin between old trousers and shoes that is
    drawn anew. strands: the edge of hair before the cloth.
    strap_ends: where thin straps go on over the shoulders from a neckline's ends, 0…1.
    forearms: those raised before their own upper arms, which are drawn before them.
    body_light, sleeve_lights: light on those pieces alone, besides `light`.
    """

    photo: Pixels
    person: Person
    garment: Garment
    fit: Fit
    seed: int
    refine: bool
    product: Pixels | None = None

    record: dict[str, str] = field(default_factory=dict)

    frame: Frame = field(init=False)
    arms: tuple[Arm, Arm] = field(init=False)
    forearms: tuple[Forearm | None, Forearm | None] = (None, None)
    bulk: Mask = field(init=False)
    line: ShoulderLine = field(init=False)
    sides: Sides = field(init=False)
    old: OldTop = field(init=False)
    torso: TorsoFit = field(init=False)
    torso_map: Array = field(init=False)
    ribbons: tuple[Ribbon, ...] = ()
    gaps: FingerGaps = field(init=False)
    strap_ends: Array | None = None
    lace: Array = field(init=False)
    draped: DressFit = field(init=False)
    hem: HemLine | None = None
    sleeves: tuple[SleeveFit | None, SleeveFit | None] = field(init=False)
    sheer: bool = False
    regions: Regions = field(init=False)
    strands: StrandEdge | None = None
    legs: tuple[Arm, Arm] = field(init=False)
    threads: Mask = field(init=False)
    ankles: Mask = field(init=False)
    ground: Array = field(init=False)
    near_leg: int = field(init=False)
    bare_legs: Array = field(init=False)
    panels: tuple[Panel, ...] = field(init=False)
    panel_maps: tuple[Array, ...] = field(init=False)
    panel_sides: tuple[int, int] = field(init=False)
    span: tuple[float, float] = field(init=False)
    crotch: float = field(init=False)
    scale: float = field(init=False)
    lower: LowerRegions = field(init=False)
    cloth: Future[Cloth] = field(init=False)
    bare: Array = field(init=False)
    erased: Array = field(init=False)
    cleaned: Mask = field(init=False)
    open_: Array | None = None
    scene: Light = field(init=False)
    light: Array = field(init=False)
    body_light: Array | None = None
    sleeve_lights: tuple[Array | None, Array | None] = (None, None)
    cast: Array = field(init=False)
    backlight: Backlight = field(init=False)
    layers: Layers = field(init=False)
    result: Pixels = field(init=False)

    def lay(self, landmarks: Pins, scale: float) -> Array:
        """The map (H×W×2, garment's x and y) that `landmarks` ask for, at `scale` person's pixels a garment's pixel."""
        height, width = self.person.labels.shape
        spacing = self.frame.unit / (14 if self.refine else 9)
        return solve_map(landmarks, (0, 0, width, height), 1 / scale, spacing)


@dataclass(frozen=True)
class Step:
    """One step of a recipe. name: what a person is told. do: fills in its part of the work. show: the picture after
    it, uint8 H×W×3 RGB, for looking over the engine's shoulder."""

    name: str
    do: Callable[[Work], None]
    show: Callable[[Work], Pixels]


def to_side(image: Pixels, side: int) -> Pixels:
    """The picture with its long side at most `side`."""
    scale = side / max(image.shape[:2])
    if scale >= 1:
        return image
    return np.asarray(cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
