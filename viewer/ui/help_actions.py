"""What the help menu does: the manual, in dialogs too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QDialog

if TYPE_CHECKING:
    from viewer.ui.app import App


class HelpKeys(QObject):
    """Lets the manual's key work in dialogs too, at their page."""

    def __init__(self, app: App) -> None:
        super().__init__(app.window)
        self._app = app
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusWindowChanged.connect(self._on_window)

    def _on_window(self) -> None:
        window = QApplication.activeWindow()
        if isinstance(window, QDialog) and not window.findChild(QShortcut, "help"):
            keys = self._app.menus.by_id["manual"].shortcuts()
            shortcut = QShortcut(keys[0] if keys else QKeySequence(), window)
            shortcut.setObjectName("help")
            shortcut.activated.connect(lambda: show_manual(self._app))


def show_manual(app: App) -> None:
    """The manual, at the page of what has the keyboard."""
    from viewer.ui.manual import page_of

    focused = QApplication.focusWidget() or QApplication.activeWindow()
    app.manual.show(page_of(focused))
