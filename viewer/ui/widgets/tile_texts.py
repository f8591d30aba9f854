"""What the rows of the list of series say."""

from viewer.dicom import tags
from viewer.dicom.values import caption, date_text
from viewer.files.header import Header
from viewer.files.index import Patient
from viewer.kinds.base import DisplaySet
from viewer.text import tr


def doubt_of(patient: Patient) -> str:
    """What says that there may be two people; "" when nothing does."""
    if len(patient.names) > 1:
        return tr(
            "{count} names under this ID – check the identity",
            count=len(patient.names),
        )
    if len(patient.birth_dates) > 1:
        return tr(
            "{count} birth dates under this ID – check the identity",
            count=len(patient.birth_dates),
        )
    return ""


def count_of(display_set: DisplaySet) -> str:
    """Images or frames of a stack, of how many when some are missing."""
    count = len(display_set.frames)
    if display_set.view != "stack" or count == 1:
        return ""
    if display_set.missing:
        present = len(display_set.images)
        return tr("{count} of {total}", count=present, total=count)
    multi = (display_set.first.integer(tags.NumberOfFrames) or 1) > 1
    return tr("{count} fr", count=count) if multi else str(count)


def study_title(header: Header) -> str:
    """What a study is called."""
    title = header.text(tags.StudyDescription) or header.text(tags.Modality)
    return caption(title) or tr("Study")


def study_date(header: Header) -> str:
    """When it was made, "" when not stated."""
    return date_text(header.text(tags.StudyDate))
