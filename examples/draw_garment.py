"""Draws the garments of the examples, so that the repository needs nobody's product photo.

python examples/draw_garment.py jumper examples/garment-jumper.jpg
python examples/draw_garment.py tshirt examples/garment-tshirt.jpg
"""

import argparse
from importlib import import_module

import numpy as np
from drawing.cloth import Sheet
from PIL import Image


def main() -> None:
    """Draw one garment; the same one every time."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("garment", choices=["jumper", "tshirt"])
    parser.add_argument("out")
    options = parser.parse_args()
    sheet = Sheet(1400, 1300, 2, np.random.default_rng(7))
    import_module(f"drawing.{options.garment}").draw(sheet)
    Image.fromarray(sheet.photograph()).save(options.out, quality=92)


if __name__ == "__main__":
    main()
