"""All the documentation, read, rendered and indexed once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from fittingroom.db import Database
from fittingroom.documentation.pages import CONTENTS, Page, load_pages
from fittingroom.documentation.rendering import Rendered, render_page
from fittingroom.documentation.search import SearchIndex
from fittingroom.documentation.sections import split_page


@dataclass(frozen=True)
class Library:
    """The pages by slug in the order of the table of contents, and what searches them.

    public_url: how readers reach the server, None where each request tells.
    """

    pages: Mapping[str, Page]
    rendered: Mapping[str, Rendered]
    index: SearchIndex
    public_url: str | None

    @classmethod
    async def open(cls, database: Database) -> Self:
        """Read the pages, and have `database` index them."""
        pages = load_pages()
        rendered = {slug: render_page(page) for slug, page in pages.items()}
        sections = [section for page in pages.values() for section in split_page(page)]
        index = await SearchIndex.build(database, sections)
        return cls(pages, rendered, index, database.settings.public_url)

    @property
    def contents(self) -> list[tuple[str, list[Page]]]:
        """The table of contents."""
        return [(group, [self.pages[slug] for slug in slugs]) for group, slugs in CONTENTS]
