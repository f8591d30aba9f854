"""A volume as a body that can be rendered: a regular grid of 16-bit codes.

Code 0 is no value (padding, gaps, outside): nothing is seen there. One layer of it
lies around everything, so that surfaces are closed. Where slices are tilted or lie
unevenly they are resampled linearly onto the grid, by `geometry/reslice.py`.
"""

import contextlib
import math
import weakref
from collections.abc import Iterator
from multiprocessing.shared_memory import SharedMemory
from typing import Any

import numpy as np
from numpy.typing import NDArray

from viewer import limits
from viewer.geometry.plane import Plane, Vector
from viewer.geometry.reslice import Cut, Volume, resliced
from viewer.geometry.volume import TILT_SAID_DEGREES, VolumeGrid
from viewer.kinds.scenes import Carving
from viewer.pixels.modality import Rescale
from viewer.records import dataclass
from viewer.text import figure, tr
from viewer.work.memory import create_block
from viewer.work.rendering import RenderingError, block_bytes, number_in
from viewer.work.volume_filling import Filled

Codes = NDArray[np.uint16]

HIGHEST_CODE = 65535
_SMALLEST_STEP = 1e-30
_BYTES_A_VOXEL = 5
"""Two for its code; VTK keeps three more for its slope, by which it is shaded."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the codes lie and what they mean, before they are there.

    `grid` is that of the codes, with the empty layer around; `blocks` how many voxels
    (slices, rows, columns) of the regular volume each of them is the mean of.
    """

    grid: VolumeGrid
    blocks: tuple[int, int, int]
    is_resampled: bool

    @property
    def nbytes(self) -> int:
        """Of the codes."""
        return math.prod(self.grid.shape) * 2


@dataclass(frozen=True, slots=True)
class Solid:
    """What the codes mean: value = `low` + (code − 1) × `step`, in `unit`."""

    layout: Layout
    low: float
    step: float
    unit: str
    notes: tuple[str, ...] = ()

    @property
    def grid(self) -> VolumeGrid:
        """Where the codes lie."""
        return self.layout.grid

    def code(self, value: float) -> float:
        """What a value is among the codes; not whole, and beyond them where it is."""
        return (value - self.low) / self.step + 1.0

    def value(self, code: float) -> float:
        """The value of a code."""
        return self.low + (code - 1.0) * self.step

    @property
    def diameter_mm(self) -> float:
        """Of the sphere around the middle that holds everything."""
        corners = self.grid.corners_mm() - np.array(self.grid.centre_mm)
        return 2.0 * float(np.linalg.norm(corners, axis=1).max())


def layout_of(grid: VolumeGrid) -> Layout:
    """The regular grid for a volume, coarser where it would take too much memory."""
    regular = _regular(grid)
    blocks = [1, 1, 1]
    spacing = [regular.spacings_mm[axis] for axis in (2, 1, 0)]
    while _bytes(regular.shape, blocks) > limits.SOLID_BYTES:
        finest = min(range(3), key=lambda axis: blocks[axis] * spacing[axis])
        blocks[finest] += 1
    found = (blocks[0], blocks[1], blocks[2])
    return Layout(_coarsened(regular, found), found, not is_regular(grid))


def is_regular(grid: VolumeGrid) -> bool:
    """Slices at even steps, one straight above the other."""
    return not grid.places and grid.tilt_degrees <= TILT_SAID_DEGREES


def encode(filled: Filled, layout: Layout, out: Codes) -> Solid:
    """Write the codes of a volume; everything beyond it is empty."""
    volume, transform = filled.volume, filled.info.transform
    assert isinstance(transform, Rescale)
    low, high = _ends(volume)
    is_exact = volume.values.dtype.kind in "iu" and high - low < HIGHEST_CODE
    step = 1.0 if is_exact else max((high - low) / (HIGHEST_CODE - 1), _SMALLEST_STEP)
    first, step = (low, step) if transform.slope >= 0 else (high, -step)
    out[:] = 0
    for number, group in enumerate(_groups(volume, layout)):
        inside = out[number + 1, 1:-1, 1:-1]
        if is_exact and layout.blocks == (1, 1, 1):
            values, gone = group[0].astype(np.int64), absent(group[0], volume)
            inside[:] = np.where(gone, 0, (values - int(first)) * int(step) + 1)
        else:
            codes = np.rint((_mean(group, layout, volume) - first) / step) + 1.0
            inside[:] = np.where(np.isfinite(codes), codes, 0.0)
    return Solid(
        layout,
        first * transform.slope + transform.intercept,
        step * transform.slope,
        filled.info.unit,
        _notes(filled, layout),
    )


def carve(codes: Codes, solid: Solid, carving: Carving) -> None:
    """Empty all voxels that an outline on the screen takes away."""
    mask = _outlined(carving)
    if carving.keeps:
        mask = ~mask
    screen, orbit, grid = carving.screen, carving.orbit, solid.grid
    x0, y0 = screen.place(orbit, grid.origin_mm)
    steps = [
        np.subtract(screen.place(orbit, _moved(grid.origin_mm, way)), (x0, y0))
        for way in (grid.slice_mm, grid.row_mm, grid.column_mm)
    ]
    _, rows, columns = grid.shape
    row, column = np.arange(rows), np.arange(columns)
    rows_high, columns_wide = mask.shape
    for number, plane in enumerate(codes):
        x = x0 + number * steps[0][0] + row[:, None] * steps[1][0]
        y = y0 + number * steps[0][1] + row[:, None] * steps[1][1]
        across = np.floor(x + column * steps[2][0]).astype(np.int32)
        down = np.floor(y + column * steps[2][1]).astype(np.int32)
        on = (across >= 0) & (across < columns_wide) & (down >= 0) & (down < rows_high)
        if carving.keeps:
            gone = np.ones(plane.shape, np.bool_)
            gone[on] = mask[down[on], across[on]]
        else:
            gone = on
            gone[on] = mask[down[on], across[on]]
        plane[gone] = 0


def _outlined(carving: Carving) -> NDArray[np.bool_]:
    """(rows, columns) of the screen: inside the outline, by crossings of each row."""
    screen = carving.screen
    mask = np.zeros((screen.rows, screen.columns), np.bool_)
    points = np.array(carving.outline, np.float64)
    ends = np.roll(points, -1, axis=0)
    centres = np.arange(screen.columns) + 0.5
    for row in range(screen.rows):
        y = row + 0.5
        crossed = (points[:, 1] <= y) != (ends[:, 1] <= y)
        one, other = points[crossed], ends[crossed]
        if len(one):
            part = (y - one[:, 1]) / (other[:, 1] - one[:, 1])
            x = np.sort(one[:, 0] + part * (other[:, 0] - one[:, 0]))
            mask[row] = np.searchsorted(x, centres) % 2 == 1
    return mask


def _regular(grid: VolumeGrid) -> VolumeGrid:
    """The grid itself, or one that holds its slices without tilt at even steps."""
    if is_regular(grid):
        return grid
    ways = [np.array(grid.column_mm), np.array(grid.row_mm), np.array(grid.normal)]
    units = [way / np.linalg.norm(way) for way in ways]
    steps_mm = grid.spacings_mm
    corners = grid.corners_mm()
    origin, counts = np.zeros(3), []
    for unit, step_mm in zip(units, steps_mm, strict=True):
        along = corners @ unit
        counts.append(int((along.max() - along.min()) / step_mm + 0.5) + 1)
        origin += unit * along.min()
    column, row, normal = (
        _vector(unit * step_mm) for unit, step_mm in zip(units, steps_mm, strict=True)
    )
    columns, rows, slices = counts
    return VolumeGrid((slices, rows, columns), _vector(origin), column, row, normal)


def _bytes(shape: tuple[int, int, int], blocks: list[int]) -> int:
    sides = (-(-count // block) + 2 for count, block in zip(shape, blocks, strict=True))
    return math.prod(sides) * _BYTES_A_VOXEL


def _coarsened(grid: VolumeGrid, blocks: tuple[int, int, int]) -> VolumeGrid:
    """Blocks of voxels made one, and an empty one around each side."""
    shape = [
        -(-count // block) + 2 for count, block in zip(grid.shape, blocks, strict=True)
    ]
    first = [(block - 1) / 2 - block for block in blocks]
    ways = [
        _vector(np.array(way) * block)
        for way, block in zip(
            (grid.slice_mm, grid.row_mm, grid.column_mm), blocks, strict=True
        )
    ]
    origin = grid.to_patient(first[2], first[1], first[0])
    return VolumeGrid((shape[0], shape[1], shape[2]), origin, ways[2], ways[1], ways[0])


def _groups(volume: Volume, layout: Layout) -> Iterator[list[NDArray[Any]]]:
    """The slices of the regular volume, as many at a time as are made one."""
    regular, step = _regular(volume.grid), layout.blocks[0]
    for first in range(0, regular.shape[0], step):
        numbers = range(first, min(first + step, regular.shape[0]))
        yield [_slice(volume, regular, layout, number) for number in numbers]


def _slice(
    volume: Volume, regular: VolumeGrid, layout: Layout, number: int
) -> NDArray[Any]:
    if not layout.is_resampled:
        plane: NDArray[Any] = volume.values[number]
        return plane
    _, rows, columns = regular.shape
    column_mm, row_mm, _ = regular.spacings_mm
    plane_there = Plane(
        regular.to_patient(0, 0, number),
        _vector(np.array(regular.column_mm) / column_mm),
        _vector(np.array(regular.row_mm) / row_mm),
        row_mm,
        column_mm,
    )
    return resliced(volume, Cut(plane_there, rows, columns))


def _mean(
    group: list[NDArray[Any]], layout: Layout, volume: Volume
) -> NDArray[np.float64]:
    """The blocks of some slices made one, of what has a value; NaN where none has."""
    _, down, across = layout.blocks
    rows, columns = (count - 2 for count in layout.grid.shape[1:])
    total = np.zeros((rows, columns))
    count = np.zeros((rows, columns), np.int32)
    for plane in group:
        there = ~absent(plane, volume)
        values = np.where(there, plane, 0)
        total += _summed(values.astype(np.float64), down, across)
        count += _summed(there.astype(np.int32), down, across)
    with np.errstate(invalid="ignore"):
        means: NDArray[np.float64] = np.where(count > 0, total, np.nan) / count
    return means


def _summed(plane: NDArray[Any], down: int, across: int) -> NDArray[Any]:
    if down == across == 1:
        return plane
    high, wide = plane.shape
    lower, farther = -high % down, -wide % across
    padded = np.pad(plane, ((0, lower), (0, farther)))
    blocks = padded.reshape((high + lower) // down, down, -1, across)
    made: NDArray[Any] = blocks.sum(axis=(1, 3))
    return made


def absent(plane: NDArray[Any], volume: Volume) -> NDArray[np.bool_]:
    """Where there is no value."""
    if plane.dtype.kind == "f":
        return np.asarray(~np.isfinite(plane), np.bool_)
    low, high = volume.padding or (volume.empty, volume.empty)
    return np.asarray((plane >= low) & (plane <= high), np.bool_)


def _ends(volume: Volume) -> tuple[float, float]:
    """The lowest and the highest value that there is."""
    lows, highs = [], []
    for plane in volume.values:
        there = plane[~absent(plane, volume)]
        if there.size:
            lows.append(float(there.min()))
            highs.append(float(there.max()))
    return min(lows, default=0.0), max(highs, default=0.0)


def _notes(filled: Filled, layout: Layout) -> tuple[str, ...]:
    """What a reader has to know of what is rendered."""
    notes = list(filled.stack.grid.statements())
    if layout.blocks != (1, 1, 1):
        column, row, slices = (figure(part, ".2g") for part in layout.grid.spacings_mm)
        notes.append(
            tr(
                "Made coarser to fit into memory: voxels of {column} × {row} × {slice}"
                " mm",
                column=column,
                row=row,
                slice=slices,
            )
        )
    return tuple(notes)


def _moved(point_mm: Vector, way: Vector) -> Vector:
    x, y, z = (p + w for p, w in zip(point_mm, way, strict=True))
    return x, y, z


def _vector(values: Any) -> Vector:
    x, y, z = (float(value) for value in values)
    return x, y, z


_unlinked: list[SharedMemory] = []
"""Blocks that have no name any more and that some array still needs."""


class Body:
    """The codes of one volume in shared memory, and how they came about.

    Given back with the object, at the latest. Changed by one job at a time.
    """

    def __init__(self, filled: Filled) -> None:
        self.filled = filled
        self.carvings: tuple[Carving, ...] = ()
        self.revision = 0
        layout = layout_of(filled.volume.grid)
        block = create_block(block_bytes(layout.grid))
        if block is None:
            raise RenderingError(
                tr("There is no memory left to show this volume in 3D.")
            )
        memory, self.name = block.buf, block.name
        assert memory is not None
        shape = layout.grid.shape
        count = math.prod(shape)
        flat: Codes = np.frombuffer(memory, np.uint16, count)
        numbers = number_in(memory, layout.grid)
        self._arrays: list[NDArray[Any]] = [flat.reshape(shape), numbers]
        self._release = weakref.finalize(self, _give_back, block, self._arrays)
        self.solid = encode(filled, layout, self.codes)

    @property
    def codes(self) -> Codes:
        """(slices, rows, columns) of `solid.grid`; gone when the body is closed."""
        codes: Codes = self._arrays[0]
        return codes

    def want(self, number: int) -> None:
        """Fine pictures asked for before this number are given up."""
        self._arrays[1][0] = number

    def carve_to(self, carvings: tuple[Carving, ...]) -> None:
        """As if these cuts and no others had been made."""
        done = len(self.carvings)
        if carvings[:done] != self.carvings:
            encode(self.filled, self.solid.layout, self.codes)
            done = 0
        for carving in carvings[done:]:
            carve(self.codes, self.solid, carving)
        self.carvings = carvings
        self.revision += 1

    def close(self) -> None:
        """Give the memory back."""
        self._release()


def embodied(filled: Filled) -> Body:
    """The body of a volume. Raises RenderingError where there is no memory for it."""
    return Body(filled)


def carved(request: tuple[Body, tuple[Carving, ...]]) -> Body:
    """The body with these cuts."""
    body, carvings = request
    body.carve_to(carvings)
    return body


def _give_back(block: SharedMemory, arrays: list[NDArray[Any]]) -> None:
    """Removed at once; unmapped too, unless somebody has a part of an array still."""
    arrays.clear()
    block.unlink()
    _unlinked.append(block)
    for one in _unlinked[:]:
        with contextlib.suppress(BufferError, ValueError):  # others may do this too
            one.close()
            _unlinked.remove(one)
