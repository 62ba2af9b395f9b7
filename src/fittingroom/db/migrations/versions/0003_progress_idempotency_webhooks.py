"""Progress of jobs, word of their changes, keys of requests that may be repeated, and webhooks."""

from alembic import op

revision = "0003"
down_revision = "0002"

_JOBS = """
ALTER TABLE jobs ADD COLUMN progress jsonb;
ALTER TABLE jobs ADD COLUMN base_url text;
CREATE FUNCTION jobs_tell_of_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('fittingroom_jobs', NEW.id);
    RETURN NULL;
END;
$$;
CREATE TRIGGER jobs_tell_of_change AFTER UPDATE OF status, progress ON jobs
    FOR EACH ROW
    WHEN (OLD.status IS DISTINCT FROM NEW.status OR OLD.progress IS DISTINCT FROM NEW.progress)
    EXECUTE FUNCTION jobs_tell_of_change();
"""

_IDEMPOTENCY = """
CREATE TABLE idempotency_keys (
    account_id bigint NOT NULL REFERENCES accounts,
    key_digest bytea NOT NULL,
    body_digest bytea NOT NULL,
    job_id text NOT NULL REFERENCES jobs,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (account_id, key_digest)
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);
"""

_WEBHOOKS = """
CREATE TABLE webhook_endpoints (
    id text PRIMARY KEY,
    account_id bigint NOT NULL REFERENCES accounts,
    url text NOT NULL,
    sealed_secret bytea NOT NULL,
    created_at timestamptz NOT NULL,
    failing_since timestamptz,
    disabled_at timestamptz,
    removed_at timestamptz
);
CREATE INDEX webhook_endpoints_of_account ON webhook_endpoints (account_id) WHERE removed_at IS NULL;
CREATE TABLE webhook_deliveries (
    id text PRIMARY KEY,
    account_id bigint NOT NULL REFERENCES accounts,
    endpoint_id text REFERENCES webhook_endpoints,
    url text NOT NULL,
    event text NOT NULL CHECK (event IN ('job.completed', 'job.failed', 'job.cancelled')),
    job_id text NOT NULL REFERENCES jobs,
    attempts integer NOT NULL DEFAULT 0,
    next_attempt_at timestamptz,
    response_status integer,
    error text,
    created_at timestamptz NOT NULL,
    delivered_at timestamptz,
    failed_at timestamptz
);
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (next_attempt_at) WHERE next_attempt_at IS NOT NULL;
CREATE INDEX webhook_deliveries_of_account ON webhook_deliveries (account_id, created_at DESC);
CREATE INDEX webhook_deliveries_by_age ON webhook_deliveries (created_at);
"""


def upgrade() -> None:
    """Add the columns, the tables and the trigger."""
    for script in (_JOBS, _IDEMPOTENCY, _WEBHOOKS):
        op.get_bind().exec_driver_sql(script, execution_options={"no_parameters": True})
