import base64
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fittingroom.errors import ImageLoadError
from fittingroom.images.inline import decode_inline, is_url

LIMIT = 2**20
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
        assert decode_inline(source, "Model image", LIMIT) == data


@given(BYTES)
def test_percent_signs_of_a_url_are_undone(data: bytes) -> None:
    text = base64.b64encode(data).decode().replace("+", "%2B").replace("/", "%2f").replace("=", "%3D")
    assert decode_inline(f"data:;base64,{text}", "Model image", LIMIT) == data


@given(st.text(max_size=200))
def test_any_text_is_decoded_or_refused_and_nothing_else(text: str) -> None:
    try:
        assert isinstance(decode_inline(text, "Model image", LIMIT), bytes)
    except ImageLoadError as refused:
        assert refused.message.startswith("Model image ")


@given(BYTES.filter(lambda data: len(data) > 3), st.integers(0, 200), st.sampled_from("!*.,\\é\x00~"))
def test_one_wrong_character_refuses_the_whole(data: bytes, at: int, wrong: str) -> None:
    text = base64.b64encode(data).decode().rstrip("=")
    at = min(at, len(text) - 1)
    with pytest.raises(ImageLoadError, match="neither an http"):
        decode_inline(text[:at] + wrong + text[at:], "Model image", LIMIT)


@pytest.mark.parametrize("text", ["", "   \n", "data:image/png;base64,", "===="])
def test_nothing_is_called_missing(text: str) -> None:
    with pytest.raises(ImageLoadError, match=r"^Garment image is missing\.$"):
        decode_inline(text, "Garment image", LIMIT)


def test_a_data_url_without_base64_is_told_how_to_be_written() -> None:
    with pytest.raises(ImageLoadError, match="data:image/png;base64"):
        decode_inline("data:image/svg+xml,<svg/>", "Model image", LIMIT)


@pytest.mark.parametrize("text", ["QQ", "QQ==", "QUI"])
def test_short_base64_is_decoded(text: str) -> None:
    assert decode_inline(text, "Model image", LIMIT) == base64.b64decode(text + "=" * (-len(text) % 4))


@pytest.mark.parametrize("text", ["Q", "QUJDR", "Q=Q=", "QQ==QQ=="])
def test_base64_that_ends_in_mid_byte_or_goes_on_after_its_end_is_refused(text: str) -> None:
    with pytest.raises(ImageLoadError):
        decode_inline(text, "Model image", LIMIT)


def test_what_would_be_too_large_is_refused_without_being_decoded() -> None:
    just = base64.b64encode(bytes(LIMIT)).decode()
    assert len(decode_inline(just, "Model image", LIMIT)) == LIMIT
    source = "A" * 5 * LIMIT
    tracemalloc.start()
    with pytest.raises(ImageLoadError, match="1 MiB"):
        decode_inline(source, "Model image", LIMIT)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < LIMIT // 10
    with pytest.raises(ImageLoadError, match="1 MiB"):
        decode_inline(just + "AAAA", "Model image", LIMIT)


@pytest.mark.parametrize("text", ["http://x/a.png", "HTTPS://x", "  https://x"])
def test_a_url_is_told_from_an_image(text: str) -> None:
    assert is_url(text)


@pytest.mark.parametrize(
    "text", ["data:image/png;base64,http", "http", "httpAAAA", "ftp://x", "//x", "/etc/passwd", ""]
)
def test_an_image_is_told_from_a_url(text: str) -> None:
    assert not is_url(text)
