from dataclasses import replace

import numpy as np
import pytest
from tests.vision.people.drawn import draw

from fittingroom.tryon.kinds import Subcategory
from fittingroom.vision.people.analyse import describe_person
from fittingroom.vision.person import Label
from fittingroom.vision.product import analyse_garment


@pytest.mark.parametrize(("sleeve", "least", "most"), [(0.4, 0.25, 0.6), (1.0, 0.85, 1.0)])
def test_a_worn_top_is_cut_out_by_the_pose_with_its_sleeves(sleeve: float, least: float, most: float) -> None:
    drawn = draw(sleeve=sleeve)
    person = describe_person(drawn.image, drawn.pose, None, (None, None), drawn.alpha)
    garment = analyse_garment(drawn.image, None, person)
    cut, shirt = garment.alpha > 0.5, drawn.parts["shirt"]
    assert garment.subcategory is Subcategory.TOPS and garment.record["garment_photo_type"] == "model"
    assert (cut & shirt).sum() / (cut | shirt).sum() > 0.9
    assert not garment.inside.any()
    for piece in garment.sleeves:
        assert piece is not None and least <= piece.reach <= most
        assert (piece.mask & cut).sum() > 0.9 * piece.mask.sum() and not (piece.mask & garment.torso).any()


def test_where_a_worn_top_ends_is_open_where_it_meets_the_trousers_and_known_over_a_bare_belly() -> None:
    drawn = draw()
    person = describe_person(drawn.image, drawn.pose, None, (None, None), drawn.alpha)
    assert analyse_garment(drawn.image, None, person).end_hidden
    hem = int(np.flatnonzero(drawn.parts["shirt"].any(1)).max())
    labels, belly = person.labels.copy(), slice(hem - 60, hem + 30)
    labels[belly][np.isin(labels[belly], (Label.UPPER, Label.LOWER))] = Label.SKIN
    assert not analyse_garment(drawn.image, None, replace(person, labels=labels)).end_hidden


def test_worn_trousers_have_legs_and_reach_the_ankles() -> None:
    drawn = draw()
    person = describe_person(drawn.image, drawn.pose, None, (None, None), drawn.alpha)
    garment = analyse_garment(drawn.image, Subcategory.BOTTOMS, person)
    cut, trousers = garment.alpha > 0.5, drawn.parts["trousers"]
    assert (cut & trousers).sum() / (cut | trousers).sum() > 0.85
    assert garment.legs[0] is not None and garment.reach > 0.8
    assert np.median(garment.waist[:, 1]) < np.median(garment.hem[:, 1])
