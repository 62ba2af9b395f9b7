"""The demo, from its first line to its last, with the fixture engine in place of a real one."""

import os
import re
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from PIL import Image

ROOT = Path(__file__).parents[2]


def _demo(out: Path, engine: str) -> "subprocess.CompletedProcess[str]":
    paths = os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")])
    environment = os.environ | {"FITTINGROOM_ENGINE": engine, "PYTHONPATH": paths, "COLUMNS": "200"}
    command = [sys.executable, str(ROOT / "examples" / "demo.py"), "--out", str(out)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=170, check=False)


def test_the_demo_leaves_picture_and_sheet_names_them_last_and_stops_the_service(tmp_path: Path) -> None:
    done = _demo(tmp_path / "out", "fixture")
    assert done.returncode == 0, done.stdout + done.stderr
    picture, sheet = done.stdout.splitlines()[-2:]
    with Image.open(picture) as shown, Image.open(ROOT / "examples" / "person-astronaut.png") as before:
        assert shown.size == before.size
    with Image.open(sheet) as shown:
        assert shown.width > 2 * shown.height
    address = re.search(r"http://\S+", done.stdout)
    assert address
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{address[0]}/healthz")


def test_a_try_on_that_fails_ends_the_demo_with_the_job_s_own_error(tmp_path: Path) -> None:
    done = _demo(tmp_path / "out", "fixture-pose-error")
    assert done.returncode == 1
    assert "PoseError" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_a_service_that_cannot_start_ends_the_demo_with_what_its_log_says(tmp_path: Path) -> None:
    done = _demo(tmp_path / "out", "nonsense")
    assert done.returncode == 1
    assert "no engine is called 'nonsense'" in done.stdout
