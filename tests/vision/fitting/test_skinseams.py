"""Drawn skin goes on over the shade below an old sleeve, on a drawn person."""

import numpy as np
from tests.vision.fitting.drawn import drawn_person, frame_and_arms

from fittingroom.vision.fitting.bareoutline import bare_edges
from fittingroom.vision.fitting.fill import grow, shrink
from fittingroom.vision.fitting.skinseams import beyond_seam, in_shade, into_seen, own_edge, seen_below
from fittingroom.vision.person import Label


def below_end(sleeve: float, shade: float = 0.025) -> np.ndarray:
    """How far drawn skin hides what is seen, on the middle line of one arm, from its old sleeve's last row on."""
    person = drawn_person(sleeve)
    frame, arms = frame_and_arms(person)
    edges = bare_edges(person, arms)
    limbs = np.maximum(*(each.inside(arm) for each, arm in zip(edges, arms, strict=True)))
    erase = person.labels == Label.UPPER
    share = into_seen(erase, np.zeros(erase.shape, np.float32), limbs, arms, frame.unit, (shade, shade))
    row = 150 + int(sleeve * 155)
    column = int(np.median(np.flatnonzero(limbs[row] > 0.5)[:15]))
    return np.asarray(share[row : row + 40, column])


def test_drawn_skin_hides_the_shade_right_below_an_old_short_sleeve_and_fades_further_down() -> None:
    share = below_end(0.4)
    assert share[:3].min() > 0.85
    assert (np.diff(share) <= 1e-6).all()
    assert share[20:].max() < 0.05


def test_drawn_skin_goes_further_below_a_short_sleeve_than_onto_a_hand() -> None:
    assert below_end(0.4)[5] > below_end(0.9)[5] + 0.08


def test_drawn_skin_goes_on_as_far_as_the_sleeves_shade_does() -> None:
    assert below_end(0.4, 0.1)[8] > 0.85 > below_end(0.4)[8]
    assert below_end(0.4, 0.1)[-3:].max() < 0.1


def test_what_is_drawn_below_a_short_sleeve_reaches_to_the_arms_seen_edges_but_not_onto_a_hand() -> None:
    for sleeve in (0.4, 0.9):
        person = drawn_person(sleeve)
        arm = frame_and_arms(person)[1][1]
        seen, zone = seen_below(person, arm), in_shade(arm, 0.05)
        if sleeve == 0.9:
            assert not seen.any() and not zone.any()
            continue
        skin = person.labels == Label.SKIN
        assert seen[zone & shrink(skin, 2) & ~grow(person.labels == Label.UPPER, 5)].min() > 0.7
        assert seen[~grow(skin, 3)].max() < 1e-3
        assert (zone & (arm.limb.u < arm.sleeve_end)).sum() == 0


def test_an_arm_keeps_its_own_edge_well_below_its_sleeve_and_further_down_where_the_skin_above_is_drawn_anew() -> None:
    person = drawn_person(0.4)
    arm = frame_and_arms(person)[1][1]
    kept, after_seam = (beyond_seam(arm, 0.1, bared) for bared in (False, True))
    begins, later = (float(arm.limb.u[each].min()) for each in (kept, after_seam))
    assert arm.sleeve_end < begins < later - 5
    assert not kept[arm.limb.u > 0.9 * arm.limb.length].any()


def test_of_a_gap_only_the_limbs_side_is_its_own_edge_not_what_is_labelled_skin_beside_it() -> None:
    person = drawn_person(0.4)
    person.labels[:] = Label.BACKGROUND
    person.labels[:, :100], person.labels[:, 120:] = Label.SKIN, Label.UPPER
    limbs = np.zeros(person.labels.shape, np.float32)
    limbs[:, :100] = 1
    person.labels[200:210, 100:119] = Label.SKIN  # frayed
    own = own_edge(person, limbs)
    assert own[50, 100:108].all() and not own[50, 112:120].any()
    assert not own[205, 112:119].any()
