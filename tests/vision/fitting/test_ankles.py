"""Bare ankles and cuffs that were labelled as shoes."""

from dataclasses import replace

import numpy as np
import pytest
from tests.engines.preview.standing import trousers, worn
from tests.vision.people.drawn import SKIN

from fittingroom.engines.preview import bottoms
from fittingroom.engines.preview.work import Work
from fittingroom.vision.fitting.ankles import with_bare_ankles
from fittingroom.vision.person import Label, Person

CUFF = (150, 165, 205)


@pytest.fixture(scope="module")
def measured() -> Work:
    return worn(bottoms.STEPS[:1], trousers())[1]


@pytest.fixture
def mislabelled(measured: Work) -> tuple[Person, np.ndarray, np.ndarray]:
    """Light cuffs over bare ankles at the trousers' ends, all of it labelled shoes; where cuffs and ankles are."""
    person = measured.person
    rows = np.arange(len(person.labels))[:, None]
    first = np.flatnonzero((person.labels == Label.SHOES).any(1))[0]
    legs = np.isin(person.labels, [Label.LOWER, Label.SHOES])
    cuffs, ankles = legs & (rows >= first - 22) & (rows < first - 10), legs & (rows >= first - 10) & (rows < first + 4)
    image = person.image.copy()
    image[cuffs], image[ankles] = CUFF, SKIN
    labels = np.where(cuffs | ankles, np.uint8(Label.SHOES), person.labels).astype(np.uint8)
    return replace(person, image=image, labels=labels), cuffs, ankles


def test_an_ankle_among_shoes_is_skin_and_a_cuff_above_it_is_trousers(
    measured: Work, mislabelled: tuple[Person, np.ndarray, np.ndarray]
) -> None:
    person, cuffs, ankles = mislabelled
    found = with_bare_ankles(person, measured.legs)
    assert (found.labels[ankles] == Label.SKIN).mean() > 0.6
    assert (found.labels[cuffs] == Label.LOWER).mean() > 0.7


def test_shoes_without_a_bare_ankle_stay_as_they_are(measured: Work) -> None:
    found = with_bare_ankles(measured.person, measured.legs)
    assert (found.labels == measured.person.labels).all()


def test_a_shoe_of_the_skins_hue_is_no_ankle(measured: Work) -> None:
    person, leg = measured.person, measured.legs[0]
    share = leg.limb.u / leg.limb.length
    low = (person.labels == Label.SHOES) & (share > 1.06) & (share < 1.2) & (np.abs(leg.limb.v) < 1.5 * leg.half)
    assert np.median(share[low]) > 1.1
    image = person.image.copy()
    image[low] = SKIN
    found = with_bare_ankles(replace(person, image=image), measured.legs)
    assert (found.labels == person.labels).all()


def test_trousers_of_the_shoes_own_colour_end_above_a_bare_ankle(
    measured: Work, mislabelled: tuple[Person, np.ndarray, np.ndarray]
) -> None:
    person, cuffs, _ = mislabelled
    image = person.image.copy()
    image[cuffs] = np.median(image[measured.person.labels == Label.SHOES], axis=0)
    found = with_bare_ankles(replace(person, image=image), measured.legs)
    assert (found.labels[cuffs] == Label.LOWER).mean() > 0.7
