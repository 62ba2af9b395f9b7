"""Fixtures that every folder of tests may use."""

import pytest

pytest_plugins = ["tests.support.database", "tests.support.served", "tests.support.server"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds --database-only."""
    parser.addoption("--database-only", action="store_true", help="Run only the tests that use a database.")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Sorts out what --database-only leaves aside."""
    if not config.getoption("--database-only"):
        return
    using = [item for item in items if "postgres" in getattr(item, "fixturenames", ())]
    config.hook.pytest_deselected(items=[item for item in items if item not in using])
    items[:] = using
