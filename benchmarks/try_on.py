"""How long each step of a try-on takes: python benchmarks/try_on.py [PERSON GARMENT SUBCATEGORY] [--mode balanced].

Of each step: seconds on the clock, of computing on all cores, and of computing in the thread that the picture waits for
(medians of the runs, engine loaded), its share of the computing, and that in ratio to the naive alternative's: the
garment cut out by OpenCV's GrabCut and pasted over the middle of the photo, which is what one would write in an
afternoon. On a busy machine don't trust the clock: with two idle cores it shows about what the waiting thread computes.
"""

import argparse
import resource
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.engines.preview.engine import PreviewEngine
from fittingroom.models.store import open_store
from fittingroom.settings import Settings
from fittingroom.tryon.kinds import Category, Mode, Subcategory
from fittingroom.tryon.loaded import LoadedFashion, LoadedHairstyle

Pixels = NDArray[np.uint8]
EXAMPLES = Path(__file__).parents[1] / "examples"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("person", nargs="?", type=Path, default=EXAMPLES / "person-astronaut.png")
    parser.add_argument("garment", nargs="?", type=Path, default=EXAMPLES / "garment-jumper.jpg")
    parser.add_argument("subcategory", nargs="?", type=Subcategory, default=Subcategory.TOPS)
    parser.add_argument("--mode", type=Mode, action="append", help="may be given again; else all")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--side", type=int, default=1024, help="long side that the person's photo is brought to")
    given = parser.parse_args()
    cv2.setNumThreads(2)
    person, garment = sized(read(given.person), given.side), read(given.garment)
    naive = np.median([seconds(lambda: naive_paste(person, garment)) for _ in range(given.runs)], axis=0)
    print(f"photo {person.shape[1]}x{person.shape[0]}, naive paste {naive[0]:.2f} s, {naive[1]:.2f} s of computing")
    engine = PreviewEngine()
    engine.load(open_store(Settings()), "cpu")
    for mode in given.mode or list(Mode):
        request = LoadedFashion(person, garment, Category.CLOTHING, given.subcategory, mode, seed=42)
        runs = [steps(engine, request) for _ in range(given.runs + 1)][1:]  # the first warms up
        print_steps(mode.value, runs, float(naive[1]))
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def naive_paste(person: Pixels, garment: Pixels) -> Pixels:
    """The garment cut out and laid over the middle of the photo."""
    small = sized(garment, 1024)
    mask = np.zeros(small.shape[:2], np.uint8)
    height, width = mask.shape
    cv2.grabCut(
        small, mask, (width // 20, height // 20, width * 9 // 10, height * 9 // 10), np.zeros((1, 65)),
        np.zeros((1, 65)), 5, cv2.GC_INIT_WITH_RECT,
    )  # fmt: skip
    alpha = cv2.GaussianBlur((mask % 2).astype(np.float32), (0, 0), 1)[..., None]
    scale = 0.6 * person.shape[1] / width
    fabric = cv2.resize(small, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA).astype(np.float32)
    cover = cv2.resize(alpha, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)[..., None]
    top, left = person.shape[0] // 3, (person.shape[1] - fabric.shape[1]) // 2
    fabric, cover = fabric[: person.shape[0] - top], cover[: person.shape[0] - top]
    result = person.copy()
    place = result[top : top + fabric.shape[0], left : left + fabric.shape[1]]
    place[:] = (place + (fabric - place) * cover).astype(np.uint8)
    return result


def steps(engine: PreviewEngine, request: LoadedFashion | LoadedHairstyle) -> dict[str, tuple[float, ...]]:
    """Seconds on the clock, of computing, and of computing in this thread of each step by its name."""
    marks: list[tuple[str, tuple[float, ...]]] = []

    def mark(name: str) -> None:
        marks.append((name, _now()))

    for _ in engine.try_on(request, lambda done, total, name: mark(name)):
        pass
    mark("")
    return {name: _since(begun, ended) for (name, begun), (_, ended) in pairwise(marks)}


def print_steps(title: str, runs: list[dict[str, tuple[float, ...]]], naive: float) -> None:
    """The median of the runs, a line a step. naive: seconds that the alternative computes."""
    medians = {name: np.median([run[name] for run in runs], axis=0) for name in runs[0]}
    total = np.sum(list(medians.values()), axis=0)
    print(f"\n{title:36s} {'clock':>8s} {'computing':>11s} {'waited for':>12s} {'share':>6s}")
    for name, (clock, work, own) in [*medians.items(), ("all", total)]:
        shares = f"{work / total[1]:6.1%} {work / naive:6.2f} x naive"
        print(f"  {name:34s} {clock:6.2f} s {work:9.2f} s {own:10.2f} s {shares}")


def seconds(work: Callable[[], object]) -> tuple[float, ...]:
    """What some work takes: on the clock, of computing, and of computing in this thread."""
    begun = _now()
    work()
    return _since(begun, _now())


def _now() -> tuple[float, ...]:
    return time.perf_counter(), time.process_time(), time.thread_time()


def _since(begun: tuple[float, ...], ended: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(last - first for first, last in zip(begun, ended, strict=True))


def read(path: Path) -> Pixels:
    """RGB of a file."""
    image = cv2.imread(str(path))
    if image is None:
        raise SystemExit(f"{path} is no picture.")
    return np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2RGB), np.uint8)


def sized(image: Pixels, side: int) -> Pixels:
    """`image` with its long side at `side` pixels."""
    scale = side / max(image.shape[:2])
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(image, None, fx=scale, fy=scale, interpolation=way), np.uint8)


if __name__ == "__main__":
    main()
