"""The tables of credits.

In a ledger row `subscription`, `purchased`, `reserved` and `held` are changes. `held` is the part of `reserved` that
a job draws on the subscription grant `grant_id`. The columns `…_after` are the sums up to this row of the account:
they make the newest row the balance, and give the audit something to disagree with.
"""

from sqlalchemy import BigInteger, Column, DateTime, ForeignKey, Identity, Index, Integer, Table, Text, UniqueConstraint

from fittingroom.db.metadata import metadata

ledger = Table(
    "ledger",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("account_id", BigInteger, ForeignKey("accounts.id"), nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("entry", Text, nullable=False),
    Column("job_id", Text, ForeignKey("jobs.id")),
    Column("grant_id", BigInteger, ForeignKey("ledger.id")),
    Column("expires_at", DateTime(timezone=True)),
    Column("subscription", Integer, nullable=False, server_default="0"),
    Column("purchased", Integer, nullable=False, server_default="0"),
    Column("reserved", Integer, nullable=False, server_default="0"),
    Column("held", Integer, nullable=False, server_default="0"),
    Column("subscription_after", Integer, nullable=False),
    Column("purchased_after", Integer, nullable=False),
    Column("reserved_after", Integer, nullable=False),
    Column("note", Text, nullable=False, server_default=""),
    Column("at", DateTime(timezone=True), nullable=False),
    UniqueConstraint("account_id", "sequence"),
)
Index(
    "ledger_one_reservation",
    ledger.c.job_id,
    unique=True,
    postgresql_where=ledger.c.entry == "reserve",
)
Index(
    "ledger_one_settlement",
    ledger.c.job_id,
    unique=True,
    postgresql_where=ledger.c.entry.in_(["spend", "release"]),
)
Index("ledger_of_grant", ledger.c.grant_id, postgresql_where=ledger.c.grant_id.is_not(None))
Index("ledger_grants", ledger.c.account_id, postgresql_where=ledger.c.entry == "grant_subscription")

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("account_id", BigInteger, ForeignKey("accounts.id"), primary_key=True, autoincrement=False),
    Column("monthly_credits", Integer, nullable=False),
    Column("started_at", DateTime(timezone=True), nullable=False),
    Column("renewals", Integer, nullable=False, server_default="0"),
    Column("renews_at", DateTime(timezone=True), nullable=False),
)
