"""What a worker process runs: one request after another, until its pipe ends.

Imports the standard library only, so that a decode worker starts fast and never loads
pydicom or Qt; the lane's own libraries are imported by name (`preload`).
"""

import contextlib
import importlib
import os
import pickle
import signal
import sys
import threading
from multiprocessing.connection import Connection
from multiprocessing.shared_memory import SharedMemory

from viewer import limits
from viewer.text import set_language
from viewer.work.failure import Failed, failure_of
from viewer.work.memory import attach_block, pack

NICENESS = 5
READY = b"ready"
_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3


def serve(
    connection: Connection, lifeline: Connection, preload: tuple[str, ...]
) -> None:
    """Answer requests (the target of the process); returns never.

    Nothing ever comes over the `lifeline`: it ends with the parent.
    """
    threading.Thread(target=_end_with, args=(lifeline,), daemon=True).start()
    _quieten()
    for name in preload:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    _confine()
    _keep_memory()
    connection.send_bytes(READY)
    desk = _Desk()
    while True:
        try:
            connection.send_bytes(desk.answer(connection.recv_bytes()))
        except (EOFError, OSError):
            os._exit(0)


def _end_with(lifeline: Connection) -> None:
    """When the parent is gone, end even in the midst of a job."""
    with contextlib.suppress(EOFError, OSError):
        lifeline.recv_bytes()
    os._exit(0)


class _Desk:
    """Takes one request at a time; keeps the block of shared memory attached."""

    def __init__(self) -> None:
        self._block: SharedMemory | None = None
        self._language = ""

    def answer(self, message: bytes) -> bytes:
        try:
            function, request, block_name, language = pickle.loads(message)
            self._speak(language)
            self._attach(block_name)
            block = self._block.buf if self._block else None
            return pack((True, function(request)), block)
        except BaseException as error:  # noqa: BLE001 (a Rust panic is no Exception)
            return pack((False, _portable(error)), None)

    def _speak(self, language: str) -> None:
        if language != self._language:
            self._language = language
            set_language(language)

    def _attach(self, name: str) -> None:
        if self._block is not None and self._block.name == name:
            return
        if self._block is not None:
            self._block.close()
            self._block = None
        if name:
            self._block = attach_block(name)


def _portable(error: BaseException) -> BaseException:
    """The error as the parent can take it: the viewer's own classes, else Failed."""
    own = type(error).__module__.split(".")[0] == "viewer"
    return error if own and not isinstance(error, Failed) else failure_of(error)


def _quieten() -> None:
    """One thread for numpy, nothing to the terminal, Ctrl+C left to the parent."""
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(OSError):
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nothing, stream)
        os.close(nothing)


def _keep_memory() -> None:
    """Have freed arrays reused, where the C library is glibc (mallopt(3))."""
    if sys.platform != "linux":
        return
    import ctypes

    with contextlib.suppress(OSError, AttributeError):
        library = ctypes.CDLL(None)
        for parameter in (_TRIM_THRESHOLD, _MMAP_THRESHOLD):
            library.mallopt(parameter, limits.WORKER_MEMORY_KEPT_BYTES)


def _confine() -> None:
    """Limit what a hostile file can take, where the system has such limits."""
    if sys.platform == "win32":
        return
    import resource

    os.nice(NICENESS)
    for kind, amount in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, limits.WORKER_OPEN_FILES),
        (resource.RLIMIT_AS, limits.WORKER_ADDRESS_BYTES),
    ):
        hard = resource.getrlimit(kind)[1]
        if hard != resource.RLIM_INFINITY:
            amount = min(amount, hard)
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (amount, amount))
