from datetime import UTC, datetime

from fittingroom.storage.names import end_of, new_name
from fittingroom.storage.signing import SignedPaths

ENDS = datetime(2026, 3, 4, 12, tzinfo=UTC)


def _signature(path: str) -> str:
    return path.split("/")[-2]


def test_the_path_that_was_made_for_an_output_is_ours_and_tells_its_end() -> None:
    paths = SignedPaths(b"secret")
    signature, name = paths.path(new_name(ENDS, "png")).split("/")[-2:]
    assert paths.is_ours(signature, name)
    assert end_of(name) == ENDS


def test_a_path_ends_like_the_picture_it_opens() -> None:
    paths = SignedPaths(b"secret")
    assert paths.path(new_name(ENDS, "png")).endswith(".png")
    assert paths.path(new_name(ENDS, "jpeg")).endswith(".jpeg")


def test_no_other_signature_opens_an_output() -> None:
    paths = SignedPaths(b"secret")
    name, other = new_name(ENDS, "png"), new_name(ENDS, "png")
    right = _signature(paths.path(name))
    theirs = _signature(SignedPaths(b"their secret").path(name))
    for wrong in ("", right[:-1], right + "=", right.swapcase(), "é" * 43, _signature(paths.path(other)), theirs):
        assert not paths.is_ours(wrong, name)


def test_a_later_end_cannot_be_written_into_a_name() -> None:
    paths = SignedPaths(b"secret")
    name = new_name(ENDS, "png")
    later = name.replace(name.split("-")[0], "20990101T000000Z")
    assert end_of(later) > ENDS
    assert not paths.is_ours(_signature(paths.path(name)), later)


def test_what_is_no_name_opens_nothing_even_when_signed() -> None:
    paths = SignedPaths(b"secret")
    for name in ("../../etc/passwd", "20260230T000000Z-" + "a" * 32 + ".png"):
        assert not paths.is_ours(paths._sign(name), name)
