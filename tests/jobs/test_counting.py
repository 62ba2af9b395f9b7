from datetime import timedelta

from tests.support.callers import BY_URL, make_caller, make_claim
from tests.support.clock import MovableClock

from fittingroom.accounts import Caller
from fittingroom.db import Database
from fittingroom.errors import PoseError
from fittingroom.jobs import Jobs, Status
from fittingroom.tryon.kinds import Kind


async def test_usage_counts_by_day_status_kind_and_key(db: Database, clock: MovableClock) -> None:
    jobs, caller = Jobs(db), await make_caller(db, credits=10)
    await make_caller(db, credits=10, name="others")
    for _ in range(2):
        claim = await make_claim(db, caller)
        clock.advance(seconds=2)
        assert await jobs.complete(claim, [])
    began = clock()
    clock.advance(days=1)
    assert await jobs.fail(await make_claim(db, Caller(caller.account_id)), PoseError("Nobody."))
    completed, failed = await jobs.usage(caller.account_id, began - timedelta(hours=1))
    assert (completed.day, completed.status, completed.kind) == (began.date(), Status.COMPLETED, Kind.FASHION)
    assert (completed.key_id, completed.jobs, completed.spent, completed.seconds) == (caller.key_id, 2, 2, 4.0)
    assert (failed.day, failed.status, failed.key_id, failed.spent) == (clock().date(), Status.FAILED, None, 0)
    assert await jobs.usage(caller.account_id, began + timedelta(hours=1)) == [failed]


async def test_the_crowd_is_what_waits_and_runs_and_has_ended_in_a_day(db: Database, clock: MovableClock) -> None:
    jobs, caller = Jobs(db), await make_caller(db, credits=10)
    assert await jobs.complete(await make_claim(db, caller), [])
    clock.advance(hours=25)
    await jobs.cancel(caller.account_id, (await jobs.submit(caller, BY_URL)).id)
    await jobs.submit(caller, BY_URL)
    clock.advance(seconds=7)
    await make_claim(db, caller)
    crowd = await jobs.crowd()
    assert (crowd.waiting, crowd.running, crowd.oldest_wait) == (1, 1, 7.0)
    assert crowd.ended == {Status.CANCELLED: 1}
    assert [(worker.name, worker.jobs) for worker in crowd.workers] == [("worker", 1)]
