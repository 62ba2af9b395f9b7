"""The command line."""

from typing import NoReturn

import typer


def fail(*messages: str) -> NoReturn:
    """End the command with exit status 1, saying why on standard error."""
    for message in messages:
        typer.secho(message, err=True, fg="red")
    raise typer.Exit(1)
