"""When slices are a volume, by their positions and cosines alone, and where it lies.

Never by thickness, number or file (PS3.3 C.7.6.2.1.1). The tilt of a gantry stays in
the grid: its slices are sheared against each other, and planes are cut through them
as they lie. Slices that lie unevenly keep their own places.
"""

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from viewer.geometry.plane import Plane, Vector, cross, dot
from viewer.records import dataclass
from viewer.text import figure, tr, trn

FEWEST_SLICES = 3
"""Two slices say nothing of how the others would lie."""

DIRECTION_TOLERANCE = 0.001
"""By so much the cosines of slices of one volume may differ: 0.06°."""

SPACING_TOLERANCE = 0.001
"""By this part of it the pixel spacing of slices may differ."""

SHIFT_TOLERANCE_MM = 0.1
"""So far a slice may lie off its place: positions are written with few digits."""

SAME_PLACE_MM = 0.005
"""Slices that lie closer are repeats."""

LARGEST_TILT_DEGREES = 45.0
"""No gantry tilts so far; planes beyond are no stack of slices."""

TILT_SAID_DEGREES = 0.1

SPARSE_MM = 10.0
"""Slices that lie farther apart leave most of what is between them to be guessed."""

LARGEST_UNEVENNESS = 3.0
"""The widest step over the narrowest: beyond, too much lies between two slices."""

GAP_STEPS = 1.9
"""A step as wide as two or more usual ones: a slice is missing there."""

_MOST_GAPS = 0.25
_WHOLE = 0.1


class NotAVolumeError(Exception):
    """The slices are no volume; the sentence says why."""


@dataclass(frozen=True, slots=True)
class VolumeGrid:
    """Where the voxels of a volume lie in the patient (LPS, mm).

    `origin_mm` is the centre of the first voxel; `column_mm`, `row_mm` and `slice_mm`
    lead from it to the next column, row and slice. `places` has where each slice lies,
    counted in `slice_mm`, only when they lie unevenly. After the slices in `gaps`
    (counted from 0) others are missing. `tilt_degrees` is the angle between `slice_mm`
    and the normal of the slices.
    """

    shape: tuple[int, int, int]
    """Slices, rows, columns."""
    origin_mm: Vector
    column_mm: Vector
    row_mm: Vector
    slice_mm: Vector
    places: tuple[float, ...] = ()
    gaps: tuple[int, ...] = ()
    missing: int = 0
    tilt_degrees: float = 0.0

    @property
    def axes_mm(self) -> NDArray[np.float64]:
        """Columns of a matrix: the steps along column index, row index and slice."""
        steps = np.array([self.column_mm, self.row_mm, self.slice_mm], np.float64)
        return np.ascontiguousarray(steps.T)

    @property
    def spacings_mm(self) -> tuple[float, float, float]:
        """Between columns, between rows, and between slices along their normal."""
        normal = self.normal
        return (
            math.sqrt(dot(self.column_mm, self.column_mm)),
            math.sqrt(dot(self.row_mm, self.row_mm)),
            dot(self.slice_mm, normal),
        )

    @property
    def normal(self) -> Vector:
        """Unit vector across the slices, on the side to which their number rises."""
        return _unit(cross(self.column_mm, self.row_mm))

    @property
    def last_place(self) -> float:
        """Where the last slice lies, counted in `slice_mm`."""
        return self.places[-1] if self.places else float(self.shape[0] - 1)

    def to_patient(self, column: float, row: float, place: float) -> Vector:
        """Index from 0 (a voxel's centre is whole) → patient (x, y, z) in mm."""
        x, y, z = self.origin_mm + self.axes_mm @ (column, row, place)
        return float(x), float(y), float(z)

    @property
    def centre_mm(self) -> Vector:
        """The middle of the volume."""
        _, rows, columns = self.shape
        return self.to_patient((columns - 1) / 2, (rows - 1) / 2, self.last_place / 2)

    def corners_mm(self) -> NDArray[np.float64]:
        """The eight outermost voxel centres, (8, 3)."""
        _, rows, columns = self.shape
        ends = ((0, columns - 1), (0, rows - 1), (0, self.last_place))
        indices = np.array(np.meshgrid(*ends)).reshape(3, -1)
        corners: NDArray[np.float64] = (self.axes_mm @ indices).T
        corners += self.origin_mm
        return corners

    def statements(self) -> tuple[str, ...]:
        """What a reader has to know of planes through this volume."""
        said = []
        if self.tilt_degrees > TILT_SAID_DEGREES:
            degrees = figure(self.tilt_degrees, ".1f")
            said.append(tr("Gantry tilt of {degrees}° corrected", degrees=degrees))
        if self.missing:
            said.append(
                trn(
                    "{count} slice is missing: its place is empty",
                    "{count} slices are missing: their places are empty",
                    self.missing,
                )
            )
        elif self.places:
            steps = [b - a for a, b in pairwise(self.places)]
            normal_mm = self.spacings_mm[2]
            low, high = (figure(end * normal_mm, ".3g") for end in _ends(steps))
            said.append(
                tr("Slices {low} to {high} mm apart: interpolated", low=low, high=high)
            )
        elif self.spacings_mm[2] > SPARSE_MM:
            step = figure(self.spacings_mm[2], ".3g")
            said.append(tr("Slices {step} mm apart: interpolated", step=step))
        return tuple(said)


@dataclass(frozen=True, slots=True)
class Stacked:
    """The grid, and which of the planes is which slice of it (`order[slice]`)."""

    grid: VolumeGrid
    order: tuple[int, ...]


def stacked(planes: Sequence[Plane | None], rows: int, columns: int) -> Stacked:
    """The grid of slices that all have `rows` × `columns` pixels, in any order.

    Raises NotAVolumeError with the reason.
    """
    known = [plane for plane in planes if plane is not None]
    if len(known) < len(planes):
        raise NotAVolumeError(
            tr("It is not stated where the slices lie in the patient.")
        )
    if len(known) < FEWEST_SLICES:
        raise NotAVolumeError(
            trn(
                "{count} slice is no volume.",
                "{count} slices are no volume.",
                len(known),
            )
        )
    first = known[0]
    _check_directions(known)
    along = [dot(plane.position_mm, first.normal) for plane in known]
    order = sorted(range(len(known)), key=along.__getitem__)
    steps = [along[b] - along[a] for a, b in pairwise(order)]
    repeats = sum(step < SAME_PLACE_MM for step in steps)
    if repeats:
        raise NotAVolumeError(
            trn(
                "{count} slice lies where another one lies.",
                "{count} slices lie where others lie.",
                repeats,
            )
        )
    positions = np.array([known[index].position_mm for index in order])
    step_mm, places, gaps = _places(steps)
    slice_mm = _slice_mm(positions, places)
    grid = VolumeGrid(
        shape=(len(known), rows, columns),
        origin_mm=_vector(_fitted_origin(positions, places, slice_mm)),
        column_mm=_scaled(first.row_cosine, first.column_spacing_mm),
        row_mm=_scaled(first.column_cosine, first.row_spacing_mm),
        slice_mm=slice_mm,
        places=() if places == tuple(range(len(known))) else places,
        gaps=gaps,
        missing=sum(round(steps[after] / step_mm) - 1 for after in gaps),
        tilt_degrees=_tilt(slice_mm, first.normal),
    )
    _check_places(grid, positions, places)
    return Stacked(grid, tuple(order))


def _check_directions(planes: Sequence[Plane]) -> None:
    first = planes[0]
    for plane in planes[1:]:
        for one, other in (
            (plane.row_cosine, first.row_cosine),
            (plane.column_cosine, first.column_cosine),
        ):
            if max(abs(a - b) for a, b in zip(one, other, strict=True)) > (
                DIRECTION_TOLERANCE
            ):
                raise NotAVolumeError(tr("The slices are not parallel."))
        for mine, its in (
            (plane.row_spacing_mm, first.row_spacing_mm),
            (plane.column_spacing_mm, first.column_spacing_mm),
        ):
            if abs(mine - its) > SPACING_TOLERANCE * its:
                raise NotAVolumeError(tr("The slices have different pixel sizes."))


def _places(steps: list[float]) -> tuple[float, tuple[float, ...], tuple[int, ...]]:
    """(usual step in mm, place of each slice in such steps, slices before gaps)."""
    numbers = np.arange(len(steps) + 1)
    along = np.concatenate(([0.0], np.cumsum(steps)))
    even_mm, start_mm = np.polyfit(numbers, along, 1)
    off = np.abs(along - numbers * even_mm - start_mm).max()
    if off <= min(SHIFT_TOLERANCE_MM, even_mm / 10):
        return float(even_mm), tuple(range(len(steps) + 1)), ()
    usual = sorted(steps)[(len(steps) - 1) // 2]
    wide = tuple(n for n, step in enumerate(steps) if step > GAP_STEPS * usual)
    narrow = [step for step in steps if step <= GAP_STEPS * usual]
    whole = all(
        _is_whole(step / usual) for step in (*(steps[n] for n in wide), *narrow)
    )
    if wide and whole and len(wide) <= _MOST_GAPS * len(steps):
        usual = sum(narrow) / len(narrow)
        places = [0.0]
        for step in steps:
            places.append(places[-1] + round(step / usual))
        return usual, tuple(places), wide
    if max(steps) > LARGEST_UNEVENNESS * min(steps):
        low, high = (figure(end, ".3g") for end in _ends(steps))
        raise NotAVolumeError(
            tr("The slices lie {low} to {high} mm apart.", low=low, high=high)
        )
    places = [0.0]
    for step in steps:
        places.append(places[-1] + step / usual)
    return usual, tuple(places), ()


def _slice_mm(positions: NDArray[np.float64], places: tuple[float, ...]) -> Vector:
    """The step from slice to slice that fits all positions best."""
    centred = np.array(places) - np.mean(places)
    fitted = centred @ (positions - positions.mean(axis=0)) / (centred @ centred)
    return _vector(fitted)


def _fitted_origin(
    positions: NDArray[np.float64], places: tuple[float, ...], slice_mm: Vector
) -> NDArray[np.float64]:
    origin: NDArray[np.float64] = positions.mean(axis=0)
    return origin - float(np.mean(places)) * np.array(slice_mm)


def _tilt(slice_mm: Vector, normal: Vector) -> float:
    along = dot(slice_mm, normal)
    across = math.sqrt(max(dot(slice_mm, slice_mm) - along * along, 0.0))
    degrees = math.degrees(math.atan2(across, along))
    if degrees > LARGEST_TILT_DEGREES:
        raise NotAVolumeError(tr("The slices lie beside each other, not in a stack."))
    return degrees


def _check_places(
    grid: VolumeGrid, positions: NDArray[np.float64], places: tuple[float, ...]
) -> None:
    """Each slice lies where the grid has it, along the normal and within its plane."""
    wanted = np.array(grid.origin_mm) + np.outer(places, grid.slice_mm)
    off = np.linalg.norm(positions - wanted, axis=1)
    allowed = max(SHIFT_TOLERANCE_MM, min(grid.spacings_mm[:2]) / 4)
    if off.max() > allowed:
        raise NotAVolumeError(tr("The slices are shifted against each other."))


def _is_whole(part: float) -> bool:
    return abs(part - round(part)) < _WHOLE


def _ends(values: Sequence[float]) -> tuple[float, float]:
    return min(values), max(values)


def _vector(values: NDArray[np.float64]) -> Vector:
    x, y, z = (float(value) for value in values)
    return x, y, z


def _scaled(vector: Vector, factor: float) -> Vector:
    return vector[0] * factor, vector[1] * factor, vector[2] * factor


def _unit(vector: Vector) -> Vector:
    return _scaled(vector, 1.0 / math.sqrt(dot(vector, vector)))
