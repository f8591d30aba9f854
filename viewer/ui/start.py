"""Starts the window: as little as possible before it shows, the rest after."""

import sys
from collections.abc import Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from viewer.store.settings import load_settings
from viewer.text import set_language
from viewer.ui.app import App
from viewer.ui.language import language_of
from viewer.ui.trace import moment
from viewer.work.pool import Pool


def start(paths: Sequence[str], *, demo: bool = False) -> int:
    """Show the window, open what was named, run until the window closes."""
    application = QApplication(sys.argv[:1])
    application.setApplicationName("negatoscope")
    application.setApplicationDisplayName("Negatoscope")
    application.setDesktopFileName("negatoscope")
    settings = load_settings()
    language = language_of(settings.language)
    set_language(language)
    pool = Pool()
    pool.speak(language)
    app = App(pool, settings, remember=True)
    _trace(app)
    app.opening.paths(paths)
    app.window.show()
    app.cells.focus_active()
    moment("window-shown")
    if demo:
        QTimer.singleShot(0, app.opening.demo)
    code = application.exec()
    pool.close()
    return code


def _trace(app: App) -> None:
    """Note the first picture; and start the decode workers after it was painted."""

    def delivered() -> None:
        if app.grid.cells[0].shown is None:
            return
        app.grid.cells[0].delivered.disconnect(delivered)
        canvas = app.cells.frames[0].view
        canvas.repaint()
        moment("first-image")
        QTimer.singleShot(0, app.pool.warm)

    app.grid.cells[0].delivered.connect(delivered)
