"""The recipe for dresses: a top's body and sleeves as far as the waist, a skirt from there on, all old clothes gone."""

import cv2
import numpy as np

from fittingroom.engines.preview import tops
from fittingroom.engines.preview.work import Step, Work
from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.fitting.barelegs import with_legs
from fittingroom.vision.fitting.dress import fit_dress, one_cloth
from fittingroom.vision.fitting.legs import leg_shape, trace_legs
from fittingroom.vision.fitting.mesh import solve_map
from fittingroom.vision.fitting.undress import undress


def measure_all(work: Work) -> None:
    """As for a top; then legs; from here on all old clothes are one."""
    tops.measure_body(work)
    work.legs = trace_legs(work.person, work.frame)
    low = work.frame.ankles[:, 1] + 0.5 * work.frame.knees[:, 1]
    work.near_leg = int(low[1] > low[0])
    work.person = one_cloth(work.person)


def lay_dress(work: Work) -> None:
    """Where on the person every point of the dress's body and skirt goes."""
    person, frame = work.person, work.frame
    work.torso = fit_dress(person, work.garment, frame, work.arms, work.legs, work.line, work.sides, work.old, work.fit)
    height, width = person.labels.shape
    spacing = frame.unit / (14 if work.refine else 9)
    work.torso_map = solve_map(work.torso.landmarks, (0, 0, width, height), 1 / work.torso.scale, spacing)


def take_off_old(work: Work) -> None:
    """Background, skin and bare legs where old clothes are uncovered."""
    person, frame = work.person, work.frame
    starts = tuple(fit.end if fit else 0.0 for fit in work.sleeves)
    work.bare, work.erased, work.open_ = undress(
        person, frame, work.arms, work.line, work.sides, work.old, work.regions.erase, (starts[0], starts[1]),
        work.seed, tops.behind_neck(work),
    )  # fmt: skip
    legs = with_legs(person, work.bare, work.legs, work.near_leg, work.seed)
    shape = np.maximum(*(leg_shape(leg) for leg in work.legs))
    near_arm = np.minimum(*(np.abs(arm.limb.v) / np.maximum(arm.half, 1) for arm in work.arms)) < 1.0
    share = work.erased * cv2.GaussianBlur(shape * ~near_arm, (0, 0), 0.8)
    work.bare = f32(work.bare + (legs - work.bare) * share[..., None])


STEPS = (
    Step("Measuring the body", measure_all, tops.show_measures),
    Step("Laying the dress on body and legs", lay_dress, tops.show_torso),
    Step("Laying the sleeves along the arms", tops.lay_sleeves, tops.show_sleeves),
    Step("Deciding what goes where", tops.decide_regions, tops.show_regions),
    Step("Taking the old clothes off", take_off_old, lambda work: np.clip(work.bare, 0, 255).astype(np.uint8)),
    Step("Carrying light and folds over", tops.carry_light, tops.show_light),
    Step("Dressing", tops.dress, lambda work: work.result),
)
