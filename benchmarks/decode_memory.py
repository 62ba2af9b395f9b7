"""Peak memory of decoding hostile files, guarded against plain Pillow: python -m benchmarks.decode_memory [FILE …].

Each file is decoded in a process of its own. Figures are the growth of its peak over what it had after its imports.
Pillow's own guard stays on; where it refuses too, its cell says so.
"""

import argparse
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.images import bombs

_MEASURE = """
import io, sys, warnings
from pathlib import Path
from PIL import Image
from fittingroom.errors import ImageLoadError
from fittingroom.images.decode import Bounds, decode_image
def peak():
    return next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
warnings.simplefilter("ignore")
Image.init()
data = Path(sys.argv[2]).read_bytes()
before, outcome = peak(), "decoded"
try:
    if sys.argv[1] == "guarded":
        decode_image(data, "It", Bounds(32 * 2**20, 40_000_000, 64))
    else:
        Image.open(io.BytesIO(data)).convert("RGB")
except Exception as error:
    outcome = "refused"
print(peak() - before, outcome)
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, help="without any: bombs made for this")
    given = parser.parse_args()
    with TemporaryDirectory() as folder:
        print(f"{'file':28}{'kB':>8}{'plain MB':>18}{'guarded MB':>20}{'ratio':>8}")
        for path in given.files or _make(Path(folder)):
            plain, plain_outcome = measure("plain", path)
            ours, our_outcome = measure("guarded", path)
            print(
                f"{path.name:28}{path.stat().st_size / 1024:8.0f}{plain:9.1f} {plain_outcome:8}"
                f"{ours:11.1f} {our_outcome:8}{(ours + 0.1) / (plain + 0.1):8.3f}"
            )


def measure(way: str, path: Path) -> tuple[float, str]:
    """Growth in MB, and whether the file was decoded or refused (killed: the system did)."""
    done = subprocess.run([sys.executable, "-c", _MEASURE, way, str(path)], capture_output=True, text=True, check=False)
    if done.returncode:
        return float("inf"), "killed"
    kilobytes, outcome = done.stdout.split()
    return int(kilobytes) / 1024, outcome


def _make(folder: Path) -> list[Path]:
    made = {
        "13000.png": bombs.png(13000),
        "30000.png": bombs.png(30000),
        "text.png": bombs.png_with_text(2**30),
        "13000.jpg": bombs.plain(13000, "JPEG"),
        "13000.progressive.jpg": bombs.plain(13000, "JPEG", progressive=True),
        "13000.webp": bombs.plain(13000, "WEBP", method=0),
        "13000.gif": bombs.plain(13000, "GIF"),
        "16000.header.webp": bombs.webp_header(16000),
        "6000.png (allowed)": bombs.png(6000),
    }
    paths = []
    for name, data in made.items():
        paths.append(folder / name)
        paths[-1].write_bytes(data)
    return paths


if __name__ == "__main__":
    main()
