"""The first page: how things stand, and what to do next."""

from datetime import timedelta

from fastapi import APIRouter, Request, Response

from fittingroom.dashboard.chart import PARTS, draw
from fittingroom.dashboard.pages import address_of, render
from fittingroom.dashboard.rooms import Opened
from fittingroom.dashboard.visitors import SignedIn
from fittingroom.jobs import Status

router = APIRouter()
_DAYS = 14


@router.get("/")
async def show_overview(request: Request, visitor: SignedIn, rooms: Opened) -> Response:
    """Balance, the last days, the last jobs; for newcomers the first steps."""
    now = await rooms.now()
    first = (now - timedelta(days=_DAYS - 1)).replace(hour=0, minute=0, second=0, microsecond=0)
    tallies = await rooms.jobs.usage(visitor.account_id, first)
    jobs = await rooms.jobs.list_jobs(visitor.account_id, 6)
    keys = await rooms.accounts.list_keys(visitor.account_id)
    done = sum(tally.jobs for tally in tallies if tally.status is Status.COMPLETED)
    seconds = sum(tally.seconds for tally in tallies if tally.status is Status.COMPLETED)
    return render(
        request,
        "overview.html",
        balance=await rooms.credits.balance(visitor.account_id),
        chart=draw(tallies, first.date(), now.date()),
        parts=[name for name, _ in PARTS],
        days=_DAYS,
        done=done,
        failed=sum(tally.jobs for tally in tallies if tally.status is Status.FAILED),
        mean=seconds / done if done else None,
        jobs=jobs,
        has_key=bool(keys),
        has_used_key=any(key.last_used_at for key in keys),
        address=address_of(request),
    )
