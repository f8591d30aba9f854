"""Before the window closes: nothing that the reader marked is lost without a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

from viewer.text import tr

if TYPE_CHECKING:
    from viewer.ui.app import App


def may_close(app: App) -> bool:
    """All marks are on the disk; else the reader is asked."""
    if not app.mark_keeper.has_unsaved or app.mark_keeper.save_now():
        return True
    ask_reader(app)
    return False


def ask_reader(app: App) -> None:
    """Whether marks that are not saved may be lost."""
    question = QMessageBox(
        QMessageBox.Icon.Warning,
        tr("Marks are not saved"),
        tr("Some marks could not be saved. Close all the same, and lose them?"),
        QMessageBox.StandardButton.Cancel,
        app.window,
    )
    question.setObjectName("unsavedMarks")
    question.setTextFormat(Qt.TextFormat.PlainText)
    question.setInformativeText(
        tr("The status bar says why. As CSV they can be saved elsewhere.")
    )
    question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    button = question.addButton(
        tr("Close and lose them"), QMessageBox.ButtonRole.DestructiveRole
    )
    button.setObjectName("loseMarks")
    question.setDefaultButton(QMessageBox.StandardButton.Cancel)

    def lose() -> None:
        app.window.may_close = lambda: True
        app.window.close()

    button.clicked.connect(lose)
    question.open()
