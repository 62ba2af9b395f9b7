"""Ids of jobs in paths."""

import re

from fittingroom.errors import NotFound

_JOB_ID = re.compile(r"[0-9a-f]{24}")


def checked(job_id: str) -> str:
    """The id, if it is one, so that nothing odd reaches the database. Raises NotFound."""
    if not _JOB_ID.fullmatch(job_id):
        raise NotFound("There is no such job in this account.")
    return job_id
