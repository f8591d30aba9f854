from viewer.demo.build import ct_slice
from viewer.demo.documents import key_objects, report, text_content
from viewer.demo.parts import code, item
from viewer.demo.reports import container, dose_report, measurement_report, number
from viewer.kinds.report import read_report
from viewer.kinds.report_blocks import (
    Block,
    Heading,
    Line,
    Table,
    blocks_of,
    measurements,
    plain_text,
)

LENGTH = ("1", "X", "Length")


def made(dataset: object) -> tuple[Block, ...]:
    return blocks_of(read_report(dataset, "sr"))  # type: ignore[arg-type]


def test_measurements_that_follow_each_other_are_a_table() -> None:
    image = ct_slice()
    *_, heading, table = made(measurement_report(image))
    assert heading == Heading("Imaging Measurements", 1)
    assert isinstance(table, Table)
    assert table.columns == ("Measurement", "Value", "Unit", "Notes")
    assert table.rows == (
        ("Length", "12.5", "mm", "Derivation: Mean"),
        ("Length", "7", "mm", ""),
    )
    assert [row[0].sop_instance_uid for row in table.references] == [
        image.SOPInstanceUID
    ] * 2


def test_context_comes_in_small_type() -> None:
    first, second, *_ = made(measurement_report(ct_slice()))
    assert first == Line("Person Observer Name", "Reader, Test", 1, is_context=True)
    assert isinstance(second, Line)
    assert (second.text, second.is_context) == ("Two nodules.\nBoth are round.", False)


def test_sections_of_one_name_are_rows_of_one_table() -> None:
    *_, heading, table = made(dose_report())
    assert heading == Heading("CT Acquisition", 1)
    assert isinstance(table, Table)
    assert table.columns == (
        "Acquisition Protocol",
        "Mean CTDIvol [mGy]",
        "DLP [mGy.cm]",
    )
    assert table.rows == (("Scout", "0.12", "4.21"), ("Chest", "8.35", "301.50"))


def test_rows_with_other_units_keep_them() -> None:
    sections = [
        container(code("2", "X", "Group"), [number(code(*LENGTH), "5", unit)])
        for unit in ("mm", "cm")
    ]
    *_, table = made(report(ContentSequence=sections))
    assert isinstance(table, Table)
    assert table.columns == ("Length",)
    assert table.rows == (("5 mm",), ("5 cm",))


def test_sections_that_say_a_thing_twice_are_no_table() -> None:
    twice = [number(code(*LENGTH), "5", "mm"), number(code(*LENGTH), "6", "mm")]
    sections = [container(code("2", "X", "Group"), twice) for _ in range(2)]
    kinds = [type(block) for block in made(report(ContentSequence=sections))]
    assert kinds == [Heading, Table, Heading, Table]


def test_what_a_finding_was_inferred_from_stands_below_it() -> None:
    inferred = text_content(code("3", "X", "Reason"), "Because.")
    inferred.RelationshipType = "INFERRED FROM"
    finding = text_content(code("4", "X", "Finding"), "A nodule.")
    finding.ContentSequence = [inferred]
    first, second = made(report(ContentSequence=[finding]))
    assert first == Line("Finding", "A nodule.", 1)
    assert second == Line("Reason", "Because.", 2)


def test_controls_in_a_text_are_made_visible_but_not_its_line_ends() -> None:
    text = text_content(code("4", "X", "Finding"), "one\r\ntwo\u202ethree")
    (line,) = made(report(ContentSequence=[text]))
    assert isinstance(line, Line)
    assert line.text == "one\ntwo⟨202E⟩three"


def test_the_numbers_name_their_sections() -> None:
    rows = measurements(read_report(measurement_report(ct_slice()), "sr"))
    assert rows[0] == ("Section", "Measurement", "Value", "Unit", "Notes")
    assert rows[1] == (
        "Imaging Measurement Report › Imaging Measurements",
        "Length",
        "12.5",
        "mm",
        "Derivation: Mean",
    )


def test_the_text_has_all_that_the_document_says() -> None:
    document = read_report(dose_report(), "sr")
    text = plain_text(document, blocks_of(document))
    assert text.startswith("X-Ray Radiation Dose Report\n")
    assert "Chest\t8.35\t301.50" in text
    assert "State: complete, not verified" in text


def test_an_empty_item_makes_an_empty_line_at_most() -> None:
    assert made(report(ContentSequence=[item()])) == (Line("", "", 1),)


def test_a_continuous_section_is_one_running_text() -> None:
    parts = [
        text_content(code("4", "X", "Text"), "A mass of"),
        number(code(*LENGTH), "3", "cm"),
        text_content(code("4", "X", "Text"), "was seen."),
    ]
    section = container(code("5", "X", "Finding"), parts)
    section.ContinuityOfContent = "CONTINUOUS"
    heading, line = made(report(ContentSequence=[section]))
    assert heading == Heading("Finding", 1)
    assert line == Line("", "A mass of 3 cm was seen.", 2)


def test_images_without_names_stand_in_one_line() -> None:
    images = [ct_slice(index) for index in range(3)]
    *_, line = made(key_objects(images))
    assert isinstance(line, Line)
    assert [one.sop_instance_uid for one in line.references] == [
        one.SOPInstanceUID for one in images
    ]
