"""Which button works which tool: mouse events of a canvas become tool gestures."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent

from viewer.ui.canvas.wheel import Wheel
from viewer.ui.state.annotations import WHOLE
from viewer.ui.state.tool_choice import ToolChoice
from viewer.ui.state.viewport import ViewportModel
from viewer.ui.tools.base import Pointer, Tool
from viewer.ui.tools.picking import Grip, grip_at, shown_key

if TYPE_CHECKING:
    from viewer.ui.canvas.canvas import Canvas
    from viewer.ui.tools.points import PointsTool

AnyTool = TypeVar("AnyTool", bound=Tool)
CLICK_PIXELS = 4
"""A right press that moves less than this is a click: the context menu."""
CURSORS = {
    "cross": Qt.CursorShape.CrossCursor,
    "hand": Qt.CursorShape.PointingHandCursor,
}


class Gestures:
    """Each button has the use that the reader gave it, at first: left the chosen tool,
    right zoom, middle pan, both the window.

    A left press that does not move is a click, a right one asks for the menu. Alt and
    left are the window whatever the tool. Left on a mark takes hold of it, with Shift
    it does not: then it is the spatial cross-hair, unless the tool draws marks.
    """

    def __init__(
        self, canvas: Canvas, model: ViewportModel, choice: ToolChoice
    ) -> None:
        self._canvas = canvas
        self._model = model
        self._choice = choice
        self._tool: Tool | None = None
        self._button = Qt.MouseButton.NoButton
        self._pressed_at = QPointF()
        self._moved = False
        self._wheel = Wheel(canvas, model, choice)

    def press(self, event: QMouseEvent) -> None:
        """Begin the gesture of a button; a second button changes it."""
        self.cancel()
        alone = event.buttons() == event.button()
        self._button = event.button() if alone else Qt.MouseButton.NoButton
        self._pressed_at = event.position()
        self._moved = False
        name = self._tool_name(event)
        if name is not None:
            at = self._canvas.pointer_at(event.position())
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                at = replace(at, alone=True)
            grip = self._grip(event, at) if name == self._choice.name else None
            self._tool = self._equipped(_made(name, grip))
            self._tool.press(self._model, at)

    def move(self, event: QMouseEvent) -> None:
        """Go on with the gesture."""
        distance = (event.position() - self._pressed_at).manhattanLength()
        self._moved = self._moved or distance >= CLICK_PIXELS
        if self._tool is not None and self._moved:
            self._tool.drag(self._model, self._canvas.pointer_at(event.position()))
        elif event.buttons() == Qt.MouseButton.NoButton:
            self._hover(event)

    def release(self, event: QMouseEvent) -> None:
        """End the gesture; a right click asks for the menu."""
        at = self._canvas.pointer_at(event.position())
        if self._tool is not None and self._moved:
            self._tool.release(self._model, at)
        elif self._button == Qt.MouseButton.RightButton and not self._moved:
            self._select_under(event, at)
            self._canvas.menu_asked.emit(event.globalPosition().toPoint())
        elif self._button == Qt.MouseButton.LeftButton:
            taken = self._tool is not None and self._tool.click(self._model, at)
            if not self._moved and not taken:
                self._select_under(event, at)
                self._canvas.clicked.emit(at)
        if self._tool is not None:
            self._tool.end(self._model)
        self._tool = None
        self._button = Qt.MouseButton.NoButton

    def double_click(self, event: QMouseEvent) -> bool:
        """End what is drawn, or name the mark there; False where it is for neither."""
        self.cancel()
        tool = self.measuring()
        grip = self._grip(event, self._canvas.pointer_at(event.position()))
        if tool is not None and (grip is None or grip.label is None):
            return tool.double(self._model)
        state = self._choice.annotations.state
        place = state.place_of(grip.mark.uid) if grip else None
        if grip is None or place is None:
            return False
        self._choice.annotations.words_asked.emit(place, grip.mark)
        return True

    def measuring(self) -> PointsTool | None:
        """The chosen tool, where it draws marks, ready to be used."""
        from viewer.ui.tools.table import MEASURING

        tool = MEASURING.get(self._choice.name)
        return self._equipped(tool()) if tool else None

    def cancel(self) -> bool:
        """Take back what a drag has done so far; False when there was none."""
        tool, self._tool = self._tool, None
        if tool is None:
            return False
        from viewer.ui.tools.points import PointsTool

        if self._moved or isinstance(tool, PointsTool):
            tool.cancel(self._model)
        tool.end(self._model)
        return True

    def wheel(self, event: QWheelEvent) -> None:
        """What the reader uses the wheel for."""
        self._wheel.turn(event)

    def _equipped(self, tool: AnyTool) -> AnyTool:
        tool.drags = self._choice.drags
        tool.annotations = self._choice.annotations
        return tool

    def _grip(self, event: QMouseEvent, at: Pointer) -> Grip | None:
        """The mark under the pointer; none while another one is being drawn."""
        state = self._choice.annotations.state
        drawn = state.drawn is not None and state.drawn.key == shown_key(self._model)
        if drawn or event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            return None
        grip = grip_at(state, self._model, at)
        label = self._canvas.marks.label_at(event.position())
        if grip is not None or label is None:
            return grip
        if label.mark.shape == "text":
            return Grip(label.mark, WHOLE)
        middle = self._canvas.pointer_at(label.area.center())
        return Grip(label.mark, WHOLE, (middle.column, middle.row))

    def _select_under(self, event: QMouseEvent, at: Pointer) -> None:
        """What a click means to marks: select one, or none."""
        annotations = self._choice.annotations
        grip = grip_at(annotations.state, self._model, at)
        label = self._canvas.marks.label_at(event.position())
        mark = grip.mark if grip else label.mark if label else None
        annotations.select(mark.uid if mark else "", grip.handle if grip else WHOLE)

    def _hover(self, event: QMouseEvent) -> None:
        """The pointer moves with no button down: what is drawn follows it."""
        at = self._canvas.pointer_at(event.position())
        tool = self.measuring()
        if tool is not None:
            tool.hover(self._model, at)
        name = "hand" if self._grip(event, at) else tool.cursor if tool else ""
        self._canvas.setCursor(CURSORS.get(name, Qt.CursorShape.ArrowCursor))

    def _tool_name(self, event: QMouseEvent) -> str | None:
        """The tool that the buttons mean; an action that they mean is asked for."""
        from viewer.ui.tools.table import TOOLS

        use = self._choice.use(self._use(event))
        if use in TOOLS:
            return use
        if use:
            self._canvas.activated.emit()
            self._choice.action_asked.emit(use)
        return None

    def _use(self, event: QMouseEvent) -> str:
        mouse = self._choice.mouse
        both = Qt.MouseButton.LeftButton | Qt.MouseButton.RightButton
        if event.buttons() & both == both:
            return mouse.both
        if event.button() == Qt.MouseButton.LeftButton:
            shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            if shift and self.measuring() is None:
                return "crosshair"
            alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
            return "window" if alt else mouse.left
        if event.button() == Qt.MouseButton.RightButton:
            return mouse.right
        return mouse.middle if event.button() == Qt.MouseButton.MiddleButton else ""


def _made(name: str, grip: Grip | None) -> Tool:
    """What moves a mark that is held, else the tool of that name."""
    from viewer.ui.tools.edit import EditTool
    from viewer.ui.tools.table import TOOLS

    return EditTool(grip) if grip else TOOLS[name]()
