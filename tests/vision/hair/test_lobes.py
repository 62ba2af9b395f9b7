"""Lobes that are seen below hair, and the ears drawn above them."""

from dataclasses import replace

import cv2
import numpy as np
from tests.vision.hair.heads import SKIN, bared, frame, haired, uncovered

from fittingroom.tryon.kinds import Haircut
from fittingroom.vision.hair.bare import with_hidden_ears
from fittingroom.vision.hair.ears import ear_of
from fittingroom.vision.hair.lobes import seen_lobe
from fittingroom.vision.hair.matte import find_hair
from fittingroom.vision.hair.scalp import fit_scalp
from fittingroom.vision.hair.styles import STYLES, shows_lobes
from fittingroom.vision.hair.uncover import uncover
from fittingroom.vision.person import Label, Person

LOBE = (213, 174)


def _lobed(end: int = 0) -> tuple[Person, np.ndarray]:
    """A head that shows a lobe below its hair, or skin from there `end` pixels down; and where."""
    person = haired()
    drawn = np.zeros(person.labels.shape, np.uint8)
    cv2.circle(drawn, LOBE, 8, 1, -1)
    if end:
        cv2.rectangle(drawn, (LOBE[0] - 9, LOBE[1]), (LOBE[0] + 9, LOBE[1] + end), 1, -1)
    lobe = drawn > 0
    image, labels, alpha = person.image.copy(), person.labels.copy(), person.alpha.copy()
    image[lobe], labels[lobe], alpha[lobe] = SKIN, Label.FACE, 1
    return replace(person, image=image, labels=labels, alpha=alpha), lobe


def _seen(person: Person) -> np.ndarray:
    ear = ear_of(frame(), 1)
    assert ear is not None
    return seen_lobe(ear, person, frame(), find_hair(person, frame()))


def test_a_lobe_is_seen_below_hair_and_a_jaw_there_is_none() -> None:
    person, lobe = _lobed()
    found = _seen(person)
    assert (found & lobe).sum() > 0.6 * lobe.sum() and (found & ~lobe).sum() < 0.1 * lobe.sum()
    assert not _seen(_lobed(end=60)[0]).any()


def test_a_lobe_stays_as_it_is_and_its_ear_reaches_down_to_it() -> None:
    person, lobe = _lobed()
    head = frame()
    under, usual = uncovered(person, head), uncovered(haired(), head)
    core = cv2.erode(lobe.astype(np.uint8), np.ones((9, 9))) > 0
    assert not (under.hair & core).any() and under.body[core].min() > 0.95
    low, short = (np.nonzero(one.hidden[1].outline(lobe.shape))[0] for one in (under, usual))
    assert low.max() > short.max() + 8
    assert low.min() > short.min() + 3  # it also sits lower
    bare = with_hidden_ears(bared(person, head), under, under.hidden_ears(person), person, head)
    assert np.abs(bare.image[core] - person.image[core]).max() < 12


def test_a_lobe_goes_with_the_old_hair_where_the_new_covers_its_ear() -> None:
    person, lobe = _lobed()
    head = frame()
    matte = find_hair(person, head)
    under = uncover(person, head, fit_scalp(person, head), matte, 1, with_lobes=False)
    core = cv2.erode(lobe.astype(np.uint8), np.ones((9, 9))) > 0
    assert under.hair[core].all() and not under.ears[core].any() and not under.lobes[core].any()


def test_lobes_are_seen_with_styles_that_show_ears_and_are_not_drawn_back_over_them() -> None:
    assert shows_lobes(STYLES[Haircut.PIXIE_CUT], False) and shows_lobes(STYLES[Haircut.MAN_BUN], False)
    assert not shows_lobes(STYLES[Haircut.UPDO], False) and shows_lobes(STYLES[Haircut.UPDO], True)
    assert not shows_lobes(STYLES[Haircut.LONG_STRAIGHT], False)
