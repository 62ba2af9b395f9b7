"""The geometry of the bars that a page draws: days from left to right, parts stacked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from fittingroom.jobs import Status, Tally

WIDTH, HEIGHT = 720.0, 180.0

#: From the ground up, and what of it a legend says.
PARTS = (
    ("completed", (Status.COMPLETED,)),
    ("under way", (Status.QUEUED, Status.PROCESSING)),
    ("failed", (Status.FAILED, Status.CANCELLED)),
)


@dataclass(frozen=True)
class Bar:
    """A rectangle in units of the drawing, from its top left corner. `css` is the class of its colour."""

    x: float
    y: float
    width: float
    height: float
    css: str


@dataclass(frozen=True)
class Day:
    """What is told of a day: the number of jobs of each part, in the order of PARTS."""

    day: date
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.counts)


@dataclass(frozen=True)
class Chart:
    """The days, and how they are drawn. `lines` are (y, number) of the scale."""

    days: list[Day]
    bars: list[Bar]
    lines: list[tuple[float, int]]
    labels: list[tuple[float, str]]
    width: float = WIDTH
    height: float = HEIGHT


def draw(tallies: Iterable[Tally], first: date, last: date) -> Chart:
    """A bar for each day from first to last."""
    days = _days(list(tallies), first, last)
    top = _round_up(max((day.total for day in days), default=0))
    step = WIDTH / len(days)
    bars = [bar for index, day in enumerate(days) for bar in _stack(day, index * step, step, top)]
    lines = [(HEIGHT - HEIGHT * part / 2, round(top * part / 2)) for part in (0, 1, 2)]
    every = max(1, len(days) // 6)
    labels = [((index + 0.5) * step, f"{day.day:%-d %b}") for index, day in enumerate(days) if index % every == 0]
    return Chart(days, bars, lines, labels)


def _days(tallies: list[Tally], first: date, last: date) -> list[Day]:
    def count(day: date, statuses: tuple[Status, ...]) -> int:
        return sum(tally.jobs for tally in tallies if tally.day == day and tally.status in statuses)

    dates = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return [Day(day, tuple(count(day, statuses) for _, statuses in PARTS)) for day in dates]


def _stack(day: Day, x: float, step: float, top: int) -> Iterable[Bar]:
    y, gap = HEIGHT, min(4.0, step * 0.2)
    for (name, _), count in zip(PARTS, day.counts, strict=True):
        height = HEIGHT * count / top
        y -= height
        if count:
            yield Bar(
                round(x + gap / 2, 2), round(y, 2), round(step - gap, 2), round(height, 2), name.replace(" ", "-")
            )


def _round_up(most: int) -> int:
    """An even number that reads well at the top of a scale."""
    scale = 1
    while True:
        for number in (2, 4, 6, 10):
            if number * scale >= most:
                return number * scale
        scale *= 10
