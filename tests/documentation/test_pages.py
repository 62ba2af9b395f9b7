"""The pages by themselves: their sources, their links, what they are made of."""

import re
from pathlib import Path

import pytest

from fittingroom.documentation.pages import AT_THE_ROOT, CONTENTS, Page, load_pages, path_in_repository
from fittingroom.documentation.rendering import render_page
from fittingroom.documentation.sections import split_page

ROOT = Path(__file__).parents[2]
PAGES = load_pages()
HEADINGS = {slug: {heading.anchor for heading in render_page(page).headings} for slug, page in PAGES.items()}


def test_every_markdown_file_of_the_folder_is_in_the_table_of_contents() -> None:
    named = {slug for _, slugs in CONTENTS for slug in slugs}
    assert named - set(AT_THE_ROOT) == {path.stem for path in (ROOT / "docs").glob("*.md")}


def test_every_page_has_a_title_and_a_summary() -> None:
    for page in PAGES.values():
        assert page.title and 20 < len(page.summary) < 250, (page.slug, page.summary)


@pytest.mark.parametrize("slug", PAGES)
def test_every_link_of_a_page_leads_to_a_heading_of_a_page_that_is_served(slug: str) -> None:
    for target in re.findall(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)", PAGES[slug].source):
        if "://" in target:
            continue
        page, _, anchor = target.partition("#")
        other = page.removesuffix(".md") if page else slug
        assert other in PAGES, target
        assert not anchor or anchor in HEADINGS[other], target


def test_links_lead_to_the_same_pages_in_the_repository_and_as_served() -> None:
    for slug, page in PAGES.items():
        path = ROOT / path_in_repository(slug)
        in_repository = re.findall(r"\]\(([^)#\s:]+\.md)", path.read_text())
        served = re.findall(r"\]\(([^)#\s:]+)\.md", page.source)
        assert [(path.parent / link).resolve() for link in in_repository] == [
            ROOT / path_in_repository(link) for link in served
        ]


def test_sections_are_split_at_headings_but_not_within_code() -> None:
    page = Page(
        "p", "# Title\n\nOpening.\n\n## A `b` / {c}\n\n```bash\n# no heading\n```\n\n## Empty\n\n### Deep\n\nText.\n"
    )
    found = [(section.trail, section.anchor, section.text) for section in split_page(page)]
    assert found == [
        (("Title",), "title", "Opening."),
        (("Title", "A b / {c}"), "a-b--c", "```bash\n# no heading\n```"),
        (("Title", "Empty", "Deep"), "deep", "Text."),
    ]


def test_headings_of_the_same_name_have_anchors_of_their_own() -> None:
    rendered = render_page(Page("p", "# T\n\n## Same\n\na\n\n## Same\n\nb\n"))
    assert [heading.anchor for heading in rendered.headings] == ["t", "same", "same-1"]
    assert 'id="same-1"' in rendered.body


def test_markup_within_a_page_is_text() -> None:
    body = render_page(
        Page("p", '# T\n\n<script>alert(1)</script> [x](javascript:alert(1))\n\n```js\n"</pre>"\n```\n')
    ).body
    assert "<script" not in body and 'href="javascript' not in body and body.count("</pre>") == 1
