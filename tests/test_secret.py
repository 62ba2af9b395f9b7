import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from fittingroom.secret import derive_key, server_secret
from fittingroom.settings import Settings


def test_all_who_start_at_once_get_the_same_secret_and_only_the_owner_can_read_it(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data")
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: server_secret(settings), range(8)))
    assert [len(secret) for secret in found] == [64]
    (file,) = settings.data_dir.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert server_secret(settings) in found


def test_a_secret_from_the_settings_is_used_and_not_written(tmp_path: Path) -> None:
    assert server_secret(Settings(data_dir=tmp_path / "data", secret="mine")) == b"mine"
    assert not (tmp_path / "data").exists()


def test_each_purpose_and_salt_has_its_own_key() -> None:
    keys = {derive_key(b"s", "a"), derive_key(b"s", "b"), derive_key(b"t", "a"), derive_key(b"s", "a", b"salt")}
    assert len(keys) == 4
    assert derive_key(b"s", "a") == derive_key(b"s", "a")
