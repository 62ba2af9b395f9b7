"""What a key may do, and limits of its own."""

from alembic import op

revision = "0004"
down_revision = "0003"

_KEYS = """
ALTER TABLE api_keys ADD COLUMN scopes text[] CHECK (cardinality(scopes) > 0);
ALTER TABLE api_keys ADD COLUMN limits jsonb NOT NULL DEFAULT '{}';
CREATE TABLE key_windows (
    key_id bigint NOT NULL REFERENCES api_keys,
    bucket text NOT NULL,
    hits timestamptz[] NOT NULL,
    PRIMARY KEY (key_id, bucket)
);
"""


def upgrade() -> None:
    """Add the columns and the table; keys that there are keep doing everything."""
    op.get_bind().exec_driver_sql(_KEYS, execution_options={"no_parameters": True})
