"""A folder of small images, and cases over them."""

import json
from pathlib import Path

import numpy as np
from PIL import Image

CASES = [
    {"id": "top", "task": "clothes", "person": "a.png", "garment": "b.png", "subcategory": "tops",
     "boxes": {"face": [0.4, 0.4, 0.6, 0.6], "torso": None}, "pair": {"original": "b.png", "mask": "white.png"}},
    {"id": "hair", "task": "hair", "person": "a.png", "haircut": "BobCut"},
    {"id": "ink", "task": "tattoo", "person": "a.png", "design": "b.png",
     "region": {"x": 0.1, "y": 0.1, "w": 0.2, "h": 0.2}},
    {"id": "tie", "task": "accessory", "person": "a.png", "garment": "b.png", "kind": "tie"},
    {"id": "broken", "task": "clothes", "person": "text.png", "garment": "b.png", "subcategory": "tops"},
    {"id": "lost", "task": "clothes", "person": "nowhere.png", "garment": "b.png", "subcategory": "tops"},
]  # fmt: skip


def make_photos(folder: Path) -> Path:
    """Writes the images and cases.json; returns the path of the latter."""
    rng = np.random.default_rng(3)
    for name in ("a.png", "b.png"):
        Image.fromarray(rng.integers(0, 256, (160, 120, 3), np.uint8)).save(folder / name)
    Image.new("RGB", (120, 160), (255, 255, 255)).save(folder / "white.png")
    (folder / "text.png").write_text("this is not a picture")
    (folder / "cases.json").write_text(json.dumps(CASES))
    return folder / "cases.json"
