"""The unevenness of skin, measured and made anew."""

from dataclasses import replace

import numpy as np
from tests.vision.fitting.drawn import drawn_person

from fittingroom.vision.fitting.mottle import learn_mottle, mottle, spots
from fittingroom.vision.fitting.skin import learn_tone, painted
from fittingroom.vision.person import Label, Person

UNIT = 120.0


def skinned(bands: np.ndarray) -> Person:
    """Someone who is skin all over, as uneven as `bands` say."""
    person = drawn_person()
    shape = person.labels.shape
    light = np.full(shape, learn_tone(person).lightness, np.float32)
    image = painted(learn_tone(person), light, uneven=mottle((shape[0], shape[1]), bands, UNIT, 3))
    return replace(
        person, image=np.round(image).astype(np.uint8), alpha=np.ones(shape, np.float32),
        labels=np.full(shape, Label.SKIN, np.uint8),
    )  # fmt: skip


def test_skin_made_anew_is_as_uneven_as_the_persons_own() -> None:
    smooth = np.full((3, 5), 0.3, np.float32)
    rough = smooth.copy()
    rough[0, :2] = 0.9, 0.8
    low, high = (learn_mottle(skinned(bands), UNIT) for bands in (smooth, rough))
    assert np.all(high[0, :2] > 1.8 * low[0, :2])
    assert abs(high[0, 0] - rough[0, 0]) < 0.2


def test_every_band_that_is_measured_is_as_strong_when_drawn() -> None:
    usual = np.array([[0.6, 0.45, 0.4, 0.28, 0.26]] + [[0.3, 0.25, 0.22, 0.15, 0.14]] * 2, np.float32)
    light = learn_mottle(skinned(usual), UNIT)[0, :2]
    assert np.all(light > 0.75 * usual[0, :2])
    assert np.all(light < 1.2 * usual[0, :2])


def test_creases_do_not_count_as_uneven_skin() -> None:
    person = skinned(np.full((3, 5), 0.3, np.float32))
    creased = person.image.copy()
    creased[::40] = creased[::40] // 2
    plain, with_creases = learn_mottle(person, UNIT), learn_mottle(replace(person, image=creased), UNIT)
    assert np.all(with_creases < 2 * plain)


def test_the_roundness_of_smooth_limbs_does_not_count_as_patches() -> None:
    person = skinned(np.full((3, 5), 0.15, np.float32))
    waves = 1 + 0.05 * np.sin(np.arange(person.image.shape[1]) * 2 * np.pi / (0.15 * UNIT))
    waved = replace(person, image=np.round(person.image * waves[:, None]).astype(np.uint8))
    found = learn_mottle(waved, UNIT)
    assert np.all(found[0, 2:] < 1.5 * found[0, 1])


def test_bold_light_lets_more_of_the_patches_of_skin_be_seen() -> None:
    person = skinned(np.full((3, 5), 3, np.float32) * [0, 0, 1, 0, 0])
    shade = np.ones((person.image.shape[0], 1, 1))
    shade[: len(shade) // 7] = 0.4
    shaded = replace(person, image=(person.image * shade).astype(np.uint8))
    plain, bold = learn_mottle(person, UNIT), learn_mottle(shaded, UNIT)
    assert bold[0, 2] > 1.1 * plain[0, 2]


def test_clear_skin_is_clear_in_the_widest_patches_too() -> None:
    clear, uneven = (learn_mottle(skinned(np.full((3, 5), each, np.float32)), UNIT) for each in (0.1, 0.5))
    assert np.all(clear[:, 3:] < uneven[:, 3:])
    assert clear[:, 3:].max() < 0.15


def test_patches_have_the_colours_that_are_seen_but_for_what_the_light_makes() -> None:
    clear, blotched = np.full((3, 5), 0.2, np.float32), np.full((3, 5), 0.2, np.float32)
    blotched[1:, 3:] = 0.5
    plain, found = (learn_mottle(skinned(bands), UNIT) for bands in (clear, blotched))
    assert np.all(found[1:, 3:] > 1.5 * plain[1:, 3:])
    person = skinned(clear)
    waves = 1 + 0.06 * np.sin(np.arange(person.image.shape[1]) * 2 * np.pi / (0.3 * UNIT))
    rounded = replace(person, image=np.round(person.image * waves[:, None]).astype(np.uint8))
    assert np.all(learn_mottle(rounded, UNIT)[1:, 3:] < 1.3 * plain[1:, 3:])


def test_patches_of_skin_are_darker_as_they_are_redder() -> None:
    uneven = mottle((300, 300), np.ones((3, 5), np.float32) * [0, 0, 1, 1, 1], UNIT, 1)
    light, red, yellow = uneven.reshape(-1, 3).T
    assert np.corrcoef(light, red)[0, 1] < -0.3
    assert np.corrcoef(yellow, red)[0, 1] > 0.3


def test_without_skin_to_learn_from_it_is_nearly_even() -> None:
    person = drawn_person()
    bands = learn_mottle(replace(person, labels=np.zeros_like(person.labels)), UNIT)
    assert bands.min() > 0.05
    assert bands.max() <= 0.5


def test_freckles_are_few_and_faint() -> None:
    drawn = spots((600, 600), UNIT, 2)
    assert 0 < (drawn > 0.3).mean() < 0.01
    assert drawn.max() < 1.5
    assert np.array_equal(drawn, spots((600, 600), UNIT, 2))


def test_large_skin_is_as_uneven_everywhere() -> None:
    bands = np.full((3, 5), 0.5, np.float32)
    drawn = mottle((700, 300), bands, UNIT, 4)
    parts = [
        float((drawn[top : top + 150] - np.roll(drawn, 1, axis=0)[top : top + 150]).std()) for top in (0, 200, 500)
    ]
    assert drawn.shape == (700, 300, 3)
    assert max(parts) < 1.15 * min(parts)


def test_a_smooth_neck_alone_does_not_make_limbs_smoother_than_the_face() -> None:
    smooth, rough = (skinned(np.full((3, 5), each, np.float32)) for each in (0.15, 0.6))
    height = smooth.labels.shape[0]
    labels = smooth.labels.copy()
    labels[: height // 2], labels[height // 2 : height // 2 + 20] = Label.FACE, Label.HAIR
    labels[-height // 8 :] = Label.HAIR  # less skin than face
    image = smooth.image.copy()
    image[: height // 2] = rough.image[: height // 2]
    neck = learn_mottle(replace(smooth, labels=labels), UNIT)
    found = learn_mottle(replace(smooth, labels=labels, image=image), UNIT)
    assert np.all(found[0, :2] > 1.4 * neck[0, :2])
    assert np.all(found <= 2 * neck)
    bare = labels.copy()
    bare[height // 5 : height // 2 + 20] = Label.SKIN
    as_limbs = learn_mottle(replace(smooth, labels=bare), UNIT)
    with_face = image.copy()
    with_face[height // 5 : height // 2] = smooth.image[height // 5 : height // 2]
    assert np.allclose(learn_mottle(replace(smooth, labels=bare, image=with_face), UNIT), as_limbs, atol=0.05)
