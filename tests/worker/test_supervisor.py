import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from time import monotonic

import numpy as np
import psutil
import pytest
from tests.engines.contract import run
from tests.engines.requests import fashion, hairstyle, noise, tattoo

from fittingroom.engines.fixture.engine import FixtureEngine
from fittingroom.engines.registry import UnknownEngine
from fittingroom.errors import JOB_ERRORS, PipelineError
from fittingroom.settings import Settings
from fittingroom.worker.protocol import Step
from fittingroom.worker.supervisor import EngineSupervisor

OPEN_FILES = Path("/proc/self/fd")


async def until(condition: Callable[[], bool], seconds: float = 20) -> None:
    end = monotonic() + seconds
    while not condition():
        assert monotonic() < end, "waited too long"
        await asyncio.sleep(0.01)


@pytest.fixture
async def supervisor(tmp_path: Path) -> AsyncIterator[EngineSupervisor]:
    settings = Settings(engine="fixture", data_dir=tmp_path, fixture_seconds=0.3, engine_timeout_seconds=5)
    async with EngineSupervisor(settings) as made:
        yield made


def faulty(name: str, tmp_path: Path, timeout: float = 20) -> EngineSupervisor:
    return EngineSupervisor(Settings(engine=name, data_dir=tmp_path, fixture_seconds=0, engine_timeout_seconds=timeout))


async def test_pictures_are_the_ones_that_the_engine_makes_in_this_process(supervisor: EngineSupervisor) -> None:
    for request in (fashion(num_samples=2), hairstyle(), tattoo(seed=9)):
        pictures = await supervisor.try_on(request)
        for ours, theirs in zip(run(FixtureEngine(0), request)[0], pictures, strict=True):
            assert np.array_equal(ours.image, theirs.image)
            assert np.array_equal(ours.mask, theirs.mask)
            assert ours.record == theirs.record


async def test_the_engine_says_what_it_can_do_and_stays_loaded_from_job_to_job(supervisor: EngineSupervisor) -> None:
    assert (await supervisor.start()).capabilities == FixtureEngine.capabilities
    pid = supervisor.pid
    await supervisor.try_on(fashion())
    await supervisor.try_on(tattoo())
    assert supervisor.pid == pid


async def test_steps_are_told_as_they_begin(supervisor: EngineSupervisor) -> None:
    steps: list[Step] = []
    await supervisor.try_on(fashion(num_samples=2), steps.append)
    assert [(step.done, step.total) for step in steps] == [(0, 3), (1, 3), (2, 3)]


async def test_a_large_photo_comes_through_whole(supervisor: EngineSupervisor) -> None:
    request = fashion(person=noise(8, 2501, 1999))
    (picture,) = await supervisor.try_on(request)
    assert np.array_equal(picture.image[~picture.mask], request.person[~picture.mask])


@pytest.mark.parametrize(
    ("engine", "message"),
    [
        ("fixture-crash", "stopped unexpectedly"),
        ("fixture-out-of-memory", "memory ran out"),
        ("fixture-exception", r"^The engine failed\.$"),
        ("fixture-unchanged", "changed nothing"),
        ("fixture-outside-mask", "outside the area"),
        ("fixture-wrong-size", "another size"),
        ("fixture-too-few", "made 1 pictures where 2"),
        ("fixture-too-many", "more pictures than the 2"),
        ("fixture-load-failure", r"^The engine failed\.$"),
    ],
)
async def test_an_engine_that_goes_wrong_is_a_pipeline_error(engine: str, message: str, tmp_path: Path) -> None:
    async with faulty(engine, tmp_path) as supervisor:
        for _ in range(2):  # the first fault leaves a supervisor that can go on
            with pytest.raises(PipelineError, match=message):
                await supervisor.try_on(fashion(num_samples=2))


@pytest.mark.parametrize("name", JOB_ERRORS)
async def test_an_error_of_the_contract_comes_through_by_name_and_the_engine_stays(name: str, tmp_path: Path) -> None:
    engine = "fixture-" + "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in name)[1:]
    async with faulty(engine, tmp_path) as supervisor:
        await supervisor.start()
        pid = supervisor.pid
        with pytest.raises(JOB_ERRORS[name], match=f"The fixture raised {name}"):
            await supervisor.try_on(fashion())
        assert supervisor.pid == pid


async def test_what_an_engine_prints_does_no_harm(tmp_path: Path) -> None:
    async with faulty("fixture-noisy", tmp_path) as supervisor:
        assert len(await supervisor.try_on(fashion(num_samples=2))) == 2


async def test_an_engine_that_hangs_is_ended_with_all_that_it_started(tmp_path: Path) -> None:
    async with faulty("fixture-hang", tmp_path, timeout=1.5) as supervisor:
        await supervisor.start()
        engine = psutil.Process(supervisor.pid)
        job = asyncio.create_task(supervisor.try_on(fashion()))
        await until(lambda: bool(engine.children()))
        (child,) = engine.children()
        with pytest.raises(PipelineError, match=r"took longer than 1\.5 s"):
            await job
        await until(lambda: not engine.is_running() and not _alive(child))


async def test_a_process_frozen_in_mid_job_fails_that_job_and_the_next_one_works(tmp_path: Path) -> None:
    settings = Settings(engine="fixture", data_dir=tmp_path, fixture_seconds=0.3, engine_timeout_seconds=1.5)
    async with EngineSupervisor(settings) as supervisor:
        steps: list[Step] = []
        job = asyncio.create_task(supervisor.try_on(fashion(), steps.append))
        await until(lambda: bool(steps))
        assert supervisor.pid
        os.kill(supervisor.pid, signal.SIGSTOP)
        with pytest.raises(PipelineError, match="took longer"):
            await job
        assert await supervisor.try_on(fashion())


async def test_a_process_killed_in_mid_job_fails_that_job_and_the_next_one_works(supervisor: EngineSupervisor) -> None:
    steps: list[Step] = []
    job = asyncio.create_task(supervisor.try_on(fashion(), steps.append))
    await until(lambda: bool(steps))
    assert supervisor.pid
    os.kill(supervisor.pid, signal.SIGKILL)
    with pytest.raises(PipelineError):
        await job
    assert await supervisor.try_on(fashion())


@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGSTOP])
async def test_a_process_that_dies_or_freezes_between_jobs_costs_no_job(
    blow: signal.Signals, supervisor: EngineSupervisor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fittingroom.worker.supervisor.ANSWER_SECONDS", 0.5)
    await supervisor.try_on(fashion())
    assert supervisor.pid
    first = psutil.Process(supervisor.pid)
    first.send_signal(blow)
    assert await supervisor.try_on(fashion())
    assert supervisor.pid != first.pid
    assert not _alive(first)


async def test_a_cancelled_job_leaves_no_process_in_mid_job(supervisor: EngineSupervisor) -> None:
    steps: list[Step] = []
    job = asyncio.create_task(supervisor.try_on(fashion(), steps.append))
    await until(lambda: bool(steps))
    engine = psutil.Process(supervisor.pid)
    job.cancel()
    with pytest.raises(asyncio.CancelledError):
        await job
    assert not _alive(engine)
    assert await supervisor.try_on(fashion())


async def test_a_job_cancelled_while_its_picture_comes_in_ends_at_once(supervisor: EngineSupervisor) -> None:
    await supervisor.start()
    engine = psutil.Process(supervisor.pid)
    job = asyncio.create_task(supervisor.try_on(fashion(person=noise(8, 2501, 1999))))
    while engine.io_counters().write_chars < 500_000 and not job.done():
        await asyncio.sleep(0)  # so that the cancellation meets the reading, whose half-filled buffer is the point
    job.cancel()
    async with asyncio.timeout(60):
        await asyncio.gather(job, return_exceptions=True)
    assert job.cancelled() and not _alive(engine)


async def test_jobs_that_come_together_are_done_one_after_the_other(supervisor: EngineSupervisor) -> None:
    done = await asyncio.gather(*(supervisor.try_on(fashion(num_samples=n)) for n in (1, 2, 3)))
    assert [len(pictures) for pictures in done] == [1, 2, 3]


def _shared_memory() -> set[Path]:
    # Databases of whatever else runs on the machine come and go.
    return {path for path in Path("/dev/shm").iterdir() if not path.name.startswith("PostgreSQL.")}


async def test_nothing_is_left_behind(supervisor: EngineSupervisor) -> None:
    await supervisor.try_on(fashion())
    files, shared = len(list(OPEN_FILES.iterdir())), _shared_memory()
    others = {child.pid for child in psutil.Process().children()} - {supervisor.pid}  # of the tests themselves
    for _ in range(3):
        await supervisor.stop()
        await supervisor.try_on(fashion())
    assert len(list(OPEN_FILES.iterdir())) <= files
    assert _shared_memory() <= shared
    await supervisor.stop()
    assert {child.pid for child in psutil.Process().children()} <= others


def test_an_unknown_engine_is_refused_before_anything_starts() -> None:
    with pytest.raises(UnknownEngine):
        EngineSupervisor(Settings(engine="none"))


WORKER = """
import asyncio
from fittingroom.settings import Settings
from fittingroom.worker.supervisor import EngineSupervisor
from tests.engines.requests import fashion

async def main():
    supervisor = EngineSupervisor(Settings(engine="fixture", fixture_seconds=3600, engine_timeout_seconds=3600))
    await supervisor.start()
    await supervisor.try_on(fashion(), lambda step: print(supervisor.pid, flush=True))

asyncio.run(main())
"""


async def test_the_engine_dies_with_its_worker() -> None:
    worker = subprocess.Popen([sys.executable, "-c", WORKER], stdout=subprocess.PIPE, text=True)
    assert worker.stdout
    engine = psutil.Process(int(await asyncio.to_thread(worker.stdout.readline)))
    worker.kill()
    worker.wait()
    worker.stdout.close()
    await until(lambda: not _alive(engine))


def _alive(process: psutil.Process) -> bool:
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
