import pytest
from pydicom import Dataset

from viewer import limits
from viewer.demo.parts import code, item
from viewer.kinds.card_layout import Listing
from viewer.kinds.card_values import paragraph, table_of, value_at, value_of
from viewer.pixels.cielab import srgb_of


@pytest.mark.parametrize(
    ("keyword", "value", "text"),
    [
        ("PatientName", "Silva^Ana", "Silva, Ana"),
        ("TreatmentDate", "20261122", "2026-11-22"),
        ("TreatmentTime", "1015", "10:15"),
        ("HangingProtocolCreationDateTime", "20261122101500", "2026-11-22 10:15:00"),
        ("ROIVolume", "12.50", "12.5"),
        ("NumberOfFrames", "3", "3"),
        ("ImageType", ["ORIGINAL", "PRIMARY"], "ORIGINAL, PRIMARY"),
        ("GridDimensions", [4, 5, 6], "4 \\ 5 \\ 6"),
        ("InterpretationText", "One.\r\nTwo.\r\n", "One.\nTwo."),
        ("PatientComments", "a\u202eb", "a⟨202E⟩b"),
        ("EncapsulatedDocument", b"1234", "4 bytes"),
        ("ROIDisplayColor", [255, 0, 16], "#ff0010"),
        ("ROIDisplayColor", [255, 0], ""),
        ("ReferencedSOPClassUID", "1.2.840.10008.5.1.4.1.1.2", "CT Image Storage"),
    ],
)
def test_a_value_is_written_as_people_read_it(
    keyword: str, value: object, text: str
) -> None:
    assert value_of(item(**{keyword: value}), keyword) == text


def test_a_colour_is_that_of_its_cielab_value() -> None:
    words = [41000, 33000, 52000]
    found = value_of(
        item(RecommendedDisplayCIELabValue=words), "RecommendedDisplayCIELabValue"
    )
    assert found == "#{:02x}{:02x}{:02x}".format(*srgb_of(words))


def test_a_matrix_stands_in_four_lines() -> None:
    matrix = [1, 0, 0, -3.5, 0, 1, 0, 2, 0, 0, 1, 0.25, 0, 0, 0, 1]
    found = value_of(
        item(FrameOfReferenceTransformationMatrix=matrix),
        "FrameOfReferenceTransformationMatrix",
    )
    lines = [line.split() for line in found.split("\n")]
    assert lines[0] == ["1", "0", "0", "-3.5"]
    assert [len(line) for line in lines] == [4, 4, 4, 4]


def test_codes_are_said_by_meaning_and_other_items_are_counted() -> None:
    dataset = item(
        AnatomicRegionSequence=[code("12738006", "SCT", "Brain")],
        SegmentSequence=[item(SegmentNumber=1), item(SegmentNumber=2)],
    )
    assert value_of(dataset, "AnatomicRegionSequence") == "Brain"
    assert value_of(dataset, "SegmentSequence") == "2 items"
    assert value_of(dataset, "#SegmentSequence") == "2"


def test_a_path_goes_through_every_item() -> None:
    inner = [item(ImageBoxLayoutType="STACK"), item(ImageBoxLayoutType="TILED")]
    dataset = item(DisplaySetsSequence=[item(ImageBoxesSequence=inner)])
    path = "DisplaySetsSequence/ImageBoxesSequence/ImageBoxLayoutType"
    assert value_at([dataset], path) == "STACK, TILED"
    assert value_at([dataset], "DisplaySetsSequence/DisplaySetLabel") == ""


def test_rows_are_completed_by_the_items_that_refer_to_them() -> None:
    dataset = item(
        StructureSetROISequence=[
            item(ROINumber=4, ROIName="Lung"),
            item(ROINumber=9, ROIName="Heart"),
        ],
        ROIContourSequence=[
            item(ReferencedROINumber=9, ROIDisplayColor=[1, 2, 3]),
            item(ReferencedROINumber=77, ROIDisplayColor=[9, 9, 9]),
        ],
    )
    listing = Listing(
        "",
        "StructureSetROISequence",
        (("", "ROIName"), ("", "ROIDisplayColor")),
        "ROINumber",
        (("ROIContourSequence", "ReferencedROINumber"),),
    )
    assert table_of(dataset, listing) == (("Lung", ""), ("Heart", "#010203"))


def test_what_is_malformed_costs_itself_only() -> None:
    dataset = Dataset()
    dataset.add_new(0x30060084, "IS", "1")
    dataset[0x30060084]._value = "no number"
    assert value_of(dataset, "ReferencedROINumber") == ""
    assert value_of(dataset, "NotAKeyword") == ""


def test_a_text_without_end_is_cut() -> None:
    text = paragraph("x" * (limits.CARD_CHARACTERS + 10))
    assert len(text) == limits.CARD_CHARACTERS
    assert text.endswith("…")
