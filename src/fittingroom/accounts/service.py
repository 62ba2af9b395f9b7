"""Making accounts and keys, and telling who holds a key."""

from collections.abc import Callable, Collection
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, insert, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from fittingroom.accounts import key_text
from fittingroom.accounts.model import Account, ApiKey, Caller, NewKey
from fittingroom.accounts.scopes import Scope
from fittingroom.accounts.tables import accounts, api_keys
from fittingroom.db import Database
from fittingroom.db.locks import lock_account
from fittingroom.errors import UnauthorizedAccess
from fittingroom.limits import NONE_OWN, AccountLimits
from fittingroom.secret import derive_key

_PUBLIC = tuple(api_keys.c[name] for name in ApiKey.__dataclass_fields__)
#: Seldom enough that a request with a key hardly ever writes.
_NOTE_EVERY = timedelta(minutes=1)
_REFUSAL = "The API key is unknown, revoked or expired; send `Authorization: Bearer <key>` with a key that is in force."


class Accounts:
    """People and their keys."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._hash_key = derive_key(database.secret, "api keys")

    async def get_or_create(self, name: str) -> Account:
        """The account of that name, made if it is new."""
        async with self._database.transaction() as connection:
            values = {"name": name, "created_at": await self._database.now(connection)}
            await connection.execute(upsert(accounts).values(values).on_conflict_do_nothing())
            return _account((await connection.execute(select(accounts).where(accounts.c.name == name))).one())

    async def find(self, name: str) -> Account | None:
        """The account of that name, or None."""
        async with self._database.transaction() as connection:
            row = (await connection.execute(select(accounts).where(accounts.c.name == name))).one_or_none()
        return _account(row) if row else None

    async def list_accounts(self) -> list[Account]:
        """All of them, by name."""
        async with self._database.transaction() as connection:
            return [_account(row) for row in await connection.execute(select(accounts).order_by(accounts.c.name))]

    async def create_key(
        self,
        account_id: int,
        name: str = "",
        expires_at: datetime | None = None,
        *,
        scopes: Collection[Scope] | None = None,
        limits: AccountLimits = NONE_OWN,
    ) -> NewKey:
        """A new key; only a keyed hash of it is stored, so its text can't be had again.

        `name` is for people to tell keys apart; `expires_at` None: it holds until it is revoked.
        `scopes`: what it may be used for, at least one thing; None: everything.
        `limits`: its own, within those of the account.
        """
        text = key_text.make()
        async with self._database.transaction() as connection:
            values = {
                "account_id": account_id,
                "prefix": key_text.prefix(text),
                "digest": key_text.digest(text, self._hash_key),
                "created_at": await self._database.now(connection),
                **_terms(name, expires_at, scopes, limits),
            }
            row = (await connection.execute(insert(api_keys).values(values).returning(*_PUBLIC))).one()
        return NewKey(text, _key(row))

    async def list_keys(self, account_id: int | None = None) -> list[ApiKey]:
        """The keys of one account, or of all, oldest first, revoked ones too."""
        query = select(*_PUBLIC).order_by(api_keys.c.id)
        if account_id is not None:
            query = query.where(api_keys.c.account_id == account_id)
        async with self._database.transaction() as connection:
            return [_key(row) for row in await connection.execute(query)]

    async def change_key(
        self, prefix: str, change: Callable[[ApiKey], ApiKey], account_id: int | None = None
    ) -> list[ApiKey]:
        """Give what goes by this prefix (or whole key) and isn't revoked what `change` makes of it.

        Of what `change` returns, name, scopes, limits and end are written. Returns the keys as they are now: none where
        there is no such key. It holds for requests that come from now on, and for a submission that is under way.
        """
        async with self._database.transaction() as connection:
            found = await self._unrevoked(connection, prefix, account_id)
            for account in sorted({key.account_id for key in found}):
                await lock_account(connection, account)
            new = [change(key) for key in await self._unrevoked(connection, prefix, account_id)]
            return [await self._write(connection, key) for key in new]

    async def _write(self, connection: AsyncConnection, key: ApiKey) -> ApiKey:
        values = _terms(key.name, key.expires_at, key.scopes, key.limits)
        statement = update(api_keys).where(api_keys.c.id == key.id).values(values).returning(*_PUBLIC)
        return _key((await connection.execute(statement)).one())

    async def revoke_key(self, prefix: str, account_id: int | None = None) -> list[ApiKey]:
        """Revoke what goes by this prefix (or whole key); returns what was revoked now, so nothing if none was."""
        async with self._database.transaction() as connection:
            found = await self._unrevoked(connection, prefix, account_id)
            return [revoked for key in found for revoked in await self._revoke(connection, key)]

    async def _unrevoked(self, connection: AsyncConnection, prefix: str, account_id: int | None) -> list[ApiKey]:
        """In the order in which accounts are locked, so that no two wait for one another."""
        query = select(*_PUBLIC).where(api_keys.c.prefix == key_text.prefix(prefix), api_keys.c.revoked_at.is_(None))
        if account_id is not None:
            query = query.where(api_keys.c.account_id == account_id)
        return [_key(row) for row in await connection.execute(query.order_by(api_keys.c.account_id))]

    async def _revoke(self, connection: AsyncConnection, key: ApiKey) -> list[ApiKey]:
        # Under the account's lock, so that a submit either ends before this or sees it.
        await lock_account(connection, key.account_id)
        change = update(api_keys).where(api_keys.c.id == key.id, api_keys.c.revoked_at.is_(None))
        moment = await self._database.now(connection)
        rows = await connection.execute(change.values(revoked_at=moment).returning(*_PUBLIC))
        return [_key(row) for row in rows]

    async def authenticate(self, key: str) -> Caller:
        """Who holds this key. Raises UnauthorizedAccess when it is malformed, unknown, revoked or expired."""
        if not key_text.is_well_formed(key):
            raise UnauthorizedAccess(_REFUSAL)
        digest = key_text.digest(key, self._hash_key)
        async with self._database.transaction() as connection:
            now = await self._database.now(connection)
            query = select(*_PUBLIC).where(api_keys.c.digest == digest, *_in_force(now))
            row = (await connection.execute(query)).one_or_none()
            if row is None:
                raise UnauthorizedAccess(_REFUSAL)
            if row.last_used_at is None or row.last_used_at < now - _NOTE_EVERY:
                await _note_use(connection, row.id, now)
        return _caller(_key(row))


def _in_force(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return api_keys.c.revoked_at.is_(None), or_(api_keys.c.expires_at.is_(None), api_keys.c.expires_at > now)


async def _note_use(connection: AsyncConnection, key_id: int, now: datetime) -> None:
    # Neither waited for by anybody nor for the disk: of many requests at once, one notes it.
    await connection.execute(text("SET LOCAL synchronous_commit = off"))
    free = select(api_keys.c.id).where(api_keys.c.id == key_id).with_for_update(skip_locked=True, key_share=True)
    await connection.execute(update(api_keys).where(api_keys.c.id.in_(free)).values(last_used_at=now))


async def look_again(connection: AsyncConnection, caller: Caller, now: datetime) -> Caller:
    """The caller as their key is now, under the account's lock. Raises UnauthorizedAccess where it isn't in force."""
    if caller.key_id is None:
        return caller
    is_it = (api_keys.c.id == caller.key_id, api_keys.c.account_id == caller.account_id)
    row = (await connection.execute(select(*_PUBLIC).where(*is_it, *_in_force(now)))).one_or_none()
    if row is None:
        raise UnauthorizedAccess(_REFUSAL)
    return _caller(_key(row))


def _terms(
    name: str, expires_at: datetime | None, scopes: Collection[Scope] | None, limits: AccountLimits
) -> dict[str, Any]:
    """What of a key may change, as its row has it."""
    if scopes is not None and not scopes:
        raise ValueError("A key that may do nothing is no key.")
    return {
        "name": name,
        "expires_at": expires_at,
        "scopes": None if scopes is None else sorted(scopes),
        "limits": {name: limit for name, limit in asdict(limits).items() if limit is not None},
    }


def _caller(key: ApiKey) -> Caller:
    return Caller(key.account_id, key.id, key.scopes, key.limits)


def _account(row: Row[*tuple[Any, ...]]) -> Account:
    return Account(**row._mapping)


def _key(row: Row[*tuple[Any, ...]]) -> ApiKey:
    scopes = None if row.scopes is None else frozenset(map(Scope, row.scopes))
    return ApiKey(**{**row._mapping, "scopes": scopes, "limits": AccountLimits(**row.limits)})
