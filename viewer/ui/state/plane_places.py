"""Where marks on planes through a volume are kept: by the plane, and by its slices."""

from viewer.dicom import tags
from viewer.geometry.marks import FrameKey
from viewer.geometry.reslice import Cut
from viewer.kinds.sections import Section
from viewer.store.marks import KeptPlane, Place, is_uid
from viewer.ui.state.annotations import key_of
from viewer.ui.state.grid import Grid


def plane_place(grid: Grid, key: FrameKey) -> Place | None:
    """Of a plane that a cell shows; None of all else, and where slices have no UID."""
    for model in grid.models():
        for what in (model.on_screen, model.state.what):
            frame, display_set = what.frame, what.display_set
            if frame is None or display_set is None or display_set.section is None:
                continue
            if frame.cut is not None and key_of(frame) == key:
                return _place(display_set.section, frame.cut, key)
    return None


def _place(section: Section, cut: Cut, key: FrameKey) -> Place | None:
    first = section.stack.frames[0].header
    study = first.text(tags.StudyInstanceUID).strip()
    source = first.text(tags.SOPInstanceUID).strip()
    if not is_uid(study) or not is_uid(source):
        return None
    plane = cut.plane
    kept = KeptPlane(
        source,
        section.stack.phase,
        plane.position_mm,
        plane.row_cosine,
        plane.column_cosine,
        plane.row_spacing_mm,
        cut.slab_mm,
        cut.blend,
    )
    return Place(study, key, (cut.rows, cut.columns), kept)
