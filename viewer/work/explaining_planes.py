"""The way of a pixel that no file holds: where its value was taken, and how."""

import numpy as np

from viewer.files.explanation import Step, number
from viewer.geometry.plane import patient_text
from viewer.geometry.reslice import layers
from viewer.kinds.base import DisplaySet
from viewer.kinds.section_facts import computed_facts, interpolation, slices_crossed
from viewer.kinds.sections import BLENDS, Section
from viewer.pixels.padding import padding_mask
from viewer.pixels.readout import pixel_texts
from viewer.text import figure, tr
from viewer.work.loading import Shown


def computed_steps(
    display_set: DisplaySet, shown: Shown, column: int, row: int, smooth: bool
) -> tuple[Step, ...]:
    """Of the pixel at (column, row), from 0, of a computed plane or view."""
    facts = computed_facts(display_set, shown.frame, smooth)
    sentence = tr("No file holds this pixel: it is made of the voxels around it.")
    told = [f"{tr(fact.label)}: {fact.text}." for fact in facts[:2]]
    title = tr("a plane through the volume")
    steps = [Step("computed", title, " ".join((sentence, *told)))]
    if display_set.section is not None and shown.frame.cut is not None:
        steps += _of_plane(display_set.section, shown, column, row, smooth)
    at = slice(row, row + 1), slice(column, column + 1)
    stored = shown.decoded.values[at]
    value = " · ".join(pixel_texts(shown.decoded, shown.info, column, row))
    sentence = tr("Computed stored value: {value}", value=number(float(stored[0, 0])))
    if padding_mask(stored, shown.info.padding).any() or not np.isfinite(stored).all():
        value = tr("no value here")
        sentence = tr("Here is no voxel: outside of the slices, a gap, or padding.")
    steps.append(Step("modality", value, sentence))
    return tuple(steps)


def _of_plane(
    section: Section, shown: Shown, column: int, row: int, smooth: bool
) -> list[Step]:
    cut, grid = shown.frame.cut, section.stack.grid
    assert cut is not None
    place = cut.plane.to_patient(column + 0.5, row + 0.5)
    away = np.array(place) - np.array(grid.origin_mm)
    index = np.linalg.inv(grid.axes_mm) @ away
    if grid.places:
        index[2] = np.interp(index[2], grid.places, np.arange(grid.shape[0]))
    voxel = [figure(part + 1, ".2f").replace("-", "−") for part in index]
    sentence = tr(
        "In the volume at column {column}, row {row}, slice {slice}, counted from 1;"
        " {how}.",
        column=voxel[0],
        row=voxel[1],
        slice=voxel[2],
        how=interpolation(smooth),
    )
    steps = [Step("position", patient_text(place), sentence)]
    if cut.slab_mm:
        first, last = slices_crossed(section, cut)
        steps.append(
            Step(
                "spacing",
                tr("Slab of {value} mm", value=figure(cut.slab_mm, "g")),
                tr(
                    "{blend} of {count} planes along the normal; the whole slab takes"
                    " values from the slices {first} to {last}.",
                    blend=tr(BLENDS[cut.blend]),
                    count=layers(grid, cut),
                    first=first + 1,
                    last=last + 1,
                ),
            )
        )
    return steps
