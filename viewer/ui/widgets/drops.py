"""What is dragged or pasted: display sets of our own, files, and paths as text."""

import os

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDropEvent

from viewer import limits

DISPLAY_SET_MIME = "application/x-negatoscope-display-set"


def accept_copy(event: QDropEvent) -> None:
    """Take what is dropped as a copy, whatever is proposed.

    Who hears that files were moved away may remove them.
    """
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()


def dropped_paths(mime: QMimeData) -> list[str]:
    """Local paths of the dropped files and folders; anything else is left out."""
    return [url.toLocalFile() for url in mime.urls() if url.isLocalFile()]


def pasted_paths(mime: QMimeData | None) -> list[str]:
    """Local paths of copied files, else of the lines of a text that are paths.

    An empty clipboard has no data at all on some systems.
    """
    if mime is None:
        return []
    if mime.hasUrls():
        return dropped_paths(mime)
    lines = mime.text()[: limits.PASTED_CHARACTERS].splitlines()
    return [path for line in lines if (path := _path_in(line))]


def _path_in(line: str) -> str:
    """An absolute path or file address, maybe in quotes; "" for anything else."""
    text = line.strip().strip("\"'")
    if text.startswith("file:"):
        return QUrl(text).toLocalFile()
    path = os.path.expanduser(text)
    return path if os.path.isabs(path) and "\0" not in path else ""
