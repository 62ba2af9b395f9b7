"""Words for a body that was refused: each names the field and what it takes, and none repeats a value."""

import json
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

_MOST = 5  # problems told of at once


def list_words(words: Iterable[str], last: str) -> str:
    """`a, b or c`, with `last` as the word before the last."""
    *head, tail = words
    return f"{', '.join(head)} {last} {tail}" if head else tail


def explain(error: ValidationError, model: type[BaseModel]) -> str:
    """What is wrong with a body that `model` refused, a sentence for each field."""
    details = error.errors(include_url=False, include_input=False)
    sentences = dict.fromkeys(_sentence(detail, model) for detail in details)  # a union tells of itself twice
    return " ".join(list(sentences)[:_MOST])


def _sentence(detail: ErrorDetails, model: type[BaseModel]) -> str:
    if detail["type"] == "json_invalid":
        return f"The body is not JSON: {detail['ctx']['error']}."
    if detail["type"] == "refusal":
        return detail["msg"]
    if not detail["loc"]:
        return "The body must be a JSON object."
    if detail["type"] == "extra_forbidden":
        return _unknown(detail["loc"], model)
    path, takes = _find(detail["loc"], model)
    return f"{path} is required: {takes}." if detail["type"] == "missing" else f"{path} takes {takes}."


def _find(location: tuple[int | str, ...], model: type[BaseModel]) -> tuple[str, str]:
    """The dotted path of the field at `location` and what it takes; parts that name no field are pydantic's own."""
    name = str(location[0])
    field = model.model_fields[name]
    inner = _model_of(field.annotation)
    if inner and len(location) > 1 and location[1] in inner.model_fields:
        path, takes = _find(location[1:], inner)
        return f"{name}.{path}", takes
    return name, field.description or "another value"


def _unknown(location: tuple[int | str, ...], model: type[BaseModel]) -> str:
    *outer, name = location
    prefix = ""
    for part in outer:
        model, prefix = _model_of(model.model_fields[str(part)].annotation) or model, f"{prefix}{part}."
    known = sorted(model.model_fields, key=lambda name: not model.model_fields[name].is_required())
    guess = get_close_matches(str(name), known, n=1)
    hint = f" Did you mean {prefix}{guess[0]}?" if guess else ""
    shown = json.dumps(prefix + str(name)[:60], ensure_ascii=False)
    return f"Unknown field {shown}.{hint} Known are {list_words(known, 'and')}."


def _model_of(annotation: Any) -> type[BaseModel] | None:
    """The model in `annotation`, which may be `Model` or `Model | None`."""
    for candidate in (annotation, *get_args(annotation)):
        if isinstance(candidate, type) and issubclass(candidate, BaseModel):
            return candidate
    return None
