"""Functions that the tests give to workers: importable by a spawned process."""

import mmap
import os
import resource
import signal
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from viewer.files.header import NotDicomError
from viewer.pixels.encoding import PixelError
from viewer.work.failure import Failed


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """An answer with an array in it."""

    values: NDArray[np.uint16]
    name: str


def double(number: int) -> int:
    return number * 2


def own_pid(_: object) -> int:
    return os.getpid()


def page_faults(times: int) -> int:
    """Pages that the system gave for so many arrays of half a megabyte, one by one."""
    np.ones(1 << 19, np.uint8).sum()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(times):
        np.ones(1 << 19, np.uint8).sum()
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


def loaded_modules(_: object) -> list[str]:
    return sorted(sys.modules)


def limits_in_force(_: object) -> dict[str, int]:
    names = ("RLIMIT_AS", "RLIMIT_CORE", "RLIMIT_FSIZE", "RLIMIT_NOFILE")
    return {name: resource.getrlimit(getattr(resource, name))[0] for name in names}


def kill_self(signal_number: int) -> None:
    os.kill(os.getpid(), signal_number)
    signal.pause()


def kill_self_once(flag: str) -> int:
    """Dies the first time; the flag file, made by the test, is removed before."""
    if Path(flag).exists():
        Path(flag).unlink()
        kill_self(signal.SIGKILL)
    return os.getpid()


def die_unless_safe(word: str) -> str:
    if word != "safe":
        kill_self(signal.SIGSEGV)
    return word


def sleep_forever(_: object) -> None:
    while True:
        time.sleep(60)


def sleep_or_answer(word: str) -> str:
    if word == "slow":
        sleep_forever(None)
    return word


def tell_pid_and_sleep(path: str) -> None:
    """Says through a named pipe who sleeps; the test waits for the other end."""
    Path(path).write_text(str(os.getpid()))
    sleep_forever(None)


def allocate(size: int) -> int:
    return len(bytearray(size))


def map_memory(size: int) -> int:
    with mmap.mmap(-1, size) as block:
        return len(block)


def picture(count: int) -> Picture:
    return Picture(np.arange(count, dtype=np.uint16), "ramp")


def raise_pixel_error(_: object) -> None:
    raise PixelError("The frame is too short.", "jpeg: no EOI")


def raise_not_dicom(_: object) -> None:
    raise NotDicomError("This looks like a PNG picture.")


def raise_value_error(_: object) -> None:
    raise ValueError("Doe^Jane has no such value")


def raise_system_exit(_: object) -> None:
    sys.exit(3)


def raise_failed(_: object) -> None:
    raise Failed("It did not work.", "because")


def answer_with_foreign_class(_: object) -> object:
    import decimal

    return decimal.Decimal("1.5")


def print_loudly(_: object) -> str:
    print("stdout of a worker")  # noqa: T201 (that it is not heard is the point)
    os.write(2, b"stderr of a worker\n")
    return "said"


class Thing:
    """What a weak reference can be made to."""


def thing(_: object) -> Thing:
    return Thing()
