import json
import re
from collections.abc import Iterator
from pathlib import Path

from prometheus_client.parser import text_string_to_metric_families

from fittingroom import metrics
from fittingroom.metrics import Load, exposition

DASHBOARD = Path(__file__).parents[1] / "docs" / "grafana-dashboard.json"


def value(name: str, **labels: str) -> float:
    found = [
        sample.value
        for family in text_string_to_metric_families(exposition(Load(3, 1, 2.5, 7)).decode())
        for sample in family.samples
        if sample.name == name and labels.items() <= sample.labels.items()
    ]
    return sum(found)


def test_how_much_there_is_to_do_is_told_where_it_is_known() -> None:
    assert (value("fittingroom_jobs", status="queued"), value("fittingroom_jobs", status="processing")) == (3, 1)
    assert (value("fittingroom_oldest_job_seconds"), value("fittingroom_credits_held")) == (2.5, 7)
    assert b"fittingroom_credits_held" not in exposition()


def test_names_that_others_choose_do_not_grow_without_bound() -> None:
    for number in range(5):
        metrics.engine_step_ended(f"Painting frame {number}", 0.1)
    assert value("fittingroom_engine_step_seconds_count", step="Painting frame") == 5
    for number in range(500):
        metrics.engine_step_ended("x" * (number % 90) + "y" * (number // 90 + 1), 0.1)
    assert value("fittingroom_engine_step_seconds_count", step="other") > 200
    metrics.request_answered("BREW", "-", 405, 0.1)
    assert value("fittingroom_requests_total", method="other") >= 1


def _expressions(part: object) -> Iterator[str]:
    if isinstance(part, dict):
        yield from (found for key, found in part.items() if key == "expr")
        part = list(part.values())
    if isinstance(part, list):
        for inner in part:
            yield from _expressions(inner)


def test_the_dashboard_asks_only_for_what_there_is() -> None:
    families = list(text_string_to_metric_families(exposition(Load(0, 0, 0, 0)).decode()))
    known = {family.name for family in families}
    asked = {
        re.sub("_(total|bucket|sum|count)$", "", name)
        for expression in _expressions(json.loads(DASHBOARD.read_text()))
        for name in re.findall(r"fittingroom_\w+", expression)
    }
    assert asked and asked <= known
    assert known <= asked, "something that is counted is on no panel"
