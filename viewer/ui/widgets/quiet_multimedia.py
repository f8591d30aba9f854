"""QtMultimedia without its list of what it looked for and does without."""

from PySide6.QtCore import QLoggingCategory

_RULES = "qt.multimedia.symbolsresolver=false\nqt.multimedia.ffmpeg=false"


def quiet_multimedia() -> None:
    """Before its first import: libraries that a system lacks are no news to a reader.

    It plays through what there is, and that there is no sound device is told.
    """
    QLoggingCategory.setFilterRules(_RULES)
