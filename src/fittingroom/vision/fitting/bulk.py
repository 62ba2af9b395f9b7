"""Old clothes that stand far off the body, and background that was taken for them: what no new top is shaped by."""

from dataclasses import replace
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.channels import length
from fittingroom.vision.colour import bins, histogram, to_lab
from fittingroom.vision.fitting.arrays import Array, Mask, f32, flags
from fittingroom.vision.fitting.crops import WHOLE, laid
from fittingroom.vision.fitting.fill import grow, noise, opened, push_pull, shrink, soften
from fittingroom.vision.fitting.frame import Frame
from fittingroom.vision.fitting.outline import Arm, usual_shoulder
from fittingroom.vision.fitting.shifts import copied_from_beside
from fittingroom.vision.person import Label, Person
from fittingroom.vision.pieces import holding, without_holes

#: How far above a usual shoulder line cloth may lie and still shape the new top, in units.
_LOOSE = 0.05
_CHIN = 152  # of the face mesh
#: Beside the neck stand collars: so far from its middle, in its half widths, cloth may be as high as it likes.
_COLLAR = 1.35
#: A hood or collar laid round the neck: cloth between the first two distances from the neck's middle (its half widths)
#: lies so much higher above a usual shoulder line than between the next two, units; and it may lie so much higher.
_LAID, _BESIDE, _ROUND_NECK, _RISE = (0.85, 1.3), (2.0, 2.75), 0.045, 0.01
#: How far beside the background an outline is soft, pixels.
_SOFT = 2
#: What is added to the shares of colours: one seen nowhere says nothing.
_UNSEEN = 1e-3
#: How far from it what passed for skin is a scrap of it, units.
_SCRAP = 0.2


class Slim(NamedTuple):
    """person: without the bulk in labels and alpha. bulk: bool H×W, what stands off the body: to be replaced by the
    background behind it, with what of it the silhouette left out."""

    person: Person
    bulk: Mask


def without_bulk(person: Person, frame: Frame, arms: tuple[Arm, Arm]) -> Slim:
    """Neck rings, stiff collars and pads that stand high above the shoulders go, and so does background at the rim."""
    stray = _stray(person, frame, arms)
    bulk = _before_background(_above_shoulders(person, frame, arms) & ~stray, person)
    if not (bulk | stray).any():
        return Slim(person, bulk)
    gone = bulk | stray
    kept = 1 - cv2.GaussianBlur(gone.astype(np.float32), (0, 0), 0.8)
    labels = np.where(gone, np.uint8(Label.BACKGROUND), person.labels)
    slim = replace(person, labels=labels, alpha=f32(np.where(gone, 0, person.alpha * kept)))
    return Slim(slim, _with_rest(person, frame, bulk) if bulk.any() else bulk)


def with_bulk(person: Person, bulk: Mask) -> Person:
    """`person` with `bulk` as their cloth again, so that nothing takes it for background."""
    if not bulk.any():
        return person
    labels = np.where(bulk, np.uint8(Label.UPPER), person.labels)
    return replace(person, labels=labels, alpha=f32(np.maximum(person.alpha, soften(bulk))))


def bulk_left(person: Person, frame: Frame, bulk: Mask, cloth: Array) -> Mask:
    """What of `bulk`, and of its rim, the new clothes leave to be seen."""
    keep = np.isin(person.labels, [Label.FACE, Label.HAIR]) | shrink(person.labels == Label.SKIN, 2.5)
    return flags(grow(bulk, max(3.0, 0.015 * frame.unit)) & (cloth < 0.95) & ~keep)


def background_behind(person: Person, bulk: Mask, unit: float, seed: int) -> Array:
    """The photo (H×W×3) with what is seen round the person carried on over `bulk`: copied from beside where that fits,
    else edges in their own direction. After Telea, An image inpainting technique based on the fast marching method
    (2004); with the photo's grain."""
    image = person.image.astype(np.float32)
    rows, columns = np.nonzero(bulk.any(1))[0], np.nonzero(bulk.any(0))[0]
    edge = 12 + max(len(rows), len(columns)) // 4
    window = (
        slice(max(0, rows[0] - edge), rows[-1] + edge + 1), slice(max(0, columns[0] - edge), columns[-1] + edge + 1)
    )  # fmt: skip
    hidden = grow(bulk, 3) | grow(person.alpha > 0.03, 3)
    hidden |= ~holding(~hidden, ~hidden & ~grow(bulk, _SCRAP * unit))  # a slit between collar and neck shows skin
    part, mask = person.image[window], hidden[window].astype(np.uint8)
    if mask.all():
        return image
    factor = min(1.0, 240 / max(mask.shape))
    small = cv2.resize(part, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    unknown = (cv2.resize(mask, small.shape[1::-1], interpolation=cv2.INTER_AREA) > 0).astype(np.uint8)
    filled = cv2.resize(cv2.inpaint(small, unknown, 5, cv2.INPAINT_TELEA), mask.shape[::-1]).astype(np.float32)
    fine = image[window] - cv2.GaussianBlur(image[window], (0, 0), 2)
    grain = float(np.median(np.abs(fine[mask == 0])))
    filled += (noise((mask.shape[0], mask.shape[1]), 0.8, seed) * grain)[..., None]
    copied, share = copied_from_beside(image, ~hidden, grow(bulk, 8), unit)
    image[window] = np.where(mask[..., None] > 0, filled, image[window])
    return f32(image + (copied - image) * share[..., None])


def without_bulk_behind(bare: Array, behind: Array, bulk: Mask, open_: Array, back: Array) -> Array:
    """`bare` (H×W×3) with the background `behind` (H×W×3) where `bulk` stood and background is seen (`open_`). Before
    it stands what is seen of the new garment's `back` behind the neck (both H×W, 0…1)."""
    return laid(bare, behind, f32(soften(grow(bulk, 3), 1.5) * open_ * (1 - back)), WHOLE)


def _above_shoulders(person: Person, frame: Frame, arms: tuple[Arm, Arm]) -> Mask:
    """Cloth above the shoulders that reaches up beside the chin: a muscular or lifted shoulder never does."""
    if person.face is None:
        return np.zeros(person.labels.shape, np.bool_)
    t, lateral = frame.fields(person.labels.shape)
    reach = np.linspace(-1.2, 1.2, 193, dtype=np.float32) * frame.unit
    top = np.interp(lateral, reach, usual_shoulder(frame, reach)) + _LOOSE * frame.unit
    off_neck = np.abs(lateral - float(frame.lateral(frame.neck_mid))) > _COLLAR * frame.neck_half
    beside = [np.where(arm.limb.u > 0.1 * arm.limb.length, np.abs(arm.limb.v) / arm.half, 9) for arm in arms]
    high = (person.labels == Label.UPPER) & (-t * frame.torso > top) & off_neck & (np.minimum(*beside) > 1.3)
    high = opened(high, 0.02 * frame.unit)
    rows = np.arange(len(high), dtype=np.float32)[:, None]
    bulk = holding(high, np.broadcast_to(rows < person.face[_CHIN, 1], high.shape))
    # Its foot goes too, or a step would be left on the shoulder.
    foot = (person.labels == Label.UPPER) & (-t * frame.torso > top - _LOOSE * frame.unit) & off_neck
    off = (bulk | (foot & grow(bulk, 0.15 * frame.unit))) & ~_drawn_forwards(frame, arms, lateral)
    return flags(off | _round_neck(person, frame, t, lateral))


def _drawn_forwards(frame: Frame, arms: tuple[Arm, Arm], lateral: Array) -> Mask:
    """H×W: the sides of the body (`lateral`: the frame's field) whose arm is crossed before it. That draws the shoulder
    up and forwards: its joint is seen far within the outline, which is that of shoulder and arm and no bulk."""
    middle, sides = float(frame.lateral(frame.neck_mid)), np.zeros(lateral.shape, np.bool_)
    for arm, sign in zip(arms, (-1, 1), strict=True):
        if arm.crossed:
            sides |= sign * (lateral - middle) > 0
    return sides


def _before_background(bulk: Mask, person: Person) -> Mask:
    """The parts of `bulk` that some background lies beside: what neck and hair enclose is part of the shoulder, and
    nothing would be known of what lies behind it."""
    return holding(bulk, grow(person.alpha < 0.5, _SOFT))


def _round_neck(person: Person, frame: Frame, t: Array, lateral: Array) -> Mask:
    """What a hood or a collar laid round the neck adds to the shoulders: cloth beside the neck that lies higher above a
    usual shoulder line than that further out. t, lateral: the frame's fields."""
    found = np.zeros(t.shape, np.bool_)
    across = (lateral - float(frame.lateral(frame.neck_mid))) / frame.neck_half
    rows, columns = np.nonzero((person.labels == Label.UPPER) & (np.abs(across) < _BESIDE[1]) & (t < 0.1))
    if len(rows) == 0:
        return found
    usual = usual_shoulder(frame, f32(lateral[rows, columns]))
    high = (-t[rows, columns] * frame.torso - usual) / frame.unit
    for side in (-1, 1):
        at = side * across[rows, columns]
        tops = [
            np.array([high[(at >= a) & (at < a + 0.15)].max(initial=-1) for a in np.arange(first, last, 0.15)])
            for first, last in (_LAID, _BESIDE)
        ]
        if min(tops[0].max(), tops[1].min()) < -0.5:  # no cloth there
            continue
        level = float(np.median(tops[1]))
        if tops[0].max() - level > _ROUND_NECK:
            above = (at > 1) & (at < _BESIDE[0]) & (high > level + _RISE * np.clip(_BESIDE[0] - at, 0, 1))
            found[rows[above], columns[above]] = True
    found = opened(found, 1)
    aside = (person.labels == Label.SKIN) & (t < 0) & (np.abs(across) > 1)  # some of it passed for the neck's skin
    return flags(found | holding(flags(aside & grow(found, _SCRAP * frame.unit)), grow(found, 3)))


def _stray(person: Person, frame: Frame, arms: tuple[Arm, Arm]) -> Mask:
    """Cloth at the silhouette's rim, off torso and arms, that has the background's colours and not the clothes'."""
    nothing = np.zeros(person.labels.shape, np.bool_)
    upper, outside = person.labels == Label.UPPER, person.alpha < 0.03
    _, lateral = frame.fields(person.labels.shape)
    near_arm = np.minimum(*(np.abs(arm.limb.v) / np.maximum(arm.half, 1) for arm in arms)) < 0.75
    core = (np.abs(lateral) < 0.4 * frame.unit) | near_arm
    cloth, around = upper & core, outside & grow(upper, 0.4 * frame.unit)
    if cloth.sum() < 500 or around.sum() < 500:
        return nothing
    cells = bins(to_lab(person.image))
    mean = _likelier(cells, histogram(cells[around]), histogram(cells[cloth]), 0.012 * frame.unit)
    unlike = opened(upper & ~core & (mean > 1.0) & ~person.front.objects, 0.02 * frame.unit)
    count, pieces = cv2.connectedComponents(unlike.astype(np.uint8))
    large = np.bincount(pieces.ravel().astype(np.int64), minlength=count) > (0.08 * frame.unit) ** 2
    return flags(holding(unlike, grow(outside, 4)) & large[pieces])


def _cloths_colours(person: Person, near: Mask, bulk: Mask) -> Mask:
    """Where the colour is likelier in the `bulk` than in the background `near` it, H×W: what differs from the wall
    further off may be a window's frame."""
    cells = bins(to_lab(person.image))
    wall = flags((person.alpha < 0.03) & near & ~grow(bulk, 2 * _SOFT))
    if wall.sum() < 200:
        return np.ones(bulk.shape, np.bool_)
    return flags(_likelier(cells, histogram(cells[bulk]) + _UNSEEN, histogram(cells[wall]) + _UNSEEN, _SOFT) > 0)


def _likelier(cells: NDArray[np.int32], here: Array, there: Array, soft: float) -> Array:
    """How much likelier (logarithm) the colours of `cells` (H×W) are by their shares `here` than by those `there`,
    evened out over `soft` pixels."""
    ratio = (np.log(here) - np.log(there))[cells]
    return f32(cv2.GaussianBlur(f32(np.clip(ratio, -4, 4)), (0, 0), soft))


def _with_rest(person: Person, frame: Frame, bulk: Mask) -> Mask:
    """`bulk` with what hangs together with it outside the silhouette and differs from the background further off."""
    near = grow(bulk, 0.08 * frame.unit)
    known = shrink(person.alpha < 0.03, 2) & ~near
    if known.sum() < 500:
        return bulk
    lab = to_lab(person.image)
    away = length(lab - push_pull(lab, known))
    around = away[grow(near, 0.1 * frame.unit) & ~near & (person.alpha < 0.03)]
    limit = max(9.0, 2.5 * float(np.median(around))) if len(around) else 9.0
    body = np.isin(person.labels, [Label.HAIR, Label.FACE, Label.SKIN])
    unlike = (near & ~body & (person.alpha < 0.5) & (away > limit) & _cloths_colours(person, near, bulk)) | bulk
    joined = holding(unlike, bulk)
    return flags(without_holes(grow(joined, 1)) & ~body & (grow(joined, 1) | (person.alpha < 0.5)))
