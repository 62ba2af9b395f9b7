"""Inputs that mean no good, on the whole way from the job's row to its end."""

from ipaddress import ip_network

import pytest
from tests.images import bombs
from tests.images.servers import redirects, says, serving
from tests.worker.bench import Bench, png

from fittingroom.jobs import Status, Submission
from fittingroom.tryon.kinds import Kind

HOSTILE = {
    "megapixels": bombs.png(30_000),
    "16000 × 16000": bombs.webp_header(16_000),
    "damaged": bombs.png_with_text(50_000_000),
    "cut short": png()[:5000],
    "web page": b"<!DOCTYPE html><script>alert(1)</script>",
    "SVG": b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>',
    "PDF": b"%PDF-1.7",
    "64 pixels": png(height=20, width=20),
}


async def test_every_hostile_file_ends_its_job_with_its_own_message_and_nothing_is_charged(bench: Bench) -> None:
    ids = [await bench.submit(inline={"garment_image": data}) for data in HOSTILE.values()]
    async with bench.worker():
        jobs = await bench.ended(*ids)
    for words, job in zip(HOSTILE, jobs, strict=True):
        assert (job.status, job.error_name) == (Status.FAILED, "ImageLoadError")
        assert (job.error_message or "").startswith("Garment image ")
        assert words in (job.error_message or "")
    assert await bench.spent() == 0


async def test_no_address_of_a_job_reaches_the_workers_own_network(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    async with serving(says(png()), "127.0.0.2") as inner, serving(redirects(inner.url("/?token=hush"))) as outer:
        urls = [inner.url("/?token=hush"), outer.url("/?token=hush"), "http://169.254.169.254/latest/?token=hush"]
        ids = [await _submit(bench, url) for url in urls]
        async with bench.worker(fetch_allow=[ip_network(outer.host)]):
            jobs = await bench.ended(*ids)
    assert [job.error_name for job in jobs] == ["ImageLoadError"] * 3
    assert all("public web address" in (job.error_message or "") for job in jobs)
    assert (inner.connections, outer.connections) == (0, 1)
    assert "hush" not in caplog.text


async def _submit(bench: Bench, url: str) -> str:
    body = {"model_image": url, "garment_image": "<base64>"}
    return (await bench.jobs.submit(bench.caller, Submission(Kind.FASHION, body, {"garment_image": png()}))).id
