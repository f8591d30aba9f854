"""The display set of a section: planes one behind the other, each as an image."""

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal, overload

import numpy as np

from viewer.dicom import tags
from viewer.files.header import Element, Header
from viewer.geometry.intersect import ParallelSheets, Sheet
from viewer.geometry.plane import Plane, Vector, dot
from viewer.geometry.reslice import Cut
from viewer.geometry.volume import VolumeGrid
from viewer.kinds.base import DisplaySet, Frame
from viewer.kinds.sections import Section, moved, span_mm

MOST_PIXELS = 1 << 20
"""Of a plane: finer ones are made coarser, as no screen cell shows more."""

_SAME_PLANE_MM = 1e-6

_OFF_ROUND = 0.637
"""No place that scanners write lies where thousandths part: the same plane reached by
another way, its last digits different, is the same."""

NO_FRAMES = frozenset(
    {
        tags.SliceLocation,
        tags.SliceThickness,
        tags.SpacingBetweenSlices,
        tags.NumberOfFrames,
        tags.PatientOrientation,
        tags.ImagerPixelSpacing,
        tags.PixelAspectRatio,
    }
)
"""Elements of the slices that say nothing of a plane through them."""


def section_set(section: Section) -> tuple[DisplaySet, int]:
    """The display set of the planes, and which of them passes through the point."""
    planes = _Planes(section)
    made = replace(
        section.stack.source,
        frames=planes,
        phases=1,
        phase_axis="",
        phase_labels=(),
        axes=(),
        absent=(),
        card=None,
        whole=None,
        section=section,
    )
    return made, planes.at_point


def section_here(display_set: DisplaySet, index: int) -> Section | None:
    """The section with its point in the plane that is shown; None of other sets."""
    section, planes = display_set.section, display_set.frames
    if section is None or not isinstance(planes, _Planes):
        return None
    return moved(section, index - planes.at_point)


def same_planes(
    display_set: DisplaySet, index: int, wanted: Section
) -> DisplaySet | None:
    """The same planes in their places, where only the point within them is another."""
    here = section_here(display_set, index)
    if here is None or not isinstance(display_set.frames, _Planes):
        return None
    off = np.array(wanted.point_mm) - np.array(here.point_mm)
    if abs(float(off @ np.array(here.normal))) > _SAME_PLANE_MM:
        return None
    if replace(here, point_mm=wanted.point_mm, axes=wanted.axes) != wanted:
        return None
    section = moved(wanted, display_set.frames.at_point - index)
    return replace(display_set, section=section)


class _Planes(Sequence[Frame]):
    """The frames of a section, each made when it is asked for and then kept."""

    def __init__(self, section: Section) -> None:
        self._section = section
        self._step_mm, self._normal = section.real_step_mm, section.normal
        low, high = span_mm(section.stack.grid, self._normal)
        at = dot(section.point_mm, self._normal)
        before = max(int((at - low) / self._step_mm + 1e-6), 0)
        after = max(int((high - at) / self._step_mm + 1e-6), 0)
        self.at_point = before
        self._count = before + after + 1
        self._shape = _shape(section)
        self._made: dict[int, Frame] = {}

    @property
    def sheets(self) -> ParallelSheets:
        """All planes with their edges, none of them made as a frame."""
        plane, rows, columns = self._shape
        first = replace(plane, position_mm=self._position(0))
        return ParallelSheets(Sheet(first, rows, columns), self._step_mm, self._count)

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, index: int) -> Frame: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Frame]: ...

    def __getitem__(self, index: int | slice) -> Frame | Sequence[Frame]:
        if isinstance(index, slice):
            return tuple(self[at] for at in range(*index.indices(self._count)))
        at = index + self._count if index < 0 else index
        if not 0 <= at < self._count:
            raise IndexError(index)
        if at not in self._made:
            self._made[at] = self._frame(at)
        return self._made[at]

    def _position(self, at: int) -> Vector:
        way = (at - self.at_point) * self._step_mm
        x, y, z = (
            corner + way * part
            for corner, part in zip(
                self._shape[0].position_mm, self._normal, strict=True
            )
        )
        return x, y, z

    def _frame(self, at: int) -> Frame:
        section = self._section
        plane, rows, columns = self._shape
        there = replace(plane, position_mm=self._position(at))
        cut = Cut(there, rows, columns, section.slab_mm, section.blend)
        return Frame(_header(section, cut, at), cut=cut)


def sheets_of(display_set: DisplaySet) -> ParallelSheets | None:
    """The planes of a section with their edges; None of other sets."""
    planes = display_set.frames
    return planes.sheets if isinstance(planes, _Planes) else None


def _shape(section: Section) -> tuple[Plane, int, int]:
    """The plane through the point that holds the whole volume: (plane, rows, columns).

    Its pixels are square, as fine as the finest side of a voxel, and their centres lie
    on those of the voxels where they can.
    """
    grid = section.stack.grid
    row, column = section.facing
    ends = [span_mm(grid, way) for way in (row, column)]
    sides = [_voxel_along(grid, way) for way in (row, column)]
    pixel_mm = min(grid.spacings_mm)
    area = (ends[0][1] - ends[0][0]) * (ends[1][1] - ends[1][0])
    pixel_mm = max(pixel_mm, (area / MOST_PIXELS) ** 0.5)
    counts, starts = [], []
    for (low, high), side in zip(ends, sides, strict=True):
        beyond = max(int((side - pixel_mm) / 2 / pixel_mm + 1e-6), 0)
        counts.append(int((high - low) / pixel_mm + 0.5) + 1 + 2 * beyond)
        starts.append(low - beyond * pixel_mm)
    through = dot(section.point_mm, section.normal)
    corner = (
        np.array(row) * starts[0]
        + np.array(column) * starts[1]
        + np.array(section.normal) * through
    )
    x, y, z = (float(part) for part in corner)
    return Plane((x, y, z), row, column, pixel_mm, pixel_mm), counts[1], counts[0]


def _voxel_along(grid: VolumeGrid, way: Vector) -> float:
    """How far a voxel reaches along a direction, mm."""
    return float(np.abs(np.array(way) @ grid.axes_mm).sum())


def _header(section: Section, cut: Cut, at: int) -> Header:
    """That of a slice of the volume, as an image of its own that lies in the plane."""
    slice_header = section.stack.frames[len(section.stack.frames) // 2].header
    order: Literal["little", "big"] = "little" if slice_header.little_endian else "big"
    plane = cut.plane
    elements: dict[int, Element] = {
        tag: element
        for tag, element in slice_header.elements.items()
        if tag not in NO_FRAMES
    }
    elements[tags.Rows] = "US", cut.rows.to_bytes(2, order)
    elements[tags.Columns] = "US", cut.columns.to_bytes(2, order)
    elements[tags.PixelSpacing] = numbers(plane.row_spacing_mm, plane.row_spacing_mm)
    elements[tags.ImagePositionPatient] = numbers(*plane.position_mm)
    cosines = (*plane.row_cosine, *plane.column_cosine)
    elements[tags.ImageOrientationPatient] = numbers(*cosines)
    elements[tags.InstanceNumber] = "IS", str(at + 1).encode()
    elements[tags.SOPInstanceUID] = "UI", _uid(section, cut).encode()
    if cut.slab_mm:
        elements[tags.SliceThickness] = numbers(cut.slab_mm)
    items = {
        tag: item
        for tag, item in slice_header.items.items()
        if tag
        not in (
            tags.PerFrameFunctionalGroupsSequence,
            tags.SharedFunctionalGroupsSequence,
        )
    }
    return replace(slice_header, elements=elements, items=items)


def numbers(*values: float) -> Element:
    """Decimal strings."""
    return "DS", "\\".join(f"{value:.10g}" for value in values).encode()


def _uid(section: Section, cut: Cut) -> str:
    """Always the same for the same plane of the same slices, and no other's."""
    import hashlib  # takes a tenth of the start-up

    first = section.stack.frames[0]
    plane = cut.plane
    slab = f"{cut.slab_mm:.3f}/{cut.blend}" if cut.slab_mm else ""
    places = (*plane.position_mm, *plane.row_cosine, *plane.column_cosine)
    said = "/".join(
        (
            first.header.text(tags.SOPInstanceUID),
            str(section.stack.phase),
            *(str(math.floor(value * 1000 + _OFF_ROUND)) for value in places),
            f"{plane.row_spacing_mm:.4f}/{slab}",
        )
    )
    digest = hashlib.blake2b(said.encode(), digest_size=16).digest()
    return f"2.25.{int.from_bytes(digest, 'big')}"
