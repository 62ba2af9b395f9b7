"""A job's outcome in the contract's words, wherever it is told: status, lists, events, webhooks."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from fittingroom.jobs.model import Job, Output, Status


def outcome(job: Job, address: Callable[[Output], str]) -> dict[str, Any]:
    """What follows "status" in an answer; `address` says where an output is."""
    match job.status:
        case Status.COMPLETED:
            return {"output": [address(output) for output in job.outputs], "error": None}
        case Status.FAILED | Status.CANCELLED:
            return {"output": [], "error": {"name": job.error_name, "message": job.error_message}}
        case _:
            return {"error": None}


def status_body(job: Job, address: Callable[[Output], str]) -> dict[str, Any]:
    """What `GET /status/{id}` answers."""
    return {"ok": True, "id": job.id, "status": job.status.public, **outcome(job, address)}


def summary(job: Job, address: Callable[[Output], str]) -> dict[str, Any]:
    """A job among others: what it was, what became of it, and when (ISO 8601, UTC)."""
    return {
        "id": job.id,
        "kind": job.kind,
        "status": job.status.public,
        "cancelled": job.status is Status.CANCELLED,
        "cost": job.cost,
        "output": [],
        **outcome(job, address),
        "created_at": moment(job.created_at),
        "started_at": moment(job.started_at),
        "finished_at": moment(job.finished_at),
    }


def moment(at: datetime | None) -> str | None:
    """A moment as answers write it."""
    return at.astimezone(UTC).isoformat() if at else None
