from tests.support.callers import make_caller, make_claim
from tests.support.clock import MovableClock

from fittingroom.db import Database
from fittingroom.jobs import ExpiredOutputs, Jobs, Output

PNG = Output("a.png", "image/png")


async def test_outputs_are_due_72_hours_after_completion_until_said_to_be_purged(
    db: Database, clock: MovableClock
) -> None:
    jobs = Jobs(db)
    caller = await make_caller(db, credits=1)
    claim = await make_claim(db, caller)
    await jobs.complete(claim, [PNG])
    clock.advance(hours=71.99)
    assert await jobs.expired_outputs() == []
    clock.advance(hours=0.01)
    assert await jobs.expired_outputs() == [ExpiredOutputs(claim.job_id, (PNG,))]
    await jobs.mark_purged(claim.job_id)
    assert await jobs.expired_outputs() == []
    assert (await jobs.get(caller.account_id, claim.job_id)).status.public == "completed"


async def test_the_oldest_outputs_are_due_first(db: Database, clock: MovableClock) -> None:
    jobs = Jobs(db)
    caller = await make_caller(db, credits=3)
    ended = []
    for _ in range(3):
        claim = await make_claim(db, caller)
        await jobs.complete(claim, [PNG])
        ended.append(claim.job_id)
        clock.advance(hours=1)
    clock.advance(hours=80)
    assert [due.job_id for due in await jobs.expired_outputs(limit=2)] == ended[:2]
