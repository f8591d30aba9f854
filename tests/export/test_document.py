"""Whose a new object is, and in which letters that is written."""

from typing import Any

import pytest

from tests.export.made import image_of, parsed
from viewer.demo.build import ct_slice
from viewer.export.key_objects import KeyRequest, key_object_selection
from viewer.export.records import ExportError


def note(description: str = "", **elements: Any) -> bytes:
    image = image_of(ct_slice(1, **elements))
    return key_object_selection(KeyRequest(((image, ()),), description))


@pytest.mark.parametrize(
    ("character_set", "name"),
    [
        ("ISO_IR 100", "Müller^Jörg"),
        ("ISO_IR 144", "Люкceмбypг"),
        (["", "ISO 2022 IR 87"], "Yamada^Tarou=山田^太郎=やまだ^たろう"),
        ("ISO_IR 192", "王^小東"),
    ],
)
def test_the_character_set_of_the_study_is_kept(
    character_set: object, name: str
) -> None:
    made = parsed(note(SpecificCharacterSet=character_set, PatientName=name))
    assert made.SpecificCharacterSet == character_set
    assert made.PatientName == name


@pytest.mark.parametrize(
    ("character_set", "name"),
    [("ISO_IR 100", "Müller^Jörg"), ("ISO_IR 144", "Люкceмбypг")],
)
def test_words_that_it_has_no_letters_for_bring_unicode(
    character_set: str, name: str
) -> None:
    made = parsed(note("病変", SpecificCharacterSet=character_set, PatientName=name))
    assert made.SpecificCharacterSet == "ISO_IR 192"
    assert made.PatientName == name
    assert made.ContentSequence[0].TextValue == "病変"


@pytest.mark.parametrize("character_set", [None, "ISO_IR 144"])
def test_what_latin_1_has_letters_for_is_not_written_as_unicode(
    character_set: str | None,
) -> None:
    made = parsed(note("7 mm² ação", SpecificCharacterSet=character_set))
    assert made.SpecificCharacterSet == "ISO_IR 100"
    assert made.ContentSequence[0].TextValue == "7 mm² ação"


def test_what_is_not_known_is_empty_and_nothing_else_is_copied() -> None:
    made = parsed(note(PatientBirthDate=None, ReferringPhysicianName=None))
    assert made["PatientBirthDate"].is_empty
    assert made["ReferringPhysicianName"].is_empty
    assert "WindowCenter" not in made
    assert "PixelData" not in made


def test_a_study_without_uid_gets_nothing_new() -> None:
    with pytest.raises(ExportError, match="no UID"):
        note(StudyInstanceUID=None)
