"""Sleeves of one even tone across."""

import numpy as np

from fittingroom.vision.fitting.sleevetone import even_tone

PEACH = np.array([225, 160, 130], np.float32)


def two_toned() -> tuple[np.ndarray, np.ndarray]:
    """A fabric whose sleeve has a pale and a darker half, with fine pleats, beside a body of the paler tone."""
    fabric = np.broadcast_to(PEACH, (200, 160, 3)).copy()
    fabric[:, 40:80] *= 0.85
    fabric[:, ::8] *= 0.94
    sleeve = np.zeros((200, 160), np.bool_)
    sleeve[:, :80] = True
    return np.round(fabric).astype(np.uint8), sleeve


def test_two_tones_across_a_sleeve_become_one_and_its_pleats_stay() -> None:
    fabric, sleeve = two_toned()
    found = even_tone(fabric, sleeve, 60.0).astype(np.float32)
    halves = found[:, 9:30].mean(), found[:, 49:70].mean()
    assert abs(halves[0] - halves[1]) < 0.3 * abs(float(fabric[:, 9:30].mean()) - float(fabric[:, 49:70].mean()))
    assert (found[:, 16] < found[:, 18] - 4).all()
    assert (found[~sleeve] == fabric[~sleeve]).all()


def test_sleeves_of_two_colours_and_prints_keep_them() -> None:
    fabric, sleeve = two_toned()
    cuffed = fabric.copy()
    cuffed[140:, :80] = (40, 30, 60)
    printed = fabric.copy()
    printed[::4] = 20
    for kept in (cuffed, printed):
        assert (even_tone(kept, sleeve, 60.0) == kept).all()


def test_a_sleeve_takes_on_the_tone_of_a_body_of_the_same_cloth_and_of_no_other() -> None:
    fabric, sleeve = two_toned()
    body = ~sleeve
    fabric[body] = (240, 178, 150)
    paler, darker = (even_tone(fabric, sleeve, 60.0, body)[:, x].mean() for x in (20, 60))
    bodys = float(np.median(fabric[body], axis=0).mean())
    assert abs(paler - bodys) < 10
    assert abs(darker - bodys) < 10
    other = fabric.copy()
    other[body] = (60, 60, 120)
    assert (even_tone(other, sleeve, 60.0, body)[sleeve] == even_tone(fabric, sleeve, 60.0)[sleeve]).all()


def test_what_is_hardly_a_sleeve_stays() -> None:
    fabric, sleeve = two_toned()
    assert even_tone(fabric, sleeve & False, 60.0) is fabric
