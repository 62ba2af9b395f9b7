"""What the pages stand on: the rooms below, opened, handed to each page that asks."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Self, cast

from fastapi import Depends, Request

from fittingroom.accounts import Accounts
from fittingroom.credits import Credits
from fittingroom.dashboard.abilities import EngineAbilities
from fittingroom.dashboard.tokens import FormTokens
from fittingroom.db import Database
from fittingroom.jobs import Changes, Jobs
from fittingroom.limits import Limits
from fittingroom.settings import Settings
from fittingroom.storage.outputs import Outputs
from fittingroom.storage.signing import SignedPaths
from fittingroom.users import Sessions, Users
from fittingroom.webhooks import Webhooks


@dataclass(frozen=True)
class Rooms:
    """The rooms."""

    settings: Settings
    database: Database
    users: Users
    sessions: Sessions
    accounts: Accounts
    credits: Credits
    limits: Limits
    jobs: Jobs
    changes: Changes
    outputs: Outputs
    signed_paths: SignedPaths
    webhooks: Webhooks
    form_tokens: FormTokens
    abilities: EngineAbilities

    @classmethod
    def of(cls, database: Database, changes: Changes) -> Self:
        """All of them, on one database; `changes` brings word of jobs, and belongs to whoever opened it."""
        settings = database.settings
        return cls(
            settings=settings,
            database=database,
            users=Users(database),
            sessions=Sessions(database),
            accounts=Accounts(database),
            credits=Credits(database),
            limits=Limits(database),
            jobs=Jobs(database),
            changes=changes,
            outputs=Outputs(settings),
            signed_paths=SignedPaths(database.secret),
            webhooks=Webhooks(database),
            form_tokens=FormTokens(database.secret),
            abilities=EngineAbilities(settings),
        )

    async def now(self) -> datetime:
        """By the clock that all machines share."""
        async with self.database.transaction() as connection:
            return await self.database.now(connection)

    @property
    def secure(self) -> bool:
        """Whether people reach this server by https alone."""
        return (self.settings.public_url or "").startswith("https://")


def rooms_of(request: Request) -> Rooms:
    """The rooms of the application that a request came to."""
    return cast(Rooms, request.app.state.rooms)


#: The type of a page's parameter that receives them.
Opened = Annotated[Rooms, Depends(rooms_of)]
