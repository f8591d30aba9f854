"""Texts of widgets that stay: said anew when the language changes."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QAbstractButton, QApplication, QTabBar

from viewer.text import tr


class Wording(QObject):
    """What says some texts of its parent; it ends with it."""

    def __init__(self, owner: QObject, say: Callable[[], None]) -> None:
        super().__init__(owner)
        self.say = say


def worded(owner: QObject, say: Callable[[], None]) -> None:
    """Let `say` set texts of a widget, now and whenever the language changes."""
    say()
    Wording(owner, say)


def said(put: Callable[[str], object], sentence: str, **values: object) -> None:
    """The same for one text: the method of a widget that takes it, and the English."""
    owner = getattr(put, "__self__", None)
    assert isinstance(owner, QObject)

    def say() -> None:
        put(tr(sentence, **values))

    worded(owner, say)


def say_again() -> None:
    """Every text of every window that is there, in the language of now."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    for window in application.topLevelWidgets():
        for wording in window.findChildren(Wording):
            wording.say()
        for bar in window.findChildren(QTabBar):
            _name_scrollers(bar)


def _name_scrollers(bar: QTabBar) -> None:
    """Qt names its own buttons once only."""
    for name, text in (
        ("ScrollLeftButton", "Scroll Left"),
        ("ScrollRightButton", "Scroll Right"),
    ):
        for button in bar.findChildren(QAbstractButton, name):
            spoken = QCoreApplication.translate("QTabBar", text)
            button.setAccessibleName(spoken)
