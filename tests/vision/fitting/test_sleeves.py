import numpy as np
from tests.vision.fitting.drawn import drawn_person, drawn_top, frame_and_arms

from fittingroom.vision.fitting.length import Fit
from fittingroom.vision.fitting.outline import measure_sides, old_top, shoulder_line
from fittingroom.vision.fitting.sleeves import fit_sleeve, mask_of, outline_of
from fittingroom.vision.fitting.torso import fit_torso


def test_a_sleeves_edges_run_from_armhole_to_cuff() -> None:
    sleeve = drawn_top().sleeves[1]
    assert sleeve is not None
    outer, inner = outline_of(sleeve)
    assert np.linalg.norm(outer[-1] - sleeve.cuff[0]) < 16
    assert np.linalg.norm(inner[-1] - sleeve.cuff[1]) < 16
    assert outer[:, 1].mean() < inner[:, 1].mean()


def test_a_sleeve_takes_its_fabric_in_order_and_ends_where_it_should() -> None:
    sleeve = drawn_top().sleeves[1]
    assert sleeve is not None
    person = drawn_person()
    frame, arms = frame_and_arms(person)
    line, sides = shoulder_line(person, frame), measure_sides(person, frame, arms)
    torso = fit_torso(person, drawn_top(), frame, arms, line, sides, old_top(person, frame, arms, line), Fit())
    fit = fit_sleeve(sleeve, person, frame, arms[1], line, torso, 1)
    assert 0.25 < fit.end / arms[1].limb.length < 0.6
    inside = mask_of(fit, arms[1])
    assert inside.sum() > 300
    columns, rows = np.round(fit.map[inside]).astype(int).T
    assert sleeve.mask[rows, columns].mean() > 0.9
    near, far = (np.abs(fit.along - share) < 0.1 for share in (0.15, 0.85))
    assert fit.map[inside & near][:, 0].mean() < fit.map[inside & far][:, 0].mean()
