"""Clinical documents: the narrative as it reads, nothing run together or left out."""

import pytest

from viewer import limits
from viewer.demo.encapsulated import CDA
from viewer.kinds.clinical import Clinical, read_clinical
from viewer.kinds.report_blocks import Block, Heading, Line, Table
from viewer.kinds.xml_tree import parse_xml


def document(narrative: str, head: str = "") -> Clinical:
    made = read_clinical(
        parse_xml(
            f'<ClinicalDocument xmlns="urn:hl7-org:v3">{head}<component>'
            "<structuredBody><component><section><title>S</title>"
            f"<text>{narrative}</text></section></component></structuredBody>"
            "</component></ClinicalDocument>".encode()
        )
    )
    assert made is not None
    return made


def blocks(narrative: str) -> list[Block]:
    return list(document(narrative).blocks[1:])


def lines(narrative: str) -> list[str]:
    return [one.text for one in blocks(narrative) if isinstance(one, Line)]


def test_head_and_sections_of_a_whole_document() -> None:
    made = read_clinical(parse_xml(CDA))
    assert made is not None
    head = dict(made.head)
    assert made.title == "Chest CT: synthetic report"
    assert head["Patient"] == "TEST, Builder"
    assert head["Patient ID"] == "TEST-0001"
    assert (head["Born"], head["Date"]) == ("1970-01-01", "2026-11-22")
    assert head["Author"] == "Thetic, Dr. Syn"
    assert head["Institution"] == "Negatoscope demonstration"
    assert (made.family_name, made.birth_date) == ("TEST", "19700101")
    headings = [one for one in made.blocks if isinstance(one, Heading)]
    assert [(one.text, one.level) for one in headings] == [
        ("Findings", 1),
        ("Measurements", 2),
        ("Impression", 1),
    ]


def test_other_xml_is_no_clinical_document() -> None:
    assert read_clinical(parse_xml(b"<html><body>x</body></html>")) is None


@pytest.mark.parametrize(
    ("narrative", "expected"),
    [
        ("5 × 10<sup>9</sup>/L", "5 × 10⁹/L"),
        ("10<sup>-3</sup>", "10⁻³"),
        ("CO<sub>2</sub>", "CO₂"),
        ("x<sup>ab</sup>", "x^(ab)"),
        ("x<sub>max</sub>", "x_(max)"),
        ("No <content styleCode='Bold'>acute</content> finding", "No acute finding"),
        ("<content revised='delete'>Cancer.</content>", "[deleted: Cancer.]"),
        ("a<linkHtml href='http://x'>b</linkHtml>", "ab"),
    ],
)
def test_raised_lowered_and_deleted_text_keeps_its_meaning(
    narrative: str, expected: str
) -> None:
    assert lines(narrative) == [expected]
    cell = f"<table><tbody><tr><td>{narrative}</td></tr></tbody></table>"
    (table,) = blocks(cell)
    assert isinstance(table, Table)
    assert table.rows == ((expected,),)


def test_paragraphs_breaks_and_loose_text_are_lines_of_their_own() -> None:
    found = lines("before<paragraph>one<br/>two</paragraph>after")
    assert found == ["before", "one", "two", "after"]


def test_lists_are_numbered_as_they_say() -> None:
    assert lines("<list><item>a</item><item>b</item></list>") == ["• a", "• b"]
    inner = "<list listType='ordered'><item>c</item></list>"
    assert lines(f"<list><item>a{inner}</item></list>") == ["• a", "1. c"]


def test_spanned_cells_keep_the_others_in_their_columns() -> None:
    (table,) = blocks(
        "<table><thead><tr><th>A</th><th>B</th><th>C</th></tr></thead><tbody>"
        "<tr><td rowspan='2'>1</td><td>2</td><td>3</td></tr>"
        "<tr><td>4</td><td>5</td></tr>"
        "<tr><td colspan='2'>6</td><td>7</td></tr></tbody></table>"
    )
    assert isinstance(table, Table)
    assert table.columns == ("A", "B", "C")
    assert table.rows == (("1", "2", "3"), ("", "4", "5"), ("6", "", "7"))


def test_a_table_without_titles_has_none() -> None:
    (table,) = blocks("<table><tr><td>1</td></tr><tr><td>2</td><td>3</td></tr></table>")
    assert isinstance(table, Table)
    assert table.columns == ("", "")
    assert table.rows == (("1", ""), ("2", "3"))


def test_absurd_spans_and_sizes_cost_nothing_and_are_told() -> None:
    row = "<tr><td colspan='99999' rowspan='99999'>x</td></tr>"
    cells = "<tr><td>1</td><td>2</td></tr>" * (limits.TABLE_CELLS // 2 + 1)
    long = "<paragraph>" + "word " * (limits.PLAIN_TEXT_BYTES // 5 + 1) + "</paragraph>"
    for narrative in (
        f"<table><tbody>{row * 2000}</tbody></table>",
        f"<table>{cells}</table>",
        f"<table>{row}</table>" * 500,
        long,
        "<paragraph>x</paragraph>" * (limits.NARRATIVE_BLOCKS + 1),
    ):
        made = document(narrative).blocks
        tables = [one for one in made if isinstance(one, Table)]
        shown = sum(len(one.rows) * len(one.columns) for one in tables)
        assert shown <= limits.TABLE_CELLS
        assert len(made) <= limits.NARRATIVE_BLOCKS + 1
        last = made[-1]
        assert isinstance(last, Line)
        assert "goes on" in last.text


def test_a_table_within_the_limit_is_whole() -> None:
    count = limits.TABLE_CELLS // 2
    (table,) = blocks("<table>" + "<tr><td>1</td><td>2</td></tr>" * count + "</table>")
    assert isinstance(table, Table)
    assert len(table.rows) == count


def test_pictures_of_the_document_are_named_and_not_shown() -> None:
    (line,) = lines("<renderMultiMedia referencedObject='P1'/>")
    assert "P1" in line


def test_a_body_that_is_a_file_is_told() -> None:
    made = read_clinical(
        parse_xml(
            b"<ClinicalDocument><component><nonXMLBody>"
            b"<text mediaType='application/pdf'>AAAA</text></nonXMLBody>"
            b"</component></ClinicalDocument>"
        )
    )
    assert made is not None
    (line,) = made.blocks
    assert isinstance(line, Line)
    assert "application/pdf" in line.text


def test_hidden_characters_are_made_visible() -> None:
    assert lines("a\u202eb") == ["a⟨202E⟩b"]


def test_a_document_of_nothing_is_read() -> None:
    made = read_clinical(parse_xml(b"<ClinicalDocument/>"))
    assert made is not None
    assert (made.title, made.head, made.blocks) == ("Clinical document", (), ())
