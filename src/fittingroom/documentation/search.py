"""The sections that fit a question best, by PostgreSQL's full-text search.

The index is made by the database when the server starts, and kept here rather than in a table: it belongs to the pages
of this version of the program, and while a new version replaces an old one both must find in their own.
"""

import re
from collections.abc import Sequence
from typing import Self

from sqlalchemy import text

from fittingroom.db import Database
from fittingroom.documentation.sections import Section

_LONGEST_QUESTION = 400

_INDEX = text("""
    SELECT (setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', body), 'D'))::text
    FROM unnest(CAST(:titles AS text[]), CAST(:bodies AS text[])) WITH ORDINALITY AS section(title, body, position)
    ORDER BY position
""")

# A word that few sections have says more about what is asked than one that many have, so each is weighed by its rarity
# (inverse document frequency); a section need not have all of them, questions being longer than answers.
_FIND = text(r"""
    WITH sections AS (
        SELECT vector, position
        FROM unnest(CAST(CAST(:vectors AS text[]) AS tsvector[])) WITH ORDINALITY AS section(vector, position)
    ), words AS (
        SELECT word FROM unnest(tsvector_to_array(to_tsvector('english', :question))) AS asked(word)
        WHERE word !~ '[''\\]'
    ), hits AS (
        SELECT position, word,
            ts_rank('{0.1, 0.2, 0.4, 1.0}', vector, CAST(quote_literal(word) AS tsquery), 1) AS rank
        FROM sections JOIN words ON vector @@ CAST(quote_literal(word) AS tsquery)
    ), weights AS (
        SELECT word, ln(1 + (SELECT count(*) FROM sections) / count(*)::float) AS weight FROM hits GROUP BY word
    )
    SELECT position FROM hits JOIN weights USING (word)
    GROUP BY position ORDER BY sum(rank * weight * weight) DESC, position LIMIT :most
""")


class SearchIndex:
    """Made by `build`; may be asked any number of times at once."""

    def __init__(self, database: Database, sections: Sequence[Section], vectors: Sequence[str]) -> None:
        self._database = database
        self._sections = sections
        self._vectors = vectors

    @classmethod
    async def build(cls, database: Database, sections: Sequence[Section]) -> Self:
        """Have the database read the sections."""
        values = {
            "titles": [_with_words_of_names(section.title) for section in sections],
            "bodies": [_with_words_of_names(section.text) for section in sections],
        }
        async with database.transaction() as connection:
            vectors = (await connection.execute(_INDEX, values)).scalars().all()
        return cls(database, sections, vectors)

    async def find(self, question: str, most: int) -> list[Section]:
        """At most so many sections, best first; none where no word of the question is in any."""
        asked = " ".join(question.replace("\x00", "").split())[:_LONGEST_QUESTION]
        values = {"vectors": list(self._vectors), "question": _with_words_of_names(asked), "most": most}
        async with self._database.transaction() as connection:
            positions = (await connection.execute(_FIND, values)).scalars().all()
        return [self._sections[position - 1] for position in positions]


def _with_words_of_names(text: str) -> str:
    """With the words of names like RateLimitExceeded and /jobs/{id}/cancel added, for who asks in plain words."""
    names = re.findall(r"\b(?:[A-Z][a-z]+){2,}\b|/[\w/{}]+", text)
    return " ".join([text, *(re.sub(r"(?<=[a-z])(?=[A-Z])|[/{}_]+", " ", name) for name in dict.fromkeys(names))])
