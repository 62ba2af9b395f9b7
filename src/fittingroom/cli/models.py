"""`fittingroom models`: what weights there are, fetching them, checking them."""

from types import TracebackType
from typing import TYPE_CHECKING, Annotated

import typer

from fittingroom.cli import fail

if TYPE_CHECKING:
    from rich.progress import TaskID

    from fittingroom.models.manifest import Model

app = typer.Typer(no_args_is_help=True, help="Model weights: list, pull, verify.")


def register(root: typer.Typer) -> None:
    """Add `models` to the command line."""
    root.add_typer(app, name="models")


@app.command("list")
def list_models() -> None:
    """Show every model: whether it is here, its licence, and what it is for.

    Example: fittingroom models list
    """
    from rich.console import Console
    from rich.table import Table

    from fittingroom.models.store import open_store
    from fittingroom.settings import Settings

    store = open_store(Settings())
    table = Table(box=None, pad_edge=False)
    for column in ("model", "state", "MB", "licence", "commercial"):
        table.add_column(column, no_wrap=True)
    table.add_column("for")
    for model in store.models.values():
        licence = model.licence
        uses = ("yes" if licence.commercial else "no") + (", copyleft" if licence.copyleft else "")
        megabytes = f"{model.size / 1e6:.1f}"
        table.add_row(model.name, store.state(model), megabytes, licence.name, uses, model.purpose)
    console = Console()
    console.print(table)
    for note in dict.fromkeys(f"{m.licence.name}: {m.licence.note}" for m in store.models.values() if m.licence.note):
        console.print(note, soft_wrap=True, highlight=False)
    console.print(f"They live in {store.folder}", soft_wrap=True, highlight=False)


@app.command()
def pull(
    names: Annotated[list[str] | None, typer.Argument(help="Models to fetch; none: the permissive ones.")] = None,
    accept_licence: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Agree to the licence of the model called NAME.")
    ] = None,
) -> None:
    """Fetch models into the data folder; what is there and sound is left alone, a broken-off download goes on.

    Example: fittingroom models pull
    Example: fittingroom models pull nudenet --accept-licence nudenet
    """
    from fittingroom.models.errors import ModelError
    from fittingroom.models.pull import Pull
    from fittingroom.models.store import open_store
    from fittingroom.settings import Settings

    settings = Settings()
    store = open_store(settings)
    try:
        if names:
            models = [store.model(name) for name in names]
        else:
            models = [model for model in store.models.values() if model.licence.permissive]
        with PullProgress() as watcher:
            Pull(store, watcher, settings.models_mirror).run(models, accept_licence or ())
    except ModelError as error:
        fail(error.message)
    typer.echo(f"{len(models)} models are in {store.folder}")


@app.command()
def verify(
    names: Annotated[list[str] | None, typer.Argument(help="Models to check; none: all that are here.")] = None,
) -> None:
    """Compare the checksum of every model that is here with the manifest; exit 1 where one is wrong.

    Example: fittingroom models verify
    """
    from fittingroom.models.errors import ModelError
    from fittingroom.models.store import State, open_store
    from fittingroom.settings import Settings

    store = open_store(Settings())
    wanted = names or [m.name for m in store.models.values() if store.state(m) is not State.MISSING]
    troubles = []
    for name in wanted:
        try:
            store.path(name)
            typer.echo(f"{name}: ok")
        except ModelError as error:
            troubles.append(error.message)
    if not wanted:
        typer.echo("No models are here yet: fittingroom models pull")
    if troubles:
        fail(*troubles)


class PullProgress:
    """Shows a pull: a bar for each thing fetched, a line for each model that is in place."""

    def __init__(self) -> None:
        from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

        columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
        self._progress = Progress(*columns)
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> "PullProgress":
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def waiting(self) -> None:
        """Say why nothing moves."""
        self._progress.print("Another pull is at work; waiting for it to end.")

    def progress(self, what: str, done: int, total: int | None) -> None:
        """Move the bar of `what`, making it first."""
        if what not in self._tasks:
            self._tasks[what] = self._progress.add_task(what, total=total)
        self._progress.update(self._tasks[what], completed=done, total=total)

    def stored(self, model: "Model") -> None:
        """Say that a model is in place."""
        self._progress.print(f"{model.name}: in place ({model.licence.name})", highlight=False)
