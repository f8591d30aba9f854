"""Where planes of one frame of reference meet, and which slice lies nearest to a point.

Image coordinates are continuous, the corner of the first pixel at (0, 0); distances are
millimetres along a plane's normal.
"""

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from viewer.geometry.plane import Plane, Vector, cross, dot
from viewer.records import dataclass

PARALLEL_DEGREES = 5.0
"""Planes that are inclined by less are followed slice by slice, not drawn as lines."""

SLACK_MM = 1e-3
"""Positions are written with few digits: that much more than half a spacing is none."""

_SAME_PLACE_MM = 0.005
_IN_A_ROW = 0.999
"""Cosine between the normals of slices that have a distance from each other."""

_LEAST_LENGTH_MM = 1e-6

Point = tuple[float, float]
"""(column, row)"""
Segment = tuple[Point, Point]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A plane with its edges: that of an image of so many rows and columns."""

    plane: Plane
    rows: int
    columns: int

    @property
    def centre_mm(self) -> Vector:
        """The middle of the image in the patient."""
        return self.plane.to_patient(self.columns / 2, self.rows / 2)


class ParallelSheets(Sequence[Sheet]):
    """Planes one behind the other, each made when it is asked for."""

    def __init__(self, first: Sheet, step_mm: float, count: int) -> None:
        self.first, self.step_mm = first, step_mm
        self._count = count

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, index: int) -> Sheet: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Sheet]: ...

    def __getitem__(self, index: int | slice) -> Sheet | Sequence[Sheet]:
        if isinstance(index, slice):
            return tuple(self[at] for at in range(*index.indices(self._count)))
        at = index + self._count if index < 0 else index
        if not 0 <= at < self._count:
            raise IndexError(index)
        plane = self.first.plane
        position_mm = _moved(plane.position_mm, plane.normal, at * self.step_mm)
        return replace(self.first, plane=replace(plane, position_mm=position_mm))


@dataclass(frozen=True, slots=True)
class Nearest:
    """A slice of a stack and how far from it a point lies, signed along its normal."""

    index: int
    distance_mm: float
    is_within: bool
    """By no more than half the distance from slice to slice."""


def are_parallel(one: Plane, other: Plane) -> bool:
    """Inclined to each other by less than `PARALLEL_DEGREES`, whichever way round."""
    return abs(dot(one.normal, other.normal)) > math.cos(math.radians(PARALLEL_DEGREES))


def crossing(sheet: Sheet, seen: Sheet) -> Segment | None:
    """The line along which `sheet` cuts `seen`, in image coordinates of `seen`.

    Only what lies within the edges of both; None where they do not meet there, or are
    parallel.
    """
    if are_parallel(sheet.plane, seen.plane):
        return None
    normal, seen_normal = sheet.plane.normal, seen.plane.normal
    along = cross(seen_normal, normal)
    length = math.sqrt(dot(along, along))
    along = (along[0] / length, along[1] / length, along[2] / length)
    level = dot(normal, sheet.plane.position_mm)
    seen_level = dot(seen_normal, seen.plane.position_mm)
    start = _common_point(normal, level, seen_normal, seen_level)
    span = (-math.inf, math.inf)
    for one in (sheet, seen):
        span = _within(one, start, along, span)
    if span[1] - span[0] <= _LEAST_LENGTH_MM:
        return None
    first, last = (
        seen.plane.to_image(_moved(start, along, distance)) for distance in span
    )
    return first[:2], last[:2]


def _moved(start: Vector, along: Vector, distance_mm: float) -> Vector:
    x, y, z = (s + distance_mm * a for s, a in zip(start, along, strict=True))
    return x, y, z


def _common_point(
    one: Vector, level: float, other: Vector, other_level: float
) -> Vector:
    """A point x of both planes: one·x = level and other·x = other_level."""
    cosine = dot(one, other)
    square = 1.0 - cosine * cosine
    first = (level - cosine * other_level) / square
    second = (other_level - cosine * level) / square
    x, y, z = (first * a + second * b for a, b in zip(one, other, strict=True))
    return x, y, z


def _within(
    sheet: Sheet, start: Vector, along: Vector, span: tuple[float, float]
) -> tuple[float, float]:
    """The part of a line through `start` that lies within the edges of an image."""
    column, row, _ = sheet.plane.to_image(start)
    low, high = span
    for place, slope, size in (
        (
            column,
            dot(along, sheet.plane.row_cosine) / sheet.plane.column_spacing_mm,
            sheet.columns,
        ),
        (
            row,
            dot(along, sheet.plane.column_cosine) / sheet.plane.row_spacing_mm,
            sheet.rows,
        ),
    ):
        if abs(slope) < 1e-12:
            if not 0 <= place <= size:
                return 0.0, 0.0
            continue
        ends = sorted((-place / slope, (size - place) / slope))
        low, high = max(low, ends[0]), min(high, ends[1])
    return low, high


class Stack:
    """The planes of a display set in its order; what it can be asked is quick.

    A frame without a plane has none of the answers. `thickness_mm` is what tells of
    the reach of a slice that is alone, 0 when nothing does. `any_sheet` is one of the
    planes, None when there are none.
    """

    def __init__(
        self, sheets: Sequence[Sheet | None], thickness_mm: float = 0.0
    ) -> None:
        count = len(sheets)
        self.sheets: Sequence[Sheet | None]
        self._normals = np.zeros((count, 3))
        self._levels = np.full(count, np.inf)
        if isinstance(sheets, ParallelSheets):
            self.sheets, plane = sheets, sheets.first.plane
            self._normals[:] = plane.normal
            level = dot(plane.normal, plane.position_mm)
            self._levels[:] = level + np.arange(count) * sheets.step_mm
        else:
            self.sheets = tuple(sheets)
            for index, sheet in enumerate(self.sheets):
                if sheet is not None:
                    normal = sheet.plane.normal
                    self._normals[index] = normal
                    self._levels[index] = dot(normal, sheet.plane.position_mm)
        self.any_sheet = next((sheet for sheet in self.sheets if sheet), None)
        self.spacing_mm = self._usual_spacing() or thickness_mm

    def level_of(self, index: int) -> float:
        """How far along its own normal a slice lies, infinite without a plane."""
        return float(self._levels[index])

    def nearest(
        self, point_mm: Vector, among: NDArray[Any] | None = None
    ) -> Nearest | None:
        """The slice whose plane passes nearest to a point.

        `among` holds the indexes that are asked about, the preferred ones first where
        several lie equally near; None for all. None when no frame has a plane.
        """
        normals, levels = self._of(self._normals, among), self._of(self._levels, among)
        return self._least(normals @ np.asarray(point_mm) - levels, among)

    def nearest_level(
        self, level_mm: float, among: NDArray[Any] | None = None
    ) -> Nearest | None:
        """The same for a place along the slices' own normals."""
        return self._least(level_mm - self._of(self._levels, among), among)

    def reaches(self, distance_mm: float) -> bool:
        """Half the distance from slice to slice, or less."""
        return abs(distance_mm) <= self.spacing_mm / 2 + SLACK_MM

    def _of(self, values: NDArray[Any], among: NDArray[Any] | None) -> NDArray[Any]:
        return values if among is None else values[among]

    def _least(
        self, distances: NDArray[Any], among: NDArray[Any] | None
    ) -> Nearest | None:
        if not len(distances):
            return None
        far = np.round(np.abs(distances) / _SAME_PLACE_MM)
        place = int(far.argmin())
        distance = float(distances[place])
        if not math.isfinite(distance):
            return None
        index = place if among is None else int(among[place])
        return Nearest(index, distance, self.reaches(distance))

    def _usual_spacing(self) -> float:
        """The median distance between neighbours; 0 where there are none in a row."""
        placed = np.isfinite(self._levels)
        levels, normals = np.sort(self._levels[placed]), self._normals[placed]
        if not len(levels) or (normals @ normals[0]).min() < _IN_A_ROW:
            return 0.0
        gaps = np.diff(levels)
        gaps = gaps[gaps > _SAME_PLACE_MM]
        return float(np.median(gaps)) if len(gaps) else 0.0
