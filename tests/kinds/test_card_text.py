import pytest

from tests.ui.sets import header_of
from viewer.demo.build import image
from viewer.demo.documents import encapsulated, key_objects, report, waveform
from viewer.kinds import image as image_kinds
from viewer.kinds import kind_of, multiframe
from viewer.kinds.card import NAMES
from viewer.kinds.card_text import Card, card_of


def card(dataset: object) -> Card:
    header = header_of(dataset)  # type: ignore[arg-type]
    return card_of(header, kind_of(header))


def test_a_card_names_the_class_as_the_standard_does() -> None:
    assert card(encapsulated()).title == "Encapsulated PDF Storage"
    assert card(waveform()).title == "12-lead ECG Waveform Storage"


@pytest.mark.parametrize(
    ("dataset", "word"),
    [
        (encapsulated(), "document"),
        (waveform(), "electrocardiogram"),
        (report(), "report"),
        (key_objects([image()]), "key object"),
    ],
    ids=["document", "ecg", "report", "key objects"],
)
def test_a_card_says_what_the_object_is(dataset: object, word: str) -> None:
    sentence = card(dataset).sentence
    assert word in sentence.lower()
    assert sentence.endswith(".")


def test_every_kind_without_a_view_has_a_sentence() -> None:
    header = header_of(encapsulated())
    for name in NAMES:
        assert card_of(header, name).sentence.endswith(".")


def test_an_image_class_without_pixels_is_said_to_be_so() -> None:
    dataset = image()
    del dataset.PixelData
    assert "no pixel data" in card(dataset).sentence


@pytest.mark.parametrize("name", [*image_kinds.NAMES, *multiframe.NAMES])
def test_no_kind_of_image_is_said_to_be_none(name: str) -> None:
    sentence = card_of(header_of(encapsulated()), name).sentence
    assert sentence != "A DICOM object that is not an image."


def test_a_card_lists_what_is_there_and_nothing_empty() -> None:
    dataset = encapsulated(
        PatientName="Silva^Ana", DocumentTitle="Letter", StudyDescription=""
    )
    rows = dict(card(dataset).attributes)
    assert rows["Patient"] == "Silva, Ana"
    assert rows["Title"] == "Letter"
    assert rows["Date"] == "2026-11-22"
    assert rows["Document type"] == "application/pdf"
    assert "Study" not in rows
    assert all(rows.values())


def test_an_unknown_class_has_a_card_too() -> None:
    made = card(encapsulated(SOPClassUID="1.2.3.4"))
    assert made.title == "Unknown SOP Class"
    assert made.sentence
