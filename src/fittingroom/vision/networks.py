"""What vision asks of neural networks: arrays in, arrays out. Which runtime computes them is for an engine to say."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]


class Network(Protocol):
    """One network with one image input."""

    side: int
    """Height and width of the input in pixels."""

    def __call__(self, image: Array) -> Sequence[Array]:
        """Take float32 side×side×3 RGB in the range that the network wants; give its outputs without batch axis."""


@dataclass(frozen=True)
class PersonNetworks:
    """The networks that find a person: MediaPipe's, by the names of their files.

    pose_detector, face_detector, hand_detector: boxes and key points by anchor, and a score by anchor (input −1…1;
    hands 0…1). pose_landmarks, face_landmarks, hand_landmarks: points in a crop, and how sure (input 0…1).
    selfie_segmenter: how much of each pixel is a person (input 0…1).
    object_detector: boxes by anchor, and a score by anchor and class (input 0…255).
    """

    pose_detector: Network
    pose_landmarks: Network
    face_detector: Network
    face_landmarks: Network
    hand_detector: Network
    hand_landmarks: Network
    selfie_segmenter: Network
    object_detector: Network
