"""A page as HTML."""

import html
from dataclasses import dataclass
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

from fittingroom.documentation.pages import Page
from fittingroom.documentation.sections import Heading, make_parser, read_headings


@dataclass(frozen=True)
class Rendered:
    """A page's HTML, safe to put into a document as it is, and the headings to list beside it."""

    body: str
    headings: tuple[Heading, ...]


def render_page(page: Page) -> Rendered:
    """Headings get anchors, links to other pages lead to where those are served, wide tables scroll by themselves."""
    return _render(page.source)


def render_passage(text: str) -> str:
    """A section's text as HTML, as `render_page` has it."""
    return _render(text).body


def _render(source: str) -> Rendered:
    parser = make_parser()
    parser.options["highlight"] = _highlight
    tokens = parser.parse(source)
    headings = tuple(read_headings(tokens))
    _add_anchors(tokens, headings)
    for token in tokens:
        for child in token.children or ():
            if child.type == "link_open":
                child.attrSet("href", _served(str(child.attrGet("href"))))
    return Rendered(_with_scrolling_tables(parser, tokens), headings)


def _add_anchors(tokens: list[Token], headings: tuple[Heading, ...]) -> None:
    opened = [token for token in tokens if token.type == "heading_open"]
    inlines = [inline for token, inline in pairwise(tokens) if token.type == "heading_open"]
    for token, inline, heading in zip(opened, inlines, headings, strict=True):
        token.attrSet("id", heading.anchor)
        label = html.escape(f"Link to “{heading.title}”", quote=True)
        link = f' <a class="anchor" href="#{heading.anchor}" aria-label="{label}">#</a>'
        inline.children = [*(inline.children or ()), Token("html_inline", "", 0, content=link)]


def _served(target: str) -> str:
    """`errors.md#limits`, as pages link to one another, is served at `/docs/errors#limits`."""
    page, hash_, anchor = target.partition("#")
    if "/" in page or not page.endswith(".md"):
        return target
    return f"/docs/{page.removesuffix('.md')}{hash_}{anchor}"


def _with_scrolling_tables(parser: MarkdownIt, tokens: list[Token]) -> str:
    body: str = parser.renderer.render(tokens, parser.options, {})
    opening = '<div class="scroll" tabindex="0"><table>'
    return body.replace("<table>", opening).replace("</table>", "</table></div>")


def _highlight(code: str, language: str, attributes: str) -> str:
    try:
        lexer = get_lexer_by_name(language or "text", stripnl=False)
    except ClassNotFound:
        lexer = get_lexer_by_name("text", stripnl=False)
    shown = highlight(code, lexer, HtmlFormatter(nowrap=True))
    return f'<pre tabindex="0"><code>{shown}</code></pre>'
