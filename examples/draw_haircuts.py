"""Draws the playground's pictures of haircuts on the example portrait, and the portrait itself as Keep.

python examples/draw_haircuts.py src/fittingroom/dashboard/static/haircuts [BobCut Afro …]
"""

import argparse
from pathlib import Path

import numpy as np
from PIL import Image

from fittingroom.engines.preview.hairstyles import restyle
from fittingroom.engines.preview.networks import load_person_networks
from fittingroom.models.store import open_store
from fittingroom.settings import Settings
from fittingroom.tryon.kinds import KEEP, Haircut
from fittingroom.tryon.loaded import LoadedHairstyle, Pixels
from fittingroom.vision.networks import PersonNetworks

PORTRAIT = Path(__file__).with_name("person-astronaut.png")
#: Head and collar in the portrait: left, top, side, pixels. Above the photo's own border there is room for buns.
LEFT, TOP, SIDE, ROOM = 106, 0, 248, 34
COLOUR = "chestnut"
#: Of the pictures: pixels of a side, and WebP's quality, which makes a few kilobytes.
SMALL, QUALITY = 192, 80


def portrait() -> Pixels:
    """The portrait with more of its background above (uint8, H×W×3 RGB)."""
    photo = np.asarray(Image.open(PORTRAIT).convert("RGB"))
    return np.pad(photo, ((ROOM, 0), (0, 0), (0, 0)), mode="edge")


def draw(face: Pixels, haircut: Haircut, networks: PersonNetworks) -> Pixels:
    """`face` with a cut, ready or not."""
    request = LoadedHairstyle(face, haircut, COLOUR)
    (picture,) = restyle(request, networks, lambda done, total, step: None)
    return picture.image


def small(image: Pixels) -> Image.Image:
    """Head and collar of a picture."""
    head = image[TOP : TOP + SIDE, LEFT : LEFT + SIDE]
    return Image.fromarray(head).resize((SMALL, SMALL), Image.Resampling.LANCZOS)


def main() -> None:
    """Draw all of them, or those that are named; the same ones every time."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("haircuts", nargs="*", metavar="haircut")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    networks, face = load_person_networks(open_store(Settings())), portrait()
    for name in options.haircuts or [KEEP, *Haircut]:
        image = face if name == KEEP else draw(face, Haircut(name), networks)
        small(image).save(options.folder / f"{name}.webp", quality=QUALITY, method=6)
        print(options.folder / f"{name}.webp")


if __name__ == "__main__":
    main()
