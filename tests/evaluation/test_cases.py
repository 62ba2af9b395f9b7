import json
from pathlib import Path

import pytest
from tests.evaluation.photos import make_photos

from fittingroom.evaluation.cases import CaseLoader, CasesError, read_cases
from fittingroom.images.decode import Bounds
from fittingroom.settings import Settings
from fittingroom.tryon.kinds import Category, Mode, Subcategory
from fittingroom.tryon.loaded import LoadedFashion, LoadedHairstyle, LoadedTattoo, Region


def test_each_task_becomes_the_request_that_its_endpoint_would_make(tmp_path: Path) -> None:
    cases = read_cases(make_photos(tmp_path), ["top", "hair", "ink", "tie"])
    loader = CaseLoader(tmp_path, Bounds.of(Settings()), Mode.QUALITY, 7)
    top, hair, ink, tie = [loader.request(case) for case in cases]
    assert isinstance(top, LoadedFashion) and isinstance(tie, LoadedFashion)
    assert (top.category, top.subcategory, top.mode, top.seed) == (Category.CLOTHING, Subcategory.TOPS, Mode.QUALITY, 7)
    assert (tie.category, tie.subcategory) == (Category.ACCESSORIES, Subcategory.TIE)
    assert isinstance(hair, LoadedHairstyle) and hair.haircut == "BobCut"
    assert isinstance(ink, LoadedTattoo) and ink.region == Region(0.1, 0.1, 0.2, 0.2)


def test_an_unknown_id_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(CasesError, match="no case called nobody"):
        read_cases(make_photos(tmp_path), ["top", "nobody"])


@pytest.mark.parametrize(
    ("case", "word"),
    [
        ({"id": "x", "task": "dance", "person": "a.png"}, "task"),
        ({"id": "x", "task": "hair", "person": "a.png", "haircut": "Mullet"}, "haircut"),
        ({"id": "../x", "task": "hair", "person": "a.png", "haircut": "Afro"}, "id"),
    ],
)
def test_a_case_that_makes_no_sense_is_refused_with_its_place(tmp_path: Path, case: dict[str, str], word: str) -> None:
    (tmp_path / "cases.json").write_text(json.dumps([case]))
    with pytest.raises(CasesError, match=word):
        read_cases(tmp_path / "cases.json")
