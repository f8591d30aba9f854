"""Says aloud, for readers of the screen, what was done to marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

from viewer.text import tr
from viewer.ui.canvas.spoken_mark import spoken_mark
from viewer.ui.tools.picking import shown_key

if TYPE_CHECKING:
    from viewer.ui.app import App
    from viewer.ui.state.annotations import AnnotationsState


class Announcing(QObject):
    """Announces a mark of the active image that was made, changed, chosen or deleted.

    One sentence for all that one gesture does, and none while it lasts.
    """

    def __init__(self, app: App) -> None:
        super().__init__(app)
        self._app = app
        self._before: AnnotationsState | None = None
        """Before what the reader has edited and was not told of."""
        self._selected = ""
        """The mark that was told of last."""
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._announce)
        app.annotations.edited.connect(self._on_edited)
        app.annotations.changed.connect(self._on_changed)

    def _on_edited(self, old: AnnotationsState, new: AnnotationsState) -> None:
        self._before = self._before or old
        self._soon.start()

    def _on_changed(self, old: AnnotationsState, new: AnnotationsState) -> None:
        if new.draft is None and (old.draft or old.selected != new.selected):
            self._soon.start()

    def _announce(self) -> None:
        state = self._app.annotations.state
        if state.draft is not None:
            return
        sentence = self._sentence(self._before, state)
        self._before, self._selected = None, state.selected
        if sentence:
            view = self._app.cells.frame_of(self._app.grid.active).view
            QAccessible.updateAccessibility(
                QAccessibleAnnouncementEvent(view, sentence)
            )

    def _sentence(self, old: AnnotationsState | None, new: AnnotationsState) -> str:
        model = self._app.grid.active
        key = shown_key(model)
        now = {mark.uid: mark for mark in new.of(key)}
        before = {mark.uid: mark for mark in (old or new).of(key)}
        made = [mark for uid, mark in now.items() if uid not in before]
        gone = [mark for uid, mark in before.items() if uid not in now]
        if len(made) == 1:
            return tr("Made: {mark}", mark=spoken_mark(made[0], model))
        if len(gone) == 1:
            return tr("Deleted: {mark}", mark=spoken_mark(gone[0], model))
        chosen = now.get(new.selected)
        if chosen is None:
            return ""
        if self._selected != new.selected:
            return tr("Selected: {mark}", mark=spoken_mark(chosen, model))
        return spoken_mark(chosen, model) if before.get(chosen.uid) != chosen else ""
