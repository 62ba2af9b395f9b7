import numpy as np
from tests.vision.hair.heads import frame

from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.hair.ears import ear_of
from fittingroom.vision.hair.splat import Layer
from fittingroom.vision.hair.tufts import without_tufts

SHAPE = (420, 300)


def left(before: tuple[float, float], wide: float = 0.15) -> list[float]:
    """Of hair beyond an ear, `wide` ears wide, at its upper rim and beside its lobe: what is left, front and behind,
    where hair lies over it between two heights, `before` (v)."""
    ear = ear_of(frame(), 1)
    assert ear is not None
    u, v = ear.places(SHAPE)
    over = (v > before[0]) & (v < before[1]) & (u > 0) & (u < 1)
    hair = f32(((u > 1.05) & (u < 1.05 + wide) & (v > 0.2) & (v < 1.05)) | over)
    still = np.zeros(SHAPE, np.float32)
    found = without_tufts(Layer(still, still, hair), Layer(still, still, hair), (ear,))
    places = [(u > 1.08) & (u < 1.02 + wide) & (abs(v - at) < 0.05) for at in (0.3, 0.9)]
    return [round(float(one.alpha[place].mean()), 2) for one in found for place in places]


def test_hair_beyond_an_ear_shows_only_as_far_down_as_hair_covers_the_ear() -> None:
    assert left((-1, 0.5)) == [1, 0, 1, 0]


def test_it_stays_beside_a_covered_ear_and_goes_all_along_a_bare_one() -> None:
    assert left((-1, 2)) == [1, 1, 1, 1]
    assert left((-2, -1)) == [0, 0, 0, 0]


def test_a_cut_that_stands_off_the_head_keeps_its_mass_beside_a_bare_ear() -> None:
    assert left((-2, -1), wide=2) == [1, 1, 1, 1]
