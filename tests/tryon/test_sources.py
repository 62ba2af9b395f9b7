import base64
import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fittingroom.tryon.sources import Inline, Url, read_source

BYTES = st.binary(min_size=1, max_size=300)
SPACES = st.lists(st.tuples(st.integers(0, 400), st.sampled_from(" \t\r\n")), max_size=8)


def _spaced(text: str, spaces: list[tuple[int, str]]) -> str:
    for at, space in spaces:
        text = text[:at] + space + text[at:]
    return text


@given(BYTES, st.booleans(), st.booleans(), SPACES)
def test_every_spelling_of_base64_gives_the_same_bytes(
    data: bytes, url_safe: bool, padded: bool, spaces: list[tuple[int, str]]
) -> None:
    text = (base64.urlsafe_b64encode if url_safe else base64.b64encode)(data).decode()
    text = _spaced(text if padded else text.rstrip("="), spaces)
    for source in (text, f"data:image/png;base64,{text}", f" DATA:image/png;charset=x;BASE64,{text}"):
        assert read_source(source) == Inline(data)


@given(BYTES)
def test_percent_signs_of_a_data_url_are_undone(data: bytes) -> None:
    text = base64.b64encode(data).decode().replace("+", "%2B").replace("/", "%2f").replace("=", "%3D")
    assert read_source(f"data:;base64,{text}") == Inline(data)


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_and_nothing_else(text: str) -> None:
    with contextlib.suppress(ValueError):
        assert isinstance(read_source(text), Inline | Url)


@given(BYTES.filter(lambda data: len(data) > 3), st.integers(0, 200), st.sampled_from("!*.,\\é\x00~%"))
def test_one_wrong_character_refuses_the_whole(data: bytes, at: int, wrong: str) -> None:
    text = base64.b64encode(data).decode().rstrip("=")
    at = min(at, len(text) - 1)
    with pytest.raises(ValueError):
        read_source(text[:at] + wrong + text[at:])


@pytest.mark.parametrize("text", ["Q", "QUJDR", "Q=Q=", "QQ==QQ==", "====", " ", "data:;base64,%3D"])
def test_base64_that_is_empty_or_ends_in_mid_byte_or_goes_on_after_its_end_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        read_source(text)


def test_spaces_around_an_address_are_no_part_of_it() -> None:
    assert read_source(" \nhttps://h/a.png\n") == Url("https://h/a.png")


@pytest.mark.parametrize("text", ["http", "httpAAAA", "//x", "/etc"])
def test_what_only_looks_like_an_address_is_none(text: str) -> None:
    with contextlib.suppress(ValueError):
        assert isinstance(read_source(text), Inline)
