"""How long each step of a person's analysis takes: python benchmarks/analyse_person.py [PHOTO …] [--side 1024]."""

import argparse
import resource
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray
from skimage import data

from fittingroom.engines.preview.networks import load_person_networks
from fittingroom.models.store import open_store
from fittingroom.settings import Settings
from fittingroom.vision.networks import PersonNetworks
from fittingroom.vision.people.analyse import describe_figure
from fittingroom.vision.people.body import Body
from fittingroom.vision.people.face import find_face
from fittingroom.vision.people.hands import find_hands
from fittingroom.vision.people.hiding import find_front
from fittingroom.vision.people.labelling import find_labels
from fittingroom.vision.people.pose import find_pose
from fittingroom.vision.people.silhouette import find_silhouette
from fittingroom.vision.people.tone import skin_tone

Answer = TypeVar("Answer")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("photos", nargs="*", type=Path, help="without any: the astronaut, enlarged")
    parser.add_argument("--side", type=int, default=1024)
    parser.add_argument("--models", type=Path, help="folder with the model files (default: the model store)")
    given = parser.parse_args()
    cv2.setNumThreads(2)
    networks = load_person_networks(_Folder(given.models) if given.models else open_store(Settings()))
    images = [cv2.cvtColor(cv2.imread(str(path)), cv2.COLOR_BGR2RGB) for path in given.photos] or [data.astronaut()]
    shares: dict[str, list[float]] = {}
    for image in images:
        _run(_resized(image, given.side), networks, shares)
    total = sum(float(np.median(times)) for times in shares.values())
    for step, times in shares.items():
        print(f"{step:12s} {np.median(times):6.3f} s  {np.median(times) / total:6.1%}")
    print(f"{'all':12s} {total:6.3f} s")
    print(f"peak memory  {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


class _Folder:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, name: str) -> Path:
        return next(self._folder.glob(f"{name}.*"))


def _resized(image: NDArray[np.uint8], side: int) -> NDArray[np.uint8]:
    scale = side / max(image.shape[:2])
    return np.asarray(cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)


def _run(image: NDArray[np.uint8], networks: PersonNetworks, shares: dict[str, list[float]]) -> None:
    def timed(step: str, work: Callable[[], Answer]) -> Answer:
        start = time.perf_counter()
        answer = work()
        shares.setdefault(step, []).append(time.perf_counter() - start)
        return answer

    pose = timed("pose", lambda: find_pose(image, networks))
    if pose is None:
        return
    face = timed("face", lambda: find_face(image, pose.landmarks, networks))
    hands = timed("hands", lambda: find_hands(image, pose.landmarks, networks))
    alpha = timed("silhouette", lambda: find_silhouette(image, pose, face, networks))
    found = timed("labels", lambda: find_labels(image, alpha, pose.landmarks, face, hands))
    body = Body(pose.landmarks, found.labels.shape)
    figure = timed("figure", lambda: describe_figure(body, alpha, found))
    timed("skin", lambda: skin_tone(image, found.labels, found.confidence))
    timed("front", lambda: find_front(body, found.labels, figure.torso, figure.arms))


if __name__ == "__main__":
    main()
