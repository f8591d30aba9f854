"""The marks that the window keeps of a frame, for pictures made without a window."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from viewer.dicom import tags
from viewer.store.marks import Marks, Place, is_uid
from viewer.ui.state.annotations import AnnotationsState, key_of
from viewer.ui.state.mark_edits import size_of
from viewer.work.measuring import calibrations_of

if TYPE_CHECKING:
    from viewer.files.measures import UserCalibration
    from viewer.kinds.base import Frame


def kept_marks(frame: Frame) -> tuple[AnnotationsState, tuple[UserCalibration, ...]]:
    """Those of the frame, and what calibration lines on its image say.

    Only read, never written. Raises KeepingError.
    """
    header, key = frame.header, key_of(frame)
    study = header.text(tags.StudyInstanceUID).strip()
    if key is None or not is_uid(study):
        return AnnotationsState(), ()
    store = Marks()
    try:
        kept = store.load((study,)).marks
    finally:
        store.close()
    here = Place(study, key, size_of(header))
    image = key.sop_instance_uid
    lines = [(place.key, mark) for place, mark in kept]
    by = calibrations_of(
        [one for one in lines if one[0].sop_instance_uid == image], lambda key: header
    )
    marks = tuple(mark for place, mark in kept if place == here)
    return AnnotationsState(marks=MappingProxyType({key: marks} if marks else {})), by
