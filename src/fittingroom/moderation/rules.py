"""What each moderation level refuses."""

from collections.abc import Iterable

from fittingroom.moderation.findings import Finding, Sight
from fittingroom.tryon.kinds import ModerationLevel

#: A finding below this is a guess. On photos of dressed people the detector's nudity scores stay under 0.25.
_SURE = 0.4

_NUDITY = frozenset({Sight.BREAST_BARE, Sight.GENITALS_BARE, Sight.BUTTOCKS_BARE})

#: Any of these sets, seen whole in one picture, is underwear, swimwear or as bare. A bare belly alone is a crop top.
_SCANT: tuple[frozenset[Sight], ...] = (
    frozenset({Sight.CHEST_BARE}),
    frozenset({Sight.BELLY_BARE, Sight.GENITALS_COVERED}),
    frozenset({Sight.BELLY_BARE, Sight.BUTTOCKS_COVERED}),
)


def refused_for(findings: Iterable[Finding], level: ModerationLevel) -> str | None:
    """Why a picture with these findings is refused at `level`, in words, or None where it is allowed."""
    seen = frozenset(finding.sight for finding in findings if finding.score >= _SURE)
    if level is not ModerationLevel.NONE and seen & _NUDITY:
        return "nudity"
    if level is ModerationLevel.CONSERVATIVE and any(scant <= seen for scant in _SCANT):
        return "underwear, swimwear or a bare torso"
    return None
