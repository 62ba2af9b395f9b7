from dataclasses import replace

import httpx
import pytest
from fastapi import Response
from tests.dashboard.browser import PASSWORD, Browser, signed_in, words
from tests.support.server import Server

from fittingroom.dashboard.paths import link_path, safe_next
from fittingroom.dashboard.rooms import Rooms
from fittingroom.dashboard.visitors import let_in
from fittingroom.db import Database
from fittingroom.jobs import Changes
from fittingroom.users import Role, Users


def test_a_link_signs_in_once_and_gives_a_password_that_signs_in_later(server: Server) -> None:
    users = Users(server.services.database)
    ann = server.running.run(users.create("ann@link.example", "link"))
    link = link_path(server.running.run(users.link(ann.id))).removeprefix("/dashboard")
    browser = Browser(server)
    assert "ann@link.example" in browser.text(link)
    short = browser.post(link, link, {"password": "short"})
    assert short.status_code == 400 and "10" in words(short)
    entered = browser.post(link, link, {"password": PASSWORD})
    assert entered.headers["Location"] == "/dashboard/" and "ann@link.example" in browser.text("/keys")
    assert "used" in words(Browser(server).http.get(link))
    later = Browser(server)
    asked = {"email": "Ann@link.example", "password": PASSWORD, "next": "/dashboard/keys"}
    assert later.post("/sign-in", "/sign-in", asked).headers["Location"] == "/dashboard/keys"
    assert "ann@link.example" in later.text("/keys")


def test_pages_send_those_who_are_not_signed_in_to_the_door_and_back(server: Server) -> None:
    refused = Browser(server).http.get("/keys")
    assert (refused.status_code, refused.headers["Location"]) == (303, "/dashboard/sign-in?next=/dashboard/keys")


def test_the_cookie_is_kept_from_scripts_and_other_sites_and_ends_at_the_sign_out(server: Server) -> None:
    browser = signed_in(server)
    (cookie,) = [cookie for cookie in browser.http.cookies.jar if cookie.name == "fittingroom_session"]
    assert cookie.has_nonstandard_attr("HttpOnly") and cookie.get_nonstandard_attr("SameSite") == "lax"
    assert browser.post("/sign-out", "/keys").status_code == 303
    stolen = httpx.get(f"{server.url}/dashboard/keys", cookies={cookie.name: cookie.value or ""})
    assert stolen.headers["Location"].startswith("/dashboard/sign-in")


@pytest.mark.parametrize("token", ["", "0" * 64, "é"])
def test_a_form_without_its_token_changes_nothing(server: Server, token: str) -> None:
    browser = signed_in(server)
    refused = browser.http.post("/keys", data={"name": "forged", "form_token": token})
    assert refused.status_code == 403 and "forged" not in browser.text("/keys")


def test_a_form_with_the_token_of_another_browser_changes_nothing(server: Server) -> None:
    browser, other = signed_in(server), signed_in(server)
    refused = browser.http.post("/keys", data={"name": "forged", "form_token": other.token("/keys")})
    assert refused.status_code == 403


def test_a_form_that_another_site_sent_changes_nothing(server: Server) -> None:
    browser = signed_in(server)
    data, headers = {"name": "forged", "form_token": browser.token("/keys")}, {"Sec-Fetch-Site": "cross-site"}
    assert browser.http.post("/keys", data=data, headers=headers).status_code == 403


def test_a_wrong_password_is_told_on_the_form_and_tried_a_few_times_only(server: Server) -> None:
    browser = Browser(server)
    wrong = {"email": "nobody@wrong.example", "password": "wrong"}
    answers = [browser.post("/sign-in", "/sign-in", wrong) for _ in range(9)]
    assert [answer.status_code for answer in answers] == [401] * 8 + [429]
    assert 'value="nobody@wrong.example"' in answers[0].text and "Too many" in answers[-1].text


@pytest.mark.parametrize(
    "path", ["https://evil.example", "//evil.example", "/\\evil.example", "/dashboard//evil.example", "", "/api"]
)
def test_a_sign_in_leads_to_no_other_site(path: str) -> None:
    assert safe_next(path) == "/dashboard/"


def test_pages_may_load_nothing_from_elsewhere_nor_be_framed(server: Server) -> None:
    headers = Browser(server).http.get("/sign-in").headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "script-src 'self';" in policy and "frame-ancestors 'none'" in policy
    assert headers["Cache-Control"] == "no-store"


def test_the_start_of_the_site_is_the_dashboard_and_what_is_missing_in_the_api_stays_json(server: Server) -> None:
    assert httpx.get(server.url).headers["Location"] == "/dashboard/"
    assert httpx.get(f"{server.url}/api/v1/nothing").json()["error"] == "NotFound"
    missing = httpx.get(f"{server.url}/dashboard/nothing")
    assert missing.status_code == 404 and missing.headers["Content-Type"].startswith("text/html")


def test_a_password_given_by_a_link_signs_other_browsers_out(server: Server) -> None:
    browser, other = signed_in(server), Browser(server)
    assert browser.user
    link = f"/link/{server.running.run(Users(server.services.database).link(browser.user.id))}"
    assert other.post(link, link, {"password": PASSWORD}).status_code == 303
    assert browser.http.get("/keys").status_code == 303 and other.http.get("/keys").status_code == 200


@pytest.mark.parametrize(
    "path", ["/keys/%00/revoke", "/members/x/link", f"/members/{2**63}/link", "/accounts/-1/grant"]
)
def test_an_address_that_can_not_be_is_no_page(server: Server, path: str) -> None:
    answer = signed_in(server, Role.ADMINISTRATOR).post(path, "/keys")
    assert answer.status_code == 404 and "Nothing here" in words(answer)


def test_what_no_database_takes_is_refused_before_it_comes_there(server: Server) -> None:
    for email in ("a\0@b.example", "\ud800"):
        fields = {"email": email.encode("utf-8", "surrogatepass").decode("latin-1"), "password": "x"}
        assert Browser(server).post("/sign-in", "/sign-in", fields).status_code in (400, 401)


async def test_cookies_go_over_https_alone_where_the_server_is_reached_so(db: Database) -> None:
    for address, secure in ((None, False), ("http://a.example", False), ("https://a.example", True)):
        settings = db.settings.model_copy(update={"public_url": address})
        response = Response()
        let_in(response, "token", replace(Rooms.of(db, Changes(db)), settings=settings))
        assert ("secure" in response.headers["Set-Cookie"].lower()) is secure
