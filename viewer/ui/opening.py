"""How the reader opens things: paths, dialogs, the demonstration study."""

import threading
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QThread, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QWidget

from viewer.files.sources import Source, absolute
from viewer.text import tr
from viewer.ui.preferences import Preferences
from viewer.ui.recent import remembered
from viewer.ui.state.jobs import Jobs
from viewer.ui.state.viewport import ViewportModel
from viewer.ui.state.workspace import Workspace
from viewer.ui.widgets.drops import pasted_paths
from viewer.work.failure import Failed
from viewer.work.tasks import build_demo, build_patterns

STOP_SECONDS = 0.2
"""How often a thread that waits for a password looks whether it is still wanted."""


class _Question:
    """A password that a thread waits for."""

    def __init__(self, path: str, again: bool) -> None:
        self.path, self.again = path, again
        self.answer: str | None = None
        self.answered = threading.Event()
        self.dialog: QDialog | None = None


class Passwords(QObject):
    """Asks the reader for passwords, for threads that wait for the answer."""

    _wanted = Signal(object)
    _given_up = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._wanted.connect(self._show)
        self._given_up.connect(self._close)

    def ask(self, path: str, again: bool, stop: Callable[[], bool]) -> str | None:
        """The password of an archive; None when the reader gives none.

        Waits in the thread that asks; the window's own cannot, and gets None.
        """
        if QThread.currentThread() is self.thread():
            return None
        question = _Question(path, again)
        self._wanted.emit(question)
        while not question.answered.wait(STOP_SECONDS):
            if stop():
                self._given_up.emit(question)
                return None
        return question.answer

    def _show(self, question: _Question) -> None:
        from viewer.ui.dialogs.password import PasswordDialog

        dialog = PasswordDialog(question.path, question.again, self._window)

        def close(result: int) -> None:
            question.answer = dialog.textValue() if result else None
            question.answered.set()

        dialog.finished.connect(close)
        question.dialog = dialog
        dialog.open()

    def _close(self, question: _Question) -> None:
        if question.dialog is not None and not question.answered.is_set():
            question.dialog.reject()


class Opening(QObject):
    """Everything that ends in `Workspace.open`."""

    def __init__(
        self,
        workspace: Workspace,
        jobs: Jobs,
        window: QWidget,
        preferences: Preferences,
    ) -> None:
        super().__init__(window)
        self._workspace = workspace
        self._jobs = jobs
        self._window = window
        self._preferences = preferences
        self._passwords = Passwords(window)
        workspace.ask_password = self._passwords.ask
        workspace.brought.connect(
            lambda paths: self._preferences.remember(remembered(paths))
        )

    def chosen(self, paths: Sequence[str], target: ViewportModel | None = None) -> None:
        """What the reader chose: one file alone brings the rest of its study."""
        self.paths(paths, target)
        self.add_study(paths)

    def reopen(self, place: int) -> None:
        """What stands at this place of the recent list."""
        self.chosen(self._preferences.settings.recent_paths[place : place + 1])

    def paste(self) -> None:
        """Files that were copied in a file manager, or paths as text."""
        paths = pasted_paths(QGuiApplication.clipboard().mimeData())
        self.chosen(paths)
        if not paths:
            self._workspace.told.emit(tr("No files or paths have been copied."))

    def add_study(self, paths: Sequence[str]) -> None:
        """When it is one file: what else of its study lies in its folder, later."""
        if len(paths) == 1 and self._preferences.settings.open_whole_study:
            self._workspace.add_study(absolute(paths[0]))

    def paths(
        self,
        paths: Sequence[str],
        target: ViewportModel | None = None,
        *,
        joins: bool = False,
    ) -> None:
        """Exactly these; the first picture goes to the target or active cell.

        Those that join what has just been opened leave the cell as it is.
        """
        if paths:
            whole = [absolute(path) for path in paths]
            self._workspace.open(whole, target=target, joins=joins)

    def demo(self) -> None:
        """The demonstration study, made in a worker."""
        self._make(build_demo, "demo")

    def patterns(self) -> None:
        """Test patterns for screens, made in a worker."""
        self._make(build_patterns, "patterns")

    def _make(self, task: Callable[[object], list[Source]], name: str) -> None:
        self._workspace.await_more()
        self._jobs.ask(
            task,
            name,
            lane="header",
            done=lambda sources: self._workspace.open([], sources=sources),
            failed=self._on_not_made,
        )

    def ask_files(self) -> None:
        """Let the reader choose files."""
        from PySide6.QtWidgets import QFileDialog

        paths, _ = QFileDialog.getOpenFileNames(self._window, tr("Open files"))
        self.chosen(paths)

    def ask_folder(self) -> None:
        """Let the reader choose a folder."""
        from PySide6.QtWidgets import QFileDialog

        path = QFileDialog.getExistingDirectory(self._window, tr("Open folder"))
        self.paths([path] if path else [])

    def show_not_shown(self) -> None:
        """List what was given and is not on screen, and why."""
        from viewer.ui.dialogs.not_shown import NotShownDialog

        NotShownDialog(self._workspace.state.catalogue, self._window).show()

    def _on_not_made(self, failed: Failed) -> None:
        self._workspace.change(scanning=False)
        self._workspace.told.emit(failed.sentence)
