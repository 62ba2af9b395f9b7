"""One suite for every storage: a local folder, and S3 on two servers."""

import shutil
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.storage.s3_servers import BUCKET, moto, radosgw

from fittingroom.settings import Settings
from fittingroom.storage.names import end_of, is_name, new_name
from fittingroom.storage.outputs import OutputMissing, Outputs, StoredOutput

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
ENDS = NOW + timedelta(hours=72)


@pytest.fixture(scope="session")
def moto_s3() -> Iterator[Settings]:
    with moto() as settings:
        yield settings


@pytest.fixture(scope="session")
def radosgw_s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    if not shutil.which("radosgw"):
        pytest.skip("needs Ceph's radosgw (Debian: apt-get install radosgw)")
    with radosgw(tmp_path_factory.mktemp("radosgw")) as settings:
        yield settings


@pytest.fixture(params=["data_dir", "file", "moto_s3", "radosgw_s3"])
def outputs(request: pytest.FixtureRequest, tmp_path: Path) -> Outputs:
    if request.param == "data_dir":
        return Outputs(Settings(data_dir=tmp_path))
    if request.param == "file":
        return Outputs(Settings(storage_url=(tmp_path / "with a space").as_uri()))
    settings: Settings = request.getfixturevalue(request.param)
    return Outputs(settings.model_copy(update={"storage_url": f"s3://{BUCKET}/{tmp_path.name}/deep"}))


async def _content(output: StoredOutput) -> bytes:
    return b"".join([chunk async for chunk in output.chunks])


async def _names(outputs: Outputs) -> set[str]:
    found: AsyncIterator[str] = outputs.names()
    return {name async for name in found}


@pytest.mark.parametrize(("output_format", "content_type"), [("png", "image/png"), ("jpeg", "image/jpeg")])
async def test_what_was_put_is_read_back_whole(outputs: Outputs, output_format: str, content_type: str) -> None:
    data = bytes(range(256)) * 5000
    output = await outputs.open(await outputs.put(data, output_format, ENDS))
    assert (output.size, output.content_type) == (len(data), content_type)
    assert await _content(output) == data


async def test_a_large_output_is_read_in_pieces(outputs: Outputs) -> None:
    output = await outputs.open(await outputs.put(bytes(3 * 2**20), "png", ENDS))
    sizes = [len(chunk) async for chunk in output.chunks]
    assert sum(sizes) == 3 * 2**20
    assert len(sizes) > 1


async def test_the_same_picture_twice_has_two_unguessable_names(outputs: Outputs) -> None:
    names = {await outputs.put(b"same", "png", ENDS) for _ in range(2)}
    assert len(names) == 2
    assert await _names(outputs) == names
    assert all(is_name(name) and len(name.split("-", 1)[1]) == 32 + len(".png") for name in names)


async def test_a_deleted_output_is_missing_and_may_be_deleted_again(outputs: Outputs) -> None:
    name = await outputs.put(b"picture", "png", ENDS)
    await outputs.delete(name)
    await outputs.delete(name)
    with pytest.raises(OutputMissing):
        await outputs.open(name)


async def test_a_purge_takes_what_has_ended_and_nothing_else(outputs: Outputs) -> None:
    old = await outputs.put(b"old", "png", NOW)
    young = await outputs.put(b"young", "png", NOW + timedelta(seconds=1))
    assert await outputs.purge(NOW) == 1
    assert await _names(outputs) == {young}
    assert old != young
    assert await outputs.purge(NOW) == 0


async def test_a_name_that_leads_elsewhere_is_missing(outputs: Outputs, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    name = await outputs.put(b"picture", "png", ENDS)
    for other in (
        "../secret",
        "secret",
        "",
        ".",
        "/etc/passwd",
        f"../{name}",
        f"./{name}",
        f"{name}/",
        f"{name}\n",
        "%2e",
    ):
        with pytest.raises(OutputMissing):
            await outputs.open(other)
        await outputs.delete(other)
    assert (tmp_path / "secret").exists()
    assert await _names(outputs) == {name}


async def test_files_that_are_not_outputs_are_neither_listed_nor_purged(tmp_path: Path) -> None:
    outputs = Outputs(Settings(data_dir=tmp_path))
    stranger = tmp_path / "outputs" / "notes.txt"
    stranger.write_text("keep me")
    assert await _names(outputs) == set()
    assert await outputs.purge(ENDS) == 0
    assert stranger.exists()


async def test_what_a_killed_process_left_of_an_output_is_purged_with_it(tmp_path: Path) -> None:
    outputs = Outputs(Settings(data_dir=tmp_path))
    old, young = (tmp_path / "outputs" / f"{new_name(ends, 'png')}#1" for ends in (NOW, ENDS))
    for half in (old, young):
        half.write_bytes(b"half a pict")
    assert await _names(outputs) == set()
    assert await outputs.purge(NOW) == 1
    assert (old.exists(), young.exists()) == (False, True)


async def test_the_local_folder_is_closed_to_other_users(tmp_path: Path) -> None:
    Outputs(Settings(data_dir=tmp_path))
    assert (tmp_path / "outputs").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("url", ["outputs", "file://elsewhere/folder", "s3://", "https://example.org/bucket"])
def test_a_storage_url_that_cannot_be_used_is_refused_by_name(url: str) -> None:
    with pytest.raises(ValueError, match="FITTINGROOM_STORAGE_URL"):
        Outputs(Settings(storage_url=url))


async def test_the_end_in_a_name_is_never_before_the_one_asked_for(outputs: Outputs) -> None:
    ends = datetime(2026, 3, 1, 12, 0, 0, 1, tzinfo=UTC)
    assert end_of(await outputs.put(b"picture", "png", ends)) == datetime(2026, 3, 1, 12, 0, 1, tzinfo=UTC)
