"""The pages: where their sources are, in which order they are read, and how they link to one another."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

#: The table of contents: groups of pages by slug. A page that isn't named here isn't there.
CONTENTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "Use it",
        ("quickstart", "dashboard", "api", "hairstyles", "webhooks", "errors", "limits", "credits", "retention"),
    ),
    ("Run it", ("self-hosting", "configuration", "commands", "scaling", "monitoring", "engines", "security")),
    ("Look into it", ("architecture", "dependencies", "evaluation", "quality", "changelog")),
)

#: Pages whose source has its customary place at the root of the repository; all others are in docs/.
AT_THE_ROOT = {"security": "SECURITY.md", "changelog": "CHANGELOG.md"}

#: Where a wheel has them, and where a working copy has.
_PACKAGED = Path(__file__).parent / "pages"
_REPOSITORY = Path(__file__).parents[3]

_LINK = re.compile(r"(?<=\]\()([^)#\s:]+\.md)(?=[)#])")


@dataclass(frozen=True)
class Page:
    """One page. `source` is its Markdown, in which links to other pages are `<slug>.md`, as they are served."""

    slug: str
    source: str

    @property
    def title(self) -> str:
        """Its first heading."""
        return self.source.partition("\n")[0].lstrip("# ").strip()

    @property
    def summary(self) -> str:
        """The first sentence of its first paragraph, without markup."""
        markup = ("#", "|", "-", "!", "```")
        paragraph = next((part for part in self.source.split("\n\n")[1:] if not part.startswith(markup)), "")
        text = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", " ".join(paragraph.split())).replace("`", "").replace("**", "")
        return re.split(r"(?<=\.)\s", text, maxsplit=1)[0]


def load_pages() -> dict[str, Page]:
    """All pages by slug, in the order of the table of contents."""
    return {slug: Page(slug, _with_served_links(slug, _read(slug))) for _, slugs in CONTENTS for slug in slugs}


def path_in_repository(slug: str) -> str:
    """Where a page's source is, from the root of the repository."""
    return AT_THE_ROOT.get(slug, f"docs/{slug}.md")


def load_pictures() -> dict[str, bytes]:
    """The pages' pictures, JPEG, by file name."""
    folder = _PACKAGED if _PACKAGED.exists() else _REPOSITORY / "docs"
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.jpg"))}


def _read(slug: str) -> str:
    packaged = _PACKAGED / f"{slug}.md"
    path = packaged if packaged.exists() else _REPOSITORY / path_in_repository(slug)
    return path.read_text(encoding="utf-8")


def _with_served_links(slug: str, source: str) -> str:
    """Links lead from file to file, to work in the repository too; served, all pages are in one folder."""
    folder = PurePosixPath(path_in_repository(slug)).parent
    served = {path_in_repository(other): f"{other}.md" for _, slugs in CONTENTS for other in slugs}

    def replace(match: re.Match[str]) -> str:
        return served.get(_normal(folder / match[0]), match[0])

    return _LINK.sub(replace, source)


def _normal(path: PurePosixPath) -> str:
    return "/".join(_without_parents(path))


def _without_parents(path: PurePosixPath) -> Iterator[str]:
    kept: list[str] = []
    for part in path.parts:
        kept = kept[:-1] if part == ".." else [*kept, part]
    return iter(kept)
