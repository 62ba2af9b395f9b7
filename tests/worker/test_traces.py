"""One trace of a request and of the job that it asked for, by way of the job's row."""

import asyncio
from base64 import b64encode
from collections.abc import Iterator

import httpx
import pytest
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from tests.support.serving import serving
from tests.worker.bench import Bench, png

from fittingroom import tracing
from fittingroom.api.app import create_app
from fittingroom.tryon.kinds import Kind


@pytest.fixture
def spans() -> Iterator[InMemorySpanExporter]:
    exporter = InMemorySpanExporter()
    provider = tracing.trace_to(SimpleSpanProcessor(exporter))
    yield exporter
    tracing.stop_tracing()
    provider.shutdown()


def named(spans: InMemorySpanExporter, name: str) -> ReadableSpan:
    (found,) = [span for span in spans.get_finished_spans() if span.name == name]
    return found


def place(span: ReadableSpan) -> tuple[int, int]:
    """Trace and parent of a span."""
    assert span.context and span.parent
    return span.context.trace_id, span.parent.span_id


async def test_a_job_and_its_stages_are_in_the_trace_of_the_request_that_asked_for_it(
    bench: Bench, spans: InMemorySpanExporter
) -> None:
    image = b64encode(png()).decode()
    with serving(create_app(bench.settings)) as api:
        url = f"http://127.0.0.1:{api.port}/api/v1/tryon/tattoo"
        sent = {
            "json": {"body_image": image, "design_image": image},
            "headers": {"Authorization": f"Bearer {bench.key}"},
        }
        answer = await asyncio.to_thread(lambda: httpx.post(url, **sent, timeout=30))
    request = named(spans, "request")
    assert request.context and request.parent is None and answer.status_code == 200
    async with bench.worker():
        await bench.ended(answer.json()["id"])
    job, engine = named(spans, "job"), named(spans, "engine")
    assert place(job) == (request.context.trace_id, request.context.span_id)
    assert job.attributes and job.attributes["job_id"] == answer.json()["id"]
    assert engine.context and engine.context.trace_id == request.context.trace_id
    assert job.context and place(named(spans, "queue wait")) == (job.context.trace_id, job.context.span_id)


async def test_a_job_asked_for_where_nothing_is_traced_has_a_trace_of_its_own(
    bench: Bench, spans: InMemorySpanExporter
) -> None:
    tracing.stop_tracing()
    job_id = await bench.submit(Kind.HAIRSTYLE, haircut="Afro")
    tracing.trace_to(SimpleSpanProcessor(spans))
    async with bench.worker():
        await bench.ended(job_id)
    assert named(spans, "job").parent is None
