"""A jacket's collar beside the jaw isn't hair because it is dark and lies where hair may hang."""

import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.people.body import Body
from fittingroom.vision.people.collars import collars_as_hair
from fittingroom.vision.people.head import Head
from fittingroom.vision.person import Label

_BROWN, _BLACK = (35.0, 10.0, 20.0), (12.0, 0.0, -4.0)


def _found(
    beside: tuple[float, float, float], down_to: int = 125, island: bool = False
) -> tuple[NDArray[np.bool_], NDArray[np.uint8]]:
    """What is found of hair labels beside a face, of the colour `beside` and as far down as `down_to`, over a black
    top from row 125 on; `island`: with a scrap of brown before the top that nothing joins to the head."""
    pose = np.zeros((33, 4), np.float32)
    for index, point in {11: (150, 130), 12: (50, 130), 23: (130, 290), 24: (70, 290)}.items():
        pose[index] = (*point, 0, 1)
    labels, lab = np.zeros((300, 200), np.uint8), np.zeros((300, 200, 3), np.float32)
    rows, columns = np.mgrid[:300, :200].astype(np.float32)
    u, v = (columns - 100) / 30, (rows - 75) / 35
    labels[125:280, 40:160], lab[125:280, 40:160] = Label.UPPER, _BLACK
    labels[40:80, 65:135], lab[40:80, 65:135] = Label.HAIR, _BROWN
    for part in (slice(50, 66), slice(134, 150)):
        labels[80:down_to, part], lab[80:down_to, part] = Label.HAIR, beside
    labels[55:110, 70:130], lab[55:110, 70:130] = Label.FACE, (65.0, 15.0, 20.0)
    if island:
        labels[150:156, 97:103], lab[150:156, 97:103] = Label.HAIR, _BROWN
    lab += np.random.default_rng(0).normal(0, 2, lab.shape).astype(np.float32)
    rim = np.maximum(np.hypot(u, v) - 1, -1).astype(np.float32)
    nothing = np.zeros(u.shape, np.bool_)
    head = Head(True, 35.0, np.asarray(u, np.float32), np.asarray(v, np.float32), rim, nothing, nothing, -0.3)
    return collars_as_hair(lab, labels, Body(pose, labels.shape), head), labels


def test_hair_beside_the_jaw_in_the_tops_colours_is_its_collar() -> None:
    found, labels = _found(_BLACK)
    assert found[92:122, 52:64].all() and found[92:122, 136:148].all()
    assert not found[labels != Label.HAIR].any()
    assert not found[:75].any()


def test_hair_of_the_heads_own_colour_stays_hair() -> None:
    assert not _found(_BROWN)[0].any()


def test_a_dark_lock_that_ends_above_the_top_stays_hair() -> None:
    assert not _found(_BLACK, down_to=115)[0].any()


def test_what_hangs_on_the_head_by_the_collar_alone_goes_with_it() -> None:
    assert _found(_BLACK, island=True)[0][150:156, 97:103].all()
    assert not _found(_BROWN, island=True)[0].any()
