"""Legs that were covered: rounded in the photo's light, with knees, in the person's own tone."""

from dataclasses import replace

import numpy as np
import pytest
from tests.engines.preview.standing import trousers, worn

from fittingroom.engines.preview import bottoms
from fittingroom.engines.preview.work import Work
from fittingroom.vision.colour import to_lab
from fittingroom.vision.fitting.legs import leg_shape
from fittingroom.vision.fitting.legskin import HEM_SHADE, across_leg, flatter, leg_details, leg_skin, lit_skin
from fittingroom.vision.fitting.scene import Light
from fittingroom.vision.fitting.skin import learn_tone
from fittingroom.vision.person import Label

USUAL = Light(0.0, -0.05, -0.5)


@pytest.fixture(scope="module")
def measured() -> Work:
    return worn(bottoms.STEPS[:1], trousers())[1]


def band(work: Work, low: float, high: float) -> np.ndarray:
    """The image's left leg between two shares of its length."""
    leg = work.legs[0]
    share = leg.limb.u / leg.limb.length
    return (share > low) & (share < high) & (leg_shape(leg) > 0.9)


def test_a_leg_gets_darker_towards_both_its_edges(measured: Work) -> None:
    leg = measured.legs[0]
    skin = leg_skin(measured.person, leg, learn_tone(measured.person), USUAL, 5).mean(-1)
    across = across_leg(leg)
    middle, outer, inner = (
        skin[band(measured, 0.2, 0.9) & (across > low) & (across < high)].mean()
        for low, high in ((-0.2, 0.2), (0.8, 1.0), (-1.0, -0.8))
    )
    assert outer < 0.88 * middle
    assert inner < 0.88 * middle


def test_a_legs_front_is_flatter_the_harder_the_light(measured: Work) -> None:
    assert flatter(Light(0.0, -0.05, -0.7)) < flatter(Light(0.0, -0.05, -0.3)) < 1


def test_knees_are_no_redder_than_the_rest_of_a_leg(measured: Work) -> None:
    skin = leg_skin(measured.person, measured.legs[0], learn_tone(measured.person), USUAL, 5)
    red = to_lab(np.clip(np.round(skin), 0, 255).astype(np.uint8))[..., 1]
    middle = np.abs(across_leg(measured.legs[0])) < 0.3
    knee, shin = (float(np.median(red[band(measured, *part) & middle])) for part in ((0.47, 0.51), (0.6, 0.8)))
    assert abs(knee - shin) < 1.2


def test_the_kneecap_is_lit_and_its_sides_and_lower_end_are_in_the_shade(measured: Work) -> None:
    details, across = leg_details(measured.legs[0]), across_leg(measured.legs[0])
    cap, below = band(measured, 0.485, 0.5), band(measured, 0.523, 0.533)
    assert 1.01 < details[cap & (np.abs(across) < 0.15)].mean() < 1.05  # brighter it would look oiled
    assert details[cap & (np.abs(across) > 0.5) & (np.abs(across) < 0.7)].mean() < 0.98
    assert details[below & (np.abs(across) < 0.3)].mean() < 0.98


def test_a_knee_is_modelled_softly(measured: Work) -> None:
    details, across = leg_details(measured.legs[0]), np.abs(across_leg(measured.legs[0]))
    knee = details[band(measured, 0.46, 0.54) & (across < 0.8)]
    assert np.ptp(knee) < 0.105  # a blob with dark pits round it is a mannequin's


def test_a_shin_is_lit_along_its_bone_and_its_muscle_turns_away(measured: Work) -> None:
    details, across, shin = leg_details(measured.legs[0]), across_leg(measured.legs[0]), band(measured, 0.72, 0.8)
    bone, muscle = (details[shin & (np.abs(across - at) < 0.1)].mean() for at in (-0.15, 0.5))
    assert 0.03 < bone - muscle < 0.08  # bolder it is a streak of gloss


def test_a_leg_that_was_covered_has_the_persons_tone(measured: Work) -> None:
    tone = learn_tone(measured.person)
    skin = leg_skin(measured.person, measured.legs[0], tone, USUAL, 5)
    middle = band(measured, 0.3, 0.8) & (np.abs(across_leg(measured.legs[0])) < 0.4)
    assert np.abs(np.median(skin[middle], axis=0) - tone.colour).max() < 14
    assert skin[middle].std(axis=0).min() > 1


def test_a_leg_in_flat_light_is_modelled_less_but_still_has_a_knee(measured: Work) -> None:
    leg, tone = measured.legs[0], learn_tone(measured.person)
    knee, across = band(measured, 0.46, 0.53), np.abs(across_leg(measured.legs[0])) < 0.6

    def relief(away: float) -> float:
        skin = leg_skin(measured.person, leg, tone, Light(0.0, -0.05, away), 5).mean(-1)
        details = leg_details(leg)[knee & across]
        return float(np.polyfit(details, skin[knee & across] / skin[knee & across].mean(), 1)[0])

    assert 0.3 < relief(-0.3) / relief(-0.6) < 0.75


def test_skin_in_the_shade_of_an_old_hem_tells_nothing_of_the_leg(measured: Work) -> None:
    leg = replace(measured.legs[0], sleeve_end=0.5 * measured.legs[0].limb.length)
    on = leg_shape(leg) > 0.5
    labels = np.where(on & (leg.limb.u > leg.sleeve_end), np.uint8(Label.SKIN), measured.person.labels)
    person = replace(measured.person, labels=labels)
    kept = (lit_skin(person, leg).labels == Label.SKIN) & on
    below = leg.limb.u[kept].min() - leg.sleeve_end
    assert 0.7 * HEM_SHADE * leg.unit < below < 1.5 * HEM_SHADE * leg.unit
    long = replace(leg, sleeve_end=leg.limb.length)
    assert lit_skin(person, long) is person
