"""Every way for a body to be wrong: kind, what is wrong, the body, words that the message must hold."""

import json
from typing import Any

from fittingroom.tryon.kinds import Kind

URL = "https://images.example/photo.jpg"

GOOD: dict[Kind, dict[str, Any]] = {
    Kind.FASHION: {"model_image": URL, "garment_image": URL},
    Kind.HAIRSTYLE: {"face_image": URL, "haircut": "BuzzCut"},
    Kind.TATTOO: {"body_image": URL, "design_image": URL},
}
IMAGES = {
    Kind.FASHION: ("model_image", "garment_image"),
    Kind.HAIRSTYLE: ("face_image",),
    Kind.TATTOO: ("body_image", "design_image"),
}
REGION = {"x": 0.2, "y": 0.3, "w": 0.4, "h": 0.5}

_NOT_IMAGES = {
    "empty": "",
    "a number": 7,
    "null": None,
    "a list": [URL],
    "a file name": "photo.jpg",
    "ftp": "ftp://images.example/photo.jpg",
    "file": "file:///etc/passwd",
    "no host": "https://",
    "port of letters": "https://images.example:x/",
    "space in the address": "https://images.example/a b.jpg",
    "endless address": "https://images.example/" + "a" * 9000,
    "data without base64": "data:image/png,abcd",
    "data without data": "data:image/png;base64,",
    "broken base64": "data:image/png;base64,a",
    "the placeholder": "<base64>",
    "a NUL": "https://images.example/\0",
}
_NOT_BODIES = {
    "empty": b"",
    "not JSON": b"{",
    "form": b"model_image=x",
    "a list": b"[]",
    "a text": b'"x"',
    "null": b"null",
    "not UTF-8": b'{"model_image": "\xff"}',
    "half a surrogate": b'{"model_image": "\\ud800"}',
    "endless nesting": b"[" * 100_000,
}
_EVERYWHERE: list[tuple[dict[str, Any], list[str]]] = [
    ({"num_samples": 0}, ["num_samples", "1 to 4"]),
    ({"num_samples": 5}, ["num_samples", "1 to 4"]),
    ({"num_samples": 1.5}, ["num_samples", "1 to 4"]),
    ({"num_samples": "2"}, ["num_samples", "1 to 4"]),
    ({"num_samples": True}, ["num_samples", "1 to 4"]),
    ({"output_format": "webp"}, ["output_format", "png or jpeg"]),
    ({"output_format": "PNG"}, ["output_format", "png or jpeg"]),
    ({"output_format": 1}, ["output_format", "png or jpeg"]),
    ({"seed": -1}, ["seed", "0 to 4294967295"]),
    ({"seed": 2**32}, ["seed", "0 to 4294967295"]),
    ({"seed": 10**4000}, ["seed", "0 to 4294967295"]),
    ({"seed": "42"}, ["seed", "0 to 4294967295"]),
    ({"seed": None}, ["seed", "0 to 4294967295"]),
    ({"webhook_url": "ftp://x.example"}, ["webhook_url", "http(s) URL"]),
    ({"webhook_url": "https://x.example/" + "a" * 2100}, ["webhook_url", "2048"]),
    ({"webhook_url": 1}, ["webhook_url", "http(s) URL"]),
    ({"callback": "https://x.example"}, ["callback", "Known are"]),
    ({"Seed": 1}, ["Seed", "Did you mean seed?"]),
    ({"": 1}, ["Unknown field"]),
]
_FASHION: list[tuple[dict[str, Any], list[str]]] = [
    ({"category": "hats"}, ["category", "auto, clothing"]),
    ({"category": 3}, ["category", "auto, clothing"]),
    ({"category": "dresses"}, ["category", "one-pieces"]),
    ({"category": "clothing"}, ["subcategory is required", "tops, bottoms or dresses"]),
    ({"category": "jewelry"}, ["subcategory is required", "necklace, earrings, ring or bracelet"]),
    ({"category": "accessories"}, ["subcategory is required", "bag, belt, tie, bowtie, scarf or watch"]),
    ({"category": "clothing", "subcategory": "ring"}, ["subcategory", "tops, bottoms or dresses"]),
    ({"category": "jewelry", "subcategory": "tops"}, ["subcategory", "necklace, earrings, ring or bracelet"]),
    ({"category": "accessories", "subcategory": "one-pieces"}, ["subcategory", "bag, belt"]),
    ({"category": "eyewear", "subcategory": "tops"}, ["subcategory", "left out", "eyewear"]),
    ({"category": "tops", "subcategory": "bottoms"}, ["subcategory", "contradicts category tops"]),
    ({"category": "clothing", "subcategory": "sleeves"}, ["subcategory", "tops, bottoms or dresses"]),
    ({"category": "clothing", "subcategory": 1}, ["subcategory", "tops, bottoms or dresses"]),
    ({"mode": "fast"}, ["mode", "performance, balanced or quality"]),
    ({"mode": 1}, ["mode", "performance, balanced or quality"]),
    ({"moderation_level": "strict"}, ["moderation_level", "conservative, permissive or none"]),
    ({"segmentation_free": "true"}, ["segmentation_free", "true or false"]),
    ({"segmentation_free": 1}, ["segmentation_free", "true or false"]),
    ({"garment_photo_type": "flatlay"}, ["garment_photo_type", "auto, flat-lay or model"]),
    ({"haircut": "Afro"}, ["haircut", "Unknown"]),
    ({"model_img": URL}, ["model_img", "Did you mean model_image?"]),
]
_HAIRSTYLE: list[tuple[dict[str, Any], list[str]]] = [
    ({"haircut": "Mullet"}, ["haircut", "Afro", "WavyShag"]),
    ({"haircut": "buzzcut"}, ["haircut", "BuzzCut"]),
    ({"haircut": 1}, ["haircut", "Afro"]),
    ({"haircut": "Keep"}, ["Keep", "give a hair_color"]),
    ({"hair_color": 1}, ["hair_color", "free text"]),
    ({"hair_color": "x" * 501}, ["hair_color", "500"]),
    ({"hair_color": "a\0b"}, ["hair_color", "free text"]),
    ({"mode": "quality"}, ["mode", "Unknown"]),
]
_TATTOO: list[tuple[dict[str, Any], list[str]]] = [
    ({"placement": 1}, ["placement", "140"]),
    ({"placement": "x" * 141}, ["placement", "140"]),
    ({"placement": "a\0b"}, ["placement", "140"]),
    ({"region": "arm"}, ["region", "object"]),
    ({"region": [0, 0, 1, 1]}, ["region", "object"]),
    ({"region": {}}, ["region.x is required", "region.h is required"]),
    ({"region": {**REGION, "x": -0.1}}, ["region.x", "0 to 1"]),
    ({"region": {**REGION, "y": 1.1}}, ["region.y", "0 to 1"]),
    ({"region": {**REGION, "x": "0.2"}}, ["region.x", "0 to 1"]),
    ({"region": {**REGION, "x": float("nan")}}, ["region.x", "0 to 1"]),
    ({"region": {**REGION, "w": 0.05}}, ["region.w", "0.06 to 1"]),
    ({"region": {**REGION, "h": 0.0599}}, ["region.h", "0.06 to 1"]),
    ({"region": {**REGION, "w": 0.81}}, ["region", "inside the image", "x + w"]),
    ({"region": {**REGION, "h": 0.71}}, ["region", "inside the image", "y + h"]),
    ({"region": {**REGION, "width": 1}}, ["region.width"]),
    ({"subcategory": "tops"}, ["subcategory", "Unknown"]),
]

Refused = tuple[Kind, str, bytes, list[str]]


def _changed(kind: Kind, changes: dict[str, Any], words: list[str]) -> Refused:
    shown = json.dumps(changes)
    name = shown if len(shown) < 80 else shown[:60] + "…"
    return kind, name, json.dumps(GOOD[kind] | changes).encode(), words


def _all() -> list[Refused]:
    table = [(kind, f"body is {what}", body, ["body"]) for kind in Kind for what, body in _NOT_BODIES.items()]
    for kind in Kind:
        for field in [*IMAGES[kind], *(["haircut"] if kind is Kind.HAIRSTYLE else [])]:
            without = {name: value for name, value in GOOD[kind].items() if name != field}
            table.append((kind, f"without {field}", json.dumps(without).encode(), [f"{field} is required"]))
        for field in IMAGES[kind]:
            for what, value in _NOT_IMAGES.items():
                body = json.dumps(GOOD[kind] | {field: value}).encode()
                table.append((kind, f"{field} is {what}", body, [field, "http(s) URL", "base64"]))
        own = {Kind.FASHION: _FASHION, Kind.HAIRSTYLE: _HAIRSTYLE, Kind.TATTOO: _TATTOO}[kind]
        table += [_changed(kind, changes, words) for changes, words in [*_EVERYWHERE, *own]]
    return table


REFUSED = _all()
