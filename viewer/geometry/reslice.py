"""A plane or a slab through a volume: nearest voxel, or linear between voxels.

Slabs are made of planes along their normal, one for each layer of voxels that it
crosses. Outside the volume, in gaps and in padding there is no value.
"""

from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from viewer.geometry.blending import Blend, Blending
from viewer.geometry.mixing import mixed, no_values
from viewer.geometry.plane import Plane, Vector, cross, dot
from viewer.geometry.volume import VolumeGrid
from viewer.records import dataclass

Values = NDArray[Any]
Mask = NDArray[np.bool_]
Index = np.int32 | np.int64

_CHUNK_PIXELS = 1 << 16
"""Pixels worked on at a time, so that what is needed stays in the processor's cache."""

_SAME = 1e-4
"""Indices that differ by less are one: planes along the voxels stay exact."""

_EDGE = 0.5 + 1e-6
"""The outermost voxels reach half a voxel beyond their centres."""


_SMALL = 1 << 29
"""Volumes with fewer voxels are indexed by 32 bits, also from far outside of them."""


@dataclass(frozen=True, slots=True, eq=False)
class Volume:
    """All voxels once, (slices, rows, columns) as the grid has them, C-contiguous.

    `empty` is the value that stands for none; `padding` (low, high), both included,
    are more of them. Of floats, what is not finite is none either.
    """

    grid: VolumeGrid
    values: Values
    empty: float
    padding: tuple[float, float] | None = None

    @property
    def nbytes(self) -> int:
        """Bytes in memory."""
        return int(self.values.nbytes)


@dataclass(frozen=True, slots=True)
class Cut:
    """A plane of `rows` × `columns` pixels; with `slab_mm` what lies around it, too."""

    plane: Plane
    rows: int
    columns: int
    slab_mm: float = 0.0
    blend: Blend = "max"


def resliced(volume: Volume, cut: Cut, smooth: bool = True) -> Values:
    """(rows, columns) of the volume's type; `volume.empty` where there is no value.

    `smooth` is linear between voxels, also for each plane of a slab; where it passes
    through the centres of voxels their own values are taken.
    """
    out: Values = np.empty((cut.rows, cut.columns), volume.values.dtype)
    reslice_rows(volume, cut, smooth, 0, out)
    return out


def reslice_rows(
    volume: Volume, cut: Cut, smooth: bool, start: int, out: Values
) -> None:
    """`resliced` of as many rows as `out` has, the first of them `start`."""
    ways = _Ways.of(volume.grid, cut)
    offsets_mm = ways.offsets_mm(cut.slab_mm)
    per_chunk = max(_CHUNK_PIXELS // cut.columns, 1)
    for first in range(0, len(out), per_chunk):
        part = out[first : first + per_chunk]
        rows = np.arange(start + first, start + first + len(part))
        if len(offsets_mm) > 1:
            blending = Blending(part.shape, part.dtype, cut.blend)
            for mm in offsets_mm:
                make = _linear if smooth else _nearest
                layer = make(volume, ways, rows, mm)
                blending.add(layer, _absent(volume, ways, rows, mm, layer))
            blending.finish(part, volume.empty)
        else:
            _plane(volume, ways, rows, smooth, part)


def layer_step_mm(grid: VolumeGrid, normal: Vector) -> float:
    """From layer to layer of voxels along a direction: the axis crossed most counts."""
    return 1.0 / max(abs(part) for part in _voxels(grid, normal))


def _voxels(grid: VolumeGrid, way_mm: Vector) -> tuple[float, float, float]:
    """How many slices, rows and columns a way in the patient goes."""
    column, row, place = grid.column_mm, grid.row_mm, grid.slice_mm
    across = cross(row, place), cross(place, column), cross(column, row)
    whole = dot(column, across[0])
    i, j, k = (dot(way_mm, one) / whole for one in across)
    return k, j, i


def _steps(
    grid: VolumeGrid, cosine: Vector, spacing_mm: float, count: int
) -> tuple[float, ...]:
    """What a pixel adds to the index; nothing where all of them add next to nothing."""
    steps = (part * spacing_mm for part in _voxels(grid, cosine))
    return tuple(0.0 if abs(step) * count < _SAME else step for step in steps)


def layers(grid: VolumeGrid, cut: Cut) -> int:
    """How many layers of voxels the slab takes in, 1 for a plane."""
    return len(_Ways.of(grid, cut).offsets_mm(cut.slab_mm))


@dataclass(frozen=True, slots=True, eq=False)
class _Ways:
    """Index into the volume (place of the slice, row, column) by pixel of the plane.

    `start` is that of the first pixel, `across` what a column adds, `down` what a row
    adds, `through` what a millimetre along the normal adds.
    """

    start: tuple[float, ...]
    across: tuple[float, ...]
    down: tuple[float, ...]
    through: tuple[float, ...]
    columns: int

    @classmethod
    def of(cls, grid: VolumeGrid, cut: Cut) -> "_Ways":
        plane = cut.plane
        x, y, z = (
            at - first
            for at, first in zip(plane.position_mm, grid.origin_mm, strict=True)
        )
        return cls(
            _voxels(grid, (x, y, z)),
            _steps(grid, plane.row_cosine, plane.column_spacing_mm, cut.columns),
            _steps(grid, plane.column_cosine, plane.row_spacing_mm, cut.rows),
            _voxels(grid, plane.normal),
            cut.columns,
        )

    def offsets_mm(self, slab_mm: float) -> list[float]:
        """From the plane to each layer along the normal, symmetrical about 0.

        A step crosses one layer along the axis of the volume that it crosses most.
        """
        step_mm = 1.0 / max(abs(part) for part in self.through)
        half = int(slab_mm / (2 * step_mm) + _SAME)
        return [number * step_mm for number in range(-half, half + 1)]

    def index(self, axis: int, rows: NDArray[np.int64], mm: float) -> Values:
        """Along an axis of the volume, float32, of a shape that fits (rows, columns).

        Whole numbers where all are, so nearly that the difference is no matter.
        """
        parts = self._parts(axis, rows, mm)
        if len(parts) == 2:
            index: Values = parts[0] + parts[1]
            return index
        return _whole_or_not(parts[0])

    def nearest(
        self, axis: int, rows: NDArray[np.int64], mm: float, kind: type[Index]
    ) -> Values:
        """`index` to the nearest whole number, in one pass."""
        parts = self._parts(axis, rows, mm)
        if len(parts) == 1:
            return _nearest_whole(_whole_or_not(parts[0]), kind)
        made: Values = np.empty((len(rows), self.columns), kind)
        half = np.float32(0.5)
        np.add(parts[0] + half, parts[1], out=made, casting="unsafe", dtype=np.float32)
        return made

    def _parts(self, axis: int, rows: NDArray[np.int64], mm: float) -> list[Values]:
        """What the row gives and what the column gives, where they give anything."""
        start = self.start[axis] + mm * self.through[axis]
        down, across = self.down[axis], self.across[axis]
        parts = []
        if down or not across:
            parts.append((start + rows * down).astype(np.float32)[:, None])
        if across:
            columns = np.arange(self.columns) * across + (0.0 if down else start)
            parts.append(columns.astype(np.float32)[None])
        return parts

    def inside(
        self, rows: NDArray[np.int64], mm: float, grid: VolumeGrid
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]] | None:
        """First column of each row that is in the volume, and the first after it.

        None when all are.
        """
        first = np.zeros(len(rows))
        end = np.full(len(rows), float(self.columns))
        ends = (grid.last_place, grid.shape[1] - 1, grid.shape[2] - 1)
        for axis, last in enumerate(ends):
            start = self.start[axis] + mm * self.through[axis] + rows * self.down[axis]
            step = self.across[axis]
            if step == 0.0:
                end[(start < -_EDGE) | (start > last + _EDGE)] = 0.0
                continue
            bounds = ((-_EDGE - start) / step, (last + _EDGE - start) / step)
            low, high = bounds if step > 0 else bounds[::-1]
            np.maximum(first, np.ceil(low), out=first)
            np.minimum(end, np.floor(high) + 1, out=end)
        if not first.any() and (end == self.columns).all():
            return None
        np.maximum(end, first, out=end)
        return first.astype(np.int64), end.astype(np.int64)


def _plane(
    volume: Volume, ways: _Ways, rows: NDArray[np.int64], smooth: bool, out: Values
) -> None:
    out[:] = (_linear if smooth else _nearest)(volume, ways, rows, 0.0)
    absent = _absent(volume, ways, rows, 0.0, out)
    if absent is not None:
        out[absent] = volume.empty


def _nearest(volume: Volume, ways: _Ways, rows: NDArray[np.int64], mm: float) -> Values:
    """The voxel nearest to each pixel; any, where there is none."""
    grid = volume.grid
    _, high, wide = grid.shape
    kind: type[Index] = np.int32 if volume.values.size < _SMALL else np.int64
    if grid.places:
        flat = _nearest_whole(_slices(grid, ways.index(0, rows, mm)), kind)
    else:
        flat = ways.nearest(0, rows, mm, kind)
    flat = flat * kind(high * wide)
    flat = flat + ways.nearest(1, rows, mm, kind) * kind(wide)
    flat = flat + ways.nearest(2, rows, mm, kind)
    found = volume.values.reshape(-1).take(flat, mode="clip")
    return np.broadcast_to(found, (len(rows), ways.columns))


def _nearest_whole(index: Values, kind: type[Index]) -> Values:
    return (index + np.float32(0.5)).astype(kind)


def _whole_or_not(index: Values) -> Values:
    whole: Values = np.rint(index)
    return whole if np.abs(index - whole).max() < _SAME else index


def _slices(grid: VolumeGrid, place: Values) -> Values:
    """Place of a point → index of its slice; in gaps that of the nearest slice."""
    if not grid.places:
        return place
    index: Values = np.interp(place, grid.places, np.arange(grid.shape[0]))
    for before in grid.gaps:
        start, end = grid.places[before], grid.places[before + 1]
        is_between = (place > start) & (place < end)
        nearest = before + (place > (start + end) / 2)
        index = np.where(is_between, nearest, index)
    return index.astype(np.float32)


def _absent(
    volume: Volume, ways: _Ways, rows: NDArray[np.int64], mm: float, values: Values
) -> Mask | None:
    """Where there is no value: outside, in gaps, in padding; None when nowhere."""
    masks: list[Mask] = []
    grid = volume.grid
    inside = ways.inside(rows, mm, grid)
    if inside is not None:
        columns = np.arange(ways.columns)
        first, end = inside
        masks.append((columns < first[:, None]) | (columns >= end[:, None]))
    if grid.gaps:
        place = np.broadcast_to(ways.index(0, rows, mm), values.shape)
        for before in grid.gaps:
            start, stop = grid.places[before], grid.places[before + 1]
            masks.append((place > start + 0.5) & (place < stop - 0.5))
    masks += no_values(volume, values)
    absent = np.logical_or.reduce(masks) if masks else None
    return absent if absent is not None and absent.any() else None


def _linear(volume: Volume, ways: _Ways, rows: NDArray[np.int64], mm: float) -> Values:
    """Between the up to eight voxels around each pixel."""
    grid = volume.grid
    _, high, wide = grid.shape
    flat: Values = np.zeros((1, 1), np.int64)
    shares: list[Values | None] = []
    for axis, stride in enumerate((high * wide, wide, 1)):
        index = ways.index(axis, rows, mm)
        if axis == 0:
            index = _slices(grid, index)
        low, share = _split(index, grid.shape[axis])
        flat = flat + low * stride
        shares.append(share)
    strides = (high * wide, wide, 1)
    sides = [(0, 1) if share is not None else (0,) for share in shares]
    voxels = volume.values.reshape(-1)
    corners = {
        corner: voxels[sum(map(int.__mul__, corner, strides)) :].take(flat, mode="clip")
        for corner in product(*sides)
    }
    made = mixed(volume, corners, shares)
    kind = volume.values.dtype
    if kind.kind in "iu":
        np.rint(made, out=made)
    made = made.astype(kind, copy=False)
    return np.broadcast_to(made, (len(rows), ways.columns))


def _split(index: Values, length: int) -> tuple[NDArray[np.int64], Values | None]:
    """The voxel before each point, and the share of the one after it.

    None when all points lie on voxels.
    """
    last = length - 1
    if index.min() < 0 or index.max() > last:
        index = np.clip(index, 0, last)
    low = index.astype(np.int64)
    if last == 0 or (index.size <= index.shape[0] + index.shape[1] and _whole(index)):
        return low, None
    np.minimum(low, last - 1, out=low)
    return low, index - low.astype(np.float32)


def _whole(index: Values) -> bool:
    return bool((index == np.rint(index)).all())
