"""A service that nobody has signed in to yet, and Debian's own Chromium."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright
from tests.support.processes import serving

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
EMAIL, PASSWORD = "first@house.example", "correct horse"
#: A page that isn't there, on purpose.
MISSING = "/nothing-here"

expect.set_options(timeout=20_000)


@dataclass(frozen=True)
class Fresh:
    """A service under way: its address, and the link that it printed."""

    url: str
    link: str


@pytest.fixture(scope="module")
def fresh(strange_database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fresh]:
    folder = tmp_path_factory.mktemp("fresh")
    variables = {
        "FITTINGROOM_DATABASE_URL": strange_database_url,
        "FITTINGROOM_DATA_DIR": str(folder),
        "FITTINGROOM_ENGINE": "fixture",
        "FITTINGROOM_FIXTURE_SECONDS": "0.3",
    }
    with serving(folder, variables, _told) as told:
        yield told


def _told(line: str) -> Fresh | None:
    link = line.strip()
    return Fresh(link.split("/dashboard")[0], link) if "/dashboard/link/" in link else None


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("No Chromium on this machine: install Debian's package chromium.")
    # Its sandbox can't be had by root, nor where user namespaces are off; it sees no pages but ours.
    options = ["--no-sandbox", "--disable-dev-shm-usage"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=options)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def context(chromium: Browser, fresh: Fresh) -> Iterator[BrowserContext]:
    """The window of the one who opens the printed link; it stays signed in for all tests of a module."""
    # Without motion: what fades from one colour to another has little contrast on its way.
    context = chromium.new_context(
        base_url=f"{fresh.url}/dashboard/", viewport={"width": 1280, "height": 900}, reduced_motion="reduce"
    )
    context.set_default_timeout(20_000)
    yield context
    context.close()


@pytest.fixture(scope="module")
def window(context: BrowserContext, fresh: Fresh) -> BrowserContext:
    """Signed in by the printed link, as the first administrator, with one job done."""
    page = context.new_page()
    page.goto(fresh.link)
    page.get_by_label("Email").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Set up").click()
    expect(page.get_by_role("heading", name="Overview")).to_be_visible()
    page.goto("playground/fashion")
    page.get_by_role("button", name="Put the jumper on the astronaut").click()
    expect(page.get_by_role("link", name="Download")).to_be_visible()
    page.close()
    return context


def _is_complaint(message: ConsoleMessage) -> bool:
    return message.type == "error" and not message.location["url"].endswith(MISSING)


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page that complains of nothing: no error in a script, nothing that its policy forbids, nothing missing."""
    page, complaints = context.new_page(), list[str]()
    page.on("console", lambda message: complaints.append(message.text) if _is_complaint(message) else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    page.close()
    assert complaints == []
