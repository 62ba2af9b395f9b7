"""`fittingroom serve` as a person runs it: a process of its own, on its embedded defaults, spoken to over HTTP."""

import base64
import io
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import psutil
import pytest
from PIL import Image
from tests.engines.requests import noise
from tests.support.folders import short_folder

_CAPTURED: dict[str, Any] = {"capture_output": True, "text": True, "timeout": 120}
COMMAND = [sys.executable, "-c", "from fittingroom.cli.main import app; app()"]


def environment(data_dir: Path, seconds: float) -> dict[str, str]:
    ours = {"DATA_DIR": str(data_dir), "ENGINE": "fixture", "FIXTURE_SECONDS": str(seconds)}
    return {**os.environ, **{f"FITTINGROOM_{name}": value for name, value in ours.items()}}


@dataclass
class Service:
    process: "subprocess.Popen[str]"
    log: Path
    url: str = ""

    def until(self, condition: Callable[[], bool], seconds: float = 90) -> None:
        end = time.monotonic() + seconds
        while not condition():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < end, self.log.read_text()
            time.sleep(0.05)

    def says_its_address(self) -> bool:
        found = [line for line in self.log.read_text().splitlines() if "serves on http://" in line]
        if found:
            self.url = found[0].split("serves on ")[1].split()[0]
        return bool(found)

    def is_ready(self) -> bool:
        return httpx.get(f"{self.url}/healthz").status_code == 200

    def stop(self) -> None:
        self.process.terminate()
        assert self.process.wait(10) == 0, self.log.read_text()


@contextmanager
def serving(data_dir: Path, log: Path, seconds: float) -> Iterator[Service]:
    with log.open("w") as file:
        command = [*COMMAND, "serve", "--port", "0"]
        process = subprocess.Popen(command, env=environment(data_dir, seconds), stdout=file, stderr=subprocess.STDOUT)
    service = Service(process, log)  # type: ignore[arg-type]
    try:
        service.until(service.says_its_address)
        service.until(service.is_ready)
        yield service
    finally:
        process.kill()
        process.wait()


@pytest.fixture
def data_dir() -> Iterator[Path]:
    with short_folder() as folder:
        yield folder


def make_key(data_dir: Path) -> str:
    command = [*COMMAND, "keys", "create", "--account", "demo", "--credits", "10"]
    made = subprocess.run(command, env=environment(data_dir, 0), capture_output=True, text=True, check=True)
    return made.stdout.splitlines()[-1]


def photo(seed: int) -> bytes:
    """JPEG, so that the PNG that comes out, which must have its pixels, has none of its bytes."""
    out = io.BytesIO()
    Image.fromarray(noise(seed, 128, 96)).save(out, "JPEG", quality=90)
    return out.getvalue()


class Secrets:
    """Finds 48 bytes in a row of any of the given texts: wherever they lie in a file, they hold five aligned words of
    eight bytes.

    Words of one and the same byte say nothing: a JPEG has one of zeros in its tables, a database has millions.
    """

    def __init__(self, *texts: bytes) -> None:
        windows = [np.lib.stride_tricks.sliding_window_view(np.frombuffer(text, np.uint8), 8) for text in texts]
        telling = np.concatenate([window[(window != window[:, :1]).any(axis=1)] for window in windows])
        self.words = np.unique(telling.view(np.uint64))
        # Most words of a file are ruled out by three of their bytes, which is much quicker than to look them up.
        self.maybe = np.zeros(1 << 24, np.bool_)
        self.maybe[self.words & 0xFFFFFF] = True

    def files_with_any(self, folder: Path) -> list[Path]:
        return [file for file in folder.rglob("*") if file.is_file() and self._longest_run(file) >= 5]

    def _longest_run(self, file: Path) -> int:
        try:
            content = file.read_bytes()
        except FileNotFoundError:  # the database's files come and go
            return 0
        words = np.frombuffer(content[: len(content) // 8 * 8], np.uint64)
        found = self.maybe[words & 0xFFFFFF]
        near = np.searchsorted(self.words, words[found]).clip(max=len(self.words) - 1)
        found[found] = self.words[near] == words[found]
        places = np.flatnonzero(found)
        breaks = np.flatnonzero(np.diff(places) != 1) + 1
        return max(map(len, np.split(places, breaks)))


def test_the_search_for_leaks_finds_one(tmp_path: Path) -> None:
    secret = photo(0)
    (tmp_path / "clean").write_bytes(os.urandom(5000))
    leak = tmp_path / "leak"
    for offset in range(8):
        leak.write_bytes(os.urandom(1000 + offset) + secret[300:348] + os.urandom(1000))
        assert Secrets(photo(1), secret).files_with_any(tmp_path) == [leak]


def test_from_photo_to_picture_over_http_with_no_trace_of_the_photo_and_no_job_lost_at_a_stop(
    data_dir: Path, tmp_path: Path
) -> None:
    photos = {"model_image": photo(1), "garment_image": photo(2)}
    texts = {name: base64.b64encode(data).decode() for name, data in photos.items()}
    secrets = Secrets(*photos.values(), *(text.encode() for text in texts.values()))
    with serving(data_dir, tmp_path / "first.log", seconds=5) as service:
        key = make_key(data_dir)
        if sys.platform == "linux":
            assert psutil.Process(service.process.pid).rlimit(psutil.RLIMIT_CORE) == (0, 0), "a core dump has the photo"
        client = httpx.Client(base_url=f"{service.url}/api/v1", headers={"Authorization": f"Bearer {key}"}, timeout=30)

        def submit() -> str:
            answer = client.post("/tryon/fashion", json={**texts, "category": "clothing", "subcategory": "tops"})
            assert answer.status_code == 200, answer.text
            return str(answer.json()["id"])

        def status(job_id: str) -> dict[str, Any]:
            found: dict[str, Any] = client.get(f"/status/{job_id}").json()
            return found

        job_id = submit()
        service.until(lambda: f"Job {job_id} started" in service.log.read_text())
        assert status(job_id)["status"] == "processing"
        assert secrets.files_with_any(data_dir) == []
        service.until(lambda: status(job_id)["status"] != "processing")
        answer = status(job_id)
        assert answer["status"] == "completed", answer
        picture = httpx.get(answer["output"][0])
        assert picture.headers["Content-Type"] == "image/png"
        pixels = np.asarray(Image.open(io.BytesIO(picture.content)))
        assert np.array_equal(pixels[20:-20, 20:-20], np.asarray(Image.open(io.BytesIO(photo(1))))[20:-20, 20:-20])
        assert client.get("/credits").json()["credits"]["on_demand"] == 9

        interrupted = submit()
        service.until(lambda: f"Job {interrupted} started" in service.log.read_text())
        service.stop()
    assert secrets.files_with_any(data_dir) == []
    assert secrets.files_with_any(tmp_path) == []  # the log

    with serving(data_dir, tmp_path / "second.log", seconds=0) as service:
        client.base_url = f"{service.url}/api/v1"
        service.until(lambda: status(interrupted)["status"] != "processing")
        assert status(interrupted)["status"] == "completed"
        assert client.get("/credits").json()["credits"]["on_demand"] == 8
        assert httpx.get(status(job_id)["output"][0]).content == picture.content
        service.stop()
    client.close()


def test_an_address_in_use_is_said_in_words_before_anything_is_begun(data_dir: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        ended = subprocess.run([*COMMAND, "serve", "--port", port], env=environment(data_dir, 0), **_CAPTURED)
    assert ended.returncode == 1
    assert ended.stderr.splitlines() == [
        f"Can't listen on 127.0.0.1, port {port}: Address already in use. See --host and --port."
    ]
    assert list(data_dir.iterdir()) == []


@pytest.mark.parametrize("command", ["api", "worker"])
def test_a_database_that_is_not_there_is_said_in_words(command: str, data_dir: Path) -> None:
    nobody = {"FITTINGROOM_DATABASE_URL": "postgresql://me:password@127.0.0.1:1/name"}
    options = ["--port", "0"] if command == "api" else []
    ended = subprocess.run([*COMMAND, command, *options], env=environment(data_dir, 0) | nobody, **_CAPTURED)
    assert ended.returncode == 1
    assert "FITTINGROOM_DATABASE_URL: no connection." in ended.stderr
    assert "password" not in ended.stderr and "Traceback" not in ended.stderr
