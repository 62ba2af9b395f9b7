"""Hair that is pulled tight to where it is tied."""

from dataclasses import replace

import numpy as np
from tests.vision.hair.heads import frame
from tests.vision.hair.test_cutting import strands_of, subject

from fittingroom.tryon.kinds import Haircut
from fittingroom.vision.hair.cutting import Variant, cut
from fittingroom.vision.hair.light import tones
from fittingroom.vision.hair.styles import STYLES
from fittingroom.vision.hair.twisting import bowed, fishtail
from fittingroom.vision.hair.tying import tie_all


def test_hair_that_is_pulled_to_a_tie_lies_close_on_the_skull() -> None:
    scalp = subject().scalp
    for one in (Haircut.CHIGNON, Haircut.PONYTAIL, Haircut.TWIN_BRAIDS):
        points = strands_of(one)[0][:, :20]
        beside = points[points[..., 1] > scalp.centre[1]]
        assert np.percentile(scalp.height(beside), 90) < 0.06


def test_hair_at_the_temples_leaves_the_face_for_the_back_rather_than_for_the_crown() -> None:
    scalp = subject().scalp
    for one, steepest in ((Haircut.PONYTAIL, 0.65), (Haircut.CHIGNON, -0.05)):
        points = strands_of(one)[0]
        azimuth, _ = scalp.place(points[:, 0])
        temple = (np.abs(azimuth) > np.radians(50)) & (np.abs(azimuth) < np.radians(65))
        way = points[temple, 8] - points[temple, 1]
        assert np.median(way[:, 1]) < -steepest * np.median(way[:, 2])


def test_hair_pulled_tight_mirrors_the_light_in_one_band() -> None:
    head = subject()
    gathered = tie_all(STYLES[Haircut.PONYTAIL], head, Variant(), np.random.default_rng(0))[0]
    assert gathered.shine is not None
    plain = replace(gathered, shine=None)
    lit, dull = (
        tones([one], head.scalp, head.frame, head.light, 0.55, np.random.default_rng(0))[0] for one in (gathered, plain)
    )
    band = gathered.shine > 0.8
    assert (lit - dull)[band].mean() > 0.08
    assert (lit - dull)[gathered.shine < 0.1].mean() < 0.02


def test_no_lump_of_what_fills_a_fishtail_stands_out_beside_it() -> None:
    width = STYLES[Haircut.FISHTAIL_BRAID].tied[0].width
    for seed in range(6):
        _, core, plait = strands_of(Haircut.FISHTAIL_BRAID, seed=seed)[:3]
        middle = core.mean(0)
        assert np.linalg.norm(core - middle, axis=-1).max() < 1.2 * width
        assert len(plait) > len(core)


def test_a_fishtails_strands_go_across_its_middle_and_it_hangs_in_a_bow() -> None:
    head = frame()
    straight = np.stack([np.zeros(40), np.linspace(0, -2, 40), np.zeros(40)], -1).astype(np.float32)
    points, _ = fishtail(straight, 0.2, head, np.random.default_rng(0))
    x = head.facing(points)[..., 0]
    past = np.sign(x[:, 0]) * x[:, round(0.85 * (x.shape[1] - 1))]  # what is drawn of the shortest
    assert np.median(past) < -0.01
    bow = head.facing(bowed(straight, 0.2, head))[:, 0]
    assert bow[0] == 0 and bow.max() > 0.19 and bow[-1] < -0.1


def test_a_ponytail_rises_from_its_knot_a_little_and_falls_free_beside_the_head() -> None:
    scalp = subject().scalp
    _, tail, _ = strands_of(Haircut.PONYTAIL)
    rise = np.percentile(tail[..., 1].max(1), 90) - tail[:, 0, 1].mean()
    assert 0.15 < rise < 0.45  # neither a slump over the side hair nor an arch over the head
    beside = tail[np.abs(tail[..., 1] - scalp.centre[1]) < 0.3]
    assert np.median(beside[:, 0]) > scalp.upper[0]
    assert tail[:, -1, 1].mean() < scalp.centre[1] - 1


def test_cornrows_begin_on_the_hair_rather_than_on_the_forehead() -> None:
    scalp = subject().scalp
    rows = strands_of(Haircut.CORNROW_BRAIDS)[1:]
    azimuth, elevation = scalp.place(np.concatenate([row[:, :3] for row in rows]))
    above = (elevation - scalp.start(azimuth))[np.abs(azimuth) < 1]
    assert np.percentile(above, 5) > 0.0
    assert np.percentile(above, 50) < 0.2


def test_an_updos_rolls_lie_over_each_other_and_none_hangs_out_at_the_sides() -> None:
    tied = STYLES[Haircut.UPDO].tied
    wide = max(abs(one.place[0]) + one.width for one in tied)
    assert wide < 0.75 * subject().scalp.upper[0]


def test_hair_behind_a_fringe_lies_in_its_shade_rather_than_across_it_as_a_hairband() -> None:
    head = subject()
    style = STYLES[Haircut.SHORT_TWINTAILS]
    groups = cut(style, head, Variant(), np.random.default_rng(0))
    fringe = len(groups[0].points)
    groups += tie_all(style, head, Variant(), np.random.default_rng(0))
    gathered = [k for k, one in enumerate(groups) if one.behind]
    assert len(gathered) == 2 and fringe > 2000

    def light(behind: bool) -> float:
        given = [replace(one, behind=behind) if k in gathered else one for k, one in enumerate(groups)]
        lit = tones(given, head.scalp, head.frame, head.light, style.depth, np.random.default_rng(0))
        return float(np.mean([lit[k].mean() for k in gathered]))

    assert light(True) < 0.9 * light(False)
    assert groups[gathered[0]].shine is None


def test_a_fishtail_comes_from_the_nape_rather_than_from_an_ear() -> None:
    head = subject()
    _, _, plait = strands_of(Haircut.FISHTAIL_BRAID)[:3]
    first = plait[np.argsort(-plait[:, 0, 1])[:80], 0].mean(0)
    assert first[1] < head.frame.points[454, 1] - 0.3  # below the lobe
    assert abs(first[0]) < 0.75 and first[2] < -0.5


def test_a_short_tail_ends_in_locks_of_unlike_length() -> None:
    tied = tie_all(STYLES[Haircut.SHORT_TWINTAILS], subject(), Variant(), np.random.default_rng(1))
    ends = [one.points[:, -1, 1] for one in tied if len(one.points) > 2000 and one.start is None]
    assert len(ends) == 2
    for low in ends:
        assert np.percentile(low, 75) - np.percentile(low, 2) > 0.64  # as one blunt end it would be a sausage
