"""Endpoints and deliveries, for those who look after them."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select, delete, func, insert, null, select, update

from fittingroom.db import Database
from fittingroom.db.locks import lock_account
from fittingroom.errors import BadRequest, NotFound
from fittingroom.network import Refused, read_url
from fittingroom.webhooks import signing
from fittingroom.webhooks.model import Delivery, Endpoint, Event, NewEndpoint
from fittingroom.webhooks.tables import deliveries, endpoints

#: Endpoints of one account.
MOST_ENDPOINTS = 10
#: How long deliveries can be looked up and made again.
KEPT = timedelta(days=30)

_ENDPOINT = [endpoints.c[name] for name in Endpoint.__dataclass_fields__]
_DELIVERY = [deliveries.c[name] for name in Delivery.__dataclass_fields__]


class Webhooks:
    """Where an account's word goes, and what became of it. `account_id` None, where it may be: any account's."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, account_id: int, url: str) -> NewEndpoint:
        """A new endpoint, told of all the account's jobs from now on. Raises BadRequest."""
        try:
            read_url(url)
        except Refused as refused:
            raise BadRequest(f"The endpoint {refused}.") from None
        endpoint_id, secret = f"ep_{secrets.token_hex(8)}", signing.new_secret()
        async with self._database.transaction() as connection:
            await lock_account(connection, account_id)
            own = (endpoints.c.account_id == account_id, endpoints.c.removed_at.is_(None))
            count = await connection.scalar(select(func.count()).select_from(endpoints).where(*own))
            if count is not None and count >= MOST_ENDPOINTS:
                raise BadRequest(f"An account has at most {MOST_ENDPOINTS} endpoints; remove one first.")
            values = {
                "id": endpoint_id,
                "account_id": account_id,
                "url": url,
                "sealed_secret": signing.seal(secret, self._database.secret, endpoint_id),
                "created_at": await self._database.now(connection),
            }
            row = (await connection.execute(insert(endpoints).values(values).returning(*_ENDPOINT))).one()
        return NewEndpoint(secret, Endpoint(**row._mapping))

    async def list_endpoints(self, account_id: int | None = None) -> list[Endpoint]:
        """Endpoints that are not removed, oldest first."""
        query = select(*_ENDPOINT).where(endpoints.c.removed_at.is_(None))
        if account_id is not None:
            query = query.where(endpoints.c.account_id == account_id)
        async with self._database.transaction() as connection:
            rows = await connection.execute(query.order_by(endpoints.c.created_at, endpoints.c.id))
            return [Endpoint(**row._mapping) for row in rows]

    async def remove(self, endpoint_id: str, account_id: int | None = None) -> Endpoint:
        """Send nothing more to an endpoint, and erase its secret. Raises NotFound."""
        mine = [endpoints.c.id == endpoint_id, endpoints.c.removed_at.is_(None)]
        if account_id is not None:
            mine.append(endpoints.c.account_id == account_id)
        async with self._database.transaction() as connection:
            now = await self._database.now(connection)
            change = update(endpoints).where(*mine).values(removed_at=now, sealed_secret=b"").returning(*_ENDPOINT)
            row = (await connection.execute(change)).one_or_none()
            if row is None:
                raise NotFound("There is no such endpoint.")
            pending = (deliveries.c.endpoint_id == endpoint_id, deliveries.c.next_attempt_at.is_not(None))
            ended = {"next_attempt_at": None, "failed_at": now, "error": "The endpoint was removed."}
            await connection.execute(update(deliveries).where(*pending).values(ended))
        return Endpoint(**row._mapping)

    async def rotate(self, endpoint_id: str, account_id: int | None = None) -> NewEndpoint:
        """A new secret for an endpoint, which signs from now on instead of the old one. Raises NotFound."""
        secret = signing.new_secret()
        mine = [endpoints.c.id == endpoint_id, endpoints.c.removed_at.is_(None)]
        if account_id is not None:
            mine.append(endpoints.c.account_id == account_id)
        sealed = signing.seal(secret, self._database.secret, endpoint_id)
        change = update(endpoints).where(*mine).values(sealed_secret=sealed).returning(*_ENDPOINT)
        async with self._database.transaction() as connection:
            row = (await connection.execute(change)).one_or_none()
        if row is None:
            raise NotFound("There is no such endpoint.")
        return NewEndpoint(secret, Endpoint(**row._mapping))

    async def list_deliveries(
        self, account_id: int | None = None, limit: int = 50, before: datetime | None = None
    ) -> list[Delivery]:
        """Deliveries of the last 30 days, newest first; `before`: only those made earlier, for the next page."""
        query: Select[Any] = select(*_DELIVERY).order_by(deliveries.c.created_at.desc(), deliveries.c.id).limit(limit)
        if account_id is not None:
            query = query.where(deliveries.c.account_id == account_id)
        if before is not None:
            query = query.where(deliveries.c.created_at < before)
        async with self._database.transaction() as connection:
            return [_delivery(row) for row in await connection.execute(query)]

    async def redeliver(self, delivery_id: str, account_id: int | None = None) -> Delivery:
        """Have a message sent again, whatever became of it, as if for the first time. Raises NotFound.

        One that is delivered enables its endpoint again, if that was disabled.
        """
        there = select(endpoints.c.id).where(
            endpoints.c.id == deliveries.c.endpoint_id, endpoints.c.removed_at.is_(None)
        )
        mine = [deliveries.c.id == delivery_id, deliveries.c.endpoint_id.is_(None) | there.exists()]
        if account_id is not None:
            mine.append(deliveries.c.account_id == account_id)
        async with self._database.transaction() as connection:
            anew = {"attempts": 0, "next_attempt_at": await self._database.now(connection)}
            blank = dict.fromkeys(("response_status", "error", "delivered_at", "failed_at"), null())
            change = update(deliveries).where(*mine).values({**anew, **blank}).returning(*_DELIVERY)
            row = (await connection.execute(change)).one_or_none()
        if row is None:
            raise NotFound("There is no such delivery, or its endpoint was removed.")
        return _delivery(row)

    def request_secret(self, account_id: int) -> str:
        """What signs messages to the `webhook_url` of the account's requests."""
        return signing.request_secret(self._database.secret, account_id)

    async def forget(self) -> None:
        """Delete deliveries that are past their time."""
        async with self._database.transaction() as connection:
            past = deliveries.c.created_at <= await self._database.now(connection) - KEPT
            await connection.execute(delete(deliveries).where(past))


def _delivery(row: Row[Any]) -> Delivery:
    return Delivery(**{**row._mapping, "event": Event(row.event)})
