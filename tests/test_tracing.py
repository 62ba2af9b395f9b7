"""Traces: sent where they are asked for, with what they are to tell and nothing that they are not."""

import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from threading import Thread
from typing import Any

import httpx
import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from PIL import Image
from tests.support.processes import environment
from typer.testing import CliRunner

from fittingroom.cli.main import app

_OFF = """
import sys
from fittingroom.settings import Settings
from fittingroom import tracing
import fittingroom.api.app, fittingroom.worker.service
assert tracing.configure_tracing(Settings(otlp_endpoint=None)) is None
with tracing.span("a", b=1):
    tracing.note(c=2)
    tracing.passed("d", 1.0)
    tracing.note_error("E")
sys.exit(any(name.startswith("opentelemetry.sdk") or name.startswith("opentelemetry.exporter") for name in sys.modules))
"""
_MISSING = """
import sys
sys.modules["opentelemetry.sdk.trace"] = None
from fittingroom.settings import Settings
from fittingroom.tracing import configure_tracing
configure_tracing(Settings(otlp_endpoint="http://127.0.0.1:1"))
"""
_SERVE = [sys.executable, "-c", "from fittingroom.cli.main import app; app()", "serve", "--port", "0"]


class Collector:
    """Takes what an OpenTelemetry collector takes."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        bodies = self.bodies

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if self.path == "/v1/traces":
                    bodies.append(body)
                self.send_response(200)
                self.end_headers()

            def log_message(self, *about: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def spans(self) -> list[Any]:
        messages = [ExportTraceServiceRequest.FromString(body) for body in self.bodies]
        return [
            span
            for message in messages
            for of in message.resource_spans
            for scope in of.scope_spans
            for span in scope.spans
        ]


@pytest.fixture
def collector() -> Iterator[Collector]:
    made = Collector()
    thread = Thread(target=made.server.serve_forever)
    thread.start()
    yield made
    made.server.shutdown()
    thread.join()
    made.server.server_close()


def attributes(span: Any) -> dict[str, Any]:
    return {each.key: getattr(each.value, each.value.WhichOneof("value")) for each in span.attributes}


def test_a_request_and_its_job_are_traced_without_pictures_words_or_keys(
    database_url: str, collector: Collector, tmp_path: Path
) -> None:
    drawn = BytesIO()
    Image.effect_mandelbrot((96, 128), (-2, -1.5, 1, 1.5), 50).convert("RGB").save(drawn, "png")
    image = b64encode(drawn.getvalue()).decode()
    own = {"FITTINGROOM_DATABASE_URL": database_url, "FITTINGROOM_DATA_DIR": str(tmp_path)}
    made = CliRunner().invoke(app, ["keys", "create", "--account", "me", "--credits", "9"], env=own)
    key = made.stdout.splitlines()[-1]
    bodies = [
        {"model_image": image, "garment_image": image},
        {"model_image": image, "garment_image": "https://user:hunter2@127.0.0.1/secret-name.png"},
    ]
    variables = environment(**own, FITTINGROOM_ENGINE="fixture", FITTINGROOM_OTLP_ENDPOINT=collector.url)
    with (
        (tmp_path / "log").open("w") as log,
        subprocess.Popen(_SERVE, env=variables, stdout=subprocess.PIPE, stderr=log, text=True) as process,
    ):
        assert process.stdout
        try:
            url = next(line for line in process.stdout if "serves on" in line).split()[3]
            headers = {"Authorization": f"Bearer {key}", "Prefer": "wait=30"}
            with httpx.Client(headers=headers, timeout=60) as http:
                jobs = [http.post(f"{url}/api/v1/tryon/fashion", json=body).json()["id"] for body in bodies]
        finally:
            process.terminate()
            assert process.wait(30) == 0
    sent = b"".join(collector.bodies)
    for private in (key, image[:40], "hunter2", "secret-name", "Bearer"):
        assert private.encode() not in sent
    spans = collector.spans()
    asked = [attributes(span) for span in spans if span.name == "request"]
    assert [each["job_id"] for each in asked] == jobs
    assert asked[0]["http.route"] == "/api/v1/tryon/fashion" and asked[0]["http.response.status_code"] == 200
    done, failed = sorted((span for span in spans if span.name == "job"), key=lambda job: job.start_time_unix_nano)
    assert [attributes(job)["job_id"] for job in (done, failed)] == jobs
    assert "error.type" not in attributes(done) and attributes(failed)["error.type"] == "ImageLoadError"
    requests = {attributes(span).get("job_id"): span for span in spans if span.name == "request"}
    assert [(job.trace_id, job.parent_span_id) for job in (done, failed)] == [
        (requests[job].trace_id, requests[job].span_id) for job in jobs
    ]
    inside = {span.name: span for span in spans if span.trace_id == done.trace_id}
    assert inside["queue wait"].parent_span_id == done.span_id
    steps = [span for name, span in inside.items() if name.startswith("engine step: ")]
    assert steps and {step.parent_span_id for step in steps} == {inside["engine"].span_id}


def test_without_an_endpoint_nothing_of_it_is_imported() -> None:
    assert subprocess.run([sys.executable, "-c", _OFF], env=environment(), timeout=60, check=False).returncode == 0


def test_where_it_is_not_installed_the_command_that_mends_it_is_named() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _MISSING], env=environment(), timeout=60, check=False, capture_output=True, text=True
    )
    assert done.returncode != 0 and "pip install 'fittingroom[tracing]'" in done.stderr
