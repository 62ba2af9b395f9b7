"""Drawn skin goes on over the shade below an old sleeve, on a drawn person."""

import numpy as np
from tests.vision.fitting.drawn import drawn_person, frame_and_arms

from fittingroom.vision.fitting.bareoutline import bare_edges
from fittingroom.vision.fitting.skinseams import into_seen
from fittingroom.vision.person import Label


def below_end(sleeve: float) -> np.ndarray:
    """How far drawn skin hides what is seen, on the middle line of one arm, from its old sleeve's last row on."""
    person = drawn_person(sleeve)
    frame, arms = frame_and_arms(person)
    edges = bare_edges(person, arms)
    limbs = np.maximum(*(each.inside(arm) for each, arm in zip(edges, arms, strict=True)))
    erase = person.labels == Label.UPPER
    share = into_seen(erase, np.zeros(erase.shape, np.float32), limbs, arms, frame.unit)
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
