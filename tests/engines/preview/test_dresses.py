"""A short dress on a drawn person in a shirt and long trousers."""

from dataclasses import replace

import numpy as np
from tests.engines.preview.standing import dress, inner, person, red, share, worn
from tests.vision.people.drawn import SKIN

from fittingroom.engines.preview import dresses
from fittingroom.engines.preview.work import Work
from fittingroom.tryon.kinds import Subcategory
from fittingroom.vision.fitting.length import Fit
from fittingroom.vision.person import Label
from fittingroom.vision.product import analyse_garment

ROWS = np.arange(640)[:, None]


def test_a_dress_covers_the_body_from_the_chest_over_both_thighs() -> None:
    drawn, work = worn(dresses.STEPS, dress(), Subcategory.DRESSES)
    body = inner(drawn.parts["shirt"], 12) & (ROWS > 240) & (ROWS < 330)
    assert share(red(work.result), body & (np.abs(np.arange(480) - 240) < 40)) > 0.97
    assert red(work.result)[400, 240]


def test_a_short_dress_stays_short_and_bares_the_legs() -> None:
    drawn, work = worn(dresses.STEPS, dress(), Subcategory.DRESSES)
    legs = inner(drawn.parts["trousers"], 9)
    assert share(red(work.result), legs & (ROWS > 530)) < 0.02
    near = np.abs(work.result.astype(int) - SKIN).max(-1) < 60
    assert share(near, legs & (ROWS > 510) & (ROWS < 545)) > 0.9


def test_no_old_cloth_is_left() -> None:
    drawn, work = worn(dresses.STEPS, dress(), Subcategory.DRESSES)
    blue = work.result[..., 2].astype(int) > work.result[..., 0].astype(int) + 60
    assert share(blue, drawn.parts["shirt"]) < 0.01


def test_face_and_wall_stay_as_they_were() -> None:
    drawn, work = worn(dresses.STEPS, dress(), Subcategory.DRESSES)
    same = (work.result == drawn.image).all(-1)
    assert share(same, inner(drawn.parts["face"])) > 0.99
    assert same[:, :100].all()


def test_threads_and_rips_of_old_jeans_go_with_them() -> None:
    drawn, found = person()
    hole, thread = np.zeros((2, *found.labels.shape), np.bool_)
    hole[505:521, 176:196] = True
    hole &= drawn.parts["trousers"]
    thread[511:514, 170:182] = thread[511:537, 170:173] = True  # hangs down beside the leg
    image = drawn.image.copy()
    image[hole] = SKIN
    image[510:514, 184:192], image[thread] = 20, 20
    labels = np.where(hole, np.uint8(Label.SKIN), found.labels).astype(np.uint8)
    torn = replace(found, image=image, labels=labels)
    work = Work(image, torn, analyse_garment(dress(), Subcategory.DRESSES), Fit(), 42, False)
    for step in dresses.STEPS:
        step.do(work)
    dark = work.result.max(-1) < 60
    assert not dark[thread & ~drawn.parts["trousers"]].any()
    assert not dark[hole].any()
