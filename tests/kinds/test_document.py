"""Encapsulated documents: their bytes, their form, what is said of them."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from viewer import limits
from viewer.demo import encapsulated as made
from viewer.demo.build import ct_slice
from viewer.demo.documents import encapsulated, references
from viewer.demo.encapsulated import encapsulated_cda, encapsulated_model
from viewer.demo.pdf import pdf_bytes
from viewer.files.dataset import read_dataset
from viewer.files.sources import Source
from viewer.kinds.base import ContentError
from viewer.kinds.document import Document, plain_words, read_document


def read(dataset: Any) -> Document:
    return read_document(dataset, "encapsulated_doc")


def facts(dataset: Any) -> dict[str, str]:
    return dict(read(dataset).facts)


def test_the_bytes_are_those_of_the_document_without_padding() -> None:
    odd = b"%PDF-1.4\n%%EOF!"
    dataset = encapsulated(odd)
    assert len(dataset.EncapsulatedDocument) == len(odd) + 1
    assert read(dataset).data.tobytes() == odd


def test_without_a_length_one_padding_byte_is_taken_away() -> None:
    dataset = encapsulated(b"%PDF-1.4\0\0", EncapsulatedDocumentLength=None)
    assert read(dataset).data.tobytes() == b"%PDF-1.4\0"


def test_a_document_that_ends_early_is_told() -> None:
    document = read(encapsulated(b"%PDF-1.4", EncapsulatedDocumentLength=5000))
    assert document.data.tobytes() == b"%PDF-1.4"
    assert document.notes == ("The document is cut off: 8 of 5,000 bytes are there.",)


def test_an_object_without_a_document_says_so() -> None:
    with pytest.raises(ContentError, match="no document"):
        read(encapsulated(EncapsulatedDocument=b""))
    with pytest.raises(ContentError, match="no document"):
        read(encapsulated(EncapsulatedDocument=None))


@pytest.mark.parametrize(
    ("dataset", "form"),
    [
        (encapsulated(), "pdf"),
        (encapsulated_cda(), "xml"),
        (encapsulated_model(), "stl"),
        (encapsulated_model(made.OBJ, made.ENCAPSULATED_OBJ, "model/obj"), "obj"),
        (encapsulated_model(made.MTL, made.ENCAPSULATED_MTL, "model/mtl"), "mtl"),
        (encapsulated(b"x", MIMETypeOfEncapsulatedDocument="text/plain"), "text"),
        (encapsulated(b"x", MIMETypeOfEncapsulatedDocument="image/gif"), "other"),
        (encapsulated(b"x", MIMETypeOfEncapsulatedDocument="TEXT/XML; a=b"), "xml"),
        (encapsulated_model(MIMETypeOfEncapsulatedDocument=None), "stl"),
    ],
)
def test_the_media_type_decides_else_the_class(dataset: Any, form: str) -> None:
    document = read(dataset)
    assert document.form == form


def test_bytes_that_contradict_the_media_type_win_and_are_told() -> None:
    document = read(encapsulated(MIMETypeOfEncapsulatedDocument="text/xml"))
    assert document.form == "pdf"
    assert document.notes == (
        "It says that it is text/xml; its bytes are those of PDF.",
    )
    unknown = read(encapsulated(MIMETypeOfEncapsulatedDocument="application/x"))
    assert (unknown.form, unknown.notes) == ("pdf", ())


def test_title_concept_type_and_size_are_said() -> None:
    said = facts(encapsulated(b"x" * 1234))
    assert said["Title"] == "A synthetic document"
    assert said["Concept"] == "Diagnostic imaging report"
    assert said["Document type"] == "application/pdf"
    assert said["Size"] == "1,234 bytes"
    assert said["Date"] == "2026-11-22"


def test_the_images_that_it_was_made_from_are_referred_to() -> None:
    image = ct_slice()
    document = read(encapsulated(SourceInstanceSequence=references([image])))
    (reference,) = document.references
    assert reference.sop_instance_uid == image.SOPInstanceUID


def test_a_clinical_document_is_read_and_its_text_kept() -> None:
    document = read(encapsulated_cda())
    assert document.clinical is not None
    assert document.notes == ()
    assert document.words.startswith("<?xml")
    assert read(encapsulated_cda(b"<a/>")).clinical is None


@pytest.mark.parametrize(
    ("elements", "warned"),
    [
        ({}, False),
        ({"PatientName": "test^Someone"}, False),
        ({"PatientName": "Other^One"}, True),
        ({"PatientBirthDate": "19710101"}, True),
        ({"PatientName": "", "PatientBirthDate": ""}, False),
    ],
)
def test_another_patient_inside_than_outside_is_a_warning(
    elements: dict[str, Any], warned: bool
) -> None:
    notes = read(encapsulated_cda(**elements)).notes
    assert any("another patient" in note for note in notes) is warned


def test_hostile_xml_is_shown_as_text_only() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    document = read(encapsulated_cda(bomb))
    assert document.clinical is None
    assert "&b;" in document.words
    assert document.notes == (
        "Only its text is shown. It declares entities, which are never read.",
    )


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ('<?xml version="1.0" encoding="latin-1"?>é'.encode("latin-1"), "é"),
        ("é".encode("utf-8-sig"), "é"),
        ("é".encode("utf-16"), "é"),
        (b'<?xml version="1.0" encoding="hex"?>x', "x"),
        (b"\xff", "\ufffd"),
        (b"a\x00\x1bb", "a␀␛b"),
    ],
)
def test_text_is_decoded_as_it_declares_and_made_visible(
    data: bytes, expected: str
) -> None:
    words = plain_words(data)
    assert words.endswith(expected)
    assert "\ufeff" not in words


def test_very_long_text_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "PLAIN_TEXT_BYTES", 4)
    assert plain_words(b"abcdefgh").splitlines()[0] == "abcd"
    assert "goes on" in plain_words(b"abcdefgh")


def test_a_model_has_its_extents_in_the_unit_of_the_object() -> None:
    said = facts(encapsulated_model())
    assert said["Triangles"] == "2,208"
    assert said["Extent x"] == "40 mm (−10 … 30)"
    without = facts(encapsulated_model(MeasurementUnitsCodeSequence=None))
    assert without["Extent x"].startswith("40 (no unit stated)")


def test_a_model_has_a_picture_and_leaves_its_triangles_behind() -> None:
    document = read(encapsulated_model())
    assert document.model is not None
    assert document.model.triangles is None
    assert document.preview is not None
    assert document.preview.any()


TOOLS: dict[str, tuple[Callable[[], bytes], str]] = {
    "pdf2dcm": (pdf_bytes, "pdf"),
    "cda2dcm": (lambda: made.CDA, "xml"),
    "stl2dcm": (made.stl_bytes, "stl"),
}


@pytest.mark.parametrize("tool", TOOLS)
def test_what_dcmtk_wraps_comes_out_byte_for_byte(tool: str, tmp_path: Path) -> None:
    if not shutil.which(tool):
        pytest.skip("DCMTK is not installed")
    make, form = TOOLS[tool]
    (tmp_path / "document").write_bytes(make())
    command = [tool, str(tmp_path / "document"), str(tmp_path / "object")]
    assert subprocess.run(command, capture_output=True).returncode == 0
    document = read(read_dataset(Source(str(tmp_path / "object"))))
    assert document.form == form
    assert document.data.tobytes() == make()
