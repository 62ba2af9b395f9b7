"""The documentation as it is served."""

import re
from html import unescape

import httpx
import pytest

from fittingroom.documentation.pages import CONTENTS, load_pages

SLUGS = [slug for _, slugs in CONTENTS for slug in slugs]


@pytest.mark.parametrize("slug", SLUGS)
def test_every_page_answers_as_a_document_and_as_markdown(reader: httpx.Client, slug: str) -> None:
    page = reader.get(f"/docs/{slug}")
    assert (page.status_code, page.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    source = reader.get(f"/docs/{slug}.md")
    assert (source.status_code, source.headers["Content-Type"]) == (200, "text/markdown; charset=utf-8")
    assert source.text == load_pages()[slug].source
    assert source.text.partition("\n")[0].lstrip("# ") in unescape(page.text)


def test_every_address_in_a_page_answers(reader: httpx.Client) -> None:
    pages = [reader.get(f"/docs/{slug}").text for slug in SLUGS] + [reader.get("/docs").text]
    named = {address for page in pages for address in re.findall(r'(?:href|action)="(/[^"#]*)', page)}
    assert {"/docs", "/docs/search", "/llms.txt"} | {f"/docs/{slug}" for slug in SLUGS} <= named
    answers = {address: reader.get(address, follow_redirects=True).status_code for address in named}
    assert answers == dict.fromkeys(named, 200)


def test_every_picture_in_a_page_is_served(reader: httpx.Client) -> None:
    shown = {name for slug in SLUGS for name in re.findall(r'<img src="([^"]+)"', reader.get(f"/docs/{slug}").text)}
    assert "haircuts.jpg" in shown
    answers = {name: reader.get(f"/docs/{name}") for name in shown}
    assert {answer.headers["Content-Type"] for answer in answers.values()} == {"image/jpeg"}
    assert reader.get("/docs/none.jpg").status_code == 404


def test_the_list_of_pages_shows_where_the_reader_is(reader: httpx.Client) -> None:
    current = re.findall(r'href="([^"]+)" aria-current="page"', reader.get("/docs/api").text)
    assert current == ["/docs/api"]


def test_a_page_needs_nothing_from_elsewhere_and_runs_no_script(reader: httpx.Client) -> None:
    page = reader.get("/docs/api")
    assert "<script" not in page.text and not re.search(r'(src|<link[^>]+href)="(https?:)?//', page.text)
    assert page.headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'self'")


def test_a_page_that_is_not_there_leads_on(reader: httpx.Client) -> None:
    page = reader.get("/docs/nothing")
    assert page.status_code == 404 and 'href="/docs/api"' in page.text
    source = reader.get("/docs/nothing.md")
    assert source.status_code == 404
    assert source.json()["error"] == "NotFound" and "api" in source.json()["message"]


@pytest.mark.parametrize(
    ("question", "page", "words"),
    [
        ("How long can I download the pictures?", "api", "answer"),
        ("is a private address fetched", "errors", "private"),
        ("rate limit exceeded", "errors", "`Retry-After`"),
        ("how is a webhook signed", "webhooks", "webhooks secret"),
        ("how do I cancel a job", "api", "/cancel"),
        ("can I run it behind a reverse proxy", "self-hosting", "reverse_proxy"),
        ("how do I revoke a key", "commands", "keys revoke"),
        ("which haircuts are there", "hairstyles", "`BobCut`"),
        ("how do I add an engine", "architecture", "registry.py"),
    ],
)
def test_a_question_is_answered_with_the_passages_that_fit(
    reader: httpx.Client, question: str, page: str, words: str
) -> None:
    answer = reader.get("/docs/api.md", params={"ask": question})
    assert answer.headers["Content-Type"] == "text/markdown; charset=utf-8"
    best = answer.text.split("\n## [")[1].partition("\n")[0]
    assert f"/docs/{page}" in best and words in answer.text


def test_passages_name_their_pages_by_addresses_that_answer(reader: httpx.Client) -> None:
    answer = reader.get("/docs/security.md", params={"ask": "errors"}).text
    addresses = re.findall(r"^## \[.+\]\((http.+)\)$", answer, re.MULTILINE)
    assert addresses and all(httpx.get(address).status_code == 200 for address in addresses)


@pytest.mark.parametrize("question", ["xyzzy", "the of and", "' \\ : & | ! <->", "\x00", "a" * 5000, "?" * 30])
def test_a_question_without_an_answer_leads_to_the_list_of_pages(reader: httpx.Client, question: str) -> None:
    answer = reader.get("/docs/api.md", params={"ask": question})
    assert answer.status_code == 200 and "/llms.txt" in answer.text
    assert reader.get("/docs/search", params={"q": question}).status_code == 200


def test_the_search_box_finds_and_shows_no_markup_of_the_asker(reader: httpx.Client) -> None:
    found = reader.get("/docs/search", params={"q": "credits <script>"}).text
    assert "/docs/api#get-credits" in found and "<script>" not in found
    assert "Nothing was found" in reader.get("/docs/search", params={"q": "xyzzy"}).text


def test_llms_txt_lists_every_page_with_its_summary(reader: httpx.Client) -> None:
    answer = reader.get("/llms.txt")
    assert answer.headers["Content-Type"].startswith("text/plain") and answer.text.startswith("# fittingroom\n\n> ")
    links = re.findall(r"^- \[.+\]\((.+)\): \S", answer.text, re.MULTILINE)
    assert [link.rpartition("/")[2] for link in links] == [f"{slug}.md" for slug in SLUGS]
    assert all(httpx.get(link).status_code == 200 for link in links)
