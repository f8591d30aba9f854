"""Where something failed, without what it said: places in the code and types alone.

The text of an exception quotes values of files, a path names patients: neither is ever
taken. What is left is code, and code knows no patient.
"""

import os
import re
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
MOST_PLACES = 60
MOST_LINKS = 5
"""Exceptions behind the exception that are told."""

_QT = re.compile(r"Q[A-Z]?[a-z][A-Za-z]+(?:::[A-Za-z]+)*")
_PLACE = re.compile(r'\s*File "(.*)", line (\d+) in (\S+)')
_FATAL = re.compile(r"Fatal Python error: ([A-Za-z_: ]{1,60})|Windows fatal exception")
_THREAD = re.compile(r"(Current thread|Thread) 0x[0-9a-f]+")


def place(path: str, line: int, function: str) -> str:
    """A place in the code by what leads to it inside its library, never the whole
    path: that names who uses the computer."""
    name = function if re.fullmatch(r"[\w.<>]{1,80}", function) else "?"
    return f"{_inside(path)}:{line} {name}"


def told(error: BaseException) -> list[str]:
    """An exception and those behind it: types and places, the innermost last."""
    import traceback

    lines: list[str] = []
    link: BaseException | None = error
    for _ in range(MOST_LINKS):
        if link is None:
            break
        lines.append(kind(type(link)))
        frames = traceback.extract_tb(link.__traceback__)[-MOST_PLACES:]
        lines += [f"  {place(f.filename, f.lineno or 0, f.name)}" for f in frames]
        link = link.__cause__ or link.__context__
    return lines


def kind(error: type[BaseException]) -> str:
    """The name of an exception's type."""
    module = error.__module__
    return error.__qualname__ if module == "builtins" else f"{module}.{error.__name__}"


def from_fault_handler(text: str) -> list[str]:
    """What `faulthandler` wrote, as far as it is known to be code; the thread that
    failed comes first."""
    parts: list[list[str]] = [[]]
    for line in text.splitlines():
        if found := _PLACE.match(line):
            parts[-1].append(f"  {place(found[1], int(found[2]), found[3])}")
        elif found := _FATAL.match(line):
            parts[-1].append(found[1] or "Windows fatal exception")
        elif found := _THREAD.match(line):
            parts.append([found[1]])
    parts[1:] = sorted(parts[1:], key=lambda part: part[0] != "Current thread")
    return [line for part in parts for line in part][: 4 * MOST_PLACES]


def of_qt(message: str) -> str:
    """The classes and functions of Qt that a message of Qt names; no other word."""
    return " ".join(dict.fromkeys(_QT.findall(message)))[:120]


def _inside(path: str) -> str:
    parts = Path(path.replace("\\", "/")).parts
    own = PACKAGE.parts
    if parts[: len(own)] == own:
        return "/".join(("viewer", *parts[len(own) :]))
    if parts[:1] == ("viewer",):  # frozen: the paths were cut when it was built
        return "/".join(parts)
    if "site-packages" in parts:
        return "/".join(parts[parts.index("site-packages") + 1 :])
    library = Path(os.__file__).parent.parts
    if parts[: len(library)] == library:
        return "/".join(("python", *parts[len(library) :]))
    return "other code"
