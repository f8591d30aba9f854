"""What the corners of an image say of its patient, study, series and technique.

Values of enhanced objects come from the functional groups of the frame at hand
(PS3.3 C.7.6.16); whatever is absent is left out, nothing is guessed.
"""

from collections.abc import Iterator

from viewer.dicom import tags
from viewer.dicom.values import (
    age_text,
    caption,
    date_text,
    datetime_text,
    person_name,
    sex_text,
    time_text,
    zone_text,
)
from viewer.files.header import Header
from viewer.geometry.plane import shown_letters
from viewer.kinds.technique import technique_lines
from viewer.records import dataclass
from viewer.text import tr

_DATES = (
    (tags.AcquisitionDate, tags.AcquisitionTime),
    (tags.ContentDate, tags.ContentTime),
    (tags.SeriesDate, tags.SeriesTime),
    (tags.StudyDate, tags.StudyTime),
)


@dataclass(frozen=True, slots=True)
class Captions:
    """Lines for people, from top to bottom; empty lines are not in them.

    `side` is laterality and view, which are shown whatever texts are on.
    """

    patient: tuple[str, ...]
    study: tuple[str, ...]
    series: tuple[str, ...]
    technique: tuple[str, ...]
    side: str = ""


def captions(
    header: Header, frame_index: int, hides_identity: bool = False
) -> Captions:
    """The texts of one frame; for teaching without who, where and when."""
    study = _study(header, frame_index)
    return Captions(
        patient=(hidden(),) if hides_identity else patient_lines(header),
        study=tuple(filter(None, [_study_name(header)] if hides_identity else study)),
        series=tuple(filter(None, _series(header))),
        technique=technique_lines(header, frame_index),
        side=side_of(header, frame_index),
    )


def hidden() -> str:
    """What stands in the place of a patient."""
    return tr("Identity hidden")


def patient_name(header: Header) -> str:
    """The patient's name as people read it, or that there is none."""
    return person_name(header.text(tags.PatientName)) or tr("No patient name")


def patient_lines(header: Header) -> tuple[str, ...]:
    """Name; then ID, sex and age in one line."""
    return tuple(filter(None, _patient(header)))


def _patient(header: Header) -> Iterator[str]:
    yield patient_name(header)
    birth = date_text(header.text(tags.PatientBirthDate))
    yield _joined(
        caption(header.text(tags.PatientID)) or tr("No patient ID"),
        sex_text(header.text(tags.PatientSex)),
        age_text(header.text(tags.PatientAge)),
        birth,
    )


def _study(header: Header, frame_index: int) -> Iterator[str]:
    yield caption(header.text(tags.InstitutionName))
    yield _study_name(header)
    taken = _taken(header, frame_index)
    yield taken
    begun = date_text(header.text(tags.StudyDate))
    yield tr("Study {date}", date=begun) if begun and begun not in taken else ""
    accession = caption(header.text(tags.AccessionNumber))
    yield tr("Acc {number}", number=accession) if accession else ""


def _study_name(header: Header) -> str:
    return caption(header.text(tags.StudyDescription) or header.text(tags.Modality))


def _taken(header: Header, frame_index: int) -> str:
    """When the frame was acquired, else what its image, series or study says.

    A date and a time of the same level: never one's date with another's time.
    """
    content = header.group(tags.FrameContentSequence, frame_index)
    if content is not None and content.has(tags.FrameAcquisitionDateTime):
        return datetime_text(content.text(tags.FrameAcquisitionDateTime))
    if not header.has(tags.AcquisitionDate) and header.has(tags.AcquisitionDateTime):
        return datetime_text(header.text(tags.AcquisitionDateTime))
    for date_tag, time_tag in _DATES:
        date, time = header.text(date_tag), header.text(time_tag)
        if date:
            zone = zone_text(header.text(tags.TimezoneOffsetFromUTC)) if time else ""
            return _joined(date_text(date), time_text(time), zone, separator=" ")
    return ""


def _series(header: Header) -> Iterator[str]:
    number = caption(header.text(tags.SeriesNumber))
    yield _joined(number, caption(header.text(tags.SeriesDescription)))


def side_of(header: Header, frame_index: int) -> str:
    """ "R · CC": the side of the body and the view, "" when neither is stated.

    The side as letters of orientation are shown; views as the standard codes them.
    What is unpaired ("U") has no side to tell.
    """
    side = laterality(header, frame_index)
    view = caption(header.text(tags.ViewPosition))
    quadruped = header.text(tags.AnatomicalOrientationType) == "QUADRUPED"
    if side in ("R", "L"):
        side = shown_letters(side, quadruped)
    return _joined("" if side == "U" else side, view)


def laterality(header: Header, frame_index: int) -> str:
    """ "L", "R" … of the frame, the image or the series, as the object says."""
    anatomy = header.group(tags.FrameAnatomySequence, frame_index)
    return caption(
        (anatomy.text(tags.FrameLaterality) if anatomy else "")
        or header.text(tags.ImageLaterality)
        or header.text(tags.Laterality)
    )


def _joined(*parts: str, separator: str = " · ") -> str:
    return separator.join(part for part in parts if part)
