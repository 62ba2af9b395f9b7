"""Keeps one engine in one child process: starts it, hands it jobs, and ends it when it misbehaves."""

import asyncio
import logging
import os
import pickle
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Coroutine
from contextlib import suppress
from types import TracebackType
from typing import Any, Self, TypeVar

from fittingroom.engines.base import Picture
from fittingroom.engines.registry import require_known
from fittingroom.errors import JOB_ERRORS, PipelineError
from fittingroom.settings import Settings
from fittingroom.tryon.loaded import LoadedRequest
from fittingroom.worker.engine_process import Start
from fittingroom.worker.protocol import (
    LENGTHS,
    MAX_HEADER,
    Done,
    Event,
    Failed,
    Made,
    ProtocolBreach,
    Ready,
    Step,
    body_size,
    decode,
    unpack_picture,
)
from fittingroom.worker.verify import verify_pictures

log = logging.getLogger(__name__)
T = TypeVar("T")

#: How long an idle engine may take to say that it is well.
ANSWER_SECONDS = 5

#: Bytes of what an engine prints that are looked at in one go.
MAX_WORDS = 64 * 1024

#: Told of each step that begins.
OnStep = Callable[[Step], None]


def ignore_steps(step: Step) -> None:
    """For callers who don't care how far a job is."""


class EngineSupervisor:
    """Jobs one after the other in a process of their own.

    The process leads a process group, so that ending it ends what it started too. It is started on the first need and
    again after it died. Use as an async context manager, or call `stop`. The thread that runs the event loop must
    live as long as the supervisor: the kernel ends the process with that thread.
    """

    def __init__(self, settings: Settings, *, device: str = "cpu", load_seconds: float = 300) -> None:
        """Raises UnknownEngine where `settings.engine` isn't one."""
        require_known(settings.engine)
        self._settings = settings
        self._device = device
        self._load_seconds = load_seconds
        self._busy = asyncio.Lock()
        self._process: asyncio.subprocess.Process | None = None
        self._ready: Ready | None = None
        self._last_words: deque[str] = deque(maxlen=30)
        self._listener: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    @property
    def pid(self) -> int | None:
        """The process id of the engine's process, None while there is none."""
        return self._process.pid if self._process else None

    async def start(self) -> Ready:
        """Make sure that the engine is loaded, and learn what it can do. Raises PipelineError where it can't be."""
        async with self._busy:
            return await self._ensure_ready()

    async def try_on(self, request: LoadedRequest, on_step: OnStep = ignore_steps) -> list[Picture]:
        """The pictures, verified.

        Raises the JobError that the engine raised; PipelineError where it crashed, hung beyond
        `engine_timeout_seconds`, was killed, or returned what is no try-on of the request.
        """
        async with self._busy:
            await self._ensure_ready()
            limit = self._settings.engine_timeout_seconds
            outcome = await self._within(limit, self._converse(request, on_step))
        if isinstance(outcome, Failed):
            raise JOB_ERRORS.get(outcome.error, PipelineError)(outcome.message)
        await asyncio.to_thread(verify_pictures, request, outcome)
        return outcome

    async def stop(self) -> None:
        """End the process, at once, and all that it started."""
        process, self._process, self._ready = self._process, None, None
        listener, self._listener = self._listener, None
        if process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        await _exit_code(process)
        # Pipes that nobody read to their end, or that others hold, would stay open; asyncio has no public way to close.
        process._transport.close()  # type: ignore[attr-defined]
        if listener:
            await asyncio.wait({listener}, timeout=1)
            listener.cancel()

    async def _ensure_ready(self) -> Ready:
        if self._ready is not None and not await self._is_well():
            log.warning("The engine's process %s ended, or froze, between jobs; it is started again.", self.pid)
            await self.stop()
        if self._ready is None:
            outcome = await self._within(self._load_seconds, self._load())
            if isinstance(outcome, Failed):
                await self.stop()
                raise JOB_ERRORS.get(outcome.error, PipelineError)(outcome.message)
            self._ready = outcome
        return self._ready

    async def _is_well(self) -> bool:
        """Whether the process still answers, so that no job is lost on one that died while there was nothing to do."""
        with suppress(TimeoutError, asyncio.IncompleteReadError, ConnectionError, ProtocolBreach):
            async with asyncio.timeout(ANSWER_SECONDS):
                await self._send(None)
                return await self._receive() == (self._ready, 0)
        return False

    async def _load(self) -> Ready | Failed:
        begun = time.perf_counter()
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "fittingroom.worker.engine_process"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            start_new_session=True,
            env=_poorer_environment(),
        )
        self._listener = asyncio.create_task(self._listen(_stream(self._process.stderr)))
        settings = self._settings.model_copy(update=dict.fromkeys(_SECRETS))
        await self._send(Start(settings.engine, settings, self._device, os.getpid()))
        event, _ = await self._receive()
        if isinstance(event, Ready):
            log.info("Engine %s %s loaded in %.2f s.", event.name, event.version, time.perf_counter() - begun)
        elif not isinstance(event, Failed):
            raise ProtocolBreach(f"{event} before it is loaded")
        return event

    async def _converse(self, request: LoadedRequest, on_step: OnStep) -> list[Picture] | Failed:
        await self._send(request)
        pictures: list[Picture] = []
        while True:
            event, length = await self._receive()
            match event:
                case Step():
                    on_step(event)
                case Made():
                    _expect(event, request, len(pictures))
                    pictures.append(await self._receive_picture(event, length))
                case Failed():
                    return event
                case Done():
                    return pictures
                case Ready():
                    raise ProtocolBreach("loaded twice")

    async def _within(self, seconds: float, work: Coroutine[Any, Any, T]) -> T:
        """Let `work` talk to the process for so long; whatever goes wrong on the way ends the process."""
        try:
            async with asyncio.timeout(seconds):
                return await work
        except TimeoutError:
            await self.stop()
            raise PipelineError(f"The engine took longer than {seconds:g} s.") from None
        except (asyncio.IncompleteReadError, ConnectionError, ProtocolBreach) as error:
            raise await self._died(error) from error
        except BaseException:
            await self.stop()
            raise

    async def _died(self, error: Exception) -> PipelineError:
        """What to say of a process that ended, or broke the protocol, in mid-talk."""
        process, code = self._process, None
        if process and not isinstance(error, ProtocolBreach):
            code = await _exit_code(process)
        await self.stop()
        log.error("The engine's process ended with %s (%r). Its last words:\n%s", code, error, self._words())
        if code == -signal.SIGKILL:
            return PipelineError("The engine was killed, most likely because memory ran out.")
        return PipelineError("The engine stopped unexpectedly.")

    async def _send(self, thing: Start | LoadedRequest | None) -> None:
        assert self._process
        assert self._process.stdin
        self._process.stdin.write(await asyncio.to_thread(pickle.dumps, thing, pickle.HIGHEST_PROTOCOL))
        await self._process.stdin.drain()

    async def _receive(self) -> tuple[Event, int]:
        """An event, and how many bytes of body follow it."""
        assert self._process
        stream = _stream(self._process.stdout)
        header, body = LENGTHS.unpack(await stream.readexactly(LENGTHS.size))
        if header > MAX_HEADER:
            raise ProtocolBreach(f"a header of {header} bytes")
        return decode(await stream.readexactly(header)), body

    async def _receive_picture(self, made: Made, length: int) -> Picture:
        assert self._process
        if length != body_size(made.shape):
            raise ProtocolBreach(f"{length} bytes for a picture of {made.shape}")
        return unpack_picture(made, await _stream(self._process.stdout).readexactly(length))

    async def _listen(self, stream: asyncio.StreamReader) -> None:
        """Empty the pipe that the engine prints to, and remember the end of it."""
        rest = b""
        while chunk := await stream.read(64 * 1024):
            *lines, rest = (rest + chunk)[-MAX_WORDS:].split(b"\n")
            self._last_words.extend(line.decode(errors="replace")[:300] for line in lines)
        self._last_words.append(rest.decode(errors="replace")[:300])

    def _words(self) -> str:
        words = "\n".join(self._last_words)
        self._last_words.clear()
        return words


def _expect(made: Made, request: LoadedRequest, so_far: int) -> None:
    """Refuse a picture before its pixels are read, so that an engine can't fill the worker's memory."""
    if made.shape != request.subject.shape[:2]:
        raise PipelineError("The engine made a picture of another size than the photo.")
    if so_far >= request.num_samples:
        raise PipelineError(f"The engine made more pictures than the {request.num_samples} that were asked for.")


async def _exit_code(process: asyncio.subprocess.Process) -> int | None:
    """How the process ended, if it does: what it started in a group of its own may hold its pipes open for ever."""
    with suppress(TimeoutError):
        await asyncio.wait_for(process.wait(), 2)
    return process.returncode


#: Settings that open the database or the storage.
_SECRETS = ("secret", "database_url", "s3_access_key_id", "s3_secret_access_key", "s3_session_token")


def _poorer_environment() -> dict[str, str]:
    """Ours, without what opens the database or the storage: engines look at strangers' photos."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("FITTINGROOM_", "AWS_"))}


def _stream(stream: asyncio.StreamReader | None) -> asyncio.StreamReader:
    assert stream is not None
    return stream
