"""What tests do with the window: find its parts, act on it, wait, look at pixels."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from viewer.ui.app import App
from viewer.ui.canvas.canvas import Canvas
from viewer.ui.state.viewport import ViewportModel
from viewer.work.loading import Shown

GUARD_MS = 30_000
"""Milliseconds after which a test that hangs fails; none waits that long."""

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
MIDDLE, NO_BUTTON = Qt.MouseButton.MiddleButton, Qt.MouseButton.NoButton
NONE = Qt.KeyboardModifier.NoModifier
Child = TypeVar("Child", bound=QWidget)


class Viewer:
    """A window under test."""

    def __init__(self, app: App, qtbot: QtBot) -> None:
        self.app = app
        self.qtbot = qtbot

    @property
    def model(self) -> ViewportModel:
        """The active cell's."""
        return self.app.grid.active

    @property
    def shown(self) -> Shown:
        """What the active cell shows; there must be something."""
        shown = self.model.shown
        assert shown is not None, self.model.trouble
        return shown

    @property
    def canvas(self) -> Canvas:
        """The active cell's."""
        return self.canvas_of(self.model)

    @property
    def tabs(self) -> tuple[str, ...]:
        """The names of the panels behind each other."""
        tabs = self.app.sides.tabs
        pages = [page for at in range(tabs.count()) if (page := tabs.widget(at))]
        return tuple(page.objectName().removeprefix("tab-") for page in pages)

    def canvas_of(self, model: ViewportModel) -> Canvas:
        """The canvas on screen of a cell that shows images."""
        canvas: Canvas = self.child("canvas", Canvas, self.app.cells.frame_of(model))
        return canvas

    def child(
        self, name: str, kind: type[Child], inside: QWidget | None = None
    ) -> Child:
        """The one visible widget of that objectName."""
        found = (inside or self.app.window).findChildren(kind, name)
        visible = [widget for widget in found if widget.isVisible()]
        assert len(visible) == 1, (name, found)
        return visible[0]

    def open(self, *paths: Path | str, target: ViewportModel | None = None) -> None:
        """Open as if named by the reader, and wait."""
        self.app.opening.paths([str(path) for path in paths], target)
        self.wait()

    def wait(self) -> None:
        """Until nothing is being read, decoded or described, and all is painted."""
        app = self.app
        self.until(
            lambda: (
                not app.workspace.state.scanning
                and app.is_idle
                and app.menus.is_settled
            )
        )
        QApplication.processEvents()

    def until(self, condition: Callable[[], bool]) -> None:
        """Run the event loop until something holds."""
        self.qtbot.waitUntil(condition, timeout=GUARD_MS)

    def do(self, action: str) -> None:
        """Press a menu entry by the id of its row, as far as it is enabled."""
        self.app.menus.refresh()
        self.app.menus.by_id[action].trigger()
        self.wait()

    def press_key(self, key: str, widget: QWidget | None = None) -> None:
        """A key sequence in a widget, else in the active cell."""
        if widget is None:
            self.app.cells.focus_active()
            widget = self.app.cells.frame_of(self.model).view
        QTest.keySequence(widget, key)
        self.wait()

    def drag(
        self,
        button: Qt.MouseButton,
        start: tuple[int, int],
        end: tuple[int, int],
        modifiers: Qt.KeyboardModifier = NONE,
        *,
        release: bool = True,
    ) -> None:
        """Press, move in two steps and let go, in pixels of the active canvas."""
        canvas = self.canvas
        middle = ((start[0] + end[0]) // 2, (start[1] + end[1]) // 2)
        QTest.mousePress(canvas, button, modifiers, QPoint(*start))
        for place in (middle, end):
            move_mouse(canvas, place, button, modifiers)
        if release:
            QTest.mouseRelease(canvas, button, modifiers, QPoint(*end))

    def wheel(
        self,
        delta: int,
        modifiers: Qt.KeyboardModifier = NONE,
        at: tuple[int, int] | None = None,
    ) -> None:
        """Turn the wheel over the active canvas: 120 is a notch, 8 is one degree."""
        canvas = self.canvas
        place = QPointF(*at) if at else QPointF(canvas.rect().center())
        event = QWheelEvent(
            place,
            QPointF(canvas.mapToGlobal(place.toPoint())),
            QPoint(),
            QPoint(0, delta),
            Qt.MouseButton.NoButton,
            modifiers,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(canvas, event)

    def hover(self, column: float, row: float) -> None:
        """Put the pointer over a point of the shown frame."""
        transform = self.canvas.transform()
        assert transform is not None
        x, y = transform.to_screen(column, row)
        ratio = self.canvas.devicePixelRatioF()
        move_mouse(self.canvas, (x / ratio, y / ratio), NO_BUTTON, NONE)

    def texts(self) -> dict[str, list[str]]:
        """What the corners of the active canvas say, by corner."""
        made = self.canvas.corners()
        names = ("top_left", "top_right", "bottom_left", "bottom_right")
        return {name: [line.text for line in getattr(made, name)] for name in names}

    def picture(self) -> npt.NDArray[np.uint8]:
        """The frame as the active canvas paints it at 1:1, in RGB, without texts."""
        self.app.preferences.change(annotations="none")
        self.do("one-to-one")
        transform, shown = self.canvas.transform(), self.shown
        assert transform is not None
        rows, columns = shown.decoded.values.shape[:2]
        ends = transform.to_screen(0, 0), transform.to_screen(columns, rows)
        left, right = sorted(round(x) for x, _ in ends)
        top, bottom = sorted(round(y) for _, y in ends)
        assert min(left, top) >= 0, "the frame does not fit the canvas"
        return pixels_of(self.canvas)[top:bottom, left:right]


def move_mouse(
    widget: QWidget,
    place: tuple[float, float],
    buttons: Qt.MouseButton,
    modifiers: Qt.KeyboardModifier,
) -> None:
    """A move event as the window system sends it, to a part of a pixel."""
    at = QPointF(*place)
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        at,
        QPointF(widget.mapToGlobal(at)),
        Qt.MouseButton.NoButton,
        buttons,
        modifiers,
    )
    QApplication.sendEvent(widget, event)


def drags_over(widget: QWidget, mime: QMimeData) -> bool:
    """Drag something over a widget: whether it may be let go there."""
    event = QDragEnterEvent(
        widget.rect().center(), Qt.DropAction.CopyAction, mime, LEFT, NONE
    )
    event.ignore()
    QApplication.sendEvent(widget, event)
    return event.isAccepted()


def drop(
    widget: QWidget, mime: QMimeData, keys: Qt.KeyboardModifier = NONE
) -> Qt.DropAction:
    """Drag something over a widget that takes it, and let go; what it was taken as."""
    assert drags_over(widget, mime)
    place = QPointF(widget.rect().center())
    possible = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
    event = QDropEvent(place, possible, mime, LEFT, keys)
    QApplication.sendEvent(widget, event)
    assert event.isAccepted()
    return event.dropAction()


def files_mime(paths: Sequence[Path]) -> QMimeData:
    """Files as a file browser drags them."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def pixels_of(widget: QWidget) -> npt.NDArray[np.uint8]:
    """What a widget paints: (rows, columns, 3), red first."""
    return rgb_of(widget.grab().toImage())


def rgb_of(image: QImage) -> npt.NDArray[np.uint8]:
    """Any QImage as (rows, columns, 3) uint8."""
    rgb = image.convertToFormat(QImage.Format.Format_RGB888)
    raw: Any = rgb.constBits()
    rows = np.frombuffer(raw, np.uint8).reshape(rgb.height(), rgb.bytesPerLine())
    return rows[:, : 3 * rgb.width()].reshape(rgb.height(), rgb.width(), 3).copy()
