"""Where output images are kept: a local folder or S3, behind one interface."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import unquote, urlsplit

import obstore
from obstore.store import LocalStore, S3Store

from fittingroom.settings import Settings
from fittingroom.storage.names import content_type_of, end_of, is_name, new_name

if TYPE_CHECKING:
    from obstore.store import S3Config

_Store: TypeAlias = LocalStore | S3Store
_CHUNK = 256 * 1024


class OutputMissing(LookupError):
    """There is no such output: it never was, or it has been purged."""


@dataclass(frozen=True)
class StoredOutput:
    """An output that is open for reading. `chunks` may be read once."""

    size: int
    content_type: str
    chunks: AsyncIterator[bytes]


class Outputs:
    """Output images by name."""

    def __init__(self, settings: Settings) -> None:
        self._store = _open_store(settings)

    async def put(self, data: bytes, output_format: str, ends: datetime) -> str:
        """Keep `data` ("png" or "jpeg") until `ends`; returns its unguessable name. It is there whole or not at all."""
        name = new_name(ends, output_format)
        await obstore.put_async(self._store, name, data)
        return name

    async def open(self, name: str) -> StoredOutput:
        """The output called `name`. Raises OutputMissing."""
        if not is_name(name):
            raise OutputMissing(name)
        try:
            found = await obstore.get_async(self._store, name)
        except FileNotFoundError:
            raise OutputMissing(name) from None
        chunks = (bytes(chunk) async for chunk in found.stream(min_chunk_size=_CHUNK))
        return StoredOutput(found.meta["size"], content_type_of(name), chunks)

    async def delete(self, name: str) -> None:
        """Delete the output called `name`, if it is there."""
        if not is_name(name):
            return
        with suppress(FileNotFoundError):
            await obstore.delete_async(self._store, name)

    async def names(self) -> AsyncIterator[str]:
        """The names of all outputs, in no order. Files that aren't ours are passed over."""
        async for batch in obstore.list(self._store):
            for found in batch:
                if is_name(found["path"]):
                    yield found["path"]

    async def size(self, most: int = 10_000) -> tuple[int, int]:
        """How many outputs there are, and their bytes; the count stops at `most`."""
        count = size = 0
        async for batch in obstore.list(self._store):
            for found in batch:
                if is_name(found["path"]):
                    count, size = count + 1, size + found["size"]
            if count >= most:
                break
        return count, size

    async def purge(self, now: datetime) -> int:
        """Delete every output whose end has come by `now`; returns how many there were."""
        ended = [name async for name in self.names() if end_of(name) <= now]
        for name in ended:
            await self.delete(name)
        if isinstance(self._store, LocalStore) and self._store.prefix:
            ended += await asyncio.to_thread(_purge_halves, Path(self._store.prefix), now)
        return len(ended)


def _purge_halves(folder: Path, now: datetime) -> list[str]:
    """Delete what a process that was killed while it wrote left of outputs that have ended: `<name>#<number>`.

    The local store writes such files before it renames them, and passes over them when it lists.
    """
    halves = [path for path in folder.glob("*#*") if is_name(name := path.name.split("#")[0]) and end_of(name) <= now]
    for path in halves:
        path.unlink(missing_ok=True)
    return [path.name for path in halves]


def _open_store(settings: Settings) -> _Store:
    if settings.storage_url is None:
        return _local(settings.data_dir / "outputs")
    url = urlsplit(settings.storage_url)
    if url.scheme == "file" and url.netloc in ("", "localhost") and url.path:
        return _local(Path(unquote(url.path)))
    if url.scheme == "s3" and url.netloc:
        return _s3(settings, url.netloc, url.path.strip("/"))
    raise ValueError("FITTINGROOM_STORAGE_URL takes file:///path or s3://bucket/prefix.")


def _local(folder: Path) -> LocalStore:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return LocalStore(folder)


def _s3(settings: Settings, bucket: str, prefix: str) -> S3Store:
    config: S3Config = {"region": settings.s3_region}
    if settings.s3_endpoint:
        config["endpoint"] = settings.s3_endpoint
    if settings.s3_access_key_id and settings.s3_secret_access_key:
        config["access_key_id"] = settings.s3_access_key_id
        config["secret_access_key"] = settings.s3_secret_access_key.get_secret_value()
    if settings.s3_session_token:
        config["session_token"] = settings.s3_session_token.get_secret_value()
    # A plain-text endpoint is one that the operator chose, on a network of their own.
    plain = bool(settings.s3_endpoint and settings.s3_endpoint.startswith("http://"))
    return S3Store(bucket, prefix=prefix or None, config=config, client_options={"allow_http": plain})
