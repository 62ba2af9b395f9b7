"""The photo's own short sides below another cut."""

from dataclasses import replace

import numpy as np
from tests.vision.hair.heads import bared, frame, haired, uncovered

from fittingroom.tryon.kinds import Haircut
from fittingroom.vision.hair.cutting import Variant, chosen_roots
from fittingroom.vision.hair.matte import find_hair
from fittingroom.vision.hair.scalp import fit_scalp
from fittingroom.vision.hair.sides import over_own_sides, own_sides, with_own_sides
from fittingroom.vision.hair.styles import STYLES


def _sides(hang: int) -> np.ndarray | None:
    """Where sides stay of hair that stands `hang` pixels beside the skull."""
    person, head = haired(), frame()
    matte = find_hair(person, head)
    alpha = np.zeros_like(matte.alpha)
    alpha[30:80, 90:210] = 1
    alpha[120:150, 150 - 66 - hang : 90] = 1
    under = replace(uncovered(person, head, matte), hidden=())
    return own_sides(head, fit_scalp(person, head), replace(matte, alpha=alpha, mask=alpha > 0.5), under)


def test_short_sides_stay_below_the_brows_and_no_forehead_does() -> None:
    sides = _sides(0)
    assert sides is not None
    assert sides[140, 85] == 1 and sides[60, 85] == 0
    assert sides[140, 130:170].max() == 0


def test_hair_that_stands_off_the_head_does_not_stay() -> None:
    assert _sides(24) is None


def test_the_photo_is_seen_where_sides_stay() -> None:
    person = haired()
    bare, sides = bared(person, frame()), np.zeros(person.labels.shape, np.float32)
    sides[100:150, 60:100] = 1
    kept = with_own_sides(bare, person, sides)
    assert np.array_equal(kept.image[100:150, 60:100], person.image[100:150, 60:100])
    assert np.array_equal(kept.image[:, 120:], bare.image[:, 120:])


def test_no_new_hair_grows_on_sides_that_stay() -> None:
    scalp = fit_scalp(haired(), frame())
    for layer in over_own_sides(STYLES[Haircut.FAUX_HAWK]).layers:
        roots = chosen_roots(layer, scalp, Variant(), np.random.default_rng(0))
        assert np.percentile(roots.elevation, 2) > 0


def test_layers_that_grow_only_where_the_sides_stay_are_left_out() -> None:
    assert len(over_own_sides(STYLES[Haircut.BOWL_CUT]).layers) == len(STYLES[Haircut.BOWL_CUT].layers) - 1
