import numpy as np

from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.fitting.plainparts import with_plain_parts


def test_beside_an_open_sky_the_background_goes_on_as_sky_and_beside_a_tree_it_stays_as_it_was_carried_on() -> None:
    random = np.random.default_rng(3)
    image = np.full((200, 200, 3), 220, np.float32)
    image[100:] = random.uniform(20, 200, (100, 200, 1))
    known = np.ones((200, 200), np.bool_)
    known[20:180, 80:120] = False
    plate = f32(np.where(known[..., None], image, 90))
    found = with_plain_parts(plate, image, known, 30.0, 1)
    assert np.abs(found[30:60, 90:110] - 220).max() < 8
    assert np.abs(found[140:170, 90:110] - 90).max() < 1
    assert np.array_equal(found[known], plate[known])
    assert np.array_equal(with_plain_parts(plate, image, np.zeros_like(known), 30.0, 1), plate)
