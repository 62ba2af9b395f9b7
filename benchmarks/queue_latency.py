"""How long a job waits for its start, and how many a worker does: python -m benchmarks.queue_latency [--jobs N].

The worker is a process of its own, on an embedded database made for this; the engine is the fixture, which takes no
time. Waiting is from within the submission's transaction to the claim, by the database's clock. "Alone" submits each
job when the one before has ended; "together" submits all at once.
"""

import argparse
import asyncio
import io
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from PIL import Image

from fittingroom.accounts import Accounts, Caller
from fittingroom.credits import Credits
from fittingroom.db import Database
from fittingroom.jobs import Job, Jobs, Status, Submission
from fittingroom.limits import AccountLimits, Limits
from fittingroom.settings import Settings
from fittingroom.tryon.kinds import Kind


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=50, help="how many, each way")
    parser.add_argument("--side", type=int, default=256, help="of the photos, in pixels; they are noise, sent as JPEG")
    parser.add_argument("--concurrency", type=int, default=1, help="of the worker")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="fr-") as folder:
        asyncio.run(_measure(Path(folder), arguments.jobs, arguments.side, arguments.concurrency))


async def _measure(folder: Path, count: int, side: int, concurrency: int) -> None:
    settings = Settings(data_dir=folder, engine="fixture", fixture_seconds=0, worker_concurrency=concurrency)
    async with await Database.open(settings) as database:
        jobs, caller = Jobs(database), await _customer(database, 2 * count + 1)
        with _worker(settings):
            await _ended(jobs, caller, [await _submit(jobs, caller, side)])  # the worker is there, and warm
            alone = [(await _ended(jobs, caller, [await _submit(jobs, caller, side)]))[0] for _ in range(count)]
            begun = time.perf_counter()
            ids = [await _submit(jobs, caller, side) for _ in range(count)]
            submitted = time.perf_counter() - begun
            together = await _ended(jobs, caller, ids)
    _report(alone, together, submitted)


def _report(alone: list[Job], together: list[Job], submitted: float) -> None:
    _row("alone: submission to start", [_seconds(job.created_at, job.started_at) for job in alone])
    _row("alone: start to end", [_seconds(job.started_at, job.finished_at) for job in alone])
    ends = [job.finished_at for job in together if job.finished_at]
    span = _seconds(min(job.created_at for job in together), max(ends))
    rate = len(together) / span
    print(f"together: {len(together)} submitted in {submitted:.2f} s, done in {span:.2f} s: {rate:.1f} a second")


def _row(what: str, seconds: list[float]) -> None:
    middle, most, worst = np.percentile(np.array(seconds) * 1000, [50, 95, 100])
    print(f"{what:28} median {middle:6.1f} ms   95 % {most:6.1f} ms   worst {worst:6.1f} ms")


def _seconds(begin: object, end: object) -> float:
    return float((end - begin).total_seconds())  # type: ignore[operator]


async def _customer(database: Database, credits: int) -> Caller:
    account = await Accounts(database).get_or_create("benchmark")
    await Credits(database).grant_purchased(account.id, credits)
    many = 10 * credits
    await Limits(database).adjust(account.id, AccountLimits(tryon=many, status=many, credits=many, in_flight=many))
    return Caller(account.id)


async def _submit(jobs: Jobs, caller: Caller, side: int) -> str:
    photos = {"model_image": _photo(side, 1), "garment_image": _photo(side, 2)}
    body = {**dict.fromkeys(photos, "<base64>"), "category": "tops", "moderation_level": "none"}
    return (await jobs.submit(caller, Submission(Kind.FASHION, body, photos))).id


def _photo(side: int, seed: int) -> bytes:
    out = io.BytesIO()
    Image.fromarray(np.random.default_rng(seed).integers(0, 256, (side, side, 3), dtype=np.uint8)).save(out, "JPEG")
    return out.getvalue()


async def _ended(jobs: Jobs, caller: Caller, ids: list[str]) -> list[Job]:
    found = []
    for job_id in ids:
        while (job := await jobs.get(caller.account_id, job_id)).finished_at is None:
            await asyncio.sleep(0.005)
        assert job.status is Status.COMPLETED, job.error_message
        found.append(job)
    return found


@contextmanager
def _worker(settings: Settings) -> Iterator[None]:
    names = ("data_dir", "engine", "fixture_seconds", "worker_concurrency")
    ours = {f"FITTINGROOM_{name.upper()}": str(getattr(settings, name)) for name in names}
    command = [sys.executable, "-c", "from fittingroom.cli.main import app; app()", "worker"]
    process = subprocess.Popen(command, env=os.environ | ours, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.terminate()
        process.wait(15)


if __name__ == "__main__":
    main()
