"""The recipe for dresses: a top's body and sleeves as far as the waist, a skirt from there on, all old clothes gone."""

from dataclasses import replace

import cv2
import numpy as np

from fittingroom.engines.preview import tops
from fittingroom.engines.preview.lighting import light_top, show_light
from fittingroom.engines.preview.work import Step, Work
from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.fitting.barelegs import with_legs
from fittingroom.vision.fitting.dress import fit_dress, one_cloth
from fittingroom.vision.fitting.legs import leg_shape, near_leg, trace_legs, with_cuffs
from fittingroom.vision.fitting.outline import Arm
from fittingroom.vision.garment import Garment


def measure_all(work: Work) -> None:
    """As for a top; then legs; from here on all old clothes are one."""
    tops.measure_body(work)
    work.arms, work.garment = level(work.arms), with_like_sleeves(work.garment)
    work.legs = trace_legs(work.person, work.frame)
    work.near_leg = near_leg(work.frame)
    person = with_cuffs(work.person, work.legs)
    work.person = one_cloth(person, work.frame, work.arms, work.sides, work.old)


def level(arms: tuple[Arm, Arm]) -> tuple[Arm, Arm]:
    """Arms whose old short sleeves end at nearly the same share of both are said to end at the same, so that the new
    sleeves are alike."""
    shares = [arm.sleeve_end / arm.limb.length for arm in arms]
    if min(shares) < 0.1 or max(shares) > 0.6 or abs(shares[0] - shares[1]) > 0.2:
        return arms
    mean = float(np.mean(shares))
    return replace(arms[0], sleeve_end=mean * arms[0].limb.length), replace(
        arms[1], sleeve_end=mean * arms[1].limb.length
    )


def with_like_sleeves(garment: Garment) -> Garment:
    """The dress with both sleeves reaching as far, where they do so but for how they were laid out."""
    first, second = garment.sleeves
    if first is None or second is None or abs(first.reach - second.reach) > 0.12:
        return garment
    reach = 0.5 * (first.reach + second.reach)
    return replace(garment, sleeves=(replace(first, reach=reach), replace(second, reach=reach)))


def lay_dress(work: Work) -> None:
    """Where on the person every point of the dress's body and skirt goes."""
    person, frame = work.person, work.frame
    work.torso = fit_dress(person, work.garment, frame, work.arms, work.legs, work.line, work.sides, work.old, work.fit)
    work.torso_map = work.lay(work.torso.landmarks, work.torso.scale)


def take_off_old(work: Work) -> None:
    """Background, skin and bare legs where old clothes are uncovered."""
    person = work.person
    tops.take_off_old(work)
    legs = with_legs(person, work.bare, work.legs, work.near_leg, work.seed)
    shape = np.maximum(*(leg_shape(leg) for leg in work.legs))
    near_arm = np.logical_or.reduce(
        [(np.abs(arm.limb.v) < arm.half) & (arm.limb.u < 1.05 * arm.limb.length) for arm in work.arms]
    )
    share = work.erased * cv2.GaussianBlur(shape * ~near_arm, (0, 0), 0.8)
    work.bare = f32(work.bare + (legs - work.bare) * share[..., None])
    work.open_ = None if work.open_ is None else f32(work.open_ * (1 - share))


STEPS = (
    Step("Measuring the body", measure_all, tops.show_measures),
    Step("Laying the dress on body and legs", lay_dress, tops.show_torso),
    Step("Laying the sleeves along the arms", tops.lay_sleeves, tops.show_sleeves),
    Step("Deciding what goes where", tops.decide_regions, tops.show_regions),
    Step("Taking the old clothes off", take_off_old, lambda work: np.clip(work.bare, 0, 255).astype(np.uint8)),
    Step("Carrying light and folds over", light_top, show_light),
    Step("Dressing", tops.dress, lambda work: work.result),
)
