import sys
from pathlib import Path

import pytest
from benchmarks.decode_memory import measure
from tests.images import bombs


@pytest.mark.skipif(sys.platform != "linux", reason="a process's peak memory is read from /proc")
def test_a_bomb_is_refused_and_leaves_memory_flat(tmp_path: Path) -> None:
    files = {
        "valid.png": bombs.png(7_000),
        "claimed.webp": bombs.webp_header(16_000),
        "text.png": bombs.png_with_text(50_000_000),
    }
    for name, data in files.items():
        path = tmp_path / name
        path.write_bytes(data)
        megabytes, outcome = measure("guarded", path)
        assert outcome == "refused", name
        assert megabytes < 16, name
    assert measure("plain", tmp_path / "valid.png")[0] > 150, "the measure sees what an unguarded decoder takes"
