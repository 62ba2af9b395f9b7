"""The surface that hair lies on or hides behind."""

import numpy as np
from tests.vision.hair.heads import frame, haired

from fittingroom.vision.hair.beneath import Beneath
from fittingroom.vision.hair.ears import ear_of
from fittingroom.vision.hair.frame import HeadFrame
from fittingroom.vision.hair.scalp import fit_scalp
from fittingroom.vision.hair.solid import Solid, find_solid, worn_before


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
    open_, hidden = (solid(frame(), 4, nowhere, out).depth[155, 209:222] for out in (True, False))
    assert open_.min() > 0.3
    assert hidden.min() == -9


def test_a_jaw_that_is_wider_than_the_mesh_hides_what_is_tied_behind_it() -> None:
    nowhere = (slice(0, 0), slice(0, 0))
    open_, loose = (solid(frame(), 4, nowhere, out).depth[222:228, 204:208] for out in (True, False))
    assert open_.min() > -1
    assert loose.max() == -9


def test_a_collar_that_rises_beside_the_neck_stands_behind_the_hair_that_hangs_there() -> None:
    found = solid(frame(), 0, (slice(200, 419), slice(215, 260)))
    rows = np.round(150 - np.array([found.shoulder + 0.6, found.shoulder]) * 60).astype(int)
    high, low = found.depth[rows, 235]
    assert high < low - 0.5


def depths_beside_the_neck(width: int) -> tuple[np.ndarray, float]:
    """Image z behind the neck's middle at its right flank low and high, and right of all skin, where bare skin goes on
    for `width` pixels; and the neck's."""
    head, person = frame(), haired()
    beneath = np.zeros(person.labels.shape, np.uint8)
    beneath[200:330, 90 : 150 + width] = Beneath.NECK
    found = find_solid(person, head, fit_scalp(person, head), beneath, np.zeros(beneath.shape, np.bool_), False)
    low, high = np.round(150 - np.array([found.shoulder + 0.3, found.shoulder + 1.2]) * 60).astype(int)
    return found.depth[[low, high, low], [200, 200, 155 + width]], float(found.neck[2])


def test_hair_that_hangs_behind_the_neck_is_hidden_by_its_flare_to_the_shoulders() -> None:
    (flank, above, beside), neck = depths_beside_the_neck(90)
    assert flank > neck - 0.4
    assert neck - 0.6 < above < flank  # up to the jaw, or hair behind would end in a notch
    assert beside == -9


def test_a_collar_close_to_the_neck_leaves_no_flare_for_hair_to_hide_behind() -> None:
    assert depths_beside_the_neck(52)[0][0] < depths_beside_the_neck(90)[0][0] - 0.2


def test_a_neck_that_is_wider_than_usual_hides_what_is_tied_behind_it() -> None:
    head, person = frame(), haired()
    beneath = np.zeros(person.labels.shape, np.uint8)
    beneath[200:330, 90:200] = Beneath.NECK
    none = np.zeros(beneath.shape, np.bool_)
    scalp = fit_scalp(person, head)
    tied, loose = (find_solid(person, head, scalp, beneath, none, out).depth[215:225, 192:198] for out in (True, False))
    assert tied.min() > -1.5
    assert loose.max() == -9


def test_a_thing_worn_round_the_neck_is_before_hair_behind_it_and_a_gap_beside_the_neck_is_not() -> None:
    beneath = np.zeros((420, 300), np.uint8)
    beneath[40:230, 90:210] = Beneath.HEAD
    beneath[230:419, 60:240] = Beneath.CLOTHES
    beneath[240:280, 110:150] = Beneath.BACKGROUND  # headphones
    worn = worn_before(beneath, frame())
    assert worn[240:280, 110:150].all()
    assert worn.sum() == 40 * 40
