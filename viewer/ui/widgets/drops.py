"""What is dragged onto the window: display sets of our own, and files."""

from PySide6.QtCore import QMimeData

DISPLAY_SET_MIME = "application/x-negatoscope-display-set"


def dropped_paths(mime: QMimeData) -> list[str]:
    """Local paths of the dropped files and folders; anything else is left out."""
    return [url.toLocalFile() for url in mime.urls() if url.isLocalFile()]
