from pydicom import Dataset

from viewer.dicom.element_groups import GROUPS
from viewer.dicom.elements import ElementRow, element_rows
from viewer.ui.widgets.element_outline import FRAME, Line, Outline


def code(value: str, meaning: str) -> Dataset:
    item = Dataset()
    item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = (
        value,
        "SRT",
        meaning,
    )
    return item


def enhanced(frames: int = 3) -> tuple[ElementRow, ...]:
    dataset = Dataset()
    dataset.PatientName = "SILVA^João"
    dataset.PatientID = "00123"
    dataset.Manufacturer = "Maker"
    dataset.AnatomicRegionSequence = [code("T-D3000", "Chest")]
    dataset.RequestAttributesSequence = [Dataset(), Dataset()]
    for number, item in enumerate(dataset.RequestAttributesSequence):
        item.ScheduledProcedureStepID = f"step{number}"
    groups = []
    for number in range(frames):
        position = Dataset()
        position.ImagePositionPatient = [0, 0, number * 5]
        group = Dataset()
        group.PlanePositionSequence = [position]
        groups.append(group)
    dataset.PerFrameFunctionalGroupsSequence = groups
    block = dataset.private_block(0x0009, "MAKER 1", create=True)
    block.add_new(1, "LO", "secret sauce")
    return element_rows(dataset)


def shown(frame_index: int | None = None) -> Outline:
    outline = Outline()
    outline.show(enhanced(), frame_index)
    return outline


def words(outline: Outline) -> list[str]:
    """Headings, and elements by keyword or path end, indented by depth."""
    found = []
    for line in outline.lines:
        row = outline.rows[line.row] if line.row >= 0 else None
        word = line.group if row is None else row.keyword or row.path
        found.append("  " * line.depth + word)
    return found


def line_of(outline: Outline, word: str) -> Line:
    for line, found in zip(outline.lines, words(outline), strict=True):
        if found.strip() == word:
            return line
    raise AssertionError(f"no line {word}")


def test_headings_stand_in_their_order_with_their_elements_below() -> None:
    outline = shown()
    headings = [line.group for line in outline.lines if line.row < 0]
    assert headings == [group for group in GROUPS if group in headings]
    assert words(outline)[:3] == ["Patient", "PatientName", "PatientID"]
    assert headings[-1] == "Private"


def test_sequences_are_folded_until_they_are_opened() -> None:
    outline = shown()
    assert "ScheduledProcedureStepID" not in " ".join(words(outline))
    outline.toggle(line_of(outline, "RequestAttributesSequence"))
    at = words(outline).index("RequestAttributesSequence")
    assert words(outline)[at + 1 : at + 3] == [
        "  (0040,0275)[1]",
        "  (0040,0275)[2]",
    ]
    outline.toggle(line_of(outline, "(0040,0275)[2]"))
    assert words(outline)[at + 3] == "    ScheduledProcedureStepID"
    outline.toggle(line_of(outline, "RequestAttributesSequence"))
    assert "(0040,0275)[1]" not in " ".join(words(outline))


def test_an_only_item_has_no_line_of_its_own() -> None:
    outline = shown()
    outline.toggle(line_of(outline, "AnatomicRegionSequence"))
    at = words(outline).index("AnatomicRegionSequence")
    assert words(outline)[at + 1] == "  CodeValue"


def test_a_heading_folds_its_elements_away() -> None:
    outline = shown()
    before = words(outline)
    outline.toggle(line_of(outline, "Patient"))
    assert words(outline)[:2] == ["Patient", "Equipment"]
    outline.toggle(line_of(outline, "Patient"))
    assert words(outline) == before


def test_folds_stay_when_another_object_is_shown() -> None:
    outline = shown()
    outline.toggle(line_of(outline, "AnatomicRegionSequence"))
    outline.toggle(line_of(outline, "Patient"))
    before = words(outline)
    outline.show(enhanced())
    assert words(outline) == before


def test_the_filter_keeps_matches_and_what_is_above_them() -> None:
    outline = shown()
    outline.filter(["step1"])
    assert outline.matches == 1
    assert words(outline) == [
        "Procedure and content",
        "RequestAttributesSequence",
        "  (0040,0275)[2]",
        "    ScheduledProcedureStepID",
    ]


def test_the_filter_knows_tags_keywords_names_values_and_meanings() -> None:
    outline = shown()
    for word, found in (
        ("0010,0020", "PatientID"),
        ("(0010,0020)", "PatientID"),
        ("patientname", "PatientName"),
        ("Patient's Name", "PatientName"),
        ("00123", "PatientID"),
        ("joao", "PatientName"),
        ("JOÃO", "PatientName"),
        ("T-D3000", "AnatomicRegionSequence"),
    ):
        outline.filter(word.split())
        assert found in " ".join(words(outline)), word


def test_every_word_of_the_filter_must_be_there() -> None:
    outline = shown()
    outline.filter(["patient", "silva"])
    assert words(outline) == ["Patient", "PatientName"]
    outline.filter(["patient", "nobody"])
    assert outline.lines == []
    assert outline.matches == 0


def test_a_matching_sequence_can_be_opened_to_see_all_in_it() -> None:
    outline = shown()
    outline.filter(["RequestAttributes"])
    assert words(outline)[-1] == "RequestAttributesSequence"
    outline.toggle(line_of(outline, "RequestAttributesSequence"))
    assert words(outline)[-2:] == ["  (0040,0275)[1]", "  (0040,0275)[2]"]
    outline.filter([])
    assert "(0040,0275)[1]" not in " ".join(words(outline))


def test_an_only_item_never_matches_apart_from_its_sequence() -> None:
    outline = shown()
    outline.filter(["chest"])
    # The sequence, which shows what its only item means, and the meaning itself.
    assert outline.matches == 2
    assert words(outline) == ["Object", "AnatomicRegionSequence", "  CodeMeaning"]


def test_private_elements_can_be_left_out() -> None:
    outline = shown()
    outline.filter(["sauce"])
    assert outline.matches == 1
    outline.show_private(False)
    assert outline.matches == 0
    outline.filter([])
    assert "Private" not in words(outline)
    outline.show_private(True)
    assert "Private" in words(outline)


def test_the_current_frames_groups_stand_first_and_open() -> None:
    outline = shown(frame_index=1)
    assert words(outline)[:3] == [
        FRAME,
        "PlanePositionSequence",
        "  ImagePositionPatient",
    ]
    assert outline.rows[outline.lines[2].row].value == "0.0\\0.0\\5.0"
    outline.show_frame(2)
    assert outline.rows[outline.lines[2].row].value == "0.0\\0.0\\10.0"
    assert outline.frame_count() == 3


def test_a_fold_in_the_current_frame_stays_from_frame_to_frame() -> None:
    outline = shown(frame_index=0)
    outline.toggle(outline.lines[1])
    assert words(outline)[:3] == [FRAME, "PlanePositionSequence", "Patient"]
    outline.show_frame(2)
    assert words(outline)[:3] == [FRAME, "PlanePositionSequence", "Patient"]


def test_a_frame_that_is_not_there_has_no_heading() -> None:
    for index in (None, -1, 3):
        assert words(shown(frame_index=index))[0] == "Patient"


def test_the_last_row_of_a_cut_list_is_always_shown() -> None:
    end = ElementRow("", "", "", "", "", "end", size=10)
    outline = Outline()
    outline.show((*enhanced(), end))
    assert outline.rows[outline.lines[-1].row] is end
