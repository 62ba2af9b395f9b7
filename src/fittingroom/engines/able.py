"""Whether an engine can do what a request asks."""

from fittingroom.engines.base import Capabilities
from fittingroom.errors import InputValidationError
from fittingroom.tryon.kinds import KEEP, Category, Haircut, Kind, Mode, Subcategory


def require_able(
    capabilities: Capabilities,
    kind: Kind,
    category: Category = Category.AUTO,
    subcategory: Subcategory | None = None,
    mode: Mode = Mode.BALANCED,
    haircut: Haircut | None = None,
) -> None:
    """Raises InputValidationError, naming what the engine can do, where it can't do this.

    Category, subcategory and mode count for fashion alone, the haircut for hairstyles (None: the cut stays). AUTO is
    always able: the engine decides, and refuses what it then can't do.
    """
    if kind not in capabilities.kinds:
        raise InputValidationError(f"This server's engine can't do {kind} yet. It can do: {_list(capabilities.kinds)}.")
    if haircut is not None and haircut not in capabilities.haircuts:
        able = ", ".join(each for each in Haircut if each in capabilities.haircuts)
        raise InputValidationError(f"haircut: {haircut} can't be done well yet. Can be: {able}, {KEEP}.")
    if kind is not Kind.FASHION:
        return
    if mode not in capabilities.modes:
        raise InputValidationError(f"mode: {mode} can't be done yet; can be: {_list(capabilities.modes)}.")
    if category is Category.AUTO:
        return
    found = capabilities.subcategories.get(category)
    if found is None or (found and subcategory is not None and subcategory not in found):
        asked = f"category {category}" if found is None else f"subcategory {subcategory}"
        raise InputValidationError(f"This server's engine can't do {asked} yet. It can do: {_fashion(capabilities)}.")


def _fashion(capabilities: Capabilities) -> str:
    """E.g. "clothing (tops, dresses), eyewear"."""
    return ", ".join(
        f"{category} ({', '.join(able)})" if able else str(category)
        for category, able in capabilities.subcategories.items()
        if category is not Category.AUTO
    )


def _list(words: frozenset[Kind] | frozenset[Mode]) -> str:
    return ", ".join(sorted(words)) or "nothing"
