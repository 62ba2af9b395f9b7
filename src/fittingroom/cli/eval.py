"""`fittingroom eval`: run the engine over cases and keep what it made."""

from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fittingroom.cli import fail
from fittingroom.tryon.kinds import Mode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fittingroom.evaluation.cases import Case, CaseLoader
    from fittingroom.evaluation.metrics import Metrics
    from fittingroom.evaluation.results import Failure, Results


def register(root: typer.Typer) -> None:
    """Add `eval` to the command line."""
    root.command("eval")(evaluate)


def evaluate(
    cases: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="JSON file of cases.")],
    images: Annotated[Path, typer.Option(exists=True, file_okay=False, help="Folder that the cases' paths start at.")],
    out: Annotated[Path, typer.Option(file_okay=False, help="Folder for pictures, masks, errors and figures.")],
    only: Annotated[str, typer.Option(metavar="ID,…", help="Only these cases.")] = "",
    mode: Annotated[Mode, typer.Option(help="Speed against care, for clothes.")] = Mode.BALANCED,
    seed: Annotated[int, typer.Option(min=0, max=2**32 - 1, help="Same seed, same pictures.")] = 42,
) -> None:
    """Run the engine over cases. Writes <id>.png and <id>.mask.png, errors.json, metrics.json and sheet.jpg.

    Several runs may share a folder. Exit status 0 says that every case was run, not that every one gave a picture.

    Example: fittingroom eval cases.json --images photos --out results --only c01,c02
    """
    from fittingroom.engines.registry import UnknownEngine
    from fittingroom.evaluation.cases import CaseLoader, CasesError, read_cases
    from fittingroom.evaluation.results import Results
    from fittingroom.evaluation.run import load_engine, run_cases
    from fittingroom.images.decode import Bounds
    from fittingroom.models.errors import ModelError
    from fittingroom.settings import Settings

    settings = Settings()
    try:
        wanted = read_cases(cases, [name.strip() for name in only.split(",") if name.strip()])
        engine = load_engine(settings)
    except CasesError as error:
        fail(str(error))
    except (UnknownEngine, ModelError) as error:
        fail(str(error))
    loader = CaseLoader(images, Bounds.of(settings), mode, seed)
    results = Results(out)
    with EvalProgress(len(wanted)) as audience:
        run_cases(engine, wanted, loader, results, audience)
    _print_table(results, wanted)
    _write_sheet(results, wanted, loader)


def _print_table(results: "Results", cases: "Sequence[Case]") -> None:
    from rich.console import Console
    from rich.table import Table

    figures = ("seconds", "edited", "changed", "outside", "face", "pair")
    table = Table("case", *figures, box=None, pad_edge=False)
    metrics, errors = results.metrics(), results.errors()
    for case in cases:
        if case.id in metrics:
            table.add_row(case.id, *(_shown(metrics[case.id].get(name)) for name in figures))
    console = Console()
    console.print(table)
    failed = [case.id for case in cases if case.id in errors]
    for name in failed:
        console.print(f"{name}: {errors[name]['error']}: {errors[name]['message']}", highlight=False, markup=False)
    console.print(f"{len(cases) - len(failed)} of {len(cases)} cases gave a picture; they are in {results.folder}")


def _shown(value: Any) -> str:
    return "-" if value is None else f"{value:g}"


def _write_sheet(results: "Results", cases: "Sequence[Case]", loader: "CaseLoader") -> None:
    from fittingroom.evaluation.sheet import contact_sheet
    from fittingroom.images.encode import encode_image

    rows = []
    for case in cases:
        if results.picture(case.id).exists():
            product = loader.product(case)
            shown = [loader.image(case.person), *([] if product is None else [product])]
            rows.append((case.id, [*shown, loader.image(str(results.picture(case.id).resolve()))]))
    if rows:
        (results.folder / "sheet.jpg").write_bytes(encode_image(contact_sheet(rows), "jpeg"))


class EvalProgress:
    """Shows a run: a bar over the cases with the present step beside it, and a line for each case that ended."""

    def __init__(self, total: int) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}"))
        self._progress = Progress(*columns, console=Console(stderr=True))
        self._task = self._progress.add_task("Starting", total=total)

    def __enter__(self) -> "EvalProgress":
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def step(self, case_id: str, done: int, total: int, step: str) -> None:
        """Show the present step."""
        self._progress.update(self._task, description=f"{case_id}: {step}")

    def finished(self, case_id: str, outcome: "Metrics | Failure") -> None:
        """Count the case."""
        self._progress.update(self._task, advance=1, description=f"{case_id}: {type(outcome).__name__.lower()}")
