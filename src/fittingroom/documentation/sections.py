"""What a page is made of: its headings with their anchors, and the text under each."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

from fittingroom.documentation.pages import Page

#: Headings below this level stay within the section that they are in.
_DEEPEST = 3


@dataclass(frozen=True)
class Heading:
    """A heading of a page. `line` is where it begins in the source, from 0."""

    level: int
    title: str
    anchor: str
    line: int


@dataclass(frozen=True)
class Section:
    """A heading and the Markdown under it, up to the next. `trail` has the titles above it, the page's first."""

    page: str
    anchor: str
    trail: tuple[str, ...]
    text: str

    @property
    def title(self) -> str:
        """The trail in one line."""
        return " › ".join(self.trail)

    @property
    def address(self) -> str:
        """Where it is served."""
        return f"/docs/{self.page}#{self.anchor}" if len(self.trail) > 1 else f"/docs/{self.page}"


def make_parser() -> MarkdownIt:
    """Markdown as the pages are written in: CommonMark with tables, and no HTML of its own."""
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def read_headings(tokens: Sequence[Token]) -> Iterator[Heading]:
    """The headings in a parsed page; anchors are those that GitHub makes, so links work in both places."""
    used: dict[str, int] = {}
    for token, inline in pairwise(tokens):
        if token.type == "heading_open":
            title = "".join(child.content for child in inline.children or () if child.type in ("text", "code_inline"))
            anchor = slugify(title)
            count = used.get(anchor, 0)
            used[anchor] = count + 1
            yield Heading(int(token.tag[1:]), title, f"{anchor}-{count}" if count else anchor, (token.map or [0])[0])


def slugify(title: str) -> str:
    """A heading's anchor: lower case, punctuation dropped, hyphens for spaces."""
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


def split_page(page: Page) -> list[Section]:
    """The sections of a page that have any text, in its order."""
    lines = page.source.splitlines()
    headings = [h for h in read_headings(make_parser().parse(page.source)) if h.level <= _DEEPEST]
    ends = [heading.line for heading in headings[1:]] + [len(lines)]
    found, above = [], dict[int, str]()
    for heading, end in zip(headings, ends, strict=True):
        above = {level: title for level, title in above.items() if level < heading.level} | {
            heading.level: heading.title
        }
        text = "\n".join(lines[heading.line + 1 : end]).strip()
        if text:
            found.append(Section(page.slug, heading.anchor, tuple(above.values()), text))
    return found
