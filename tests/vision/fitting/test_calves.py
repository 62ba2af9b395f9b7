"""Calves that stand out of long trousers are covered; skin below the hem, and legs in shorts, stay as they are."""

from dataclasses import replace

import numpy as np
from tests.engines.preview.standing import trousers, worn

from fittingroom.engines.preview import bottoms
from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.fitting.calves import over_calf
from fittingroom.vision.person import Label


def test_cloth_is_let_out_over_a_calf_beside_it_and_not_below_its_hem_nor_in_shorts() -> None:
    work = worn(bottoms.STEPS[:1], trousers())[1]
    leg, unit = work.legs[1], work.frame.unit
    u, v, long = leg.limb.u, leg.limb.v, leg.limb.length
    share = u / long
    shin = (share > 0.3) & (share < 0.97) & (np.abs(v) < 0.1 * unit)
    labels = np.where(shin, np.uint8(Label.SKIN), work.person.labels)
    person = replace(work.person, labels=labels, alpha=np.maximum(work.person.alpha, f32(shin)))
    narrow = (share > 0) & (v > -0.06 * unit) & (v < 0.12 * unit)  # the calf stands out on the inner side
    cloth = f32(narrow & (share < 0.9))
    covered = over_calf(person, cloth, leg, unit)
    bare = shin & ~narrow & (v < -0.08 * unit)
    assert covered[bare & (share > 0.55) & (share < 0.8)].mean() > 0.9
    assert covered[shin & (share > 0.92)].max() == 0
    assert covered[(share < 0.45) & ~narrow].max() < 0.05
    shorts = f32(narrow & (share < 0.6))
    assert np.array_equal(over_calf(person, shorts, leg, unit), shorts)
