"""The tables of webhooks.

A delivery with `next_attempt_at` is still to be made; without, it was made (`delivered_at`) or given up (`failed_at`).
One without `endpoint_id` goes to the address that came with its job's request.
"""

from sqlalchemy import BigInteger, Column, DateTime, ForeignKey, Index, Integer, LargeBinary, Table, Text

from fittingroom.db.metadata import metadata

endpoints = Table(
    "webhook_endpoints",
    metadata,
    Column("id", Text, primary_key=True),
    Column("account_id", BigInteger, ForeignKey("accounts.id"), nullable=False),
    Column("url", Text, nullable=False),
    Column("sealed_secret", LargeBinary, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("failing_since", DateTime(timezone=True)),
    Column("disabled_at", DateTime(timezone=True)),
    Column("removed_at", DateTime(timezone=True)),
)
Index("webhook_endpoints_of_account", endpoints.c.account_id, postgresql_where=endpoints.c.removed_at.is_(None))

deliveries = Table(
    "webhook_deliveries",
    metadata,
    Column("id", Text, primary_key=True),
    Column("account_id", BigInteger, ForeignKey("accounts.id"), nullable=False),
    Column("endpoint_id", Text, ForeignKey("webhook_endpoints.id")),
    Column("url", Text, nullable=False),
    Column("event", Text, nullable=False),
    Column("job_id", Text, ForeignKey("jobs.id"), nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("next_attempt_at", DateTime(timezone=True)),
    Column("response_status", Integer),
    Column("error", Text),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("delivered_at", DateTime(timezone=True)),
    Column("failed_at", DateTime(timezone=True)),
    Index("webhook_deliveries_by_age", "created_at"),
)
Index("webhook_deliveries_of_account", deliveries.c.account_id, deliveries.c.created_at.desc())
Index(
    "webhook_deliveries_due",
    deliveries.c.next_attempt_at,
    postgresql_where=deliveries.c.next_attempt_at.is_not(None),
)
