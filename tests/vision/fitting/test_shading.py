from dataclasses import replace

import cv2
import numpy as np
from tests.vision.fitting.drawn import drawn_person

from fittingroom.vision.fitting.frame import measure
from fittingroom.vision.fitting.shading import (
    bands,
    bleached,
    carried_folds,
    contact_shadow,
    edge_shade,
    room_for_folds,
    seam_line,
    soft_limit,
    toned,
    with_headroom,
)
from fittingroom.vision.person import Label, Person


def folded(depth: float, width: float) -> tuple[Person, np.ndarray, np.ndarray]:
    """A person whose old top has dark folds across, the top, and where the folds are deepest."""
    person = drawn_person()
    unit = measure(person).unit
    old = person.labels == Label.UPPER
    ys = np.arange(person.image.shape[0], dtype=np.float32)[:, None]
    wave = np.cos(2 * np.pi * ys / (width * unit))
    image = np.where(old[..., None], 170 * np.exp(depth * wave)[..., None], person.image)
    inner = old & (np.abs(np.indices(old.shape)[1] - old.shape[1] / 2) < 0.15 * unit)
    return replace(person, image=np.clip(image, 0, 255).astype(np.uint8)), old, inner & (wave < -0.9)


def test_folds_of_a_plain_top_are_carried_over_darker_where_it_was() -> None:
    person, old, deep = folded(0.08, 0.12)
    light = carried_folds(person, measure(person), old)
    assert np.median(light[deep]) < 0.985
    assert np.allclose(light[~old], 1, atol=0.02)


def test_stripes_are_not_taken_for_folds() -> None:
    person, old, _ = folded(0.6, 0.12)
    assert np.abs(carried_folds(person, measure(person), old) - 1).max() < 0.03


def test_a_dark_patch_on_a_plain_top_leaves_no_stain() -> None:
    person = drawn_person()
    old = person.labels == Label.UPPER
    image = np.where(old[..., None], 200, person.image).astype(np.uint8)
    rows, columns = (int(np.median(each)) for each in np.nonzero(old))
    image[rows - 12 : rows + 12, columns - 14 : columns + 14] = 40
    light = carried_folds(replace(person, image=image), measure(person), old)
    assert light.min() > 0.97


def test_a_nearly_black_top_shows_no_folds() -> None:
    person, old, _ = folded(0.08, 0.12)
    dark = replace(person, image=(person.image * 0.08).astype(np.uint8))
    assert np.allclose(carried_folds(dark, measure(person), old), 1, atol=0.005)


def test_faint_folds_of_white_cloth_are_carried_stronger_than_those_of_grey() -> None:
    person, old, deep = folded(0.03, 0.12)
    grey = replace(person, image=np.where(old[..., None], person.image * 0.7, person.image).astype(np.uint8))
    white = replace(person, image=np.where(old[..., None], person.image * 1.35, person.image).astype(np.uint8))
    depths = [1 - np.median(carried_folds(each, measure(person), old)[deep]) for each in (grey, white)]
    assert depths[1] > 1.3 * depths[0] > 0


def test_folds_of_melange_cloth_are_carried() -> None:
    person, old, deep = folded(0.08, 0.12)
    speck = np.random.default_rng(1).normal(1, 0.08, old.shape)[..., None]
    rough = replace(
        person, image=np.clip(np.where(old[..., None], person.image * speck, person.image), 0, 255).astype(np.uint8)
    )
    smooth_depth, rough_depth = (
        1 - np.median(carried_folds(each, measure(person), old)[deep]) for each in (person, rough)
    )
    assert rough_depth > 0.7 * smooth_depth


def test_the_broad_shade_of_the_body_comes_with_the_folds_when_asked_for() -> None:
    person, old, deep = folded(0.06, 0.7)
    unit = measure(person).unit
    alone, with_form = (carried_folds(person, measure(person), old, 0.6, form)[deep] for form in (0.0, 0.5))
    assert unit > 50 and np.median(with_form) < np.median(alone) - 0.003


def test_finer_creases_are_carried_when_asked_for() -> None:
    person, old, deep = folded(0.08, 0.06)
    depths = [1 - np.median(carried_folds(person, measure(person), old, detail=each)[deep]) for each in (0.014, 0.006)]
    assert depths[1] > 1.2 * depths[0]


def test_strong_folds_are_bent_below_a_limit_and_faint_ones_left() -> None:
    bent = soft_limit(np.array([-2.0, -0.01, 0.01, 2.0], np.float32), 0.11, 0.07)
    assert np.allclose(bent, [-0.11, -0.01, 0.01, 0.07], atol=1e-3)


def test_a_layer_casts_its_shadow_below_its_edge_and_not_on_itself() -> None:
    cover = np.zeros((80, 60), np.float32)
    cover[20:40, 15:45] = 1
    shadow = contact_shadow(cover, 100)
    assert (shadow[20:40, 15:45] == 1).all()
    assert shadow[42, 30] < shadow[17, 30] < 1
    assert shadow[70, 30] > 0.999


def test_a_seam_is_darkest_on_the_line_and_seen_nowhere_else() -> None:
    first, second = np.zeros((60, 60), np.float32), np.zeros((60, 60), np.float32)
    first[:, :30], second[:, 30:] = 1, 1
    line = seam_line(first, second, 100, 0.1)
    assert 0.88 < line[30, 29:31].min() < 0.93
    assert line[30, 15] > 0.999 and line[30, 45] > 0.999


def test_pleated_and_printed_cloth_takes_on_less_of_the_old_folds_than_plain() -> None:
    shape = np.zeros((300, 300), np.bool_)
    shape[40:260, 50:250] = True
    plain = np.full((300, 300, 3), 170, np.uint8)
    pleats = plain + (30 * np.sin(np.arange(300) / 4)).astype(np.int8).astype(np.uint8)[None, :, None]
    assert room_for_folds(plain, shape) == 1
    assert room_for_folds(pleats, shape) < 0.5


def shaded_before(wall: int) -> tuple[np.ndarray, np.ndarray]:
    """The shade of pale cloth that is worn before a wall of that grey, and where the cloth's edge is."""
    person = drawn_person()
    cloth = np.where(np.isin(person.labels, [Label.UPPER, Label.LOWER]), 1, 0).astype(np.float32)
    image = np.where((person.alpha > 0.5)[..., None], person.image, np.uint8(wall)).astype(np.uint8)
    light = edge_shade(cloth, np.full(3, 240, np.float32), replace(person, image=image), measure(person).unit)
    apart = cv2.distanceTransform((person.alpha > 0.5).astype(np.uint8), cv2.DIST_L2, 5)
    return light, (cloth > 0.5) & (apart < 2)


def test_pale_cloth_before_a_pale_wall_is_shaded_along_its_edge_alone() -> None:
    light, edge = shaded_before(250)
    assert np.median(light[edge]) < 0.95
    assert light.max() == 1 and np.median(light) > 0.999


def test_pale_cloth_before_a_dark_wall_needs_no_shade() -> None:
    light, _ = shaded_before(60)
    assert light.min() > 0.999


def denim(paler: float) -> tuple[np.ndarray, np.ndarray]:
    """Blue cloth with light bands whose red rises `paler` times as much as their blue, and where it is known."""
    wave = 0.12 * np.cos(2 * np.pi * np.arange(200, dtype=np.float32) / 36)[:, None] * np.ones((200, 200), np.float32)
    rise = np.stack([paler * wave, 0.5 * (1 + paler) * wave, wave], -1)
    return (np.array([60, 90, 125]) * np.exp(rise)).astype(np.uint8), np.ones((200, 200), np.bool_)


def test_worn_indigo_is_told_from_light_on_it() -> None:
    found = []
    for paler in (1.0, 3.0):
        image, known = denim(paler)
        log = np.log(image.astype(np.float32) @ np.array([0.299, 0.587, 0.114], np.float32) / 255)
        found.append(bleached(image, known, *bands(log, known, 3.0, 18.0), 3.0, 18.0))
    assert found[0] < 0.1
    assert found[1] > 0.9


def test_a_full_colour_is_given_room_for_its_lights_and_a_grey_is_not() -> None:
    light = np.linspace(0.8, 1.2, 100, dtype=np.float32)[None] * np.ones((20, 1), np.float32)
    cloth = np.ones(light.shape, np.bool_)
    red = with_headroom(light, cloth, np.array([252, 10, 10], np.float32))
    assert np.percentile(red, 90) * 252 < 256
    assert np.allclose(with_headroom(light, cloth, np.array([250, 250, 250], np.float32)), light)
    assert np.allclose(with_headroom(light, cloth, np.array([120, 10, 10], np.float32)), light)


def test_shade_is_deeper_on_a_full_red_than_on_a_grey_and_neither_changes_where_none_falls() -> None:
    light = np.array([0.8, 1.0, 1.1], np.float32)
    red, grey = (toned(light, np.array(colour, np.float32)) for colour in ([228, 19, 21], [150, 150, 150]))
    assert red[0] < 0.79 < grey[0]
    assert red[1] == grey[1] == 1
    assert np.allclose(grey, light)


def test_light_is_held_back_on_cloth_that_is_nearly_as_bright_as_can_be() -> None:
    light = np.array([0.8, 1.1], np.float32)
    cream = toned(light, np.array([230, 221, 208], np.float32))
    assert 1.02 < cream[1] < 1.08
    assert np.isclose(cream[0], 0.8)


def test_an_old_hem_inside_the_new_cloth_is_not_seen_in_its_light() -> None:
    person, old, _ = folded(0.08, 0.12)
    unit = measure(person).unit
    rows = np.flatnonzero(old.any(axis=1))
    cover = old.copy()
    columns = np.flatnonzero(old[rows[-1]])
    cover[rows[-1] : rows[-1] + round(0.4 * unit), columns[0] : columns[-1]] = True
    near = old.copy()
    near[: rows[-1] - round(0.04 * unit)] = False
    plain, faded = (np.abs(carried_folds(person, measure(person), old, cover=each) - 1) for each in (old, cover))
    assert faded[near].mean() < 0.5 * plain[near].mean()
