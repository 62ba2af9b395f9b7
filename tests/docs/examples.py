"""The code in the pages of documentation, block by block."""

import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "docs").glob("*.md"))

_BLOCK = re.compile(r"^```(\w*) ?(.*)\n((?:.*\n)*?)```$", re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """`note` is what stands beside the language; `answer` is the JSON block that follows right after, if one does."""

    page: str
    language: str
    note: str
    source: str
    answer: str | None

    def __str__(self) -> str:
        return f"{self.page}: {self.language}: {' '.join(self.source.split())[:60]}"


def blocks() -> list[Block]:
    """All of them, in the order of pages and lines."""
    return [block for page in PAGES for block in _blocks(page)]


def _blocks(page: Path) -> list[Block]:
    text = page.read_text()
    found = list(_BLOCK.finditer(text))
    answers: list[str | None] = [None] * len(found)
    for index, (block, after) in enumerate(pairwise(found)):
        if after[1] == "json" and block[1] == "bash" and not text[block.end() : after.start()].strip():
            answers[index] = after[3]
    return [Block(page.name, b[1], b[2], b[3], answer) for b, answer in zip(found, answers, strict=True)]
