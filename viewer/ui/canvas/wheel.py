"""What the wheel does over an image, alone, with Shift and with Ctrl."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QWheelEvent

from viewer.pixels.look import Window
from viewer.ui.state.tool_choice import ToolChoice
from viewer.ui.state.viewport import ViewportModel

if TYPE_CHECKING:
    from viewer.ui.canvas.canvas import Canvas

NOTCH = 120
ZOOM_PER_NOTCH = 1.2
FAST_STEP = 10
WIDER_PER_NOTCH = 1.1
BRIGHTER_PER_NOTCH = 0.05
"""Of the window's width."""


class Wheel:
    """Fine wheels add up to whole notches; zoom and window follow them at once."""

    def __init__(
        self, canvas: Canvas, model: ViewportModel, choice: ToolChoice
    ) -> None:
        self._canvas = canvas
        self._model = model
        self._choice = choice
        self._rest = 0

    def turn(self, event: QWheelEvent) -> None:
        """Do what the reader uses the wheel for; up is back, larger, wider, brighter.

        Alt turns the wheel sideways on some systems: that counts like the wheel.
        """
        delta = event.angleDelta().y() or event.angleDelta().x()
        use = self._use(event)
        if use in ("zoom", "width", "centre"):
            self._rest = 0
            self._smoothly(use, delta / NOTCH, event.position())
            return
        self._rest += delta
        notches = int(self._rest / NOTCH)
        self._rest -= notches * NOTCH
        if notches:
            self._by_notches(use, notches)

    def _use(self, event: QWheelEvent) -> str:
        mouse, modifiers = self._choice.mouse, event.modifiers()
        if modifiers & Qt.KeyboardModifier.ControlModifier:
            return mouse.ctrl_wheel
        if modifiers & Qt.KeyboardModifier.ShiftModifier:
            return mouse.shift_wheel
        if (
            modifiers & Qt.KeyboardModifier.AltModifier
            and self._model.state.what.is_cut
        ):
            return "slab"
        return mouse.wheel

    def _by_notches(self, use: str, notches: int) -> None:
        if use == "images":
            self._model.step(-notches)
        elif use == "phases":
            display_set = self._model.state.what.display_set
            if display_set is not None and display_set.listed.has_phases:
                self._model.step_phase(-notches)
            else:
                self._model.step(-notches * FAST_STEP)
        elif use == "slab":
            from viewer.ui.state.section_links import thicken

            thicken(self._model, notches)
        elif use == "series":
            self._canvas.activated.emit()
            name = "previous-series" if notches > 0 else "next-series"
            self._choice.action_asked.emit(name)

    def _smoothly(self, use: str, notches: float, position: QPointF) -> None:
        if use == "zoom":
            self._zoom(notches, position)
            return
        voi = self._model.voi()
        if self._model.shown is None or not isinstance(voi, Window):
            return
        width, centre = voi.width, voi.centre
        if use == "width":
            width = max(width * WIDER_PER_NOTCH**notches, 1e-3)
        else:
            centre -= width * BRIGHTER_PER_NOTCH * notches
        is_narrow = voi.function == "LINEAR" and width < 1
        function = "LINEAR_EXACT" if is_narrow else voi.function
        changed = Window(centre, width, function)
        look = self._model.state.look
        self._model.change(look=replace(look, voi=changed))

    def _zoom(self, notches: float, position: QPointF) -> None:
        cell = self._model.cell()
        if cell is not None:
            at = self._canvas.pointer_at(position)
            camera = self._model.state.camera
            factor = ZOOM_PER_NOTCH**notches
            self._model.change(camera=cell.zoomed_at(camera, factor, (at.x, at.y)))
