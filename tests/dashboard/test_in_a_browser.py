"""What people do, in a real browser, on a real service: from the link that `serve` printed to a key that is refused."""

import re

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect
from tests.dashboard.conftest import EMAIL, PASSWORD, Fresh

SERIOUS = ("serious", "critical")
PAGES = ["", "playground/fashion", "playground/hairstyle", "playground/tattoo", "jobs", "usage", "keys", "webhooks"]
PAGES += ["credits", "limits", "members", "profile", "accounts", "accounts/1", "server", "nothing-here"]


def test_the_printed_link_works_once(window: BrowserContext, fresh: Fresh) -> None:
    assert httpx.get(fresh.link).status_code == 404


def test_from_a_key_to_a_picture_its_credit_its_usage_and_the_key_refused(
    window: BrowserContext, page: Page, fresh: Fresh
) -> None:
    page.goto("keys")
    page.get_by_label("Name").fill("shop window")
    page.get_by_role("button", name="Make key").click()
    key = {"Authorization": f"Bearer {page.locator('#new-key').inner_text()}"}
    credits = httpx.get(f"{fresh.url}/api/v1/credits", headers=key).json()["credits"]["on_demand"]

    page.get_by_role("link", name="Playground").click()
    page.get_by_role("button", name="An astronaut").click()
    page.get_by_role("button", name="A T-shirt").click()
    expect(page.get_by_alt_text("Chosen: tshirt.jpg")).to_be_visible()
    page.get_by_label("Pictures").select_option("2")
    page.get_by_role("button", name="Try it on").click()
    download = page.get_by_role("link", name="Download")
    expect(download).to_be_visible()
    expect(page.get_by_text(f"{credits - 2} credits left")).to_be_visible()
    with page.expect_download() as saved:
        download.click()
    assert saved.value.path().read_bytes().startswith(b"\x89PNG")

    page.get_by_role("link", name="Job", exact=True).click()
    expect(page.get_by_text("completed", exact=True)).to_be_visible()
    expect(page.get_by_role("img", name=re.compile("Result"))).to_have_count(2)
    job = page.url.rsplit("/", 1)[1]
    page.get_by_role("link", name="Credits").click()
    expect(page.locator("tbody tr").first).to_contain_text(f"job {job[:8]}")
    assert httpx.get(f"{fresh.url}/api/v1/credits", headers=key).json()["credits"]["on_demand"] == credits - 2
    page.get_by_role("link", name="Usage").click()
    expect(page.locator(".chart rect.completed")).to_have_count(1)

    page.get_by_role("link", name="API keys").click()
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Revoke shop window").click()
    expect(page.get_by_text("The key is revoked")).to_be_visible()
    assert httpx.get(f"{fresh.url}/api/v1/credits", headers=key).status_code == 401


def test_the_request_can_be_copied_in_three_languages(window: BrowserContext, page: Page, fresh: Fresh) -> None:
    page.goto("playground/fashion")
    code = page.locator("#code")
    for language, mark in (("curl", "<<JSON"), ("Python", "requests.post("), ("JavaScript", "await fetch(")):
        page.get_by_role("tab", name=language).click()
        expect(code).to_contain_text(mark)
        expect(code).to_contain_text(f"{fresh.url}/api/v1")
    page.get_by_label("What is it?").select_option("clothing/dresses")
    expect(code).to_contain_text('subcategory: "dresses"')


def test_before_and_after_are_compared_by_keyboard(window: BrowserContext, page: Page) -> None:
    page.goto("playground/fashion")
    page.get_by_role("button", name="Put the jumper on the astronaut").focus()
    page.keyboard.press("Enter")
    slider = page.get_by_role("slider")
    expect(slider).to_be_visible()
    slider.focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    assert page.locator(".compare").evaluate("it => it.style.getPropertyValue('--split')") == "55%"
    page.get_by_role("button", name="Look closer").press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_what_goes_wrong_is_told_in_place(window: BrowserContext, page: Page) -> None:
    page.goto("playground/hairstyle")
    page.get_by_role("button", name="Try it on").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose a picture: person")
    page.get_by_label("or its address").fill("http://127.0.0.1/secret.png")
    page.get_by_role("button", name="Try it on").click()
    expect(page.get_by_text("ImageLoadError")).to_be_visible()
    expect(page.get_by_text("Nothing was charged")).to_be_visible()


def test_on_a_phone_the_menu_opens_and_leads_on(window: BrowserContext, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("keys")
    expect(page.get_by_role("link", name="Usage")).to_be_hidden()
    page.get_by_role("button", name="Menu").press("Enter")
    page.get_by_role("link", name="Usage").click()
    expect(page.get_by_role("heading", name="Usage")).to_be_visible()


@pytest.mark.parametrize("path", PAGES)
def test_a_page_shuts_nobody_out(window: BrowserContext, page: Page, path: str) -> None:
    """In light and dark, wide and on a phone: nothing serious that axe finds, and nothing that hangs over the edge."""
    page.goto(path)
    for scheme, width in (("light", 1280), ("dark", 390)):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
        serious = [
            (each["id"], each["nodes"][0]["html"]) for each in found if each["impact"] in ("serious", "critical")
        ]
        assert serious == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_door_shuts_nobody_out_either(chromium: object, context: BrowserContext, fresh: Fresh) -> None:
    browser = context.browser
    assert browser
    stranger = browser.new_page(reduced_motion="reduce")
    stranger.goto(f"{fresh.url}/dashboard/keys")
    assert "/sign-in" in stranger.url
    for scheme in ("light", "dark"):
        stranger.emulate_media(color_scheme=scheme)
        found = Axe().run(stranger).response["violations"]
        assert [each["id"] for each in found if each["impact"] in SERIOUS] == []
    stranger.get_by_label("Email").fill(EMAIL)
    stranger.get_by_label("Password").fill(PASSWORD)
    stranger.keyboard.press("Enter")
    expect(stranger.get_by_role("heading", name="API keys")).to_be_visible()
    stranger.close()
