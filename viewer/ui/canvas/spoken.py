"""What a canvas says to those who do not see it: image, marks, links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from viewer.geometry.marks import FrameKey, Mark
from viewer.text import tr, trn
from viewer.ui.canvas.guides import following_text, outside_text
from viewer.ui.state.annotations import Annotations, AnnotationsState
from viewer.ui.state.viewport import ViewportModel
from viewer.ui.tools.picking import shown_key
from viewer.ui.widgets.position_slider import position_text

if TYPE_CHECKING:
    from viewer.ui.canvas.canvas import Canvas


class Spoken(QObject):
    """Keeps the accessible description of its canvas true to what is painted."""

    def __init__(self, canvas: Canvas, annotations: Annotations) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._annotations = annotations
        canvas.model.delivered.connect(self._describe)
        canvas.model.early.changed.connect(self._describe)
        canvas.model.guides.changed.connect(self._describe)
        annotations.changed.connect(self._on_marks)

    def _on_marks(self, old: AnnotationsState, new: AnnotationsState) -> None:
        key = shown_key(self._canvas.model)
        before, now = _seen(old, key), _seen(new, key)
        if (before, old.selected) != (now, new.selected):
            self._describe()

    def _describe(self) -> None:
        text = described(self._canvas.model, self._annotations.state)
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
