from dataclasses import replace

import numpy as np
from tests.vision.fitting.drawn import drawn_person

from fittingroom.vision.fitting.backlight import find_backlight
from fittingroom.vision.fitting.frame import measure
from fittingroom.vision.person import Person

SKY = (255, 250, 235)


def before(background: np.ndarray | tuple[int, int, int], body: int = 90) -> tuple[Person, float]:
    person = drawn_person()
    image = np.where((person.alpha > 0.5)[..., None], body, np.broadcast_to(background, person.image.shape))
    return replace(person, image=image.astype(np.uint8)), measure(person).unit


def sky_on_one_side(ground: int = 60) -> np.ndarray:
    image = np.full(drawn_person().image.shape, ground, np.uint8)
    image[:, : image.shape[1] // 2] = SKY
    return image


def test_a_burnt_out_sky_behind_a_person_darkens_cloth_and_veils_it_most_beside_the_sky() -> None:
    person, unit = before(sky_on_one_side())
    found = find_backlight(person, unit)
    assert found.amount > 0.9 and found.exposure < 0.9
    columns = np.flatnonzero((person.alpha > 0.95).any(axis=0))
    row = person.alpha.shape[0] // 2
    assert found.veil[row, columns[0]] > 2 * found.veil[row, columns[-1]] > 0
    assert np.abs(found.glow - SKY).max() < 3


def test_a_studios_white_backdrop_lights_nobody_from_behind() -> None:
    person, unit = before((255, 255, 255))
    found = find_backlight(person, unit)
    assert found.amount == 0 and found.exposure == 1 and not found.veil.any()


def test_a_street_without_anything_burnt_out_lights_nobody_from_behind() -> None:
    image = sky_on_one_side()
    image[:, : image.shape[1] // 2] = 200
    assert find_backlight(*before(image)).amount == 0


def test_a_person_as_bright_as_the_sky_is_lit_from_the_front() -> None:
    assert find_backlight(*before(sky_on_one_side(), body=250)).amount == 0


def test_cloth_that_reaches_beyond_the_old_outline_is_veiled_at_its_edge_and_not_all_over() -> None:
    person, unit = before(sky_on_one_side())
    reach = np.flatnonzero((person.alpha > 0.5).any(axis=0))[0] - round(0.3 * unit)
    cloth = np.zeros(person.alpha.shape, np.float32)
    cloth[:, reach:] = 1
    bare, covered = find_backlight(person, unit).veil, find_backlight(person, unit, cloth).veil
    row, inside = person.alpha.shape[0] // 2, reach + round(0.15 * unit)
    assert covered[row, inside] < 0.6 * bare[row, inside]
    assert covered[row, reach + 1] > covered[row, inside] + 0.05
