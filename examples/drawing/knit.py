"""Stitches: their heights, for coordinates u across and v along a piece of knitting, all in design pixels."""

import numpy as np

from drawing.cloth import Field, Sheet


def stocking(u: Field, v: Field, wale: float, course: float, depth: float) -> Field:
    """Rows of V: each wale has two legs that lean towards one another."""
    place = (u / wale) % 1
    legs = np.abs(np.sin(2 * np.pi * place)) ** 0.6
    lean = np.abs(place - 0.5) * 1.5
    along = 0.5 + 0.5 * np.cos(2 * np.pi * (v / course + lean))
    return (depth * legs * (0.45 + 0.55 * along)).astype(np.float32)


def rib(u: Field, v: Field, wale: float, course: float, depth: float) -> Field:
    """Two wales right, two wales back: ridges with a deep furrow beside each."""
    place = (u / (4 * wale)) % 1
    ridge = np.clip(np.sin(2 * np.pi * place) * 1.6 + 0.35, -1, 1)
    stitches = stocking(u, v, wale, course, depth) * np.clip(ridge, 0.15, 1)
    return (stitches + 2.4 * depth * ridge).astype(np.float32)


def cable(u: Field, v: Field, width: float, length: float, depth: float) -> tuple[Field, Field]:
    """Two strands that wind round one another about u = 0. Returns their height and where the band is, 0…1."""
    turn = 2 * np.pi * v / length
    strand = width * 0.29
    heights = []
    for phase in (0.0, np.pi):
        centre = width * 0.21 * np.sin(turn + phase)
        round_off = np.sqrt(np.clip(1 - ((u - centre) / strand) ** 2, 0, 1))
        above = 0.62 + 0.38 * np.cos(turn + phase)
        fibre = 0.07 * np.sin(2 * np.pi * (v / 7.5 + 1.4 * np.abs((u - centre) / strand)))
        heights.append(round_off * (depth * above + depth * fibre))
    band = 1 / (1 + np.exp(np.clip((np.abs(u) - width * 0.62) / 1.2, -50, 50)))
    return np.maximum(*heights).astype(np.float32), band.astype(np.float32)


def heather(sheet: Sheet, u: Field, v: Field, wale: float, course: float) -> Field:
    """Brightness about 1: each stitch's yarn a little different, with fibres of other shades in it."""
    table = sheet.rng.standard_normal((512, 512)).astype(np.float32)
    column = np.floor(u / (wale / 2)).astype(np.int64) % 512
    row = np.floor(v / course + np.abs((u / wale) % 1 - 0.5) * 1.5).astype(np.int64) % 512
    stitch = table[row, column]
    fibre = sheet.noise(1.1, 3.0, 25) * 0.5 + sheet.noise(1.1, 3.0, -25) * 0.5
    return (1 + 0.055 * stitch + 0.05 * fibre + 0.03 * sheet.noise(90, 120)).astype(np.float32)
