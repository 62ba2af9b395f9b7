"""Gathered hair, and heads full of braids or locs, from a style's words to strands."""

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.fitting.arrays import f32, flags
from fittingroom.vision.hair.crossing import TURNED
from fittingroom.vision.hair.cutting import Subject, Variant, chosen_roots
from fittingroom.vision.hair.frame import HeadFrame
from fittingroom.vision.hair.growing import grow
from fittingroom.vision.hair.light import mirrored
from fittingroom.vision.hair.scalp import Scalp
from fittingroom.vision.hair.sheets import at_points
from fittingroom.vision.hair.solid import Solid
from fittingroom.vision.hair.strands import Combing, Random, Shape, Strands, shaped, sow
from fittingroom.vision.hair.style import Form, Lay, Locks, Style, Tied, Twist
from fittingroom.vision.hair.twisting import Wound, bowed, braid, bun, fishtail, hanging, loc, tail
from fittingroom.vision.people.head import hull

Array = NDArray[np.float32]

_WAY = 5.2  # units that gathered hair may be long: from a temple over the head to the other side of the neck
_REACHED = 0.85  # units from the tie within which gathered strands end; others went astray
_CLING = 0.6  # how closely gathered hair lies on the skull: what is pulled tight doesn't stand off
_BAND = 0.5  # of its width: the band at a braid's end
_LOOSE = -3  # point of a plait's line where its loose end begins, inside it
_WIDTHS, _LENGTHS = (0.75, 1.2), 0.17  # of locks and braids that hang, of their usual width; how unlike they end
_UNLIKE = 0.1, 0.32  # how much lighter or darker than each other rows are, and what hangs: one is told from the next
_LAYERS = 6  # how many of what hangs may lie before each other
_PAST, _MORE = 0.45, 1.35  # units below the shoulders' height that a plait ends; times its length at most
_SEEN, _AT_TIE = 0.3, 0.3  # sine of the further turn that shows a low bun at its tie; what it keeps of its offset
_CHIN = 152  # of the face mesh
_NAPE = 0.7  # units above the chin up to which a bun is in the neck
_WOUND = 0.08  # how much darker a bun is than its light makes it: it would stand off greyer than what leads into it
_BALL = 0.9  # half a bun's breadth, of its width
_ACROSS = f32([0.6, 0.4, 0.7])  # axis of a low bun: its turns are seen to go round; from the side, they are stripes
_HIDDEN, _ASIDE, _STEP = 0.64, 0.7, 0.05  # share of a low bun that may be hidden; units it is moved for that, at most
_CROSSES = 0.5  # of its width, by which what hangs beside a face may lie before it
_ROWS, _BEGUN = 13, 0.07  # cornrows from temple to temple; radians above the hairline where they begin


def tie(tied: Tied, subject: Subject, variant: Variant, random: Random) -> list[Strands]:
    """One gathering, or both of a pair."""
    found = []
    for side in (1, -1) if tied.both else (_side(tied, subject, variant),):
        found += _tied(tied, side, subject, variant, random)
    return found


def _side(tied: Tied, subject: Subject, variant: Variant) -> int:
    """Which side a gathering is on. A low one of a turned head is on the near one: on the other one the neck would cut
    it off from the hair that it is made of."""
    yaw = subject.frame.yaw
    return variant.flip if tied.place[1] > 0 or abs(yaw) < TURNED else int(-np.sign(yaw))


def _tied(tied: Tied, side: int, subject: Subject, variant: Variant, random: Random) -> list[Strands]:
    scalp = subject.scalp
    mirror = f32([side, 1, 1])
    place = _place(scalp, f32(tied.place) * mirror)
    found = []
    centre = place + _offset(tied, subject) * mirror
    if _low(tied):
        centre = shown_beside(centre, tied.width, side, subject.frame, subject.solid)
    if tied.gather is not None:
        knot = centre if _low(tied) else place
        found.append(_gathered(tied, place, knot, side, subject, variant, random))
    heading = f32(tied.heading) * mirror
    match tied.form:
        case Form.BUN:
            axis = f32(_ACROSS * mirror) if _low(tied) else f32(centre - scalp.centre)
            wound = bun(centre, tied.width, axis, subject.frame, random, int(1400 * variant.density))
            ball = _twisted(wound, subject, random)
            return [*found, replace(ball, tone=ball.tone - _WOUND)]
        case Form.TAIL:
            return [*found, *_tail(tied, centre, heading, subject, variant, random)]
        case _:
            length = _past_shoulders(tied.length * variant.length, centre, subject)
            path = hanging(centre, heading, length, 0.2, 0.12, scalp, subject.frame, subject.solid)
            path = bowed(path, tied.bow * side, subject.frame)
            if tied.form is Form.BRAID:
                plait = _twisted(braid(path, tied.width, 260, subject.frame, random), subject, random)
                found.append(replace(plait, plaited=True))
            else:
                behind = f32(path - 0.7 * tied.width * subject.frame.turn[2])
                core = _twisted(loc(behind, 0.95 * tied.width, 220, subject.frame, random, 0), subject, random)
                plait = _twisted(fishtail(path, tied.width, subject.frame, random), subject, random)
                found += [replace(core, tone=core.tone - 0.1), replace(plait, plaited=True)]
            end = hanging(path[_LOOSE], subject.frame.down, 0.5, 0.3, 0.12, scalp, subject.frame, subject.solid, 14)
            found.append(_twisted(tail(end, 0.55 * tied.width, 360, random), subject, random))
            held = _twisted(
                bun(path[_LOOSE], _BAND * tied.width, subject.frame.down, subject.frame, random, 260), subject, random
            )
            found.append(replace(held, tone=held.tone - 0.2))
            return found


def _offset(tied: Tied, subject: Subject) -> Array:
    """3: from the tie to the middle. A low bun goes further down, to be seen beside the neck; a head that turns shows
    it at the tie, where its hair comes from."""
    turned = np.clip(1 - (abs(subject.frame.yaw) - TURNED) / _SEEN, _AT_TIE, 1)
    return f32(tied.offset) * np.float32(turned if _low(tied) else 1)


def _low(tied: Tied) -> bool:
    """Whether it is a bun in the neck."""
    return tied.form is Form.BUN and tied.offset[1] < 0


def shown_beside(centre: Array, width: float, side: int, frame: HeadFrame, solid: Solid) -> Array:
    """3: `centre` of a bun (head coordinates) of `width` units, in the picture no higher than the jaw's corner and
    moved to a `side` so far that enough of it is seen: what neck and jaw hide is no bun. A head that leans
    to the side hides more of it there, and one that leans back shows it higher up."""
    seen = frame.facing(centre)
    chin = float(frame.facing(frame.points[_CHIN])[1])
    seen[1] = min(seen[1], max(chin + _NAPE, solid.shoulder + _BALL * width))
    ring = np.mgrid[-1:1:15j, -1:1:15j].reshape(2, -1).T
    disc = f32(_BALL * width * ring[np.hypot(*ring.T) < 1])
    for aside in np.arange(0, _ASIDE, _STEP):
        moved = seen + f32([side * aside, 0, 0])
        column, row = np.round(frame.pixels(f32(np.pad(disc, ((0, 0), (0, 1))) + moved))).astype(int).T
        height, across = solid.depth.shape
        hidden = solid.depth[row.clip(0, height - 1), column.clip(0, across - 1)] > seen[2]
        if hidden.mean() < _HIDDEN:
            break
    return frame.within(moved)


def _past_shoulders(length: float, start: Array, subject: Subject) -> float:
    """Units: a plait's length, and so much more that it doesn't end on the shoulder, where it would look chopped."""
    reach = float(subject.frame.facing(start)[1]) - subject.solid.shoulder + _PAST
    return float(np.clip(reach, length, _MORE * length))


def _place(scalp: Scalp, share: Array) -> Array:
    """A point on the skull or outside it, from shares of its semi-axes."""
    point = scalp.centre + share * f32(scalp.upper if share[1] >= 0 else scalp.lower)
    return f32(scalp.above(f32(point[None]), f32([0.1]))[0])


def _gathered(
    tied: Tied, place: Array, knot: Array, side: int, subject: Subject, variant: Variant, random: Random
) -> Strands:
    """Hair combed over the skull to the tie (`place`, 3) and from there into its `knot` (3)."""
    where = tied.gather
    assert where is not None
    if tied.both:
        where = replace(where, across=(0, 9) if side > 0 else (-9, 0))
    combing = Combing(
        "tie", lift=0.12, loose=0.03, stiff=0.5, reach=1.2, steps=62, clear=False, tie=place, cling=_CLING
    )
    layer = Lay(
        6000 if tied.both else 9000,
        _WAY,
        combing,
        Shape(420, 0.25, frizz=0.006, tips=0, count=36),
        where,
        tied.shell,
        0.02,
    )
    roots = chosen_roots(layer, subject.scalp, variant, random)
    number = len(roots.points)
    gap = f32(tied.shell[0] + (tied.shell[1] - tied.shell[0]) * random.random(number))
    length = f32(np.full(number, layer.length))
    path = grow(roots, length, gap, combing, subject.scalp, subject.frame, subject.solid, random)
    reached = np.linalg.norm(path[:, -1] - place, axis=1) < _REACHED
    path, roots = path[reached], roots.where(reached)
    steps = np.cumsum(np.linalg.norm(np.diff(path, axis=1, prepend=path[:, :1]), axis=2), 1)
    share = (steps / np.maximum(steps[:, -1:], 1e-6)) ** 4
    path = f32(path + 0.85 * share[..., None] * (knot - path[:, -1:]))  # all of it goes into the knot
    points, tone, _ = shaped(path, layer.shape, subject.frame, subject.light, random)
    return Strands(points, tone, roots.start, shine=mirrored(path, layer.shape.count, subject.frame, subject.light))


def _tail(
    tied: Tied, start: Array, heading: Array, subject: Subject, variant: Variant, random: Random
) -> list[Strands]:
    """A tail, and the band that holds it."""
    path = hanging(
        start, heading, tied.length * variant.length, tied.drop, 0.08, subject.scalp, subject.frame, subject.solid
    )
    points, outward = tail(path, tied.width, int(2600 * variant.density), random)
    shape = Shape(90, 0.3, curl=tied.curl, turns=tied.turns, kept=0.9, frizz=0.015, count=64)
    points, tone, curl = shaped(points, shape, subject.frame, subject.light, random)
    band = _twisted(bun(start, 0.45 * tied.width, heading, subject.frame, random, 260), subject, random)
    rounded = f32(np.repeat(_rounded(outward[:, :1], subject), shape.count, 1))
    return [Strands(points, tone, curl=rounded if curl is None else f32(0.6 * rounded + 0.5 * curl)),
            replace(band, tone=band.tone - 0.2)]  # fmt: skip


def _twisted(wound: Wound, subject: Subject, random: Random) -> Strands:
    """Strands that are lit by the roundness of what they are wound to."""
    points, outward = wound
    return replace(_loose(points, random), curl=_rounded(outward, subject))


def _rounded(outward: Array, subject: Subject) -> Array:
    """N×K: how far a twist's surface turns to the light."""
    return f32(outward @ subject.frame.within(f32(subject.light + f32([0, 0, 0.4]))))


def _loose(points: Array, random: Random) -> Strands:
    return Strands(points, f32(0.09 * random.standard_normal(len(points))))


def lock(locks: Locks, subject: Subject, variant: Variant, random: Random) -> list[Strands]:
    """Braids or locs all over the head."""
    paths = _rows(locks, subject, variant) if locks.twist is Twist.ROW else _hung(locks, subject, variant, random)
    found = []
    for path in paths:
        hung = locks.twist is not Twist.ROW
        width = locks.width * (float(random.uniform(*_WIDTHS)) if hung else 1)
        if locks.twist is Twist.LOC:
            path = _before_others(path, 2 * locks.width * random.integers(_LAYERS), subject.frame)
            wound = loc(path, width, 90, subject.frame, random)
        else:
            begun = 0.6 if hung else 0.25
            wound = braid(path, width, 22, subject.frame, random, taper=0.3, begun=begun)
        strands = _twisted(wound, subject, random)
        found.append(replace(strands, tone=f32(strands.tone + _UNLIKE[hung] * random.standard_normal())))
    return found


def _before_others(path: Array, far: float, frame: HeadFrame) -> Array:
    """K×3: a line that comes `far` units nearer to the viewer on its way: on a chest all would lie in one plane, and
    through each other."""
    nearer = np.minimum(np.linspace(0, 2, len(path)), 1)[:, None]
    return f32(path + far * nearer * frame.turn[2])


def _hung(locks: Locks, subject: Subject, variant: Variant, random: Random) -> list[Array]:
    """A line for each lock, from roots that keep their distance: first of all those that edge face and parting."""
    roots = sow(subject.scalp, 4000, random)
    aside = np.abs(roots.points[:, 0])
    edge = (roots.start < 0.1) | (aside < 0.55 * locks.spacing)
    able = (roots.start > 0.01) & (aside > 0.14 * locks.spacing)
    kept: list[int] = []
    inner = np.argsort(aside + 0.1 * roots.start)  # from where the parting meets the forehead, or a gap stays there
    for k in [*inner[(able & edge)[inner]], *np.flatnonzero(able & ~edge)]:
        least = locks.spacing * (0.6 if edge[k] else 1)
        if not kept or np.linalg.norm(roots.points[kept] - roots.points[k], axis=1).min() > least:
            kept.append(int(k))
    chosen = np.zeros(len(roots.points), bool)
    chosen[kept] = True
    roots = roots.where(chosen)
    number = len(roots.points)
    combing = Combing("part", sway=(1, 0.15, 0.7), lift=0.15, loose=0.0, gravity=0.8, steps=48)
    length = f32(locks.length * variant.length * (1 + _LENGTHS * np.clip(random.standard_normal(number), -2, 1)))
    gap = f32(0.06 + 0.16 * random.random(number))
    path = grow(roots, length, gap, combing, subject.scalp, subject.frame, subject.solid, random)
    return list(path[_beside_face(path, locks.width, subject)])


def _beside_face(path: Array, width: float, subject: Subject) -> NDArray[np.bool_]:
    """N: which lines (N×K×3, each of what is `width` units to both sides) pass the face rather than cross it: of what
    crosses it only the end would be seen below the jaw, cut off there."""
    frame, solid = subject.frame, subject.solid
    seen = frame.facing(path)
    face = hull(solid.depth.shape, frame.pixels(frame.facing(frame.points[:468])))
    inside = cv2.distanceTransform(face.astype(np.uint8), cv2.DIST_L2, 5) / np.float32(frame.unit)
    low = path[..., 1] < frame.eye
    return flags(~((at_points(f32(inside), seen, frame, 0) > _CROSSES * width) & low).any(1))


def _rows(locks: Locks, subject: Subject, variant: Variant) -> list[Array]:
    """Rows from the hairline over the head to the nape, and their ends hanging behind."""
    scalp, found = subject.scalp, []
    for share in np.linspace(-0.96, 0.96, _ROWS):
        azimuth = share * 1.25
        elevation = float(scalp.start(f32(azimuth))) + _BEGUN
        x = np.sin(azimuth) * np.cos(elevation)
        first = np.arctan2(np.sin(elevation), np.cos(azimuth) * np.cos(elevation))
        t = np.linspace(0, 1, 60)
        angle = first + (1.12 * np.pi - first) * t
        ring = np.sqrt(1 - x * x)
        sphere = np.stack([x * (1 - 0.35 * t**2), ring * np.sin(angle), ring * np.cos(angle)], -1)
        sphere /= np.linalg.norm(sphere, axis=1, keepdims=True)
        row = scalp.centre + np.where(sphere[:, 1:2] > 0, scalp.upper, scalp.lower) * sphere * 1.01
        end = hanging(
            f32(row[-1]),
            f32([0.15 * np.sign(share), -1, -0.2]),
            locks.length * variant.length,
            0.2,
            0.1,
            scalp,
            subject.frame,
            subject.solid,
            40,
        )
        found.append(f32(np.concatenate([row, end[1:]])))
    return found


def tie_all(style: Style, subject: Subject, variant: Variant, random: Random) -> list[Strands]:
    """What a style ties, braids or twists."""
    found: list[Strands] = []
    for tied in style.tied:
        found += tie(tied, subject, variant, random)
    if style.locks is not None:
        found += lock(style.locks, subject, variant, random)
    return found
