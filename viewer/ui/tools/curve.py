"""Points of a curve through a volume: clicked one after another, dragged later."""

import math
from dataclasses import replace

from viewer.files.spatial import plane_of
from viewer.geometry.plane import Plane, Vector
from viewer.kinds.computed import Path
from viewer.kinds.fusions import space_of
from viewer.ui.state.viewport import ViewportModel, ViewportState
from viewer.ui.tools.base import Pointer, Tool

GRAB_PX = 10.0
"""Logical pixels from a point that take hold of it."""


class CurveTool(Tool):
    """A click adds a point to the end; one that is there is moved in the plane."""

    name = "curve"
    cursor = "crosshair"

    def __init__(self) -> None:
        self._held: int | None = None
        self._start: ViewportState | None = None
        self._pressed: Pointer | None = None

    def press(self, view: ViewportModel, at: Pointer) -> None:
        self._start, self._pressed = view.state, at
        self._held = _nearest(view, at)

    def drag(self, view: ViewportModel, at: Pointer) -> None:
        plane, path = _plane(view), view.state.path
        if self._held is None or plane is None or path is None:
            return
        points = list(path.points_mm)
        points[self._held] = plane.to_patient(at.column, at.row)
        view.change(path=replace(path, points_mm=tuple(points)))

    def release(self, view: ViewportModel, at: Pointer) -> None:
        self.drag(view, at)
        self._held = None

    def click(self, view: ViewportModel, at: Pointer) -> bool:
        plane, shown, held = _plane(view), view.shown, self._held
        self._held = None
        if plane is None or shown is None:
            return False
        if held is None:
            point = plane.to_patient(at.column, at.row)
            view.change(path=_with(view, point, plane))
        return True

    def cancel(self, view: ViewportModel) -> None:
        if self._start is not None and self._held is not None:
            view.change(path=self._start.path)
        self._held = None


def _with(view: ViewportModel, point: Vector, plane: Plane) -> Path:
    """One more point; the first one of another space begins anew."""
    shown, path = view.shown, view.state.path
    assert shown is not None
    space = space_of(shown.frame.header)
    if path is None or path.space != space:
        return Path(space, (point,), plane.normal)
    return replace(path, points_mm=(*path.points_mm, point))


def _plane(view: ViewportModel) -> Plane | None:
    """Where the painted image lies; None where it lies nowhere, or in no space."""
    if view.shown is None:
        return None
    header = view.shown.frame.header
    if not space_of(header)[0]:
        return None
    return plane_of(header, view.shown.frame.frame_index)


def _nearest(view: ViewportModel, at: Pointer) -> int | None:
    """The point under the pointer, as it is seen on this plane."""
    plane, path, cell = _plane(view), view.state.path, view.cell()
    if plane is None or path is None or cell is None:
        return None
    transform = cell.transform(view.state.camera)
    found: tuple[float, int] | None = None
    for number, point in enumerate(path.points_mm):
        column, row, _ = plane.to_image(point)
        x, y = transform.to_screen(column, row)
        away = math.hypot(x - at.x, y - at.y)
        if away <= GRAB_PX * at.ratio and (found is None or away < found[0]):
            found = away, number
    return found[1] if found else None
