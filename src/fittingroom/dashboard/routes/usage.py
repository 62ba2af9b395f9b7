"""What the account used, to look at and to take away."""

import csv
import io
from collections import Counter
from collections.abc import Callable, Hashable
from datetime import timedelta

from fastapi import APIRouter, Request, Response

from fittingroom.dashboard.chart import PARTS, draw
from fittingroom.dashboard.pages import render
from fittingroom.dashboard.rooms import Opened, Rooms
from fittingroom.dashboard.visitors import SignedIn, Visitor
from fittingroom.jobs import Status, Tally

router = APIRouter()

PERIODS = (7, 30, 90)
_COLUMNS = ("day", "status", "kind", "key", "jobs", "pictures_asked_for", "credits_spent", "seconds")


@router.get("/usage")
async def show_usage(request: Request, visitor: SignedIn, rooms: Opened) -> Response:
    """A chart by day, and sums by status, kind and key."""
    days = _days(request)
    tallies, names = await _tallies(visitor, rooms, days)
    today = (await rooms.now()).date()
    return render(
        request,
        "usage.html",
        days=days,
        periods=PERIODS,
        chart=draw(tallies, today - timedelta(days=days - 1), today),
        parts=[name for name, _ in PARTS],
        jobs=sum(tally.jobs for tally in tallies),
        pictures=sum(tally.pictures for tally in tallies if tally.status is Status.COMPLETED),
        spent=sum(tally.spent for tally in tallies),
        tables=[
            ("Status", _sums(tallies, lambda tally: tally.status)),
            ("Kind", _sums(tallies, lambda tally: tally.kind)),
            ("Key", _sums(tallies, lambda tally: names.get(tally.key_id, "playground"))),
        ],
    )


@router.get("/usage.csv")
async def export_usage(request: Request, visitor: SignedIn, rooms: Opened) -> Response:
    """The same as a table for other programs: a line a day, status, kind and key."""
    days = _days(request)
    tallies, names = await _tallies(visitor, rooms, days)
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(_COLUMNS)
    for tally in tallies:
        sums = (tally.jobs, tally.pictures, tally.spent, round(tally.seconds, 3))
        name = _plain(names.get(tally.key_id, "playground"))
        table.writerow((tally.day.isoformat(), tally.status, tally.kind, name, *sums))
    headers = {"Content-Disposition": f'attachment; filename="usage-{days}-days.csv"'}
    return Response(text.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


async def _tallies(visitor: Visitor, rooms: Rooms, days: int) -> tuple[list[Tally], dict[int | None, str]]:
    first = (await rooms.now() - timedelta(days=days - 1)).replace(hour=0, minute=0, second=0, microsecond=0)
    keys = await rooms.accounts.list_keys(visitor.account_id)
    names: dict[int | None, str] = {
        key.id: f"{key.name} ({key.prefix}…)" if key.name else f"{key.prefix}…" for key in keys
    }
    return await rooms.jobs.usage(visitor.account_id, first), names


def _days(request: Request) -> int:
    asked = request.query_params.get("days", "")
    return next((days for days in PERIODS if str(days) == asked), 30)


def _sums(tallies: list[Tally], by: Callable[[Tally], Hashable]) -> list[tuple[Hashable, int, int]]:
    """(what, jobs, credits), most jobs first."""
    jobs: Counter[Hashable] = Counter()
    spent: Counter[Hashable] = Counter()
    for tally in tallies:
        jobs[by(tally)] += tally.jobs
        spent[by(tally)] += tally.spent
    return [(what, count, spent[what]) for what, count in jobs.most_common()]


def _plain(text: str) -> str:
    """Spreadsheets take what begins so for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t")) else text
