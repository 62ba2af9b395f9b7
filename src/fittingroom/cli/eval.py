"""`fittingroom eval`: run the engine over cases and keep what it made."""

import json
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fittingroom.cli import fail
from fittingroom.tryon.kinds import Mode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fittingroom.evaluation.cases import Case, CaseLoader
    from fittingroom.evaluation.checks import Check
    from fittingroom.evaluation.metrics import Metrics
    from fittingroom.evaluation.results import Failure, Results
    from fittingroom.evaluation.table import Row
    from fittingroom.settings import Settings


def register(root: typer.Typer) -> None:
    """Add `eval` to the command line."""
    root.command("eval")(evaluate)


def evaluate(
    cases: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="JSON file of cases.")],
    out: Annotated[Path, typer.Option(file_okay=False, help="Folder for pictures, masks, errors and figures.")],
    images: Annotated[
        Path | None,
        typer.Option(exists=True, file_okay=False, help="Folder that the cases' paths start at; else the file's."),
    ] = None,
    only: Annotated[str, typer.Option(metavar="ID,…", help="Only these cases.")] = "",
    task: Annotated[str, typer.Option(help="Only cases of this task: clothes, hair, tattoo or accessory.")] = "",
    mode: Annotated[Mode, typer.Option(help="Speed against care, for clothes.")] = Mode.BALANCED,
    seed: Annotated[int, typer.Option(min=0, max=2**32 - 1, help="Same seed, same pictures.")] = 42,
) -> None:
    """Run the engine over cases, look its pictures over and score them.

    Writes <id>.png and <id>.mask.png, errors.json, metrics.json, sheet.jpg, table.md and table.json. Several runs may
    share a folder. Exit status 0 says that every case was run, not that every one gave a picture.

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
        wanted = [case for case in wanted if task in ("", case.task)]
        engine = load_engine(settings)
    except CasesError as error:
        fail(str(error))
    except (UnknownEngine, ModelError) as error:
        fail(str(error))
    loader = CaseLoader(images or cases.parent, Bounds.of(settings), mode, seed)
    results = Results(out)
    with EvalProgress(len(wanted)) as audience:
        run_cases(engine, wanted, loader, results, audience)
    rows = _score(results, wanted, loader, settings)
    _print_table(results, wanted)
    _write_tables(results, rows)
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


def _score(results: "Results", cases: "Sequence[Case]", loader: "CaseLoader", settings: "Settings") -> "list[Row]":
    """A row for each case; clothes are looked over where the networks for that are there."""
    from fittingroom.engines.preview.networks import load_person_networks
    from fittingroom.evaluation.cases import ClothesCase
    from fittingroom.evaluation.inspection import Inspector
    from fittingroom.evaluation.table import row_of
    from fittingroom.models.errors import ModelError
    from fittingroom.models.store import open_store

    try:
        inspector = Inspector(load_person_networks(open_store(settings)))
    except ModelError as error:
        inspector = None
        typer.echo(f"The pictures are not looked over. {error}", err=True)
    rows, metrics, errors = [], results.metrics(), results.errors()
    for case in cases:
        checks: Sequence[Check] = ()
        if inspector is not None and case.id in metrics and isinstance(case, ClothesCase):
            shown = (loader.image(str(path.resolve())) for path in (results.picture(case.id), results.mask(case.id)))
            checks = inspector.look_over(
                (case.person, partial(loader.image, case.person)), (case.garment, partial(loader.image, case.garment)),
                case.subcategory, *shown,
            )  # fmt: skip
        rows.append(row_of(case.id, metrics.get(case.id), errors.get(case.id), checks))
    return rows


def _write_tables(results: "Results", rows: "list[Row]") -> None:
    from fittingroom.evaluation.table import as_json, as_markdown

    (results.folder / "table.md").write_text(as_markdown(rows))
    (results.folder / "table.json").write_text(json.dumps(as_json(rows), indent=1, ensure_ascii=False))
    typer.echo(as_markdown(rows).splitlines()[0])


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
