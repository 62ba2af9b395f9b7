"""What a haircut is made of: layers of loose hair, and what is tied, braided or twisted."""

from dataclasses import dataclass, field
from enum import StrEnum

from fittingroom.vision.hair.strands import Combing, Shape

#: Units of length up to which hair is stubble.
STUBBLE = 0.2
_GROWN = 0.1  # share of a strand that all of stubble counts as


@dataclass(frozen=True)
class Where:
    """Which roots belong to a layer; every range is from … to. azimuth: degrees from the front, both sides alike.
    elevation, start: radians above the brow and above the hairline. across: −1 … 1, x. inside out with `beyond`.
    above: radians above the brow from which on hair grows at all."""

    azimuth: tuple[float, float] = (0, 181)
    elevation: tuple[float, float] = (-9, 9)
    start: tuple[float, float] = (-9, 9)
    across: tuple[float, float] = (-9, 9)
    beyond: bool = False
    above: float = -9


class Level(StrEnum):
    """Heights that a cut may follow."""

    BROW = "brow"
    CHIN = "chin"
    SHOULDER = "shoulder"


@dataclass(frozen=True)
class Until:
    """Where scissors went: `offset` units above a level, `ragged` units up and down, and strands by about as much
    shorter; falling by `arch` a unit away from the middle, by `tilt` a unit to +x, by `back` a unit behind the ears,
    by `over` units over these.
    thin: units by which strands are shorter besides, on average, so that their ends let skin through."""

    level: Level
    offset: float = 0.0
    ragged: float = 0.03
    arch: float = 0.0
    tilt: float = 0.0
    back: float = 0.0
    over: float = 0.0
    thin: float = 0.0


@dataclass(frozen=True)
class Lay:
    """Loose hair. count: strands. length: units, `vary` its deviation; times base + gain · elevation within least …
    most (`slope`). shell: how far above the skull strands run, from … to, units.
    tuck: units by which the ends turn in. dome: x at which the shell has sunk to the skull, 0 for an even one.
    rise: units from the parting (the lower end of where.across) over which the shell rises. gloss: how
    much of a band of light goes over its strands, 1 as much as over hair that is pulled tight."""

    count: int
    length: float
    combing: Combing
    shape: Shape = field(default_factory=Shape)
    where: Where = field(default_factory=Where)
    shell: tuple[float, float] = (0.05, 0.18)
    vary: float = 0.08
    slope: tuple[float, float, float, float] = (1.0, 0.0, 0.1, 2.0)
    until: Until | None = None
    width: float = 1.0
    tuck: float = 0.0
    dome: float = 0.0
    rise: float = 0.0
    gloss: float = 0.0


class Form(StrEnum):
    """What becomes of hair that is gathered."""

    TAIL = "tail"
    BUN = "bun"
    BRAID = "braid"
    FISHTAIL = "fishtail"


@dataclass(frozen=True)
class Tied:
    """Hair gathered at `place` (of the skull's semi-axes from its centre; x is mirrored where `both`).

    form: what it becomes. length, width: units. heading: which way it leaves. offset: of its middle from the place.
    curl, turns: of a tail. drop: 0…1, how fast it falls. bow: units by which a plait hangs in a bow to its side.
    behind: whether a fringe falls before the hair that leads there, which lies in the shade then.
    """

    place: tuple[float, float, float]
    form: Form
    length: float = 2.4
    width: float = 0.3
    heading: tuple[float, float, float] = (0, 0, -1)
    offset: tuple[float, float, float] = (0, 0, 0)
    curl: float = 0.0
    turns: float = 0.6
    drop: float = 0.16
    bow: float = 0.0
    behind: bool = False
    both: bool = False
    gather: Where | None = field(default_factory=Where)
    shell: tuple[float, float] = (0.02, 0.06)


class Twist(StrEnum):
    """How a lock is made."""

    BRAID = "braid"
    LOC = "loc"
    ROW = "row"


@dataclass(frozen=True)
class Locks:
    """Many braids or locs all over the head. spacing: between them, width: their own half-width, length: units. parted:
    0…1, how much of the scalp is seen in the partings between them."""

    twist: Twist
    spacing: float
    width: float
    length: float
    parted: float = 0.0


@dataclass(frozen=True)
class Style:
    """One haircut. words: for people. ears: whether they show. coat: how dense hair looks on the skull itself.
    depth: how much the hair shades itself. fringe: whether a fringe that was there may stay. beside: how far it may lie
    over the cheeks' edge, units."""

    words: str
    layers: tuple[Lay, ...] = ()
    tied: tuple[Tied, ...] = ()
    locks: Locks | None = None
    ears: bool = False
    coat: float = 0.9
    depth: float = 0.55
    fringe: bool = True
    beside: float = 0.06

    @property
    def fringed(self) -> bool:
        """Whether some of it hangs over the forehead."""
        return any(
            layer.combing.comb == "forward"
            or (layer.combing.comb == "part" and not layer.combing.clear)
            or (layer.until is not None and layer.until.level is Level.BROW)
            for layer in self.layers
        )

    @property
    def drawn_up(self) -> bool:
        """Whether all the hair is long and tied, that of the sides too, which then is never short."""
        return bool(self.tied) and not any(layer.length <= STUBBLE for layer in self.layers)

    @property
    def lying(self) -> float:
        """0…1, the share of a strand from which on those beside it run alike: not where they are in locks or stand on
        end, nor in stubble."""
        stubble = [layer.length <= STUBBLE for layer in self.layers]
        upright = any(layer.combing.comb == "out" for layer in self.layers)
        if self.locks is not None or upright or (all(stubble) and not self.tied):
            return 1.0
        return _GROWN if any(stubble) else 0.0
