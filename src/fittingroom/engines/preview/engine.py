"""The preview engine: try-on on a plain CPU with permissive weights alone."""

import math
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from fittingroom.engines.able import require_able
from fittingroom.engines.base import Capabilities, Models, Picture, Progress
from fittingroom.engines.preview import bottoms, dresses, hairstyles, tops
from fittingroom.engines.preview.networks import PERSON_MODELS, load_person_networks
from fittingroom.engines.preview.work import Pixels, Step, Work, to_side
from fittingroom.errors import InputValidationError, PipelineError, PoseError
from fittingroom.tryon.kinds import Category, Kind, Mode, Subcategory
from fittingroom.tryon.loaded import LoadedFashion, LoadedHairstyle, LoadedRequest
from fittingroom.vision.fitting.length import Fit
from fittingroom.vision.garment import Garment
from fittingroom.vision.hair.styles import STYLES
from fittingroom.vision.networks import PersonNetworks
from fittingroom.vision.people import analyse_person
from fittingroom.vision.people.checks import folded_arm, missing_part, unbared_arm, unknown_hem
from fittingroom.vision.person import Person
from fittingroom.vision.product import NoGarment, analyse_garment, find_wearer, to_working_size

#: The recipe for each kind of garment.
RECIPES: dict[Subcategory, tuple[Step, ...]] = {
    Subcategory.TOPS: tops.STEPS,
    Subcategory.BOTTOMS: bottoms.STEPS,
    Subcategory.DRESSES: dresses.STEPS,
}

#: How each sample is worn: as it falls, looser, closer, and with the hem the other way (tucked in or not; what has
#: nothing to tuck in is worn shorter).
VARIANTS = (Fit(), Fit(ease=1.10), Fit(ease=0.94), Fit(turned=True))

#: Fewer changed pixels than this share of the person are no try-on.
LEAST_CHANGE = 0.02


@dataclass(frozen=True)
class Pace:
    """What a mode spends. side: long side of the working picture, pixels. refine: whether the slow steps are done: a
    finer mesh, drawing finer than the photo's pixels, and the product photo's own detail."""

    side: int
    refine: bool


PACES = {Mode.PERFORMANCE: Pace(512, False), Mode.BALANCED: Pace(1024, False), Mode.QUALITY: Pace(1280, True)}


class PreviewEngine:
    """Fits a garment's photo to a person's by pose, outline and light: no picture is dreamt up.

    watch: called with each step's name and the picture after it (uint8 H×W×3 RGB), for looking over its shoulder.
    """

    name: str = "preview"
    version: str = "1"
    capabilities: Capabilities = Capabilities(
        kinds=frozenset({Kind.FASHION, Kind.HAIRSTYLE}),
        subcategories={Category.CLOTHING: tuple(RECIPES), Category.AUTO: ()},
        haircuts=frozenset(STYLES),
    )
    models: tuple[str, ...] = PERSON_MODELS

    def __init__(self) -> None:
        self._networks: PersonNetworks | None = None
        self.watch: Callable[[str, Pixels], None] | None = None

    def load(self, models: Models, device: str) -> None:
        """Read the networks that find a person. `device` is always the CPU."""
        self._networks = load_person_networks(models)

    def try_on(self, request: LoadedRequest, report: Progress) -> Iterator[Picture]:
        """Yield one picture a sample, each worn a little differently."""
        if isinstance(request, LoadedHairstyle) and self._networks is not None:
            require_able(self.capabilities, request.kind, haircut=request.haircut)
            yield from hairstyles.restyle(request, self._networks, report, self.watch)
            return
        if not isinstance(request, LoadedFashion):
            require_able(self.capabilities, request.kind)
            raise InputValidationError("This server's engine can't do that yet.")
        require_able(self.capabilities, request.kind, request.category, request.subcategory, request.mode)
        pace = PACES[request.mode]
        longest = max(len(recipe) for recipe in RECIPES.values())  # the garment is not known yet
        steps = 2 + request.num_samples * longest
        report(0, steps, "Looking at the garment")
        garment, person = self._look(request, pace, lambda: report(1, steps, "Looking at the person"))
        recipe = RECIPES[garment.subcategory]
        product = request.garment if pace.refine else None
        for sample in range(request.num_samples):
            work = Work(request.person, person, garment, VARIANTS[sample % 4], request.seed, pace.refine, product)
            for index, step in enumerate(recipe):
                report(2 + sample * longest + stretched(index, len(recipe), longest), steps, step.name)
                step.do(work)
                if self.watch:
                    self.watch(step.name, step.show(work))
            yield _picture(work)

    def _look(self, request: LoadedFashion, pace: Pace, next_step: Callable[[], None]) -> tuple[Garment, Person]:
        """Garment and person. The garment, which needs no network unless somebody wears it, is looked at beside the
        person, in a thread of its own: most of the work on either is done outside Python's lock."""
        if self._networks is None:
            raise PipelineError("The engine was asked for a picture before it was loaded.")
        photo = to_working_size(request.garment)
        try:
            wearer = find_wearer(photo, self._networks, request.garment_photo_type)
            with ThreadPoolExecutor(1, "garment") as beside:
                finding = beside.submit(analyse_garment, photo, request.subcategory, wearer)
                next_step()
                person = analyse_person(to_side(request.person, pace.side), self._networks)
                garment = finding.result()
        except NoGarment as error:
            raise InputValidationError(f"garment_image: {error}.") from error
        require_able(self.capabilities, request.kind, Category.CLOTHING, garment.subcategory)
        missing = missing_part(person, garment.subcategory)
        if missing is not None or person is None:
            raise PoseError(missing or "No person was found in the photo.")
        for objection in _objections(person, garment):
            if objection is not None:
                raise PoseError(objection)
        return garment, person


def _objections(person: Person, garment: Garment) -> Iterator[str | None]:
    """What in the person's photo keeps `garment` from being drawn on them, None for each thing that doesn't."""
    yield folded_arm(person, _reach(garment), garment.subcategory is Subcategory.TOPS)
    if garment.subcategory is not Subcategory.BOTTOMS:
        yield unbared_arm(person, _reach(garment))
    if garment.subcategory is not Subcategory.DRESSES:
        yield unknown_hem(person)


def _reach(garment: Garment) -> tuple[float, float]:
    """How far along each arm, the image's left one first, a sleeve goes: 0 for none, 1 to the wrist."""
    left, right = garment.sleeves
    return (left.reach if left else 0.0), (right.reach if right else 0.0)


def stretched(index: int, count: int, longest: int) -> int:
    """How many of `longest` steps are done before step `index` of a recipe of `count`: a shorter recipe's last step is
    as near the end as the longest one's."""
    return math.ceil(index * longest / count)


def _picture(work: Work) -> Picture:
    """The result with its mask. Raises PipelineError where hardly anything changed."""
    differs = work.result != work.photo
    mask = differs[..., 0] | differs[..., 1] | differs[..., 2]
    person = max(1.0, float((work.person.alpha > 0.5).mean()) * mask.size)
    if mask.sum() < LEAST_CHANGE * person:
        raise PipelineError("The try-on came out too much like the photo it began with.")
    return Picture(work.result, mask, {**work.garment.record, **work.record})
