"""Writing down whom to tell of a job's end, as part of the transaction that ends it."""

import secrets
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from fittingroom.webhooks.model import Event
from fittingroom.webhooks.tables import deliveries, endpoints


async def announce(
    connection: AsyncConnection, account_id: int, job_id: str, event: Event, url: str | None, now: datetime
) -> None:
    """One delivery to each of the account's endpoints that is not disabled, and one to `url`, the request's own."""
    query = select(endpoints.c.id, endpoints.c.url).where(
        endpoints.c.account_id == account_id, endpoints.c.removed_at.is_(None), endpoints.c.disabled_at.is_(None)
    )
    told: list[tuple[str | None, str]] = [(row.id, row.url) for row in await connection.execute(query)]
    if url is not None:
        told.append((None, url))
    if not told:
        return
    same = {"account_id": account_id, "job_id": job_id, "event": event, "created_at": now, "next_attempt_at": now}
    rows = [{"id": _new_id(), "endpoint_id": endpoint_id, "url": address, **same} for endpoint_id, address in told]
    await connection.execute(insert(deliveries), rows)


def _new_id() -> str:
    """What receivers know a message by, the same at each attempt."""
    return f"msg_{secrets.token_hex(12)}"
