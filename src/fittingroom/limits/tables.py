"""The tables of limits: what was adjusted for an account, and when its last requests came, and those of its keys."""

from sqlalchemy import ARRAY, BigInteger, Column, DateTime, ForeignKey, Integer, Table, Text

from fittingroom.db.metadata import metadata

account_limits = Table(
    "account_limits",
    metadata,
    Column("account_id", BigInteger, ForeignKey("accounts.id"), primary_key=True, autoincrement=False),
    Column("tryon", Integer),
    Column("status", Integer),
    Column("credits", Integer),
    Column("in_flight", Integer),
)

key_windows = Table(
    "key_windows",
    metadata,
    Column("key_id", BigInteger, ForeignKey("api_keys.id"), primary_key=True, autoincrement=False),
    Column("bucket", Text, primary_key=True),
    Column("hits", ARRAY(DateTime(timezone=True)), nullable=False),
)

request_windows = Table(
    "request_windows",
    metadata,
    Column("account_id", BigInteger, ForeignKey("accounts.id"), primary_key=True, autoincrement=False),
    Column("bucket", Text, primary_key=True),
    Column("hits", ARRAY(DateTime(timezone=True)), nullable=False),
)
