import asyncio
import logging
import os
import signal

import numpy as np
import psutil
import pytest
from tests.engines.contract import run
from tests.worker.bench import Bench, pixels, png, until

from fittingroom.engines.fixture.engine import FixtureEngine
from fittingroom.jobs import Status
from fittingroom.models.store import ModelStore
from fittingroom.moderation.findings import Finding, Sight
from fittingroom.moderation.moderator import Moderator
from fittingroom.storage.outputs import Outputs
from fittingroom.tryon.kinds import Kind
from fittingroom.tryon.loaded import LoadedFashion, Pixels
from fittingroom.tryon.requests import restore
from fittingroom.worker import service


async def test_a_job_of_each_kind_is_completed_with_a_picture_a_sample_and_a_credit_each(bench: Bench) -> None:
    ids = [
        await bench.submit(category="clothing", subcategory="tops", cost=3),
        await bench.submit(Kind.HAIRSTYLE, haircut="Afro"),
        await bench.submit(Kind.TATTOO, output_format="jpeg"),
    ]
    async with bench.worker():
        fashion, hairstyle, tattoo = await bench.ended(*ids)
    assert [job.status for job in (fashion, hairstyle, tattoo)] == [Status.COMPLETED] * 3
    assert [len(job.outputs) for job in (fashion, hairstyle, tattoo)] == [3, 1, 1]
    assert (await bench.output(fashion)).startswith(b"\x89PNG")
    assert (await bench.output(tattoo)).startswith(b"\xff\xd8")
    assert tattoo.outputs[0].content_type == "image/jpeg"
    assert await bench.spent() == 5


async def test_the_row_says_what_the_engine_decided_and_how_long_each_stage_took(bench: Bench) -> None:
    job_id = await bench.submit(category="clothing", subcategory="tops")
    async with bench.worker():
        (job,) = await bench.ended(job_id)
    assert job.record
    assert job.timings
    assert job.record["engine"] == "fixture"
    assert job.record["pictures"] == [{"kind": "fashion", "category": "clothing", "subcategory": "tops"}]
    assert set(job.record["moderation"]) == {"model_image", "garment_image", "result_1"}
    assert {"images", "moderation", "engine", "storing", "total"} <= set(job.timings)
    steps = job.timings["steps"]
    assert [name for name, _ in steps] == ["Looking at the photo", "Painting frame 1"]
    assert 0 < sum(seconds for _, seconds in steps) <= job.timings["engine"]


async def test_the_same_request_and_seed_give_the_same_bytes_and_the_engines_very_pixels(bench: Bench) -> None:
    ids = [await bench.submit(seed=seed) for seed in (7, 7, 8)]
    async with bench.worker():
        jobs = await bench.ended(*ids)
    one, same, other = [await bench.output(job) for job in jobs]
    assert one == same != other
    request = restore(Kind.FASHION, jobs[0].request)
    loaded = request.load({name: pixels(png(place)) for place, name in enumerate(request.sources())})
    assert isinstance(loaded, LoadedFashion)
    assert np.array_equal(pixels(one), run(FixtureEngine(0), loaded)[0][0].image)


class _BlindTo:
    """A detector that finds every picture bare but those it was told of."""

    def __init__(self, *known: bytes) -> None:
        self._known = [pixels(data) for data in known]

    def find(self, seen: Pixels) -> list[Finding]:
        known = any(np.array_equal(seen, picture) for picture in self._known)
        return [] if known else [Finding(Sight.BREAST_BARE, 0.9, (0, 0, 1, 1))]


@pytest.mark.parametrize(
    ("known", "at_fault"),
    [((), "Model image"), ((png(0),), "Garment image"), ((png(0), png(1)), "Result 1")],
)
async def test_a_picture_that_is_not_allowed_ends_its_job_whether_sent_or_made(
    known: tuple[bytes, ...], at_fault: str, bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ModelStore, "path", lambda store, name: store.folder / name)
    monkeypatch.setattr(service, "Moderator", lambda models: Moderator(models, load=lambda weights: _BlindTo(*known)))
    ids = [await bench.submit(moderation_level=level) for level in ("permissive", "conservative", "none")]
    async with bench.worker():
        *refused, allowed = await bench.ended(*ids)
    assert [job.error_name for job in refused] == ["ContentModerationError"] * 2
    assert all(job.error_message and job.error_message.startswith(at_fault) for job in refused)
    assert (allowed.status, await bench.spent()) == (Status.COMPLETED, 1)
    assert len([name async for name in Outputs(bench.settings).names()]) == 1


@pytest.mark.parametrize("name", ["PoseError", "ContentModerationError"])
async def test_what_an_engine_raises_is_what_the_client_is_told_and_nothing_is_charged(name: str, bench: Bench) -> None:
    engine = "fixture" + "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in name)
    job_id = await bench.submit()
    async with bench.worker(engine=engine):
        (job,) = await bench.ended(job_id)
    assert (job.status, job.error_name) == (Status.FAILED, name)
    assert job.error_message == f"The fixture raised {name}."
    assert await bench.spent() == 0


async def test_what_the_engine_cannot_do_fails_with_what_it_can(bench: Bench) -> None:
    ids = [
        await bench.submit(Kind.HAIRSTYLE, haircut="Afro"),
        await bench.submit(category="jewelry", subcategory="ring"),
        await bench.submit(category="tops", mode="quality"),
        await bench.submit(category="tops"),
    ]
    async with bench.worker(engine="fixture-limited"):
        *refused, done = await bench.ended(*ids)
    assert [job.error_name for job in refused] == ["InputValidationError"] * 3
    assert "clothing (tops), eyewear" in (refused[1].error_message or "")
    assert done.status is Status.COMPLETED
    assert await bench.spent() == 1


async def test_an_image_that_is_none_fails_with_the_field_it_was_in(bench: Bench) -> None:
    job_id = await bench.submit(inline={"garment_image": b"no image at all"})
    async with bench.worker():
        (job,) = await bench.ended(job_id)
    assert job.error_name == "ImageLoadError"
    assert (job.error_message or "").startswith("Garment image")
    assert await bench.spent() == 0


async def test_a_killed_engine_fails_its_job_alone(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "fittingroom.worker.reporting")
    job_id = await bench.submit()
    async with bench.worker(fixture_seconds=1):
        await until(lambda: asyncio.sleep(0, "Looking at the photo" in caplog.text))
        os.kill(_engines()[0].pid, signal.SIGKILL)
        (job,) = await bench.ended(job_id)
        assert (job.status, job.error_name) == (Status.FAILED, "PipelineError")
        (after,) = await bench.ended(await bench.submit())
        assert after.status is Status.COMPLETED
    assert await bench.spent() == 1


async def test_an_engine_that_hangs_fails_its_job_at_the_limit(bench: Bench) -> None:
    job_id = await bench.submit()
    async with bench.worker(engine="fixture-hang", engine_timeout_seconds=1):
        (job,) = await bench.ended(job_id)
    assert (job.error_name, job.error_message) == ("PipelineError", "The engine took longer than 1 s.")


async def test_a_cancelled_job_is_dropped_and_leaves_no_picture(bench: Bench) -> None:
    job_id = await bench.submit()
    async with bench.worker(fixture_seconds=3600):
        await bench.started(job_id)
        assert await bench.jobs.cancel(bench.caller.account_id, job_id)
        await until(lambda: asyncio.sleep(0, not _engines()))
    assert [name async for name in Outputs(bench.settings).names()] == []
    assert await bench.spent() == 0


async def test_as_many_jobs_run_at_a_time_as_the_setting_says(bench: Bench) -> None:
    ids = [await bench.submit() for _ in range(3)]
    async with bench.worker(fixture_seconds=3600, worker_concurrency=2):
        await bench.started(ids[0])
        await bench.started(ids[1])
        assert (await bench.job(ids[2])).status is Status.QUEUED
        assert len(_engines()) == 2
    assert [(await bench.job(job_id)).status for job_id in ids] == [Status.QUEUED] * 3


def _engines() -> list[psutil.Process]:
    return [child for child in psutil.Process().children() if _is_engine(child)]


def _is_engine(child: psutil.Process) -> bool:
    """Whether it runs an engine; one that ended between being listed and being asked doesn't."""
    try:
        return "fittingroom.worker.engine_process" in " ".join(child.cmdline())
    except psutil.NoSuchProcess:  # a zombie, too
        return False


async def test_a_job_that_soon_ends_is_let_end_when_the_worker_stops(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "fittingroom.worker.reporting")
    job_id = await bench.submit()
    async with bench.worker(fixture_seconds=0.5):
        await until(lambda: asyncio.sleep(0, "Looking at the photo" in caplog.text))
    assert (await bench.job(job_id)).status is Status.COMPLETED
