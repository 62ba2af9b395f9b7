from dataclasses import replace

import numpy as np
from tests.vision.fitting.drawn import drawn_person

from fittingroom.vision.fitting.fill import soften
from fittingroom.vision.fitting.oldwidth import out_to_old
from fittingroom.vision.person import Label, Person

UNIT = 100.0


def worn(left: int, right: int, top: int = 250, bottom: int = 470) -> Person:
    """A person with an old garment between these columns and nothing else below the waist."""
    person = drawn_person()
    labels = np.full_like(person.labels, Label.BACKGROUND)
    labels[:top] = person.labels[:top]
    labels[top:bottom, left:right] = Label.LOWER
    return replace(person, labels=labels)


def cloth(left: int, right: int, top: int = 250, bottom: int = 470) -> np.ndarray:
    mask = np.zeros((480, 400), np.bool_)
    mask[top:bottom, left:right] = True
    return soften(mask, 0.5)


def test_a_narrow_strip_of_old_cloth_is_covered_on_either_side() -> None:
    (part,) = out_to_old(worn(147, 253), [cloth(150, 250)], UNIT)
    assert (part[330:400, 148:252] > 0.5).all()
    assert part[330:400, :145].max() < 0.1


def test_wide_old_cloth_is_left_to_be_taken_off() -> None:
    new = cloth(150, 250)
    for old in (worn(110, 290), worn(140, 260)):  # slim trousers after somewhat wider ones stay slim
        (part,) = out_to_old(old, [new], UNIT)
        assert np.abs(part - new)[330:400].max() < 0.05
    broad = cloth(100, 300)
    (part,) = out_to_old(worn(80, 320), [broad], UNIT)
    assert np.abs(part - broad)[330:400].max() < 0.05


def test_cloth_reaches_behind_a_hand_that_lay_beside_the_old() -> None:
    person = worn(147, 250)
    person.labels[320:370, 125:147] = Label.SKIN
    (part,) = out_to_old(person, [cloth(150, 250)], UNIT)
    assert (part[325:365, 146:150] > 0.5).all()


def test_the_edge_stays_even_where_the_old_cloth_ends() -> None:
    person = worn(146, 254, bottom=400)
    (part,) = out_to_old(person, [cloth(150, 250)], UNIT)
    edge = (part > 0.5).argmax(1)[260:460]
    assert edge.min() <= 147
    assert np.abs(np.diff(edge)).max() <= 1


def test_a_slanting_side_moves_out_as_evenly_as_it_was() -> None:
    """Rows that end between pixels stay between them: whole pixels would show as steps."""
    edge = 150 + np.arange(480, dtype=np.float32)[:, None] / 12
    person, x = worn(146, 254), np.arange(400, dtype=np.float32)
    person.labels[250:470] = np.where((x < edge[250:470] - 4) | (x >= 250), Label.BACKGROUND, Label.LOWER)
    part = np.clip(x + 1 - edge, 0, 1) * (x < 250)
    part[:250], part[470:] = 0, 0
    (moved,) = out_to_old(person, [part.astype(np.float32)], UNIT)
    covered = moved[330:400].sum(1)
    assert covered[0] > part[330].sum() + 2
    assert np.abs(np.diff(covered) + 1 / 12).max() < 0.15


def test_the_edge_comes_back_gently_above_the_old_hem() -> None:
    (part,) = out_to_old(worn(145, 255, bottom=400), [cloth(150, 250)], UNIT)
    edge = (part > 0.5).argmax(1)[340:460]
    assert edge.min() <= 148
    assert (edge[20:] - edge[:-20]).max() <= 2  # steeper it would be a step in the side of long trousers


def test_each_leg_is_widened_on_its_own_side() -> None:
    legs = [cloth(150, 195), cloth(205, 250)]
    first, second = out_to_old(worn(148, 252), legs, UNIT)
    assert (first[330:400, 148] > 0.5).all() and not (second[330:400, 148] > 0.1).any()
    assert (second[330:400, 251] > 0.5).all() and not (first[330:400, 251] > 0.1).any()
