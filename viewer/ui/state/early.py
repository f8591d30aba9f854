"""The reduced picture that a cell paints until the exact one is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

if TYPE_CHECKING:
    from viewer.ui.state.viewport import ViewportModel, ViewportState
    from viewer.work.previews import Preview

HOLD_MS = 150
"""Another image of the stack is left standing so long, as it may be all the same: what
runs past does not flicker."""


class EarlyModel(QObject):
    """Filled by who loads frames, read by the canvas and by nobody else.

    While there is a `preview` its viewport shows nothing: no value, mark or length can
    come from it. It is gone when the frame arrives, or another one is asked for.
    """

    changed = Signal()

    def __init__(self, model: ViewportModel) -> None:
        super().__init__(model)
        self._model = model
        self.preview: Preview | None = None
        self._offered: Preview | None = None
        self._hold = QTimer(self, singleShot=True, interval=HOLD_MS)
        self._hold.timeout.connect(self._take)
        model.delivered.connect(self.drop)
        model.changed.connect(self._on_changed)

    def offer(self, preview: Preview) -> None:
        """Paint this, at once where nothing is painted, else when time goes by."""
        from viewer.work.previews import can_be_painted

        if not can_be_painted(preview, self._model.state.look):
            return
        self._offered = preview
        if self._model.shown is None:
            self._take()
        else:
            self._hold.start()

    def drop(self) -> None:
        """Something else is shown, or wanted."""
        self._hold.stop()
        self._offered = None
        if self.preview is not None:
            self.preview = None
            self.changed.emit()

    def _take(self) -> None:
        preview = self._offered
        if self._model.shown is not None:
            self._model.deliver(None, None)  # drops what is held
        self._offered = None
        self.preview = preview
        self.changed.emit()

    def _on_changed(self, old: ViewportState, new: ViewportState) -> None:
        preview = self.preview or self._offered
        if preview is None:
            return
        from viewer.work.previews import can_be_painted

        if new.what != old.what or not can_be_painted(preview, new.look):
            self.drop()
