"""What the outside learns of a job while a real worker does it, and at its end."""

import asyncio
from contextlib import aclosing
from ipaddress import IPv4Network

from tests.webhooks.receiver import receiving
from tests.worker.bench import Bench, until

from fittingroom.jobs import Changes
from fittingroom.worker import reporting
from fittingroom.worker.protocol import Step
from fittingroom.worker.reporting import Reporter
from fittingroom.worker.timings import Timings


async def test_the_engines_steps_can_be_followed(bench: Bench) -> None:
    job_id = await bench.submit(cost=2)
    steps = []
    async with (
        Changes(bench.database) as changes,
        bench.worker(fixture_seconds=0.3),
        aclosing(changes.follow(bench.caller.account_id, job_id, 60)) as following,
    ):
        async for job in following:
            assert job
            if job.progress and job.progress not in steps:
                steps.append(job.progress)
    assert steps[0] == {"done": 0, "total": 3, "step": "Looking at the photo"}
    assert (await bench.job(job_id)).status == "completed"


async def test_many_steps_are_few_writes_and_the_newest_is_among_them(bench: Bench) -> None:
    job_id = await bench.submit()
    claim = await bench.jobs.claim(job_id, "worker")
    assert claim
    written: list[int] = []

    class Counted:
        async def report(self, claim: object, done: int, total: int, step: str) -> None:
            written.append(done)

    async with Reporter(Counted(), claim, Timings()) as reporter:  # type: ignore[arg-type]
        for done in range(100):
            reporter(Step(done, 100, "Stitching"))
            await asyncio.sleep(0)
        await until(lambda: asyncio.sleep(0, 99 in written), reporting.EVERY * 20)
    assert len(written) <= 2


async def test_a_finished_job_is_posted_to_whoever_asked_with_addresses_of_its_pictures(bench: Bench) -> None:
    async with receiving() as receiver:
        job_id = await bench.submit(webhook_url=receiver.url())
        async with bench.worker(fetch_allow=[IPv4Network("127.0.0.1/32")], public_url="https://try.example/"):
            (job,) = await bench.ended(job_id)
            await until(lambda: asyncio.sleep(0, bool(receiver.messages)))
    (message,) = receiver.messages
    data = message.json["data"]
    assert (message.json["type"], data["id"], data["status"]) == ("job.completed", job_id, "completed")
    assert [address.rsplit("/", 1)[1] for address in data["output"]] == [job.outputs[0].name]
    assert data["output"][0].startswith("https://try.example/outputs/")
