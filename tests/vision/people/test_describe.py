import numpy as np
import pytest
from tests.vision.people.drawn import Drawn, draw

from fittingroom.vision.people.analyse import describe_person
from fittingroom.vision.person import Label, Person

NO_HANDS = (None, None)


def _described(drawn: Drawn) -> Person:
    return describe_person(drawn.image, drawn.pose, None, NO_HANDS, drawn.alpha)


@pytest.fixture(scope="module")
def short() -> tuple[Drawn, Person]:
    drawn = draw(sleeve=0.4)
    return drawn, _described(drawn)


def _share(person: Person, where: np.ndarray, *kinds: Label) -> float:
    return float(np.isin(person.labels[where], kinds).mean())


def test_every_part_of_a_drawn_person_gets_its_label(short: tuple[Drawn, Person]) -> None:
    drawn, person = short
    assert _share(person, drawn.parts["shirt"], Label.UPPER) > 0.97
    assert _share(person, drawn.parts["trousers"], Label.LOWER) > 0.95
    assert _share(person, drawn.parts["skin"], Label.SKIN) > 0.93
    assert _share(person, drawn.parts["shoes"], Label.SHOES) > 0.75


def test_nothing_outside_the_silhouette_has_a_label(short: tuple[Drawn, Person]) -> None:
    _, person = short
    assert (person.labels[person.alpha <= 0.5] == Label.BACKGROUND).all()
    assert (person.labels[person.alpha > 0.5] != Label.BACKGROUND).all()


@pytest.mark.parametrize("sleeve", [0.0, 0.4, 0.7, 1.0])
def test_a_sleeve_ends_where_it_was_drawn(sleeve: float) -> None:
    arms = _described(draw(sleeve=sleeve)).figure.arms
    assert all((arm is not None and abs(arm.cover - sleeve) < 0.08) or arm.cover < 0.2 > sleeve + 0.1 for arm in arms)


@pytest.mark.parametrize("skin", [(235, 200, 180), (200, 150, 125), (110, 72, 55)])
def test_skin_of_any_tone_is_skin(skin: tuple[int, int, int]) -> None:
    drawn = draw(skin=skin)
    assert _share(_described(drawn), drawn.parts["skin"], Label.SKIN) > 0.93


def test_a_bare_forearm_is_as_wide_as_drawn(short: tuple[Drawn, Person]) -> None:
    _, person = short
    for arm in person.figure.arms:
        assert arm is not None
        forearm = (arm.along > 0.65) & (arm.along < 0.9) & arm.measured.all(1)
        assert forearm.sum() > 4
        assert np.allclose(arm.halfwidth[forearm], 13, atol=1.5)


def test_the_hem_lies_where_the_shirt_ends(short: tuple[Drawn, Person]) -> None:
    _, person = short
    hem = person.figure.hem
    middle = hem[(hem[:, 0] > 200) & (hem[:, 0] < 280)]
    assert np.abs(np.median(middle[:, 1]) - 338) < 3


def test_shoulder_tips_lie_on_the_silhouette(short: tuple[Drawn, Person]) -> None:
    drawn, person = short
    for tip in person.figure.tips:
        column = np.flatnonzero(drawn.alpha[:, round(float(tip[0]))] > 0.5)
        assert abs(column[0] - tip[1]) < 2.5


def test_pairs_go_from_the_images_left_to_its_right(short: tuple[Drawn, Person]) -> None:
    figure = short[1].figure
    for pair in (figure.tips, figure.neck.points, figure.waist, figure.hips):
        assert pair[0, 0] < pair[1, 0]
    assert figure.arms[0] is not None and figure.arms[1] is not None
    assert figure.arms[0].axis[:, 0].max() < figure.arms[1].axis[:, 0].min()


def test_skin_tone_gives_back_the_skin_that_was_seen(short: tuple[Drawn, Person]) -> None:
    tone = short[1].skin
    assert np.linalg.norm(tone.at(np.float32(tone.body)) - [65.9, 15.6, 19.6]) < 3


def test_the_same_photo_is_described_the_same_way(short: tuple[Drawn, Person]) -> None:
    drawn, person = short
    again = _described(drawn)
    assert np.array_equal(person.labels, again.labels)
    assert np.array_equal(person.figure.torso.sides, again.figure.torso.sides)
