"""One file on its way: made and written beside, and given up whenever the reader says.

What takes longer than half a second shows a dialog, which names the file.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QProgressDialog

from viewer.text import tr
from viewer.ui.widgets.colours import signs_move
from viewer.work.failure import Failed

if TYPE_CHECKING:
    from viewer.ui.app import App

PATIENCE_MS = 500
"""What is done by then shows no dialog."""


class SavingRun(QObject):
    """The steps to one file, each a job; ended once, by what came of it.

    `total` is how much `went_on` counts up to, 0 where it is not known.
    """

    _progressed = Signal(int)

    def __init__(self, app: App, path: str, title: str, total: int = 0) -> None:
        super().__init__(app)
        self._app = app
        self.path = path
        self.name = os.path.basename(path)
        self._is_wanted = True
        self._is_writing = False
        self.dialog = _dialog(app, title, tr("{name} is being made…", name=self.name))
        self.dialog.setMaximum(total or _endless())
        self.dialog.canceled.connect(self.cancel)
        self._progressed.connect(self._show)
        app.exports.savings.add(self)

    def is_wanted(self) -> bool:
        """Whether to go on; asked from any thread."""
        return self._is_wanted

    def went_on(self, count: int) -> bool:
        """So much is done; whether to go on. Called from any thread."""
        if self._is_wanted:
            self._progressed.emit(count)
        return self._is_wanted

    def do(
        self,
        function: Callable[..., Any],
        request: object,
        lane: str,
        done: Callable[[Any], None],
    ) -> None:
        """A step that writes nothing; `done` unless it fails or is given up."""
        if self._is_wanted:
            self._app.jobs.ask(
                function, request, lane=lane, done=done, failed=self._fail, owner=self
            )

    def write(
        self,
        function: Callable[[Any], bool],
        request: object,
        saved: Callable[[], None],
    ) -> None:
        """The last step: says whether the file was written. Never onto a source."""
        if not self._is_wanted:
            return
        if not self._app.exporting.may_write(self.path):
            self.end()
            return
        self._is_writing = True
        self.dialog.setMaximum(_endless())
        self.dialog.setLabelText(tr("{name} is being written…", name=self.name))

        def written(is_there: bool) -> None:
            self.end()
            if is_there:
                saved()
            else:
                self._tell_cancelled()

        self._app.jobs.ask(
            function, request, lane="disk", done=written, failed=self._fail
        )

    def cancel(self) -> None:
        """Leave nothing behind; what is being written says itself what came of it."""
        self._is_wanted = False
        if not self._is_writing:
            self._app.jobs.cancel(self)
            self.end()
            self._tell_cancelled()

    def end(self) -> None:
        """Take the dialog away; nothing more is done."""
        if self not in self._app.exports.savings:
            return
        self._app.exports.savings.discard(self)
        self._is_wanted = False
        self.dialog.canceled.disconnect(self.cancel)
        self.dialog.reset()
        self.dialog.close()
        self.dialog.deleteLater()
        self.deleteLater()

    def _show(self, count: int) -> None:
        if not self._is_wanted:  # told by a thread before it knew
            return
        total = self.dialog.maximum()
        text = tr(
            "{name} is being made: {count} of {total}",
            name=self.name,
            count=count,
            total=total,
        )
        self.dialog.setLabelText(text)
        self.dialog.setValue(count)

    def _fail(self, failed: Failed) -> None:
        self.end()
        self._app.status.tell(not_saved(self.name, failed.sentence))

    def _tell_cancelled(self) -> None:
        self._app.status.tell(cancelled(self.name), "secondary")


def cancelled(name: str) -> str:
    """What the reader is told of a file that is not wanted any more."""
    return tr("{name}: cancelled, nothing was written.", name=name)


def not_saved(name: str, reason: str) -> str:
    """What the reader is told of a file that could not be written."""
    return tr("{name} was not saved: {reason}", name=name, reason=reason)


def _endless() -> int:
    """Of a bar that says only that something is on its way."""
    return 0 if signs_move() else 1


def _dialog(app: App, title: str, text: str) -> QProgressDialog:
    dialog = QProgressDialog(text, tr("Cancel"), 0, 0, app.window)
    dialog.setObjectName("savingProgress")
    dialog.setWindowTitle(title)
    dialog.setAutoClose(False)
    dialog.setAutoReset(False)
    dialog.setMinimumDuration(PATIENCE_MS)
    return dialog
