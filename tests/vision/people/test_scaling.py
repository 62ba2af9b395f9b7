import cv2
import numpy as np
import pytest
from tests.vision.people.drawn import draw

from fittingroom.vision.people.analyse import describe_person
from fittingroom.vision.people.scaling import at_full_size
from fittingroom.vision.person import Person


@pytest.fixture(scope="module")
def sizes() -> tuple[Person, Person]:
    drawn = draw()
    person = describe_person(drawn.image, drawn.pose, None, (None, None), drawn.alpha)
    full = np.asarray(cv2.resize(drawn.image, (960, 1280), interpolation=cv2.INTER_CUBIC), np.uint8)
    return person, at_full_size(person, full)


def test_everything_has_the_full_size(sizes: tuple[Person, Person]) -> None:
    _, full = sizes
    masks = [full.alpha, full.labels, full.confidence, full.front.hair, *full.front.arms, full.front.objects]
    masks += [limb.region for limb in full.figure.arms + full.figure.legs if limb is not None]
    assert {mask.shape for mask in masks} == {(1280, 960)}


def test_labels_stay_what_they_were(sizes: tuple[Person, Person]) -> None:
    person, full = sizes
    assert (full.labels[::2, ::2] == person.labels).mean() > 0.985


def test_geometry_is_twice_as_large(sizes: tuple[Person, Person]) -> None:
    small, full = sizes[0].figure, sizes[1].figure
    assert full.size == pytest.approx(2 * small.size)
    assert np.allclose(full.neck.points, 2 * small.neck.points + 0.5)
    assert np.allclose(full.torso.sides, 2 * small.torso.sides + 0.5)
    assert small.arms[0] is not None and full.arms[0] is not None
    assert np.allclose(full.arms[0].halfwidth, 2 * small.arms[0].halfwidth)
    assert full.arms[0].cover == small.arms[0].cover
