"""The documentation, as the server answers with it: the same Markdown that the repository has in docs/.

    library = await Library.open(database)      # library.py: pages read, rendered and indexed once
    app.state.library = library
    app.include_router(router)                  # routes.py: /docs, /docs/<page>, /docs/<page>.md?ask=…, /llms.txt

The way of a page: `pages` (where the sources are, in which order they are read) → `sections` (what a page is made of,
and its anchors) → `rendering` (HTML) and `search` (PostgreSQL finds the sections that fit a question).
"""

from fittingroom.documentation.library import Library
from fittingroom.documentation.routes import router

__all__ = ["Library", "router"]
