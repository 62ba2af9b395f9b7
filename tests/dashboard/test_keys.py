import html
import re
from datetime import timedelta

from tests.dashboard.browser import signed_in, words
from tests.support.server import Server


def test_a_key_is_shown_once_works_and_is_refused_once_revoked(server: Server) -> None:
    browser = signed_in(server)
    made = browser.post("/keys", "/keys", {"name": "shop <b>", "days": "30"})
    found = re.search(r"fr_[0-9A-Za-z]{38}", made.text)
    assert found and html.escape("shop <b>") in made.text
    key = {"Authorization": f"Bearer {found[0]}"}
    assert browser.http.get(f"{server.url}/api/v1/credits", headers=key).status_code == 200
    assert found[0] not in browser.http.get("/keys").text
    assert browser.post(f"/keys/{found[0][:9]}/revoke", "/keys").headers["Location"] == "/dashboard/keys?done=revoked"
    assert browser.http.get(f"{server.url}/api/v1/credits", headers=key).status_code == 401
    assert "revoked" in browser.text("/keys")


def test_the_key_of_another_account_can_not_be_seen_or_revoked(server: Server) -> None:
    customer, browser = server.customer(), signed_in(server)
    assert browser.post(f"/keys/{customer.key[:9]}/revoke", "/keys").status_code == 404
    assert customer.key[:9] not in browser.text("/keys")
    assert customer.http.get("/api/v1/credits").status_code == 200


def test_what_the_form_does_not_offer_is_refused(server: Server) -> None:
    browser = signed_in(server)
    for fields in ({"name": "x" * 61}, {"days": "9999"}):
        refused = browser.post("/keys", "/keys", fields)
        assert refused.status_code == 400 and "Back to the start" in words(refused)


def test_a_key_has_the_scopes_that_were_ticked_and_the_limits_that_were_filled_in(server: Server) -> None:
    browser = signed_in(server)
    made = browser.post("/keys", "/keys", {"name": "kiosk", "scope_status": "yes", "limit_status": "7"})
    found = re.search(r"fr_[0-9A-Za-z]{38}", made.text)
    assert found
    key = {"Authorization": f"Bearer {found[0]}"}
    assert browser.http.get(f"{server.url}/api/v1/credits", headers=key).status_code == 403
    assert browser.http.get(f"{server.url}/api/v1/jobs", headers=key).headers["RateLimit-Limit"] == "7"
    listed = browser.text("/keys")
    assert "kiosk made " in listed and f"{found[0][:9]}… status at most 7 status requests in 60 s" in listed
    assert browser.post("/keys", "/keys", {"limit_status": "many"}).status_code == 400
    assert "everything" in words(browser.post("/keys", "/keys", {"name": "plain", "limit_tryon": ""}))


def test_a_key_that_is_there_is_given_other_scopes_limits_and_another_end(server: Server) -> None:
    browser = signed_in(server)
    made = browser.post("/keys", "/keys", {"name": "kiosk", "scope_status": "yes", "limit_status": "7", "days": "30"})
    (key,) = re.findall(r"fr_[0-9A-Za-z]{38}", made.text)
    page = f"/keys/{key[:9]}"
    shown = browser.http.get(page).text
    assert 'name="scope_status" value="yes" checked' in shown and 'value="7"' in shown
    assert 'name="scope_tryon" value="yes" checked' not in shown
    access = {"Authorization": f"Bearer {key}"}
    fields = {"name": "window", "scope_credits": "yes", "limit_credits": "9", "days": "keep"}
    assert browser.post(page, page, fields).headers["Location"] == "/dashboard/keys?done=key"
    assert browser.http.get(f"{server.url}/api/v1/jobs", headers=access).status_code == 403
    assert browser.http.get(f"{server.url}/api/v1/credits", headers=access).headers["RateLimit-Limit"] == "9"
    listed = browser.text("/keys")
    assert "window" in listed and "kiosk" not in listed and "status at most" not in listed
    kept, ended = server.clock() + timedelta(days=30), timedelta(days=1, seconds=1)
    (known,) = server.running.run(server.services.accounts.list_keys(browser.user and browser.user.account_id))
    assert known.expires_at and abs(known.expires_at - kept) < timedelta(minutes=1)
    assert browser.post(page, page, {"days": "1"}).status_code == 303
    server.clock.advance(seconds=ended.total_seconds())
    assert browser.http.get(f"{server.url}/api/v1/credits", headers=access).status_code == 401
    assert browser.post(page, page, {"days": ""}).status_code == 303
    assert browser.http.get(f"{server.url}/api/v1/jobs", headers=access).status_code == 200


def test_a_key_is_changed_by_its_own_account_alone_and_never_once_revoked(server: Server) -> None:
    customer, browser = server.customer(), signed_in(server)
    assert browser.http.get(f"/keys/{customer.key[:9]}").status_code == 404
    assert browser.post(f"/keys/{customer.key[:9]}", "/keys", {"scope_status": "yes"}).status_code == 404
    assert customer.http.get("/api/v1/credits").status_code == 200
    (key,) = re.findall(r"fr_[0-9A-Za-z]{38}", browser.post("/keys", "/keys").text)
    page = f"/keys/{key[:9]}"
    for wrong in ({"days": "2"}, {"name": "x" * 61}, {"limit_tryon": "-1"}):
        assert browser.post(page, page, wrong).status_code == 400
    browser.post(f"{page}/revoke", "/keys")
    assert browser.post(page, "/keys", {"name": "again"}).status_code == 404
    assert browser.http.get(page).status_code == 404
