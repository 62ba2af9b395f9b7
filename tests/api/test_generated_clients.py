"""Clients in Python and TypeScript, generated from the OpenAPI document by tools of others, at work on the service."""

import json
import shutil
import subprocess
from pathlib import Path

import httpx
import pytest
from PIL import Image
from tests.sdk.environments import generator, node_modules
from tests.support.processes import environment
from tests.support.served import Served

NODE = shutil.which("node") if shutil.which("npm") else None
TYPESCRIPT = Path(__file__).with_name("typescript_client")
#: What a client is told that asks for too many pictures, has no key, and asks after a job that isn't there.
REFUSED = [400, "BadRequest", "num_samples takes a whole number from 1 to 4."]
UNKNOWN = [401, "UnauthorizedAccess"]
MISSING = "NotFound"


@pytest.fixture
def folder(served: Served, tmp_path: Path) -> Path:
    """With the document, and a photo."""
    (tmp_path / "openapi.json").write_text(httpx.get(f"{served.url}/openapi.json").text)
    Image.effect_mandelbrot((96, 128), (-2, -1.5, 1, 1.5), 50).convert("RGB").save(tmp_path / "photo.png")
    return tmp_path


def test_a_client_in_python_works(served: Served, folder: Path) -> None:
    python = str(generator())
    arguments = ["generate", "--path", "openapi.json", "--meta", "none", "--output-path", "try_on_client"]
    _run(folder, python, "-m", "openapi_python_client", *arguments)
    script = str(Path(__file__).with_name("generated_client_at_work.py"))
    access = {"FITTINGROOM_URL": served.url, "FITTINGROOM_KEY": served.key(credits=10), "PYTHONPATH": str(folder)}
    saw = json.loads(_run(folder, python, script, "photo.png", **access))
    assert [httpx.get(picture).headers["Content-Type"] for picture in saw["pictures"]] == ["image/png"] * 4
    assert (saw["refused"], saw["unknown"], saw["missing"], saw["left"]) == (REFUSED, UNKNOWN, MISSING, 6)


@pytest.mark.skipif(NODE is None, reason="there is no Node.js with npm on this machine")
def test_a_client_in_typescript_compiles_and_works(served: Served, folder: Path) -> None:
    assert NODE
    (folder / "node_modules").symlink_to(node_modules(TYPESCRIPT))
    for source in ("at_work.ts", "package.json", "tsconfig.json"):
        shutil.copy(TYPESCRIPT / source, folder)
    _run(folder, NODE, "node_modules/openapi-typescript/bin/cli.js", "openapi.json", "-o", "api.d.ts")
    _run(folder, NODE, "node_modules/typescript/bin/tsc", "-p", ".")
    saw = json.loads(_run(folder, NODE, "built/at_work.js", served.url, served.key(credits=10), "photo.png"))
    assert [httpx.get(picture).headers["Content-Type"] for picture in saw["pictures"]] == ["image/png"] * 4
    assert (saw["refused"], saw["unknown"], saw["missing"], saw["left"]) == (REFUSED, UNKNOWN, MISSING, 6)
    assert (saw["wrong"], saw["jobs"]) == (400, ["tattoo", "hairstyle"])


def _run(folder: Path, *command: str, **variables: str) -> str:
    variables = environment(**({"PYTHONPATH": ""} | variables))
    done = subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout
