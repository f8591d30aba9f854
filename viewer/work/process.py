"""One worker process as its parent sees it."""

import multiprocessing
import pickle
import sys
import threading
from collections.abc import Callable
from multiprocessing.shared_memory import SharedMemory
from typing import Any

from viewer import limits
from viewer.text import tr
from viewer.work.failure import Failed
from viewer.work.memory import create_block, release_block, unpack
from viewer.work.spares import WorkerLostError
from viewer.work.worker import READY, serve

if getattr(sys, "frozen", False):  # of a bundle there is no main file to read again
    multiprocessing.process.ORIGINAL_DIR = None  # type: ignore[attr-defined]
_SPAWN = multiprocessing.get_context("spawn")
_FAMILY = threading.Lock()
"""Starting and reaping look at all children of the process: one thread at a time."""


class WorkerProcess:
    """Started at once, warmed by importing `preload`; asked by one thread at a time."""

    def __init__(self, preload: tuple[str, ...]) -> None:
        self._connection, theirs = _SPAWN.Pipe()
        their_lifeline, self._lifeline = _SPAWN.Pipe(duplex=False)
        self._process = _SPAWN.Process(
            target=serve, args=(theirs, their_lifeline, preload), daemon=True
        )
        self._ready = False
        self._block: SharedMemory | None = None
        with _FAMILY:
            self._process.start()
        theirs.close()
        their_lifeline.close()

    @property
    def pid(self) -> int:
        """For the list of processes; 0 when it could not start."""
        return self._process.pid or 0

    def is_alive(self) -> bool:
        """Whether it can still be asked."""
        with _FAMILY:
            return self._process.is_alive()

    def wait_ready(self) -> None:
        """Wait until it has imported its libraries. Raises WorkerLostError."""
        if self._ready:
            return
        if self._receive(limits.WORKER_START_SECONDS) != READY:
            raise WorkerLostError("the worker did not start")
        self._ready = True

    def ask(
        self,
        function: Callable[[Any], Any],
        request: object,
        *,
        seconds: float | None,
        result_bytes: int = 0,
        language: str = "",
    ) -> object:
        """The answer; raises what the task raised.

        Raises WorkerLostError too; then the worker must be closed.
        """
        self._provide_block(result_bytes)
        name = self._block.name if self._block else ""
        message = pickle.dumps((function, request, name, language), protocol=5)
        self.wait_ready()
        try:
            self._connection.send_bytes(message)
        except OSError as error:
            raise WorkerLostError(self._how_it_ended()) from error
        answer = self._receive(seconds)
        modules = frozenset({"viewer", function.__module__.split(".")[0]})
        block = self._block.buf if self._block else None
        try:
            done, value = unpack(answer, block, modules)
        except pickle.UnpicklingError as error:
            sentence = tr("The reading process gave an answer that makes no sense.")
            raise Failed(sentence, str(error)) from error
        self._shrink_block()
        if not done:
            raise value
        return value

    def stop(self) -> None:
        """Kill, from any thread; whoever is asking gets WorkerLostError."""
        self._process.kill()

    def close(self) -> None:
        """Kill, wait for its end, free the pipe and the shared memory."""
        with _FAMILY:
            self._process.kill()
            self._process.join(limits.CLOSING_SECONDS)
        self._connection.close()
        self._lifeline.close()
        self._drop_block()

    def _receive(self, seconds: float | None) -> bytes:
        try:
            if not self._connection.poll(seconds):
                raise WorkerLostError(f"no answer in {seconds:g} s", late=True)
            return self._connection.recv_bytes()
        except (EOFError, OSError) as error:
            raise WorkerLostError(self._how_it_ended()) from error

    def _how_it_ended(self) -> str:
        with _FAMILY:
            self._process.join(limits.CLOSING_SECONDS)
            return f"worker exit {self._process.exitcode}"

    def _provide_block(self, size: int) -> None:
        if size < limits.SHARED_ARRAY_BYTES:
            return
        if self._block is None or self._block.size < size:
            self._drop_block()
            self._block = create_block(size)

    def _shrink_block(self) -> None:
        if self._block is not None and self._block.size > limits.KEPT_BLOCK_BYTES:
            self._drop_block()

    def _drop_block(self) -> None:
        if self._block is not None:
            release_block(self._block)
            self._block = None
