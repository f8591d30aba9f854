"""The program's log: a few small files, in which no text from outside can stand.

Our own entries are words of the code and numbers (`note`). Of what libraries log the
place in their code is kept and never the words: pydicom quotes values of patients.
"""

import logging
import logging.handlers
import time
from pathlib import Path

from viewer.store.session import word
from viewer.store.traces import place, told

NAME = "negatoscope.log"
FILE_BYTES = 256 * 1024
FILES = 3
"""Older ones that are kept beside it."""

OWN = "viewer.log"


class SafeFormatter(logging.Formatter):
    """Writes what may be written of a record."""

    def format(self, record: logging.LogRecord) -> str:
        moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created))
        head = f"{moment} {record.levelname} {word(record.name)}"
        if record.name == OWN and isinstance(record.msg, Entry):
            lines = [f"{head} {record.msg}"]
        else:
            where = place(record.pathname, record.lineno, record.funcName or "?")
            lines = [f"{head} {where} (its words are not kept)"]
        if record.exc_info and record.exc_info[1] is not None:
            lines += [f"  {line}" for line in told(record.exc_info[1])]
        return "\n".join(lines)


class _Files(logging.handlers.RotatingFileHandler):
    """Says nothing when the disk is full: that would print the words."""

    def handleError(self, record: logging.LogRecord) -> None:
        pass


class Entry:
    """An event by its name, with numbers."""

    def __init__(self, event: str, numbers: dict[str, float]) -> None:
        self._event, self._numbers = event, numbers

    def __str__(self) -> str:
        said = [f"{word(name)}={value:g}" for name, value in self._numbers.items()]
        return " ".join((self._event, *said))


def begin(folder: Path) -> logging.Handler | None:
    """Log into the folder from now on; None when it cannot be written."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handler = _Files(
            folder / NAME,
            maxBytes=FILE_BYTES,
            backupCount=FILES,
            encoding="utf-8",
            errors="replace",
        )
        (folder / NAME).chmod(0o600)
    except OSError:
        return None
    handler.setFormatter(SafeFormatter())
    handler.setLevel(logging.INFO)
    logging.getLogger().addHandler(handler)
    logging.getLogger(OWN).setLevel(logging.INFO)
    return handler


def end(handler: logging.Handler | None) -> None:
    """No more."""
    if handler is not None:
        logging.getLogger().removeHandler(handler)
        handler.close()


def note(event: str, **numbers: float) -> None:
    """An event of the code, by a name from the code, with numbers."""
    logging.getLogger(OWN).info(Entry(word(event), numbers))


def note_failure(event: str, error: BaseException) -> None:
    """The same with an exception: its type and places."""
    logging.getLogger(OWN).error(
        Entry(word(event), {}), exc_info=(type(error), error, error.__traceback__)
    )


def note_qt(names: str) -> None:
    """A warning of Qt: the classes that it names (`traces.of_qt`)."""
    logging.getLogger(OWN).warning(Entry(f"qt {names}".strip(), {}))
