"""Where the tables of all rooms are registered, so that migrations can be checked against them."""

from sqlalchemy import MetaData

metadata = MetaData()
