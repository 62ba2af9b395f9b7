import pytest

from fittingroom.moderation.findings import Finding, Sight
from fittingroom.moderation.rules import refused_for
from fittingroom.tryon.kinds import ModerationLevel

NUDE = [{Sight.BREAST_BARE}, {Sight.GENITALS_BARE}, {Sight.BUTTOCKS_BARE, Sight.BELLY_BARE}]
SCANT = [{Sight.CHEST_BARE}, {Sight.BELLY_BARE, Sight.GENITALS_COVERED}, {Sight.BELLY_BARE, Sight.BUTTOCKS_COVERED}]
DRESSED: list[set[Sight]] = [set(), {Sight.BELLY_BARE}, {Sight.GENITALS_COVERED, Sight.BUTTOCKS_COVERED}]


def _refused(sights: set[Sight], score: float = 0.9) -> list[bool]:
    findings = [Finding(sight, score, (0, 0, 1, 1)) for sight in sights]
    levels = (ModerationLevel.NONE, ModerationLevel.PERMISSIVE, ModerationLevel.CONSERVATIVE)
    return [refused_for(findings, level) is not None for level in levels]


@pytest.mark.parametrize("sights", NUDE)
def test_nudity_is_refused_at_every_level_but_none(sights: set[Sight]) -> None:
    assert _refused(sights) == [False, True, True]


@pytest.mark.parametrize("sights", SCANT)
def test_underwear_and_swimwear_are_refused_at_the_strictest_level_alone(sights: set[Sight]) -> None:
    assert _refused(sights) == [False, False, True]


@pytest.mark.parametrize("sights", DRESSED)
def test_dressed_people_are_refused_nowhere(sights: set[Sight]) -> None:
    assert _refused(sights) == [False, False, False]


@pytest.mark.parametrize("sights", NUDE + SCANT)
def test_a_guess_refuses_nothing(sights: set[Sight]) -> None:
    assert _refused(sights, score=0.39) == [False, False, False]
