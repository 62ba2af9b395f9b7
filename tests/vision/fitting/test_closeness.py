"""Shade where surfaces lie close together."""

import numpy as np

from fittingroom.vision.fitting.closeness import (
    below_hem,
    beside_neckline,
    between_legs,
    hem_band,
    neckline_rim,
    under_head,
    up_to_face,
)

UNIT = 100.0


def block(rows: slice, columns: slice) -> np.ndarray:
    mask = np.zeros((120, 120), np.float32)
    mask[rows, columns] = 1
    return mask


def test_what_lies_below_a_hem_is_shaded_less_the_further_down_and_not_beside_it() -> None:
    light = below_hem(block(slice(0, 60), slice(30, 90)), UNIT)
    assert light[61, 60] < 0.88
    assert light[61, 60] < light[64, 60] < light[75, 60]
    assert np.all(light[20:55, :24] > 0.99)
    assert np.all(light[:60, 30:90] == 1)


def test_the_inner_sides_of_legs_are_shaded_and_their_outer_sides_not() -> None:
    left, right = block(slice(0, 120), slice(20, 58)), block(slice(0, 120), slice(62, 100))
    light = between_legs((left, right), UNIT)
    for inner, middle, outer in ((57, 45, 22), (62, 74, 97)):
        assert light[60, inner] < light[60, middle] < light[60, outer]
        assert light[60, inner] < 0.9
        assert light[60, outer] > 0.98


def test_what_a_leg_hides_of_the_one_behind_it_does_not_shade_it() -> None:
    behind, before = block(slice(0, 120), slice(10, 90)), block(slice(0, 120), slice(50, 110))
    light = between_legs((behind, before), UNIT)
    assert light[60, 52] < light[60, 60] < light[60, 80]
    assert light[60, 80] > 0.98


def test_cloth_gets_darker_towards_its_hem_alone() -> None:
    light = hem_band(block(slice(20, 100), slice(30, 90)), UNIT)
    assert light[99, 60] < 0.97
    assert light[99, 60] < light[95, 60]
    assert np.all(light[22:90, 40:80] > 0.995)


def test_a_head_shades_the_chest_below_it_and_hair_that_hangs_lower_does_not() -> None:
    head = block(slice(5, 35), slice(45, 75))
    face = head > 0.5
    light = under_head(head, face, UNIT)
    assert light[60, 60] < 0.95
    assert light[60, 60] < light[80, 60] < light[110, 60]
    assert light[60, 60] < light[60, 5] - 0.03
    assert np.array_equal(under_head(np.maximum(head, block(slice(35, 90), slice(45, 50))), face, UNIT), light)
    assert np.all(under_head(head, np.zeros_like(face), UNIT) == 1)


def test_skin_along_a_neckline_lies_in_the_edges_shade_on_every_side_but_not_further_out() -> None:
    rows, columns = np.mgrid[:200, :200].astype(np.float32)
    cloth = (np.abs(columns - 100) > 30).astype(np.float32)
    cloth[120:] = 1  # a square opening
    aside, t = columns - 100, (rows - 20) / 400
    light = beside_neckline(cloth, t, aside, 100.0)
    for edge in (light[60, 70], light[60, 130], light[119, 100]):
        assert 0.6 < edge < 0.82
    assert light[60, 100] > 0.96
    assert (light[cloth == 1] == 1).all()
    assert (beside_neckline(cloth, t, aside + 150, 100.0) == 1).all()  # no neck near


def test_the_edge_of_cloth_by_the_neck_turns_in_dark_and_rolls_over_light_beside_it() -> None:
    cloth, bare = np.zeros((100, 100), np.float32), np.zeros((100, 100), np.float32)
    cloth[50:], bare[:50] = 1, 1
    t, aside = np.zeros((100, 100), np.float32), np.zeros((100, 100), np.float32)
    light = neckline_rim(cloth, bare, t, aside, 200.0)
    assert light[50, 50] < 0.88
    assert light[55, 50] > 1.01
    assert abs(light[75, 50] - 1) < 0.005
    assert (light[:50] == 1).all()
    assert np.abs(neckline_rim(cloth, bare, t, aside + 300, 200.0) - 1).max() < 1e-6  # no neck near
    assert (neckline_rim(cloth, 0 * bare, t, aside, 200.0) == 1).all()  # nor a rim beside the background


def test_a_shade_on_the_throat_fades_out_at_the_jaw_and_leaves_the_face_alone() -> None:
    face = np.zeros((100, 60), np.bool_)
    face[:50] = True
    light = up_to_face(np.full(face.shape, 0.7, np.float32), face, 200.0)[:, 30]
    assert (light[:50] == 1).all()
    assert np.isclose(light[80], 0.7)
    assert np.abs(np.diff(light)).max() < 0.08
