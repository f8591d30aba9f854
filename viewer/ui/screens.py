"""Windows on screens: never where no screen is any more."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

TITLE_HEIGHT = 32
"""The strip of a window by which it can be taken hold of."""

REACHABLE = 96
"""So much of that strip must lie on a screen, in logical pixels."""


def screens() -> list[QScreen]:
    """The screens of this desk, the first one first."""
    return QGuiApplication.screens()


def fitted(wanted: QRect, available: Sequence[QRect]) -> QRect:
    """A window's rectangle as it was, where it can be reached on one of the screens.

    Else in the middle of the first screen, and no larger than that.
    """
    title = QRect(wanted.topLeft(), QSize(wanted.width(), TITLE_HEIGHT))
    for screen in available:
        seen = title.intersected(screen)
        if seen.width() >= min(REACHABLE, wanted.width()) and seen.top() == title.top():
            return wanted
    if not available:
        return wanted
    first = available[0]
    size = wanted.size().boundedTo(first.size())
    corner = first.center() - QPoint(size.width() // 2, size.height() // 2)
    return QRect(corner, size)


def first_size(wanted: QSize) -> QSize:
    """A window's size before anybody has chosen one: all of it is on the screen."""
    screen = QGuiApplication.primaryScreen()
    room = screen.availableGeometry().size() - QSize(0, TITLE_HEIGHT)
    return wanted.boundedTo(room)


def keep_on_screen(window: QWidget) -> None:
    """Bring a window back that lies where no screen is."""
    if window.isFullScreen() or window.isMaximized():
        return
    places = [screen.availableGeometry() for screen in screens()]
    place = fitted(window.geometry(), places)
    if place != window.geometry():
        window.setGeometry(place)


def screen_name(screen: QScreen) -> str:
    """ "DP-1 · 2560 × 1600": what a reader knows a screen by."""
    size = screen.size() * screen.devicePixelRatio()
    return f"{screen.name()} · {size.width()} × {size.height()}"
