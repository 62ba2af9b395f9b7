"""What people do, in a real browser, on a real service: from the link that `serve` printed to a key that is refused."""

import re
from pathlib import Path

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect
from tests.dashboard.conftest import EMAIL, PASSWORD, Fresh

PHOTO = Path(__file__).parents[2] / "examples" / "person-astronaut.png"
SERIOUS = ("serious", "critical")
PAGES = ["", "playground/fashion", "playground/hairstyle", "playground/tattoo", "jobs", "usage", "keys", "webhooks"]
PAGES += [
    "playground/accessory",
    "credits",
    "limits",
    "members",
    "profile",
    "accounts",
    "accounts/1",
    "server",
    "nothing-here",
]


def serious(page: Page) -> list[tuple[str, str]]:
    """What axe finds that shuts people out: the rule, and the first element that breaks it."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [(each["id"], each["nodes"][0]["html"]) for each in found if each["impact"] in SERIOUS]


def made_key(page: Page, name: str) -> dict[str, str]:
    """The headers that a key made on its page gives a program."""
    page.goto("keys")
    page.get_by_label("Name").fill(name)
    page.get_by_role("button", name="Make key").click()
    return {"Authorization": f"Bearer {page.locator('#new-key').inner_text()}"}


def test_the_printed_link_works_once(window: BrowserContext, fresh: Fresh) -> None:
    assert httpx.get(fresh.link).status_code == 404


def test_from_a_key_to_a_picture_its_credit_its_usage_and_the_key_refused(
    window: BrowserContext, page: Page, fresh: Fresh
) -> None:
    key = made_key(page, "shop window")
    credits = httpx.get(f"{fresh.url}/api/v1/credits", headers=key).json()["credits"]["on_demand"]

    page.get_by_role("link", name="Playground").click()
    page.get_by_role("button", name="An astronaut").click()
    page.get_by_role("button", name="A long-sleeved T-shirt").click()
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
    expect(page.get_by_text("Painting frame 2", exact=True)).to_be_visible()
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


def test_a_haircut_and_its_colour_are_chosen_by_their_pictures_and_by_keyboard(
    window: BrowserContext, page: Page
) -> None:
    page.goto("playground/hairstyle")
    code = page.locator("#code")
    page.locator("label.cut", has_text="Wavy shag").click()
    expect(code).to_contain_text('"haircut": "WavyShag"')
    page.get_by_role("radio", name="Wavy shag").press("ArrowLeft")
    expect(code).to_contain_text('"haircut": "Updo"')
    page.get_by_role("button", name="Rose gold").press("Enter")
    expect(page.get_by_label("Colour", exact=True)).to_have_value("rose gold")
    expect(code).to_contain_text('"hair_color": "rose gold"')
    page.get_by_role("button", name="as it is").click()
    expect(code).not_to_contain_text("hair_color")
    page.get_by_role("button", name="An astronaut").click()
    page.get_by_role("radio", name="As it is").check(force=True)
    page.get_by_role("button", name="Try it on").click()
    assert page.get_by_label("Colour", exact=True).evaluate("it => it.validity.valueMissing")
    page.get_by_role("button", name="Teal").click()
    page.get_by_role("button", name="Try it on").click()
    expect(page.get_by_role("link", name="Download")).to_be_visible()


def test_every_kind_of_try_on_leads_to_a_picture_with_an_engine_that_does_all(
    window: BrowserContext, page: Page
) -> None:
    for trial, word in (("accessory", '"category": "eyewear"'), ("tattoo", "/tryon/tattoo")):
        page.goto(f"playground/{trial}")
        expect(page.locator("#code")).to_contain_text(word)
        for slot in page.locator("[data-slot] input[type=file]").all():
            slot.set_input_files(PHOTO)
        page.get_by_role("button", name="Try it on").click()
        expect(page.get_by_role("link", name="Download")).to_be_visible()
    page.goto("playground/hairstyle")
    page.get_by_role("button", name="Give the astronaut a bob").click()
    expect(page.get_by_role("link", name="Download")).to_be_visible()


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


def test_a_keys_scopes_and_limits_are_changed_after_it_was_made(
    window: BrowserContext, page: Page, fresh: Fresh
) -> None:
    key = made_key(page, "a kiosk whose name is long enough to need more than one line of the list")
    assert httpx.get(f"{fresh.url}/api/v1/jobs", headers=key).status_code == 200
    page.get_by_role("link", name="Change a kiosk").click()
    assert serious(page) == []
    page.get_by_role("checkbox", name="credits").check()
    page.get_by_label("Credit requests in 60 seconds").fill("3")
    page.get_by_label("Holds").select_option("30")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The key is changed")).to_be_visible()
    assert httpx.get(f"{fresh.url}/api/v1/jobs", headers=key).status_code == 403
    assert httpx.get(f"{fresh.url}/api/v1/credits", headers=key).headers["RateLimit-Limit"] == "3"


@pytest.mark.parametrize("path", PAGES)
def test_a_page_shuts_nobody_out(window: BrowserContext, page: Page, path: str) -> None:
    """In light and dark, wide and on a phone: nothing serious that axe finds, and nothing that hangs over the edge."""
    page.clock.set_fixed_time("2040-06-15")  # moments of other years are the widest: the year is told with them
    page.goto(path)
    for scheme, width in (("light", 1280), ("dark", 390)):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        assert serious(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        beyond = "[...document.querySelectorAll('.scroll')].filter((it) => it.scrollWidth > it.clientWidth).length"
        assert page.evaluate(beyond) == 0, "what a table has at its end can't be seen"


def test_the_door_shuts_nobody_out_either(chromium: object, context: BrowserContext, fresh: Fresh) -> None:
    browser = context.browser
    assert browser
    stranger = browser.new_page(reduced_motion="reduce")
    stranger.goto(f"{fresh.url}/dashboard/keys")
    assert "/sign-in" in stranger.url
    for scheme in ("light", "dark"):
        stranger.emulate_media(color_scheme=scheme)
        assert serious(stranger) == []
    stranger.get_by_label("Email").fill(EMAIL)
    stranger.get_by_label("Password").fill(PASSWORD)
    stranger.keyboard.press("Enter")
    expect(stranger.get_by_role("heading", name="API keys")).to_be_visible()
    stranger.close()


def _asked_of_jobs(page: Page) -> list[str]:
    """The ends of the addresses at which the page asks after a job, as it goes on to ask."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/playground/jobs/" in request.url else None)
    return asked


def test_a_job_is_told_of_by_events_without_asking_again_and_again(window: BrowserContext, page: Page) -> None:
    asked = _asked_of_jobs(page)
    page.goto("playground/fashion")
    page.get_by_role("button", name="Put the jumper on the astronaut").click()
    expect(page.get_by_role("link", name="Download")).to_be_visible()
    assert len(asked) == 1 and asked[0].endswith("/events")


def test_a_job_is_asked_after_where_events_do_not_come_through(window: BrowserContext, page: Page) -> None:
    asked = _asked_of_jobs(page)
    page.route("**/events", lambda route: route.fulfill(status=204))
    page.goto("playground/fashion")
    page.get_by_role("button", name="Put the jumper on the astronaut").click()
    expect(page.get_by_role("link", name="Download")).to_be_visible()
    assert [address.endswith("/events") for address in asked[:2]] == [True, False]


def test_the_page_of_a_job_under_way_tells_its_end_by_itself(window: BrowserContext, page: Page, fresh: Fresh) -> None:
    page.goto("playground/fashion")
    for name in ("An astronaut", "A long-sleeved T-shirt"):
        page.get_by_role("button", name=name).click()
    expect(page.get_by_alt_text("Chosen: tshirt.jpg")).to_be_visible()
    page.get_by_label("Pictures").select_option("4")
    with page.expect_response(lambda answer: answer.request.method == "POST") as posted:
        page.get_by_role("button", name="Try it on").click()
    page.goto(f"jobs/{posted.value.json()['id']}")
    expect(page.get_by_text("completed", exact=True)).to_be_visible()


def test_the_persons_picture_stays_when_the_kind_is_switched_and_no_longer(
    window: BrowserContext, page: Page, tmp_path: Path
) -> None:
    photo = tmp_path / "ann.png"
    Image.new("RGB", (96, 128), "tan").save(photo)
    kinds = page.get_by_role("navigation", name="Kind of try-on")
    page.goto("playground/fashion")
    page.locator("[data-slot=model_image] input[type=file]").set_input_files(photo)
    page.get_by_role("button", name="A long-sleeved T-shirt").click()
    expect(page.get_by_alt_text("Chosen: tshirt.jpg")).to_be_visible()
    for kind in ("hairstyle", "tattoo", "accessory", "fashion"):
        kinds.locator(f"a[href$={kind}]").click()
        page.wait_for_url(f"**/playground/{kind}")
        expect(page.get_by_alt_text("Chosen: ann.png")).to_be_visible()
    expect(page.get_by_alt_text(re.compile("Chosen"))).to_have_count(1)  # the garment is no picture of a design
    page.reload()
    expect(page.get_by_role("button", name="An astronaut")).to_be_visible()
    assert page.evaluate("carry.take()") is None
    expect(page.get_by_alt_text(re.compile("Chosen"))).to_have_count(0)

    page.locator("[data-slot=model_image] input[type=url]").fill("https://a.example/ann.png")
    kinds.locator("a[href$=hairstyle]").click()
    expect(page.locator("[data-slot=face_image] input[type=url]")).to_have_value("https://a.example/ann.png")
    expect(page.locator("#code")).to_contain_text('"face_image": "https://a.example/ann.png"')
