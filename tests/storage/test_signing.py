from datetime import UTC, datetime, timedelta

from fittingroom.storage.names import new_name
from fittingroom.storage.signing import SignedPaths

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
ENDS = NOW + timedelta(hours=72)


class _Clock:
    now = NOW

    def __call__(self) -> datetime:
        return self.now


def _signature(path: str) -> str:
    return path.split("/")[-2]


def test_a_path_opens_its_output_until_its_end_and_not_after() -> None:
    clock = _Clock()
    paths = SignedPaths(b"secret", clock)
    name = new_name(ENDS, "png")
    signature = _signature(paths.path(name))
    assert paths.opens(signature, name)
    clock.now = ENDS - timedelta(microseconds=1)
    assert paths.opens(signature, name)
    clock.now = ENDS
    assert not paths.opens(signature, name)


def test_a_path_ends_like_the_picture_it_opens() -> None:
    paths = SignedPaths(b"secret", _Clock())
    assert paths.path(new_name(ENDS, "png")).endswith(".png")
    assert paths.path(new_name(ENDS, "jpeg")).endswith(".jpeg")


def test_no_other_signature_opens_an_output() -> None:
    paths = SignedPaths(b"secret", _Clock())
    name, other = new_name(ENDS, "png"), new_name(ENDS, "png")
    right = _signature(paths.path(name))
    theirs = _signature(SignedPaths(b"their secret", _Clock()).path(name))
    for wrong in ("", right[:-1], right + "=", right.swapcase(), "é" * 43, _signature(paths.path(other)), theirs):
        assert not paths.opens(wrong, name)


def test_a_later_end_cannot_be_written_into_a_name() -> None:
    clock = _Clock()
    paths = SignedPaths(b"secret", clock)
    name = new_name(ENDS, "png")
    clock.now = ENDS
    later = name.replace(name.split("-")[0], "20990101T000000Z")
    assert not paths.opens(_signature(paths.path(name)), later)


def test_what_is_no_name_opens_nothing_even_when_signed() -> None:
    paths = SignedPaths(b"secret", _Clock())
    for name in ("../../etc/passwd", "20260230T000000Z-" + "a" * 32 + ".png"):
        assert not paths.opens(paths._sign(name), name)
