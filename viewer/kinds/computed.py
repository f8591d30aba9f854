"""Images made of a volume as a whole: MIPs turning about it, straightened curves.

Each has a header of its own, with sizes in millimetres but without a place: none of its
pixels lies where an image plane would have it.
"""

from dataclasses import replace
from typing import Literal

from viewer.dicom import tags
from viewer.files.header import Element, Header
from viewer.geometry.blending import Blend
from viewer.geometry.curve import CurvedCut, curve_through
from viewer.geometry.plane import Plane, Vector
from viewer.geometry.reslice import Cut
from viewer.kinds.base import DisplaySet, Frame
from viewer.kinds.section_sets import NO_FRAMES, numbers
from viewer.kinds.sections import BLENDS, VolumeStack, span_mm
from viewer.records import dataclass
from viewer.text import figure, tr

VIEWS = 60
"""Of a whole turn: the second half mirrors the first one."""

MOST_COLUMNS = 360
"""Of a turning MIP: more are not seen in motion."""

TURNS = 36
"""Directions in which a straightened image is cut, five degrees apart."""

WIDTH_MM = 50.0
"""Across a straightened image."""

_HEAD_DOWN = (0.0, 0.0, -1.0)


@dataclass(frozen=True, slots=True)
class Path:
    """Points that a reader has set, in the patient (LPS, mm).

    `space` is that of the images they were set on, `facing` the normal of the first of
    these.
    """

    space: tuple[str, tuple[str, ...]]
    points_mm: tuple[Vector, ...]
    facing: Vector


@dataclass(frozen=True, slots=True, eq=False)
class Turning:
    """MIPs through all of a volume, seen from all around the patient's long axis."""

    stack: VolumeStack

    def title(self, index: int) -> str:
        """ "Turning MIP · 84°" for people."""
        degrees = figure(index * 360 / VIEWS, "g")
        return tr("Turning MIP · {degrees}°", degrees=degrees)


@dataclass(frozen=True, slots=True, eq=False)
class Straightened:
    """A volume along the points of a reader, cut in several directions about them."""

    stack: VolumeStack
    path: Path
    slab_mm: float = 0.0
    blend: Blend = "max"

    def title(self, index: int) -> str:
        """ "Straightened · 15° · MIP 5 mm" for people."""
        degrees = figure(index * 180 / TURNS, "g")
        parts = [tr("Straightened · {degrees}°", degrees=degrees)]
        if self.slab_mm:
            value = figure(self.slab_mm, ".4g")
            blend = tr(BLENDS[self.blend])
            parts.append(tr("{blend} {value} mm", blend=blend, value=value))
        return " · ".join(parts)


def turning_set(turning: Turning) -> DisplaySet:
    """The views one after another, the first from the front."""
    frames = tuple(_view(turning.stack, number) for number in range(VIEWS))
    return _set(turning, frames)


def straightened_set(wanted: Straightened) -> DisplaySet:
    """The directions one after another, the first in the plane of the points.

    Raises CurveError.
    """
    grid = wanted.stack.grid
    pixel_mm = min(grid.spacings_mm)
    curve = curve_through(wanted.path.points_mm, pixel_mm, wanted.path.facing)
    columns = 2 * int(WIDTH_MM / 2 / pixel_mm) + 1
    frames = []
    for number in range(TURNS):
        degrees = number * 180 / TURNS
        cut = CurvedCut(curve, degrees, columns, pixel_mm, wanted.slab_mm, wanted.blend)
        said = (wanted.path.points_mm, degrees, wanted.slab_mm, wanted.blend)
        header = _header(wanted.stack, cut.rows, columns, pixel_mm, number, said)
        frames.append(Frame(header, curved=cut))
    return _set(wanted, tuple(frames))


def _set(computed: Turning | Straightened, frames: tuple[Frame, ...]) -> DisplaySet:
    return replace(
        computed.stack.source,
        frames=frames,
        phases=1,
        phase_axis="",
        phase_labels=(),
        axes=(),
        absent=(),
        card=None,
        whole=None,
        section=None,
        computed=computed,
    )


def _view(stack: VolumeStack, number: int) -> Frame:
    """A plane through the middle, upright, and all of the volume as its slab."""
    import numpy as np

    grid = stack.grid
    angle = np.radians(number * 360 / VIEWS)
    right = (float(np.cos(angle)), float(np.sin(angle)), 0.0)
    centre = np.array(grid.centre_mm)
    corners = grid.corners_mm() - centre
    margin = float(np.linalg.norm(grid.axes_mm, axis=0).max())
    radius = float(np.hypot(corners[:, 0], corners[:, 1]).max()) + margin / 2
    pixel_mm = max(min(grid.spacings_mm), 2 * radius / MOST_COLUMNS)
    half = int(radius / pixel_mm)
    low, high = span_mm(grid, (0.0, 0.0, 1.0))
    rows = int((high - low) / pixel_mm + 0.5) + 1
    corner = centre - half * pixel_mm * np.array(right)
    corner[2] = high
    x, y, z = (float(part) for part in corner)
    plane = Plane((x, y, z), right, _HEAD_DOWN, pixel_mm, pixel_mm)
    cut = Cut(plane, rows, 2 * half + 1, 2 * radius + margin, "max")
    said = ("turning", number, pixel_mm)
    header = _header(stack, rows, cut.columns, pixel_mm, number, said)
    cosines = numbers(*right, *_HEAD_DOWN)
    elements = {**header.elements, tags.ImageOrientationPatient: cosines}
    return Frame(replace(header, elements=elements), cut=cut)


def _header(
    stack: VolumeStack, rows: int, columns: int, pixel_mm: float, at: int, said: object
) -> Header:
    """That of a slice of the volume, as an image of its own, of no place."""
    slice_header = stack.frames[len(stack.frames) // 2].header
    order: Literal["little", "big"] = "little" if slice_header.little_endian else "big"
    left_out = {*NO_FRAMES, tags.ImagePositionPatient, tags.ImageOrientationPatient}
    elements: dict[int, Element] = {
        tag: element
        for tag, element in slice_header.elements.items()
        if tag not in left_out
    }
    spacing = numbers(pixel_mm, pixel_mm)
    elements[tags.Rows] = "US", rows.to_bytes(2, order)
    elements[tags.Columns] = "US", columns.to_bytes(2, order)
    elements[tags.PixelSpacing] = spacing
    elements[tags.InstanceNumber] = "IS", str(at + 1).encode()
    elements[tags.SOPInstanceUID] = "UI", _uid(stack, said).encode()
    groups = {
        tags.PerFrameFunctionalGroupsSequence,
        tags.SharedFunctionalGroupsSequence,
    }
    items = {tag: one for tag, one in slice_header.items.items() if tag not in groups}
    measures = replace(slice_header, elements={tags.PixelSpacing: spacing}, items={})
    shared = replace(
        measures, elements={}, items={tags.PixelMeasuresSequence: (measures,)}
    )
    items[tags.SharedFunctionalGroupsSequence] = (shared,)
    return replace(slice_header, elements=elements, items=items)


def _uid(stack: VolumeStack, said: object) -> str:
    """Always the same for the same view of the same slices, and no other's."""
    import hashlib  # takes a tenth of the start-up

    first = stack.frames[0].header.text(tags.SOPInstanceUID)
    text = f"{first}/{len(stack.frames)}/{stack.phase}/{said!r}"
    digest = hashlib.blake2b(text.encode(), digest_size=16).digest()
    return f"2.25.{int.from_bytes(digest, 'big')}"
