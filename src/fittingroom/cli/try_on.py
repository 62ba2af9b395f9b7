"""`fittingroom try`: one try-on on this machine, without a server."""

import itertools
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fittingroom.cli import fail
from fittingroom.tryon.kinds import KEEP, Category, Haircut, Mode, Subcategory

if TYPE_CHECKING:
    from collections.abc import Callable

    from fittingroom.engines.base import Picture
    from fittingroom.settings import Settings
    from fittingroom.tryon.loaded import LoadedRequest, Pixels

app = typer.Typer(no_args_is_help=True, help="Try something on without a server.")

_CLOTHES = (Subcategory.TOPS, Subcategory.BOTTOMS, Subcategory.DRESSES)


def register(root: typer.Typer) -> None:
    """Add `try` to the command line."""
    root.add_typer(app, name="try")


@app.callback()
def _group() -> None:
    """Try something on without a server."""


@app.command()
def clothes(
    person: Annotated[Path, typer.Option(exists=True, dir_okay=False, help="Photo of a person.")],
    garment: Annotated[Path, typer.Option(exists=True, dir_okay=False, help="Photo of the garment.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="Where the picture goes: a .png or .jpg file.")],
    subcategory: Annotated[
        Subcategory | None, typer.Option(help="tops, bottoms or dresses; none: the engine decides.")
    ] = None,
    mode: Annotated[Mode, typer.Option(help="Speed against care.")] = Mode.BALANCED,
    seed: Annotated[int, typer.Option(min=0, max=2**32 - 1, help="Same seed, same picture.")] = 42,
    sheet: Annotated[Path | None, typer.Option(help="Also write a before/after sheet here.")] = None,
    debug: Annotated[
        Path | None, typer.Option(help="Also write the picture after each step, mask and record into this folder.")
    ] = None,
) -> None:
    """Put a garment on a person.

    Example: fittingroom try clothes --person me.jpg --garment jumper.jpg --subcategory tops -o worn.png
    """
    from fittingroom.settings import Settings
    from fittingroom.tryon.loaded import LoadedFashion

    if subcategory is not None and subcategory not in _CLOTHES:
        fail(f"--subcategory: {subcategory} isn't clothing. It takes: {', '.join(_CLOTHES)}.")
    format_ = _format_of(out)
    settings = Settings()
    category = Category.AUTO if subcategory is None else Category.CLOTHING
    worn = _read(garment, settings)
    request = LoadedFashion(_read(person, settings), worn, category, subcategory, mode, seed=seed)
    picture = _try(request, settings, debug)
    _write(out, picture.image, format_)
    if sheet is not None:
        _write_sheet(sheet, request.person, worn, picture.image)
    if debug is not None:
        _write_debug(debug, picture)
    typer.echo(out)


@app.command()
def hair(
    face: Annotated[Path | None, typer.Option(exists=True, dir_okay=False, help="Photo of a face.")] = None,
    haircut: Annotated[str, typer.Option(help="A name that --list shows, or Keep.")] = KEEP,
    color: Annotated[str | None, typer.Option(help='Free text, such as "ash blonde"; none: the own colour.')] = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Where the picture goes: a .png or .jpg file.")
    ] = None,
    seed: Annotated[int, typer.Option(min=0, max=2**32 - 1, help="Same seed, same picture.")] = 42,
    debug: Annotated[
        Path | None, typer.Option(help="Also write the picture after each step, mask and record into this folder.")
    ] = None,
    list_: Annotated[bool, typer.Option("--list", help="Show the haircuts, and do nothing else.")] = False,
) -> None:
    """Try another haircut, another colour, or both.

    Example: fittingroom try hair --face me.jpg --haircut BobCut --color "ash blonde" -o bob.png
    """
    from fittingroom.settings import Settings
    from fittingroom.tryon.loaded import LoadedHairstyle

    if list_:
        _list_haircuts()
        return
    if face is None or out is None:
        fail("--face and --out are needed.")
    if haircut not in [*Haircut, KEEP]:
        fail(f"--haircut: {haircut} is none of {', '.join([*Haircut, KEEP])}.")
    format_ = _format_of(out)
    settings = Settings()
    request = LoadedHairstyle(_read(face, settings), None if haircut == KEEP else Haircut(haircut), color, seed=seed)
    picture = _try(request, settings, debug)
    _write(out, picture.image, format_)
    if debug is not None:
        _write_debug(debug, picture)
    typer.echo(out)


def _list_haircuts() -> None:
    from fittingroom.vision.hair.styles import STYLES

    for haircut in Haircut:
        typer.echo(f"{haircut:<22}{STYLES[haircut].words}")
    typer.echo(f"{KEEP:<22}the same cut in another colour")


def _format_of(path: Path) -> str:
    formats = {".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg"}
    if path.suffix.lower() not in formats:
        fail(f"{path}: the name must end in .png, .jpg or .jpeg.")
    return formats[path.suffix.lower()]


def _read(path: Path, settings: "Settings") -> "Pixels":
    from fittingroom.errors import ImageLoadError
    from fittingroom.images.decode import Bounds, decode_image

    try:
        return decode_image(path.read_bytes(), str(path), Bounds.of(settings))
    except (ImageLoadError, OSError) as error:
        fail(f"ImageLoadError: {error}")


def _try(request: "LoadedRequest", settings: "Settings", debug: Path | None) -> "Picture":
    """Load the engine and run it behind a progress bar; the contract is checked as the worker checks it."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    from fittingroom.engines.base import Watched
    from fittingroom.engines.registry import UnknownEngine
    from fittingroom.errors import FittingroomError
    from fittingroom.evaluation.run import first_picture, load_engine
    from fittingroom.worker.verify import verify_picture

    columns = (BarColumn(), TextColumn("{task.completed:.0f}/{task.total:.0f}"), TimeElapsedColumn())
    with Progress(*columns, TextColumn("{task.description}"), console=Console(stderr=True)) as progress:
        task = progress.add_task("Loading the engine", total=1)
        try:
            engine = load_engine(settings)
            if debug is not None and isinstance(engine, Watched):
                engine.watch = _step_writer(debug)

            def report(done: int, total: int, step: str) -> None:
                progress.update(task, completed=done, total=total, description=step)

            picture = first_picture(engine, request, report)
            verify_picture(request.subject, picture)
        except FittingroomError as error:
            fail(f"{error.name}: {error.message}")
        except UnknownEngine as error:
            fail(str(error))
        progress.update(task, completed=progress.tasks[0].total, description="Done")
    return picture


def _write(path: Path, image: "Pixels", output_format: str) -> None:
    from fittingroom.images.encode import encode_image

    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(encode_image(image, output_format))


def _write_sheet(path: Path, person: "Pixels", worn: "Pixels", result: "Pixels") -> None:
    from fittingroom.evaluation.sheet import before_after

    _write(path, before_after(person, worn, result), _format_of(path))


def _step_writer(folder: Path) -> "Callable[[str, Pixels], None]":
    """Writes each step's picture as `<number>-<name>.png`, in the order of the steps."""
    numbers = itertools.count(1)

    def write(step: str, image: "Pixels") -> None:
        _write(folder / f"{next(numbers):02}-{re.sub(r'[^a-z0-9]+', '-', step.lower()).strip('-')}.png", image, "png")

    return write


def _write_debug(folder: Path, picture: "Picture") -> None:
    import json

    import numpy as np

    _write(folder / "mask.png", np.repeat(picture.mask[..., None], 3, axis=2).astype(np.uint8) * 255, "png")
    (folder / "record.json").write_text(json.dumps(dict(picture.record), indent=1) + "\n")
