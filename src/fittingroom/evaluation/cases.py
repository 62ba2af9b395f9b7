"""Cases: which person tries on what. Read from a JSON list; see docs/evaluation.md for the form."""

from collections.abc import Collection
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from fittingroom.images.decode import Bounds, decode_image
from fittingroom.tryon.kinds import KEEP, Category, Haircut, Mode, Subcategory
from fittingroom.tryon.loaded import LoadedFashion, LoadedHairstyle, LoadedRequest, LoadedTattoo, Pixels, Region

Box = tuple[float, float, float, float]

#: What an accessory case calls a thing, and what the contract calls it.
_ACCESSORIES: dict[str, tuple[Category, Subcategory | None]] = {
    "glasses": (Category.EYEWEAR, None),
    "cap": (Category.HEADWEAR, None),
    "shoes": (Category.FOOTWEAR, None),
    **{name: (Category.JEWELRY, Subcategory(name)) for name in ("necklace", "earrings", "ring", "bracelet")},
    **{name: (Category.ACCESSORIES, Subcategory(name)) for name in ("bag", "belt", "tie", "bowtie", "scarf", "watch")},
}


class CasesError(ValueError):
    """The file of cases can't be used; the message says why."""


class Pair(BaseModel):
    """A photo of the same person really wearing the garment, and where the garment is in it (white)."""

    original: str
    mask: str


class _Case(BaseModel):
    """What every case has. Paths are relative to the folder of images; boxes are fractions x0, y0, x1, y1."""

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")]
    person: str
    boxes: dict[str, Box | None] = {}


class ClothesCase(_Case):
    """A garment that is worn."""

    task: Literal["clothes"]
    garment: str
    subcategory: Subcategory
    pair: Pair | None = None


class HairCase(_Case):
    """A haircut."""

    task: Literal["hair"]
    haircut: Haircut | Literal["Keep"]
    hair_color: str | None = None


class TattooCase(_Case):
    """A design on skin."""

    task: Literal["tattoo"]
    design: str
    region: dict[str, float] | None = None


class AccessoryCase(_Case):
    """Something that is put on."""

    task: Literal["accessory"]
    garment: str
    kind: str


Case = ClothesCase | HairCase | TattooCase | AccessoryCase
_CASES = TypeAdapter(list[Annotated[Case, Field(discriminator="task")]])


def read_cases(path: Path, only: Collection[str] = ()) -> list[Case]:
    """The cases of a file, all or those whose id is in `only`. Raises CasesError."""
    try:
        cases = _CASES.validate_json(path.read_bytes())
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "the file"
        raise CasesError(f"{path}: {place}: {first['msg']}") from None
    unknown = set(only) - {case.id for case in cases}
    if unknown:
        raise CasesError(f"{path} has no case called {', '.join(sorted(unknown))}.")
    return [case for case in cases if not only or case.id in only]


class CaseLoader:
    """Reads a case's images from a folder and makes the request of it."""

    def __init__(self, images: Path, bounds: Bounds, mode: Mode, seed: int) -> None:
        self._images = images
        self._bounds = bounds
        self._mode = mode
        self._seed = seed

    def image(self, name: str) -> Pixels:
        """uint8 H×W×3 RGB. Raises ImageLoadError, FileNotFoundError."""
        return decode_image((self._images / name).read_bytes(), name, self._bounds)

    def product(self, case: Case) -> Pixels | None:
        """The picture of what is tried on; None for a haircut."""
        match case:
            case ClothesCase() | AccessoryCase():
                return self.image(case.garment)
            case TattooCase():
                return self.image(case.design)
            case HairCase():
                return None

    def request(self, case: Case) -> LoadedRequest:
        """What an engine is given for the case. Raises ImageLoadError, FileNotFoundError, CasesError."""
        person = self.image(case.person)
        match case:
            case ClothesCase():
                return self._fashion(person, case.garment, Category.CLOTHING, case.subcategory)
            case AccessoryCase():
                if case.kind not in _ACCESSORIES:
                    raise CasesError(f"{case.id}: kind {case.kind!r} is none of {', '.join(_ACCESSORIES)}.")
                return self._fashion(person, case.garment, *_ACCESSORIES[case.kind])
            case TattooCase():
                region = Region(**case.region) if case.region else None
                return LoadedTattoo(person, self.image(case.design), region=region, seed=self._seed)
            case HairCase():
                haircut = None if case.haircut == KEEP else Haircut(case.haircut)
                return LoadedHairstyle(person, haircut, case.hair_color, seed=self._seed)

    def _fashion(
        self, person: Pixels, garment: str, category: Category, subcategory: Subcategory | None
    ) -> LoadedFashion:
        return LoadedFashion(person, self.image(garment), category, subcategory, self._mode, seed=self._seed)
