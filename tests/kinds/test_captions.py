from typing import Any

import pytest

from tests.ui.sets import header_of
from viewer import limits
from viewer.demo.build import AXIAL, ct_slice, enhanced_mr, image
from viewer.demo.parts import item
from viewer.kinds.captions import captions, laterality, patient_lines, patient_name

CORONAL = [1, 0, 0, 0, 0, -1]


def lines(dataset: Any, part: str, frame_index: int = 0) -> tuple[str, ...]:
    found: tuple[str, ...] = getattr(captions(header_of(dataset), frame_index), part)
    return found


def test_the_patient_is_a_name_and_a_line_of_id_sex_and_age() -> None:
    dataset = ct_slice(
        PatientName="Silva^João^^Dr.",
        PatientID="42",
        PatientSex="M",
        PatientAge="056Y",
        PatientBirthDate="19700102",
    )
    assert lines(dataset, "patient") == ("Silva, Dr. João", "42 · M · 56 y")


def test_without_an_age_the_birth_date_stands_there() -> None:
    dataset = ct_slice(PatientAge=None, PatientBirthDate="19700102", PatientID="42")
    assert patient_lines(header_of(dataset))[1].startswith("42 · other sex · ")
    assert patient_lines(header_of(dataset))[1].endswith("1970-01-02")


def test_a_patient_without_identity_is_said_to_be_so() -> None:
    dataset = ct_slice(
        PatientName=None, PatientID="", PatientSex=None, PatientBirthDate=None
    )
    assert patient_name(header_of(dataset)) == "No patient name"
    assert patient_lines(header_of(dataset)) == ("No patient name", "No patient ID")


def test_the_study_says_where_what_and_when_the_image_was_taken() -> None:
    dataset = ct_slice(
        InstitutionName="Hospital",
        StudyDescription="CT chest",
        StudyDate="20261120",
        AcquisitionDate="20261121",
        AcquisitionTime="101559.5",
        AccessionNumber="A77",
    )
    expected = ("Hospital", "CT chest", "2026-11-21 10:15:59", "Acc A77")
    assert lines(dataset, "study") == expected


@pytest.mark.parametrize(
    "missing",
    [(), ("AcquisitionDate",), ("AcquisitionDate", "ContentDate", "SeriesDate")],
)
def test_the_date_is_that_of_the_image_else_of_what_holds_it(
    missing: tuple[str, ...],
) -> None:
    dates: dict[str, Any] = {
        "AcquisitionDate": "20260104",
        "ContentDate": "20260103",
        "SeriesDate": "20260102",
        "StudyDate": "20260101",
    }
    left = [name for name in dates if name not in missing]
    dataset = ct_slice(**{**dates, **dict.fromkeys(missing)})
    wanted = f"2026-01-{dates[left[0]][-2:]}"
    assert any(line.startswith(wanted) for line in lines(dataset, "study"))


def test_the_series_says_number_description_side_and_view() -> None:
    dataset = image(
        modality="MG",
        SeriesNumber=4,
        SeriesDescription="R CC",
        ImageLaterality="R",
        ViewPosition="CC",
        PresentationIntentType="FOR PROCESSING",
    )
    assert lines(dataset, "series") == ("4 · R CC", "R · CC", "FOR PROCESSING")


def test_an_image_for_presentation_needs_no_warning() -> None:
    dataset = image(modality="MG", PresentationIntentType="FOR PRESENTATION")
    assert "FOR PROCESSING" not in lines(dataset, "series")


def test_laterality_is_the_frames_then_the_images_then_the_series() -> None:
    dataset = enhanced_mr(2, Laterality="L")
    assert laterality(header_of(dataset), 0) == "L"
    dataset.ImageLaterality = "B"
    assert laterality(header_of(dataset), 0) == "B"
    second = dataset.PerFrameFunctionalGroupsSequence[1]
    second.FrameAnatomySequence = [item(FrameLaterality="R")]
    header = header_of(dataset)
    assert [laterality(header, index) for index in (0, 1)] == ["B", "R"]


def test_a_ct_says_voltage_charge_kernel_thickness_and_location() -> None:
    dataset = ct_slice(
        3,
        KVP=120,
        Exposure=85,
        ConvolutionKernel=["Br40d", "3"],
        ContrastBolusAgent="Iohexol",
    )
    expected = (
        "120 kV · 85 mAs · Br40d 3",
        "Contrast Iohexol",
        "5 mm thick · Loc 15.0 mm",
    )
    assert lines(dataset, "technique") == expected


def test_microampere_seconds_serve_where_the_rounded_figure_is_absent() -> None:
    dataset = image(modality="DX", KVP=70, ExposureInuAs=2500)
    assert lines(dataset, "technique") == ("70 kV · 2.5 mAs",)


def test_the_location_is_along_the_normal_with_a_true_minus() -> None:
    dataset = ct_slice(
        ImageOrientationPatient=CORONAL, ImagePositionPatient=[5, -37.25, 9]
    )
    assert lines(dataset, "technique")[-1] == "5 mm thick · Loc −37.2 mm"
    at_zero = ct_slice(
        ImageOrientationPatient=list(AXIAL), ImagePositionPatient=[0, 0, -0.04]
    )
    assert lines(at_zero, "technique")[-1].endswith("Loc 0.0 mm")


def test_an_mr_says_its_times_and_flip_angle() -> None:
    dataset = image(
        modality="MR",
        RepetitionTime=500,
        EchoTime=9.2,
        InversionTime=120,
        FlipAngle=90,
        DiffusionBValue=1000.0,
    )
    expected = ("TR 500 · TE 9.2 · TI 120 · FA 90° · b 1000",)
    assert lines(dataset, "technique") == expected


def test_an_enhanced_mr_says_what_holds_for_the_frame_at_hand() -> None:
    dataset = enhanced_mr(2)
    for number, group in enumerate(dataset.PerFrameFunctionalGroupsSequence):
        group.MREchoSequence = [item(EffectiveEchoTime=10.0 + number)]
        group.MRDiffusionSequence = [item(DiffusionBValue=500.0 * number)]
    assert lines(dataset, "technique", 0) == (
        "TE 10 · b 0",
        "4 mm thick · Loc 0.0 mm",
    )
    assert lines(dataset, "technique", 1) == (
        "TE 11 · b 500",
        "4 mm thick · Loc 4.0 mm",
    )


def test_an_ultrasound_says_its_indices() -> None:
    dataset = image(
        modality="US",
        MechanicalIndex=1.1,
        BoneThermalIndex=0.4,
        SoftTissueThermalIndex=0,
    )
    assert lines(dataset, "technique") == ("MI 1.1 · TIB 0.4 · TIS 0",)


def test_a_mammogram_says_how_the_breast_was_pressed() -> None:
    dataset = image(modality="MG", KVP=28, CompressionForce=95, BodyPartThickness=52)
    assert lines(dataset, "technique") == ("28 kV", "95 N · 52 mm")


def test_what_is_absent_is_left_out() -> None:
    dataset = image(
        StudyDescription=None, Modality="", ContentDate=None, ContentTime=None
    )
    dataset.StudyDate = dataset.SeriesNumber = None
    made = captions(header_of(dataset), 0)
    assert (made.study, made.series, made.technique) == ((), (), ())


def test_control_characters_and_endless_values_are_tamed() -> None:
    dataset = ct_slice(
        StudyDescription="a\u202eb", InstitutionName="x\ny", AccessionNumber="1"
    )
    dataset.add_new("SeriesDescription", "UT", "z" * 3_000_000)
    assert lines(dataset, "study")[:2] == ("x↵y", "a⟨202E⟩b")
    assert len(lines(dataset, "series")[0]) < limits.CAPTION_CHARACTERS + 8
