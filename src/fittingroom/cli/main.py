"""The `fittingroom` command.

Every other module in this folder brings commands: it has a function `register(app: typer.Typer) -> None` that adds
them, and is found by being here. Import what is heavy (the database, an engine) inside the command's function, so
that `fittingroom --help` stays quick.
"""

from importlib import import_module
from pkgutil import iter_modules
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from fittingroom import __version__, cli


class _Root(TyperGroup):
    """Tells without a traceback what an operator can mend."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except Exception as error:
            from fittingroom.db import DatabaseUnavailable

            if not isinstance(error, DatabaseUnavailable):
                raise
            typer.echo(str(error), err=True)
            raise typer.Exit(1) from None


app = typer.Typer(
    name="fittingroom",
    cls=_Root,
    help="Virtual try-on that runs on your own machine, behind the TryItOn HTTP API.",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_show_locals=False,
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    pass


def _register_all() -> None:
    for module in sorted(iter_modules(cli.__path__), key=lambda found: found.name):
        if module.name != "main":
            import_module(f"{cli.__name__}.{module.name}").register(app)


_register_all()
