"""The documentation for programs: passages that answer a question, and llms.txt. Both are Markdown."""

from collections.abc import Sequence

from fittingroom.documentation.library import Library
from fittingroom.documentation.sections import Section


def write_passages(question: str, found: Sequence[Section], base: str) -> str:
    """The passages, best first, each under the name of its page, which leads there. `base`: the server's address."""
    asked = " ".join(question.split())[:400]
    if not found:
        return f"No passage of the documentation fits “{asked}”. All pages are listed in {base}/llms.txt\n"
    passages = [f"## [{section.title}]({base}{section.address})\n\n{section.text}\n" for section in found]
    return "\n".join([f"# Passages for “{asked}”, best first\n", *passages])


def write_llms_txt(library: Library, base: str) -> str:
    """What https://llmstxt.org proposes: what this is, and where to read on."""
    lines = [
        "# fittingroom",
        "",
        "> Virtual try-on that anyone can run on their own machine, behind the TryItOn HTTP API: photos of a person "
        "and of a garment go in, a photo of the person wearing it comes out.",
        "",
        "Append `?ask=<question>` to the address of any page below: the answer has the passages of all pages that fit "
        f"the question best. The API is described for programs in {base}/openapi.json (OpenAPI 3.1).",
    ]
    for group, pages in library.contents:
        lines += ["", f"## {group}", ""]
        lines += [f"- [{page.title}]({base}/docs/{page.slug}.md): {page.summary}" for page in pages]
    return "\n".join(lines) + "\n"
