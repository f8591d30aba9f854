from pydicom import Dataset

from viewer.demo.parts import code as code_item
from viewer.kinds import reading


def item(**elements: object) -> Dataset:
    dataset = Dataset()
    for keyword, value in elements.items():
        setattr(dataset, keyword, value)
    return dataset


def test_what_is_absent_is_empty() -> None:
    nothing = Dataset()
    assert reading.text(nothing, "PatientID") == ""
    assert reading.texts(nothing, "ImageType") == ()
    assert reading.number(nothing, "WindowCenter") is None
    assert reading.integers(nothing, "ReferencedFrameNumber") == ()
    assert reading.items(nothing, "ReferencedImageSequence") == ()
    assert reading.raw(nothing, "WaveformData") == b""
    assert reading.code(nothing, "ConceptNameCodeSequence") is None


def test_values_come_in_plain_types() -> None:
    dataset = item(
        ImageType=["ORIGINAL", "PRIMARY"],
        WindowCenter=["40", "300.5"],
        ReferencedFrameNumber=[3, 4],
        PatientName="Silva^João ",
    )
    assert reading.texts(dataset, "ImageType") == ("ORIGINAL", "PRIMARY")
    assert reading.text(dataset, "ImageType") == "ORIGINAL\\PRIMARY"
    assert reading.numbers(dataset, "WindowCenter") == (40.0, 300.5)
    assert reading.integer(dataset, "ReferencedFrameNumber") == 3
    assert reading.text(dataset, "PatientName") == "Silva^João"


def test_a_value_of_another_type_costs_itself_only() -> None:
    dataset = Dataset()
    dataset.add_new(0x00281050, "LO", "forty")
    dataset.add_new(0x00081140, "LO", "no sequence")
    assert reading.numbers(dataset, "WindowCenter") == ()
    assert reading.items(dataset, "ReferencedImageSequence") == ()


def test_a_sequence_is_no_text() -> None:
    dataset = Dataset()
    dataset.add_new(0x00100020, "SQ", [item(PatientName="inside")])
    assert reading.text(dataset, "PatientID") == ""
    assert reading.texts(dataset, "PatientID") == ()


def test_a_code_speaks_by_its_meaning() -> None:
    dataset = item(ConceptNameCodeSequence=[code_item("113004", "DCM", "For Teaching")])
    found = reading.code(dataset, "ConceptNameCodeSequence")
    assert found == reading.Code("113004", "DCM", "For Teaching")
    assert str(found) == "For Teaching"
    assert str(reading.Code("113004", "DCM")) == "113004"


def test_nested_items_are_walked_outer_ones_first() -> None:
    inner = item(PatientID="inner")
    middle = item(PatientID="middle", ReferencedImageSequence=[inner])
    outer = item(
        PatientID="outer",
        ReferencedImageSequence=[middle, item(PatientID="second")],
    )
    found = [reading.text(one, "PatientID") for one in reading.walked(outer)]
    assert found == ["outer", "middle", "inner", "second"]


def test_elements_of_repeating_groups_are_read_by_their_tag() -> None:
    dataset = Dataset()
    dataset.add_new(0x50040010, "US", 7)
    dataset.add_new(0x50042500, "LO", "NAME")
    dataset.add_new(0x50043000, "OW", b"ab")
    assert reading.integer(dataset, 0x50040010) == 7
    assert reading.text(dataset, 0x50042500) == "NAME"
    assert reading.raw(dataset, 0x50043000) == b"ab"
    assert reading.vr(dataset, 0x50043000) == "OW"
    assert reading.vr(dataset, 0x50063000) == ""
    assert reading.integer(dataset, 0x50060010) is None
