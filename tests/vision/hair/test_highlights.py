"""Pale locks of fair hair, on a drawn head."""

from dataclasses import replace

import numpy as np
from tests.vision.hair.heads import SKIN, UNIT, WALL, frame, haired

from fittingroom.vision.colour import to_lab
from fittingroom.vision.hair.highlights import pale_locks
from fittingroom.vision.hair.matte import HairMatte
from fittingroom.vision.person import Label, Person

FAIR = (120, 90, 55)
LOCK, ARM = np.s_[300:390, 160:190], np.s_[300:390, 215:260]


def _long_haired(colour: tuple[int, int, int] = FAIR, strands: float = 0.35) -> tuple[Person, HairMatte]:
    """Long hair beside a bare arm, over which hangs a lock that is twice as light and labelled as skin."""
    photo, labels = np.full((420, 300, 3), WALL, np.float32), np.full((420, 300), Label.BACKGROUND, np.uint8)
    photo[250:, 60:290], labels[250:, 60:290] = SKIN, Label.SKIN
    photo[60:400, 60:160], labels[60:400, 60:160] = colour, Label.HAIR
    photo[LOCK] = np.minimum(np.array(colour) * 1.7, 255)
    waves = 1 + strands * np.sin(np.arange(300) * 1.3)[None, :, None]
    for part in (np.s_[60:400, 60:160], LOCK):
        photo[part] *= waves[:, part[1]]
    person = replace(haired(), image=np.clip(photo, 0, 255).astype(np.uint8), labels=labels, face=None)
    mask = labels == Label.HAIR
    return person, HairMatte(mask, mask.astype(np.float32), to_lab(person.image), np.zeros_like(mask))


def _found(person: Person, matte: HairMatte) -> np.ndarray:
    return pale_locks(to_lab(person.image), person, matte, np.zeros_like(matte.mask), frame())


def test_a_paler_lock_of_the_hairs_hue_over_an_arm_is_found_and_the_arm_is_not() -> None:
    found = _found(*_long_haired())
    assert found[LOCK].mean() > 0.7
    assert not found[ARM].any()


def test_what_is_as_smooth_as_skin_is_no_lock() -> None:
    person, matte = _long_haired()
    person.image[LOCK] = np.array(FAIR) * 1.7
    assert not _found(person, matte)[310:380, 170 : int(190 - 0.1 * UNIT)].any()


def test_dark_hair_has_no_pale_locks() -> None:
    assert not _found(*_long_haired((60, 35, 20))).any()


def test_within_hair_what_was_not_taken_for_it_but_has_strands_is() -> None:
    person, matte = _long_haired()
    matte.alpha[320:340, 100:104] = 0
    person.image[320:340, 100:104, 2] = person.image[320:340, 100:104, 0]  # without its hue
    assert _found(person, matte)[320:340, 100:104].all()
