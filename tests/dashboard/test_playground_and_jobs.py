import base64
import json
import re
from io import BytesIO

import httpx
import pytest
from PIL import Image
from tests.dashboard.browser import Browser, signed_in, words
from tests.support.server import Server

from fittingroom.dashboard.advice import ADVICE
from fittingroom.dashboard.routes.playground import HAIR_COLOURS
from fittingroom.errors import JOB_ERRORS, PoseError
from fittingroom.tryon.kinds import KEEP, Haircut
from fittingroom.vision.hair.colours import read_colour

URLS = {"model_image": "https://a.example/a.png", "garment_image": "https://a.example/b.png"}
INLINE = {**URLS, "model_image": base64.b64encode(b"a picture").decode()}


def submit(browser: Browser, body: dict[str, object], **headers: str) -> httpx.Response:
    token = browser.token("/playground/fashion")
    asked = {"X-Form-Token": token, "Content-Type": "application/json"} | headers
    return browser.http.post("/playground/fashion", content=json.dumps(body), headers=asked)


def submitted(browser: Browser, body: dict[str, object] = URLS) -> str:  # type: ignore[assignment]
    return str(submit(browser, body).json()["id"])


def test_a_job_of_the_playground_is_the_accounts_own_at_its_own_cost(server: Server) -> None:
    browser = signed_in(server, credits=2)
    job = submitted(browser)
    assert "1 credit left" in browser.text("/playground/fashion")
    server.complete(job, b"png")
    state = browser.http.get(f"/playground/jobs/{job}").json()
    assert (state["status"], state["cost"], len(state["outputs"])) == ("completed", 1, 1)
    assert httpx.get(server.url + state["outputs"][0]).content == b"png"
    assert "completed" in browser.text(f"/jobs/{job}") and job in browser.http.get("/jobs?key=playground").text
    assert job not in browser.http.get("/jobs?status=failed").text


@pytest.mark.parametrize("body", [{}, {**URLS, "mode": "best"}, {**URLS, "colour": 1}])
def test_a_wrong_field_is_named_in_the_playground_as_in_the_api(server: Server, body: dict[str, object]) -> None:
    refused = submit(signed_in(server, credits=1), body)
    assert refused.status_code == 400 and refused.json()["error"] == "BadRequest" and refused.json()["message"]


def test_without_credits_nothing_is_taken_on(server: Server) -> None:
    browser = signed_in(server)
    assert submit(browser, dict(URLS)).json()["error"] == "OutOfCredits"
    assert "No jobs yet" in browser.text("/jobs")


def test_a_job_asked_for_without_the_pages_token_is_refused(server: Server) -> None:
    assert submit(signed_in(server, credits=1), dict(URLS), **{"X-Form-Token": "0" * 64}).status_code == 403


def test_a_job_is_nobody_elses_to_see_cancel_or_repeat(server: Server) -> None:
    job, other = submitted(signed_in(server, credits=1)), signed_in(server)
    assert other.http.get(f"/jobs/{job}").status_code == 404
    assert other.http.get(f"/playground/jobs/{job}").status_code == 404
    for what in ("cancel", "again"):
        assert other.post(f"/jobs/{job}/{what}", "/keys").status_code == 404


def test_a_cancelled_job_gives_its_credit_back_and_runs_again_where_its_pictures_have_addresses(server: Server) -> None:
    browser = signed_in(server, credits=1)
    job = submitted(browser)
    assert browser.post(f"/jobs/{job}/cancel", f"/jobs/{job}").status_code == 303
    assert "cancelled" in browser.text(f"/jobs/{job}")
    again = browser.post(f"/jobs/{job}/again", f"/jobs/{job}").headers["Location"]
    assert job not in again and "a.example/b.png" in browser.text(again.removeprefix("/dashboard"))


def test_a_job_whose_pictures_came_with_it_keeps_none_and_does_not_run_again(server: Server) -> None:
    browser = signed_in(server, credits=2)
    job = submitted(browser, dict(INLINE))
    page = browser.http.get(f"/jobs/{job}").text
    assert "&lt;base64&gt;" in page and "Run again" not in page and INLINE["model_image"] not in page
    refused = browser.post(f"/jobs/{job}/again", "/jobs")
    assert refused.status_code == 400 and "send them again" in words(refused)


def test_a_failed_job_says_what_to_do(server: Server) -> None:
    browser = signed_in(server, credits=1)
    job = submitted(browser)
    server.fail(job, PoseError("No person was found in the photo."))
    page = browser.text(f"/jobs/{job}")
    assert "No person was found" in page and ADVICE["PoseError"] in page and "Nothing was charged" in page


def test_there_is_advice_for_every_error_of_a_job() -> None:
    assert set(ADVICE) == set(JOB_ERRORS)


def test_what_the_engine_can_not_do_is_said_up_front(server: Server) -> None:
    browser = signed_in(server, credits=1)
    for trial in ("tattoo", "accessory"):
        page = browser.http.get(f"/playground/{trial}").text
        assert "which can't do this yet" in page and 'id="go" disabled' in page
    assert '<option value="eyewear/">' in page and "clothing/tops" not in page
    page = browser.http.get("/playground/fashion").text
    assert '<option value="clothing/tops">' in page and "eyewear" not in page and 'id="go">' in page
    page = browser.http.get("/playground/hairstyle").text
    assert page.count("not with this engine") == 0 and 'value="CornrowBraids" required>' in page
    assert browser.http.get("/playground/jewelry").status_code == 404


def test_there_is_a_small_picture_of_each_haircut(server: Server) -> None:
    browser = signed_in(server)
    shown = re.findall(
        r'value="(\w+)" required[^>]*><img src="([^"]+)"', browser.http.get("/playground/hairstyle").text
    )
    assert {value for value, _ in shown} == {KEEP, *Haircut} and len(shown) == 35
    for _, address in shown:
        answer = httpx.get(server.url + address)
        assert len(answer.content) < 8000
        assert Image.open(BytesIO(answer.content)).size == (192, 192)


@pytest.mark.parametrize("words", [words for words, _ in HAIR_COLOURS])
def test_the_colours_to_begin_with_are_ones_that_the_engine_knows(words: str) -> None:
    assert read_colour(words).words == words


def test_jobs_are_paged(server: Server) -> None:
    browser = signed_in(server, credits=40)
    assert browser.user
    for _ in range(31):
        server.clock.advance(seconds=4)
        server.running.run(server.services.jobs.cancel(browser.user.account_id, submitted(browser)))
    first = browser.http.get("/jobs").text
    assert first.count('class="linked"') == 30
    older = first.split('href="?')[1].split('"')[0].replace("&amp;", "&")
    assert browser.http.get(f"/jobs?{older}").text.count('class="linked"') == 1


def test_a_job_is_told_of_by_events_up_to_its_end_and_to_nobody_else(server: Server) -> None:
    browser = signed_in(server, credits=1)
    job = submitted(browser)
    assert signed_in(server).http.get(f"/playground/jobs/{job}/events").status_code == 404
    states = []
    with browser.http.stream("GET", f"/playground/jobs/{job}/events") as answer:
        assert answer.headers["Content-Type"].startswith("text/event-stream")
        for line in answer.iter_lines():
            if line.startswith("data: "):
                states.append(json.loads(line.removeprefix("data: ")))
                if len(states) == 1:
                    server.complete(job, b"png")
    assert states[0]["status"] == "queued" and states[-1]["status"] == "completed"
    assert states[-1]["ended"] and len(states[-1]["outputs"]) == 1
