"""Hems as smooth lines, on drawn people."""

from dataclasses import replace

import numpy as np
from tests.vision.fitting.drawn import drawn_person, drawn_top, frame_and_arms

from fittingroom.vision.fitting.hemline import (
    STEP,
    HemLine,
    above,
    hangs_open,
    lay_hem,
    one_hem,
    photographed_hem,
    trim_below,
    without_whiskers,
)
from fittingroom.vision.fitting.outline import measure_sides
from fittingroom.vision.person import Label

HEM = 325  # the drawn person's top ends there


def test_a_frayed_hem_becomes_one_smooth_line() -> None:
    person = drawn_person()
    frame, arms = frame_and_arms(person)
    labels = person.labels.copy()
    labels[290:HEM, 205:215] = Label.LOWER  # a notch
    labels[HEM:360, 180:186] = Label.UPPER  # a tooth
    end = float(frame.t(np.array([200, HEM])))
    line = photographed_hem(replace(person, labels=labels), frame, arms, end)
    assert line is not None
    assert np.abs(line.t - end).max() * frame.torso < 3


def test_cloth_that_runs_down_a_hip_does_not_step_the_hem() -> None:
    person = drawn_person()
    frame, arms = frame_and_arms(person)
    labels = person.labels.copy()
    columns = np.flatnonzero((labels[HEM - 10 : HEM] == Label.UPPER).all(0))
    inside = columns[(columns > 150) & (columns < 250)]
    last = int(inside.max())
    for step in range(10):
        labels[HEM : HEM + 6 + 4 * step, last - 10 + step] = Label.UPPER
    end = float(frame.t(np.array([200, HEM])))
    line = photographed_hem(replace(person, labels=labels), frame, arms, end)
    assert line is not None
    assert np.abs(line.t - end).max() * frame.torso < 2


def test_no_line_is_found_where_there_is_no_top() -> None:
    person = drawn_person()
    frame, arms = frame_and_arms(person)
    nothing = replace(person, labels=np.zeros_like(person.labels))
    assert photographed_hem(nothing, frame, arms, 1.0) is None


def test_the_garments_own_hem_is_laid_upon_the_line_and_its_upper_part_left_alone() -> None:
    frame, _ = frame_and_arms(drawn_person())
    garment = drawn_top()
    scale = garment.alpha.shape[0] / 512
    hem = float(np.interp(224 * scale, garment.hem[:, 0], garment.hem[:, 1]))
    ys, xs = np.mgrid[:480, :400].astype(np.float32)
    where = np.stack([scale * (xs + 24), scale * (ys - HEM + 12) + hem], -1)  # twelve pixels too far down
    end = float(frame.t(np.array([200, HEM])))
    line = HemLine(np.linspace(-50, 50, 40, dtype=np.float32), np.full(40, end, np.float32))
    bent = lay_hem(garment, frame, line, where, 0.14, 0.0)
    assert abs(bent[HEM, 200, 1] - hem) < 3
    assert np.allclose(bent[:200], where[:200])
    assert (np.diff(bent[:, 200, 1]) > 0.3 * scale).all()


def test_cloth_that_goes_on_under_a_waistband_runs_along_a_slanting_line() -> None:
    frame, _ = frame_and_arms(drawn_person())
    garment = drawn_top()
    scale = garment.alpha.shape[0] / 512
    hem = float(np.interp(224 * scale, garment.hem[:, 0], garment.hem[:, 1]))
    ys, xs = np.mgrid[:480, :400].astype(np.float32)
    where = np.stack([scale * (xs + 24), scale * (ys - HEM - 60) + hem], -1)  # the garment is far longer
    end, slant = float(frame.t(np.array([200, HEM]))), 6 / frame.torso
    line = HemLine(
        np.linspace(-50, 50, 40, dtype=np.float32), np.linspace(end - slant, end + slant, 40).astype(np.float32)
    )
    bent = lay_hem(garment, frame, line, where, 0.14, 0.0)
    before, after = (float(each[HEM + 4, 235, 1] - each[HEM - 4, 165, 1]) for each in (where, bent))
    assert abs(after) < 0.5 * abs(before)
    assert np.allclose(bent[:200], where[:200])
    assert (np.diff(bent[:, 200, 1]) > 0.3 * scale).all()


def test_the_gate_closes_at_the_line() -> None:
    frame, _ = frame_and_arms(drawn_person())
    line = HemLine(np.array([-50, 50], np.float32), np.full(2, 1.0, np.float32))
    gate = above(line, frame, (480, 400), 4.0)
    row = round(float(frame.at(1.0, 0.0)[1]))
    assert gate[row, 200] == 1
    assert gate[row + 7, 200] == 0


def test_what_looks_like_trousers_below_the_line_is_trousers() -> None:
    person = drawn_person()
    frame, arms = frame_and_arms(person)
    labels = person.labels.copy()
    labels[HEM:350, 225:240] = Label.UPPER
    line = HemLine(np.array([-50, 50], np.float32), np.full(2, float(frame.t(np.array([200, HEM]))), np.float32))
    trimmed = trim_below(replace(person, labels=labels), frame, arms, line)
    assert (trimmed.labels[HEM + 3 : 350, 226:239] == Label.LOWER).all()
    assert np.array_equal(trimmed.labels[:HEM], labels[:HEM])


def test_a_strap_that_hangs_free_below_the_line_stays_the_tops_though_it_is_like_trousers() -> None:
    person = drawn_person()
    frame, arms = frame_and_arms(person)
    image, labels = person.image.copy(), person.labels.copy()
    image[:, 249:], labels[:, 249:] = image[0, 0], Label.BACKGROUND
    strap = slice(HEM + 6, HEM + 40), slice(252, 255)
    image[strap], labels[strap] = image[HEM + 40, 200], Label.UPPER
    line = HemLine(np.array([-60, 60], np.float32), np.full(2, float(frame.t(np.array([200, HEM]))), np.float32))
    trimmed = trim_below(replace(person, image=image, labels=labels), frame, arms, line)
    assert (trimmed.labels[strap] == Label.UPPER).all()


def test_a_top_that_ends_high_on_one_side_and_low_on_the_other_hangs_open() -> None:
    person = drawn_person()
    frame, arms = frame_and_arms(person)
    sides = measure_sides(person, frame, arms)
    assert not hangs_open(person, frame, arms, sides)
    labels = person.labels.copy()
    labels[265 : HEM + 2, 205:260][labels[265 : HEM + 2, 205:260] == Label.UPPER] = Label.LOWER
    assert hangs_open(replace(person, labels=labels), frame, arms, sides)


def test_a_jacket_whose_fronts_end_a_little_lower_than_what_is_between_them_hangs_open() -> None:
    person = drawn_person()
    frame, arms = frame_and_arms(person)
    sides, columns = measure_sides(person, frame, arms), np.arange(person.labels.shape[1])
    up = round(0.15 * frame.torso)
    for low, opens in ((columns < 185) | (columns >= 215), True), (columns < 185, False):
        labels = person.labels.copy()
        part = labels[HEM - up : HEM + 2]
        part[(part == Label.UPPER) & ~low] = Label.LOWER
        assert hangs_open(replace(person, labels=labels), frame, arms, sides) is opens


def test_a_jacket_that_stands_off_above_a_close_hem_hangs_open_though_it_ends_little_higher() -> None:
    person = drawn_person()
    frame, arms = frame_and_arms(person)
    labels, sides = person.labels.copy(), measure_sides(person, frame, arms)
    labels[303 : HEM + 2, 215:260][labels[303 : HEM + 2, 215:260] == Label.UPPER] = Label.LOWER
    person = replace(person, labels=labels)
    assert not hangs_open(person, frame, arms, sides)
    flung = np.where(sides.t < 0.8, 1.5, 0.95) * sides.usual
    one, both = (np.stack([flung, each]).astype(np.float32) for each in (sides.usual, flung))
    assert not hangs_open(person, frame, arms, replace(sides, width=one))
    assert hangs_open(person, frame, arms, replace(sides, width=both))


def test_a_top_that_a_hand_hides_on_one_side_hangs_open_no_more_than_else() -> None:
    person = drawn_person()
    frame, arms = frame_and_arms(person)
    labels = person.labels.copy()
    labels[265 : HEM + 2, 205:260][labels[265 : HEM + 2, 205:260] == Label.UPPER] = Label.SKIN
    assert not hangs_open(replace(person, labels=labels), frame, arms, measure_sides(person, frame, arms))


def test_over_a_half_tucked_hem_the_new_one_hangs_straight_where_the_old_one_ends_lowest() -> None:
    person = drawn_person()
    frame, arms = frame_and_arms(person)
    labels = person.labels.copy()
    wave = np.round(5 * np.sin(np.arange(400) / 9.0)).astype(int)
    for column in range(160, 241):
        part = labels[HEM - 30 : HEM + 30, column]
        part[np.isin(part, [Label.UPPER, Label.LOWER])] = Label.LOWER
        part[: 30 + wave[column]][part[: 30 + wave[column]] == Label.LOWER] = Label.UPPER
    end = float(frame.t(np.array([200, HEM])))
    line = photographed_hem(replace(person, labels=labels), frame, arms, end)
    assert line is not None
    rows = (line.t - end) * frame.torso
    assert np.abs(np.diff(rows, 2)).max() < 0.3
    assert 1 < np.median(rows) < 8


def test_where_an_open_jacket_hangs_beside_a_shorter_shirt_the_new_hem_is_nearly_level() -> None:
    person = drawn_person()
    frame, arms = frame_and_arms(person)
    labels = person.labels.copy()
    for column in range(150, 250):
        off = abs(column - 200)
        part = labels[HEM - 60 : HEM + 60, column]
        cloth = np.isin(part, [Label.UPPER, Label.LOWER])
        low = 60 + round(float(np.interp(off, [14, 22, 26, 36, 42, 48], [-24, -16, -4, 0, 0, 12])))
        part[cloth] = np.where(np.arange(120) < low, np.uint8(Label.UPPER), np.uint8(Label.LOWER))[cloth]
    end = float(frame.t(np.array([200, HEM])))
    line = photographed_hem(replace(person, labels=labels), frame, arms, end)
    assert line is not None
    inside = np.abs(line.lateral) < 0.4 * frame.unit
    assert np.ptp(line.t[inside]) * frame.torso < 8


def test_cuffs_beside_a_hem_are_no_part_of_it() -> None:
    places = np.asarray(np.arange(-30, 31) * STEP, np.float64)
    heights = np.where(np.abs(places) > 0.5, 1.05, 0.92)
    heights[np.abs(places) < 0.1] = 0.8  # what is worn below an open jacket
    assert np.array_equal(one_hem(places, heights), np.abs(places) < 0.51)


def test_short_waves_of_an_old_hem_are_not_the_new_ones() -> None:
    person = drawn_person()
    frame, arms = frame_and_arms(person)
    labels = person.labels.copy()
    for column in range(150, 250):
        part = labels[HEM - 30 : HEM + 30, column]
        cloth = np.isin(part, [Label.UPPER, Label.LOWER])
        low = 30 + round(2 * np.sin(column / 5.0))
        part[cloth] = np.where(np.arange(60) < low, np.uint8(Label.UPPER), np.uint8(Label.LOWER))[cloth]
    end = float(frame.t(np.array([200, HEM])))
    line = photographed_hem(replace(person, labels=labels), frame, arms, end)
    assert line is not None
    inside = np.abs(line.lateral) < 0.35 * frame.unit
    waves = line.t[inside] - np.polyval(np.polyfit(line.lateral[inside], line.t[inside], 2), line.lateral[inside])
    assert np.abs(waves).max() * frame.torso < 0.5


def test_rings_at_a_hem_are_no_part_of_it() -> None:
    cloth = np.zeros((80, 80), np.float32)
    cloth[:40, 10:70] = 1
    cloth[40:50, 30:33] = 1  # a whisker
    cloth[30:40, 50:52] = 0  # a gap through which something else is seen
    low = np.zeros(cloth.shape, np.bool_)
    low[20:] = True
    calm = without_whiskers(cloth, low, 3.0)
    assert calm[44:, 28:36].max() < 0.2
    assert (calm[:38] == cloth[:38]).all()
    assert (without_whiskers(cloth, ~low, 3.0)[30:] == cloth[30:]).all()
