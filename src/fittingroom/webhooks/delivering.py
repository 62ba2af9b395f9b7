"""Sending what is due, and writing down what came of it.

A delivery is taken by moving its next attempt into the future: a worker that dies with it in hand has it tried again by
whoever comes then. So a message may come twice, under the same id, and is never lost.
"""

import asyncio
import json
import logging
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import timedelta
from typing import Any

from sqlalchemy import case, func, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from fittingroom import metrics
from fittingroom.db import Database
from fittingroom.webhooks import signing
from fittingroom.webhooks.model import Delivery, Event
from fittingroom.webhooks.sending import Sender, Unsent
from fittingroom.webhooks.tables import deliveries, endpoints

log = logging.getLogger(__name__)

#: What a message says besides its type and time; the same for each attempt at it.
DataOf = Callable[[Delivery], Awaitable[Mapping[str, Any]]]

#: Attempts at a delivery: the second after 5 s, then four times as long each, up to half a day; 31 hours in all.
MOST_ATTEMPTS = 10
_FIRST_DELAY = timedelta(seconds=5)
_LONGEST_DELAY = timedelta(hours=12)
#: An endpoint that has answered nothing but failures for so long gets nothing new.
PATIENCE = timedelta(days=3)
_GONE = 410

_EVERY = 1.0
_AT_A_TIME = 16
_AT_A_TIME_EACH = 4  # of one account, so that its slow receivers keep nobody else's waiting

_TAKE = text("""
UPDATE webhook_deliveries SET attempts = attempts + 1, next_attempt_at = :lease
WHERE id IN (
    SELECT id FROM webhook_deliveries
    WHERE next_attempt_at <= :now AND id IN (
        SELECT id FROM (
            SELECT id, account_id, row_number() OVER (PARTITION BY account_id ORDER BY next_attempt_at) AS place
            FROM webhook_deliveries WHERE next_attempt_at <= :now
        ) AS due WHERE place <= :each AND account_id <> ALL(:busy)
    )
    ORDER BY next_attempt_at LIMIT :free FOR UPDATE SKIP LOCKED
)
RETURNING *
""")


class Deliverer:
    """Sends deliveries as they come due; any number of workers may, at once."""

    def __init__(self, database: Database, data_of: DataOf, sender: Sender | None = None) -> None:
        self._database = database
        self._data_of = data_of
        self._sender = sender or Sender(database.settings)
        self._under_way: Counter[int] = Counter()  # by account

    async def run(self, stop: asyncio.Event) -> None:
        """Send what is due until `stop` is set; what is then under way is broken off, and tried again in time."""
        sending: set[asyncio.Task[None]] = set()
        while not stop.is_set():
            try:
                for delivery in await self.take():
                    task = asyncio.create_task(self.deliver(delivery))
                    sending.add(task)
                    task.add_done_callback(sending.discard)
            except Exception:
                log.exception("Webhooks could not be looked for; they are again in %g s.", _EVERY)
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), _EVERY)
        for task in sending:
            task.cancel()
        await asyncio.gather(*sending, return_exceptions=True)

    async def take(self) -> list[Delivery]:
        """What is due, as much of it as there is room for. Each must be handed to `deliver`."""
        free = _AT_A_TIME - self._under_way.total()
        if free <= 0:
            return []
        busy = [account for account, count in self._under_way.items() if count >= _AT_A_TIME_EACH]
        async with self._database.transaction() as connection:
            now = await self._database.now(connection)
            lease = now + timedelta(seconds=2 * self._database.settings.webhook_timeout_seconds + 10)
            values = {"now": now, "lease": lease, "each": _AT_A_TIME_EACH, "busy": busy, "free": free}
            rows = (await connection.execute(_TAKE, values)).all()
        taken = [Delivery(**{**row._mapping, "event": Event(row.event)}) for row in rows]
        self._under_way.update(delivery.account_id for delivery in taken)
        return taken

    async def deliver(self, delivery: Delivery) -> None:
        """Send one message, and write down what came of it."""
        try:
            await self._deliver(delivery)
        except Exception:  # of the database, most likely; what was taken comes due again
            log.exception("What came of webhook %s could not be written down.", delivery.id)
        finally:
            self._under_way[delivery.account_id] -= 1
            self._under_way += Counter()  # forgets those without any

    async def _deliver(self, delivery: Delivery) -> None:
        status, error = None, None
        try:
            status = await self._send(delivery)
            error = None if 200 <= status < 300 else f"Its server answered {status}."
        except Unsent as unsent:
            error = str(unsent)
        except Exception:
            log.exception("Webhook %s met an unexpected error.", delivery.id)
            error = "Something went wrong on our side."
        async with self._database.transaction() as connection:
            if error is None:
                await self._note_success(connection, delivery, status)
            else:
                await self._note_failure(connection, delivery, status, error)
        metrics.webhook_sent(error is None)
        told = (delivery.id, delivery.event, delivery.job_id, delivery.attempts, error or "delivered")
        log.info("Webhook %s: %s of job %s, attempt %d: %s", *told, extra={"job_id": delivery.job_id})

    async def _send(self, delivery: Delivery) -> int:
        message = {
            "type": delivery.event,
            "timestamp": delivery.created_at.isoformat(),
            "data": await self._data_of(delivery),
        }
        body = json.dumps(message, separators=(",", ":"), ensure_ascii=False)
        async with self._database.transaction() as connection:
            now = await self._database.now(connection)
            secret = await self._secret(connection, delivery)
        return await self._sender.send(delivery.url, body, signing.headers(secret, delivery.id, now, body))

    async def _secret(self, connection: AsyncConnection, delivery: Delivery) -> str:
        secret = self._database.secret
        if delivery.endpoint_id is None:
            return signing.request_secret(secret, delivery.account_id)
        query = select(endpoints.c.sealed_secret).where(
            endpoints.c.id == delivery.endpoint_id, endpoints.c.removed_at.is_(None)
        )
        sealed = await connection.scalar(query)
        if sealed is None:
            raise Unsent("The endpoint was removed.")
        return signing.unseal(sealed, secret, delivery.endpoint_id)

    async def _note_success(self, connection: AsyncConnection, delivery: Delivery, status: int | None) -> None:
        now = await self._database.now(connection)
        values = {"delivered_at": now, "next_attempt_at": None, "response_status": status, "error": None}
        if await _note(connection, delivery, values):
            well = {"failing_since": None, "disabled_at": None}
            await connection.execute(
                update(endpoints).where(endpoints.c.id == delivery.endpoint_id, *_TROUBLED).values(well)
            )

    async def _note_failure(
        self, connection: AsyncConnection, delivery: Delivery, status: int | None, error: str
    ) -> None:
        now = await self._database.now(connection)
        given_up = status == _GONE or delivery.attempts >= MOST_ATTEMPTS
        values: dict[str, Any] = {"response_status": status, "error": error}
        if given_up:
            values |= {"next_attempt_at": None, "failed_at": now}
        else:
            values |= {"next_attempt_at": now + delay(delivery.attempts)}
        if not await _note(connection, delivery, values):
            return
        over = endpoints.c.failing_since <= (now if status == _GONE else now - PATIENCE)
        disabled = case((over, func.coalesce(endpoints.c.disabled_at, now)), else_=endpoints.c.disabled_at)
        mine = endpoints.c.id == delivery.endpoint_id
        failing = {"failing_since": func.coalesce(endpoints.c.failing_since, now)}
        await connection.execute(update(endpoints).where(mine).values(failing))
        await connection.execute(update(endpoints).where(mine).values(disabled_at=disabled))


_TROUBLED = (endpoints.c.failing_since.is_not(None),)


def delay(attempts: int) -> timedelta:
    """How long to wait after so many attempts; a little at random, so that a crowd comes back apart."""
    pause: timedelta = _FIRST_DELAY * 4 ** (attempts - 1)
    return min(pause, _LONGEST_DELAY) * random.uniform(1, 1.1)


async def _note(connection: AsyncConnection, delivery: Delivery, values: dict[str, Any]) -> bool:
    """Write what came of an attempt, unless another has begun since."""
    mine = (deliveries.c.id == delivery.id, deliveries.c.attempts == delivery.attempts)
    change = update(deliveries).where(*mine).values(values).returning(deliveries.c.id)
    return (await connection.execute(change)).one_or_none() is not None
