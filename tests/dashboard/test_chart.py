from datetime import date

import pytest

from fittingroom.dashboard.chart import HEIGHT, WIDTH, draw
from fittingroom.jobs import Status, Tally
from fittingroom.tryon.kinds import Kind

FIRST, LAST = date(2026, 1, 1), date(2026, 1, 10)


def tally(day: int, status: Status, jobs: int) -> Tally:
    return Tally(date(2026, 1, day), status, Kind.FASHION, None, jobs, jobs, jobs, 1.0)


def test_bars_stand_on_the_ground_in_their_days_and_on_one_another() -> None:
    chart = draw([tally(1, Status.COMPLETED, 3), tally(1, Status.FAILED, 1), tally(10, Status.QUEUED, 4)], FIRST, LAST)
    completed, failed, waiting = chart.bars
    assert (completed.css, failed.css, waiting.css) == ("completed", "failed", "under-way")
    assert completed.y + completed.height == HEIGHT and failed.y + failed.height == pytest.approx(completed.y)
    assert 0 <= completed.x < WIDTH / 10 and WIDTH * 9 / 10 <= waiting.x < WIDTH
    assert waiting.height == pytest.approx(HEIGHT * 4 / chart.lines[-1][1])


@pytest.mark.parametrize(("most", "top"), [(0, 2), (1, 2), (3, 4), (7, 10), (11, 20), (999, 1000), (1001, 2000)])
def test_the_scale_ends_above_the_highest_bar(most: int, top: int) -> None:
    chart = draw([tally(2, Status.COMPLETED, most)] if most else [], FIRST, LAST)
    assert chart.lines[-1] == (0, top) and all(bar.height <= HEIGHT for bar in chart.bars)
