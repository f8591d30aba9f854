"""Where marks lie, as tables and reports say it: on an image, or in a plane."""

from __future__ import annotations

from viewer.dicom import tags
from viewer.dicom.values import caption, date_text, person_name
from viewer.export.marks_table import TableFrame
from viewer.export.records import CutPlane, MarkedFrame
from viewer.files.header import Header
from viewer.files.spatial import plane_of
from viewer.geometry.marks import FrameKey
from viewer.kinds.section_facts import slices_crossed
from viewer.pixels.mark_figures import MarkFigures
from viewer.text import for_files
from viewer.ui.outgoing import image_of
from viewer.ui.state.plane_places import computed_plane
from viewer.ui.state.viewport import What


def table_frame(
    key: FrameKey, what: What, marks: tuple[MarkFigures, ...]
) -> TableFrame:
    """A frame as the table names it."""
    assert what.frame is not None
    header, made = what.frame.header, computed_plane(what)
    cut = made[1] if made else None
    return TableFrame(
        key,
        header.text(tags.StudyInstanceUID),
        header.text(tags.SeriesInstanceUID),
        caption(header.text(tags.SeriesNumber)),
        caption(header.text(tags.InstanceNumber)),
        _identity(header),
        marks,
        cut.plane if cut else plane_of(header, key.frame_index),
        cut is not None,
        (cut.slab_mm, cut.blend) if cut and cut.slab_mm else None,
    )


def marked_frame(
    key: FrameKey, what: What, marks: tuple[MarkFigures, ...]
) -> MarkedFrame | None:
    """A frame as a report refers to it; None of a plane in no frame of reference."""
    assert what.frame is not None
    header, made = what.frame.header, computed_plane(what)
    if made is None:
        return MarkedFrame(image_of(header), key.frame_index, marks)
    section, cut = made
    space = header.text(tags.FrameOfReferenceUID).strip()
    if not space:
        return None
    first, last = slices_crossed(section, cut)
    crossed = section.stack.frames[first : last + 1]
    images = tuple(dict.fromkeys(image_of(frame.header) for frame in crossed))
    plane = CutPlane(cut.plane, space, cut.rows, cut.columns)
    return MarkedFrame(images[0], 0, marks, plane, images)


def _identity(header: Header) -> tuple[str, str, str]:
    with for_files():
        date = date_text(header.text(tags.StudyDate))
    return (
        caption(header.text(tags.PatientID)),
        person_name(header.text(tags.PatientName)),
        date,
    )
