"""A program that travels: on a stick with its settings, on a patient's disc without.

Both look beside the program, and only where it is one (a bundle): beside an interpreter
lies what others put there.
"""

import os
import sys
from collections.abc import MutableMapping

from viewer.store.settings import VARIABLE

MARKER = "portable.ini"
DATA = "negatoscope-data"
"""The folder for all that is kept; it is a marker itself."""

INDEX = "DICOMDIR"
LEVELS = 3
"""So many folders are looked into: on a disc, viewers lie in a folder of their own."""


def program_folder(
    executable: str = sys.executable,
    is_bundle: bool = bool(getattr(sys, "frozen", False)),
    platform: str = sys.platform,
) -> str:
    """Where the program lies; "" when it runs in somebody's Python."""
    if not is_bundle:
        return ""
    folder = os.path.dirname(os.path.realpath(executable))
    if platform == "darwin":  # Negatoscope.app/Contents/MacOS
        inside = os.path.join("Contents", "MacOS")
        if folder.endswith(".app" + os.sep + inside):
            folder = os.path.dirname(folder.removesuffix(os.sep + inside))
    return folder


def disc_index(folder: str) -> str:
    """The DICOMDIR beside the program or above it; "" when there is none."""
    for _ in range(LEVELS if folder else 0):
        try:
            names = sorted(os.listdir(folder))
        except OSError:
            names = []
        for name in names:
            if name.upper().rstrip(".") == INDEX:
                return os.path.join(folder, name)
        folder = os.path.dirname(folder)
    return ""


def keep_beside(folder: str, environment: MutableMapping[str, str]) -> None:
    """With a marker beside the program, settings and all that follows them go there.

    Who names another place for them gets it.
    """
    if is_portable(folder) and not environment.get(VARIABLE):
        environment[VARIABLE] = os.path.join(folder, DATA, "settings.json")


def is_portable(folder: str) -> bool:
    """Whether somebody put a marker there."""
    return bool(folder) and (
        os.path.isfile(os.path.join(folder, MARKER))
        or os.path.isdir(os.path.join(folder, DATA))
    )
