import numpy as np

from fittingroom.vision.fitting.joins import Join, crisp_join, sleeve_join

UNIT = 100


def joined(aside: float = 0.0, dark: float = 0.0) -> Join:
    """A sleeve left of column 60 beside a body; the armpit is in row 60."""
    body, sleeve = np.zeros((200, 120), np.float32), np.zeros((200, 120), np.float32)
    body[:, 60:], sleeve[:, :60] = 1, 1
    below = np.broadcast_to(np.arange(200, dtype=np.float32)[:, None] - 60, body.shape)
    return sleeve_join(body, sleeve, below, UNIT, aside, dark)


def test_a_sleeve_darkens_the_body_beside_it_below_the_armpit_and_less_further_off() -> None:
    light = joined().body
    assert light[120, 60] < light[120, 64] < light[120, 70] < light[120, 100]
    assert light[120, 60] < 0.65
    assert light[120, 100] > 0.995
    assert light[10, 61] > 0.97


def test_the_shadow_gets_broader_towards_the_cuff_and_is_deepest_in_the_armpit() -> None:
    light = joined().body
    assert light[180, 68] < light[90, 68] - 0.03
    assert light[65, 61] < light[90, 61] - 0.02


def test_a_shadow_has_no_edge_of_its_own_where_the_sleeve_begins() -> None:
    # only the sleeve's own mask parts the two: beneath it the shadow goes on, on it there is none
    join = joined()
    assert np.ptp(join.body[120, 50:60]) < 0.08
    assert np.abs(np.diff(join.sleeve[120])).max() < 0.03


def test_the_shadow_is_deeper_where_the_light_comes_from_the_sleeves_side() -> None:
    assert joined(0.3).body[120, 64] < joined(0.0).body[120, 64] < joined(-0.3).body[120, 64]


def test_the_edge_of_dark_cloth_catches_light_and_that_of_other_cloth_turns_away() -> None:
    assert joined().sleeve[120, 59] < 0.95
    assert joined(dark=1.0).sleeve[120, 59] > 1.1


def test_a_sleeves_edge_on_cloth_is_crisp_in_a_sharp_photo_and_soft_in_a_blurred_one() -> None:
    cloth = np.ones((4, 20), np.float32)
    alpha = np.broadcast_to(np.clip((np.arange(20, dtype=np.float32) - 4) / 12, 0, 1), cloth.shape)

    def breadth(blur: float) -> int:
        drawn = crisp_join(alpha, cloth, blur)[0]
        return int(((drawn > 0.02) & (drawn < 0.98)).sum())

    assert breadth(0.4) < breadth(1.0) < breadth(2.0) == int(((alpha[0] > 0.02) & (alpha[0] < 0.98)).sum())


def test_where_the_cloth_itself_ends_a_sleeve_is_as_soft_as_it() -> None:
    cloth = np.broadcast_to(np.clip((np.arange(20, dtype=np.float32) - 7) / 6, 0, 1), (4, 20)).astype(np.float32)
    assert np.allclose(crisp_join(cloth, cloth, 0.4), cloth)
