"""What the running engine can do, so that people are told before they ask for something else."""

import asyncio
from dataclasses import dataclass, field

from fittingroom.engines.base import Capabilities
from fittingroom.engines.registry import create_engine
from fittingroom.settings import Settings
from fittingroom.tryon.kinds import SUBCATEGORIES, Category, Kind, Subcategory


@dataclass(frozen=True)
class Choice:
    """A thing to wear, as a list offers it: `able` False where the engine can't do it."""

    category: Category
    subcategory: Subcategory | None
    able: bool

    @property
    def value(self) -> str:
        """For the form."""
        return f"{self.category}/{self.subcategory or ''}"

    @property
    def label(self) -> str:
        """For people."""
        if self.category is Category.AUTO:
            return "Find out from the picture"
        return str(self.subcategory or self.category).capitalize()


@dataclass(frozen=True)
class Abilities:
    """An engine by name and version, with what it can do."""

    name: str
    version: str
    capabilities: Capabilities = field(repr=False)

    def can(self, kind: Kind) -> bool:
        """Whether it does this kind at all."""
        return kind in self.capabilities.kinds

    @property
    def choices(self) -> list[Choice]:
        """All that the contract knows to wear, what can be done first."""
        pairs = [(category, sub) for category in Category for sub in SUBCATEGORIES.get(category, (None,))]
        found = [Choice(category, sub, self._able(category, sub)) for category, sub in pairs]
        return sorted(found, key=lambda choice: (not choice.able, choice.category is Category.AUTO))

    def _able(self, category: Category, subcategory: Subcategory | None) -> bool:
        able = self.capabilities.subcategories.get(category)
        return able is not None and (not able or subcategory in able)


class EngineAbilities:
    """Asked once: naming an engine imports its code, but loads no weights."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._found: Abilities | None = None

    async def find(self) -> Abilities:
        """What the engine that the settings name can do."""
        if self._found is None:
            engine = await asyncio.to_thread(create_engine, self._settings.engine, self._settings)
            self._found = Abilities(engine.name, engine.version, engine.capabilities)
        return self._found
