"""Where the pages live."""

#: Below the server's public URL.
PREFIX = "/dashboard"


def link_path(token: str) -> str:
    """The path of the page that a one-time link opens."""
    return f"{PREFIX}/link/{token}"
