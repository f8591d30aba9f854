"""Keeps the header panel on the active cell's frame."""

from PySide6.QtCore import QObject, QTimer, Signal

from viewer.files.summary import summary
from viewer.ui.panels.metadata import MetadataPanel
from viewer.ui.state.grid import Grid, GridState
from viewer.ui.state.jobs import Jobs
from viewer.ui.state.viewport import ViewportModel, What
from viewer.work.failure import Failed
from viewer.work.tasks import Description, describe

SETTLE_MS = 120
"""The tree is read when the reader has stopped scrolling for so long."""


class HeaderFollower(QObject):
    """The summary follows at once, the tree when its object has been read whole."""

    settled = Signal()
    """The tree belongs to what is shown."""

    def __init__(
        self,
        grid: Grid,
        jobs: Jobs,
        panel: MetadataPanel,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._grid = grid
        self._jobs = jobs
        self._panel = panel
        self._path = ""
        self._revision = 0
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self._describe)
        grid.changed.connect(self._on_grid)

    @property
    def is_settled(self) -> bool:
        """The tree belongs to what is shown: nothing is on its way."""
        frame = self._grid.active.on_screen.frame
        return frame is None or self._path == frame.header.source.path

    def watch(self, model: ViewportModel) -> None:
        """Follow one more viewport."""
        model.changed.connect(lambda old, new: self._follow(model))
        model.delivered.connect(lambda: self._follow(model))

    def catch_up(self) -> None:
        """Show what is in the active cell already."""
        self._follow(self._grid.active)

    def _on_grid(self, old: GridState, new: GridState) -> None:
        self._follow(self._grid.active)

    def _follow(self, model: ViewportModel) -> None:
        if model is not self._grid.active:
            return
        frame = model.on_screen.frame
        if frame is None:
            self._path = ""
            self._panel.clear()
        elif frame.header.source.path == self._path:
            self._panel.show_frame(frame.frame_index)
        else:
            self._path = ""
            self._panel.show_summary(summary(frame.header, frame.frame_index))
            self._settle.start()

    def _describe(self) -> None:
        what: What = self._grid.active.on_screen
        if what.frame is None:
            return
        self._revision += 1
        frame = what.frame
        self._jobs.ask(
            describe,
            frame.header.source,
            lane="header",
            done=lambda answer: self._show(answer, what),
            failed=lambda failed: self._fail(failed, what),
            owner=self,
            revision=self._revision,
        )

    def _show(self, answer: Description, what: What) -> None:
        now = self._grid.active.on_screen.frame
        if what.frame is None or now is None:
            return
        path = what.frame.header.source.path
        if now.header.source.path != path:
            # The reader has gone on: the answer to the next question is on its way.
            return
        self._path = path
        header, index = answer.header or now.header, now.frame_index
        self._panel.show_summary(summary(header, index, answer.pixel_bytes))
        self._panel.show_rows(answer.rows, index)
        self.settled.emit()

    def _fail(self, failed: Failed, what: What) -> None:
        now = self._grid.active.on_screen.frame
        if what.frame is not None and now is not None:
            path = what.frame.header.source.path
            if now.header.source.path != path:
                return
            self._path = path
            self._panel.show_failure(failed.sentence)
            self.settled.emit()
