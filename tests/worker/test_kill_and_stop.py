"""Workers in processes of their own, killed and stopped in mid-job."""

import asyncio
import logging
import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import text
from tests.support.folders import short_folder
from tests.worker.bench import Bench, open_bench, until

from fittingroom.jobs import Status
from fittingroom.settings import Settings
from fittingroom.storage.outputs import Outputs


@contextmanager
def running(bench: Bench, **changed: Any) -> "Iterator[subprocess.Popen[str]]":
    process = bench.process("worker", **changed)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


async def lost_attempts(bench: Bench, job_id: str) -> int:
    async with bench.database.transaction() as connection:
        query = text("SELECT lost_attempts FROM jobs WHERE id = :id")
        return (await connection.execute(query, {"id": job_id})).scalar_one()


async def test_a_worker_killed_ten_times_over_in_mid_job_loses_no_job_and_no_credit(bench: Bench) -> None:
    ids = [await bench.submit() for _ in range(4)]

    async def one_is_under_way() -> bool:
        return any([(await bench.job(job_id)).status is Status.PROCESSING for job_id in ids])

    for _ in range(10):
        worker = bench.forked_worker(fixture_seconds=3600)
        await until(one_is_under_way)
        worker.kill()
        worker.join()
        await until(lambda: _swept(bench, ids))
    async with bench.worker():
        jobs = await bench.ended(*ids)
    lost = [await lost_attempts(bench, job.id) for job in jobs]
    assert sum(lost) == 10
    for job, attempts in zip(jobs, lost, strict=True):
        if attempts < bench.settings.max_attempts:
            assert job.status is Status.COMPLETED
        else:
            assert (job.status, job.error_name) == (Status.FAILED, "PipelineError")
    completed = [job for job in jobs if job.status is Status.COMPLETED]
    assert await bench.spent() == len(completed)
    assert len([name async for name in Outputs(bench.settings).names()]) == len(completed)


async def _swept(bench: Bench, ids: list[str]) -> bool:
    await bench.jobs.requeue_stale()
    return all([(await bench.job(job_id)).status is not Status.PROCESSING for job_id in ids])


async def test_sigterm_hands_the_running_job_back_unharmed_and_the_next_worker_completes_it(bench: Bench) -> None:
    job_id = await bench.submit()
    with running(bench, fixture_seconds=3600) as worker:
        await bench.started(job_id)
        worker.terminate()
        told, _ = await asyncio.to_thread(worker.communicate, None, 10)
        assert worker.returncode == 0, told
    assert f"Job {job_id} handed back." in told
    assert "Traceback" not in told
    assert (await bench.job(job_id)).status is Status.QUEUED
    assert await lost_attempts(bench, job_id) == 0
    async with bench.worker():
        (job,) = await bench.ended(job_id)
    assert job.status is Status.COMPLETED
    assert await bench.spent() == 1


@pytest.mark.parametrize(
    ("engine", "told"),
    [("nonsense", "Known engines: preview, fixture"), ("fixture-load-failure", "The engine failed.")],
)
async def test_a_worker_whose_engine_cannot_be_had_says_so_and_ends(bench: Bench, engine: str, told: str) -> None:
    with running(bench, engine=engine) as worker:
        said, _ = await asyncio.to_thread(worker.communicate, None, 60)
        assert worker.returncode == 1
    assert told in said


async def test_a_worker_outlives_its_database_and_so_do_its_jobs(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    with short_folder() as folder:
        settings = Settings(data_dir=folder, engine="fixture", fixture_seconds=1, heartbeat_seconds=0.2)
        async with open_bench(settings) as bench, bench.worker():
            job_id = await bench.submit()
            await bench.started(job_id)
            os.kill(int((folder / "postgres/data/postmaster.pid").read_text().split()[0]), signal.SIGKILL)
            await until(lambda: asyncio.sleep(0, "it is taken up again" in caplog.text))
            jobs = await bench.ended(job_id, await bench.submit())
            assert [job.status for job in jobs] == [Status.COMPLETED] * 2
            assert await bench.spent() == 2
