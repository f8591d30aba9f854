"""Display shutters: what of a frame may be seen (PS3.3 C.7.6.11, C.7.6.15).

For display only: statistics, automatic windows and read-outs see every pixel. Rows and
columns count from 1; a pixel on an edge is seen.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from viewer.dicom import tags
from viewer.files.header import Header
from viewer.pixels.overlay import Colour, Overlay
from viewer.records import dataclass

_VERTICES_MAX = 4096
_FAR = 1 << 20
"""Rows and columns past this are no place of an image: none has as many pixels."""

_NEUTRAL = 0x8080


class Rectangle(NamedTuple):
    """The first and last column, the first and last row that are seen."""

    left: int
    right: int
    upper: int
    lower: int


class Circle(NamedTuple):
    """Its centre, and the radius in pixels along a row.

    `aspect` is a pixel's height divided by its width.
    """

    row: int
    column: int
    radius: int
    aspect: float = 1.0


@dataclass(frozen=True, slots=True)
class Shutter:
    """Shapes that are open; what lies outside any of them is shut.

    `polygon` holds (row, column) pairs. `bitmap` is shut where it is set. `colour` is
    what shut pixels show, grey for a grey image. `is_broken`: a shape that makes no
    sense has been left out.
    """

    rectangle: Rectangle | None = None
    circle: Circle | None = None
    polygon: tuple[tuple[int, int], ...] = ()
    bitmap: Overlay | None = None
    colour: Colour = (0, 0, 0)
    is_broken: bool = False

    def mask(self, rows: int, columns: int) -> NDArray[np.bool_]:
        """Where an image of that size is shut."""
        is_open = np.ones((rows, columns), np.bool_)
        if self.rectangle is not None:
            _keep_rectangle(is_open, self.rectangle)
        if self.circle is not None:
            _keep_circle(is_open, self.circle)
        if self.polygon:
            is_open &= _polygon(self.polygon, rows, columns)
        if self.bitmap is not None:
            is_open &= ~self.bitmap.mask(rows, columns)
        return ~is_open


def read_shutter(
    header: Header,
    frame_index: int,
    *,
    colour: bool,
    aspect: float = 1.0,
    overlays: tuple[Overlay, ...] = (),
) -> Shutter | None:
    """The shutter of a frame, its functional group first; None without any.

    `colour` says that the picture has colours. `overlays` are where a bitmap shutter
    finds its group: only presentation states have one. Never raises.
    """
    source = header.group(tags.FrameDisplayShutterSequence, frame_index) or header
    shapes = {shape.upper() for shape in source.texts(tags.ShutterShape)}
    if not shapes:
        return None
    rectangle = _rectangle(source) if "RECTANGULAR" in shapes else None
    circle = _circle(source, aspect) if "CIRCULAR" in shapes else None
    polygon = _vertices(source) if "POLYGONAL" in shapes else ()
    bitmap = None
    if "BITMAP" in shapes:
        wanted = source.integer(tags.ShutterOverlayGroup)
        bitmap = next((one for one in overlays if one.group == wanted), None)
    found = {
        "RECTANGULAR": rectangle is not None,
        "CIRCULAR": circle is not None,
        "POLYGONAL": bool(polygon),
        "BITMAP": bitmap is not None,
    }
    return Shutter(
        rectangle,
        circle,
        polygon,
        bitmap,
        _presented(source, colour),
        is_broken=not all(found.get(shape, False) for shape in shapes),
    )


def _rectangle(source: Header) -> Rectangle | None:
    edges = [
        source.integer(tag)
        for tag in (
            tags.ShutterLeftVerticalEdge,
            tags.ShutterRightVerticalEdge,
            tags.ShutterUpperHorizontalEdge,
            tags.ShutterLowerHorizontalEdge,
        )
    ]
    known = [edge for edge in edges if edge is not None]
    if len(known) < 4 or not all(map(_is_near, known)):
        return None
    rectangle = Rectangle(*known)
    ordered = rectangle.left <= rectangle.right and rectangle.upper <= rectangle.lower
    return rectangle if ordered else None


def _circle(source: Header, aspect: float) -> Circle | None:
    centre = source.integers(tags.CenterOfCircularShutter)
    radius = source.integer(tags.RadiusOfCircularShutter) or 0
    if len(centre) != 2 or radius <= 0 or not all(map(_is_near, (*centre, radius))):
        return None
    return Circle(centre[0], centre[1], radius, aspect)


def _vertices(source: Header) -> tuple[tuple[int, int], ...]:
    """At least three points, whole pairs; () for anything else."""
    values = source.integers(tags.VerticesOfThePolygonalShutter)
    if len(values) % 2 or not all(map(_is_near, values)):
        return ()
    points = tuple(zip(values[::2], values[1::2], strict=True))
    return points if 3 <= len(points) <= _VERTICES_MAX else ()


def _is_near(value: int) -> bool:
    return abs(value) <= _FAR


def _presented(source: Header, colour: bool) -> Colour:
    """Black, unless a colour or a P-value (0 … 65535) is given (PS3.14)."""
    lab = source.integers(tags.ShutterPresentationColorCIELabValue)
    value = source.integer(tags.ShutterPresentationValue)
    if len(lab) == 3 and (colour or value is None):
        from viewer.pixels.cielab import srgb_of

        return srgb_of(lab if colour else (lab[0], _NEUTRAL, _NEUTRAL))
    grey = round((value or 0) * 255 / 0xFFFF)
    return grey, grey, grey


def _keep_rectangle(is_open: NDArray[np.bool_], rectangle: Rectangle) -> None:
    left, right, upper, lower = rectangle
    is_open[: max(0, upper - 1)] = False
    is_open[max(0, lower) :] = False
    is_open[:, : max(0, left - 1)] = False
    is_open[:, max(0, right) :] = False


def _keep_circle(is_open: NDArray[np.bool_], circle: Circle) -> None:
    """Row by row: pixels whose centre is no farther than the radius."""
    columns = is_open.shape[1]
    for row in range(len(is_open)):
        height = (row + 1 - circle.row) * circle.aspect
        square = circle.radius**2 - height * height
        half = math.sqrt(square) if square >= 0 else -1.0
        first = min(max(math.ceil(circle.column - half) - 1, 0), columns)
        is_open[row, :first] = False
        is_open[row, max(math.floor(circle.column + half), 0) :] = False


def _polygon(
    vertices: tuple[tuple[int, int], ...], rows: int, columns: int
) -> NDArray[np.bool_]:
    """Pixels whose centre lies in the polygon or on its border (even–odd rule)."""
    crossings = np.zeros((rows, columns + 1), np.bool_)
    border = np.zeros((rows, columns), np.bool_)
    points = np.array(vertices, np.int64) - 1
    for start, end in zip(points, np.roll(points, -1, axis=0), strict=True):
        _add_edge(crossings, border, start.tolist(), end.tolist())
    inside = np.logical_xor.accumulate(crossings[:, :columns], axis=1)
    inside |= border
    return inside


def _add_edge(
    crossings: NDArray[np.bool_],
    border: NDArray[np.bool_],
    start: list[int],
    end: list[int],
) -> None:
    """From (row, column) to (row, column), counted from 0."""
    rows, columns = border.shape
    (top, left), (bottom, right) = sorted((start, end))
    if top == bottom:
        if 0 <= top < rows:
            border[top, max(left, 0) : max(right + 1, 0)] = True
        return
    lines = np.arange(max(top, 0), min(bottom + 1, rows))
    run, height = (lines - top) * (right - left), bottom - top
    at = left - (-run // height)
    exact = (run % height == 0) & (at >= 0) & (at < columns)
    border[lines[exact], at[exact]] = True
    lines, at = lines[lines < bottom], at[lines < bottom]
    crossings[lines, np.clip(at, 0, columns)] ^= True
