"""What this process counts, and how Prometheus reads it.

Counters and histograms are each process's own, to be added up over all of them. Gauges say how the database stands,
which all processes share: take the maximum of those, not the sum.
"""

import re
from dataclasses import dataclass

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, disable_created_metrics, generate_latest

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
#: What this process counts. The usual ones of the process and of Python are left out.
REGISTRY = CollectorRegistry()
# Moments at which counting began: as many lines again, which nobody reads.
disable_created_metrics()  # type: ignore[no-untyped-call]

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_SHORT = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
_LONG = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 40, 60, 120, 300, 900)

_requests = Counter("fittingroom_requests", "HTTP requests answered.", ["method", "route", "status"], registry=REGISTRY)
_request_seconds = Histogram(
    "fittingroom_request_seconds", "Time to answer, to the last byte.", ["route"], buckets=_SHORT, registry=REGISTRY
)
_jobs_accepted = Counter("fittingroom_jobs_accepted", "Jobs taken on.", ["kind"], registry=REGISTRY)
_jobs_ended = Counter(
    "fittingroom_jobs_ended", "Jobs that came to their end.", ["kind", "status", "error"], registry=REGISTRY
)
_job_wait_seconds = Histogram(
    "fittingroom_job_wait_seconds", "From a job's acceptance to its start.", buckets=_LONG, registry=REGISTRY
)
_job_stage_seconds = Histogram(
    "fittingroom_job_stage_seconds",
    "Stages of a job; total is all of it.",
    ["stage"],
    buckets=_LONG,
    registry=REGISTRY,
)
_engine_step_seconds = Histogram(
    "fittingroom_engine_step_seconds", "Steps of the engine.", ["step"], buckets=_LONG, registry=REGISTRY
)
_credits = Counter(
    "fittingroom_credits", "Credits that jobs reserved, spent and gave back.", ["change"], registry=REGISTRY
)
_webhooks = Counter("fittingroom_webhook_attempts", "Webhooks sent.", ["outcome"], registry=REGISTRY)

#: Steps are named by engines; so many names are told apart.
_MOST_STEPS = 200
_steps: set[str] = set()


@dataclass(frozen=True)
class Load:
    """How much there is to do: jobs, the seconds that the oldest queued one has waited, and credits set aside."""

    queued: int
    processing: int
    oldest_seconds: float
    reserved: int


def request_answered(method: str, route: str, status: int, seconds: float) -> None:
    """`route` is the pattern, not the path: paths are without number."""
    _requests.labels(method if method in _METHODS else "other", route, str(status)).inc()
    _request_seconds.labels(route).observe(seconds)


def job_accepted(kind: str, cost: int) -> None:
    """A job was taken on."""
    _jobs_accepted.labels(kind).inc()
    _credits.labels("reserved").inc(cost)


def job_started(waited: float) -> None:
    """A job was begun for the first time, so many seconds after it was taken on."""
    _job_wait_seconds.observe(waited)


def job_ended(kind: str, status: str, error: str | None, cost: int) -> None:
    """A job came to its end: completed, failed with an error of that name, or cancelled."""
    _jobs_ended.labels(kind, status, error or "").inc()
    _credits.labels("spent" if status == "completed" else "released").inc(cost)


def stage_ended(stage: str, seconds: float) -> None:
    """A stage of a job is over."""
    _job_stage_seconds.labels(stage).observe(seconds)


def engine_step_ended(step: str, seconds: float) -> None:
    """A step of an engine is over. Numbers in its name are left out: "Painting frame 2" is "Painting frame"."""
    name = re.sub(r"\s*\d+", "", step)[:100]
    if name not in _steps and len(_steps) >= _MOST_STEPS:
        name = "other"
    _steps.add(name)
    _engine_step_seconds.labels(name).observe(seconds)


def webhook_sent(delivered: bool) -> None:
    """A webhook was taken by its receiver, or wasn't."""
    _webhooks.labels("delivered" if delivered else "failed").inc()


def exposition(load: Load | None = None) -> bytes:
    """All of it as Prometheus reads it; without gauges where `load` isn't known."""
    return generate_latest(REGISTRY) + (generate_latest(_gauges(load)) if load else b"")


def _gauges(load: Load) -> CollectorRegistry:
    registry = CollectorRegistry()
    jobs = Gauge("fittingroom_jobs", "Jobs that have not ended.", ["status"], registry=registry)
    jobs.labels("queued").set(load.queued)
    jobs.labels("processing").set(load.processing)
    oldest = "Seconds that the oldest queued job has waited."
    Gauge("fittingroom_oldest_job_seconds", oldest, registry=registry).set(load.oldest_seconds)
    Gauge("fittingroom_credits_held", "Credits that jobs have set aside.", registry=registry).set(load.reserved)
    return registry
