"""What the running engine can do, so that people are told before they ask for something else."""

import asyncio
from dataclasses import dataclass, field
from enum import StrEnum

from fittingroom.engines.base import Capabilities
from fittingroom.engines.registry import create_engine
from fittingroom.settings import Settings
from fittingroom.tryon.kinds import SUBCATEGORIES, Category, Haircut, Kind, Subcategory


class Trial(StrEnum):
    """What the playground has a page for: the API's kinds, of which one is two for people."""

    CLOTHES = "fashion"
    ACCESSORY = "accessory"
    HAIRSTYLE = "hairstyle"
    TATTOO = "tattoo"

    @property
    def kind(self) -> Kind:
        """What a program asks for."""
        return Kind.FASHION if self is Trial.ACCESSORY else Kind(self)

    @property
    def label(self) -> str:
        """For people."""
        return {"fashion": "Clothes", "accessory": "Accessories", "hairstyle": "Hairstyle", "tattoo": "Tattoo"}[self]


#: What is clothes; every other category is an accessory.
_CLOTHES = (Category.CLOTHING, Category.AUTO)


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

    def can(self, trial: Trial) -> bool:
        """Whether it does anything of this."""
        choices = self.choices(trial)
        return trial.kind in self.capabilities.kinds and (not choices or any(choice.able for choice in choices))

    def choices(self, trial: Trial) -> list[Choice]:
        """What there is to wear of this, what can be done first; nothing for hair and skin."""
        if trial.kind is not Kind.FASHION:
            return []
        wanted = [category for category in Category if (category in _CLOTHES) == (trial is Trial.CLOTHES)]
        pairs = [(category, sub) for category in wanted for sub in SUBCATEGORIES.get(category, (None,))]
        found = [Choice(category, sub, self._able(category, sub)) for category, sub in pairs]
        return sorted(found, key=lambda choice: (not choice.able, choice.category is Category.AUTO))

    @property
    def haircuts(self) -> list[tuple[Haircut, bool]]:
        """Every haircut, and whether it can be drawn; those that can come first."""
        return sorted(((cut, cut in self.capabilities.haircuts) for cut in Haircut), key=lambda pair: not pair[1])

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
