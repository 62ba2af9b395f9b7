"""What there is, held against what the pages tell of: settings, errors, commands, endpoints, fields, limits."""

import re
from collections.abc import Iterator
from typing import Any

import click
import httpx
import pytest
import typer
from pydantic import AliasChoices
from tests.docs.examples import ROOT
from tests.support.server import Server

from fittingroom.api.answers import REFUSALS
from fittingroom.api.openapi import MEANINGS
from fittingroom.cli.main import app
from fittingroom.engines.preview.engine import RECIPES
from fittingroom.engines.registry import ENGINES
from fittingroom.errors import JOB_ERRORS
from fittingroom.limits.model import DEFAULT_IN_FLIGHT, DEFAULTS
from fittingroom.settings import Settings
from fittingroom.tryon.kinds import Category, Haircut, Subcategory
from fittingroom.tryon.requests import REQUESTS

FIELDS = sorted({field for request in REQUESTS.values() for field in request.model_fields})


def page(name: str) -> str:
    return (ROOT / "docs" / f"{name}.md").read_text()


def headings(name: str) -> set[str]:
    return set(re.findall(r"^#+ (.+)$", page(name), re.MULTILINE))


def settings() -> Iterator[tuple[tuple[str, ...], Any]]:
    """The variables that each setting is read from, and its default."""
    for name, field in Settings.model_fields.items():
        match field.validation_alias:
            case None:
                yield (f"FITTINGROOM_{name.upper()}",), field.default
            case AliasChoices(choices=choices):
                yield tuple(str(choice) for choice in choices), field.default
            case alias:
                yield (str(alias),), field.default


def commands(command: click.Command, path: tuple[str, ...] = ("fittingroom",)) -> Iterator[str]:
    children = getattr(command, "commands", None)
    if children is None:
        yield " ".join(path)
        return
    for name, child in children.items():
        yield from commands(child, (*path, name))


def test_every_setting_is_in_the_page_of_configuration_and_no_other() -> None:
    there = {variable for variables, _ in settings() for variable in variables}
    told = set(re.findall(r"`((?:FITTINGROOM|AWS)_[A-Z0-9_]+)`", page("configuration")))
    assert there == told


def test_the_defaults_that_the_page_of_configuration_tells_are_those_that_hold() -> None:
    told = dict(re.findall(r"^\| `([A-Z0-9_]+)`.*? \| `([\w./~-]+)` \|", page("configuration"), re.MULTILINE))
    for variables, default in settings():
        if isinstance(default, (int, float)):
            assert float(told[variables[0]]) == default, variables[0]


def test_every_setting_that_a_page_speaks_of_exists() -> None:
    there = {variable for variables, _ in settings() for variable in variables}
    of_examples = {"FITTINGROOM_URL", "FITTINGROOM_KEY", "FITTINGROOM_JOB"}
    for path in [*(ROOT / "docs").glob("*.md"), ROOT / "README.md", ROOT / "SECURITY.md"]:
        told = set(re.findall(r"\bFITTINGROOM_[A-Z0-9_]+\b", path.read_text()))
        assert told <= there | of_examples, path.name


@pytest.mark.parametrize("name", [*(refusal.__name__ for refusal in REFUSALS), *JOB_ERRORS])
def test_every_error_has_a_section_of_its_own(name: str) -> None:
    assert name in headings("errors")


def test_the_status_of_every_refusal_is_told() -> None:
    told = set(re.findall(r"^\| (\d{3}) \| \[`(\w+)`\]", page("errors"), re.MULTILINE))
    assert told == {(str(refusal.status), refusal.__name__) for refusal in REFUSALS}


@pytest.mark.parametrize("command", sorted(commands(typer.main.get_command(app))))
def test_every_command_is_in_the_page_of_commands(command: str) -> None:
    assert f"`{command}" in page("commands")


def test_every_endpoint_is_in_the_page_of_the_api(server: Server) -> None:
    document = httpx.get(f"{server.url}/openapi.json").json()
    for path, methods in document["paths"].items():
        shown = re.sub(r"\{\w+_id\}", "{id}", path.removeprefix("/api/v1")).replace("{signature}/{name}", "")
        for method in methods:
            assert f"`{method.upper()} {shown}" in page("api"), path


@pytest.mark.parametrize("field", FIELDS)
def test_every_field_is_in_the_page_of_the_api_and_has_a_meaning(field: str) -> None:
    assert f"| `{field}` |" in page("api") and MEANINGS[field]


def test_every_value_of_a_list_is_in_the_page_of_the_api() -> None:
    assert [value for value in (*Haircut, *Category, *Subcategory) if f"`{value}`" not in page("api")] == []


def test_the_limits_are_those_that_hold() -> None:
    numbers = re.findall(r"\| (\d+) in any 60 seconds \|", page("limits"))
    assert numbers == [str(limit) for limit in DEFAULTS.values()]
    assert f"At most {DEFAULT_IN_FLIGHT} jobs" in page("limits")


def test_every_engine_has_a_section_and_tells_what_it_can_do() -> None:
    assert set(ENGINES) <= headings("engines")
    assert f"clothing: {', '.join(f'`{kind}`' for kind in RECIPES)} | yes" in page("engines")
