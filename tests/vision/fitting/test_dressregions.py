from dataclasses import replace
from types import SimpleNamespace
from typing import cast

import numpy as np
from tests.vision.fitting.drawn import drawn_person, frame_and_arms

from fittingroom.vision.fitting.dressregions import (
    bracelets,
    even,
    filled,
    joined_to,
    off_skin,
    own_edge,
    rounded_at,
    stained_before,
    thinned,
    unmixed,
    whole_where_bare,
)
from fittingroom.vision.fitting.sheer import Veil
from fittingroom.vision.fitting.sleeves import SleeveFit
from fittingroom.vision.person import Label


def disc(radius: float, size: int = 120) -> np.ndarray:
    ys, xs = np.indices((size, size)) - size // 2
    return np.hypot(xs, ys) < radius


def test_a_smoothed_outline_has_no_crumbs_and_keeps_its_size() -> None:
    mask = disc(40)
    mask[3:6, 3:6] = True
    alpha = even(mask.astype(np.float32), 100)
    assert alpha[4, 4] < 0.1
    assert abs(float(alpha.sum()) - disc(40).sum()) < 0.03 * disc(40).sum()


def test_small_holes_are_filled_and_large_ones_kept() -> None:
    cloth = (disc(50) & ~disc(4)).astype(np.float32)
    assert filled(cloth, 200)[60, 60] > 0.9
    assert filled((disc(50) & ~disc(20)).astype(np.float32), 200)[60, 60] < 0.1


def test_the_dress_closes_slits_beside_an_arm_but_not_wide_gaps() -> None:
    everywhere = np.ones((60, 100), np.bool_)
    cloth, arm = np.zeros((60, 100), np.float32), np.zeros((60, 100), np.float32)
    cloth[:, :40], arm[:, 43:60] = 1, 1
    assert joined_to(cloth, arm, everywhere, 5.0)[30, 41] > 0.9
    arm[:, :60], arm[:, 60:80] = 0, 1
    assert joined_to(cloth, arm, everywhere, 5.0)[30, 50] < 0.1


def test_the_dress_leaves_an_arm_little_by_little_where_the_slit_grows_wider() -> None:
    everywhere = np.ones((120, 100), np.bool_)
    rows, columns = np.mgrid[:120, :100]
    cloth, arm = (columns < 60 - rows / 4).astype(np.float32), (columns >= 60).astype(np.float32)
    joined = joined_to(cloth, arm, everywhere, 5.0)
    assert joined[16, 58] > 0.9  # 4 pixels wide
    assert joined[60, 55] < 0.1  # 15 pixels wide
    ends = (joined > 0.5).sum(1)
    assert np.abs(np.diff(ends.astype(int))).max() <= 2


def test_nothing_is_half_in_front_where_the_picture_stays_as_it_was() -> None:
    front = np.float32([[0, 0.4, 1], [0, 0.4, 1]])
    cloth = np.float32([[0, 0, 0], [1, 1, 1]])
    whole = whole_where_bare(front, cloth, np.zeros((2, 3), np.bool_))
    assert whole.tolist() == [[0, 1, 1], np.float32([0, 0.4, 1]).tolist()]


def test_a_fronts_edge_shows_its_own_colour_over_new_cloth() -> None:
    skin, old, new = np.float32([200, 150, 120]), np.float32([10, 10, 10]), np.float32([0, 90, 200])
    share = np.clip((np.arange(60, dtype=np.float32) - 28) / 4, 0, 1)[None].repeat(40, 0)
    photo = skin * share[..., None] + old * (1 - share[..., None])
    photo[:, 30] = old  # a dark thread along the edge
    drawn = photo + (1 - share[..., None]) * (new - unmixed(photo, share))
    edge = (share[20] > 0.1) & (share[20] < 0.9)
    wanted = skin * share[20, edge][:, None] + new * (1 - share[20, edge][:, None])
    assert np.abs(drawn[20, edge] - wanted).max() < 3


def test_a_sheer_skirt_ends_as_ragged_as_in_its_photo_and_its_bodice_does_not() -> None:
    body, own, low = (np.zeros((100, 100), np.float32) for _ in range(3))
    body[:, 30:70], own[:, 30:70], low[50:] = 1, 1, 1
    own[70:80, 20:80], own[85:90, 5:35], own[20:30, 20:80] = 1, 1, 1
    edges = np.stack([np.stack([np.full(2, x), [0, 100]], 1) for x in (30, 70)]).astype(np.float32)
    found = own_edge(body, own, edges, np.float32([12, 0]), low)
    assert found[75, 22] > 0.9  # a ruffle
    assert found[75, 78] > 0.9
    assert found[60, 25] < 0.1
    assert found[87, 10] < 0.1  # no ruffle stands out so far
    assert found[25, 25] < 0.1  # the bodice keeps its sides


def test_a_bracelet_in_the_old_clothes_colour_stays_on_the_wrist() -> None:
    person = drawn_person()
    _, arms = frame_and_arms(person)
    band = np.zeros(person.labels.shape, np.bool_)
    band[288:296, 110:135] = person.labels[288:296, 110:135] == Label.SKIN
    labels = np.where(band, np.uint8(Label.UPPER), person.labels).astype(np.uint8)
    before = (labels == Label.SKIN) | band
    found = bracelets(replace(person, labels=labels), arms, before)
    assert found[band].mean() > 0.8
    assert not found[~band].any()


def test_a_notch_at_an_armpit_is_rounded_and_the_rest_of_the_edge_stays() -> None:
    rows, columns = np.mgrid[:160, :120]
    cloth = (columns > 60 - 4 * (rows >= 80)).astype(np.float32)  # the side begins further out than the armhole ends
    arm = ((columns < 60) & (rows >= 90)).astype(np.float32)
    shown, front = rounded_at([np.float32([60, 80])], cloth, arm, 100.0)
    before, after = ((mask * (1 - over)).sum(axis=1) for mask, over in ((cloth, arm), (shown, front)))
    assert np.ptp(before[76:96]) == 4
    assert np.abs(np.diff(after)).max() < 1
    assert np.abs((after - before)[np.r_[:40, 120:160]]).max() < 0.6
    assert (front <= arm).all()


def test_no_line_is_seen_through_a_sheer_sleeve_where_the_body_ends_under_it() -> None:
    body, sleeve = np.zeros((80, 100), np.float32), np.zeros((80, 100), np.float32)
    body[:, :50], sleeve[20:60, 30:90] = 1, 1
    grid = np.stack(np.meshgrid(np.arange(100), np.arange(80)), -1).astype(np.float32)
    sheer = Veil(0.5 * sleeve, np.ones_like(body), np.zeros((80, 100, 3), np.uint8))
    nothing = np.zeros_like(body)
    laid = cast(SleeveFit, SimpleNamespace(map=grid))
    cloth, _ = thinned(np.maximum(body, sleeve), body, [sleeve, nothing], (laid, None), sheer, grid, 80.0)
    assert np.abs(np.diff(cloth[40, 34:86])).max() < 0.06
    assert cloth[40, 35] > cloth[40, 50] + 0.05 > cloth[40, 80] + 0.1
    assert np.all(cloth[:18, :48] == 1)


def test_no_line_of_the_dress_is_left_between_a_hand_and_the_sleeve_it_came_out_of() -> None:
    person = drawn_person()
    labels = np.zeros_like(person.labels)
    labels[100:150, 40:60], labels[150:180, 40:60] = Label.UPPER, Label.SKIN
    naked = (labels == Label.UPPER).astype(np.float32)
    gone = off_skin(replace(person, labels=labels), naked)
    assert gone[149:153, 45].all()
    assert not gone[160:180, 45].any()


def test_cleaned_skin_takes_no_shade_where_it_lies_before_the_dress_and_shades_softly_elsewhere() -> None:
    cleaned, cloth, front = (np.zeros((60, 60), np.float32) for _ in range(3))
    cleaned[20:40, :], cloth[45:] = 1, 1
    assert not stained_before(cleaned, cloth, front).any()  # beside the dress
    front[:, :30] = 1
    before = stained_before(cleaned, cloth, front)
    assert before[30, 10] > 0.95 and before[30, 50] < 0.01 and before[55, 10] < 0.01
    assert np.abs(np.diff(before[30])).max() < 0.3
