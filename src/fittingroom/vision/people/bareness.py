"""Which pieces of arms and legs are bare, judged along their axes where limbs show nothing but themselves."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.colour import histogram
from fittingroom.vision.people.body import FAR, Body, Segment
from fittingroom.vision.people.seeds import Seeds
from fittingroom.vision.people.skin import SkinDistance

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Bareness:
    """bare, covered: H×W, distance to the nearest bare and the nearest covered segment, in radii.
    share: for each (segment, side) that could be judged, how bare it is, 0…1."""

    bare: Array
    covered: Array
    share: dict[tuple[str, int], float]

    @property
    def inside_bare(self) -> Mask:
        """Within or close to a bare segment, and closer to it than to a covered one."""
        return (self.bare < 1.2) & (self.bare < self.covered)

    @property
    def inside_covered(self) -> Mask:
        """Within a covered segment, and closer to it than to a bare one."""
        return (self.covered < 1) & (self.covered < self.bare)


def judge(lab: Array, cells: NDArray[np.int32], sure: Mask, body: Body, skin: SkinDistance, seeds: Seeds) -> Bareness:
    """lab: H×W×3. cells: H×W histogram cells (`colour.bins`) of it."""
    spread = (1.5, 0.9, 0.9)
    of_skin = histogram(cells[seeds.skin], spread)
    cloth = {
        True: histogram(cells[seeds.upper], spread),
        False: histogram(cells[seeds.lower], spread) if seeds.lower.sum() > 40 else None,
    }
    verdicts: dict[tuple[str, int], _Verdict] = {}
    for segment in body.segments:
        core = (segment.distance < 0.5) & sure
        if core.sum() >= 25:
            verdict = _bare(segment, cells[core], core, skin, of_skin, cloth[segment.of_arm])
            verdicts[segment.name, segment.side] = replace(verdict, colour=np.median(lab[core], 0))
    verdicts = {key: _with_its_twin(key, verdicts) for key in verdicts}
    bare, covered = np.full(sure.shape, FAR, np.float32), np.full(sure.shape, FAR, np.float32)
    for segment in body.segments:
        found = verdicts.get((segment.name, segment.side))
        if found is not None and found.bare:
            bare = np.minimum(bare, segment.distance)
        elif found is not None:
            covered = np.minimum(covered, segment.distance)
    return Bareness(bare, covered, {key: verdict.share for key, verdict in verdicts.items()})


@dataclass(frozen=True)
class _Verdict:
    bare: bool
    share: float
    colour: Array


def _with_its_twin(key: tuple[str, int], verdicts: dict[tuple[str, int], _Verdict]) -> _Verdict:
    """Left and right of one colour are both bare or both covered; the surer one decides."""
    own, other = verdicts[key], verdicts.get((key[0], 1 - key[1]))
    if other is None or other.bare == own.bare or np.linalg.norm(own.colour - other.colour) > 18:
        return own
    return own if abs(own.share - 0.5) >= abs(other.share - 0.5) else replace(own, bare=other.bare)


def _bare(
    segment: Segment, cells: NDArray[np.int32], core: Mask, skin: SkinDistance, of_skin: Array, cloth: Array | None
) -> _Verdict:
    """By the median distance from skin, and by how many pixels look more like skin than like the cloth."""
    away = float(np.median(skin.any[core]))
    against = cloth[cells] if cloth is not None else np.float32(np.exp(-9))
    likelier = float((of_skin[cells] > against).mean())
    hue = float(skin.hue[core].mean())
    bare = (away < 2.0 and likelier > 0.35) or (away < 3.4 and likelier > 0.55) or (hue > 0.7 and likelier > 0.5)
    return _Verdict(bare, likelier, np.zeros(3, np.float32))
