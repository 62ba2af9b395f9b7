"""Addresses that answers carry."""

from collections.abc import Callable

from fastapi import Request

from fittingroom.api.services import Services
from fittingroom.jobs import Output


def base_url(request: Request, rooms: Services) -> str:
    """How clients reach this server."""
    return (rooms.settings.public_url or str(request.base_url)).rstrip("/")


def output_address(request: Request, rooms: Services) -> Callable[[Output], str]:
    """Says where an output can be opened."""
    base = base_url(request, rooms)
    return lambda output: base + rooms.signed_paths.path(output.name)
