"""What a canvas says to those who do not see it: image, marks, links."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAccessibleWidget, QWidget

from viewer.geometry.marks import FrameKey, Mark
from viewer.text import tr, trn
from viewer.ui.canvas.guides import following_text, outside_text
from viewer.ui.canvas.kept import Kept
from viewer.ui.state.annotations import AnnotationsState
from viewer.ui.state.tool_choice import ToolChoice
from viewer.ui.state.viewport import ViewportModel, ViewportState
from viewer.ui.tools.picking import shown_key
from viewer.ui.widgets.position_slider import position_text
from viewer.ui.widgets.wording import worded

if TYPE_CHECKING:
    from viewer.ui.canvas.canvas import Canvas


RESTING_MS = 150
"""What drags and keys change is told when it has rested that long."""


class _Image(QAccessibleWidget):
    """A canvas as the accessibility bridges see it: an image, with a value."""

    def __init__(self, canvas: QWidget) -> None:
        super().__init__(canvas, QAccessible.Role.Graphic)

    def text(self, kind: QAccessible.Text) -> str:
        if kind == QAccessible.Text.Value:
            kind = QAccessible.Text.Description
        return super().text(kind)


@cache
def _tell_that_canvases_are_images() -> None:
    """Once for the program: Qt would take them for mere space."""
    QAccessible.installFactory(
        lambda name, made: _Image(made) if name == "Canvas" else None
    )


class Spoken(QObject):
    """Keeps the accessible name and description of its canvas true to what is painted.

    An empty cell says nothing at once; all else is put into words once a turn.
    """

    def __init__(self, canvas: Canvas, choice: ToolChoice) -> None:
        super().__init__(canvas)
        _tell_that_canvases_are_images()
        self._canvas = canvas
        self._annotations, self._keys = choice.annotations, choice.keys
        self._kept = Kept()
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._describe)
        canvas.model.delivered.connect(self._on_delivered)
        canvas.model.changed.connect(self._on_changed)
        canvas.model.early.changed.connect(lambda: self.soon())
        canvas.model.guides.changed.connect(lambda: self.soon())
        canvas.model.overlaid.changed.connect(lambda: self.soon())
        self._annotations.changed.connect(self._on_marks)
        self._keys.changed.connect(lambda: self.soon())
        worded(self, self._tell_again)

    def _tell_again(self) -> None:
        self._kept.clear()
        self._describe()

    def soon(self, wait_ms: int = 0) -> None:
        """Put it into words anew, this turn or when it has rested."""
        if wait_ms == 0 or not (self._timer.isActive() and not self._timer.interval()):
            self._timer.start(wait_ms)

    def _on_delivered(self) -> None:
        if self._canvas.model.shown is None:
            self._timer.stop()
            self._kept.clear()
            self._describe()
        else:
            playing = self._canvas.model.state.play.playing
            self.soon(RESTING_MS if playing else 0)

    def _on_changed(self, old: ViewportState, new: ViewportState) -> None:
        if (old.look, old.camera, old.play) != (new.look, new.camera, new.play):
            self.soon(RESTING_MS)

    def _on_marks(self, old: AnnotationsState, new: AnnotationsState) -> None:
        key = shown_key(self._canvas.model)
        before, now = _seen(old, key), _seen(new, key)
        if (before, old.selected) != (now, new.selected):
            self.soon()

    def _describe(self) -> None:
        canvas, model = self._canvas, self._canvas.model
        if model.early.preview is not None:
            self._set(tr("Image"), described(model, self._annotations.state))
            return
        if model.shown is None:
            trouble = model.trouble
            self._set(tr("Image"), trouble.sentence if trouble else "")
            return
        from viewer.ui.canvas.spoken_image import spoken_look, spoken_name

        name = spoken_name(model, hides_identity=canvas.canvas_style.hides_identity)
        is_key = shown_key(model) in self._keys.state
        looks = spoken_look(model, is_key=is_key, kept=self._kept)
        said = described(model, self._annotations.state)
        self._set(name, ". ".join((said, *looks)))

    def _set(self, name: str, text: str) -> None:
        if name != self._canvas.accessibleName():
            self._canvas.setAccessibleName(name)
        if text != self._canvas.accessibleDescription():
            self._canvas.setAccessibleDescription(text)


def described(model: ViewportModel, state: AnnotationsState) -> str:
    """The painted image, how it follows the active one, its marks; "" without one.

    That a picture is reduced is all there is to say of it.
    """
    if model.early.preview is not None:
        from viewer.ui.canvas.preview import reduced_text

        return reduced_text(model.early.preview)
    if model.shown is None:
        return ""
    what, key = model.on_screen, shown_key(model)
    parts = [position_text(what.index, what.count, is_cut=what.is_cut)]
    following = model.guides.state.following
    parts.append(following_text(following))
    if following is not None and following.is_outside:
        parts.append(outside_text(following))
    marks = _seen(state, key)
    if marks:
        parts.append(trn("{count} mark", "{count} marks", len(marks)))
    chosen = next((one for one in marks if one.uid == state.selected), None)
    if chosen is not None:
        from viewer.ui.canvas.spoken_mark import spoken_mark

        parts.append(tr("selected: {mark}", mark=spoken_mark(chosen, model)))
    return ". ".join(part for part in parts if part)


def _seen(state: AnnotationsState, key: FrameKey | None) -> tuple[Mark, ...]:
    """The marks of a frame that are drawn, as they were before what is drawn now."""
    marks = state.of(key) if state.visible else ()
    return tuple(mark for mark in marks if not mark.hidden)
