"""What every engine must keep: a test module for an engine subclasses `EngineContract`."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pytest

from fittingroom.engines.base import Engine, Picture
from fittingroom.tryon.loaded import LoadedRequest
from fittingroom.worker.verify import verify_pictures


@dataclass
class Steps:
    told: list[tuple[int, int, str]] = field(default_factory=list)

    def __call__(self, done: int, total: int, step: str) -> None:
        self.told.append((done, total, step))


def run(engine: Engine, request: LoadedRequest) -> tuple[list[Picture], Steps]:
    steps = Steps()
    return list(engine.try_on(request, steps)), steps


class EngineContract:
    """Fixtures to give: `engine`, loaded, and `asks`, one request for each thing that the engine can do."""

    @pytest.fixture(scope="class")
    @classmethod
    def engine(cls) -> Engine:
        raise NotImplementedError

    @pytest.fixture(scope="class")
    @classmethod
    def asks(cls) -> Sequence[LoadedRequest]:
        raise NotImplementedError

    def test_it_says_what_it_is_and_can_do(self, engine: Engine) -> None:
        assert engine.name
        assert engine.version
        assert engine.capabilities.kinds
        assert engine.capabilities.modes

    def test_each_picture_has_the_photos_size_and_differs_from_it_inside_its_mask_alone(
        self, engine: Engine, asks: Sequence[LoadedRequest]
    ) -> None:
        for request in asks:
            verify_pictures(request, run(engine, request)[0])

    def test_it_makes_as_many_pictures_as_were_asked_for(self, engine: Engine, asks: Sequence[LoadedRequest]) -> None:
        pictures, _ = run(engine, replace(asks[0], num_samples=3))
        assert len(pictures) == 3

    def test_the_same_seed_gives_the_same_bytes(self, engine: Engine, asks: Sequence[LoadedRequest]) -> None:
        request = replace(asks[0], num_samples=2, seed=7)
        first, again = run(engine, request)[0], run(engine, request)[0]
        for one, other in zip(first, again, strict=True):
            assert np.array_equal(one.image, other.image)
            assert np.array_equal(one.mask, other.mask)
            assert one.record == other.record

    def test_the_input_is_left_as_it_was(self, engine: Engine, asks: Sequence[LoadedRequest]) -> None:
        for request in asks:
            before = {name: value.copy() for name, value in vars(request).items() if isinstance(value, np.ndarray)}
            run(engine, request)
            for name, value in before.items():
                assert np.array_equal(getattr(request, name), value)

    def test_progress_only_goes_forward_and_each_step_has_a_name(
        self, engine: Engine, asks: Sequence[LoadedRequest]
    ) -> None:
        for request in asks:
            told = run(engine, request)[1].told
            done = [step[0] for step in told]
            assert done
            assert done == sorted(done)
            assert all(0 <= done <= total and name.strip() for done, total, name in told)
            assert len({total for _, total, _ in told}) == 1

    def test_the_record_is_words(self, engine: Engine, asks: Sequence[LoadedRequest]) -> None:
        for picture in run(engine, asks[0])[0]:
            assert all(isinstance(word, str) for pair in picture.record.items() for word in pair)
