from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support.callers import make_caller, make_claim
from tests.support.external_postgres import external_postgres, newest_programs

from fittingroom.credits import Credits
from fittingroom.db import Database
from fittingroom.jobs import Jobs, Output
from fittingroom.settings import Settings


@pytest.fixture
def address() -> Iterator[str]:
    programs = newest_programs()
    if programs is None:
        pytest.skip("no system PostgreSQL to try; the package postgresql brings one")
    with external_postgres(programs) as address:
        yield address


@pytest.mark.parametrize("scheme", ["postgresql://", "postgres://"])
async def test_a_job_lives_on_a_database_that_others_run(address: str, tmp_path: Path, scheme: str) -> None:
    settings = Settings(data_dir=tmp_path, database_url=address.replace("postgresql://", scheme))
    async with await Database.open(settings) as db:
        caller = await make_caller(db, credits=1)
        claim = await make_claim(db, caller)
        assert await Jobs(db).complete(claim, [Output("a.png", "image/png")])
        assert (await Credits(db).balance(caller.account_id)).on_demand == 0
        assert await Credits(db).audit() == []
    assert not (tmp_path / "postgres").exists()
