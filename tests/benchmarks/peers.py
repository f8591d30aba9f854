"""Other programs for the same work, where they are installed: none is needed.

Debian has dcmtk, libgdcm-tools and aeskulap, PyPI has pydiq and SimpleITK. Programs are
looked for on PATH and in the folder that NEGATOSCOPE_PEERS names.
"""

import os
import shutil
import subprocess
from collections.abc import Callable, Sequence

from tests.benchmarks.figure import Figure, absent, milliseconds, peer

VARIABLE = "NEGATOSCOPE_PEERS"
GUARD_SECONDS = 120.0


def program(name: str) -> str | None:
    """Where it is; None when it is not installed."""
    places = (os.environ.get(VARIABLE, ""), os.environ.get("PATH", ""))
    return shutil.which(name, path=os.pathsep.join(filter(None, places)))


def by_program(
    name: str, command: Sequence[str], floor: Sequence[float], times: int
) -> Figure:
    """Milliseconds of a command from start to end; its first word is looked for."""
    where = program(command[0])
    if where is None:
        return absent(name, "ms", f"{command[0]} is not installed")
    words = [where, *command[1:]]
    return by_call(name, lambda: run_quietly(words), floor, times)


def run_quietly(words: Sequence[str]) -> None:
    """A program from start to end; raises what subprocess does when it fails."""
    quiet = subprocess.DEVNULL
    subprocess.run(words, stdout=quiet, stderr=quiet, check=True, timeout=GUARD_SECONDS)


def by_call(
    name: str, work: Callable[[], object], floor: Sequence[float], times: int
) -> Figure:
    """Milliseconds of what may fail in its own ways: then the row says how."""
    try:
        work()
        taken = [milliseconds(work) for _ in range(times)]
    except ImportError as error:
        return absent(name, "ms", f"{error.name} is not installed")
    except (OSError, RuntimeError, subprocess.SubprocessError) as error:
        return absent(name, "ms", f"{type(error).__name__} of the other program")
    return peer(name, taken, "ms", floor)
