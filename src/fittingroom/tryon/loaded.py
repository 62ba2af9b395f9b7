"""What an engine is given: a request whose images are loaded.

Arrays are uint8, height × width × 3, RGB in sRGB, upright, no alpha.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fittingroom.tryon.kinds import (
    Category,
    GarmentPhotoType,
    Haircut,
    Kind,
    Mode,
    Subcategory,
)

Pixels = NDArray[np.uint8]


@dataclass(frozen=True)
class LoadedFashion:
    """A person and a thing to wear. `subcategory` is None where the category takes none, or is AUTO."""

    person: Pixels
    garment: Pixels
    category: Category = Category.AUTO
    subcategory: Subcategory | None = None
    mode: Mode = Mode.BALANCED
    garment_photo_type: GarmentPhotoType = GarmentPhotoType.AUTO
    segmentation_free: bool = True
    num_samples: int = 1
    seed: int = 42

    kind = Kind.FASHION

    @property
    def subject(self) -> Pixels:
        """The photo that is edited; pictures have its size."""
        return self.person


@dataclass(frozen=True)
class LoadedHairstyle:
    """A face and the name of a haircut. `haircut` None keeps the cut, `hair_color` None the colour; not both."""

    face: Pixels
    haircut: Haircut | None
    hair_color: str | None = None
    num_samples: int = 1
    seed: int = 42

    kind = Kind.HAIRSTYLE

    @property
    def subject(self) -> Pixels:
        """The photo that is edited; pictures have its size."""
        return self.face


@dataclass(frozen=True)
class Region:
    """A rectangle on an image, as fractions of its width and height from the top left corner."""

    x: float
    y: float
    w: float
    h: float


@dataclass(frozen=True)
class LoadedTattoo:
    """A body and a design to ink on it."""

    body: Pixels
    design: Pixels
    placement: str | None = None
    region: Region | None = None
    num_samples: int = 1
    seed: int = 42

    kind = Kind.TATTOO

    @property
    def subject(self) -> Pixels:
        """The photo that is edited; pictures have its size."""
        return self.body


LoadedRequest = LoadedFashion | LoadedHairstyle | LoadedTattoo
