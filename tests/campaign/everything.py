"""Every action of the program, on everything that is open: a reader who tries all."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QWidget

from tests.campaign.session import Session, timed_out_is_a_fault

LEFT_OUT = frozenset(["quit", "open-demo", "close-study", "close-all", "test-patterns"])
"""What ends the program or closes what the others are to be tried on."""

LOOK_MS = 40


@contextmanager
def answered_dialogs(out: Path) -> Iterator[None]:
    """Files are saved into a folder, and every dialog is closed as soon as it is up."""
    number = 0

    def path(*_: Any, **__: Any) -> tuple[str, str]:
        nonlocal number
        number += 1
        return str(out / f"saved-{number}"), ""

    before = {name: getattr(QFileDialog, name) for name in _ASKED}
    answers: dict[str, Callable[..., Any]] = {
        "getSaveFileName": path,
        "getExistingDirectory": lambda *_, **__: str(out),
        "getOpenFileName": lambda *_, **__: ("", ""),
        "getOpenFileNames": lambda *_, **__: ([], ""),
    }
    closer = QTimer(interval=LOOK_MS)
    closer.timeout.connect(_close_what_waits)
    closer.start()
    for name, answer in answers.items():
        setattr(QFileDialog, name, answer)
    try:
        yield
    finally:
        closer.stop()
        for name, original in before.items():
            setattr(QFileDialog, name, original)


_ASKED = ("getSaveFileName", "getExistingDirectory", "getOpenFileName")


def _close_what_waits() -> None:
    for widget in (QApplication.activePopupWidget(), QApplication.activeModalWidget()):
        if widget is not None:
            widget.close()


def try_everything(session: Session, *, every_set: bool = True) -> int:
    """Trigger what is enabled, on each display set; how often something was."""
    app, done = session.app, 0
    sets = list(app.workspace.state.catalogue.sets())
    for display_set in sets if every_set else sets[:1]:
        for name in list(app.menus.by_id):
            if name in LEFT_OUT:
                continue
            with timed_out_is_a_fault(session, name):
                if app.grid.active.state.what.display_set is not display_set:
                    app.grid.active.show_set(display_set)
                session.viewer.do(name)
                session.viewer.until(lambda: not app.exports.is_busy)
            _close_dialogs(app.window)
            done += 1
    return done


def _close_dialogs(window: QWidget) -> None:
    for dialog in window.findChildren(QDialog):
        if dialog.isVisible():
            dialog.close()
