import numpy as np

from fittingroom.vision.fitting.fill import closed, evened, grow, noise, overscan, polygon, push_pull, shrink, soften


def test_what_is_known_stays_and_a_plain_surrounding_is_carried_on() -> None:
    image = np.full((40, 50, 3), 90, np.float32)
    image[10:20, 10:20] = 250
    known = np.ones((40, 50), np.bool_)
    known[10:20, 10:20] = False
    assert np.abs(push_pull(image, known) - 90).max() < 0.01


def test_a_filled_gap_between_two_tones_lies_between_them() -> None:
    image = np.zeros((32, 32), np.float32)
    image[:, 20:] = 100
    known = np.ones((32, 32), np.bool_)
    known[:, 12:20] = False
    gap = push_pull(image, known)[16, 12:20]
    assert (gap > 0).all()
    assert (gap < 100).all()
    assert gap[-1] > gap[0]


def test_a_continuation_far_from_all_that_is_known_has_its_colour_too() -> None:
    image = np.zeros((100, 80, 3), np.float32)
    known = np.zeros((100, 80), np.bool_)
    image[70:], known[70:] = 90, True
    assert np.abs(push_pull(image, known) - 90).max() < 0.01


def test_overscan_mirrors_fabric_and_leaves_no_background() -> None:
    image = np.zeros((30, 30, 3), np.uint8)
    inside = np.zeros((30, 30), np.bool_)
    inside[8:22, 8:22] = True
    image[inside] = 200
    image[:, 9][inside[:, 9]] = 120
    carried = overscan(image, inside)
    assert (carried > 0).all()
    assert (carried[15, 7:] == image[15, 7:]).sum() > 0
    assert carried[15, 6, 0] == 200
    assert np.array_equal(carried[inside], image[inside])


def test_closing_bridges_a_slit_and_keeps_what_touches_the_border() -> None:
    mask = np.ones((20, 20), np.bool_)
    mask[:, 10] = False
    assert closed(mask, 2).all()


def test_a_polygon_covers_its_area() -> None:
    drawn = polygon(np.array([[5, 5], [15, 5], [15, 25], [5, 25]]), (30, 30), 0)
    assert abs(drawn.sum() - 11 * 21) < 25
    assert drawn[15, 10] == 1


def test_noise_is_the_same_for_the_same_seed_alone() -> None:
    assert np.array_equal(noise((8, 9), 1, 3), noise((8, 9), 1, 3))
    assert not np.array_equal(noise((8, 9), 1, 3), noise((8, 9), 1, 4))


def test_wide_and_narrow_discs_grow_and_shrink_alike() -> None:
    mask = np.zeros((160, 160), np.bool_)
    mask[60:100, 50:110] = True
    for radius in (13.0, 16.0, 30.0):
        grown, kept = grow(mask, radius), shrink(grow(mask, radius), radius)
        assert grown[60 - int(radius), 80] and not grown[60 - int(radius) - 1, 80]
        assert not grown[60 - int(radius), 50 - int(radius)]
        assert (kept & ~mask).sum() <= 8 and not (mask & ~kept).any()
    assert not grow(np.zeros((20, 20), np.bool_), 30.0).any()
    assert shrink(np.ones((20, 20), np.bool_), 30.0).all()


def test_steps_of_an_edge_are_rounded_off_and_straight_edges_and_straps_stay() -> None:
    solid = np.zeros((80, 120), np.bool_)
    solid[40:, :] = True
    solid[38:40, ::12] = solid[38:40, 1::12] = solid[38:40, 2::12] = True  # teeth
    solid[:, 60:64] = True  # a strap
    alpha = soften(solid, 0.8)
    calm = evened(alpha, 3.0)
    teeth, beside = calm[37:42, 20:44].sum(0), calm[20, 58:66]
    assert np.ptp(teeth) < 0.5 * np.ptp(alpha[37:42, 20:44].sum(0))
    assert np.allclose(beside, alpha[20, 58:66], atol=0.02)
    straight = soften(np.indices((60, 60))[0] > 30, 0.8)
    assert np.abs(evened(straight, 3.0) - straight).max() < 0.15


def test_nothing_grows_to_nothing_and_everything_shrinks_to_everything_by_whatever_disc() -> None:
    nothing = np.zeros((40, 50), np.bool_)
    for radius in (0, 3, 30):
        assert not grow(nothing, radius).any()
        assert shrink(~nothing, radius).all()


def test_a_wide_disc_grows_and_shrinks_as_far_as_its_radius_at_the_pictures_border_too() -> None:
    mask = np.zeros((90, 100), np.bool_)
    mask[:, :40] = True
    assert grow(mask, 20).any(0).sum() == 60
    assert shrink(mask, 20).all(0).sum() == 20
