"""Run by test_second_window.py where Qt knows two screens: what happens, in lines."""

import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from viewer.store.settings import Settings, load_settings
from viewer.ui.app import App
from viewer.work.pool import InlinePool

application = QApplication(sys.argv)
app = App(InlinePool(), load_settings() if len(sys.argv) > 2 else Settings(), True)
app.window.show()
app.opening.paths([sys.argv[1]])
while app.workspace.state.scanning or not app.is_idle:
    application.processEvents()


def tell(word: str) -> None:
    application.processEvents()
    second = app.cells.second
    window = second.window() if second else None
    seen = window is not None and window.isVisible()
    screen = window.screen().name() if window is not None and seen else "none"
    whole = window is not None and seen and window.isFullScreen()
    sys.stdout.write(f"{word}: {screen} {whole} {app.window.screen().name()}\n")


tell("before")
app.menus.by_id["second-window"].trigger()
tell("other")
app.menus.by_id["full-screen"].trigger()
tell("window")
app.menus.by_id["second-on-1"].trigger()
tell("first")
app.menus.by_id["second-window"].trigger()
tell("closed")
if len(app.window.screen().virtualSiblings()) > 1:
    app.window.setGeometry(
        application.screens()[1].geometry().adjusted(50, 50, -50, -50)
    )
tell("moved")
app.window.close()
app.window.deleteLater()
QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
left = [type(one).__name__ for one in application.topLevelWidgets()]
sys.stdout.write(f"left: {left}\n")
sys.stdout.flush()
assert Path(sys.argv[1]).exists()
