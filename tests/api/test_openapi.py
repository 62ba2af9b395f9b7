"""The OpenAPI document: complete, and true to what the server answers."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from tests.support.server import Customer, Server

from fittingroom.errors import PoseError
from fittingroom.tryon.requests import REQUESTS

_JOB = "/api/v1/status/{job_id}"
_FASHION = "/api/v1/tryon/fashion"


@pytest.fixture(scope="module")
def document(server: Server) -> dict[str, Any]:
    answer = httpx.get(f"{server.url}/openapi.json")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def operations(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


def resolved(document: dict[str, Any], part: dict[str, Any]) -> dict[str, Any]:
    """What a reference refers to; anything else as it is."""
    while "$ref" in part:
        found = document
        for name in part["$ref"].removeprefix("#/").split("/"):
            found = found[name]
        part = found
    return part


def assert_described(document: dict[str, Any], path: str, answer: httpx.Response) -> None:
    """The answer has the headers and the body that the document tells of."""
    operation = document["paths"][path][answer.request.method.lower()]
    response = resolved(document, operation["responses"][str(answer.status_code)])
    for name, reference in response["headers"].items():
        schema = resolved(document, reference)["schema"]
        if name == "Preference-Applied" and "Prefer" not in answer.request.headers:
            continue
        value = answer.headers[name]
        OAS31Validator(schema).validate(int(value) if schema["type"] == "integer" else value)
    schema = {**response["content"]["application/json"]["schema"], "components": document["components"]}
    OAS31Validator(schema).validate(answer.json())


def test_it_is_a_valid_document_of_openapi_3_1(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1.")
    OpenAPIV31SpecValidator(document).validate()


def test_it_has_every_path_of_the_api(document: dict[str, Any], server: Server) -> None:
    assert {_FASHION, _JOB, "/api/v1/credits", "/healthz", "/outputs/{signature}/{name}"} <= set(document["paths"])
    names = [operation["operationId"] for _, operation in operations(document)]
    assert len(set(names)) == len(names)


def test_every_operation_says_what_it_is_and_what_it_answers(document: dict[str, Any]) -> None:
    for name, operation in operations(document):
        assert operation["summary"] and operation["tags"], name
        assert [status for status in operation["responses"] if status < "300"], name
        for response in (resolved(document, found) for found in operation["responses"].values()):
            assert response["description"] and "X-Request-Id" in response["headers"], name
            schemas = [content["schema"] for content in response.get("content", {}).values()]
            assert all(schemas), f"{name} answers with a body that has no schema"
        if " /api/" in name:
            assert operation["security"] and {"401", "429", "500"} <= set(operation["responses"]), name


def test_no_field_that_may_be_left_out_has_a_default_which_generators_would_demand(document: dict[str, Any]) -> None:
    for model in REQUESTS.values():
        properties = document["components"]["schemas"][model.__name__]["properties"]
        assert [name for name, schema in properties.items() if "default" in schema] == []
        assert "Left out: 42." in properties["seed"]["description"]


def test_every_field_is_described(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    for model in REQUESTS.values():
        assert set(schemas[model.__name__]["properties"]) == set(model.model_fields)
    undescribed = {
        f"{name}.{field}"
        for name, schema in schemas.items()
        for field, found in schema.get("properties", {}).items()
        if "description" not in found and "const" not in found and "$ref" not in found
    }
    assert undescribed == set()


def test_what_the_server_answers_is_what_the_document_says(
    document: dict[str, Any], server: Server, customer: Customer
) -> None:
    images = {"model_image": "https://images.example/a.jpg", "garment_image": "https://images.example/b.jpg"}
    assert_described(document, _FASHION, customer.http.post(_FASHION, json=images))
    processing, completed, failed = (customer.submit() for _ in range(3))
    server.complete(completed, b"a picture")
    server.fail(failed, PoseError("Nobody is in the picture."))
    for job in (processing, completed, failed):
        assert_described(document, _JOB, customer.http.get(f"/api/v1/status/{job}"))
    waited = customer.http.post(_FASHION, json=images, headers={"Prefer": "wait=0"})
    assert_described(document, _FASHION, waited)
    cancelled = customer.http.post(f"/api/v1/jobs/{processing}/cancel")
    assert_described(document, "/api/v1/jobs/{job_id}/cancel", cancelled)
    again = customer.http.post(f"/api/v1/jobs/{completed}/cancel")
    assert again.status_code == 409
    assert_described(document, "/api/v1/jobs/{job_id}/cancel", again)
    for path in ("/api/v1/credits", "/healthz", "/api/v1/jobs"):
        assert_described(document, path, customer.http.get(path))


def test_what_the_server_refuses_is_what_the_document_says(document: dict[str, Any], server: Server) -> None:
    customer = server.customer(credits=0)
    with customer.http as http:
        images = {"model_image": "https://images.example/a.jpg", "garment_image": "https://images.example/b.jpg"}
        too_large = bytes(1 + server.services.settings.max_body_bytes)
        for answer, status in (
            (http.post(_FASHION, json={"mode": "fast"}), 400),
            (http.post(_FASHION, json=images, headers={"Authorization": "Bearer x"}), 401),
            (http.post(_FASHION, content=too_large), 413),
            (http.post(_FASHION, json=images), 429),
        ):
            assert answer.status_code == status
            assert_described(document, _FASHION, answer)
        assert_described(document, _JOB, http.get(f"/api/v1/status/{0:024}"))
