"""Reads the permissive networks into LiteRT interpreters for the functions in vision."""

import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from ai_edge_litert.interpreter import Interpreter
from numpy.typing import NDArray

from fittingroom.vision.networks import Array, PersonNetworks

#: Names in the model store that `load_person_networks` asks for.
PERSON_MODELS = ("pose_landmarker", "face_landmarker", "hand_landmarker", "selfie_segmenter", "object_detector")


class ModelPaths(Protocol):
    """Where model files lie; the model store is one."""

    def path(self, name: str) -> Path:
        """The file of the model called `name`."""


class LiteRtNetwork:
    """One .tflite network with a square RGB input. Not safe for two threads at once."""

    def __init__(self, content: bytes, threads: int) -> None:
        self._interpreter = Interpreter(model_content=content, num_threads=threads)
        self._interpreter.allocate_tensors()
        (given,) = self._interpreter.get_input_details()
        self._input: int = given["index"]
        self._kind = given["dtype"]
        self._outputs: list[int] = [detail["index"] for detail in self._interpreter.get_output_details()]
        self.side: int = int(given["shape"][1])

    def __call__(self, image: Array) -> Sequence[Array]:
        """Run once; the outputs are copies."""
        self._interpreter.set_tensor(self._input, np.ascontiguousarray(image[None], self._kind))
        self._interpreter.invoke()
        outputs: list[NDArray[np.float32]] = [self._interpreter.get_tensor(index) for index in self._outputs]
        return [output[0] for output in outputs]


def load_person_networks(models: ModelPaths, threads: int = 2) -> PersonNetworks:
    """Read all networks that `vision.people.analyse_person` needs.

    A .task file is a zip archive of .tflite files. Raises what `models.path` raises, KeyError where an archive
    lacks its member.
    """

    def member(name: str, inside: str) -> LiteRtNetwork:
        with zipfile.ZipFile(models.path(name)) as archive:
            return LiteRtNetwork(archive.read(inside), threads)

    return PersonNetworks(
        pose_detector=member("pose_landmarker", "pose_detector.tflite"),
        pose_landmarks=member("pose_landmarker", "pose_landmarks_detector.tflite"),
        face_detector=member("face_landmarker", "face_detector.tflite"),
        face_landmarks=member("face_landmarker", "face_landmarks_detector.tflite"),
        hand_detector=member("hand_landmarker", "hand_detector.tflite"),
        hand_landmarks=member("hand_landmarker", "hand_landmarks_detector.tflite"),
        selfie_segmenter=LiteRtNetwork(models.path("selfie_segmenter").read_bytes(), threads),
        object_detector=LiteRtNetwork(models.path("object_detector").read_bytes(), threads),
    )
