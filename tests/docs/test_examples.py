"""Every example in docs/, run as it stands against the whole service."""

import configparser
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from base64 import b64encode
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from openapi_schema_validator import OAS31Validator
from PIL import Image
from standardwebhooks.webhooks import Webhook, WebhookVerificationError
from tests.docs.examples import Block, blocks
from tests.support.processes import environment
from tests.support.served import Served
from tests.support.server import Server
from typer.testing import CliRunner

from fittingroom.cli.main import app

ALL = blocks()
PHOTOS = {"model_image": "person.jpg", "garment_image": "shirt.png"}
ANSWERS = {block.answer for block in ALL}
#: What a block of text may be: something to look at, not to run. Whoever adds a kind adds a test of it.
SHOWN = re.compile(
    r"make |fittingroom |export |FITTINGROOM_|Authorization: |id: 1\n|client ──|fittingroom\.example\.com \{"
)


def of(*languages: str) -> list[Block]:
    return [block for block in ALL if block.language in languages]


def named(found: list[Block]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("block", found, ids=str)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where examples run: with the two pictures that the pages speak of, and the command on the path."""
    _draw(tmp_path)
    command = tmp_path / "bin" / "fittingroom"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -c "from fittingroom.cli.main import app; app()" "$@"\n')
    command.chmod(0o755)
    return tmp_path


@pytest.fixture(scope="module")
def access(served: Served, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What the pages have readers set: server, key, and a job that is completed."""
    folder = tmp_path_factory.mktemp("photos")
    _draw(folder)
    key = served.key(credits=150)
    headers = {"Authorization": f"Bearer {key}", "Prefer": "wait=30"}
    images = {field: b64encode((folder / name).read_bytes()).decode() for field, name in PHOTOS.items()}
    job = httpx.post(f"{served.url}/api/v1/tryon/fashion", json=images, headers=headers, timeout=60).json()
    assert job["status"] == "completed", job
    return {"FITTINGROOM_URL": served.url, "FITTINGROOM_KEY": key, "FITTINGROOM_JOB": job["id"]}


@pytest.fixture
def variables(access: dict[str, str], folder: Path, served: Served) -> dict[str, str]:
    """The environment of an example."""
    path = f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return environment(**served.environment, **access, PATH=path)


@named([block for block in of("bash") if not block.note and block.source.startswith("fittingroom ")])
def test_commands_do_what_the_page_says(
    block: Block, folder: Path, served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In this process, since starting the program takes longer than what it does."""
    monkeypatch.chdir(folder)
    key = _command(["keys", "create", "--account", "me"], served.environment)
    for line in block.source.splitlines():
        words = [word.replace("$FITTINGROOM_KEY", key) for word in shlex.split(line)]
        assert words[0] == "fittingroom"
        _command(words[1:], served.environment)
    if "-o result.png" in block.source:
        _assert_picture(folder)


@named([block for block in of("bash") if block.source.startswith("curl ") and "/cancel" not in block.source])
def test_a_shell_example_does_what_the_page_says(block: Block, folder: Path, variables: dict[str, str]) -> None:
    said = _run(["bash", "-euo", "pipefail", "-c", block.source], folder, variables)
    assert said.strip()
    if block.answer is not None:
        assert _shape(json.loads(said)) == _shape(json.loads(block.answer))


@named([block for block in of("bash") if "/cancel" in block.source])
def test_an_example_that_wants_a_job_under_way_does_what_the_page_says(
    block: Block, folder: Path, server: Server
) -> None:
    customer = server.customer()
    access = {"FITTINGROOM_URL": server.url, "FITTINGROOM_KEY": customer.key, "FITTINGROOM_JOB": customer.submit()}
    said = _run(["bash", "-euo", "pipefail", "-c", block.source], folder, environment(**access))
    assert block.answer is not None
    assert _shape(json.loads(said)) == _shape(json.loads(block.answer))


@named([block for block in of("bash") if block.note == "serve"])
def test_an_example_that_serves_comes_up_and_stops(block: Block, folder: Path, variables: dict[str, str]) -> None:
    command = shlex.split(block.source.replace("--port 8000", "--port 0"))
    with subprocess.Popen(command, cwd=folder, env=variables, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            address = next(found[0] for line in process.stdout if (found := re.search(r"http://\S+", line)))
            assert httpx.get(f"{address}/healthz", timeout=30).status_code == 200
        finally:
            process.terminate()
            assert process.wait(30) == 0


@named([block for block in of("python") if not block.note])
def test_a_python_example_leaves_a_picture(block: Block, folder: Path, variables: dict[str, str]) -> None:
    _run([sys.executable, "-c", block.source], folder, variables)
    _assert_picture(folder)


@named([block for block in of("python") if block.note == "webhook"])
def test_the_example_of_a_receiver_takes_what_is_signed_and_nothing_else(block: Block) -> None:
    there: dict[str, Any] = {}
    exec(block.source, there)
    secret, body, now = "whsec_c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0", b'{"type": "job.completed"}', datetime.now(UTC)
    signature = Webhook(secret).sign("msg_1", now, body.decode())
    headers = {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": signature,
    }
    assert there["read_message"](secret, body, headers) == {"type": "job.completed"}
    with pytest.raises(WebhookVerificationError):
        there["read_message"](secret, body + b" ", headers)


@named(of("js"))
def test_a_javascript_example_leaves_a_picture(block: Block, folder: Path, variables: dict[str, str]) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("there is no Node.js on this machine")
    (folder / "example.mjs").write_text(block.source)
    _run([node, "example.mjs"], folder, variables)
    _assert_picture(folder)


@named([block for block in of("json") if block.source not in ANSWERS])
def test_an_answer_that_is_shown_is_one_that_the_api_may_give(block: Block, server: Server) -> None:
    document = httpx.get(f"{server.url}/openapi.json").json()
    shown = json.loads(block.source)
    fitting = [
        name
        for name in document["components"]["schemas"]
        if OAS31Validator({"$ref": f"#/components/schemas/{name}", "components": document["components"]}).is_valid(
            shown
        )
    ]
    assert fitting


@named(of("ini"))
def test_a_unit_of_systemd_starts_a_command_that_there_is(block: Block) -> None:
    unit = configparser.ConfigParser(interpolation=None, strict=False)
    unit.optionxform = str  # type: ignore[assignment, method-assign]
    unit.read_string(block.source)
    program, *arguments = shlex.split(unit["Service"]["ExecStart"])
    assert Path(program).name == "fittingroom"
    assert CliRunner().invoke(app, [*arguments, "--help"]).exit_code == 0


@named(of("yaml"))
def test_what_prometheus_is_told_to_ask_for_is_an_address_that_there_is(block: Block, server: Server) -> None:
    (job,) = yaml.safe_load(block.source)["scrape_configs"]
    assert job["static_configs"][0]["targets"] and "metrics_path" not in job  # so that it is /metrics
    assert httpx.get(f"{server.url}/metrics").status_code == 200


@pytest.mark.parametrize(
    "line", [line for block in of("text") for line in block.source.splitlines() if line.startswith("fittingroom ")]
)
def test_a_command_that_is_only_shown_is_one_that_there_is(line: str) -> None:
    assert CliRunner().invoke(app, [*shlex.split(line)[1:], "--help"]).exit_code == 0


def test_there_is_no_block_that_no_test_looks_at() -> None:
    assert {block.language for block in ALL} == {"bash", "python", "js", "json", "ini", "yaml", "text"}
    assert {block.note for block in ALL} == {"", "serve", "webhook"}
    assert [str(block) for block in of("bash") if not block.source.startswith(("curl ", "fittingroom "))] == []
    assert [str(block) for block in of("text") if not SHOWN.match(block.source)] == []


def _command(words: list[str], variables: dict[str, str]) -> str:
    """The last line that the command prints."""
    done = CliRunner().invoke(app, words, env=variables)
    assert done.exit_code == 0, done.output
    return (done.stdout.splitlines() or [""])[-1]


def _draw(folder: Path) -> None:
    Image.effect_mandelbrot((96, 128), (-2, -1.5, 1, 1.5), 50).convert("RGB").save(folder / "person.jpg")
    Image.linear_gradient("L").convert("RGB").save(folder / "shirt.png")


def _run(command: list[str], folder: Path, variables: dict[str, str]) -> str:
    done = subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout


def _assert_picture(folder: Path) -> None:
    with Image.open(folder / "result.png") as picture:
        assert picture.size == (96, 128)


def _shape(answer: Any) -> Any:
    """An answer without what differs from run to run: ids, numbers, moments, addresses; and one of many alike."""
    match answer:
        case dict():
            return {name: _shape(value) for name, value in answer.items()}
        case list():
            return [_shape(value) for value in answer][:1]
        case str():
            text = re.sub("[0-9a-f]{24}", "<id>", answer)
            text = re.sub(r"https?://.+/outputs/.+", "<picture>", text)
            return re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+\+00:00", "<moment>", text)
        case bool():
            return answer
        case int():
            return "<number>"
    return answer
