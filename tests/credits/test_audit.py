import pytest
from tests.support.callers import BY_URL, make_caller, make_claim
from tests.support.rows import rows

from fittingroom.credits import Credits
from fittingroom.db import Database
from fittingroom.errors import PoseError
from fittingroom.jobs import Jobs

#: What somebody might do to the rows, once past the trigger, and what the audit then says of which.
TAMPERINGS = {
    "UPDATE ledger SET purchased = 1000 WHERE entry = 'grant_purchased'": "the sums are 0 subscription, 1000 purchased",
    "UPDATE ledger SET purchased_after = 9 WHERE entry = 'grant_purchased'": "the row says 0, 9, 0",
    "DELETE FROM ledger WHERE entry = 'release'": "failed and costs 1, but the ledger has reserve 1",
    "DELETE FROM ledger WHERE entry = 'spend'": "completed and costs 1, but the ledger has reserve 1",
    "UPDATE ledger SET entry = 'release' WHERE entry = 'spend'": "completed and costs 1, but the ledger has",
    "DELETE FROM ledger WHERE entry IN ('reserve', 'spend')": "but the ledger has nothing",
    "UPDATE ledger SET reserved = -2 WHERE entry = 'spend'": "a spend of 2, 0 of them held, for a reservation of 1",
    "UPDATE ledger SET sequence = 99 WHERE entry = 'spend'": "at 99",
    "UPDATE jobs SET cost = 3 WHERE status = 'queued'": "queued and costs 3, but the ledger has reserve 1",
    "UPDATE jobs SET status = 'queued', finished_at = NULL WHERE status = 'failed'": "queued and costs 1, but",
}


@pytest.fixture
async def traded(db: Database) -> Database:
    """With a completed job, a failed, and a queued one."""
    caller = await make_caller(db, credits=10)
    await Jobs(db).complete(await make_claim(db, caller), [])
    await Jobs(db).fail(await make_claim(db, caller), PoseError("No person."))
    await Jobs(db).submit(caller, BY_URL)
    return db


async def test_an_honest_ledger_adds_up(traded: Database) -> None:
    assert await Credits(traded).audit() == []


@pytest.mark.parametrize("tampering", TAMPERINGS)
async def test_a_tampered_row_is_found(traded: Database, tampering: str) -> None:
    await rows(traded, "ALTER TABLE ledger DISABLE TRIGGER ledger_append_only")
    await rows(traded, tampering)
    problems = [found.problem for found in await Credits(traded).audit()]
    assert any(TAMPERINGS[tampering] in problem for problem in problems), problems


async def test_the_audit_names_the_row(traded: Database) -> None:
    await rows(traded, "ALTER TABLE ledger DISABLE TRIGGER ledger_append_only")
    (spend,) = await rows(traded, "UPDATE ledger SET purchased = 0 WHERE entry = 'spend' RETURNING *")
    found = await Credits(traded).audit()
    assert any((row.ledger_id, row.job_id) == (spend["id"], spend["job_id"]) for row in found)
