"""The marks of one canvas: painted over its image, and moved by its keys."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF
from PySide6.QtGui import QImage, QKeyEvent, QPainter

from viewer.geometry.marks import FrameKey
from viewer.ui.canvas.corner_text import TextPainter
from viewer.ui.canvas.mark_keys import MarkKeys
from viewer.ui.canvas.scale import taken
from viewer.ui.state.annotations import AnnotationsState
from viewer.ui.state.tool_choice import ToolChoice
from viewer.ui.tools.picking import shown_key

if TYPE_CHECKING:
    from viewer.ui.canvas.canvas import Canvas
    from viewer.ui.canvas.mark_labels import Label
    from viewer.ui.canvas.shapes import MarksPicture


class MarksLayer(QObject):
    """Repaints its canvas only when what is seen of marks there is different."""

    def __init__(self, canvas: Canvas, choice: ToolChoice) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._annotations = annotations = choice.annotations
        self._foreign = choice.foreign
        for changed in (choice.keys.changed, self._foreign and self._foreign.changed):
            if changed:
                changed.connect(lambda old, new: canvas.update())
        self._picture: MarksPicture | None = None
        """From when there is a mark to paint."""
        self._leaves = False
        """What is painted is for a file, the clipboard or paper."""
        self._keys = MarkKeys(canvas, annotations)
        annotations.changed.connect(self._on_changed)
        canvas.installEventFilter(self)

    @property
    def labels(self) -> tuple[Label, ...]:
        """Those that were painted last."""
        return self._picture.labels if self._picture else ()

    def paint(self, painter: QPainter, text: TextPainter) -> None:
        """The marks of the frame that is seen."""
        state, model = self._annotations.state, self._canvas.model
        if self._leaves:
            state = replace(state, selected="", held=None, cross=None, draft=None)
        key = shown_key(model)
        self._paint_foreign(painter, text, key)
        if key is None or not any(state.look_of(key)):
            self._picture = None
            return
        from viewer.ui.canvas.shapes import MarksPicture

        self._picture = self._picture or MarksPicture()
        canvas, style = self._canvas, self._canvas.canvas_style

        def texts() -> list[QRectF]:
            ratio, corners = canvas.devicePixelRatioF(), canvas.corners()
            rect = canvas.rect()
            lines = [area for _, area in text.places(corners, rect, ratio)]
            return [*lines, *taken(rect)] if style.detail != "none" else lines

        self._picture.draw(painter, text, state, model, style, texts)

    def _paint_foreign(
        self, painter: QPainter, text: TextPainter, key: FrameKey | None
    ) -> None:
        """What reports draw there, under the reader's own marks."""
        transform = self._canvas.transform()
        found = self._foreign.state.seen(key) if self._foreign else ()
        if found and transform is not None:
            from viewer.ui.canvas.foreign import draw_foreign

            draw_foreign(painter, text, found, transform)

    def label_at(self, place: QPointF) -> Label | None:
        """The label that is there, in logical pixels."""
        return self._picture.label_at(place) if self._picture else None

    def leaving(self) -> QImage:
        """The canvas with its marks, but without handles, or what is half drawn.

        Neither is there what follows the pointer.
        """
        canvas = self._canvas
        pointer, canvas.pointer, self._leaves = canvas.pointer, None, True
        picture = canvas.grab().toImage()
        canvas.pointer, self._leaves = pointer, False
        return picture

    def clear(self) -> None:
        """Nothing is shown: keep no picture of marks, nor the frame below them."""
        self._picture = None

    def cancel(self) -> bool:
        """Esc: end what is drawn or selected; False where there is nothing."""
        return self._keys.cancel()

    def _on_changed(self, old: AnnotationsState, new: AnnotationsState) -> None:
        key = shown_key(self._canvas.model)
        if key is not None and old.look_of(key) != new.look_of(key):
            self._canvas.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent):
            return False
        if event.type() == QEvent.Type.ShortcutOverride and self._keys.wants(event):
            event.accept()
            return True
        return event.type() == QEvent.Type.KeyPress and self._keys.press(event)
