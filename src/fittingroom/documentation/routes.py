"""`GET /docs…` and `/llms.txt`. They need no key."""

from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any, cast

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, Response
from jinja2 import Environment, PackageLoader

from fittingroom import __version__
from fittingroom.documentation.library import Library
from fittingroom.documentation.pages import load_pictures
from fittingroom.documentation.plain import write_llms_txt, write_passages
from fittingroom.documentation.rendering import render_passage
from fittingroom.errors import NotFound

router = APIRouter(include_in_schema=False)

_MOST_PASSAGES = 4
_MOST_RESULTS = 12
_METHODS = ["GET", "HEAD"]
_HEADERS = {
    # The pages need neither scripts nor anything from elsewhere.
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "public, max-age=60",
}
_STYLES = (Path(__file__).parent / "static" / "docs.css").read_text(encoding="utf-8")
_PICTURES = load_pictures()
_TEMPLATES = Environment(loader=PackageLoader("fittingroom.documentation"), autoescape=True, trim_blocks=True)
_TEMPLATES.globals.update(version=__version__, styles_version=sha256(_STYLES.encode()).hexdigest()[:12])


def _library(request: Request) -> Library:
    return cast(Library, request.app.state.library)


_Library = Annotated[Library, Depends(_library)]


def _base(request: Request, library: Library) -> str:
    return (library.public_url or str(request.base_url)).rstrip("/")


def _html(name: str, library: Library, status: int = 200, **values: Any) -> HTMLResponse:
    page = _TEMPLATES.get_template(name).render(contents=library.contents, **values)
    return HTMLResponse(page, status, _HEADERS)


def _markdown(text: str) -> Response:
    return Response(text, headers=_HEADERS, media_type="text/markdown; charset=utf-8")


@router.api_route("/docs", methods=_METHODS)
async def index(library: _Library) -> HTMLResponse:
    """All pages, each with a sentence."""
    return _html("index.html", library)


@router.api_route("/docs/docs.css", methods=_METHODS)
async def styles() -> Response:
    """The look. Its address has its digest, so it may be kept for ever."""
    headers = {**_HEADERS, "Cache-Control": "public, max-age=31536000, immutable"}
    return Response(_STYLES, headers=headers, media_type="text/css")


@router.api_route("/docs/search", methods=_METHODS)
async def search(library: _Library, q: Annotated[str, Query()] = "") -> HTMLResponse:
    """The sections that fit what is looked for."""
    found = await library.index.find(q, _MOST_RESULTS) if q.strip() else []
    results = [(section, render_passage(section.text)) for section in found]
    return _html("search.html", library, question=q, results=results)


@router.api_route("/docs/{name}.jpg", methods=_METHODS)
async def picture(name: str) -> Response:
    """A picture that a page shows."""
    content = _PICTURES.get(f"{name}.jpg")
    if content is None:
        raise NotFound("There is no such picture.")
    return Response(content, headers=_HEADERS, media_type="image/jpeg")


@router.api_route("/docs/{slug}.md", methods=_METHODS)
async def source(
    slug: str, request: Request, library: _Library, ask: Annotated[str | None, Query()] = None
) -> Response:
    """A page's Markdown; with `?ask=…`, the passages of all pages that fit the question."""
    page = library.pages.get(slug)
    if page is None:
        raise NotFound(f"There is no such page. These are: {', '.join(library.pages)}.")
    if not (ask or "").strip():
        return _markdown(page.source)
    assert ask is not None
    return _markdown(write_passages(ask, await library.index.find(ask, _MOST_PASSAGES), _base(request, library)))


@router.api_route("/docs/{slug}", methods=_METHODS)
async def page(slug: str, library: _Library) -> HTMLResponse:
    """A page to read."""
    found = library.pages.get(slug)
    if found is None:
        return _html("missing.html", library, 404)
    return _html("page.html", library, page=found, rendered=library.rendered[slug])


@router.api_route("/llms.txt", methods=_METHODS)
async def llms_txt(request: Request, library: _Library) -> PlainTextResponse:
    """The same for programs."""
    return PlainTextResponse(write_llms_txt(library, _base(request, library)), headers=_HEADERS)
