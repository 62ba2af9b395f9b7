from itertools import pairwise

import numpy as np

from fittingroom.evaluation.sheet import before_after, contact_sheet

RED = np.full((40, 20, 3), (255, 0, 0), np.uint8)
BLUE = np.full((30, 60, 3), (0, 0, 255), np.uint8)


def test_a_before_after_sheet_shows_before_product_and_after_from_left_to_right() -> None:
    sheet = before_after(RED, BLUE, RED, height=100)
    line = sheet[50]
    runs = [tuple(line[0]), *(tuple(b) for a, b in pairwise(line) if tuple(a) != tuple(b))]
    red, blue, white = (255, 0, 0), (0, 0, 255), (255, 255, 255)
    assert runs == [red, white, blue, white, red]


def test_rows_of_a_contact_sheet_are_as_wide_as_the_widest() -> None:
    sheet = contact_sheet([("one", [RED]), ("two", [RED, BLUE, BLUE])], height=50)
    assert sheet.shape[2] == 3
    assert sheet.shape[1] > 225
