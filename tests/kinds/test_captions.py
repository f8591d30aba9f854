from typing import Any

import pytest

from tests.ui.sets import header_of
from viewer import limits
from viewer.demo.build import ct_slice, enhanced_mr, image
from viewer.demo.parts import item
from viewer.kinds.captions import captions, laterality, patient_lines, patient_name


def lines(dataset: Any, part: str, frame_index: int = 0) -> tuple[str, ...]:
    found: tuple[str, ...] = getattr(captions(header_of(dataset), frame_index), part)
    return found


def test_the_patient_is_a_name_and_a_line_of_id_sex_age_and_birth() -> None:
    dataset = ct_slice(
        PatientName="Silva^João^^Dr.",
        PatientID="42",
        PatientSex="M",
        PatientAge="056Y",
        PatientBirthDate="19700102",
    )
    expected = ("Silva, Dr. João", "42 · M · 56 y · 1970-01-02")
    assert lines(dataset, "patient") == expected


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
    taken, begun = "2026-11-21 10:15:59.5", "Study 2026-11-20"
    expected = ("Hospital", "CT chest", taken, begun, "Acc A77")
    assert lines(dataset, "study") == expected
    dataset.StudyDate = "20261121"  # once is enough
    assert lines(dataset, "study") == ("Hospital", "CT chest", taken, "Acc A77")


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


def test_the_series_says_number_and_description_and_the_side_stands_apart() -> None:
    dataset = image(
        modality="MG",
        SeriesNumber=4,
        SeriesDescription="R CC",
        ImageLaterality="R",
        ViewPosition="CC",
    )
    assert lines(dataset, "series") == ("4 · R CC",)
    assert captions(header_of(dataset), 0).side == "R · CC"
    dataset.ImageLaterality = "U"
    assert captions(header_of(dataset), 0).side == "CC"


def test_laterality_is_the_frames_then_the_images_then_the_series() -> None:
    dataset = enhanced_mr(2, Laterality="L")
    assert laterality(header_of(dataset), 0) == "L"
    dataset.ImageLaterality = "B"
    assert laterality(header_of(dataset), 0) == "B"
    second = dataset.PerFrameFunctionalGroupsSequence[1]
    second.FrameAnatomySequence = [item(FrameLaterality="R")]
    header = header_of(dataset)
    assert [laterality(header, index) for index in (0, 1)] == ["B", "R"]


def test_a_date_is_never_joined_with_the_time_of_another_level() -> None:
    dataset = ct_slice(
        AcquisitionDate=None, AcquisitionTime="235959", SeriesDate="20260101"
    )
    dataset.ContentDate = dataset.ContentTime = None
    assert "2026-01-01" in lines(dataset, "study")


@pytest.mark.parametrize(
    ("elements", "text"),
    [
        ({"AcquisitionDateTime": "20261121101559.25-0300"}, "10:15:59.25 −03:00"),
        ({"AcquisitionDateTime": "2026112110"}, "2026-11-21 10"),
        (
            {
                "AcquisitionDate": "20261121",
                "AcquisitionTime": "1015",
                "TimezoneOffsetFromUTC": "+0530",
            },
            "10:15 +05:30",
        ),
    ],
)
def test_the_moment_comes_with_parts_of_a_second_and_zone(
    elements: dict[str, Any], text: str
) -> None:
    dataset = ct_slice(**{"AcquisitionDate": None, **elements})
    assert any(line.endswith(text) for line in lines(dataset, "study"))


def test_each_frame_of_an_enhanced_object_has_its_own_moment() -> None:
    dataset = enhanced_mr(2)
    for number, group in enumerate(dataset.PerFrameFunctionalGroupsSequence):
        content = group.FrameContentSequence[0]
        content.FrameAcquisitionDateTime = f"2026112110155{number}"
    found = [lines(dataset, "study", index) for index in (0, 1)]
    assert "2026-11-21 10:15:50" in found[0]
    assert "2026-11-21 10:15:51" in found[1]


def test_for_teaching_nothing_says_who_where_and_when() -> None:
    dataset = ct_slice(
        PatientName="Silva^João",
        PatientID="42",
        InstitutionName="Hospital",
        StudyDescription="CT chest",
        AcquisitionDate="20261121",
        AccessionNumber="A77",
    )
    made = captions(header_of(dataset), 0, hides_identity=True)
    assert made.patient == ("Identity hidden",)
    assert made.study == ("CT chest",)


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
