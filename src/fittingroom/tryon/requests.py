"""What a client may ask for: one class for each endpoint, in the words of the wire.

A field's description completes the sentence "<field> takes …" of the message that refuses a wrong value.

The way of a request: `parse` reads a raw body; `record` is what is kept of it, and `restore` reads that back;
`sources` names its images; `load` makes of the loaded images what an engine is given.
"""

import math
import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from fittingroom.errors import BadRequest
from fittingroom.tryon.kinds import (
    KEEP,
    SUBCATEGORIES,
    Category,
    GarmentPhotoType,
    Haircut,
    Kind,
    Mode,
    ModerationLevel,
    OutputFormat,
    Subcategory,
)
from fittingroom.tryon.loaded import LoadedFashion, LoadedHairstyle, LoadedRequest, LoadedTattoo, Pixels, Region
from fittingroom.tryon.refusals import explain, list_words
from fittingroom.tryon.sources import FROM_RECORD, Image, ImageSource, Inline, Url, Withheld, read_address


class OldCategory(StrEnum):
    """Values of `category` from before there was a `subcategory`; each names clothing."""

    TOPS = "tops"
    BOTTOMS = "bottoms"
    ONE_PIECES = "one-pieces"


_OLD_NAMES = {
    OldCategory.TOPS: Subcategory.TOPS,
    OldCategory.BOTTOMS: Subcategory.BOTTOMS,
    OldCategory.ONE_PIECES: Subcategory.DRESSES,
}
_OWNERS = {subcategory: category for category, owned in SUBCATEGORIES.items() for subcategory in owned}


def _one_of(values: Iterable[str]) -> Any:
    return Field(description="one of " + list_words(values, "or"))


def _clean(text: str) -> str | None:
    if re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", text):
        raise ValueError("control characters")
    return text.strip() or None


_Category = Annotated[Category | OldCategory, _one_of([*Category, *OldCategory])]
_Subcategory = Annotated[
    Subcategory | Literal["one-pieces"] | None,
    Field(
        description="; ".join(
            f"for {category} one of {list_words(owned, 'or')}"
            + (" (one-pieces is the same as dresses)" if Subcategory.DRESSES in owned else "")
            for category, owned in SUBCATEGORIES.items()
        )
    ),
]
_Fraction = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False, description="a number from 0 to 1")]
_Side = Annotated[float, Field(ge=0.06, le=1, allow_inf_nan=False, description="a number from 0.06 to 1")]


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, hide_input_in_errors=True)


class TryOnRequest(_Strict):
    """What all kinds have in common."""

    kind: ClassVar[Kind]

    num_samples: int = Field(default=1, ge=1, le=4, description="a whole number from 1 to 4")
    output_format: Annotated[OutputFormat, _one_of(OutputFormat)] = OutputFormat.PNG
    seed: int = Field(default=42, ge=0, lt=2**32, description="a whole number from 0 to 4294967295")

    webhook_url: Annotated[str, Field(max_length=2048), BeforeValidator(read_address)] | None = Field(
        default=None, repr=False, description="a public http(s) URL of at most 2048 characters, told of the job's end"
    )

    @property
    def cost(self) -> int:
        """Credits: one for each output image."""
        return self.num_samples

    @property
    def moderation(self) -> ModerationLevel:
        """How strictly its pictures are checked."""
        return ModerationLevel.PERMISSIVE

    def sources(self) -> dict[str, ImageSource]:
        """Its images by field name, in the order of the fields."""
        return {name: value for name, value in self if isinstance(value, (Url, Inline, Withheld))}

    def record(self) -> dict[str, Any]:
        """The body as the client sent it, ready for JSON, with `<base64>` for each image that came as base64."""
        return self.model_dump(mode="json", exclude_unset=True)

    def load(self, images: Mapping[str, Pixels]) -> LoadedRequest:
        """What an engine is given; `images` are those of `sources`, loaded, by field name."""
        raise NotImplementedError


class FashionRequest(TryOnRequest):
    """A person and a thing to wear."""

    kind = Kind.FASHION

    model_image: Image
    garment_image: Image
    category: _Category = Category.AUTO
    subcategory: _Subcategory = None
    mode: Annotated[Mode, _one_of(Mode)] = Mode.BALANCED
    moderation_level: Annotated[ModerationLevel, _one_of(ModerationLevel)] = ModerationLevel.PERMISSIVE
    segmentation_free: bool = Field(default=True, description="true or false")
    garment_photo_type: Annotated[GarmentPhotoType, _one_of(GarmentPhotoType)] = GarmentPhotoType.AUTO

    @model_validator(mode="after")
    def _check_subcategory(self) -> Self:
        _resolve(self.category, self.subcategory)
        return self

    @property
    def worn(self) -> tuple[Category, Subcategory | None]:
        """Category and subcategory in their new spelling. A subcategory names its category where that is auto."""
        return _resolve(self.category, self.subcategory)

    @property
    def moderation(self) -> ModerationLevel:
        """As asked."""
        return self.moderation_level

    def load(self, images: Mapping[str, Pixels]) -> LoadedFashion:
        """With category and subcategory in their new spelling."""
        category, subcategory = self.worn
        return LoadedFashion(
            person=images["model_image"],
            garment=images["garment_image"],
            category=category,
            subcategory=subcategory,
            mode=self.mode,
            garment_photo_type=self.garment_photo_type,
            segmentation_free=self.segmentation_free,
            num_samples=self.num_samples,
            seed=self.seed,
        )


class HairstyleRequest(TryOnRequest):
    """A face and a haircut from the list."""

    kind = Kind.HAIRSTYLE

    face_image: Image
    haircut: Annotated[Haircut | Literal["Keep"], _one_of([*Haircut, f"{KEEP} (with a hair_color)"])]
    hair_color: Annotated[str, Field(max_length=500), AfterValidator(_clean)] | None = Field(
        default=None, description='free text of at most 500 characters, such as "ash blonde"'
    )

    @model_validator(mode="after")
    def _check_change(self) -> Self:
        if self.haircut == KEEP and self.hair_color is None:
            raise _refusal(f"haircut {KEEP} changes the colour alone: give a hair_color.")
        return self

    @property
    def cut(self) -> Haircut | None:
        """The new cut; None where the colour alone changes."""
        return None if self.haircut == KEEP else Haircut(self.haircut)

    def load(self, images: Mapping[str, Pixels]) -> LoadedHairstyle:
        """As asked."""
        return LoadedHairstyle(
            face=images["face_image"],
            haircut=self.cut,
            hair_color=self.hair_color,
            num_samples=self.num_samples,
            seed=self.seed,
        )


class RegionField(_Strict):
    """A rectangle inside an image, as fractions of its size from the top left corner."""

    x: _Fraction
    y: _Fraction
    w: _Side
    h: _Side

    @model_validator(mode="after")
    def _check_inside(self) -> Self:
        for start, size in (("x", "w"), ("y", "h")):
            total = getattr(self, start) + getattr(self, size)
            if total > 1 and not math.isclose(total, 1):
                raise _refusal(f"region must lie inside the image: {start} + {size} is at most 1.")
        return self


class TattooRequest(TryOnRequest):
    """A body and a design to ink on it."""

    kind = Kind.TATTOO

    body_image: Image
    design_image: Image
    placement: Annotated[str, Field(max_length=140), AfterValidator(_clean)] | None = Field(
        default=None, description='free text of at most 140 characters, such as "on the right forearm, small"'
    )
    region: RegionField | None = Field(
        default=None,
        description='an object {"x", "y", "w", "h"} of numbers from 0 to 1, w and h at least 0.06, inside the image',
    )

    def load(self, images: Mapping[str, Pixels]) -> LoadedTattoo:
        """As asked."""
        return LoadedTattoo(
            body=images["body_image"],
            design=images["design_image"],
            placement=self.placement,
            region=Region(**self.region.model_dump()) if self.region else None,
            num_samples=self.num_samples,
            seed=self.seed,
        )


#: What is asked for with each kind.
REQUESTS: dict[Kind, type[TryOnRequest]] = {
    request.kind: request for request in (FashionRequest, HairstyleRequest, TattooRequest)
}


def parse(kind: Kind, body: bytes | bytearray) -> TryOnRequest:
    """Read a raw JSON body. Raises BadRequest, whose message names each wrong field and what it takes."""
    try:
        return REQUESTS[kind].model_validate_json(body)
    except ValidationError as error:
        raise BadRequest(explain(error, REQUESTS[kind])) from None  # the cause would carry the body


def restore(kind: Kind, record: Mapping[str, Any]) -> TryOnRequest:
    """Read a request back from its `record`; images that came as base64 are `Withheld`."""
    return REQUESTS[kind].model_validate(record, strict=False, context=FROM_RECORD)


def _refusal(message: str) -> PydanticCustomError:
    return PydanticCustomError("refusal", "{message}", {"message": message})


def _resolve(
    category: Category | OldCategory, subcategory: Subcategory | Literal["one-pieces"] | None
) -> tuple[Category, Subcategory | None]:
    named = Subcategory.DRESSES if subcategory == "one-pieces" else subcategory
    if isinstance(category, OldCategory):
        return _resolve_old(category, named)
    if named is not None and category is Category.AUTO:
        return _OWNERS[named], named
    taken = SUBCATEGORIES.get(category, ())
    if named is None and taken:
        raise _refusal(f"subcategory is required for category {category}: one of {list_words(taken, 'or')}.")
    if named is not None and not taken:
        raise _refusal(f"subcategory must be left out for category {category}, which has none.")
    if named is not None and named not in taken:
        raise _refusal(f"subcategory takes, for category {category}, one of {list_words(taken, 'or')}.")
    return category, named


def _resolve_old(category: OldCategory, named: Subcategory | None) -> tuple[Category, Subcategory]:
    meant = _OLD_NAMES[category]
    if named not in (None, meant):
        raise _refusal(f"subcategory contradicts category {category}: leave it out, or send {meant}.")
    return Category.CLOTHING, meant
