"""The tables of jobs.

`attempt` counts claims and tells a claim that holds from one that is lost; `lost_attempts` counts those whose worker
died. `seal` is the key of the job's inputs; both are gone when the job has ended. `base_url` is how the client reached
the API, for addresses of outputs that are told elsewhere than in an answer. `traceparent` is the span of the request
that asked for it, where there are traces.
"""

from sqlalchemy import BigInteger, Column, DateTime, ForeignKey, Index, Integer, LargeBinary, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

from fittingroom.db.metadata import metadata

jobs = Table(
    "jobs",
    metadata,
    Column("id", Text, primary_key=True),
    Column("account_id", BigInteger, ForeignKey("accounts.id"), nullable=False),
    Column("key_id", BigInteger, ForeignKey("api_keys.id")),
    Column("kind", Text, nullable=False),
    Column("request", JSONB, nullable=False),
    Column("cost", Integer, nullable=False),
    Column("status", Text, nullable=False),
    Column("attempt", Integer, nullable=False, server_default="0"),
    Column("lost_attempts", Integer, nullable=False, server_default="0"),
    Column("claimed_by", Text),
    Column("heartbeat_at", DateTime(timezone=True)),
    Column("queue_id", BigInteger),
    Column("seal", LargeBinary),
    Column("outputs", JSONB, nullable=False, server_default="[]"),
    Column("outputs_expire_at", DateTime(timezone=True)),
    Column("outputs_purged_at", DateTime(timezone=True)),
    Column("error_name", Text),
    Column("error_message", Text),
    Column("record", JSONB),
    Column("timings", JSONB),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("started_at", DateTime(timezone=True)),
    Column("finished_at", DateTime(timezone=True)),
    Column("progress", JSONB),
    Column("base_url", Text),
    Column("traceparent", Text),
)
Index("jobs_of_account", jobs.c.account_id, jobs.c.created_at.desc())
Index(
    "jobs_in_flight",
    jobs.c.account_id,
    jobs.c.status,
    postgresql_where=jobs.c.status.in_(["queued", "processing"]),
)
Index(
    "jobs_outputs_due",
    jobs.c.outputs_expire_at,
    postgresql_where=jobs.c.outputs_expire_at.is_not(None) & jobs.c.outputs_purged_at.is_(None),
)

job_inputs = Table(
    "job_inputs",
    metadata,
    Column("job_id", Text, ForeignKey("jobs.id"), primary_key=True),
    Column("field", Text, primary_key=True),
    Column("ciphertext", LargeBinary, nullable=False),
)

idempotency_keys = Table(
    "idempotency_keys",
    metadata,
    Column("account_id", BigInteger, ForeignKey("accounts.id"), primary_key=True, autoincrement=False),
    Column("key_digest", LargeBinary, primary_key=True),
    Column("body_digest", LargeBinary, nullable=False),
    Column("job_id", Text, ForeignKey("jobs.id"), nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Index("idempotency_keys_by_age", "created_at"),
)
