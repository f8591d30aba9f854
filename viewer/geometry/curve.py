"""A smooth curve through points, by its length, and a volume cut along it.

Between the points it is a centripetal Catmull-Rom spline: it passes through all of
them without loops. Along the curve a pair of directions across it turns no more than
the curve itself does (parallel transport).
"""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from viewer.geometry.blending import Blend, Blending
from viewer.geometry.plane import Plane, Vector
from viewer.geometry.reslice import Cut, Values, Volume, resliced
from viewer.records import dataclass
from viewer.text import tr

SAME_POINT_MM = 0.05
"""Points that lie closer are one."""

LONGEST_MM = 3000.0

_FINE_MM = 0.05
"""The length is that of straight pieces so short."""

Floats = NDArray[np.float64]


class CurveError(Exception):
    """No curve leads through the points; the sentence says why."""


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """Places along a curve, `step_mm` apart along it, the first one at its beginning.

    `points_mm`, `along`, `across` are (count, 3): where, in which direction it goes,
    and a direction across it. `at_mm` is how far along the points lie that it was made
    of.
    """

    points_mm: Floats
    along: Floats
    across: Floats
    step_mm: float
    length_mm: float
    at_mm: tuple[float, ...]

    def deep(self) -> Floats:
        """(count, 3): at right angles to `along` and `across`."""
        made: Floats = np.cross(self.along, self.across)
        return made

    def turned(self, degrees: float) -> Floats:
        """(count, 3): the directions across it, turned about it."""
        angle = math.radians(degrees)
        made: Floats = math.cos(angle) * self.across + math.sin(angle) * self.deep()
        return made


@dataclass(frozen=True, slots=True, eq=False)
class CurvedCut:
    """A volume straightened along a curve: a row for each place, columns across it.

    The middle of the row lies on the curve. The rows go in the direction that is
    `degrees` about the curve from its own; a slab is as thick at right angles to both.
    """

    curve: Curve
    degrees: float
    columns: int
    pixel_mm: float
    slab_mm: float = 0.0
    blend: Blend = "max"

    @property
    def rows(self) -> int:
        """Places along the curve."""
        return len(self.curve.points_mm)

    def offset_mm(self, column: float) -> float:
        """From the curve to a continuous column, along the row."""
        return (column - self.columns / 2) * self.pixel_mm

    def along_mm(self, row: float) -> float:
        """How far along the curve a continuous row lies."""
        return (row - 0.5) * self.curve.step_mm

    def to_patient(self, column: float, row: float) -> Vector:
        """Continuous image coordinates → patient (x, y, z) in mm."""
        place = min(max(row - 0.5, 0.0), self.rows - 1.0)
        before = min(int(place), self.rows - 2)
        share = place - before
        across = self.curve.turned(self.degrees)
        point = _between(self.curve.points_mm, before, share)
        return _vector(point + self.offset_mm(column) * _between(across, before, share))


def curve_through(points: Sequence[Vector], step_mm: float, facing: Vector) -> Curve:
    """The curve through the points in their order. Raises CurveError.

    At its beginning `across` lies in the plane that `facing` is the normal of, as far
    as the curve does.
    """
    kept: list[Vector] = []
    for point in points:
        if not kept or math.dist(kept[-1], point) > SAME_POINT_MM:
            kept.append(point)
    if len(kept) < 2:
        raise CurveError(tr("A curve needs two points that lie apart."))
    fine, at_points = _fine(np.array(kept, np.float64))
    pieces = np.linalg.norm(np.diff(fine, axis=0), axis=1)
    far: Floats = np.append(0.0, np.cumsum(pieces)).astype(np.float64)
    length = float(far[-1])
    if length > LONGEST_MM or length < 2 * step_mm:
        raise CurveError(tr("The curve is too short or too long to be straightened."))
    count = int(length / step_mm + 1e-9) + 1
    wanted = np.arange(count, dtype=np.float64) * step_mm
    places = [np.interp(wanted, far, fine[:, axis]) for axis in range(3)]
    along = _directions(fine, far, wanted)
    return Curve(
        np.stack(places, axis=1),
        along,
        _transported(along, facing),
        step_mm,
        length,
        tuple(float(far[index]) for index in at_points),
    )


def straightened(volume: Volume, cut: CurvedCut, smooth: bool = True) -> Values:
    """(rows, columns) of the volume's type; `volume.empty` where there is no value.

    Each row is cut as a plane of the layers of its slab, as far apart as the voxels.
    """
    curve, across = cut.curve, cut.curve.turned(cut.degrees)
    deep = np.cross(curve.along, across)
    step_mm = min(volume.grid.spacings_mm)
    half = int(cut.slab_mm / (2 * step_mm) + 1e-4)
    starts = curve.points_mm + across * cut.offset_mm(0.5) - deep * half * step_mm
    made: Values = np.empty((2 * half + 1, cut.rows, cut.columns), volume.values.dtype)
    for row in range(cut.rows):
        plane = Plane(
            _vector(starts[row]),
            _vector(across[row]),
            _vector(deep[row]),
            step_mm,
            cut.pixel_mm,
        )
        patch = Cut(plane, len(made), cut.columns)
        made[:, row] = resliced(volume, patch, smooth)
    return _blended(made, volume, cut.blend) if half else made[0]


def _blended(made: Values, volume: Volume, blend: Blend) -> Values:
    """Layers (layers, rows, columns) made one."""
    out: Values = np.empty(made.shape[1:], made.dtype)
    blending = Blending(out.shape, out.dtype, blend)
    for layer in made:
        absent = ~np.isfinite(layer) | (layer == volume.empty)
        if volume.padding is not None:
            low, high = volume.padding
            absent |= (layer >= low) & (layer <= high)
        blending.add(layer, absent)
    blending.finish(out, volume.empty)
    return out


def _fine(points: Floats) -> tuple[Floats, list[int]]:
    """Many places along the curve, and which of them the given points are."""
    if len(points) == 2:
        count = max(int(math.dist(*points) / _FINE_MM), 2)
        share = np.linspace(0.0, 1.0, count + 1)[:, None]
        straight: Floats = points[0] * (1 - share) + points[1] * share
        return straight, [0, count]
    ends = 2 * points[0] - points[1], 2 * points[-1] - points[-2]
    around = np.vstack((ends[0], points, ends[1]))
    made, at = [points[:1]], [0]
    for number in range(len(points) - 1):
        piece = _spline(around[number : number + 4])
        made.append(piece)
        at.append(at[-1] + len(piece))
    return np.vstack(made), at


def _spline(four: Floats) -> Floats:
    """From the second of four points to the third, without the second itself.

    Barry and Goldman's pyramid, the knots by the root of the distances.
    """
    gaps = np.sqrt(np.linalg.norm(np.diff(four, axis=0), axis=1))
    t = np.concatenate(([0.0], np.cumsum(gaps)))
    count = max(int(np.linalg.norm(four[2] - four[1]) / _FINE_MM), 8)
    u = np.linspace(t[1], t[2], count + 1)[1:, None]

    def mixed(one: Floats, other: Floats, start: float, end: float) -> Floats:
        made: Floats = ((end - u) * one + (u - start) * other) / (end - start)
        return made

    a = [mixed(four[n], four[n + 1], t[n], t[n + 1]) for n in range(3)]
    b = [mixed(a[n], a[n + 1], t[n], t[n + 2]) for n in range(2)]
    return mixed(b[0], b[1], t[1], t[2])


def _directions(fine: Floats, far: Floats, wanted: Floats) -> Floats:
    """Unit vectors along the curve, of pieces around each place."""
    reach = max(2 * _FINE_MM, far[-1] * 1e-4)
    ends = [
        np.stack(
            [
                np.interp(np.clip(wanted + side, 0, far[-1]), far, fine[:, axis])
                for axis in range(3)
            ],
            axis=1,
        )
        for side in (-reach, reach)
    ]
    ways = ends[1] - ends[0]
    made: Floats = ways / np.linalg.norm(ways, axis=1)[:, None]
    return made


def _transported(along: Floats, facing: Vector) -> Floats:
    """A direction across each place, turning only with the curve."""
    across = np.empty_like(along)
    first = np.cross(along[0], np.array(facing))
    if np.linalg.norm(first) < 0.1:  # the curve leaves the plane at a right angle
        least = np.eye(3)[np.abs(along[0]).argmin()]
        first = np.cross(along[0], least)
    across[0] = first / np.linalg.norm(first)
    for number in range(1, len(along)):
        moved = across[number - 1]
        before, after = along[number - 1], along[number]
        axis = np.cross(before, after)
        cosine = float(before @ after)
        if cosine > -0.999:
            moved = (
                moved * cosine
                + np.cross(axis, moved)
                + axis * (axis @ moved) / (1.0 + cosine)
            )
        moved = moved - after * (after @ moved)
        across[number] = moved / np.linalg.norm(moved)
    return across


def _between(values: Floats, before: int, share: float) -> Floats:
    made: Floats = values[before] * (1 - share) + values[before + 1] * share
    return made


def _vector(values: Floats) -> Vector:
    x, y, z = (float(value) for value in values)
    return x, y, z
