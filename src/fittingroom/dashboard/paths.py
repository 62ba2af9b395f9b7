"""Where the pages live."""

#: Below the server's public URL.
PREFIX = "/dashboard"


def link_path(token: str) -> str:
    """The path of the page that a one-time link opens."""
    return f"{PREFIX}/link/{token}"


def safe_next(path: str) -> str:
    """Where to go after a sign-in: one of our own pages, whatever was asked for."""
    ours = path.startswith(PREFIX + "/") and "\\" not in path and path.isprintable() and "//" not in path
    return path if ours else PREFIX + "/"
