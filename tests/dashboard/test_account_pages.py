import csv
import io
import re

import pytest
from tests.dashboard.browser import PASSWORD, Browser, signed_in, words
from tests.dashboard.test_playground_and_jobs import submitted
from tests.support.server import Server

from fittingroom.users import Role, Users
from fittingroom.webhooks import Webhooks

PAGES = ("/", "/playground/fashion", "/playground/hairstyle", "/playground/tattoo", "/jobs", "/usage")
PAGES += ("/playground/accessory", "/keys", "/webhooks", "/credits", "/limits", "/members", "/profile")
ADMINISTRATORS = ("/accounts", "/server")


@pytest.mark.parametrize("page", [*PAGES, *ADMINISTRATORS])
def test_a_page_opens_for_who_is_signed_in_alone(server: Server, page: str) -> None:
    assert Browser(server).http.get(page).status_code == 303
    assert signed_in(server, Role.ADMINISTRATOR).http.get(page).status_code == 200


def test_pages_of_the_server_are_not_there_for_members(server: Server) -> None:
    member = signed_in(server)
    assert member.user
    for page in (*ADMINISTRATORS, f"/accounts/{member.user.account_id}"):
        assert member.http.get(page).status_code == 404 and "/dashboard/accounts" not in member.http.get("/").text
    for page in ("/credits/grant", f"/accounts/{member.user.account_id}/grant", "/members"):
        assert member.post(page, "/keys", {"credits": "5", "email": "x@x.example"}).status_code == 404
    assert server.running.run(server.services.credits.balance(member.user.account_id)).on_demand == 0


def test_credits_and_usage_tell_what_a_job_cost(server: Server) -> None:
    browser = signed_in(server, credits=5)
    done = submitted(browser)
    server.complete(done, b"png")
    history = browser.text("/credits")
    assert "Spent job " + done[:8] in history and "-1" in history and "Left to spend 4" in history
    assert "Credits spent 1" in browser.text("/usage")
    (line,) = csv.DictReader(io.StringIO(browser.http.get("/usage.csv?days=7").text))
    assert (line["status"], line["kind"], line["key"]) == ("completed", "fashion", "playground")
    assert (line["jobs"], line["pictures_asked_for"], line["credits_spent"]) == ("1", "1", "1")


def test_an_export_has_nothing_that_a_spreadsheet_would_run(server: Server) -> None:
    browser = signed_in(server, credits=1)
    assert browser.user
    made = server.running.run(server.services.accounts.create_key(browser.user.account_id, "=1+1"))
    body = {"model_image": "https://a.example/a.png", "garment_image": "https://a.example/b.png"}
    browser.http.post(f"{server.url}/api/v1/tryon/fashion", json=body, headers={"Authorization": f"Bearer {made.text}"})
    (line,) = csv.DictReader(io.StringIO(browser.http.get("/usage.csv").text))
    assert line["key"].startswith("'=1+1")


def test_limits_show_what_is_used(server: Server) -> None:
    browser = signed_in(server, credits=1)
    submitted(browser)
    page = browser.text("/limits")
    assert "1 of 20 in the last 60 seconds" in page and "1 of 6 now" in page


def test_an_administrator_grants_credits_and_adjusts_limits(server: Server) -> None:
    chief, member = signed_in(server, Role.ADMINISTRATOR), signed_in(server)
    assert member.user
    page = f"/accounts/{member.user.account_id}"
    assert chief.post(f"{page}/grant", page, {"credits": "7"}).status_code == 303
    assert chief.post(f"{page}/grant", page, {"credits": "20", "how": "monthly"}).status_code == 303
    assert "Left to spend 27" in member.text("/credits")
    assert chief.post(f"{page}/limits", page, {"tryon": "3", "in_flight": "1"}).status_code == 303
    assert "0 of 3 in the last 60 seconds" in member.text("/limits")
    for wrong in ({"credits": "0"}, {"credits": "-1"}, {"credits": "1e3"}, {}):
        assert chief.post(f"{page}/grant", page, wrong).status_code == 400


def test_an_administrator_lets_people_in_and_takes_them_out(server: Server) -> None:
    chief = signed_in(server, Role.ADMINISTRATOR)
    made = chief.post("/members", "/members", {"email": "new@member.example", "account": "new", "role": "member"})
    link = made.text.split('<code id="link">')[1].split("<")[0].split("/dashboard")[1]
    new = Browser(server)
    assert new.post(link, link).status_code == 303
    assert "new@member.example" in new.text("/members") and chief.user and chief.user.email not in new.text("/members")
    found = server.running.run(Users(server.services.database).find("new@member.example"))
    assert chief.post(f"/members/{found.id}/remove", "/members").status_code == 303
    assert new.http.get("/members").status_code == 303
    twice = chief.post("/members", "/members", {"email": chief.user.email, "account": "new"})
    assert twice.status_code == 400 and "already" in words(twice)


def test_a_password_is_changed_by_who_knows_it_and_signs_other_browsers_out(server: Server) -> None:
    browser, other = signed_in(server), Browser(server)
    assert browser.user
    assert browser.post("/profile/password", "/profile", {"password": PASSWORD}).status_code == 303
    asked = {"email": browser.user.email, "password": PASSWORD}
    assert other.post("/sign-in", "/sign-in", asked).status_code == 303
    wrong = browser.post("/profile/password", "/profile", {"present": "wrong", "password": "another password"})
    assert wrong.status_code == 401 and other.http.get("/keys").status_code == 200
    right = {"present": PASSWORD, "password": "another password"}
    assert browser.post("/profile/password", "/profile", right).status_code == 303
    assert other.http.get("/keys").status_code == 303 and browser.http.get("/keys").status_code == 200


def test_an_endpoint_is_told_its_secret_once_and_is_the_accounts_own(server: Server) -> None:
    browser = signed_in(server)
    made = browser.post("/webhooks", "/webhooks", {"url": "https://shop.example/hooks"})
    secret = made.text.split('<code id="secret">')[1].split("<")[0]
    page = browser.http.get("/webhooks").text
    assert "shop.example/hooks" in page and secret not in page
    remove = page.split('/remove"')[0].split('action="/dashboard')[-1] + "/remove"
    assert signed_in(server).post(remove, "/webhooks").status_code == 404
    assert browser.post(remove, "/webhooks").status_code == 303
    assert browser.post("/webhooks", "/webhooks", {"url": "ftp://x"}).status_code == 400


def test_a_new_secret_of_an_endpoint_is_told_once_and_to_its_account_alone(server: Server) -> None:
    browser = signed_in(server)
    made = browser.post("/webhooks", "/webhooks", {"url": "https://shop.example/hooks"}).text
    rotate = re.findall(r"/webhooks/ep_\w+/rotate", made)[0]
    secrets = [
        text.split('<code id="secret">')[1].split("<")[0] for text in (made, browser.post(rotate, "/webhooks").text)
    ]
    assert all(secret.startswith("whsec_") for secret in secrets) and secrets[0] != secrets[1]
    assert secrets[1] not in browser.http.get("/webhooks").text
    assert signed_in(server).post(rotate, "/webhooks").status_code == 404


def test_the_secret_of_requests_own_addresses_is_shown_when_asked_for(server: Server) -> None:
    browser = signed_in(server)
    assert "whsec_" not in browser.http.get("/webhooks").text
    assert browser.user
    secret = Webhooks(server.services.database).request_secret(browser.user.account_id)
    assert secret in browser.post("/webhooks/secret", "/webhooks").text
