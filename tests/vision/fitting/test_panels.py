"""Panels: photographed edges where they are near, the garment's own elsewhere."""

import numpy as np
from tests.vision.fitting.drawn import drawn_person, frame_and_arms

from fittingroom.vision.fitting.panels import Rows, agreed, panel, settle, smooth_panel


def test_cloth_about_as_wide_as_the_old_keeps_the_photographed_edge() -> None:
    seen = np.full(9, 50, np.float32)
    width, own = settle(seen * 1.05, seen, seen * 0.9)
    assert np.allclose(width, seen)
    assert not own.any()


def test_much_wider_cloth_has_its_own_edge() -> None:
    seen = np.full(9, 50, np.float32)
    width, own = settle(seen * 1.6, seen, seen * 0.9)
    assert np.allclose(width, 80, atol=1)
    assert own.all()


def test_cloth_is_never_narrower_than_the_body() -> None:
    seen = np.full(9, 80, np.float32)
    width, _ = settle(np.full(9, 10, np.float32), seen, np.full(9, 50, np.float32))
    assert width.min() >= 50


def test_a_photographed_edge_has_room_between_its_polygons_and_an_own_edge_has_none() -> None:
    ys = np.linspace(0, 90, 10, dtype=np.float32)
    target = np.stack([np.stack([np.full(10, x, np.float32), ys], 1) for x in (20.0, 80.0)])
    own = np.stack([np.zeros(10, np.bool_), np.ones(10, np.bool_)])
    piece = panel(Rows(target, target, own), unit=100)
    assert piece.outer[:10, 0].max() < 20 < piece.inner[:10, 0].min()
    assert np.allclose(piece.outer[10:, 0], 80)
    assert np.allclose(piece.inner[10:, 0], 80)


def straight_rows(count: int = 8) -> Rows:
    ys = np.linspace(0, 90, count, dtype=np.float32)
    target = np.stack([np.stack([np.full(count, x, np.float32), ys], 1) for x in (20.0, 80.0)])
    return Rows(target, target, np.zeros((2, count), np.bool_))


def test_a_smooth_panels_edge_is_a_curve_without_corners() -> None:
    rows = straight_rows()
    rows.target[0, :, 0] -= np.array([0, 0, 2, 8, 12, 12, 12, 12])
    edge = smooth_panel(rows).outer[: 7 * 6 + 1]
    steps = np.diff(edge, axis=0)
    turns = np.abs(np.diff(np.arctan2(steps[:, 0], steps[:, 1])))
    assert turns.max() < 0.25
    assert np.abs(edge[::6] - rows.target[0]).max() < 1e-3


def test_both_legs_show_the_same_at_the_middle_seam_and_their_own_beside_it_and_below_the_crotch() -> None:
    frame, _ = frame_and_arms(drawn_person())
    maps = (np.zeros((600, 400, 2), np.float32), np.full((600, 400, 2), 6, np.float32))
    first, second = agreed(maps, frame, 1.1)
    (x, y), (_, low), (aside, _) = (
        np.round(frame.at(np.float32([t]), np.float32([off * frame.unit]))[0]).astype(int)
        for t, off in ((0.8, 0.0), (1.2, 0.0), (0.8, 0.4))
    )
    assert np.abs(first[y, x] - 3).max() < 0.2 and np.abs(second[y, x] - 3).max() < 0.2
    assert (first[y, aside] == 0).all() and (second[low, x] == 6).all()
