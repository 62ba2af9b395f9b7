from typing import Any

import pytest

from fittingroom.engines.able import require_able
from fittingroom.engines.base import Capabilities
from fittingroom.engines.fixture.faults import LimitedEngine
from fittingroom.errors import InputValidationError
from fittingroom.tryon.kinds import Category, Kind, Mode, Subcategory

TOPS = {"category": Category.CLOTHING, "subcategory": Subcategory.TOPS}


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"kind": Kind.TATTOO}, r"can't do tattoo yet\. It can do: fashion\."),
        (
            {"kind": Kind.FASHION, "category": Category.JEWELRY, "subcategory": Subcategory.RING},
            r"category jewelry yet\. It can do: clothing \(tops\), eyewear\.",
        ),
        ({"kind": Kind.FASHION, **TOPS, "subcategory": Subcategory.DRESSES}, r"subcategory dresses yet\."),
        ({"kind": Kind.FASHION, **TOPS, "mode": Mode.QUALITY}, r"mode: quality .* balanced, performance\."),
    ],
)
def test_what_an_engine_lacks_is_refused_with_what_it_has(asked: dict[str, Any], message: str) -> None:
    with pytest.raises(InputValidationError, match=message):
        require_able(LimitedEngine.capabilities, **asked)


@pytest.mark.parametrize(
    "asked",
    [
        {"kind": Kind.FASHION},
        {"kind": Kind.FASHION, **TOPS, "mode": Mode.PERFORMANCE},
        {"kind": Kind.FASHION, "category": Category.EYEWEAR},
    ],
)
def test_what_an_engine_has_is_let_through(asked: dict[str, Any]) -> None:
    require_able(LimitedEngine.capabilities, **asked)


def test_category_and_mode_do_not_count_outside_fashion() -> None:
    hair_only = Capabilities(kinds=frozenset({Kind.HAIRSTYLE}), modes=frozenset())
    require_able(hair_only, Kind.HAIRSTYLE, Category.AUTO, None, Mode.BALANCED)
