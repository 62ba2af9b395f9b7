"""How far drawn skin goes on over skin that is seen: it has to cover the shade that lay below the old cloth."""

import cv2
import numpy as np

from fittingroom.vision.fitting.arrays import Array, Mask, f32, flags
from fittingroom.vision.fitting.fill import grow, soften
from fittingroom.vision.fitting.outline import Arm
from fittingroom.vision.fitting.sleeveshade import is_short
from fittingroom.vision.person import Label, Person

#: How widely a seam is blurred, units: a chest's lies in the old neckline's shade, a hand's in a sleeve's, which is
#: narrower.
_CHEST, _ARM = 0.045, 0.035
#: How far beyond the old cloth drawn skin is whole, pixels.
_WHOLE = 2.0
#: A short sleeve stands off the arm and throws a shade on it: how widely the seam is blurred below that, units.
_SOFT = 0.045
#: How far about the end of a short sleeve such a seam is, as a share of the arm.
_ABOUT = 0.25
#: From how far below its sleeve's end on an arm is seen whole, and from where on it is rather a hand, shares of it.
_CLEAR, _HAND = 0.08, 0.85
#: How far from its middle line an arm is seen, half widths, and how near to a sleeve labels may be wrong, pixels.
_SEEN, _BESIDE = 1.3, 2.5


def into_seen(
    erase: Mask, body: Array, limbs: Array, arms: tuple[Arm, Arm], unit: float, shades: tuple[float, float]
) -> Array:
    """How far drawn skin hides what is seen beside it, H×W, 0…1, going down from where it takes the old cloth's place
    (`erase`) on the chest and belly (`body`, 0…1) and on the arms (`limbs`). shades: how far below each arm's short
    sleeve its shade goes, units (`shade_reach`): skin is drawn anew whole there."""
    seams = [
        _spread(erase & (body > 0.5), _WHOLE, _CHEST * unit),
        _spread(erase & (limbs > 0.5), _WHOLE, _ARM * unit),
    ]
    for arm, shade in zip(arms, shades, strict=True):
        below = flags(erase & (limbs > 0.5) & short_end(arm))
        if below.any():
            seams.append(_spread(below, shade * unit, _SOFT * unit) * (limbs > 0.5))
    return f32(np.clip(2 * np.maximum.reduce(seams), 0, 1))


def short_end(arm: Arm) -> Mask:
    """H×W: what lies on an arm about the end of its old short sleeve."""
    share = (arm.limb.u - arm.sleeve_end) / arm.limb.length
    return flags(is_short(arm) & (np.abs(share) < _ABOUT) & (np.abs(arm.limb.v) < 2 * arm.half))


def seen_below(person: Person, arm: Arm) -> Array:
    """The arm as it is seen right below the end of its short sleeve, H×W, 0…1: what is drawn anew there reaches to the
    seen edges, or their dark pixels would stand beside it. Not what touches the sleeve: labels are wrong there."""
    u, v = arm.limb.u, arm.limb.v
    skin = (person.labels == Label.SKIN) & short_end(arm) & (u > arm.sleeve_end) & (np.abs(v) < _SEEN * arm.half)
    if not skin.any():
        return np.zeros(u.shape, np.float32)
    return soften(skin & ~grow(person.labels == Label.UPPER, _BESIDE), 0.8)


def in_shade(arm: Arm, shade: float) -> Mask:
    """H×W: the arm below its short sleeve's end, as far as that one's `shade` (units) and the seam go."""
    below = (arm.limb.u - arm.sleeve_end) / arm.unit
    return flags(short_end(arm) & (below > 0) & (below < shade + 2 * _SOFT) & (np.abs(arm.limb.v) < _SEEN * arm.half))


def beyond_seam(arm: Arm, shade: float, laid_bare: bool) -> Mask:
    """H×W: the arm and what lies beside it, so far below its old sleeve's end that it stays as it is seen: where the
    skin above is drawn anew (`laid_bare`), past its seam and that sleeve's `shade` (units)."""
    seam = shade + 2 * _SOFT if laid_bare else 0.0
    below = arm.limb.u - arm.sleeve_end
    clear = (below > _CLEAR * arm.limb.length) & (below > seam * arm.unit) & (arm.limb.u < _HAND * arm.limb.length)
    return flags(clear & (np.abs(arm.limb.v) < 2 * arm.half))


def own_edge(person: Person, limbs: Array) -> Mask:
    """H×W: what lies nearer to the seen skin of `limbs` (0…1) than to old cloth: of a gap between an arm and the body,
    the arm's own edge, on which nothing was worn. Labels fray in a gap's narrow end; what is labelled skin beside the
    limbs is none."""
    to_skin, to_cloth = (
        cv2.distanceTransform((~mask).astype(np.uint8), cv2.DIST_L2, 3)
        for mask in ((person.labels == Label.SKIN) & (limbs > 0.5), person.labels == Label.UPPER)
    )
    return flags(to_skin < to_cloth)


def _spread(mask: Mask, whole: float, soft: float) -> Array:
    return f32(cv2.GaussianBlur(grow(mask, whole).astype(np.float32), (0, 0), soft))
