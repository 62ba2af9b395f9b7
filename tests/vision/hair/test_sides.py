"""The photo's own short sides below another cut."""

from dataclasses import replace

import numpy as np
from tests.vision.hair.heads import bared, frame, haired, uncovered

from fittingroom.tryon.kinds import Haircut
from fittingroom.vision.hair.cutting import Variant, chosen_roots
from fittingroom.vision.hair.matte import find_hair
from fittingroom.vision.hair.scalp import fit_scalp
from fittingroom.vision.hair.sides import (
    drawn_in,
    over_own_sides,
    own_sides,
    short_there,
    thinned_towards,
    with_own_sides,
)
from fittingroom.vision.hair.strands import Strands
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


def test_strands_grow_few_towards_sides_that_stay_and_none_lie_on_them() -> None:
    head, sides = frame(), np.broadcast_to(np.linspace(0, 1, 420, dtype=np.float32)[:, None], (420, 300)).copy()
    x, y = np.random.default_rng(0).uniform([40, 10], [260, 410], (4000, 2)).T
    plane_x, plane_y = head.plane((420, 300))
    at = plane_x[y.astype(int), x.astype(int)], plane_y[y.astype(int), x.astype(int)]
    points = head.within(np.stack([*at, np.zeros_like(at[0])], -1).astype(np.float32))
    strands = Strands(np.repeat(points[:, None], 4, 1), np.zeros(len(x), np.float32))
    after = thinned_towards(sides, strands, head, np.random.default_rng(1))
    left = np.isclose(after.points, strands.points).all((1, 2))
    assert left[y < 20].mean() > 0.5 > left[(y > 60) & (y < 110)].mean() > 0.2
    assert not left[y > 350].any()
    assert after.points[~left].min() > 100  # outside any picture


def test_gathered_hair_lies_close_to_the_skull_above_short_sides_and_stands_off_at_the_crown() -> None:
    person, head = haired(), frame()
    scalp = fit_scalp(person, head)
    sphere = np.float32([[0.98, -0.1, 0.17], [0, 1, 0]])
    points = (scalp.centre + sphere * np.where(sphere[:, 1:2] > 0, scalp.upper, scalp.lower) * 1.15)[:, None]
    strands = Strands(points.astype(np.float32), np.zeros(2, np.float32))
    height = scalp.height(drawn_in(strands, scalp, head).points[:, 0])
    before = scalp.height(strands.points[:, 0])
    assert height[0] < 0.2 * before[0] and np.isclose(height[1], before[1])


def test_shorn_heads_and_gathered_hair_are_short_towards_short_sides_and_loose_hair_and_tails_are_not() -> None:
    points, tone = np.zeros((1, 2, 3), np.float32), np.zeros(1, np.float32)
    grown, tail = Strands(points, tone, start=tone), Strands(points, tone)
    assert short_there(grown, True, True, False, False) and short_there(grown, False, False, False, False)
    assert short_there(tail, False, False, True, False)  # rows of braids
    assert not short_there(grown, True, False, False, False) and not short_there(tail, False, True, False, False)


def test_hair_of_the_sides_that_is_tied_with_the_rest_is_not_short() -> None:
    points, tone = np.zeros((1, 2, 3), np.float32), np.zeros(1, np.float32)
    tied = {haircut for haircut, style in STYLES.items() if style.drawn_up}
    assert {Haircut.TWIN_BRAIDS, Haircut.CHIGNON, Haircut.PONYTAIL} <= tied
    assert not tied & {Haircut.MAN_BUN, Haircut.BOB_CUT, Haircut.CORNROW_BRAIDS}
    assert not short_there(Strands(points, tone, start=tone), False, False, False, True)
