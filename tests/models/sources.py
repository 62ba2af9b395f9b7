"""A small real file server that can break off, and models whose bytes are made on the spot."""

import hashlib
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from fittingroom.models.manifest import Licence, Model, PackageMember, Url
from fittingroom.models.store import ModelStore

FREE = Licence("Apache-2.0", commercial=True)
WEIGHTS = bytes(range(256)) * 4096


class FileServer:
    """Serves bytes by path, with ranges. Each entry of `break_after` cuts one answer short after so many bytes."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.break_after: list[int] = []
        self.ranges: list[str | None] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                wanted = self.headers.get("Range")
                outer.ranges.append(wanted)
                body = outer.files.get(self.path)
                if body is None:
                    self.send_error(404)
                    return
                start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted else 0
                if start and start >= len(body):
                    self.send_error(416)
                    return
                self.send_response(206 if start else 200)
                self.send_header("Content-Length", str(len(body) - start))
                self.send_header("Content-Type", "text/html" if self.path.endswith("/") else "application/octet-stream")
                self.end_headers()
                end = start + outer.break_after.pop(0) if outer.break_after else len(body)
                self.wfile.write(body[start:end])

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def model(name: str, source: PackageMember | Url, content: bytes = WEIGHTS, licence: Licence = FREE) -> Model:
    return Model(name, f"{name}.bin", source, hashlib.sha256(content).hexdigest(), len(content), licence, "Testing.")


def packaged() -> tuple[Model, Model]:
    return (
        model("first", PackageMember("tinyweights", "1.0", "tinyweights/first.bin")),
        model("second", PackageMember("tinyweights", "1.0", "tinyweights/second.bin"), WEIGHTS[::-1]),
    )


class Notes:
    """A watcher that remembers."""

    def __init__(self) -> None:
        self.waited = threading.Event()
        self.names: list[str] = []
        self.seen: list[tuple[int, int | None]] = []

    def waiting(self) -> None:
        self.waited.set()

    def progress(self, what: str, done: int, total: int | None) -> None:
        self.seen.append((done, total))

    def stored(self, model: Model) -> None:
        self.names.append(model.name)


def store_of(tmp_path: Path, *models: Model) -> ModelStore:
    return ModelStore(tmp_path / "store", models)
