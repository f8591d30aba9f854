from typing import Any

import pytest
from pydicom import Dataset

from viewer.demo.build import ct_slice, enhanced_mr, to_bytes
from viewer.demo.parts import item
from viewer.dicom import tags
from viewer.files.dataset import complete_header, read_dataset
from viewer.files.header_parts import character_set_of, parts_of, reread
from viewer.files.sources import Source
from viewer.files.walk import walk_header

MADE = Source("made", b"")


def parts(dataset: Any, little_endian: bool = True) -> Any:
    return parts_of(dataset, MADE, little_endian)


@pytest.mark.parametrize("little_endian", [True, False])
def test_a_converted_data_set_gives_the_bytes_that_a_file_has(
    little_endian: bool,
) -> None:
    syntax = "1.2.840.10008.1.2.1" if little_endian else "1.2.840.10008.1.2.2"
    source = Source("made", to_bytes(ct_slice(3), syntax))
    from_file, _ = parts(read_dataset(source), little_endian)
    converted, _ = parts(ct_slice(3), little_endian)
    assert {tag: value.rstrip(b"\0 ") for tag, (_, value) in converted.items()} == {
        tag: value.rstrip(b"\0 ") for tag, (_, value) in from_file.items()
    }


def test_pixels_documents_and_private_elements_stay_out() -> None:
    dataset = ct_slice()
    dataset.EncapsulatedDocument = b"%PDF"
    dataset.add_new(0x00091001, "LO", "private")
    elements, _ = parts(dataset)
    assert tags.PixelData not in elements
    assert 0x00091001 not in elements
    assert elements[tags.EncapsulatedDocument] == ("OB", b"")


def test_items_are_nested_and_their_sequence_noted() -> None:
    elements, items = parts(enhanced_mr(2))
    assert elements[tags.PerFrameFunctionalGroupsSequence] == ("SQ", b"")
    frames = items[tags.PerFrameFunctionalGroupsSequence]
    (content,) = frames[1].items[tags.FrameContentSequence]
    assert content.integer(tags.InStackPositionNumber) == 2
    assert content.complete


def test_the_items_of_reports_and_directories_stay_out() -> None:
    dataset = Dataset()
    dataset.ContentSequence = [Dataset(), Dataset()]
    elements, items = parts(dataset)
    assert elements[tags.ContentSequence] == ("SQ", b"")
    assert items == {}


def test_an_item_inherits_the_character_set() -> None:
    dataset = Dataset()
    dataset.SpecificCharacterSet = "ISO_IR 192"
    inner, own = Dataset(), Dataset()
    inner.CodeMeaning = "Übersicht"
    own.SpecificCharacterSet = "ISO_IR 100"
    dataset.ConceptNameCodeSequence = [inner, own]
    _, items = parts(dataset)
    inherited, different = items[tags.ConceptNameCodeSequence]
    assert inherited.text(tags.CodeMeaning) == "Übersicht"
    assert different.character_set == ("ISO_IR 100",)


def test_a_broken_sequence_costs_itself_only() -> None:
    dataset = read_dataset(Source("made", to_bytes(enhanced_mr(1))))
    raw: Any = dataset.get_item(tags.SharedFunctionalGroupsSequence)
    dataset[raw.tag] = raw._replace(value=b"\1\2\3\4\5")
    elements, items = parts(dataset)
    assert items[tags.SharedFunctionalGroupsSequence] == ()
    assert len(items[tags.PerFrameFunctionalGroupsSequence]) == 1
    assert elements[tags.Modality] == ("CS", b"MR")


@pytest.mark.parametrize(
    ("raw", "terms"),
    [
        (b"", ()),
        (b"ISO_IR 100", ("ISO_IR 100",)),
        (b"\\ISO 2022 IR 87 ", ("", "ISO 2022 IR 87")),
        (b"ISO_IR 192\0", ("ISO_IR 192",)),
    ],
)
def test_terms_of_the_character_set(raw: bytes, terms: tuple[str, ...]) -> None:
    elements = {tags.SpecificCharacterSet: ("CS", raw)}
    assert character_set_of(elements) == terms


GREEK = ("ISO_IR 126",)


def mislabelled() -> bytes:
    """Greek that says Latin 1, with an item that says so too and one that does not."""
    said: dict[str, Any] = {"ContrastBolusAgent": "Ωμέγα"}
    dataset = ct_slice(**said, SpecificCharacterSet=GREEK[0])
    plain = item(CodeMeaning="άλφα")
    own = item(CodeMeaning="beta", SpecificCharacterSet="ISO_IR 101")
    dataset.ContrastBolusAgentSequence = [plain, own]
    return to_bytes(dataset).replace(b"ISO_IR 126", b"ISO_IR 100", 1)


def test_texts_are_read_as_wanted_whatever_way_the_header_comes() -> None:
    plain = Source("made", mislabelled())
    wanted = Source("made", plain.data, character_set=GREEK)
    ways = (
        reread(complete_header(plain), GREEK),
        reread(walk_header(plain), GREEK),
        complete_header(wanted),
        walk_header(wanted),
    )
    for header in ways:
        assert header.text(tags.ContrastBolusAgent) == "Ωμέγα"
        assert header.character_set == header.source.character_set == GREEK
        assert header.text(tags.SpecificCharacterSet) == "ISO_IR 100"
        assert header.identity == ways[0].identity
        assert header.identity != walk_header(plain).identity
    for header in (ways[0], ways[2]):
        alpha, beta = header.items[tags.ContrastBolusAgentSequence]
        assert alpha.text(tags.CodeMeaning) == "άλφα"
        assert beta.character_set == ("ISO_IR 101",)


def test_texts_are_read_as_the_file_says_again() -> None:
    plain = complete_header(Source("made", mislabelled()))
    back = reread(reread(plain, GREEK), ())
    assert back.identity == plain.identity
    assert back.character_set == ("ISO_IR 100",)
    (alpha, _) = back.items[tags.ContrastBolusAgentSequence]
    assert alpha.character_set == ("ISO_IR 100",)


def test_pydicom_reads_as_wanted_too() -> None:
    wanted = Source("made", mislabelled(), character_set=GREEK)
    dataset = read_dataset(wanted)
    assert dataset.ContrastBolusAgent == "Ωμέγα"
    assert dataset.ContrastBolusAgentSequence[0].CodeMeaning == "άλφα"
