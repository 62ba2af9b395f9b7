"""How long each step of a hairstyle takes: python benchmarks/hairstyle.py [FACE] [--haircut BobCut] [--side 1024].

Columns as in try_on.py. Without a haircut: some short, long, curly and braided ones, and a change of colour alone. The
alternative in the ratio is what one would write in an afternoon for the colour: the picture's upper middle cut out by
OpenCV's GrabCut, and its hue and saturation set in HSV; for a new cut there is no such short way.
"""

import argparse
import resource
import sys
from pathlib import Path

import cv2
import numpy as np

sys.path.insert(0, str(Path(__file__).parent))
from try_on import EXAMPLES, Pixels, print_steps, read, seconds, sized, steps

from fittingroom.engines.preview.engine import PreviewEngine
from fittingroom.models.store import open_store
from fittingroom.settings import Settings
from fittingroom.tryon.kinds import Haircut
from fittingroom.tryon.loaded import LoadedHairstyle

USUAL = (Haircut.BUZZ_CUT, Haircut.BOB_CUT, Haircut.LONG_STRAIGHT, Haircut.LONG_CURLY, Haircut.BOX_BRAIDS)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("face", nargs="?", type=Path, default=EXAMPLES / "person-astronaut.png")
    parser.add_argument("--haircut", type=Haircut, action="append", help="may be given again")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--side", type=int, default=1024, help="long side that the photo is brought to")
    given = parser.parse_args()
    cv2.setNumThreads(2)
    face = sized(read(given.face), given.side)
    naive = np.median([seconds(lambda: naive_dye(face)) for _ in range(given.runs)], axis=0)
    print(f"photo {face.shape[1]}x{face.shape[0]}, naive dye {naive[0]:.2f} s, {naive[1]:.2f} s of computing")
    engine = PreviewEngine()
    engine.load(open_store(Settings()), "cpu")
    asked = [(cut.value, LoadedHairstyle(face, cut)) for cut in given.haircut or USUAL]
    if not given.haircut:
        asked.append(("copper, same cut", LoadedHairstyle(face, None, "copper")))
    for title, request in asked:
        runs = [steps(engine, request) for _ in range(given.runs + 1)][1:]  # the first warms up
        print_steps(title, runs, float(naive[1]))
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def naive_dye(face: Pixels) -> Pixels:
    """What GrabCut takes for hair, in the upper third of the picture, in a copper hue."""
    height, width = face.shape[:2]
    mask = np.zeros((height, width), np.uint8)
    box = (width // 5, 1, width * 3 // 5, height // 2)
    cv2.grabCut(face, mask, box, np.zeros((1, 65)), np.zeros((1, 65)), 5, cv2.GC_INIT_WITH_RECT)
    alpha = cv2.GaussianBlur((mask % 2).astype(np.float32), (0, 0), 2)[..., None]
    hsv = cv2.cvtColor(face, cv2.COLOR_RGB2HSV)
    hsv[..., 0], hsv[..., 1] = 9, np.maximum(hsv[..., 1], 150)
    return np.asarray((face + (cv2.cvtColor(hsv, cv2.COLOR_HSV2RGB) - face.astype(np.float32)) * alpha), np.uint8)


if __name__ == "__main__":
    main()
