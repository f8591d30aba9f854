from dataclasses import replace

import pytest

from tests.ui.sets import header_of
from viewer.demo.build import encapsulate_frames, image
from viewer.demo.documents import encapsulated, key_objects, report, waveform
from viewer.dicom.transfer_syntaxes import TransferSyntax, all_transfer_syntaxes
from viewer.kinds import KINDS, kind_of, multiframe
from viewer.kinds import image as image_kinds
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


def test_every_kind_has_a_sentence_of_its_own() -> None:
    header = header_of(encapsulated())
    general = card_of(header, "a kind that nobody knows").sentence
    names = [name for kind in KINDS for name in kind.names]
    without = [name for name in names if card_of(header, name).sentence == general]
    assert not without, "kinds/card_text.py says nothing of these"


def test_an_image_class_without_pixels_is_said_to_be_so() -> None:
    dataset = image()
    del dataset.PixelData
    assert "no pixel data" in card(dataset).sentence


VIDEOS = [syntax for syntax in all_transfer_syntaxes() if syntax.video]
WITHOUT_PIXELS = [
    *(
        (syntax.uid, "on a server")
        for syntax in all_transfer_syntaxes()
        if syntax.referenced
    ),
    *((syntax.uid, "live stream") for syntax in all_transfer_syntaxes() if syntax.live),
]


@pytest.mark.parametrize("syntax", VIDEOS, ids=lambda syntax: syntax.uid)
def test_a_video_is_called_one_whatever_its_class(syntax: TransferSyntax) -> None:
    dataset = image(NumberOfFrames=30)
    encapsulate_frames(dataset, [b"\0\0\0\x18ftypmp42" + bytes(100)], syntax.uid)
    found = card(dataset)
    assert found.sentence == f"A video ({syntax.family}): it cannot be played here yet."
    assert ("Transfer syntax", syntax.name) in found.attributes


@pytest.mark.parametrize(("uid", "word"), WITHOUT_PIXELS)
def test_pictures_that_are_elsewhere_are_said_to_be_there(uid: str, word: str) -> None:
    dataset = image()
    del dataset.PixelData
    made = replace(header_of(dataset), transfer_syntax_uid=uid)
    assert word in card_of(made, "image2d").sentence


def test_all_that_the_standard_has_of_them_is_known() -> None:
    assert len(VIDEOS) == 16
    assert len(WITHOUT_PIXELS) == 7


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
