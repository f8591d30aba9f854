"""Which button works which tool: mouse events of a canvas become tool gestures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent

from viewer.ui.state.tool_choice import ToolChoice
from viewer.ui.state.viewport import ViewportModel
from viewer.ui.tools import TOOLS
from viewer.ui.tools.base import Tool

if TYPE_CHECKING:
    from viewer.ui.canvas.canvas import Canvas

CLICK_PIXELS = 4
"""A right press that moves less than this is a click: the context menu."""
NOTCH = 120
ZOOM_PER_NOTCH = 1.2
FAST_STEP = 10


class Gestures:
    """Left: the chosen tool, or a click; right: zoom, or the menu; middle: pan.

    The wheel scrolls. Left and right together, or Alt and left, are the window
    whatever the tool.
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
        self._wheel = 0

    def press(self, event: QMouseEvent) -> None:
        """Begin the gesture of a button; a second button changes it to the window."""
        self.cancel()
        alone = event.buttons() == event.button()
        self._button = event.button() if alone else Qt.MouseButton.NoButton
        self._pressed_at = event.position()
        self._moved = False
        name = self._tool_name(event)
        if name is not None:
            self._tool = TOOLS[name]()
            self._tool.press(self._model, self._canvas.pointer_at(event.position()))

    def move(self, event: QMouseEvent) -> None:
        """Go on with the gesture."""
        distance = (event.position() - self._pressed_at).manhattanLength()
        self._moved = self._moved or distance >= CLICK_PIXELS
        if self._tool is not None and self._moved:
            self._tool.drag(self._model, self._canvas.pointer_at(event.position()))

    def release(self, event: QMouseEvent) -> None:
        """End the gesture; a right click asks for the menu."""
        if self._tool is not None and self._moved:
            self._tool.release(self._model, self._canvas.pointer_at(event.position()))
        elif self._button == Qt.MouseButton.RightButton and not self._moved:
            self._canvas.menu_asked.emit(event.globalPosition().toPoint())
        elif self._button == Qt.MouseButton.LeftButton and not self._moved:
            self._canvas.clicked.emit(self._canvas.pointer_at(event.position()))
        if self._tool is not None:
            self._tool.end(self._model)
        self._tool = None
        self._button = Qt.MouseButton.NoButton

    def cancel(self) -> bool:
        """Take back what a drag has done so far; False when there was none."""
        tool, self._tool = self._tool, None
        if tool is None:
            return False
        if self._moved:
            tool.cancel(self._model)
        tool.end(self._model)
        return True

    def wheel(self, event: QWheelEvent) -> None:
        """Scroll, go through phases (Shift) or zoom at the cursor (Ctrl).

        Fine wheels add up to whole notches.
        """
        delta = event.angleDelta().y() or event.angleDelta().x()
        self._wheel += delta
        notches = int(self._wheel / NOTCH)
        self._wheel -= notches * NOTCH
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._wheel = 0
            self._zoom(delta / NOTCH, event.position())
        elif notches and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            display_set = self._model.state.what.display_set
            if display_set is not None and display_set.has_phases:
                self._model.step_phase(-notches)
            else:
                self._model.step(-notches * FAST_STEP)
        elif notches:
            self._model.step(-notches)

    def _zoom(self, notches: float, position: QPointF) -> None:
        cell = self._model.cell()
        if cell is not None:
            at = self._canvas.pointer_at(position)
            camera = self._model.state.camera
            factor = ZOOM_PER_NOTCH**notches
            self._model.change(camera=cell.zoomed_at(camera, factor, (at.x, at.y)))

    def _tool_name(self, event: QMouseEvent) -> str | None:
        both = Qt.MouseButton.LeftButton | Qt.MouseButton.RightButton
        if event.buttons() & both == both:
            return "window"
        if event.button() == Qt.MouseButton.LeftButton:
            alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
            return "window" if alt else self._choice.name
        if event.button() == Qt.MouseButton.RightButton:
            return "zoom"
        return "pan" if event.button() == Qt.MouseButton.MiddleButton else None
