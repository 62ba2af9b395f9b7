"""The table of an evaluation: a row for each case, and what they come to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fittingroom.evaluation.checks import Check

#: A case that changed less than this share of the picture has changed nothing.
LEAST = 0.01


@dataclass(frozen=True)
class Row:
    """One case. score: 0…100. faults: what it failed at, in words. figures: by name."""

    id: str
    score: float
    faults: tuple[str, ...]
    figures: Mapping[str, float | None]
    seconds: float | None = None

    @property
    def passed(self) -> bool:
        """No fault at all."""
        return not self.faults


def row_of(
    case_id: str, metrics: Mapping[str, Any] | None, error: Mapping[str, str] | None, checks: Sequence[Check]
) -> Row:
    """The row of a case. A picture that breaks the contract or changes nothing scores 0, as does none at all; else
    each failed check takes its share of 100."""
    if metrics is None:
        return Row(case_id, 0.0, (f"no picture: {error['error']}" if error else "no picture",), {})
    gross = []
    if metrics["outside"]:
        gross.append("changes outside its mask")
    if metrics["changed"] < LEAST:
        gross.append("hardly anything changed")
    failed = tuple(f"{check.name} {check.value:g}" for check in checks if not check.passes)
    score = 0.0 if gross else 100.0 * (1 - len(failed) / max(1, len(checks)))
    figures = {check.name: check.value for check in checks}
    return Row(case_id, round(score, 1), (*gross, *failed), figures, metrics["seconds"])


def summary(rows: Sequence[Row]) -> dict[str, Any]:
    """Cases, how many passed, the mean score, and the mean of the seconds."""
    seconds = [row.seconds for row in rows if row.seconds is not None]
    return {
        "cases": len(rows),
        "passed": sum(row.passed for row in rows),
        "mean": round(sum(row.score for row in rows) / max(1, len(rows)), 1),
        "seconds": round(sum(seconds) / len(seconds), 1) if seconds else None,
    }


def as_json(rows: Sequence[Row]) -> dict[str, Any]:
    """All of it, for machines."""
    cases = [
        {"id": row.id, "score": row.score, "passed": row.passed, "faults": list(row.faults), "seconds": row.seconds}
        | {"figures": dict(row.figures)}
        for row in rows
    ]
    return {**summary(rows), "results": cases}


def as_markdown(rows: Sequence[Row]) -> str:
    """All of it, for people."""
    whole = summary(rows)
    names = list(dict.fromkeys(name for row in rows for name in row.figures))
    lines = [
        f"{whole['passed']} of {whole['cases']} cases pass; mean score {whole['mean']:g}.",
        "",
        "| " + " | ".join(["case", "score", "seconds", *names, "faults"]) + " |",
        "|" + "---|" * (len(names) + 4),
    ]
    for row in rows:
        cells = [row.id, f"{row.score:g}", _shown(row.seconds), *(_shown(row.figures.get(name)) for name in names)]
        lines.append("| " + " | ".join([*cells, "; ".join(row.faults) or "-"]) + " |")
    return "\n".join(lines) + "\n"


def _shown(value: float | None) -> str:
    return "-" if value is None else f"{value:g}"
