"""What is to be said of a computed plane in place of a header: it has none."""

import numpy as np

from viewer.dicom import tags
from viewer.dicom.values import caption
from viewer.files.header import Header
from viewer.geometry.plane import Vector, letters, shown_letters
from viewer.geometry.reslice import Cut, layers
from viewer.kinds.base import DisplaySet, Frame
from viewer.kinds.sections import BLENDS, Section
from viewer.records import dataclass
from viewer.text import figure, mark, tr

_SLACK = 1e-3
"""Of the distance between slices."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A word in marked English, and what is true of it, for people."""

    label: str
    text: str


def computed_facts(
    display_set: DisplaySet, frame: Frame, smooth: bool
) -> tuple[Fact, ...]:
    """Of any image that is made of a volume."""
    if display_set.section is not None and frame.cut is not None:
        return section_facts(display_set.section, frame.cut, smooth)
    made = display_set.computed
    if made is None:
        return ()
    source, count = made.stack.source, len(made.stack.frames)
    slices = tr("all {count}", count=count)
    return Fact(mark("Computed from"), _series(source)), Fact(mark("Slices"), slices)


def section_facts(section: Section, cut: Cut, smooth: bool) -> tuple[Fact, ...]:
    """From which series and slices a plane is computed, how, and where it lies."""
    source = section.stack.source
    phase = section.stack.phase_label
    facts = [
        Fact(mark("Computed from"), " · ".join(filter(None, (_series(source), phase)))),
        Fact(mark("Slices"), _slices(section, cut)),
        Fact(mark("Interpolation"), interpolation(smooth)),
    ]
    if cut.slab_mm:
        blend = tr(
            "{blend} of {count} planes over {value} mm",
            blend=tr(BLENDS[cut.blend]),
            count=layers(section.stack.grid, cut),
            value=figure(cut.slab_mm, "g"),
        )
        facts.append(Fact(mark("Slab"), blend))
    return (*facts, *_geometry(section, cut))


def interpolation(smooth: bool) -> str:
    """How values are made that lie between voxels."""
    if smooth:
        return tr("linear between the voxels around, nearest voxel while moving")
    return tr("nearest voxel")


def slices_crossed(section: Section, cut: Cut) -> tuple[int, int]:
    """The first and the last slice that the plane or slab takes values from, from 0."""
    grid = section.stack.grid
    inverse = np.linalg.inv(grid.axes_mm)
    plane, half = cut.plane, cut.slab_mm / 2
    corners = [
        np.array(plane.to_patient(column, row)) + side * np.array(plane.normal)
        for column in (0.5, cut.columns - 0.5)
        for row in (0.5, cut.rows - 0.5)
        for side in (-half, half)
    ]
    along = [(inverse @ (corner - np.array(grid.origin_mm)))[2] for corner in corners]
    count = grid.shape[0]
    places = np.array(grid.places or range(count), np.float64)
    low = int(np.searchsorted(places, min(along) + _SLACK, side="right")) - 1
    high = int(np.searchsorted(places, max(along) - _SLACK, side="left"))
    return min(max(low, 0), count - 1), min(max(high, 0), count - 1)


def _slices(section: Section, cut: Cut) -> str:
    """ "12 to 15 of 128", counted along their normal, and their image numbers."""
    first, last = slices_crossed(section, cut)
    frames, count = section.stack.frames, section.stack.grid.shape[0]
    text = tr(
        "{first} to {last} of {count}", first=first + 1, last=last + 1, count=count
    )
    if first == last:
        text = tr("{first} of {count}", first=first + 1, count=count)
    numbers = [_number(frames[at].header) for at in (first, last)]
    if all(numbers) and not frames[first].header.has(tags.NumberOfFrames):
        told = tr("image {number}", number=numbers[0])
        if numbers[0] != numbers[1]:
            told = tr("images {numbers}", numbers=" – ".join(numbers))
        text += f" · {told}"
    return text


def _series(source: DisplaySet) -> str:
    """Modality, series number and its description."""
    header = source.first
    number = header.text(tags.SeriesNumber).strip()
    modality = header.text(tags.Modality).strip()
    parts = (caption(modality), caption(number), source.label)
    return " · ".join(dict.fromkeys(filter(None, parts)))


def _number(header: Header) -> str:
    return caption(header.text(tags.InstanceNumber))


def _geometry(section: Section, cut: Cut) -> tuple[Fact, ...]:
    plane = cut.plane
    header = section.stack.frames[0].header
    is_quadruped = header.text(tags.AnatomicalOrientationType) == "QUADRUPED"
    ways = [
        f"{shown_letters(letters(way, is_quadruped), is_quadruped)}"
        f" ({_numbers(way, '.4f')})"
        for way in (plane.row_cosine, plane.column_cosine)
    ]
    size = tr(
        "{columns} × {rows} pixels of {value} mm",
        columns=cut.columns,
        rows=cut.rows,
        value=figure(plane.row_spacing_mm, ".4g"),
    )
    return (
        Fact(mark("Size"), size),
        Fact(mark("To the right of the screen"), ways[0]),
        Fact(mark("Down the screen"), ways[1]),
        Fact(mark("First pixel at"), f"{_numbers(plane.position_mm, '.2f')} mm"),
        *(Fact(mark("Note"), note) for note in section.stack.grid.statements()),
    )


def _numbers(values: Vector, form: str) -> str:
    return "  ".join(figure(value, form).replace("-", "−") for value in values)
