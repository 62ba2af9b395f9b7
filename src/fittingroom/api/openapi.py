"""The OpenAPI 3.1 document: what the routes say of themselves, and what is common to all of them."""

import json
import warnings
from collections.abc import Iterable, Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from fittingroom import __version__
from fittingroom.api.answers import REFUSALS, JobEnded, Refusal
from fittingroom.errors import RequestError
from fittingroom.tryon.requests import REQUESTS

_REFERENCE = "#/components/schemas/{model}"

_DESCRIPTION = """Virtual try-on: submit pictures, get a job's id at once, and ask after the job until its pictures are
there. Every path under `/api/v1` takes an API key. The guide to it is at [/docs](/docs)."""

_TAGS = [
    {"name": "Try-on", "description": "Ask for pictures."},
    {"name": "Jobs", "description": "What became of a job."},
    {"name": "Account", "description": "What the account has left."},
    {"name": "Service", "description": "The server itself; these paths need no key."},
]

#: What each field of a request is for.
MEANINGS = {
    "model_image": "The person who shall wear it.",
    "garment_image": "What shall be worn.",
    "category": "What it is; auto: the engine sees for itself. The last three are older spellings of clothing.",
    "subcategory": "What it is within its category; required where the category has any.",
    "mode": "Speed against care, for clothing.",
    "moderation_level": "How strictly pictures are checked for nudity.",
    "segmentation_free": "Older clients send it; engines may take it as a hint.",
    "garment_photo_type": "How the garment was photographed: laid flat or worn by a model.",
    "face_image": "The person whose hair it is.",
    "haircut": "The haircut to try on.",
    "hair_color": "The colour to try on; left out, the person keeps theirs.",
    "body_image": "The person whose skin it goes on.",
    "design_image": "The tattoo's design.",
    "placement": "Where it goes and how large; with a region, its size and style alone.",
    "region": "Where it goes.",
    "num_samples": "How many pictures; each costs a credit.",
    "output_format": "How pictures are encoded.",
    "webhook_url": "Where to post word of the job's end, besides the account's own endpoints.",
    "seed": "The same request and seed give the same picture.",
}

_KEY = "An API key: `Authorization: Bearer fr_…`. Each operation names the scope that a key with scopes must have."

_HEADERS = {
    "X-Request-Id": ("The request's id, by which the server's log tells of it.", {"type": "string"}),
    "RateLimit-Limit": ("Requests that the window holds.", {"type": "integer", "minimum": 0}),
    "RateLimit-Remaining": ("Requests that are left in it.", {"type": "integer", "minimum": 0}),
    "RateLimit-Reset": ("Seconds until there is room for one more.", {"type": "integer", "minimum": 0}),
    "Retry-After": ("Seconds to wait before trying again.", {"type": "integer", "minimum": 1}),
    "Preference-Applied": ("`wait=N` where the answer waited for the job.", {"type": "string"}),
    "WWW-Authenticate": ("Always `Bearer`.", {"type": "string"}),
}
_WEBHOOK = {
    "summary": "A job has ended",
    "description": "Posted to a request's `webhook_url` and the account's endpoints, signed as Standard Webhooks says.",
    "operationId": "job_ended",
    "tags": ["Jobs"],
    "parameters": [
        {"name": name, "in": "header", "required": True, "schema": {"type": "string"}, "description": text}
        for name, text in (
            ("webhook-id", "The message's id, the same at each attempt."),
            ("webhook-timestamp", "When it was sent, in seconds since 1970."),
            ("webhook-signature", "`v1,` and the HMAC-SHA256 of id, timestamp and body, in base64."),
        )
    ],
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": {"$ref": _REFERENCE.format(model="JobEnded")}}},
    },
    "responses": {"2XX": {"description": "Received. Anything else has the message come again."}},
}

_OF_EVERY_ANSWER = ("X-Request-Id",)
_OF_A_WINDOW = ("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset")
_OF_A_STATUS = {
    400: _OF_A_WINDOW,
    401: ("WWW-Authenticate",),
    404: _OF_A_WINDOW,
    409: _OF_A_WINDOW,
    413: _OF_A_WINDOW,
    429: (*_OF_A_WINDOW, "Retry-After"),
}

_METHODS = ("get", "post", "put", "patch", "delete")


def takes(name: str) -> dict[str, Any]:
    """For a route that reads its body itself: says that the body is the schema called `name`."""
    schema = {"$ref": _REFERENCE.format(model=name)}
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


def parameter(place: str, name: str, schema: dict[str, Any], description: str) -> dict[str, Any]:
    """For a route that reads its parameters itself: an optional one in the "query" or a "header"."""
    return {"name": name, "in": place, "required": False, "schema": schema, "description": description}


def describe(app: FastAPI, public_url: str | None) -> dict[str, Any]:
    """The document of all routes of `app` that show in it."""
    document = _document_of_routes(app, public_url)
    components = document.setdefault("components", {})
    components["schemas"] = dict(sorted({**components.get("schemas", {}), **_schemas()}.items()))
    for name in ("HTTPValidationError", "ValidationError"):
        components["schemas"].pop(name, None)  # the framework's own refusals, which never reach a client
    components["headers"] = {name: {"description": text, "schema": schema} for name, (text, schema) in _HEADERS.items()}
    components["responses"] = {_name(status): _refused(status) for status in sorted({r.status for r in REFUSALS})}
    components["securitySchemes"] = {"key": {"type": "http", "scheme": "bearer", "description": _KEY}}
    document["webhooks"] = {"jobEnded": {"post": _WEBHOOK}}
    document["paths"] = {
        path: methods for path, methods in document["paths"].items() if _is_for_programs(path, methods)
    }
    for path, methods in document["paths"].items():
        methods.pop("head", None)  # clients are not generated for it, and it would have the name of GET
        for operation in (methods[method] for method in _METHODS if method in methods):
            _complete(path, operation)
    return document


def _document_of_routes(app: FastAPI, public_url: str | None) -> dict[str, Any]:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Duplicate Operation ID")  # of GET and HEAD, which is dropped
        return get_openapi(
            title="fittingroom",
            version=__version__,
            summary="The TryItOn API on a server of your own.",
            description=" ".join(_DESCRIPTION.split()),
            routes=app.routes,
            servers=[{"url": public_url or "/"}],
            license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
            tags=_TAGS,
        )


def _is_for_programs(path: str, methods: dict[str, Any]) -> bool:
    """Pages that people see have no tags."""
    return path.startswith("/api/") or all("tags" in operation for operation in methods.values())


def _schemas() -> dict[str, Any]:
    """Those of bodies that routes read themselves, and of refusals."""
    models: list[type[BaseModel]] = [*REQUESTS.values(), Refusal, JobEnded]
    asked: list[tuple[type[BaseModel], JsonSchemaMode]] = [(model, "validation") for model in models]
    schemas: dict[str, Any] = models_json_schema(asked, ref_template=_REFERENCE)[1]["$defs"]
    for name in (model.__name__ for model in REQUESTS.values()):
        for field, schema in schemas[name]["properties"].items():
            # What a field takes, as refusals say it, tells a reader too little of what it is for.
            schema["description"] = (
                f"{MEANINGS.get(field, '')} Takes {schema['description']}.{_left_out(schema)}".strip()
            )
    return schemas


def _left_out(schema: dict[str, Any]) -> str:
    """The default, taken out of a field's schema and put into words: TypeScript's generators would demand the field."""
    default = schema.pop("default", None)
    return "" if default is None else f" Left out: {json.dumps(default)}."


def _complete(path: str, operation: dict[str, Any]) -> None:
    """What no route says since it holds for all."""
    keyed = path.startswith("/api/")
    responses = operation["responses"]
    responses.pop("422", None)  # wrong bodies are refused by us, with 400
    for status in _refusals(path, operation) if keyed else ():
        responses.setdefault(str(status), {"$ref": f"#/components/responses/{_name(status)}"})
    for response in (found for found in responses.values() if "$ref" not in found):
        names = (*_OF_EVERY_ANSWER, *(_OF_A_WINDOW if keyed else ()))
        response["headers"] = {**_headers(names), **response.get("headers", {})}
    operation["responses"] = dict(sorted(responses.items()))


def _refusals(path: str, operation: dict[str, Any]) -> Iterator[int]:
    yield from (401, 403, 429, 500)
    if "requestBody" in operation:
        yield from (400, 409, 413)
    elif any(parameter["in"] == "query" for parameter in operation.get("parameters", ())):
        yield 400
    if "{" in path:
        yield 404
    if path.endswith("/cancel"):
        yield 409


def _refused(status: int) -> dict[str, Any]:
    refusals = [refusal for refusal in REFUSALS if refusal.status == status]
    names = (*_OF_EVERY_ANSWER, *_OF_A_STATUS.get(status, ()))
    content = {"application/json": {"schema": {"$ref": _REFERENCE.format(model="Refusal")}}}
    return {"description": " ".join(map(_sentence, refusals)), "headers": _headers(names), "content": content}


def _sentence(refusal: type[RequestError]) -> str:
    return f"`{refusal.__name__}`: {refusal.__doc__}"


def _name(status: int) -> str:
    return {429: "LimitReached"}.get(status) or next(r.__name__ for r in REFUSALS if r.status == status)


def _headers(names: Iterable[str]) -> dict[str, Any]:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}
