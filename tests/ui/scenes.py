"""What the tests do with a volume that is shown as a body."""

from typing import Any

from PySide6.QtCore import QCoreApplication, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest

from tests.ui.viewer import Viewer, move_mouse
from viewer.kinds.scenes import Scene
from viewer.ui.state.scenes import Rendering
from viewer.ui.state.viewport import ViewportModel
from viewer.ui.views.volume import VolumeView
from viewer.ui.widgets.scene_picture import ScenePicture


def view_of(viewer: Viewer, model: ViewportModel | None = None) -> VolumeView:
    view = viewer.app.cells.frame_of(model or viewer.model).view
    assert isinstance(view, VolumeView)
    return view


def shown(viewer: Viewer, model: ViewportModel | None = None) -> Rendering:
    content = (model or viewer.model).content
    assert isinstance(content, Rendering)
    return content


def scene(viewer: Viewer) -> Scene:
    found = viewer.model.state.scene
    assert found is not None
    return found


def show(viewer: Viewer) -> ScenePicture:
    viewer.do("volume3d-show")
    return view_of(viewer).scene_picture


def place_of(viewer: Viewer, point_mm: Any) -> QPoint:
    """Where a point of the patient is, in the widget."""
    made, picture = shown(viewer), view_of(viewer).scene_picture
    x, y = made.screen.place(made.scene.orbit, point_mm)
    return QPoint(
        round(x / made.screen.columns * picture.width()),
        round(y / made.screen.rows * picture.height()),
    )


def drag(
    picture: ScenePicture, button: Qt.MouseButton, start: QPoint, end: QPoint
) -> None:
    none = Qt.KeyboardModifier.NoModifier
    QTest.mousePress(picture, button, none, start)
    for part in (0.3, 0.7, 1.0):
        at = start + (end - start) * part
        move_mouse(picture, (at.x(), at.y()), button, none)
    QTest.mouseRelease(picture, button, none, end)


def draw_square(picture: ScenePicture, middle: QPoint, half: int) -> None:
    """Draw around a place with the left button."""
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    corners = [
        middle + QPoint(x * half, y * half)
        for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1))
    ]
    QTest.mousePress(picture, left, none, corners[0])
    for corner in corners[1:]:
        move_mouse(picture, (corner.x(), corner.y()), left, none)
    QTest.mouseRelease(picture, left, none, corners[-1])


def turn_wheel(picture: ScenePicture, delta: int) -> None:
    """120 is a notch of a wheel, 8 is one degree of a fine one or a touch pad."""
    middle = QPointF(picture.rect().center())
    event = QWheelEvent(
        middle,
        picture.mapToGlobal(middle),
        QPoint(),
        QPoint(0, delta),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QCoreApplication.sendEvent(picture, event)
