"""Reading an address that a stranger gave."""

import httpx

from fittingroom.network.guard import Refused

_MAX_LENGTH = 8192


def read_url(text: str, base: httpx.URL | None = None) -> httpx.URL:
    """An http(s) address with a host and without credentials; `base`: what a relative one starts from.

    Raises Refused, in words that go after the name of whatever has the address.
    """
    if len(text) > _MAX_LENGTH:
        raise Refused(f"has a URL of more than {_MAX_LENGTH} characters")
    try:
        url = base.join(text) if base else httpx.URL(text)
        url.raw_host.decode("ascii")
    except (httpx.InvalidURL, ValueError, TypeError):
        raise Refused("has a URL that cannot be read") from None
    if url.port is not None and not 0 < url.port < 2**16:
        raise Refused("has a URL whose port is not 1 to 65535")
    if url.scheme not in ("http", "https") or not url.host:
        raise Refused("needs a URL that starts with http:// or https://")
    if url.userinfo:
        raise Refused("has a URL with a user name or password in it, which is not accepted")
    return url
