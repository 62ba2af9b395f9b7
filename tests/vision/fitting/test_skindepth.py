"""How boldly skin shows its form."""

from dataclasses import replace

import numpy as np
from tests.vision.fitting.drawn import drawn_person

from fittingroom.vision.fitting.skindepth import deeper, skin_depth
from fittingroom.vision.person import Label, Person


def lit(person: Person, span: float) -> Person:
    """`person` whose face and limbs go from dark on one side to light on the other by `span` of their brightness."""
    ramp = 1 + span * np.linspace(-0.5, 0.5, 16)[np.arange(person.labels.shape[1]) % 16]
    skin = np.isin(person.labels, [Label.FACE, Label.SKIN])
    image = np.where(skin[..., None], person.image * ramp[None, :, None], person.image)
    return replace(person, image=np.clip(image, 0, 255).astype(np.uint8))


def test_skin_in_hard_light_shows_its_form_more_boldly_than_in_soft_light() -> None:
    soft, hard = (skin_depth(lit(drawn_person(), span)) for span in (0.1, 0.9))
    assert hard > 1.2 * soft


def test_without_skin_to_see_form_is_as_bold_as_usual() -> None:
    person = drawn_person()
    assert skin_depth(replace(person, labels=np.zeros_like(person.labels))) == 1.0


def test_deeper_details_differ_more_from_plain_light_and_leave_it_alone() -> None:
    assert np.allclose(deeper(np.float32([0.9, 1.0, 1.1]), 2.0), [0.8, 1.0, 1.2])
