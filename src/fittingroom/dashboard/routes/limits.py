"""The account's limits, and how they stand."""

from fastapi import APIRouter, Request, Response

from fittingroom.dashboard.pages import render
from fittingroom.dashboard.rooms import Opened
from fittingroom.dashboard.visitors import SignedIn
from fittingroom.jobs import Status
from fittingroom.limits import Bucket
from fittingroom.limits.model import DEFAULT_IN_FLIGHT

router = APIRouter()

_NAMES = {
    Bucket.TRYON: ("Try-on requests", "POST /tryon/…"),
    Bucket.STATUS: ("Status requests", "GET /status/…, /jobs"),
    Bucket.CREDITS: ("Credit requests", "GET /credits"),
}


@router.get("/limits")
async def show_limits(request: Request, visitor: SignedIn, rooms: Opened) -> Response:
    """Each limit, and how much of it is used at this moment."""
    windows = [(*_NAMES[bucket], await rooms.limits.peek(visitor.account_id, bucket)) for bucket in Bucket]
    adjusted = (await rooms.limits.of(visitor.account_id)).in_flight
    under_way = await rooms.jobs.list_jobs(visitor.account_id, 1000, statuses=[Status.QUEUED, Status.PROCESSING])
    most = DEFAULT_IN_FLIGHT if adjusted is None else adjusted
    return render(request, "limits.html", windows=windows, in_flight=len(under_way), most_in_flight=most)
