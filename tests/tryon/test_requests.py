import base64
import json
from typing import Any

import numpy as np
import pytest
from tests.tryon.refused import GOOD, IMAGES, REFUSED, REGION, URL, Refused

from fittingroom.errors import BadRequest
from fittingroom.tryon.kinds import Category, Haircut, Kind, Mode, ModerationLevel, OutputFormat, Subcategory
from fittingroom.tryon.loaded import LoadedFashion, LoadedHairstyle, LoadedRequest, LoadedTattoo, Region
from fittingroom.tryon.requests import FashionRequest, parse, restore
from fittingroom.tryon.sources import Inline, Url, Withheld

PICTURE = bytes(range(256))
TEXT = base64.b64encode(PICTURE).decode()


def ask(kind: Kind, **changes: Any) -> Any:
    return parse(kind, json.dumps(GOOD[kind] | changes).encode())


@pytest.mark.parametrize("refused", REFUSED, ids=lambda refused: f"{refused[0]}: {refused[1]}")
def test_a_wrong_body_is_refused_with_a_message_naming_the_field_and_what_it_takes(refused: Refused) -> None:
    kind, _, body, words = refused
    with pytest.raises(BadRequest) as caught:
        parse(kind, body)
    assert [word for word in words if word not in caught.value.message] == []
    assert len(caught.value.message) < 2000


def test_all_wrong_fields_are_told_of_at_once() -> None:
    with pytest.raises(BadRequest, match=r"garment_image is required.*mode takes.*Unknown field .colour."):
        parse(Kind.FASHION, json.dumps({"model_image": URL, "mode": "x", "colour": "red"}).encode())


def test_no_refusal_repeats_or_carries_what_the_client_sent() -> None:
    with pytest.raises(BadRequest) as caught:
        ask(Kind.FASHION, model_image="data:image/png;base64,c2VjcmV0!", mode="secret")
    assert "c2VjcmV0" not in repr(caught.value) and "secret" not in caught.value.message
    assert caught.value.__cause__ is None and caught.value.__suppress_context__


@pytest.mark.parametrize("kind", Kind)
def test_what_is_left_out_has_the_defaults_of_the_contract(kind: Kind) -> None:
    request = ask(kind)
    assert (request.num_samples, request.output_format, request.seed) == (1, OutputFormat.PNG, 42)
    assert request.cost == 1 and request.moderation is ModerationLevel.PERMISSIVE


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ({}, (Category.AUTO, None)),
        ({"category": "eyewear"}, (Category.EYEWEAR, None)),
        ({"category": "others"}, (Category.OTHERS, None)),
        ({"category": "clothing", "subcategory": "tops"}, (Category.CLOTHING, Subcategory.TOPS)),
        ({"category": "clothing", "subcategory": "dresses"}, (Category.CLOTHING, Subcategory.DRESSES)),
        ({"category": "clothing", "subcategory": "one-pieces"}, (Category.CLOTHING, Subcategory.DRESSES)),
        ({"category": "tops"}, (Category.CLOTHING, Subcategory.TOPS)),
        ({"category": "bottoms", "subcategory": "bottoms"}, (Category.CLOTHING, Subcategory.BOTTOMS)),
        ({"category": "one-pieces"}, (Category.CLOTHING, Subcategory.DRESSES)),
        ({"category": "one-pieces", "subcategory": "one-pieces"}, (Category.CLOTHING, Subcategory.DRESSES)),
        ({"category": "jewelry", "subcategory": "ring"}, (Category.JEWELRY, Subcategory.RING)),
        ({"category": "accessories", "subcategory": "bowtie"}, (Category.ACCESSORIES, Subcategory.BOWTIE)),
        ({"subcategory": "watch"}, (Category.ACCESSORIES, Subcategory.WATCH)),
        ({"category": "auto", "subcategory": "one-pieces"}, (Category.CLOTHING, Subcategory.DRESSES)),
    ],
    ids=str,
)
def test_old_and_new_spellings_mean_the_same_garment(asked: dict[str, str], meant: tuple[Any, Any]) -> None:
    assert ask(Kind.FASHION, **asked).worn == meant


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        TEXT.rstrip("="),
        base64.encodebytes(PICTURE).decode(),
        base64.urlsafe_b64encode(PICTURE).decode(),
        f"data:image/png;base64,{TEXT}",
        f"DATA:application/octet-stream;name=a.png;BASE64,{TEXT}",
    ],
    ids=["bare", "unpadded", "in lines", "url-safe", "data URL", "data URL with parameters"],
)
def test_base64_is_read_in_all_its_spellings(text: str) -> None:
    assert ask(Kind.FASHION, model_image=text).sources()["model_image"] == Inline(PICTURE)


@pytest.mark.parametrize(
    "address", ["http://h/a", "HTTPS://h:8443/a?b=c#d", "https://[::1]/a", "https://bücher.example/ä"]
)
def test_an_address_is_kept_as_it_came(address: str) -> None:
    assert ask(Kind.TATTOO, design_image=address).sources()["design_image"] == Url(address)


@pytest.mark.parametrize("kind", Kind)
def test_a_record_holds_what_was_sent_but_no_base64_and_reads_back(kind: Kind) -> None:
    first, *others = IMAGES[kind]
    request = ask(kind, **{first: TEXT, "num_samples": 3, "output_format": "jpeg"})
    record = request.record()
    assert record == GOOD[kind] | {first: "<base64>", "num_samples": 3, "output_format": "jpeg"}
    back = restore(kind, json.loads(json.dumps(record)))
    assert back.sources() == {first: Withheld()} | {name: Url(URL) for name in others}
    assert back.model_copy(update={first: Inline(PICTURE)}) == request


def test_nothing_printed_of_a_request_holds_image_data_or_addresses() -> None:
    shown = repr(ask(Kind.FASHION, model_image=TEXT, garment_image=URL + "?token=1"))
    assert "token" not in shown and repr(PICTURE)[2:20] not in shown


def _same(loaded: LoadedRequest, expected: LoadedRequest) -> bool:
    """Field by field, with the very same arrays: `==` of arrays is no yes or no, which dataclasses ask from 3.13 on."""
    return type(loaded) is type(expected) and vars(loaded) == vars(expected)


def test_a_fashion_request_becomes_what_an_engine_is_given() -> None:
    request = ask(Kind.FASHION, category="one-pieces", mode="quality", seed=7, num_samples=2, segmentation_free=False)
    person, garment = np.zeros((2, 2, 3), np.uint8), np.ones((2, 2, 3), np.uint8)
    loaded = request.load({"model_image": person, "garment_image": garment})
    expected = LoadedFashion(
        person=person,
        garment=garment,
        category=Category.CLOTHING,
        subcategory=Subcategory.DRESSES,
        mode=Mode.QUALITY,
        segmentation_free=False,
        num_samples=2,
        seed=7,
    )
    assert _same(loaded, expected)


def test_a_hairstyle_request_becomes_what_an_engine_is_given() -> None:
    face = np.zeros((2, 2, 3), np.uint8)
    loaded = ask(Kind.HAIRSTYLE, hair_color=" ash blonde ", seed=1).load({"face_image": face})
    assert _same(loaded, LoadedHairstyle(face=face, haircut=Haircut.BUZZ_CUT, hair_color="ash blonde", seed=1))


@pytest.mark.parametrize("blank", ["", "  ", None])
def test_a_blank_colour_keeps_the_persons_own(blank: str | None) -> None:
    assert ask(Kind.HAIRSTYLE, hair_color=blank).load({"face_image": np.zeros((2, 2, 3), np.uint8)}).hair_color is None


def test_a_tattoo_request_becomes_what_an_engine_is_given() -> None:
    body, design = np.zeros((2, 2, 3), np.uint8), np.ones((2, 2, 3), np.uint8)
    loaded = ask(Kind.TATTOO, placement="small", region=REGION).load({"body_image": body, "design_image": design})
    expected = LoadedTattoo(body=body, design=design, placement="small", region=Region(0.2, 0.3, 0.4, 0.5))
    assert _same(loaded, expected)


@pytest.mark.parametrize("region", [(0, 0, 1, 1), (0.7, 0.9, 0.3, 0.1), (0.94, 0.94, 0.06, 0.06)])
def test_a_region_may_touch_the_edge(region: tuple[float, ...]) -> None:
    ask(Kind.TATTOO, region=dict(zip("xywh", region, strict=True)))


def test_the_moderation_level_asked_for_is_the_one_used() -> None:
    request = ask(Kind.FASHION, moderation_level="none")
    assert isinstance(request, FashionRequest) and request.moderation is ModerationLevel.NONE
