"""The real networks on a real photo, where the model store has them (`fittingroom models pull`)."""

import numpy as np
import pytest
from skimage import data
from tests.support.weights import store_with_weights

from fittingroom.engines.preview.networks import load_person_networks
from fittingroom.tryon.kinds import Subcategory
from fittingroom.vision.networks import PersonNetworks
from fittingroom.vision.people import analyse_person
from fittingroom.vision.people.checks import missing_part
from fittingroom.vision.person import Label, Person

ASTRONAUT = data.astronaut()  # public domain, NASA


@pytest.fixture(scope="module")
def networks() -> PersonNetworks:
    return load_person_networks(store_with_weights())


@pytest.fixture(scope="module")
def astronaut(networks: PersonNetworks) -> Person:
    person = analyse_person(ASTRONAUT, networks)
    assert person is not None
    return person


def test_the_face_is_found_where_it_is(astronaut: Person) -> None:
    assert astronaut.face is not None
    assert np.allclose(astronaut.face[[33, 263], :2], [[196, 101], [255, 103]], atol=8)  # outer corners of the eyes


def test_the_suit_is_the_top_and_the_hair_is_above_the_face(astronaut: Person) -> None:
    assert (astronaut.labels[300:340, 150:300] == Label.UPPER).mean() > 0.9
    assert (astronaut.labels[40:60, 200:250] == Label.HAIR).mean() > 0.9
    assert (astronaut.labels[120:150, 205:245] == Label.FACE).mean() > 0.95


def test_a_top_can_be_tried_on_but_no_trousers(astronaut: Person) -> None:
    assert missing_part(astronaut, Subcategory.TOPS) is None
    assert "hips" in str(missing_part(astronaut, Subcategory.BOTTOMS))


def test_no_person_is_found_where_there_is_none(networks: PersonNetworks) -> None:
    assert analyse_person(np.ascontiguousarray(data.cat()[:400]), networks) is None
