"""The span of the request that asked for a job, so that the job's own spans join its trace."""

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the column; jobs that there are begin traces of their own."""
    op.get_bind().exec_driver_sql("ALTER TABLE jobs ADD COLUMN traceparent text")
