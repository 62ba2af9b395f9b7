"""The surface that hair lies on or hides behind."""

import numpy as np
from tests.vision.hair.heads import frame, haired

from fittingroom.vision.hair.beneath import Beneath
from fittingroom.vision.hair.ears import ear_of
from fittingroom.vision.hair.frame import HeadFrame
from fittingroom.vision.hair.scalp import fit_scalp
from fittingroom.vision.hair.solid import Solid, find_solid


def solid(head: HeadFrame, gap: int, collar: tuple[slice, slice], ears_out: bool = True) -> Solid:
    """A head with an ear `gap` pixels beside the face, and a collar."""
    person = haired()
    ear = ear_of(head, 1)
    assert ear is not None
    outline = ear.outline(person.labels.shape)
    ears = np.roll(outline, gap, axis=1)
    beneath = np.zeros(person.labels.shape, np.uint8)
    beneath[40:230, 90:210] = Beneath.HEAD
    beneath[outline] = Beneath.HEAD
    beneath[collar] = Beneath.CLOTHES
    return find_solid(person, head, fit_scalp(person, head), beneath, ears, ears_out)


def test_no_strand_combed_behind_the_ear_shows_between_it_and_the_cheek() -> None:
    nowhere = (slice(0, 0), slice(0, 0))
    open_, hidden = (solid(frame(), 4, nowhere, out).depth[155, 209:224] for out in (True, False))
    assert open_.min() > 0.3
    assert hidden.min() == -9


def test_a_collar_that_rises_beside_the_neck_stands_behind_the_hair_that_hangs_there() -> None:
    found = solid(frame(), 0, (slice(200, 419), slice(215, 260)))
    rows = np.round(150 - np.array([found.shoulder + 0.6, found.shoulder]) * 60).astype(int)
    high, low = found.depth[rows, 235]
    assert high < low - 0.5


def test_hair_that_hangs_behind_the_neck_is_hidden_by_its_flare_to_the_shoulders() -> None:
    head, person = frame(), haired()
    beneath = np.zeros(person.labels.shape, np.uint8)
    beneath[200:330, 90:215] = Beneath.NECK
    found = find_solid(person, head, fit_scalp(person, head), beneath, np.zeros(beneath.shape, np.bool_), False)
    low, high = np.round(150 - np.array([found.shoulder + 0.3, found.shoulder + 0.9]) * 60).astype(int)
    flank, above, beside = found.depth[low, 205], found.depth[high, 205], found.depth[low, 230]
    assert flank > found.neck[2] - 0.6
    assert above < flank - 0.3
    assert beside == -9
