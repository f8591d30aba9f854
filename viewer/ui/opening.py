"""How the reader opens things: paths, dialogs, the demonstration study."""

import os
from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from viewer.text import tr
from viewer.ui.state.jobs import Jobs
from viewer.ui.state.viewport import ViewportModel
from viewer.ui.state.workspace import Workspace
from viewer.work.failure import Failed
from viewer.work.tasks import build_demo


class Opening(QObject):
    """Everything that ends in `Workspace.open`."""

    def __init__(self, workspace: Workspace, jobs: Jobs, window: QWidget) -> None:
        super().__init__(window)
        self._workspace = workspace
        self._jobs = jobs
        self._window = window

    def paths(
        self,
        paths: Sequence[str],
        target: ViewportModel | None = None,
        *,
        joins: bool = False,
    ) -> None:
        """Files and folders; the first picture goes to the target or active cell.

        Those that join what has just been opened leave the cell as it is.
        """
        if paths:
            absolute = [os.path.abspath(path) for path in paths]
            self._workspace.open(absolute, target=target, joins=joins)

    def demo(self) -> None:
        """The demonstration study, made in a worker."""
        self._workspace.await_more()
        self._jobs.ask(
            build_demo,
            "demo",
            lane="header",
            done=lambda sources: self._workspace.open([], sources=sources),
            failed=self._on_demo_failed,
        )

    def ask_files(self) -> None:
        """Let the reader choose files."""
        paths, _ = QFileDialog.getOpenFileNames(self._window, tr("Open files"))
        self.paths(paths)

    def ask_folder(self) -> None:
        """Let the reader choose a folder."""
        path = QFileDialog.getExistingDirectory(self._window, tr("Open folder"))
        self.paths([path] if path else [])

    def show_not_shown(self) -> None:
        """List what was given and is not on screen, and why."""
        from viewer.ui.dialogs.not_shown import NotShownDialog

        index = self._workspace.state.catalogue.index
        NotShownDialog(index, self._window).show()

    def _on_demo_failed(self, failed: Failed) -> None:
        self._workspace.change(scanning=False)
        self._workspace.told.emit(failed.sentence)
