"""What the corners of an image say of its patient, study, series and technique.

Values of enhanced objects come from the functional groups of the frame at hand
(PS3.3 C.7.6.16); whatever is absent is left out, nothing is guessed.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from viewer.dicom import tags
from viewer.dicom.values import (
    age_text,
    caption,
    date_text,
    person_name,
    sex_text,
    time_text,
)
from viewer.files.header import Header
from viewer.files.spatial import plane_of
from viewer.kinds.arm_angles import arm_angles
from viewer.text import figure, tr


@dataclass(frozen=True, slots=True)
class Captions:
    """Lines for people, from top to bottom; empty lines are not in them."""

    patient: tuple[str, ...]
    study: tuple[str, ...]
    series: tuple[str, ...]
    technique: tuple[str, ...]


def captions(header: Header, frame_index: int) -> Captions:
    """The texts of one frame."""
    return Captions(
        patient=patient_lines(header),
        study=tuple(filter(None, _study(header))),
        series=tuple(filter(None, _series(header, frame_index))),
        technique=tuple(filter(None, _technique(header, frame_index))),
    )


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
        age_text(header.text(tags.PatientAge)) or birth,
    )


def _study(header: Header) -> Iterator[str]:
    yield caption(header.text(tags.InstitutionName))
    yield caption(header.text(tags.StudyDescription) or header.text(tags.Modality))
    date = header.text(tags.AcquisitionDate) or header.text(tags.ContentDate)
    date = date or header.text(tags.SeriesDate) or header.text(tags.StudyDate)
    time = header.text(tags.AcquisitionTime) or header.text(tags.ContentTime)
    yield _joined(date_text(date), time_text(time), separator=" ")
    accession = caption(header.text(tags.AccessionNumber))
    yield tr("Acc {number}", number=accession) if accession else ""


def _series(header: Header, frame_index: int) -> Iterator[str]:
    number = caption(header.text(tags.SeriesNumber))
    yield _joined(number, caption(header.text(tags.SeriesDescription)))
    view = caption(header.text(tags.ViewPosition))
    yield _joined(laterality(header, frame_index), view)
    intent = header.text(tags.PresentationIntentType)
    yield tr("FOR PROCESSING") if intent == "FOR PROCESSING" else ""


def laterality(header: Header, frame_index: int) -> str:
    """ "L", "R" … of the frame, the image or the series, as the object says."""
    anatomy = header.group(tags.FrameAnatomySequence, frame_index)
    return caption(
        (anatomy.text(tags.FrameLaterality) if anatomy else "")
        or header.text(tags.ImageLaterality)
        or header.text(tags.Laterality)
    )


def _technique(header: Header, frame_index: int) -> Iterator[str]:
    modality = header.text(tags.Modality)
    if modality in ("CT", "CR", "DX", "MG", "IO", "PX", "RG", "XA", "RF", "RTIMAGE"):
        yield _x_ray(header)
        yield arm_angles(header, frame_index)
    elif modality == "MR":
        yield _magnetic(header, frame_index)
    elif modality == "US":
        yield _joined(
            _valued("MI {value}", header, tags.MechanicalIndex),
            _valued("TIB {value}", header, tags.BoneThermalIndex),
            _valued("TIS {value}", header, tags.SoftTissueThermalIndex),
        )
    if modality == "MG":
        yield _joined(
            _valued("{value} N", header, tags.CompressionForce),
            _valued("{value} mm", header, tags.BodyPartThickness),
        )
    agent = caption(header.text(tags.ContrastBolusAgent))
    yield tr("Contrast {agent}", agent=agent) if agent else ""
    yield _position(header, frame_index)


def _x_ray(header: Header) -> str:
    exposure = _valued("{value} mAs", header, tags.Exposure)
    if not exposure:
        micro = header.number(tags.ExposureInuAs)
        exposure = f"{_number(micro / 1000)} mAs" if micro else ""
    return _joined(
        _valued("{value} kV", header, tags.KVP),
        exposure,
        caption(header.text(tags.ConvolutionKernel)).replace("\\", " "),
    )


def _magnetic(header: Header, frame_index: int) -> str:
    echo = header.group(tags.MREchoSequence, frame_index)
    echo_time = echo.number(tags.EffectiveEchoTime) if echo else None
    echo_time = echo_time or header.number(tags.EchoTime)
    diffusion = header.group(tags.MRDiffusionSequence, frame_index)
    b_value = (diffusion or header).number(tags.DiffusionBValue)
    return _joined(
        _valued("TR {value}", header, tags.RepetitionTime),
        f"TE {_number(echo_time)}" if echo_time is not None else "",
        _valued("TI {value}", header, tags.InversionTime),
        _valued("FA {value}°", header, tags.FlipAngle),
        f"b {_number(b_value)}" if b_value is not None else "",
    )


def _position(header: Header, frame_index: int) -> str:
    """Thickness, and the distance along the normal that slices are ordered by."""
    measures = header.group(tags.PixelMeasuresSequence, frame_index)
    thickness = (measures or header).number(tags.SliceThickness)
    plane = plane_of(header, frame_index)
    location = None
    if plane is not None:
        pairs = zip(plane.position_mm, plane.normal, strict=True)
        location = sum(position * part for position, part in pairs)
    return _joined(
        tr("{value} mm thick", value=_number(thickness)) if thickness else "",
        tr("Loc {value} mm", value=_signed(location)) if location is not None else "",
    )


def _valued(pattern: str, header: Header, tag: int) -> str:
    value = header.number(tag)
    return pattern.format(value=_number(value)) if value is not None else ""


def _number(value: float) -> str:
    return figure(value, ".4g" if abs(value) < 10_000 else ".0f")


def _signed(value: float) -> str:
    rounded = round(value, 1) + 0.0
    return figure(rounded, ".1f").replace("-", "−")


def _joined(*parts: str, separator: str = " · ") -> str:
    return separator.join(part for part in parts if part)
