"""Series side by side in one window: what tests of links and lines begin with."""

from typing import TYPE_CHECKING, Any

from pydicom import dcmread
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from tests.ui.viewer import LEFT, NONE, Viewer
from viewer.demo.oblique import AXIAL, oblique_series
from viewer.ui.state.viewport import ViewportModel

if TYPE_CHECKING:
    from pydicom import Dataset

SHIFT = Qt.KeyboardModifier.ShiftModifier
ELSEWHERE: dict[str, Any] = {"FrameOfReferenceUID": "2.25.6"}
PRIOR: dict[str, Any] = {
    **ELSEWHERE,
    "StudyInstanceUID": "2.25.7",
    "StudyDate": "20250101",
}
OTHER: dict[str, Any] = {
    **PRIOR,
    "PatientID": "TEST-0002",
    "PatientName": "OTHER^Patient",
}


def cells(viewer: Viewer) -> list[ViewportModel]:
    return viewer.app.grid.visible()


def indexes(viewer: Viewer) -> list[int]:
    return [model.state.what.index for model in cells(viewer)]


def z_of(model: ViewportModel) -> float:
    """Of the slice that is painted, as its file has it."""
    frame = model.on_screen.frame
    assert frame is not None
    found = dcmread(frame.header.source.path, stop_before_pixels=True)
    return float(found.ImagePositionPatient[2])


def axial(name: str, slices: int, gap_mm: float, **more: Any) -> "list[Dataset]":
    return oblique_series(name, AXIAL, slices=slices, gap_mm=gap_mm, **more)


def activate(viewer: Viewer, number: int) -> None:
    """Press into a cell, as a reader does, without moving anything."""
    canvas = viewer.canvas_of(cells(viewer)[number])
    QTest.mouseClick(canvas, LEFT, NONE, QPoint(60, canvas.height() - 90))
    assert viewer.model is cells(viewer)[number]


def click(
    viewer: Viewer,
    at: tuple[float, float],
    keys: Qt.KeyboardModifier = NONE,
) -> None:
    """Click on a point of the frame in the active cell."""
    transform = viewer.canvas.transform()
    assert transform is not None
    x, y = transform.to_screen(*at)
    QTest.mouseClick(viewer.canvas, LEFT, keys, QPoint(round(x - 0.5), round(y - 0.5)))
    viewer.wait()
