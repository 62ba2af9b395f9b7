"""How far along the arms the two sleeves of one garment reach."""

from dataclasses import replace

from tests.vision.fitting.drawn import drawn_person, drawn_top, frame_and_arms

from fittingroom.vision.fitting.outline import Arm
from fittingroom.vision.fitting.sleevelength import even_ends
from fittingroom.vision.garment import Sleeve


def cut_alike() -> tuple[tuple[Sleeve, Sleeve], tuple[Arm, Arm]]:
    """Two short sleeves of one reach, and arms without old ones."""
    sleeves = drawn_top().sleeves
    assert sleeves[0] is not None
    assert sleeves[1] is not None
    _, arms = frame_and_arms(drawn_person())
    bare = replace(arms[0], sleeve_end=0.0), replace(arms[1], sleeve_end=0.0)
    return (replace(sleeves[0], reach=0.3), replace(sleeves[1], reach=0.3)), bare


def test_short_sleeves_cut_alike_end_at_the_same_share_of_their_upper_arms() -> None:
    sleeves, arms = cut_alike()
    assert even_ends((40.0, 60.0), (80.0, 90.0), sleeves, arms) == (40.0, 45.0)


def test_a_sleeve_is_as_long_as_the_other_that_ends_where_an_old_one_did() -> None:
    sleeves, arms = cut_alike()
    one = replace(arms[0], sleeve_end=60.0), arms[1]
    both = replace(arms[0], sleeve_end=60.0), replace(arms[1], sleeve_end=50.0)
    assert even_ends((60.0, 50.0), (80.0, 80.0), sleeves, one) == (60.0, 60.0)
    assert even_ends((60.0, 50.0), (80.0, 80.0), sleeves, both) == (60.0, 50.0)


def test_long_sleeves_and_those_cut_unlike_keep_their_ends() -> None:
    sleeves, arms = cut_alike()
    length = min(arm.limb.length for arm in arms)
    long = 0.9 * length, 0.95 * length
    assert even_ends(long, (80.0, 90.0), sleeves, arms) == long
    unlike = sleeves[0], replace(sleeves[1], reach=0.5)
    assert even_ends((40.0, 60.0), (80.0, 90.0), unlike, arms) == (40.0, 60.0)
