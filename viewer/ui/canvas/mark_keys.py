"""Marks by keyboard: arrows move what is held, or a cross that Enter draws with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent

from viewer.geometry.mark_shapes import handles_of, kept_inside
from viewer.geometry.marks import FrameKey, Mark, Point
from viewer.ui.state.annotations import WHOLE, Annotations
from viewer.ui.tools.base import Pointer
from viewer.ui.tools.edit import moved_by
from viewer.ui.tools.picking import shown_key, size_of
from viewer.ui.tools.points import PointsTool

if TYPE_CHECKING:
    from viewer.ui.canvas.canvas import Canvas

ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
TABS = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
STEP, FINE_STEP, COARSE_STEP = 1.0, 0.1, 10.0
"""Image pixels of an arrow key: alone, with Ctrl, with Shift."""


class MarkKeys:
    """Takes keys from the actions only while there is a mark or a cross to move."""

    def __init__(self, canvas: Canvas, annotations: Annotations) -> None:
        self._canvas = canvas
        self._annotations = annotations

    def wants(self, event: QKeyEvent) -> bool:
        """Whether a key is for marks, though it is an action's too."""
        key = event.key()
        if key in ENTERS:
            shift = Qt.KeyboardModifier.ShiftModifier
            return self._tool() is not None and not event.modifiers() & shift
        if key in TABS:
            return self._held() is not None
        return key in ARROWS and (self._held() is not None or self._cross() is not None)

    def press(self, event: QKeyEvent) -> bool:
        """Do what a key means; False where it is not for marks."""
        if not self.wants(event):
            return False
        key, held = Qt.Key(event.key()), self._held()
        if key in ENTERS:
            self._enter()
        elif key in TABS and held is not None:
            back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self._next_handle(held, -1 if back else 1)
        elif held is not None:
            self._nudge(held, self._step(event))
        else:
            self._move_cross(self._step(event))
        return True

    def cancel(self) -> bool:
        """Esc: the drawing, the cross, or the selection; False when there is none."""
        state, annotations = self._annotations.state, self._annotations
        if state.draft is not None:
            annotations.draw(None)
        elif state.cross is not None:
            annotations.cross_at(None)
        elif state.selected:
            annotations.select("")
        else:
            return False
        return True

    def _held(self) -> Mark | None:
        """The mark that arrows move: it is on the frame that is seen."""
        state = self._annotations.state
        if state.held is None or not state.visible or self._cross() is not None:
            return None
        mark = state.chosen(shown_key(self._canvas.model))
        return None if mark is None or mark.hidden else mark

    def _cross(self) -> Point | None:
        cross = self._annotations.state.cross
        if cross is None or self._tool() is None:
            return None
        return cross[1] if cross[0] == shown_key(self._canvas.model) else None

    def _tool(self) -> PointsTool | None:
        return self._canvas.gestures.measuring()

    def _step(self, event: QKeyEvent) -> Point:
        """(columns, rows) of an arrow key, as the image lies on the screen."""
        transform = self._canvas.transform()
        assert transform is not None
        right, down = ARROWS[Qt.Key(event.key())]
        column, row = transform.to_image(0, 0)
        to_column, to_row = transform.to_image(right, down)
        length = STEP
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            length = FINE_STEP
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            length = COARSE_STEP
        return length * _sign(to_column - column), length * _sign(to_row - row)

    def _nudge(self, mark: Mark, by: Point) -> None:
        state, model = self._annotations.state, self._canvas.model
        place = state.place_of(mark.uid)
        if place is not None and state.held is not None:
            moved = moved_by(mark, state.held, by, model)
            self._annotations.put(place, moved, run=f"nudge {mark.uid}")

    def _next_handle(self, mark: Mark, by: int) -> None:
        """From handle to handle; the whole comes between the last and the first."""
        held = self._annotations.state.held
        count = len(handles_of(mark)) + 1
        now = WHOLE if held is None else held
        self._annotations.select(mark.uid, (now + 1 + by) % count - 1)

    def _enter(self) -> None:
        model, tool, at = self._canvas.model, self._tool(), self._cross()
        key = shown_key(model)
        if tool is None or key is None:
            return
        draft = tool.draft(model)
        if at is None and draft is not None:
            tool.finish(model)
        elif at is None:
            self._begin(key)
        elif draft is not None and at == draft.mark.points[draft.placed - 1]:
            tool.finish(model)
        else:
            pointer = self._pointer(at)
            tool.press(model, pointer)
            tool.click(model, pointer)

    def _begin(self, key: FrameKey) -> None:
        """Put the cross where the pointer is, else into the middle of the cell."""
        canvas = self._canvas
        middle = canvas.pointer_at(QPointF(canvas.rect().center()))
        at = canvas.pointer or middle
        inside = kept_inside((at.column, at.row), *size_of(canvas.model))
        self._annotations.cross_at(key, inside)

    def _move_cross(self, by: Point) -> None:
        at, key, tool = self._cross(), shown_key(self._canvas.model), self._tool()
        if at is not None and tool is not None:
            place = at[0] + by[0], at[1] + by[1]
            place = kept_inside(place, *size_of(self._canvas.model))
            self._annotations.cross_at(key, place)
            tool.hover(self._canvas.model, self._pointer(place))

    def _pointer(self, at: Point) -> Pointer:
        transform = self._canvas.transform()
        assert transform is not None
        return Pointer(*transform.to_screen(*at), *at)


def _sign(value: float) -> int:
    return 0 if abs(value) < 1e-9 else 1 if value > 0 else -1
