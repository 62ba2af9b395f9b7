"""The process that an engine lives in: loads it once, then makes pictures as the worker asks.

Run as `python -m fittingroom.worker.engine_process`. Requests come in on standard input; events leave through what
was standard output when it began. Whatever the engine prints goes to standard error. It dies with its worker.
"""

import ctypes
import os
import pickle
import queue
import resource
import signal
import sys
import threading
import traceback
from dataclasses import dataclass
from typing import BinaryIO

from fittingroom.engines.base import Engine, Models
from fittingroom.engines.registry import create_engine
from fittingroom.errors import FittingroomError, JobError, PipelineError
from fittingroom.settings import Settings
from fittingroom.tryon.loaded import LoadedRequest
from fittingroom.worker.protocol import Done, Event, Failed, Ready, Step, encode, pack_picture

_PR_SET_PDEATHSIG = 1  # linux/prctl.h


@dataclass(frozen=True)
class Start:
    """The first thing that the process is sent."""

    engine: str
    settings: Settings
    device: str
    worker_pid: int


class Outlet:
    """Where events go."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def send(self, event: Event, body: bytes = b"") -> None:
        """Write one frame and flush it."""
        self._stream.write(encode(event, body))
        self._stream.write(body)
        self._stream.flush()


def main() -> None:
    """Serve requests until standard input ends. `None` asks whether we are well."""
    outlet = Outlet(_claim_standard_output())
    # A core dump would put the photo on disk.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    start: Start = pickle.load(sys.stdin.buffer)
    _die_with(start.worker_pid)
    try:
        engine = _load(start)
    except Exception as error:
        outlet.send(_failed(error))
        return
    ready = Ready(engine.name, engine.version, engine.capabilities)
    outlet.send(ready)
    requests = _read_ahead(sys.stdin.buffer)
    while True:
        request = requests.get()
        outlet.send(ready if request is None else _answer(engine, request, outlet))


def _claim_standard_output() -> BinaryIO:
    """Keep standard output for events alone: libraries that print, even from C, get standard error instead."""
    kept = os.dup(1)
    os.dup2(2, 1)
    return os.fdopen(kept, "wb")


def _die_with(worker_pid: int) -> None:
    """Have the kernel kill this process when the worker's thread that made it ends (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != worker_pid:  # it died before we asked
        os._exit(0)


def _read_ahead(stream: BinaryIO) -> "queue.SimpleQueue[LoadedRequest | None]":
    """Requests as they come. Reading in a thread notices the worker's end while an engine is busy, on any system."""
    requests: queue.SimpleQueue[LoadedRequest | None] = queue.SimpleQueue()

    def read() -> None:
        try:
            while True:
                requests.put(pickle.load(stream))
        finally:
            os.killpg(0, signal.SIGKILL)

    threading.Thread(target=read, daemon=True).start()
    return requests


def _load(start: Start) -> Engine:
    engine = create_engine(start.engine, start.settings)
    engine.load(_models(start.settings), start.device)
    return engine


def _models(settings: Settings) -> Models:
    from fittingroom.models.store import open_store

    return open_store(settings)


def _answer(engine: Engine, request: LoadedRequest, outlet: Outlet) -> Done | Failed:
    def report(done: int, total: int, step: str) -> None:
        outlet.send(Step(done, total, step))

    try:
        for picture in engine.try_on(request, report):
            outlet.send(*pack_picture(picture))
    except Exception as error:
        return _failed(error)
    return Done()


def _failed(error: Exception) -> Failed:
    """What the worker is told. Only messages that were made to be shown leave this process; the rest is for the log."""
    if isinstance(error, JobError):
        return Failed(error.name, error.message)
    traceback.print_exception(error)
    if isinstance(error, FittingroomError):
        return Failed(PipelineError.__name__, error.message)
    if isinstance(error, MemoryError):
        return Failed(PipelineError.__name__, "The engine ran out of memory.")
    return Failed(PipelineError.__name__, "The engine failed.")


if __name__ == "__main__":
    main()
