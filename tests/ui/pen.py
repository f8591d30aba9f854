"""The mouse of a reader who draws: events at points of the shown frame."""

from collections.abc import Sequence

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from tests.ui.viewer import LEFT, NO_BUTTON, NONE, Viewer
from viewer.geometry.marks import FrameKey, Mark, Point
from viewer.ui.tools.picking import shown_key

PRESS, MOVE = QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove
RELEASE, DOUBLE = QEvent.Type.MouseButtonRelease, QEvent.Type.MouseButtonDblClick


class Pen:
    """Acts on the active canvas, at continuous image coordinates (column, row)."""

    def __init__(self, viewer: Viewer) -> None:
        self.viewer = viewer

    @property
    def key(self) -> FrameKey:
        """Where marks on the painted frame belong."""
        key = shown_key(self.viewer.model)
        assert key is not None
        return key

    @property
    def marks(self) -> tuple[Mark, ...]:
        """Those of the painted frame."""
        return self.viewer.app.annotations.state.of(self.key)

    def place(self, at: Point) -> QPointF:
        """Logical pixels of the canvas over an image point."""
        transform = self.viewer.canvas.transform()
        assert transform is not None
        ratio = self.viewer.canvas.devicePixelRatioF()
        x, y = transform.to_screen(*at)
        return QPointF(x / ratio, y / ratio)

    def send(
        self,
        kind: QEvent.Type,
        at: Point,
        button: Qt.MouseButton = LEFT,
        modifiers: Qt.KeyboardModifier = NONE,
        buttons: Qt.MouseButton | None = None,
    ) -> None:
        """One event as the window system sends it."""
        canvas, place = self.viewer.canvas, self.place(at)
        held = buttons or (NO_BUTTON if kind == RELEASE else button)
        event = QMouseEvent(
            kind, place, QPointF(canvas.mapToGlobal(place)), button, held, modifiers
        )
        QApplication.sendEvent(canvas, event)

    def hover(self, at: Point) -> None:
        """Move with no button down."""
        self.send(MOVE, at, NO_BUTTON)

    def click(
        self,
        *places: Point,
        button: Qt.MouseButton = LEFT,
        modifiers: Qt.KeyboardModifier = NONE,
    ) -> None:
        """Move to each place, press and let go."""
        for at in places:
            self.hover(at)
            self.send(PRESS, at, button, modifiers)
            self.send(RELEASE, at, button, modifiers)

    def double_click(self, at: Point) -> None:
        """As the window system sends it: the first click comes before."""
        self.click(at)
        self.send(DOUBLE, at)
        self.send(RELEASE, at)

    def drag(
        self,
        *places: Point,
        modifiers: Qt.KeyboardModifier = NONE,
        release: bool = True,
    ) -> None:
        """Press at the first place, move through the others, let go at the last."""
        self.hover(places[0])
        self.send(PRESS, places[0], modifiers=modifiers)
        for at in places[1:]:
            self.send(MOVE, at, modifiers=modifiers)
        if release:
            self.send(RELEASE, places[-1], modifiers=modifiers)

    def press_key(self, *keys: str) -> None:
        """Keys while the canvas has the keyboard."""
        self.viewer.wait()
        self.viewer.app.cells.focus_active()
        for key in keys:
            self.viewer.press_key(key, self.viewer.canvas)


def near(points: Sequence[Point], expected: Sequence[Point]) -> bool:
    """The same points, but for rounding."""
    flat = [value for point in points for value in point]
    return flat == pytest.approx([v for point in expected for v in point], abs=1e-6)
