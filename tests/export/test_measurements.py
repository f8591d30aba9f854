"""Measurements that leave, as DCMTK, dicom3tools and highdicom's reader take them."""

import shutil
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from highdicom.sr import ImageRegion, ImageRegion3D, MeasurementReport, srread

from tests.export.made import (
    ALL,
    ANGLE,
    BALL,
    BOX,
    COBB,
    LINE,
    SPOT,
    WORDS,
    complaints,
    image_of,
    measured,
    output_of,
    parsed,
)
from tests.work.test_measuring import shown_of
from viewer.demo.build import ct_slice, image, ramp
from viewer.export.measurements import MeasurementRequest, measurement_report
from viewer.export.records import CutPlane, ExportError, MarkedFrame
from viewer.geometry.marks import Mark
from viewer.geometry.plane import Plane
from viewer.kinds.report import read_report
from viewer.work.measuring import figures_of

SLICE = ct_slice(1, ramp((64, 60), np.uint16, 12))
FRAME = MarkedFrame(image_of(SLICE), 0, tuple(map(measured, ALL)))
CONTENT = measurement_report(MeasurementRequest((FRAME,)))


def test_a_report_is_sound_for_dicom3tools(tmp_path: Path) -> None:
    assert complaints(CONTENT, tmp_path) == []


@pytest.mark.skipif(shutil.which("dsrdump") is None, reason="needs DCMTK")
def test_dcmtk_reads_values_units_regions_and_names(tmp_path: Path) -> None:
    path = tmp_path / "report.dcm"
    path.write_bytes(CONTENT)
    told = output_of(["dsrdump", "+Pc", "+Pl", path])
    for words in (
        '(126000,DCM,"Imaging Measurement Report")',
        'NUM:(410668003,SCT,"Length")="31.416" (mm,UCUM,"mm")',
        'NUM:(373098007,SCT,"Mean")="-12.5" ([hnsf\'U],UCUM,"HU")',
        'NUM:(42798000,SCT,"Area")="7.25" ({pixels},UCUM,"px²")',
        "(POLYLINE,10.25/20.5,40.75/60)",
        "(ELLIPSE,12/45,32/45,22/40,22/50)",
        "(POINT,8/58)",
        '"Läsion"',
        '"follow up"',
    ):
        assert words in told, told


def test_highdicoms_reader_finds_each_mark_by_its_uid() -> None:
    report = by_highdicom()
    planar = report.get_planar_roi_measurement_groups()
    others = report.get_image_measurement_groups()
    assert {str(one.tracking_uid) for one in (*planar, *others)} == {
        mark.uid for mark in ALL
    }
    (ball,) = report.get_planar_roi_measurement_groups(tracking_uid=BALL.uid)
    assert ball.roi is not None
    assert ball.roi.graphic_type.value == "ELLIPSE"
    assert ball.roi.value.tolist() == [[12, 45], [32, 45], [22, 40], [22, 50]]
    values = {str(one.name.meaning): one.value for one in ball.get_measurements()}
    assert values == {"Area": 7.25, "Mean": -12.5}
    (line,) = report.get_image_measurement_groups(tracking_uid=LINE.uid)
    (length,) = line.get_measurements()
    assert (length.value, length.unit.value) == (31.416, "mm")
    (place,) = length.referenced_coordinates
    assert place.value.tolist() == [[10.25, 20.5], [40.75, 60.0]]


def test_two_lines_of_one_figure_are_both_its_source() -> None:
    report = by_highdicom()
    (cobb,) = report.get_image_measurement_groups(tracking_uid=COBB.uid)
    (angle,) = cobb.get_measurements()
    assert [one.value.tolist() for one in angle.referenced_coordinates] == [
        [[5, 5], [25, 8]],
        [[5, 40], [25, 30]],
    ]
    assert (angle.unit.value, angle.value) == ("deg", 90.0)


def test_the_long_axis_is_the_line_that_measures_more_on_flat_pixels() -> None:
    dataset = ct_slice(PixelSpacing=[2.0, 0.5])
    wide_first = Mark("2.25.77", "bidirectional", ((2, 8), (14, 8), (8, 5), (8, 11)))
    figures = figures_of(wide_first, shown_of(dataset))
    frame = MarkedFrame(image_of(dataset), 0, (figures,))
    content = measurement_report(MeasurementRequest((frame,), creator="Reader^One"))
    report = srread(BytesIO(content)).content
    assert isinstance(report, MeasurementReport)
    (group,) = report.get_image_measurement_groups()
    said = {
        str(one.name.meaning): (one.value, one.referenced_coordinates[0].value.tolist())
        for one in group.get_measurements()
    }
    assert said == {
        "Long Axis": (12.0, [[8, 5], [8, 11]]),
        "Short Axis": (6.0, [[2, 8], [14, 8]]),
    }


def test_a_ratio_is_two_lengths_and_a_word_on_them() -> None:
    dataset = ct_slice(PixelSpacing=[0.5, 0.5])
    heart = Mark("2.25.78", "ratio", ((1, 5), (11, 5), (2, 8), (7, 8)))
    figures = figures_of(heart, shown_of(dataset))
    frame = MarkedFrame(image_of(dataset), 0, (figures,))
    content = measurement_report(MeasurementRequest((frame,), creator="Reader^One"))
    report = srread(BytesIO(content)).content
    assert isinstance(report, MeasurementReport)
    (group,) = report.get_image_measurement_groups()
    assert [
        (one.value, one.referenced_coordinates[0].value.tolist())
        for one in group.get_measurements()
    ] == [(5.0, [[1, 5], [11, 5]]), (2.5, [[2, 8], [7, 8]])]
    (told,) = (one for one in groups(content) if one["112040"] == heart.uid)
    assert "Shorter over longer: 0.5" in told["121106"]


def test_our_reader_shows_the_same() -> None:
    report = read_report(parsed(CONTENT), "sr")
    assert report.title == "Imaging Measurement Report"
    (reference,) = report.references()
    assert reference.sop_instance_uid == SLICE.SOPInstanceUID


def test_what_has_no_code_or_rests_on_pixels_is_said_in_words() -> None:
    (box,) = (one for one in groups() if one["112040"] == BOX.uid)
    assert "Pixels: 300" in box["121106"]
    assert "In pixels" in box["121106"]


def test_words_alone_are_a_place_without_a_measurement() -> None:
    report = by_highdicom()
    for mark in (WORDS,):
        (group,) = report.get_planar_roi_measurement_groups(tracking_uid=mark.uid)
        assert group.get_measurements() == []
        assert group.tracking_identifier == mark.text
    (spot,) = report.get_planar_roi_measurement_groups(tracking_uid=SPOT.uid)
    assert [one.value for one in spot.get_measurements()] == [40]


def test_a_frame_of_many_is_named() -> None:
    many = image_of(image(ramp((3, 64, 60)), NumberOfFrames=3))
    marked = MarkedFrame(many, 2, (measured(ANGLE),))
    content = measurement_report(MeasurementRequest((marked,), creator="Reader^One"))
    (reference,) = read_report(parsed(content), "sr").references()
    assert reference.frames == (3,)


def test_the_study_is_that_of_the_image() -> None:
    report = parsed(CONTENT)
    assert report.StudyInstanceUID == SLICE.StudyInstanceUID
    assert report.PatientName == SLICE.PatientName
    assert report.Manufacturer == "Negatoscope"
    assert (report.CompletionFlag, report.VerificationFlag) == ("PARTIAL", "UNVERIFIED")


def test_a_calibration_alone_measures_nothing() -> None:
    ball = Mark("2.25.3", "calibration", ((1, 2), (3, 4)), length_mm=25.4)
    frame = MarkedFrame(image_of(SLICE), 0, (measured(ball),))
    with pytest.raises(ExportError):
        measurement_report(MeasurementRequest((frame,)))


def by_highdicom() -> MeasurementReport:
    content = srread(BytesIO(CONTENT)).content
    assert isinstance(content, MeasurementReport)
    return content


def groups(content: bytes = CONTENT) -> list[dict[str, str]]:
    """Texts and UIDs of each measurement group, by the code of their name."""
    (measurements,) = (
        item
        for item in parsed(content).ContentSequence
        if item.ConceptNameCodeSequence[0].CodeValue == "126010"
    )
    return [
        {
            item.ConceptNameCodeSequence[0].CodeValue: item.get("TextValue")
            or item.get("UID", "")
            for item in group.ContentSequence
            if item.get("ConceptNameCodeSequence")
        }
        for group in measurements.ContentSequence
    ]


@pytest.mark.parametrize(
    ("sound", "not_sound"), [(b"19700101", b"00000000"), (b"\0O ", b"\0X ")]
)
def test_a_header_with_no_date_where_one_belongs_hinders_no_report(
    sound: bytes, not_sound: bytes
) -> None:
    image = FRAME.image
    content = image.source.data
    assert content is not None
    assert sound in content
    source = replace(image.source, data=content.replace(sound, not_sound))
    frame = replace(FRAME, image=replace(image, source=source))
    made = measurement_report(MeasurementRequest((frame,)))
    assert not_sound.lstrip(b"\0") in made
    assert len(parsed(made).ContentSequence) == len(parsed(CONTENT).ContentSequence)


def test_marks_of_several_images_and_series_are_in_one_report(tmp_path: Path) -> None:
    pixels = ramp((64, 60), np.uint16, 12)
    others = [ct_slice(2, pixels), ct_slice(3, pixels, SeriesInstanceUID="2.25.333")]
    frames = [MarkedFrame(image_of(one), 0, (measured(LINE),)) for one in others]
    content = measurement_report(MeasurementRequest((FRAME, *frames)))
    assert complaints(content, tmp_path) == []
    made = parsed(content)
    (study,) = made.CurrentRequestedProcedureEvidenceSequence
    named = [
        [image.ReferencedSOPInstanceUID for image in series.ReferencedSOPSequence]
        for series in study.ReferencedSeriesSequence
    ]
    first, second, third = (one.image.sop_instance_uid for one in (FRAME, *frames))
    assert sorted(map(sorted, named)) == sorted([sorted([first, second]), [third]])
    assert made.PatientName == SLICE.PatientName
    assert "Rows" not in made


TILTED = Plane((-30.0, 12.5, 140.0), (0.8, 0.6, 0.0), (0.0, 0.0, -1.0), 0.5, 0.5)
SPACE = "1.2.3.4.5"
CUT = MarkedFrame(
    image_of(SLICE),
    0,
    tuple(map(measured, ALL)),
    CutPlane(TILTED, SPACE, 64, 60),
    (image_of(SLICE),),
)


def test_marks_on_a_computed_plane_lie_in_the_patient(tmp_path: Path) -> None:
    """By the formula of PS3.3 C.7.6.2.1.1; the outer corner is half a pixel off."""
    content = measurement_report(MeasurementRequest((CUT, FRAME)))
    assert complaints(content, tmp_path) == []
    report = srread(BytesIO(content))
    assert report.SOPClassUID == "1.2.840.10008.5.1.4.1.1.88.34"
    assert isinstance(report.content, MeasurementReport)
    box, other = report.content.get_planar_roi_measurement_groups(tracking_uid=BOX.uid)
    assert isinstance(box.roi, ImageRegion3D)
    assert isinstance(other.roi, ImageRegion)
    assert box.roi.graphic_type.value == "POLYGON"
    assert box.roi.frame_of_reference_uid == SPACE
    corners = [(30, 10), (50, 10), (50, 25), (30, 25), (30, 10)]
    wanted = [
        (
            -30 + 0.8 * 0.5 * (column - 0.5),
            12.5 + 0.6 * 0.5 * (column - 0.5),
            140 - 0.5 * (row - 0.5),
        )
        for column, row in corners
    ]
    assert box.roi.value == pytest.approx(np.array(wanted))


@pytest.mark.skipif(shutil.which("dsrdump") is None, reason="needs DCMTK")
def test_dcmtk_reads_what_lies_in_the_patient(tmp_path: Path) -> None:
    path = tmp_path / "report.dcm"
    path.write_bytes(measurement_report(MeasurementRequest((CUT,))))
    told = output_of(["dsrdump", "+Pc", "+Pl", path])
    for words in (
        'NUM:(410668003,SCT,"Length")="31.416" (mm,UCUM,"mm")',
        "=(POLYLINE,,-26.1",
        "=(ELLIPSE,,-25.39",
        "=(POLYGON,,-29/13.25/138.75,",
        "=(POINT,,-27/14.75/111.25)",
    ):
        assert words in told, told
    assert "(POLYLINE,10.25/20.5" not in told
