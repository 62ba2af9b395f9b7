"""The programs that the playground writes, copied from its page and run as they stand against the service."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect
from tests.dashboard.conftest import Fresh
from tests.support.processes import environment

NODE = shutil.which("node")
KINDS = ("fashion", "hairstyle", "tattoo")
PHOTO = "ann's photo.jpg"
DESIGN = "$HOME `sign`.png"
#: What shells, JSON and Python take for something else than text, where it isn't written with care.
WORDS = """dark "ash" $HOME `id` \\n O'Hara é"""

Run = Callable[[list[str]], str]


@pytest.fixture
def run(window: BrowserContext, page: Page, fresh: Fresh, tmp_path: Path) -> Run:
    """Runs a command where the pictures are, with a key of the account; gives what it printed."""
    for name in (PHOTO, DESIGN):
        Image.effect_mandelbrot((96, 128), (-2, -1.5, 1, 1.5), 50).convert("RGB").save(tmp_path / name)
    page.goto("keys")
    page.get_by_label("Name").fill("snippets")
    page.get_by_role("button", name="Make key").click()
    variables = environment(FITTINGROOM_KEY=page.locator("#new-key").inner_text())

    def run(command: list[str]) -> str:
        done = subprocess.run(
            command, cwd=tmp_path, env=variables, capture_output=True, text=True, timeout=60, check=False
        )
        assert done.returncode == 0, done.stderr + done.stdout
        return done.stdout

    return run


def written(page: Page, folder: Path, kind: str, language: str) -> str:
    """The program for a request whose files and words are awkward."""
    page.goto(f"playground/{kind}")
    for chooser, name in zip(page.locator("[data-slot] input[type=file]").all(), (PHOTO, DESIGN), strict=False):
        chooser.set_input_files(folder / name)
    for label in {"hairstyle": ["Colour"], "tattoo": ["Where"]}.get(kind, []):
        page.get_by_label(label).fill(WORDS)
    page.get_by_role("tab", name=language).click()
    return page.locator("#code").inner_text()


def assert_asked_for(page: Page, fresh: Fresh, kind: str, printed: str) -> None:
    """The program printed where a picture is, and the server was asked for what the form said."""
    found = re.search(r"https?://[^\s\"']+/outputs/[^\s\"']+", printed)
    assert found, printed
    assert httpx.get(found[0]).content.startswith(b"\x89PNG")
    page.goto("jobs")
    page.locator("tbody a[href*='/jobs/']").first.click()
    request = page.locator("pre.code", has_text="<base64>").first
    expect(request).to_be_visible()
    kept = json.loads(request.inner_text())
    words = {"hairstyle": "hair_color", "tattoo": "placement"}.get(kind)
    assert words is None or kept[words] == WORDS


@pytest.mark.parametrize("kind", KINDS)
def test_the_commands_in_curl_lead_to_a_picture(run: Run, page: Page, fresh: Fresh, tmp_path: Path, kind: str) -> None:
    submit, _, ask = written(page, tmp_path, kind, "curl").partition("\n\n# It answers with an id")
    answer = json.loads(run(["bash", "-euo", "pipefail", "-c", submit]))
    assert answer.get("ok"), answer
    command = ask.partition("\n")[2].replace("/ID", f"/{answer['id']}")
    job = {"status": "processing"}
    while job["status"] == "processing":
        printed = run(["bash", "-euo", "pipefail", "-c", command])
        job = json.loads(printed)
    assert_asked_for(page, fresh, kind, printed)


@pytest.mark.parametrize("kind", KINDS)
def test_the_program_in_python_leads_to_a_picture(
    run: Run, page: Page, fresh: Fresh, tmp_path: Path, kind: str
) -> None:
    program = written(page, tmp_path, kind, "Python")
    assert_asked_for(page, fresh, kind, run([sys.executable, "-c", program]))


@pytest.mark.parametrize("kind", [kind if NODE else f"{kind} (there is no Node.js on this machine)" for kind in KINDS])
@pytest.mark.skipif(NODE is None, reason="there is no Node.js on this machine")
def test_the_program_in_javascript_leads_to_a_picture(
    run: Run, page: Page, fresh: Fresh, tmp_path: Path, kind: str
) -> None:
    (tmp_path / "program.mjs").write_text(written(page, tmp_path, kind, "JavaScript"))
    assert NODE is not None
    assert_asked_for(page, fresh, kind, run([NODE, "program.mjs"]))
