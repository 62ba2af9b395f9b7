"""A browser without a screen: what a page's forms need, and nothing else."""

import re
import secrets
from collections.abc import Mapping
from html import unescape

import httpx
from tests.support.server import Server

from fittingroom.users import Role, User, Users

PASSWORD = "correct horse"


class Browser:
    """Keeps cookies, and posts forms as the page that showed them would."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.http = httpx.Client(base_url=f"{server.url}/dashboard", timeout=30)
        self.user: User | None = None

    def token(self, page: str = "/sign-in") -> str:
        """The token in the forms of a page."""
        found = re.search(r'name="form_token" value="([^"]+)"', self.http.get(page, follow_redirects=True).text)
        assert found, page
        return found[1]

    def post(self, path: str, page: str, fields: Mapping[str, str] | None = None) -> httpx.Response:
        """Post a form that `page` shows."""
        return self.http.post(path, data={**(fields or {}), "form_token": self.token(page)})

    def text(self, path: str) -> str:
        """What a page says, without its tags."""
        answer = self.http.get(path, follow_redirects=True)
        assert answer.status_code == 200, answer.text
        return words(answer)


def words(answer: httpx.Response) -> str:
    """A page without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def signed_in(server: Server, role: Role = Role.MEMBER, credits: int = 0, account: str = "") -> Browser:
    """A browser in which somebody new is signed in, in an account of their own."""
    browser = Browser(server)
    users = Users(server.services.database)
    name = account or f"account {secrets.token_hex(6)}"
    browser.user = server.running.run(users.create(f"{secrets.token_hex(6)}@a.example", name, role))
    if credits:
        server.running.run(server.services.credits.grant_purchased(browser.user.account_id, credits))
    link = f"/link/{server.running.run(users.link(browser.user.id))}"
    assert browser.post(link, link).status_code == 303
    return browser
