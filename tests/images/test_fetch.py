"""Every fetch here goes over real sockets. 127.0.0.1 is allowed, the other loopback addresses are not."""

import asyncio
import logging
from collections.abc import Sequence
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import httpcore
import pytest
from tests.images.servers import certified, never_ends, raw, redirects, says, serving, trickles

from fittingroom.errors import ImageLoadError
from fittingroom.images.fetch import Fetcher
from fittingroom.network.addresses import Address
from fittingroom.settings import Settings

SETTINGS = Settings(fetch_allow=["127.0.0.1/32"], max_image_bytes=65536, fetch_timeout_seconds=10)


class Names:
    """A resolver of its own: answers each look-up of a name with the next of its answers, and counts them."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self.answers = answers
        self.asked: list[str] = []

    async def __call__(self, host: str, port: int) -> Sequence[Address]:
        self.asked.append(host)
        answer = self.answers[min(len(self.asked), len(self.answers)) - 1]
        return [ip_address(text) for text in answer]


async def _refusal(url: str, settings: Settings = SETTINGS, **options: Any) -> str:
    with pytest.raises(ImageLoadError) as caught:
        async with asyncio.timeout(20):
            await Fetcher(settings, **options).fetch(url, "Garment image")
    assert caught.value.message.startswith("Garment image ")
    return caught.value.message


@pytest.mark.parametrize("content_type", ["image/png", "text/html", "nonsense"])
async def test_what_is_there_is_fetched_whatever_its_server_calls_it(content_type: str) -> None:
    async with serving(says(b"picture", f"Content-Type: {content_type}")) as server:
        assert await Fetcher(SETTINGS).fetch(server.url("/a%20b.png?size=2&x=%2F"), "Model image") == b"picture"
    head = server.requests[0].splitlines()
    assert head[0] == "GET /a%20b.png?size=2&x=%2F HTTP/1.1"
    assert f"Host: 127.0.0.1:{server.port}" in head
    assert "Accept-Encoding: identity" in head
    assert not any(line.lower().startswith(("cookie", "authorization", "referer")) for line in head)


async def test_without_the_setting_a_local_address_is_not_even_connected_to() -> None:
    async with serving(says(b"picture")) as server:
        assert "public web address" in await _refusal(server.url(), Settings())
        assert "public web address" in await _refusal(server.url(host="localhost"), Settings())
    assert server.connections == 0


@pytest.mark.parametrize(
    "host",
    ["127.1", "2130706433", "0x7f000001", "0177.0.0.1", "[::1]", "[::ffff:7f00:1]", "[::]", "0.0.0.0", "localhost"],
)
async def test_no_spelling_of_a_local_address_gets_through(host: str) -> None:
    async with serving(says(b"picture")) as server:
        await _refusal(server.url(host=host), Settings())
    assert server.connections == 0


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"])
async def test_a_redirect_to_a_refused_address_is_not_followed(status: str) -> None:
    async with serving(says(b"secret"), "127.0.0.2") as inner, serving(redirects(inner.url(), status)) as outer:
        assert "public web address" in await _refusal(outer.url())
    assert (outer.connections, inner.connections) == (1, 0)


async def test_redirects_are_followed_and_each_is_resolved_anew() -> None:
    names = Names(["127.0.0.1"])
    async with serving(says(b"picture")) as last, serving(redirects(last.url(host="two.example"))) as first:
        fetched = await Fetcher(SETTINGS, resolve=names).fetch(first.url(host="one.example"), "Model image")
    assert fetched == b"picture"
    assert names.asked == ["one.example", "two.example"]


async def test_a_relative_redirect_stays_on_its_host() -> None:
    async with serving(redirects("/round")) as server:
        assert "redirected more than 5 times" in await _refusal(server.url())
    assert [head.split()[1] for head in server.requests] == ["/picture.png"] + ["/round"] * 5


@pytest.mark.parametrize(
    "to", ["file:///etc/passwd", "ftp://example.org/x", "gopher://127.0.0.1/", "data:,x", "http://"]
)
async def test_a_redirect_away_from_the_web_is_not_followed(to: str) -> None:
    async with serving(redirects(to)) as server:
        await _refusal(server.url())


async def test_a_redirect_that_brings_credentials_is_not_followed() -> None:
    async with serving(says(b"picture")) as inner, serving(redirects(inner.url(host="user:word@127.0.0.1"))) as outer:
        assert "user name or password" in await _refusal(outer.url())
    assert inner.connections == 0


async def test_a_name_is_resolved_once_and_the_answer_is_what_is_connected_to() -> None:
    """DNS rebinding: a name that answers with an allowed address to the check would answer otherwise after it."""
    rebinding = Names(["127.0.0.1"], ["127.0.0.2"])
    async with serving(says(b"picture")) as server, serving(says(b"secret"), "127.0.0.2", server.port) as inner:
        fetched = await Fetcher(SETTINGS, resolve=rebinding).fetch(server.url(host="pictures.example"), "Model image")
    assert fetched == b"picture"
    assert rebinding.asked == ["pictures.example"]
    assert inner.connections == 0
    assert f"Host: pictures.example:{server.port}" in server.requests[0].splitlines()


async def test_a_name_that_changes_between_redirects_is_checked_again() -> None:
    rebinding = Names(["127.0.0.1"], ["127.0.0.2"])
    async with serving(redirects("/again")) as server, serving(says(b"secret"), "127.0.0.2", server.port) as inner:
        assert "public web address" in await _refusal(server.url(host="pictures.example"), resolve=rebinding)
    assert (server.connections, inner.connections) == (1, 0)


@pytest.mark.parametrize("answers", [["127.0.0.1", "127.0.0.2"], ["127.0.0.2", "127.0.0.1"], ["127.0.0.1", "::1"], []])
async def test_a_name_with_one_refused_address_is_refused_whole(answers: list[str]) -> None:
    async with serving(says(b"picture")) as server:
        assert "public web address" in await _refusal(server.url(host="pictures.example"), resolve=Names(answers))
    assert server.connections == 0


async def test_the_next_address_of_a_name_is_tried_when_one_does_not_listen() -> None:
    settings = SETTINGS.model_copy(update={"fetch_allow": Settings(fetch_allow=["127.0.0.0/8"]).fetch_allow})
    async with serving(says(b"picture")) as server:
        fetcher = Fetcher(settings, resolve=Names(["127.0.0.9", "127.0.0.1"]))
        assert await fetcher.fetch(server.url(host="pictures.example"), "Model image") == b"picture"


async def test_a_connection_that_ends_up_elsewhere_is_dropped() -> None:
    class Astray(httpcore.AnyIOBackend):
        async def connect_tcp(self, host: str, *args: Any, **kwargs: Any) -> httpcore.AsyncNetworkStream:
            return await super().connect_tcp("127.0.0.2", *args, **kwargs)

    async with serving(says(b"secret"), "127.0.0.2") as inner:
        fetcher = Fetcher(SETTINGS)
        fetcher._backend._network = Astray()
        with pytest.raises(ImageLoadError, match="astray"):
            await fetcher.fetch(inner.url(host="127.0.0.1"), "Model image")
    assert inner.requests == []


async def test_tls_is_verified_for_the_name_in_the_url(tmp_path: Path) -> None:
    tls, trust = certified(tmp_path, "pictures.example")
    asked: list[str | None] = []
    tls.sni_callback = lambda _socket, name, _context: asked.append(name)
    names = Names(["127.0.0.1"])
    async with serving(says(b"picture"), tls=tls) as server:
        url = server.url(host="pictures.example", scheme="https")
        assert await Fetcher(SETTINGS, names, trust).fetch(url, "Model image") == b"picture"
        other = server.url(host="other.example", scheme="https")
        assert "certificate" in await _refusal(other, resolve=names, ssl_context=trust)
        assert "certificate" in await _refusal(url, resolve=names)
    assert asked == ["pictures.example", "other.example", "pictures.example"]
    assert len(server.requests) == 1


async def test_a_body_that_never_comes_is_given_up_on() -> None:
    settings = SETTINGS.model_copy(update={"fetch_timeout_seconds": 0.3})
    async with serving(trickles) as server:
        assert "longer than 0.3 seconds" in await _refusal(server.url(), settings)
    assert server.connections == 1


async def test_a_body_that_never_ends_is_cut_off_at_the_limit() -> None:
    async with serving(never_ends) as server:
        assert "larger than 0.0625 MiB" in await _refusal(server.url())


async def test_a_body_that_says_it_is_too_large_is_not_read() -> None:
    async with serving(says(b"start", length=65537)) as server:
        assert "larger than 0.0625 MiB" in await _refusal(server.url())


async def test_a_body_of_just_the_limit_is_fetched() -> None:
    async with serving(says(bytes(65536))) as server:
        assert len(await Fetcher(SETTINGS).fetch(server.url(), "Model image")) == 65536


async def test_a_compressed_body_is_refused_so_that_it_cannot_unfold() -> None:
    async with serving(says(b"\x1f\x8b", "Content-Encoding: gzip")) as server:
        assert "compressed" in await _refusal(server.url())


@pytest.mark.parametrize(
    "status", ["204 No Content", "206 Partial Content", "403 Forbidden", "404 Not Found", "500 Oops"]
)
async def test_any_answer_but_a_plain_yes_is_named(status: str) -> None:
    async with serving(says(b"", status=status)) as server:
        assert f"answered {status[:3]}" in await _refusal(server.url())


@pytest.mark.parametrize(
    "data",
    [
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 100_000,
        b"",
    ],
    ids=["ssh", "cut short", "endless headers", "nothing"],
)
async def test_a_server_that_does_not_keep_to_http_is_refused(data: bytes) -> None:
    async with serving(raw(data)) as server:
        assert "broke off or did not speak HTTP" in await _refusal(server.url())


async def test_nobody_listening_is_said_plainly() -> None:
    async with serving(says()) as server:
        pass
    assert "could not be reached" in await _refusal(server.url())


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/x",
        "file:///etc/passwd",
        "http://",
        "http:///picture.png",
        "http://user:word@127.0.0.1/",
        "http://user@127.0.0.1/",
        "http://127.0.0.1\r\nX: y/",
        "http://127.0.0.1:99999/",
        "http://127.0.0.1:0/",
        "http://no-such-name.invalid/",
        "http://[::1",
        "http://" + "a" * 9000,
        "http://" + "a" * 300 + ".example/",
        "http://\udcff/",
    ],
)
async def test_a_url_that_cannot_be_fetched_is_refused_kindly(url: str) -> None:
    await _refusal(url)


async def test_proxies_of_the_environment_play_no_part(monkeypatch: pytest.MonkeyPatch) -> None:
    async with serving(says(b"proxied")) as proxy, serving(says(b"picture")) as server:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url(""))
        assert await Fetcher(SETTINGS).fetch(server.url(), "Model image") == b"picture"
    assert proxy.connections == 0


async def test_logs_and_messages_carry_no_path_and_no_query(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with (
        serving(says(b"", status="403 Forbidden")) as server,
        serving(redirects(server.url("/hid?den=1"))) as outer,
    ):
        message = await _refusal(outer.url("/private/me.png?token=hush"))
    for word in ("private", "me.png", "token", "hush", "hid", "den=1"):
        assert word not in message
        assert word not in caplog.text
