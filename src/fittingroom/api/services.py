"""What the routes stand on: built once in the application's lifespan, handed to each route that asks."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Annotated, cast

from fastapi import Depends, Request

from fittingroom.accounts import Accounts
from fittingroom.clock import Clock
from fittingroom.credits import Credits
from fittingroom.db import Database
from fittingroom.jobs import Changes, Jobs
from fittingroom.limits import Limits
from fittingroom.settings import Settings
from fittingroom.storage.outputs import Outputs
from fittingroom.storage.signing import SignedPaths


@dataclass(frozen=True)
class Services:
    """The rooms below, opened."""

    settings: Settings
    database: Database
    accounts: Accounts
    credits: Credits
    limits: Limits
    jobs: Jobs
    changes: Changes
    outputs: Outputs
    signed_paths: SignedPaths


@asynccontextmanager
async def open_services(settings: Settings, clock: Clock | None) -> AsyncIterator[Services]:
    """All services on one database; `clock` None: the database server's own."""
    async with await Database.open(settings, clock=clock) as database, Changes(database) as changes:
        yield Services(
            settings=settings,
            database=database,
            accounts=Accounts(database),
            credits=Credits(database),
            limits=Limits(database),
            jobs=Jobs(database),
            changes=changes,
            outputs=Outputs(settings),
            signed_paths=SignedPaths(database.secret),
        )


def _services(request: Request) -> Services:
    return cast(Services, request.app.state.services)


#: The type of a route's parameter that receives them.
Rooms = Annotated[Services, Depends(_services)]
