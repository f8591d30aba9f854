"""Planes through a display set that is a volume: axial, coronal, sagittal, oblique.

A section is a display set like others: its frames are planes, one behind the other,
each with a header of its own that says where it lies, so that letters, scale, lines and
measures are those of any image. What a volume is, `geometry/volume.py` says.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from viewer.dicom import tags
from viewer.files.spatial import plane_of
from viewer.geometry.blending import Blend
from viewer.geometry.plane import Vector, cross, dot
from viewer.geometry.reslice import layer_step_mm
from viewer.geometry.volume import NotAVolumeError, VolumeGrid, stacked
from viewer.kinds.base import DisplaySet, Frame
from viewer.records import dataclass
from viewer.text import figure, mark, tr

PlaneName = Literal["axial", "coronal", "sagittal"]
PLANE_NAMES: tuple[PlaneName, ...] = ("axial", "coronal", "sagittal")

Axes = tuple[Vector, Vector, Vector]
"""Unit vectors at right angles: to the left, to the back and to the head, as turned."""

PATIENT_AXES: Axes = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))

_SAME_WAY = 1e-6
"""Directions that differ by less are one: many small turns leave traces."""

_NEAREST_COSINE = 0.985
"""Planes of a group are never turned nearer to each other than 10°."""

MOST_PLANES = 4000
"""One behind the other: smaller steps are made wider."""

_TITLES: dict[PlaneName, str] = {
    "axial": mark("MPR axial"),
    "coronal": mark("MPR coronal"),
    "sagittal": mark("MPR sagittal"),
}
_OBLIQUE = {
    "axial": mark("MPR axial, oblique"),
    "coronal": mark("MPR coronal, oblique"),
    "sagittal": mark("MPR sagittal, oblique"),
}
BLENDS: dict[Blend, str] = {
    "max": mark("MIP"),
    "min": mark("MinIP"),
    "mean": mark("mean"),
}


_GREYS = {"", "MONOCHROME1", "MONOCHROME2"}


@dataclass(frozen=True, slots=True, eq=False)
class VolumeStack:
    """The frames of one phase of a display set, slice by slice, and their grid."""

    source: DisplaySet
    phase: int
    frames: tuple[Frame, ...]
    grid: VolumeGrid

    @property
    def phase_label(self) -> str:
        """What tells the phase from the others, "" of the only one."""
        source = self.source
        if self.phase < len(source.phase_labels):
            return source.phase_labels[self.phase]
        return f"{self.phase + 1} / {source.phases}" if source.phases > 1 else ""

    def beside(self, axis: int, by: int) -> int:
        """A frame of another phase: the next along an axis, or of its own at the end.

        It is told by its index in the display set.
        """
        source = self.source
        per_phase = len(source.frames) // source.phases
        index = self.phase * per_phase
        if source.axes:
            return source.neighbour(index, axis, by)
        return index + by * per_phase if 0 <= self.phase + by < source.phases else index


@dataclass(frozen=True, slots=True)
class Section:
    """What one cell cuts. Cells of one `group` (0: none) share stack, axes and point.

    The planes stand one behind the other `step_mm` apart (None: a layer of voxels),
    and one of them passes through `point_mm`. `facing` is how they lie on the screen:
    to its right, and down. The three planes are at right angles to the `axes`; turned
    in one of them, the other two face elsewhere, and it stays as it is. One turned
    alone leaves the `axes` no longer at right angles to each other.
    """

    stack: VolumeStack
    name: PlaneName
    point_mm: Vector
    facing: tuple[Vector, Vector]
    axes: Axes = PATIENT_AXES
    step_mm: float | None = None
    slab_mm: float = 0.0
    blend: Blend = "max"
    group: int = 0

    @property
    def normal(self) -> Vector:
        """Across the plane, where the frame numbers rise."""
        return cross(*self.facing)

    @property
    def is_oblique(self) -> bool:
        """Turned away from the patient's own planes."""
        own = PATIENT_AXES[_ACROSS[self.name]]
        return abs(dot(self.normal, own)) < 1 - _SAME_WAY

    @property
    def real_step_mm(self) -> float:
        """From plane to plane."""
        low, high = span_mm(self.stack.grid, self.normal)
        finest = (high - low) / MOST_PLANES
        step = self.step_mm or layer_step_mm(self.stack.grid, self.normal)
        return max(step, finest, 0.01)

    def title(self) -> str:
        """ "MPR coronal · 1 mm · MIP 20 mm" for people."""
        step = tr("{value} mm", value=figure(self.real_step_mm, ".3g"))
        return " · ".join(filter(None, (self.plane_title(), step, self.slab_title())))

    def plane_title(self) -> str:
        """ "MPR coronal, oblique" for people."""
        name = self.name
        return tr(_OBLIQUE[name]) if self.is_oblique else tr(_TITLES[name])

    def slab_title(self) -> str:
        """ "MIP 20 mm" for people, "" of a plane."""
        if not self.slab_mm:
            return ""
        slab, blend = figure(self.slab_mm, ".4g"), tr(BLENDS[self.blend])
        return tr("{blend} {value} mm", blend=blend, value=slab)


FACING: dict[PlaneName, tuple[Vector, Vector]] = {
    "axial": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0)),
    "coronal": ((1.0, 0.0, 0.0), (0.0, 0.0, -1.0)),
    "sagittal": ((0.0, 1.0, 0.0), (0.0, 0.0, -1.0)),
}
"""To the right of the screen and down, as radiologists are used to."""

_ACROSS: dict[PlaneName, int] = {"sagittal": 0, "coronal": 1, "axial": 2}
"""Which of the axes a plane is at right angles to."""


def across(name: PlaneName) -> int:
    """Which of the axes a plane of that name is at right angles to."""
    return _ACROSS[name]


def stack_of(display_set: DisplaySet, index: int = 0) -> VolumeStack:
    """The volume of a display set in the phase of the frame at `index`.

    Raises NotAVolumeError with the reason why there is none.
    """
    if display_set.view != "stack" or display_set.state is not None:
        raise NotAVolumeError(tr("This is no stack of slices."))
    per_phase = len(display_set.frames) // display_set.phases
    phase = index // per_phase
    members = display_set.frames[phase * per_phase : (phase + 1) * per_phase]
    frames = [frame for frame in members if not frame.is_missing]
    rows, columns = _size_of(frames)
    planes = [plane_of(frame.header, frame.frame_index) for frame in frames]
    found = stacked(planes, rows, columns)
    ordered = tuple(frames[number] for number in found.order)
    return VolumeStack(display_set, phase, ordered, found.grid)


def _size_of(frames: Sequence[Frame]) -> tuple[int, int]:
    """Rows and columns that all have, of grey slices of one frame of reference."""
    sizes = {
        (frame.header.integer(tags.Rows), frame.header.integer(tags.Columns))
        for frame in frames
    }
    if len(sizes) > 1:
        raise NotAVolumeError(tr("The slices have different numbers of pixels."))
    meanings = {
        frame.header.text(tags.PhotometricInterpretation).strip() for frame in frames
    }
    if not meanings <= _GREYS:
        raise NotAVolumeError(tr("Planes through colour images are not made."))
    spaces = {frame.header.text(tags.FrameOfReferenceUID) for frame in frames}
    if len(spaces) > 1:
        raise NotAVolumeError(tr("The slices are of different frames of reference."))
    ((rows, columns),) = sizes
    return rows or 0, columns or 0


def first_section(
    stack: VolumeStack, name: PlaneName, index: int = 0, group: int = 0
) -> Section:
    """Along the patient's axes, through the middle of the frame at `index`."""
    grid = stack.grid
    _, rows, columns = grid.shape
    shown = stack.source.frames[index]
    at = stack.frames.index(shown) if shown in stack.frames else len(stack.frames) // 2
    place = grid.places[at] if grid.places else at
    point = grid.to_patient(columns // 2, rows // 2, place)
    return Section(stack, name, point, FACING[name], group=group)


def facing_plane(section: Section, name: PlaneName) -> Section:
    """Another of the three planes, through the same point, turned as this one is."""
    turn = _matrix(_squared(section.axes))
    row, column = (_vector(turn @ np.array(way)) for way in FACING[name])
    across = section.axes[_ACROSS[name]]
    facing = _carried((row, column), _vector(turn[:, _ACROSS[name]]), across)
    return replace(section, name=name, facing=facing)


def moved(section: Section, by: int) -> Section:
    """With its point in the plane that many steps further on."""
    if by == 0:
        return section
    way = by * section.real_step_mm
    x, y, z = (
        at + way * part
        for at, part in zip(section.point_mm, section.normal, strict=True)
    )
    return replace(section, point_mm=(x, y, z))


def turned(section: Section, degrees: float) -> Section:
    """The other two planes turned about the normal of this one, clockwise on screen."""
    turn = _rotation(degrees, section.normal)
    left, back, head = (_vector(turn @ np.array(axis)) for axis in section.axes)
    axes = left, back, head
    return replace(section, axes=_squared(axes) if _is_square(axes) else axes)


def turned_alone(section: Section, name: PlaneName, degrees: float) -> Section | None:
    """Another plane turned about the normal of this one, and no third one with it.

    None where it would come to lie too near to another one to tell them apart.
    """
    across = _ACROSS[name]
    turned_axis = _rotation(degrees, section.normal) @ np.array(section.axes[across])
    axes = list(section.axes)
    axes[across] = _vector(turned_axis)
    for other, axis in enumerate(axes):
        if other != across and abs(dot(axis, axes[across])) > _NEAREST_COSINE:
            return None
    return replace(section, axes=(axes[0], axes[1], axes[2]))


def joined(section: Section, leader: Section) -> Section:
    """What a plane becomes beside another one of its group that was moved or turned."""
    across = _ACROSS[section.name]
    before, now = section.axes[across], leader.axes[across]
    facing = _carried(section.facing, before, now, leader.normal)
    return replace(
        section,
        stack=leader.stack,
        point_mm=leader.point_mm,
        axes=leader.axes,
        facing=facing,
    )


def crossings(section: Section) -> tuple[tuple[PlaneName, Vector], ...]:
    """The other planes of its group, and along which direction each crosses this."""
    if not section.group:
        return ()
    found = []
    for name, across in _ACROSS.items():
        if name != section.name:
            along = np.array(cross(section.normal, section.axes[across]))
            found.append((name, _vector(along / np.linalg.norm(along))))
    return tuple(found)


def normal_of_plane(section: Section, name: PlaneName) -> Vector:
    """Across one of the three planes of the group."""
    return section.axes[_ACROSS[name]]


def span_mm(grid: VolumeGrid, way: Vector) -> tuple[float, float]:
    """The outermost centres of voxels along a direction, mm."""
    low = high = dot(grid.origin_mm, way)
    _, rows, columns = grid.shape
    ends = float(columns - 1), float(rows - 1), grid.last_place
    steps = grid.column_mm, grid.row_mm, grid.slice_mm
    for step, end in zip(steps, ends, strict=True):
        reach = end * dot(step, way)
        low, high = low + min(reach, 0.0), high + max(reach, 0.0)
    return low, high


def _matrix(axes: Axes) -> NDArray[np.float64]:
    """The axes as columns: what the patient's own axes were turned by."""
    rows = np.array(axes, np.float64)
    return np.ascontiguousarray(rows.T)


def _rotation(degrees: float, about: Vector) -> NDArray[np.float64]:
    """Rodrigues' formula."""
    x, y, z = about
    skew = np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])
    angle = np.radians(degrees)
    made: NDArray[np.float64] = (
        np.eye(3) + np.sin(angle) * skew + (1 - np.cos(angle)) * (skew @ skew)
    )
    return made


def _carried(
    facing: tuple[Vector, Vector],
    before: Vector,
    now: Vector,
    about: Vector | None = None,
) -> tuple[Vector, Vector]:
    """How a plane lies whose normal has turned `about` a direction, if that can be.

    Else by the shortest way.
    """
    if before == now:
        return facing
    turn = _turn_about(np.array(about), before, now) if about else None
    if turn is None:
        axis = np.array(cross(before, now))
        size = float(np.linalg.norm(axis))
        if size < _SAME_WAY:
            return facing
        angle = np.degrees(np.arctan2(size, dot(before, now)))
        turn = _rotation(angle, _vector(axis / size))
    row, column = (turn @ np.array(way) for way in facing)
    row /= np.linalg.norm(row)
    column -= row * (row @ column)
    return _vector(row), _vector(column / np.linalg.norm(column))


def _turn_about(
    about: NDArray[np.float64], before: Vector, now: Vector
) -> NDArray[np.float64] | None:
    """The turn about a direction that takes one to the other; None if none does."""
    flat = [np.array(one) - about * (about @ np.array(one)) for one in (before, now)]
    sine, cosine = about @ np.cross(*flat), flat[0] @ flat[1]
    turn = _rotation(float(np.degrees(np.arctan2(sine, cosine))), _vector(about))
    return turn if np.abs(turn @ np.array(before) - now).max() < _SAME_WAY else None


def _is_square(axes: Axes) -> bool:
    turn = _matrix(axes)
    return bool(np.abs(turn.T @ turn - np.eye(3)).max() < _SAME_WAY)


def _squared(axes: Axes) -> Axes:
    """At right angles again: many small turns leave traces."""
    turn = _matrix(axes)
    left, _, right = np.linalg.svd(turn)
    square = left @ right
    return _vector(square[:, 0]), _vector(square[:, 1]), _vector(square[:, 2])


def _vector(values: NDArray[np.float64]) -> Vector:
    x, y, z = (float(value) for value in values)
    return x, y, z
