"""Forearms that are raised before their own upper arms, as of hands at a face: a sleeve's lower half is drawn on each
as a piece of its own, before the upper half, on an arm that ends at its elbow."""

from dataclasses import dataclass, replace

import cv2
import numpy as np

from fittingroom.vision.fitting.arrays import Array, Mask, f32, flags
from fittingroom.vision.fitting.barearms import round_hand
from fittingroom.vision.fitting.fill import closed, largest, opened, soften
from fittingroom.vision.fitting.frame import ELBOWS, SHOULDERS, WRISTS, Frame, pixels
from fittingroom.vision.fitting.limbs import Limb, arm_half_width, locate, trace
from fittingroom.vision.fitting.outline import Arm
from fittingroom.vision.fitting.regions import Regions
from fittingroom.vision.fitting.shading import contact_shadow
from fittingroom.vision.fitting.sleeves import SleeveFit, between_edges, outline_of
from fittingroom.vision.garment import Garment, Sleeve
from fittingroom.vision.people.folding import HANDS, raised_before
from fittingroom.vision.person import Label, Person
from fittingroom.vision.spans import runs

#: A forearm's length, upper arms, as it hangs.
_FOREARM = 0.85
#: How far past a wrist's place the end of the old sleeve is looked for, and its hand measured, shares of the forearm.
_CUFF, _HAND = (0.5, 1.25), (0.03, 0.2)
#: How much wider than the wrist in it a cuff is, and than the cuff a sleeve is at the elbow; and how wide a wrist is
#: at least and at most, usual ones: a hand that is held towards the camera is large.
_OVER_WRIST, _AT_ELBOW, _WRISTS = 1.2, 1.75, (0.9, 1.9)
#: How far a bent elbow's round end reaches past the joint, half widths, where that isn't seen, and at most; and how far
#: from the middle, half widths, its outline has come in there.
_TIP, _LOWEST, _IN = 1.4, 2.6, 0.3
#: Where along a sleeve its elbow is, and how far its fabric is taken from across, for its very edges are dark.
_ELBOW, _ACROSS = 0.52, 0.9
#: How far a raised forearm's outline is evened, units; how dark the shade it casts is, and how far that reaches, units.
_EVEN, _SHADE, _REACH = 0.03, 0.3, 0.02
#: How dark cloth is at a forearm's sides, where it turns away, and from which share across on it does.
_TURNED, _TURNS = 0.2, 0.55


@dataclass(frozen=True)
class Forearm:
    """One raised forearm in its old sleeve. limb: its coordinates, u = 0 at the elbow. half: H×W, its half width at
    every pixel's u. end: u where its sleeve ends. alpha: H×W, 0…1, where the sleeve is seen. hand: H×W, the skin that
    comes out of it."""

    limb: Limb
    half: Array
    end: float
    alpha: Array
    hand: Mask

    def map(self, sleeve: Sleeve) -> Array:
        """H×W×2: garment (x, y) of a `sleeve`'s lower half laid along the forearm."""
        upper, lower = outline_of(sleeve)
        along = _ELBOW + (1 - _ELBOW) * self.limb.u / max(self.end, 1.0)
        across = _ACROSS * np.clip(self.limb.v / np.maximum(self.half, 1), -1, 1)
        return between_edges(upper, lower, f32(np.clip(along, 0, 1)), f32(across))

    def light(self, unit: float) -> Array:
        """H×W, relative: its own sides turn away, and what it lies before is in its shade."""
        off = np.abs(self.limb.v) / np.maximum(self.half, 1)
        turned = np.clip((off - _TURNS) / (1 - _TURNS), 0, 1) ** 2
        return f32((1 - _TURNED * turned * self.alpha) * contact_shadow(self.alpha, unit, _SHADE, _REACH))


def raised_forearms(person: Person, frame: Frame) -> tuple[Forearm | None, Forearm | None]:
    """The forearms (the image's left one first) that are raised before their upper arms in long sleeves."""
    first, second = (_forearm(person, frame, side) if raised_before(person, side) else None for side in (0, 1))
    return first, second


def let_hang(person: Person, forearms: tuple[Forearm | None, Forearm | None]) -> Person:
    """`person` with the arms of `forearms` straight on from their elbows, where nothing of them is seen."""
    pose = person.pose.copy()
    for side, forearm in enumerate(forearms):
        if forearm is None:
            continue
        elbow = pose[ELBOWS[side], :2]
        bone = elbow - pose[SHOULDERS[side], :2]
        reach = np.linalg.norm(pose[list(HANDS[side]), :2] - pose[WRISTS[side], :2], axis=1)
        length = max(float(np.linalg.norm(bone)), 1e-6)
        pose[list(HANDS[side]), :2] = elbow + (_FOREARM + reach[:, None] / length) * bone
    return replace(person, pose=pose)


def ended_at_elbows(
    arms: tuple[Arm, Arm], forearms: tuple[Forearm | None, Forearm | None], frame: Frame
) -> tuple[Arm, Arm]:
    """`arms` of people who were `let_hang`, sleeved all along, and with no pixel past a round end at the elbow."""
    first, second = (
        arm if forearm is None else _ended(arm, float(locate(arm.limb, frame.elbows[side][None])[0, 0]))
        for side, (arm, forearm) in enumerate(zip(arms, forearms, strict=True))
    )
    return first, second


def with_forearms(regions: Regions, forearms: tuple[Forearm | None, Forearm | None]) -> Regions:
    """`regions` with the sleeves' lower halves before everything but the hands that come out of them."""
    torso, sleeves, front, cloth, erase = (
        regions.torso,
        list(regions.sleeves),
        regions.front,
        regions.cloth,
        regions.erase,
    )
    for side, forearm in enumerate(forearms):
        if forearm is None:
            continue
        alpha, hand = forearm.alpha, soften(forearm.hand, 0.8)
        torso = f32(torso * (1 - alpha))
        sleeves[1 - side] = f32(sleeves[1 - side] * (1 - alpha))
        sleeves[side] = f32(np.maximum(sleeves[side], alpha))
        cloth = f32(1 - (1 - cloth) * (1 - alpha))
        front = f32(np.maximum(front * (1 - alpha), hand * (1 - alpha)))
        erase = erase & ~flags(alpha > 0.98) & ~forearm.hand
    return replace(regions, torso=torso, sleeves=(sleeves[0], sleeves[1]), front=front, cloth=cloth, erase=erase)


def laid_on_forearms(
    fits: tuple[SleeveFit | None, SleeveFit | None], garment: Garment, forearms: tuple[Forearm | None, Forearm | None]
) -> tuple[SleeveFit | None, SleeveFit | None]:
    """Sleeves with their lower halves on the `forearms`."""
    laid = list(fits)
    for side, (fit, sleeve, forearm) in enumerate(zip(fits, garment.sleeves, forearms, strict=True)):
        if fit is not None and sleeve is not None and forearm is not None:
            laid[side] = replace(fit, map=f32(np.where(forearm.alpha[..., None] > 0.01, forearm.map(sleeve), fit.map)))
    return laid[0], laid[1]


def _forearm(person: Person, frame: Frame, side: int) -> Forearm | None:
    """The forearm on `side`: its middle line leads from the hand's wrist, as broad as that is seen, to where it is as
    far from the arm's outline at the elbow as it is broad there."""
    shape, unit = person.labels.shape[:2], frame.unit
    elbow, wrist = frame.elbows[side], frame.wrists[side]
    out = f32(frame.across * (-1.0, 1.0)[side])
    rough = _traced(elbow, wrist, out, shape, unit)
    end = _cuff(person, rough, unit)
    middle, half = _wrist(person, rough, end, unit)
    wrist = rough.point(end, middle)
    tip = _outline(person, elbow, wrist, out, unit)
    elbow = f32(tip - out * _AT_ELBOW * half)
    limb = _traced(elbow, wrist, out, shape, unit)
    half_at = f32(half * np.interp(limb.u / limb.length, (0, 1), (_AT_ELBOW, 1)))
    round_end = (limb.u / _below(person, limb, _AT_ELBOW * half)) ** 2 + (limb.v / half_at) ** 2 < 1
    inside = (np.abs(limb.v) < half_at) & np.where(limb.u < 0, round_end, limb.u < limb.length)
    old = closed(person.labels == Label.UPPER, 0.02 * unit) & (person.alpha > 0.5)
    seen = largest(opened(flags(inside & old), _EVEN * unit), 0.5)
    if not seen.any():
        return None
    skin = (person.labels == Label.SKIN) & (person.alpha > 0.5) & ~seen
    wrist_seen = skin & (limb.u > 0.9 * limb.length) & (np.abs(limb.v) < _OVER_WRIST * half)
    found = person.hands[side]
    own = round_hand(found, skin, unit) if found is not None else np.zeros(shape, np.bool_)
    hand = flags(skin & (own | (wrist_seen & (limb.u < limb.length + 0.5 * unit))))
    alpha = f32(cv2.GaussianBlur(seen.astype(np.float32), (0, 0), 1.0) * person.alpha)
    return Forearm(limb, half_at, limb.length, alpha, hand)


def _traced(elbow: Array, wrist: Array, out: Array, shape: tuple[int, int], unit: float) -> Limb:
    return trace(np.stack([elbow, 0.5 * (elbow + wrist), wrist]), out, shape, 0.75 * unit)


def _cuff(person: Person, limb: Limb, unit: float) -> float:
    """u where cloth gives way to skin along a forearm; its length where that isn't seen."""
    places = np.linspace(*_CUFF, 80, dtype=np.float32) * limb.length
    across = np.linspace(-0.5, 0.5, 11, dtype=np.float32) * float(arm_half_width(limb.length, limb.length, unit))
    rows, columns = pixels(limb.point(places[:, None], across[None]), person.labels.shape)
    labels = person.labels[rows, columns]
    score = (labels == Label.UPPER).mean(1) - np.isin(labels, [Label.SKIN, Label.FACE]).mean(1)
    if not (score < 0).any() or not (score > 0).any():
        return limb.length
    return float(places[min(int(np.concatenate([[0], np.cumsum(score)]).argmax()), len(places) - 1)])


def _wrist(person: Person, limb: Limb, end: float, unit: float) -> tuple[float, float]:
    """v of the middle of the old sleeve's end, and half its width, pixels: from the bare wrist just past it."""
    usual = float(arm_half_width(limb.length, limb.length, unit))
    places = end + np.linspace(*_HAND, 12, dtype=np.float32) * limb.length
    across = np.arange(-3 * usual, 3 * usual, dtype=np.float32)
    rows, columns = pixels(limb.point(places[:, None], across[None]), person.labels.shape)
    skin = (person.labels[rows, columns] == Label.SKIN) & (person.alpha[rows, columns] > 0.5)
    found = [_run(row, len(across) // 2) for row in skin]
    runs = np.array([run for run in found if run is not None and run[1] > run[0]], np.float32)
    if len(runs) < 4:
        return 0.0, _OVER_WRIST * usual
    first, last = np.median(runs, axis=0)
    half = float(np.clip(0.5 * (last - first), _WRISTS[0] * usual, _WRISTS[1] * usual))
    return float(across[0] + 0.5 * (first + last)), _OVER_WRIST * half


def _below(person: Person, limb: Limb, half: float) -> float:
    """How far past the joint a bent elbow's round end reaches, pixels: to where the sleeve's outer outline comes in to
    its middle line. half: the sleeve's half width there."""
    places = np.arange(0, _LOWEST * half, dtype=np.float32)
    across = np.arange(0, 2 * half, dtype=np.float32)
    spots = limb.point(-places[:, None], across[None])
    height, width = person.labels.shape
    x, y = spots[:, 0].T
    within = (x >= 0) & (x < width) & (y >= 0) & (y < height)
    rows, columns = pixels(spots, person.labels.shape)
    sleeve = (person.labels[rows, columns] == Label.UPPER) & (person.alpha[rows, columns] > 0.5)
    reach = np.where(sleeve.all(1), len(across), (~sleeve).argmax(1))
    closed_in = np.flatnonzero(within & (reach < _IN * half))
    return float(max(places[closed_in[0]], 0.5 * half)) if len(closed_in) else _TIP * half


def _run(row: Mask, middle: int) -> tuple[int, int] | None:
    """First and last place of the run of a `row` that is nearest its `middle`."""
    spans = [(int(first), int(end) - 1) for first, end in runs(row)]
    return min(spans, key=lambda span: max(span[0] - middle, middle - span[1], 0), default=None)


def _outline(person: Person, elbow: Array, wrist: Array, out: Array, unit: float) -> Array:
    """The person's outline beside the `elbow`, outwards; where that lies below the picture, beside the last of the
    forearm that doesn't."""
    height = person.labels.shape[0]
    share = np.clip((height - 2 - wrist[1]) / max(float(elbow[1] - wrist[1]), 1.0), 0, 1)
    elbow = wrist + (elbow - wrist) * (share if elbow[1] > height - 2 else 1.0)
    reach = np.arange(-0.2 * unit, 0.6 * unit, dtype=np.float32)
    rows, columns = pixels(elbow + out * reach[:, None], person.labels.shape)
    there = person.alpha[rows, columns] > 0.5
    last = int(np.flatnonzero(there)[-1]) if there.any() else len(reach) // 4
    stop = np.flatnonzero(~there & (reach > 0))
    last = min(last, int(stop[0])) if len(stop) else last
    return f32(elbow + out * reach[last])


def _ended(arm: Arm, elbow: float) -> Arm:
    half = float(arm_half_width(elbow, arm.limb.length, arm.unit))
    past = (arm.limb.u > elbow) & ((arm.limb.u - elbow) ** 2 + arm.limb.v**2 > (1.3 * half) ** 2)
    limb = replace(
        arm.limb,
        u=np.where(past, np.float32(3 * arm.limb.length), arm.limb.u),
        v=np.where(past, np.float32(-2 * arm.unit), arm.limb.v),
    )
    return replace(arm, limb=limb, sleeve_end=arm.limb.length, crossed=False, hidden=False)
