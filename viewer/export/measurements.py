"""Marks as a structured report of measurements, through highdicom.

PS3.3 A.35.3 (Comprehensive SR), PS3.16 TID 1500 with TID 1410 for what has an inside
and TID 1501 for the rest. Coordinates are those of the image, in which the outer
corner of the first pixel is 0, 0 (PS3.3 C.18.6); on a computed plane they are those of
the patient (C.18.9), and the document is a Comprehensive 3D SR (A.35.13). Values are as
computed, with their UCUM units; what a length rests on, and what has no code, is said
in a comment.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from viewer import __version__
from viewer.export.document import (
    ALWAYS,
    MAKER,
    SERIES_NUMBER,
    file_bytes,
    model_of,
    new_object,
    new_uid,
)
from viewer.export.mark_drawing import drawn_mark
from viewer.export.records import CutPlane, ExportError, MarkedFrame
from viewer.geometry.marks import CLOSED, Mark, Point
from viewer.pixels.mark_figures import Figure, FigureName, MarkFigures
from viewer.text import for_files, retold, tr

if TYPE_CHECKING:
    import highdicom
    from pydicom import Dataset

COMPREHENSIVE = "1.2.840.10008.5.1.4.1.1.88.33"
COMPREHENSIVE_3D = "1.2.840.10008.5.1.4.1.1.88.34"
_NAMES: dict[FigureName, tuple[str, str]] = {
    "length": ("410668003", "Length"),
    "long axis": ("103339001", "Long Axis"),
    "short axis": ("103340004", "Short Axis"),
    "longer": ("410668003", "Length"),
    "shorter": ("410668003", "Length"),
    "angle": ("1483009", "Angle"),
    "cobb angle": ("285285000", "Cobb angle"),
    "area": ("42798000", "Area"),
    "perimeter": ("131191004", "Perimeter"),
    "value": ("246205007", "Quantity"),
    "mean": ("373098007", "Mean"),
    "deviation": ("386136009", "Standard Deviation"),
    "least": ("255605001", "Minimum"),
    "greatest": ("56851009", "Maximum"),
}
"""SNOMED CT codes of figures; the others are told in the comment."""

_OF_ONE_LINE = ("long axis", "short axis", "longer", "shorter")
"""Figures that each have one of the mark's two lines, in their order."""

_PROCEDURE = ("363679005", "SCT", "Imaging procedure")
_COMMENT = ("121106", "DCM", "Comment")
_NOT_MEASURED = ("calibration",)
"""Nothing that is found in the patient: what they say goes with the figures' basis."""


@dataclass(frozen=True, slots=True)
class MeasurementRequest:
    """The frames of one study that have marks; `creator` is who says it, "" unsaid."""

    frames: tuple[MarkedFrame, ...]
    creator: str = ""
    language: str = "en"


def measurement_report(request: MeasurementRequest) -> bytes:
    """The document. Raises ExportError."""
    marked = [
        (frame, one)
        for frame in request.frames
        for one in frame.marks
        if one.mark.shape not in _NOT_MEASURED
    ]
    if not marked:
        raise ExportError(tr("Nothing is marked in this study."))
    import highdicom.sr  # 1 s: only here, in a worker

    is_3d = any(frame.cut is not None for frame, _ in marked)
    model = model_of(marked[0][0].image)
    kind = COMPREHENSIVE_3D if is_3d else COMPREHENSIVE
    head = new_object(model, kind, "SR", "Measurements")
    content = highdicom.sr.MeasurementReport(
        observation_context=_observers(request),
        procedure_reported=_code(_PROCEDURE),
        imaging_measurements=[_group(frame, one) for frame, one in marked],
        title=highdicom.sr.CodedConcept("126000", "DCM", "Imaging Measurement Report"),
        language_of_content_item_and_descendants=_language(request.language),
    )
    document = highdicom.sr.Comprehensive3DSR if is_3d else highdicom.sr.ComprehensiveSR
    report = document(
        evidence=_evidence([frame for frame, _ in marked]),
        content=content[0],
        series_instance_uid=new_uid(),
        series_number=SERIES_NUMBER,
        sop_instance_uid=new_uid(),
        instance_number=1,
        manufacturer=MAKER,
        is_complete=False,
    )
    for element in head:
        if element.keyword not in _OWN:
            report[element.tag] = element
    if "SpecificCharacterSet" in head:
        report.SpecificCharacterSet = head.SpecificCharacterSet
    report.Manufacturer = report.ManufacturerModelName = MAKER
    report.SoftwareVersions = __version__
    return file_bytes(report)


_OWN = frozenset(
    {"SOPClassUID", "SOPInstanceUID", "SeriesInstanceUID", "SeriesNumber", "Modality"}
)
"""What the report has of its own; all else comes from the study as it is, also what
highdicom would refuse for no date or time."""


def _observers(request: MeasurementRequest) -> highdicom.sr.ObservationContext:
    """The device, and who used it where that was said."""
    from highdicom import sr

    device = sr.ObserverContext(
        _code(("121007", "DCM", "Device")),
        sr.DeviceObserverIdentifyingAttributes(
            uid=new_uid(), name=MAKER, manufacturer_name=MAKER, model_name=__version__
        ),
    )
    person = None
    if request.creator:
        person = sr.ObserverContext(
            _code(("121006", "DCM", "Person")),
            sr.PersonObserverIdentifyingAttributes(name=request.creator),
        )
    return sr.ObservationContext(
        observer_person_context=person, observer_device_context=device
    )


def _language(name: str) -> Any:
    from highdicom import sr

    known = {"pt": ("pt", "Portuguese"), "en": ("en", "English")}
    value, meaning = known.get(name[:2], known["en"])
    return sr.LanguageOfContentItemAndDescendants(
        sr.CodedConcept(value, "RFC5646", meaning)
    )


def _group(frame: MarkedFrame, one: MarkFigures) -> Any:
    """What is measured of one mark, tracked by the mark's own UID."""
    from highdicom import sr

    drawn, mark = drawn_mark(one.mark), one.mark
    tracking = sr.TrackingIdentifier(uid=mark.uid, identifier=_name_of(mark))
    kind, points = _region(mark)
    if mark.shape in CLOSED or not one.figures or kind == "POINT":
        group: Any = sr.PlanarROIMeasurementsAndQualitativeEvaluations(
            tracking_identifier=tracking,
            referenced_region=_place_of_region(frame, mark, kind, points),
            measurements=[_number(figure) for figure in _coded(one)],
        )
    else:
        coordinates = [_place_of_chain(frame, chain) for chain in drawn.chains]
        group = sr.MeasurementsAndQualitativeEvaluations(
            tracking_identifier=tracking,
            measurements=[
                _number(figure, _lines_of(figure, one, coordinates))
                for figure in _coded(one)
            ],
        )
    if comment := "; ".join(_told(one)):
        group[0].ContentSequence.append(
            sr.TextContentItem(_code(_COMMENT), comment, "CONTAINS")
        )
    return group


def _place_of_region(
    frame: MarkedFrame, mark: Mark, kind: str, points: Sequence[Point]
) -> Any:
    """On the image; in the patient where the mark is on a computed plane."""
    from highdicom import sr

    if frame.cut is None:
        return sr.ImageRegion(
            graphic_type=kind,
            graphic_data=_array(points, frame),
            source_image=_source(frame),
        )
    is_area = kind == "POLYLINE" and mark.shape in CLOSED
    return sr.ImageRegion3D(
        graphic_type="POLYGON" if is_area else kind,
        graphic_data=_in_patient(points, frame.cut),
        frame_of_reference_uid=frame.cut.frame_of_reference_uid,
    )


def _place_of_chain(frame: MarkedFrame, chain: Sequence[Point]) -> Any:
    from highdicom import sr

    if frame.cut is None:
        return sr.CoordinatesForMeasurement(
            graphic_type="POLYLINE",
            graphic_data=_array(chain, frame),
            source_image=_source(frame),
        )
    return sr.CoordinatesForMeasurement3D(
        graphic_type="POLYLINE",
        graphic_data=_in_patient(chain, frame.cut),
        frame_of_reference_uid=frame.cut.frame_of_reference_uid,
    )


def _source(frame: MarkedFrame) -> Any:
    from highdicom import sr

    frames = [frame.frame_index + 1] if frame.image.is_multi_frame else None
    return sr.SourceImageForRegion(
        frame.image.sop_class_uid, frame.image.sop_instance_uid, frames
    )


def _in_patient(points: Sequence[Point], cut: CutPlane) -> Any:
    import numpy as np

    return np.array([cut.plane.to_patient(x, y) for x, y in points], np.float64)


def _name_of(mark: Mark) -> str:
    """The reader's words, else the kind of shape: what the mark is tracked by."""
    return mark.text.strip() or mark.shape


def _region(mark: Mark) -> tuple[str, Sequence[Point]]:
    if mark.shape == "ellipse":
        from viewer.export.presentation_state import axes_of

        return "ELLIPSE", axes_of(*mark.points)
    if mark.shape in ("point", "text", "arrow"):
        return "POINT", mark.points[:1]
    chains = drawn_mark(mark).chains
    return "POLYLINE", chains[0]


def _lines_of(figure: Figure, one: MarkFigures, lines: Sequence[Any]) -> Sequence[Any]:
    """The lines that a figure is inferred from: one axis is of one line."""
    axes = [each for each in one.figures if each.name in _OF_ONE_LINE]
    if len(lines) == 2 and figure in axes:
        place = axes.index(figure)
        return lines[place : place + 1]
    return lines


def _array(points: Sequence[Point], frame: MarkedFrame) -> Any:
    import numpy as np

    limits = np.array([frame.image.columns, frame.image.rows], np.float64)
    return np.clip(np.array(points, np.float64), 0.0, limits)


def _coded(one: MarkFigures) -> Iterator[Figure]:
    """Figures that a code exists for, of the value and of its unit."""
    for figure in one.figures:
        if figure.name in _NAMES and figure.unit_code and not figure.channel:
            yield figure


def _told(one: MarkFigures) -> Iterator[str]:
    """The rest, in words: what has no code, what the figures rest on, what lacks."""
    coded = list(_coded(one))
    for figure in one.figures:
        if figure not in coded:
            yield f"{figure.title}: {figure.value:.10g} {figure.unit}".strip()
    with for_files():
        sentences = [retold(figure.basis_sentence) for figure in one.figures]
        notes = [retold(note) for note in one.notes]
    yield from dict.fromkeys(filter(None, sentences))
    if any(figure.basis == "pixels" for figure in one.figures):
        yield tr("In pixels: the image states no size.")
    yield from notes


def _number(figure: Figure, lines: Sequence[Any] = ()) -> Any:
    from highdicom import sr

    value, meaning = _NAMES[figure.name]
    unit = sr.CodedConcept(
        figure.unit_code, "UCUM", figure.unit if figure.unit else "no units"
    )
    return sr.Measurement(
        name=sr.CodedConcept(value, "SCT", meaning),
        value=figure.value,
        unit=unit,
        referenced_coordinates=lines or None,
    )


def _evidence(frames: Sequence[MarkedFrame]) -> list[Dataset]:
    """The marked images, as highdicom wants them: their UIDs, and nobody's."""
    from pydicom import Dataset

    found: dict[str, Dataset] = {}
    images = (one for frame in frames for one in frame.images or (frame.image,))
    for image in images:
        one = Dataset()
        for keyword in ALWAYS:
            setattr(one, keyword, None)
        one.SOPClassUID = image.sop_class_uid
        one.SOPInstanceUID = image.sop_instance_uid
        one.SeriesInstanceUID = image.series_uid
        one.StudyInstanceUID = image.study_uid
        one.Rows, one.Columns = image.rows, image.columns
        one.NumberOfFrames = image.frame_count
        found.setdefault(image.sop_instance_uid, one)
    return list(found.values())


def _code(parts: tuple[str, str, str]) -> Any:
    from highdicom.sr import CodedConcept

    return CodedConcept(*parts)
