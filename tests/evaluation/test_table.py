from fittingroom.evaluation.checks import Check
from fittingroom.evaluation.table import as_json, as_markdown, row_of, summary

GOOD = {"outside": 0, "changed": 0.2, "seconds": 3.0}
CHECKS = (Check("hem off", 0.1, 0.25), Check("print turned", None, 0.15))


def test_a_case_passes_when_it_has_no_fault() -> None:
    row = row_of("a", GOOD, None, CHECKS)
    assert row.passed and row.score == 100


def test_each_failed_check_takes_its_share_of_the_score_and_is_named() -> None:
    row = row_of("a", GOOD, None, (*CHECKS, Check("outline ragged", 1.6, 1.35), Check("sleeve off", 0.1, 0.28)))
    assert row.score == 75 and row.faults == ("outline ragged 1.6",)


def test_no_picture_no_change_and_a_change_outside_the_mask_score_nothing() -> None:
    assert row_of("a", None, {"error": "PoseError"}, ()).faults == ("no picture: PoseError",)
    for broken in (GOOD | {"changed": 0.0}, GOOD | {"outside": 3}):
        row = row_of("a", broken, None, CHECKS)
        assert row.score == 0 and not row.passed


def test_the_tables_for_people_and_for_machines_say_the_same() -> None:
    rows = [row_of("a", GOOD, None, CHECKS), row_of("b", None, {"error": "PoseError"}, ())]
    assert summary(rows) == {"cases": 2, "passed": 1, "mean": 50.0, "seconds": 3.0}
    text, data = as_markdown(rows), as_json(rows)
    assert text.startswith("1 of 2 cases pass; mean score 50.")
    assert "| b | 0 | - | - | - | no picture: PoseError |" in text
    assert data["passed"] == 1 and data["results"][0]["figures"] == {"hem off": 0.1, "print turned": None}
