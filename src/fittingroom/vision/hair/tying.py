"""Gathered hair, from a style's words to strands."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.hair.braided import lock
from fittingroom.vision.hair.crossing import TURNED
from fittingroom.vision.hair.cutting import Subject, Variant, chosen_roots
from fittingroom.vision.hair.frame import HeadFrame
from fittingroom.vision.hair.growing import grow
from fittingroom.vision.hair.light import mirrored
from fittingroom.vision.hair.scalp import Scalp
from fittingroom.vision.hair.solid import Solid
from fittingroom.vision.hair.strands import Combing, Random, Shape, Strands, shaped
from fittingroom.vision.hair.style import Form, Lay, Style, Tied
from fittingroom.vision.hair.twisting import bowed, braid, bun, fishtail, hanging, loc, tail
from fittingroom.vision.hair.wound import rounded, twisted

Array = NDArray[np.float32]

_WAY = 5.2  # units that gathered hair may be long: from a temple over the head to the other side of the neck
_REACHED = 0.85  # units from the tie within which gathered strands end; others went astray
_CLING = 0.6  # how closely gathered hair lies on the skull: what is pulled tight doesn't stand off
_BAND = 0.5  # of its width: the band at a braid's end
_LOOSE = -3  # point of a plait's line where its loose end begins, inside it
_PAST, _MORE = 0.45, 1.35  # units below the shoulders' height that a plait ends; times its length at most
_SEEN, _AT_TIE = 0.3, 0.3  # sine of the further turn that shows a low bun at its tie; what it keeps of its offset
#: A tail's locks end in points, no two at one height (see Shape).
_TIPS, _POINTED, _UNEVEN = 0.9, 0.3, 0.2
_CHIN = 152  # of the face mesh
_NAPE = 0.7  # units above the chin up to which a bun is in the neck
_WOUND = 0.08  # how much darker a bun is than its light makes it: it would stand off greyer than what leads into it
_BALL = 0.9  # half a bun's breadth, of its width
_ACROSS = f32([0.6, 0.4, 0.7])  # axis of a low bun: its turns are seen to go round; from the side, they are stripes
_HIDDEN, _ASIDE, _STEP = 0.64, 0.7, 0.05  # share of a low bun that may be hidden; units it is moved for that, at most


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
            ball = twisted(wound, subject, random)
            return [*found, replace(ball, tone=ball.tone - _WOUND)]
        case Form.TAIL:
            return [*found, *_tail(tied, centre, heading, subject, variant, random)]
        case _:
            length = _past_shoulders(tied.length * variant.length, centre, subject)
            path = hanging(centre, heading, length, 0.2, 0.12, scalp, subject.frame, subject.solid)
            path = bowed(path, tied.bow * side, subject.frame)
            if tied.form is Form.BRAID:
                plait = twisted(braid(path, tied.width, 260, subject.frame, random), subject, random)
                found.append(replace(plait, plaited=True))
            else:
                behind = f32(path - 0.7 * tied.width * subject.frame.turn[2])
                core = twisted(loc(behind, 0.95 * tied.width, 220, subject.frame, random, 0), subject, random)
                plait = twisted(fishtail(path, tied.width, subject.frame, random), subject, random)
                found += [replace(core, tone=core.tone - 0.1), replace(plait, plaited=True)]
            end = hanging(path[_LOOSE], subject.frame.down, 0.5, 0.3, 0.12, scalp, subject.frame, subject.solid, 14)
            found.append(twisted(tail(end, 0.55 * tied.width, 360, random), subject, random))
            held = twisted(
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
    shine = None if tied.behind else mirrored(path, layer.shape.count, subject.frame, subject.light)
    return Strands(points, tone, roots.start, shine=shine, behind=tied.behind)


def _tail(
    tied: Tied, start: Array, heading: Array, subject: Subject, variant: Variant, random: Random
) -> list[Strands]:
    """A tail, and the band that holds it."""
    path = hanging(
        start, heading, tied.length * variant.length, tied.drop, 0.08, subject.scalp, subject.frame, subject.solid
    )
    points, outward = tail(path, tied.width, int(2600 * variant.density), random)
    shape = Shape(
        90, 0.3, curl=tied.curl, turns=tied.turns, kept=0.9, frizz=0.015, count=64, tips=_TIPS, pointed=_POINTED,
        uneven=_UNEVEN,
    )  # fmt: skip
    points, tone, curl = shaped(points, shape, subject.frame, subject.light, random)
    band = twisted(bun(start, 0.45 * tied.width, heading, subject.frame, random, 260), subject, random)
    round_ = f32(np.repeat(rounded(outward[:, :1], subject), shape.count, 1))
    return [Strands(points, tone, curl=round_ if curl is None else f32(0.6 * round_ + 0.5 * curl)),
            replace(band, tone=band.tone - 0.2)]  # fmt: skip


def tie_all(style: Style, subject: Subject, variant: Variant, random: Random) -> list[Strands]:
    """What a style ties, braids or twists."""
    found: list[Strands] = []
    for tied in style.tied:
        found += tie(tied, subject, variant, random)
    if style.locks is not None:
        found += lock(style.locks, subject, variant, random)
    return found
