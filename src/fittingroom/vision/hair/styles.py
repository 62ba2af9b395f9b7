"""The haircuts: one entry each. docs/hairstyles.md says how to read and add them."""

from dataclasses import replace
from typing import Any

from fittingroom.tryon.kinds import Haircut
from fittingroom.vision.hair.strands import Combing, Shape
from fittingroom.vision.hair.style import Form, Lay, Level, Locks, Style, Tied, Twist, Until, Where

#: All but the roots along the forehead.
_BEHIND = Where(azimuth=(0, 44), start=(-9, 0.07), beyond=True)
#: Sides and back.
_LOW = Where(elevation=(-9, 0.6))


def _rest(width: float, deep: float) -> Where:
    """All roots but a fringe's."""
    return Where(azimuth=(0, width), start=(-9, deep), beyond=True)


def _long(length: float, until: Until | None = None, where: Where | None = None, **changes: Any) -> Lay:
    """Hair that hangs from a parting."""
    keys = ("part", "lift", "gravity", "sway", "loose", "settle", "stiff", "reach", "clear", "steps", "cling")
    combing = Combing(
        "part", **{"gravity": 0.6, "cling": 0.25, **{key: changes.pop(key) for key in keys if key in changes}}
    )
    shape = Shape(**{"clumps": 320, "clump": 0.45, "frizz": 0.01, **changes.pop("shape", {})})
    rest = {"count": 10000, "shell": (0.05, 0.2), "vary": 0.06, **changes}
    return Lay(length=length, combing=combing, shape=shape, where=where or Where(), until=until, **rest)


def _short(length: float, comb: str = "whorl", where: Where | None = None, **changes: Any) -> Lay:
    """Hair too short to hang."""
    keys = ("sway", "lift", "settle", "loose", "stiff", "reach", "swirl", "crown", "gravity", "steps", "cling")
    combing = Combing(
        comb, **{"steps": 26, "clear": False, **{key: changes.pop(key) for key in keys if key in changes}}
    )
    shape = Shape(**{"clumps": 140, "clump": 0.6, "frizz": 0.01, "count": 28, **changes.pop("shape", {})})
    return Lay(length=length, combing=combing, shape=shape, where=where or Where(), **{"count": 9000, **changes})


def _cropped(
    length: float = 0.08,
    where: Where | None = None,
    count: int = 10000,
    lift: float = 0.35,
    slope: tuple[float, float, float, float] = (1, 0, 0.1, 2),
) -> Lay:
    """Cut to stubble."""
    combing = Combing("whorl", lift=lift, loose=0.15, crown=(0, 0.95, -0.3), steps=6, clear=False)
    shape = Shape(clumps=count, clump=0.0, frizz=0.003, count=6)
    return Lay(count, length, combing, shape, where or Where(), (0, 0.02), 0.25, slope)


#: How much of a band of light a smooth fringe has.
_GLOSS = 1.4


def _fringe(until: Until, width: float = 46, deep: float = 0.5, count: int = 8000, **changes: Any) -> Lay:
    """Hair that falls over the forehead."""
    shape = Shape(**{"clumps": 60, "clump": 0.45, "frizz": 0.008, "count": 28, **changes.pop("shape", {})})
    combing = Combing("forward", sway=(changes.pop("sweep", 0.0), 0, 0), lift=changes.pop("lift", 0.28), gravity=0.8,
                      reach=0.25, clear=False, loose=changes.pop("loose", 0.04), steps=28)  # fmt: skip
    where = Where(azimuth=(0, width), start=(-9, deep))
    return Lay(count, 1.6, combing, shape, where, changes.pop("shell", (0.05, 0.13)), until=until,
               **{"gloss": _GLOSS, **changes})  # fmt: skip


#: Where the hair of a full fringe falls from, of the skull's semi-axes: a little before the highest point of the head.
_CROWN = (0.0, 0.96, -0.28)
_TO_CROWN = 1.1  # radians above the hairline up to which the roots of a full fringe lie


def _full_fringe(until: Until, width: float, count: int = 8000, **changes: Any) -> Lay:
    """Hair that falls from the crown over the forehead: its roots are a triangle whose sides run as its strands do. One
    whose roots end lower shows a seam there, across which the hair behind falls to the sides."""
    shape = Shape(**{"clumps": 60, "clump": 0.45, "frizz": 0.008, "count": 36, **changes.pop("shape", {})})
    combing = Combing("whorl", lift=0.2, gravity=0.8, crown=_CROWN, swirl=0.0, cling=changes.pop("cling", 0.35),
                      reach=0.25, clear=False, loose=changes.pop("loose", 0.04), steps=34)  # fmt: skip
    return Lay(count, 2.4, combing, shape, Where(azimuth=(0, width), start=(-9, _TO_CROWN)),
               changes.pop("shell", (0.05, 0.13)), until=until, **{"gloss": _GLOSS, **changes})  # fmt: skip


def _loose_ends(curl: float = 0.05, length: float = 1.3) -> Lay:
    """A few strands before the ears that were not tied."""
    return _long(length, where=Where(azimuth=(44, 60), start=(-9, 0.1)), count=220, lift=0.2, shell=(0.02, 0.06),
                 shape={"clumps": 4, "clump": 0.85, "sharp": 0.3, "curl": curl, "turns": 0.6, "kept": 0.9, "tips": 0.95,
                        "frizz": 0.006})  # fmt: skip


_BESIDE, _FRAMED = 0.12, 0.26  # units by which loose hair over the ears, and wisps, lie over the cheeks' edge
#: Hair that falls from the temples over an ear, which it hides.
COVERING = _long(
    1.05, where=Where(azimuth=(56, 112), start=(-9, 0.3)), count=2250, slope=(1, 0.6, 0.5, 1.6),
    sway=(0.5, 0.2, 0.6), lift=0.15, loose=0.03, shell=(0.0, 0.02), vary=0.12, cling=0.4, tuck=0.95,
    shape={"clumps": 20, "clump": 0.6, "sharp": 1.2, "frizz": 0.008, "tips": 0.85, "pointed": 0.3, "uneven": 0.1},
)  # fmt: skip
#: Hair drawn back from the temples over the ears to where it is tied: it passes behind the jaw, and ends nowhere.
SWEPT = _long(
    0.9, where=Where(azimuth=(62, 125), start=(-9, 0.35)), count=2250, slope=(1, 0.6, 0.5, 1.6),
    sway=(0.5, -0.6, 2.5), lift=0.15, loose=0.03, shell=(0.0, 0.03), vary=0.25, cling=0.4, tuck=0.95,
    shape={"clumps": 40, "clump": 0.6, "sharp": 1.2, "frizz": 0.008, "tips": 0.85, "pointed": 0.2, "uneven": 0.2},
)  # fmt: skip
#: A few strands that weren't tied: they hang on before the cheeks' edge. More of them would be a lock that stops there.
FRAMING = _long(
    1.65, where=Where(azimuth=(56, 70), start=(-9, 0.18)), count=180, sway=(0.5, 0.2, 0.2), lift=0.2,
    loose=0.03, shell=(0.0, 0.05), vary=0.25,
    shape={"clumps": 6, "clump": 0.65, "sharp": 0.4, "curl": 0.09, "turns": 0.6, "kept": 0.9, "tips": 0.95},
)  # fmt: skip

_CURLS = {"clumps": 260, "clump": 0.93, "sharp": 0.25, "spread": 0.2, "count": 84, "frizz": 0.012, "tips": 0.85}
#: Straight hair bends a little where it falls.
_DRAPE = {"clump": 0.4, "frizz": 0.008, "curl": 0.045, "turns": 0.25, "kept": 0.8}
#: Cut to one length: its locks still end in points, a little before or after each other.
_TRIMMED = {**_DRAPE, "wide": 30, "gathered": 0.16, "pointed": 0.08, "uneven": 0.03, "tips": 0.85}
#: Hair that hangs free gathers in wide locks, which end before or after each other and in points.
_FREE = {"wide": 34, "gathered": 0.45, "pointed": 0.25, "uneven": 0.12}
#: The ends of a light fringe: many small locks in a few wide ones, no two of one length.
_FEATHERED = {"clumps": 100, "clump": 0.65, "sharp": 1.3, "tips": 0.9, "pointed": 0.24, "uneven": 0.07, "wide": 14}
_WAVES = {"clumps": 120, "clump": 0.8, "curl": 0.11, "turns": 0.55, "kept": 0.75, "relaxed": 0.7, "count": 56}

#: A light fringe down to the brows, of heads with two tails.
_OVER_BROWS = _full_fringe(Until(Level.BROW, -0.03, 0.03, arch=0.25, thin=0.11), 72, 7500, loose=0.07, shape=_FEATHERED)
#: What hangs from a light fringe's sides before the ears: it ends in these rather than at a bare temple.
_SIDELOCKS = _long(
    1.1, where=Where(azimuth=(48, 84), start=(-9, 0.3)), count=420, sway=(0.5, 0.2, -0.2), lift=0.2, loose=0.05,
    shell=(0.03, 0.1), vary=0.3, slope=(1, 0.3, 0.5, 1.6),
    shape={**_FEATHERED, "clumps": 18, "wide": 0, "tips": 0.95, "pointed": 0.3, "uneven": 0.4},
)  # fmt: skip


#: Radians above the brow below which the back of a head is cropped: beside a turned neck upright hair there is a tuft.
_NAPE = 0.1


STYLES: dict[Haircut, Style] = {
    Haircut.AFRO: Style(
        "a round cloud of tight curls",
        (
            _short(
                0.8,
                "out",
                lift=1.0,
                loose=0.16,
                stiff=0.95,
                count=12000,
                shell=(0, 0.02),
                vary=0.07,
                slope=(1, 0.35, 0.7, 1),
                shape={"clumps": 900, "clump": 0.8, "curl": 0.06, "turns": 3.4, "relaxed": 0.08, "count": 56},
            ),
        ),
        ears=True,
        depth=1.8,
        fringe=False,
    ),
    Haircut.BOB_CUT: Style(
        "straight to the chin, one length",
        (
            _long(
                3,
                Until(Level.CHIN, 0.3, 0.04, thin=0.03),
                part=0.3,
                shell=(0.04, 0.15),
                cling=0.4,
                tuck=0.2,
                shape=_TRIMMED,
            ),
        ),
    ),
    Haircut.BOWL_CUT: Style(
        "one straight line round the head at the brows",
        (
            _short(
                2.6,
                count=12000,
                crown=(0, 0.97, -0.25),
                swirl=0.12,
                lift=0.22,
                loose=0.02,
                stiff=0.7,
                cling=0.45,
                tuck=0.05,
                reach=0.5,
                steps=34,
                shell=(0.05, 0.14),
                vary=0.02,
                gloss=_GLOSS,
                until=Until(Level.BROW, 0.0, 0.02, arch=0.1, back=0.4, thin=0.02),
                shape={
                    "clumps": 230,
                    "clump": 0.65,
                    "sharp": 2.2,
                    "tips": 0.85,
                    "frizz": 0.008,
                    "count": 36,
                    "pointed": 0.25,
                    "uneven": 0.035,
                    "wide": 40,
                    "gathered": 0.2,
                },
            ),
            _cropped(0.07, Where(elevation=(-9, 0.1)), 5000),
        ),
        ears=True,
    ),
    Haircut.BOX_BRAIDS: Style(
        "many thin long braids",
        locks=Locks(Twist.BRAID, 0.21, 0.08, 3.2, 0.55),
        coat=0.85,
        fringe=False,
    ),
    Haircut.BUZZ_CUT: Style(
        "shaved to a few millimetres", (_cropped(0.07, count=30000),), ears=True, coat=0.8, fringe=False
    ),
    Haircut.CHIGNON: Style(
        "smooth, with a bun low in the neck",
        (),
        (Tied((0.4, -0.6, -0.75), Form.BUN, width=0.54, offset=(0.34, -0.6, -0.05)),),
        ears=True,
        fringe=False,
    ),
    Haircut.COMB_OVER: Style(
        "short sides, the top combed to one side",
        (
            _cropped(0.11, Where(elevation=(0.78, 9), across=(-0.63, 0.63), beyond=True), slope=(1, 1.6, 0.8, 2.4)),
            _short(
                0.98,
                "side",
                Where(elevation=(0.6, 9), across=(-0.6, 9)),
                sway=(1, 0, 0.25),
                lift=0.2,
                loose=0.05,
                stiff=0.82,
                reach=0.5,
                count=9000,
                shell=(0.03, 0.24),
                rise=0.75,
                vary=0.14,
                until=Until(Level.BROW, 0.3, 0.06, tilt=-0.1),
                shape={"clumps": 140, "clump": 0.5, "count": 32},
            ),
        ),
        ears=True,
        coat=0.78,
        fringe=False,
    ),
    Haircut.CORNROW_BRAIDS: Style(
        "braids laid tight on the head in rows",
        (_cropped(0.02, Where(start=(0.05, 9)), 14000),),
        locks=Locks(Twist.ROW, 0.17, 0.088, 0.5),
        ears=True,
        coat=0.85,
        fringe=False,
    ),
    Haircut.CURLY_BOB: Style(
        "curls to the chin",
        (
            _long(
                2.3,
                Until(Level.CHIN, 0.05, 0.1),
                where=_BEHIND,
                part=0.2,
                count=9000,
                lift=0.4,
                shell=(0.08, 0.36),
                vary=0.15,
                shape={**_CURLS, "curl": 0.085, "turns": 2.0, "relaxed": 0.3},
            ),
        ),
        depth=1.1,
    ),
    Haircut.CURLY_SHAG: Style(
        "curls in layers, with a curly fringe",
        (
            _long(
                2.3,
                where=_rest(60, 0.9),
                count=8500,
                lift=0.4,
                loose=0.08,
                shell=(0.08, 0.36),
                vary=0.3,
                slope=(1.25, -0.6, 0.62, 1),
                shape={**_CURLS, "curl": 0.085, "turns": 2.0, "relaxed": 0.3},
            ),
            _full_fringe(
                Until(Level.BROW, 0.02, 0.06, arch=0.25, thin=0.09),
                74,
                9500,
                shell=(0.08, 0.3),
                cling=0,
                gloss=0,
                loose=0.14,
                shape={
                    **_CURLS,
                    "clumps": 110,
                    "clump": 0.8,
                    "curl": 0.085,
                    "turns": 2.0,
                    "count": 60,
                    "tips": 0.6,
                    "pointed": 0.2,
                    "uneven": 0.1,
                },
            ),
        ),
        depth=1.1,
    ),
    Haircut.DOUBLE_BUN: Style(
        "two buns high on the head",
        (),
        (Tied((0.62, 0.8, 0.05), Form.BUN, width=0.42, offset=(0.1, 0.24, 0), both=True),),
        ears=True,
    ),
    Haircut.DREADLOCKS: Style(
        "thick matted locks",
        locks=Locks(Twist.LOC, 0.36, 0.1, 2.7, 0.25),
        coat=0.85,
        fringe=False,
    ),
    Haircut.FAUX_HAWK: Style(
        "short sides, a ridge up the middle",
        (
            _cropped(0.1, Where(across=(-0.62, 0.62), beyond=True), slope=(1, 1.2, 0.8, 2.2)),
            _cropped(0.08, Where(across=(-0.7, 0.7), elevation=(-9, _NAPE)), 5000),
            _short(
                0.56,
                "up",
                Where(across=(-0.74, 0.74), start=(0.0, 9), above=_NAPE),
                sway=(0.5, 0, -0.25),
                lift=0.9,
                loose=0.1,
                stiff=0.95,
                gravity=0.2,
                count=9500,
                shell=(0, 0.03),
                dome=0.78,
                vary=0.2,
                shape={"clumps": 190, "clump": 0.75, "sharp": 0.9, "frizz": 0.006, "count": 24, "tips": 0.95},
            ),
        ),
        ears=True,
        coat=0.75,
        depth=0.35,
        fringe=False,
    ),
    Haircut.FISHTAIL_BRAID: Style(
        "one fine plait over the shoulder",
        (),
        (
            Tied(
                (0.5, -0.7, -0.72),
                Form.FISHTAIL,
                length=3.0,
                width=0.22,
                heading=(0.6, -0.75, 0.5),
                bow=0.16,
                shell=(0.03, 0.1),
            ),
        ),
        ears=True,
    ),
    Haircut.LONG_CURLY: Style(
        "curls to the chest",
        (
            _long(
                3.1,
                where=_BEHIND,
                count=8500,
                lift=0.4,
                shell=(0.08, 0.34),
                vary=0.14,
                gravity=0.7,
                shape={**_CURLS, "curl": 0.12, "turns": 1.4, "relaxed": 0.5},
            ),
        ),
        depth=1.1,
    ),
    Haircut.LONG_HAIR_TIED_UP: Style(
        "long, the upper half gathered at the crown",
        (
            _long(
                3.5,
                where=Where(azimuth=(50, 181), elevation=(-9, 0.5)),
                sway=(1, 0.15, 0.6),
                lift=0.25,
                shell=(0.03, 0.16),
                shape={**_DRAPE, **_FREE, "gathered": 0.3},
            ),
        ),
        (Tied((0, 0.9, -0.45), Form.BUN, width=0.4, offset=(0, 0.16, 0.1), gather=Where(elevation=(0.15, 9))),),
    ),
    Haircut.LONG_HIME_CUT: Style(
        "straight and long, blunt fringe, cheek-length sidelocks",
        (
            _long(
                4,
                where=_rest(70, _TO_CROWN),
                count=10000,
                vary=0.04,
                loose=0.015,
                shell=(0.05, 0.17),
                shape={"clump": 0.3, "frizz": 0.005, **_FREE},
            ),
            _full_fringe(
                Until(Level.BROW, -0.04, 0.02, arch=0.12, thin=0.025),
                70,
                12000,
                shell=(0.05, 0.17),
                loose=0.03,
                shape={
                    "clumps": 110,
                    "clump": 0.6,
                    "sharp": 1.5,
                    "tips": 0.85,
                    "frizz": 0.006,
                    "pointed": 0.2,
                    "uneven": 0.035,
                    "wide": 16,
                    "gathered": 0.2,
                },
            ),
            _long(
                3,
                Until(Level.CHIN, 0.4, 0.01, thin=0.0),
                Where(azimuth=(46, 96), start=(-9, 0.5)),
                count=5500,
                loose=0.01,
                vary=0.02,
                sway=(0.5, 0.3, -0.6),
                clear=False,
                shell=(0.12, 0.2),
                shape={
                    "clumps": 70,
                    "clump": 0.5,
                    "frizz": 0.005,
                    "tips": 0.8,
                    "pointed": 0.2,
                    "uneven": 0.05,
                    "wide": 14,
                },
            ),
        ),
        beside=0.3,
    ),
    Haircut.LONG_STRAIGHT: Style(
        "straight, to the chest",
        (_long(3.9, shell=(0.04, 0.2), shape={**_DRAPE, **_FREE}),),
    ),
    Haircut.LONG_TWINTAILS: Style(
        "two long tails, high at the sides",
        (_OVER_BROWS, _SIDELOCKS),
        (
            Tied(
                (0.9, 0.4, -0.25),
                Form.TAIL,
                length=4.7,
                width=0.36,
                heading=(1, 0.25, 0.1),
                offset=(0.05, 0, 0),
                curl=0.12,
                turns=0.35,
                drop=0.22,
                behind=True,
                both=True,
            ),
        ),
        ears=True,
        beside=_FRAMED,
    ),
    Haircut.LONG_WAVY: Style(
        "waves to the chest",
        (_long(3.4, part=0.15, lift=0.25, vary=0.1, shell=(0.05, 0.26), count=9500, shape=_WAVES),),
    ),
    Haircut.LONG_WAVY_CURTAIN_BANGS: Style(
        "waves, the fringe parted like curtains",
        (
            _long(3.4, where=_rest(29, 0.25), lift=0.25, vary=0.1, shell=(0.05, 0.26), count=9000, shape=_WAVES),
            _long(
                1.7,
                Until(Level.BROW, 0.5, 0.08, arch=1.25, thin=0.2),
                Where(azimuth=(0, 46), start=(-9, 0.4)),
                sway=(0.75, 0.6, -0.3),
                lift=0.45,
                settle=3,
                stiff=0.86,
                reach=0.6,
                clear=True,
                count=5000,
                shell=(0.08, 0.2),
                vary=0.2,
                shape={"clumps": 70, "clump": 0.5, "frizz": 0.008, "pointed": 0.2, "uneven": 0.1},
            ),
        ),
        beside=0.18,
    ),
    Haircut.MAN_BUN: Style(
        "short sides, the top tied in a small bun",
        (_cropped(0.06, Where(elevation=(-9, 0.55), start=(0.08, 9)), lift=0.15),),
        (Tied((0, 0.86, -0.5), Form.BUN, width=0.34, offset=(0, 0.16, 0.1), gather=Where(elevation=(0.5, 9))),),
        ears=True,
        coat=0.78,
        fringe=False,
    ),
    Haircut.MESSY_TOUSLED: Style(
        "short and ruffled in all directions",
        (
            _short(
                0.75,
                crown=(0.1, 0.93, -0.4),
                swirl=0.8,
                lift=0.4,
                settle=2.5,
                loose=0.22,
                stiff=0.86,
                reach=0.6,
                gravity=0.35,
                dome=1.0,
                tuck=0.05,
                shell=(0.02, 0.1),
                vary=0.3,
                slope=(0.15, 0.9, 0.2, 1.0),
                shape={"clumps": 240, "clump": 0.75, "frizz": 0.014, "curl": 0.05, "turns": 1.1, "pointed": 0.1},
            ),
            _fringe(
                Until(Level.BROW, 0.08, 0.12, thin=0.2),
                56,
                0.35,
                3000,
                loose=0.2,
                sweep=0.3,
                shell=(0.03, 0.14),
                shape={**_FEATHERED, "curl": 0.05, "turns": 1.2, "frizz": 0.014, "uneven": 0.16, "pointed": 0.16},
            ),
        ),
        ears=True,
    ),
    Haircut.PIXIE_CUT: Style(
        "short, the fringe swept to one side",
        (
            _short(
                0.75,
                where=_rest(40, 0.35),
                crown=(-0.25, 0.95, -0.4),
                lift=0.25,
                loose=0.08,
                reach=0.6,
                cling=0.4,
                tuck=0.06,
                shell=(0.02, 0.1),
                slope=(0.6, 0.4, 0.4, 1),
                shape={"tips": 0.9, "pointed": 0.14, "uneven": 0.12},
            ),
            _short(
                1.15,
                "forward",
                Where(azimuth=(0, 46), start=(-9, 0.5)),
                sway=(1.1, 0, 0),
                lift=0.35,
                loose=0.05,
                reach=0.5,
                count=8500,
                shell=(0.05, 0.14),
                shape={"clumps": 90, "clump": 0.5, "tips": 0.9, "pointed": 0.25, "uneven": 0.08, "wide": 20},
                until=Until(Level.BROW, 0.13, 0.06, tilt=0.2, thin=0.05),
            ),
        ),
        ears=True,
    ),
    Haircut.POMPADOUR: Style(
        "short sides, the front swept up and back",
        (
            _cropped(0.12, Where(elevation=(-9, 0.65))),
            _short(
                0.4,
                "back",
                Where(elevation=(0.3, 0.75)),
                sway=(0, 0.25, 0),
                lift=0.25,
                loose=0.06,
                count=5000,
                shell=(0.02, 0.08),
                shape={"clumps": 200, "clump": 0.4},
            ),
            _short(
                1.3,
                "back",
                Where(elevation=(0.5, 9), across=(-0.8, 0.8)),
                sway=(-0.12, 0.3, 0),
                lift=0.3,
                settle=5.0,
                loose=0.03,
                stiff=0.75,
                reach=2.0,
                count=9000,
                shell=(0.1, 0.38),
                dome=0.86,
                vary=0.1,
                shape={"clumps": 150, "clump": 0.5, "frizz": 0.008, "count": 36},
            ),
        ),
        ears=True,
        coat=0.8,
        fringe=False,
    ),
    Haircut.PONYTAIL: Style(
        "one long tail from the back of the head",
        (),
        (
            Tied(
                (0.13, 0.85, -0.5),
                Form.TAIL,
                length=5.1,
                width=0.38,
                heading=(0.85, 1, -0.3),
                offset=(0, 0.1, 0),
                curl=0.14,
                turns=0.32,
                drop=0.155,
            ),
        ),
        ears=True,
    ),
    Haircut.SHORT_CURLY_PIXIE: Style(
        "short curls",
        (
            _short(
                0.85,
                crown=(0, 0.95, -0.3),
                lift=0.6,
                settle=3,
                loose=0.2,
                reach=0.8,
                count=9000,
                shell=(0.03, 0.14),
                vary=0.2,
                slope=(0.45, 0.6, 0.4, 1.1),
                shape={"clumps": 150, "clump": 0.95, "curl": 0.1, "turns": 2.0, "relaxed": 0.12, "count": 44},
            ),
        ),
        ears=True,
        fringe=False,
    ),
    Haircut.SHORT_TWINTAILS: Style(
        "two short tails at the sides",
        (_OVER_BROWS, _SIDELOCKS),
        (
            Tied(
                (0.92, -0.05, -0.35),
                Form.TAIL,
                length=1.7,
                width=0.3,
                heading=(1, -0.05, 0.15),
                offset=(0.05, 0, 0),
                curl=0.05,
                turns=0.5,
                drop=0.11,
                behind=True,
                both=True,
            ),
        ),
        ears=True,
        beside=_FRAMED,
    ),
    Haircut.SHOULDER_LENGTH_HAIR: Style(
        "straight to the shoulders",
        (
            _long(
                4,
                Until(Level.SHOULDER, 0.1, 0.06, thin=0.04),
                part=0.2,
                lift=0.15,
                gravity=0.9,
                shell=(0.04, 0.15),
                tuck=0.16,
                cling=0.35,
                shape=_TRIMMED,
            ),
        ),
    ),
    Haircut.SPIKY: Style(
        "short sides, spikes on top",
        (
            _cropped(0.12, Where(elevation=(-9, 0.4)), 7000),
            _short(
                0.52,
                "up",
                Where(elevation=(0.2, 9)),
                sway=(-0.4, 0, -0.15),
                lift=1,
                loose=0.2,
                stiff=0.93,
                count=9500,
                shell=(0, 0.02),
                vary=0.22,
                dome=1.25,
                shape={"clumps": 280, "clump": 0.92, "sharp": 1.0, "frizz": 0.005, "count": 22},
            ),
        ),
        ears=True,
        coat=0.8,
        fringe=False,
    ),
    Haircut.TEXTURED_FRINGE: Style(
        "short sides, the top forward in choppy ends",
        (
            _cropped(0.12, _LOW),
            _short(
                0.9,
                "forward",
                Where(elevation=(0.44, 9)),
                sway=(0.15, 0, 0),
                lift=0.34,
                settle=3.5,
                loose=0.12,
                reach=0.6,
                cling=0.4,
                tuck=0.06,
                count=9500,
                shell=(0.03, 0.13),
                vary=0.27,
                dome=1.1,
                until=Until(Level.BROW, 0.12, 0.09, arch=0.25, thin=0.1),
                shape={
                    "clumps": 150,
                    "clump": 0.8,
                    "sharp": 1.0,
                    "frizz": 0.012,
                    "curl": 0.03,
                    "turns": 1.2,
                    "tips": 0.95,
                    "pointed": 0.25,
                    "uneven": 0.14,
                },
            ),
            _fringe(
                Until(Level.BROW, -0.06, 0.05, arch=0.1, thin=0.1),
                62,
                0.4,
                4500,
                loose=0.1,
                sweep=0.15,
                shell=(0.03, 0.11),
                shape={**_FEATHERED, "curl": 0.03, "turns": 1.2, "frizz": 0.01, "uneven": 0.15, "pointed": 0.3},
            ),
        ),
        ears=True,
        coat=0.78,
    ),
    Haircut.TWIN_BRAIDS: Style(
        "parted in the middle, a braid before each shoulder",
        (),
        (Tied((0.84, -0.35, -0.35), Form.BRAID, length=2.9, width=0.23, heading=(0.12, -1, 0.4), both=True),),
        ears=True,
    ),
    Haircut.UPDO: Style(
        "pinned up high in soft rolls",
        (_loose_ends(0.09, 1.5),),
        tuple(
            Tied(
                (x, y, z),
                Form.BUN,
                width=w,
                offset=(0, 0.1, 0.1),
                gather=Where() if k == 0 else None,
                shell=(0.03, 0.1),
            )
            for k, (x, y, z, w) in enumerate(
                (
                    (0.0, 0.92, -0.4, 0.5),
                    (0.3, 0.9, -0.38, 0.36),
                    (-0.28, 0.92, -0.36, 0.38),
                    (0.05, 0.99, -0.12, 0.34),
                )
            )
        ),
        ears=True,
    ),
    Haircut.WAVY_SHAG: Style(
        "waves in layers, with a fringe",
        (
            _long(
                2.3,
                where=_rest(60, _TO_CROWN),
                count=9000,
                lift=0.25,
                loose=0.08,
                shell=(0.05, 0.26),
                vary=0.22,
                slope=(1.25, -0.6, 0.62, 1),
                shape={**_WAVES, "curl": 0.12, "turns": 0.75},
            ),
            _full_fringe(
                Until(Level.BROW, 0.04, 0.06, arch=0.35, thin=0.1),
                74,
                9000,
                shell=(0.06, 0.24),
                gloss=0,
                loose=0.1,
                shape={
                    "clumps": 90,
                    "clump": 0.75,
                    "sharp": 0.6,
                    "curl": 0.04,
                    "turns": 1.2,
                    "tips": 0.9,
                    "pointed": 0.24,
                    "uneven": 0.1,
                    "wide": 14,
                },
            ),
        ),
    ),
}


_LINE_OVER = 0.42  # units by which a cut's line round the head falls over ears that hair hid, to their upper half
_HALF = 0.66  # length of a short cut's sides, of that of hair that hides all of an ear


def _frayed(shape: Shape) -> Shape:
    """A shape whose locks end in points, no two at one height: what lies before a cheek has no hem."""
    return replace(shape, tips=0.9, pointed=max(shape.pointed, 0.25), uneven=max(shape.uneven, 0.12))


def framed(style: Style, sides: tuple[int, ...]) -> Style:
    """A style with hair over the ears on `sides` (−1 left in the picture, 1 right), where the photo's hair hid them:
    it shows less that nobody knows, and a head whose hair hid its ears has hair for that. Where the hair is tied it is
    drawn back over them; where it is short and loose it falls over their upper half, as does a line round the
    head."""
    if not (style.ears and sides) or style.coat < 0.9:
        return style
    kept = style.layers
    if style.tied:
        kept = tuple(layer for layer in kept if layer is not _SIDELOCKS)  # there is enough before the ears then
        layers: tuple[Lay, ...] = (SWEPT, FRAMING)
    elif style.layers[0].combing.comb == "whorl" and style.layers[0].until is not None:
        line = style.layers[0].until
        cut = replace(style.layers[0], until=replace(line, over=_LINE_OVER))
        return replace(style, layers=(*style.layers[1:], cut), beside=_BESIDE)
    elif style.layers[0].combing.comb == "whorl":
        layers = (replace(COVERING, length=_HALF * COVERING.length, tuck=0.05, shape=_frayed(style.layers[0].shape)),)
    else:
        return style
    over = (
        replace(layer, where=replace(layer.where, across=(0, 9) if side > 0 else (-9, 0)))
        for side in sides
        for layer in layers
    )
    return replace(style, layers=(*kept, *over), beside=_FRAMED if style.tied else _BESIDE)


def shows_lobes(style: Style, leans_back: bool) -> bool:
    """Whether lobes below hair that hides the rest of their ear are seen with a style. leans_back: whether the head
    does, so that nothing is `framed`: elsewhere hair that is tied is drawn back over such ears."""
    return style.ears and (leans_back or not style.tied or framed(style, (-1, 1)) is style)
