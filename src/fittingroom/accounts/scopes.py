"""What a key may be used for."""

from enum import StrEnum


class Scope(StrEnum):
    """One thing that a key may do; a key without scopes may do all of them."""

    TRYON = "tryon"
    STATUS = "status"
    CREDITS = "credits"


#: Each scope in words, for pages and refusals.
MEANINGS = {
    Scope.TRYON: "ask for pictures and cancel jobs",
    Scope.STATUS: "see jobs and their pictures",
    Scope.CREDITS: "see the balance",
}
