"""Documents wrapped in DICOM: PDF, CDA, 3D models, whatever else (PS3.3 C.24, A.45)."""

import codecs
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from viewer import limits
from viewer.dicom.values import caption, date_text, visible
from viewer.kinds.base import ContentError
from viewer.kinds.clinical import Clinical, read_clinical
from viewer.kinds.model3d import Model, read_mtl, read_obj, read_stl
from viewer.kinds.model_preview import preview
from viewer.kinds.reading import code, integer, raw, text
from viewer.kinds.references import Reference, references_of
from viewer.kinds.xml_tree import XmlError, parse_xml
from viewer.text import figure, tr

if TYPE_CHECKING:
    from pydicom import Dataset

Form = Literal["pdf", "xml", "stl", "obj", "mtl", "text", "other"]

_BY_MEDIA_TYPE: dict[str, Form] = {
    "application/pdf": "pdf",
    "text/xml": "xml",
    "application/xml": "xml",
    "application/hl7-cda+xml": "xml",
    "model/stl": "stl",
    "application/sla": "stl",
    "model/obj": "obj",
    "model/mtl": "mtl",
    "text/plain": "text",
}
_BY_CLASS: dict[str, Form] = {
    "1.2.840.10008.5.1.4.1.1.104.1": "pdf",
    "1.2.840.10008.5.1.4.1.1.104.2": "xml",
    "1.2.840.10008.5.1.4.1.1.104.3": "stl",
    "1.2.840.10008.5.1.4.1.1.104.4": "obj",
    "1.2.840.10008.5.1.4.1.1.104.5": "mtl",
}
SUFFIXES: dict[Form, str] = {
    "pdf": ".pdf",
    "xml": ".xml",
    "stl": ".stl",
    "obj": ".obj",
    "mtl": ".mtl",
    "text": ".txt",
    "other": ".bin",
}
"""What a saved document is called: never a name that a system would run."""

_PDF_MARK = b"%PDF-"
_PDF_START_BYTES = 1024
"""PDF readers look so far for the mark."""

_UNITS = {"um": "µm", "mm": "mm", "cm": "cm", "m": "m"}


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """One document: its bytes, what is said of it, and what was read of it.

    `data` are exactly its bytes (uint8), without the byte that DICOM pads with.
    `clinical` is there for a CDA, `model` for a 3D model, `words` for other text.
    """

    form: Form
    title: str
    data: NDArray[np.uint8]
    facts: tuple[tuple[str, str], ...]
    references: tuple[Reference, ...] = ()
    notes: tuple[str, ...] = ()
    clinical: Clinical | None = None
    model: Model | None = None
    preview: NDArray[np.uint8] | None = None
    """A grey picture of the model, seen obliquely (rows, columns)."""
    words: str = ""


def read_document(dataset: "Dataset", kind: str) -> Document:
    """The document of a data set. Raises ContentError when there is none."""
    data, notes = _document_bytes(dataset)
    media_type = text(dataset, "MIMETypeOfEncapsulatedDocument")
    form = _form(media_type, text(dataset, "SOPClassUID"))
    found = _found_form(data)
    if found is not None and found != form:
        if form not in ("other", "text"):
            notes.append(_contradiction(media_type, found))
        form = found
    read: dict[str, Any] = {}
    if form == "xml":
        read, more = _read_xml(dataset, data)
        notes += more
    elif form == "text":
        read["words"] = plain_words(data)
    elif form in ("stl", "obj", "mtl"):
        model = {"stl": read_stl, "obj": read_obj, "mtl": read_mtl}[form](data)
        notes += model.notes
        read["preview"] = (
            preview(model.triangles) if model.triangles is not None else None
        )
        read["model"] = replace(model, triangles=None)
    return Document(
        form,
        caption(text(dataset, "DocumentTitle")),
        np.frombuffer(data, np.uint8),
        tuple(_facts(dataset, media_type, len(data), read.get("model"))),
        references_of(dataset),
        tuple(notes),
        **read,
    )


def _document_bytes(dataset: "Dataset") -> tuple[bytes, list[str]]:
    """The bytes that the document has by EncapsulatedDocumentLength, and oddities."""
    stored = raw(dataset, "EncapsulatedDocument")
    if not stored:
        raise ContentError(tr("It holds no document, or one that is too large."))
    stated = integer(dataset, "EncapsulatedDocumentLength") or 0
    if stated <= 0:
        return (stored[:-1] if stored.endswith(b"\0") else stored), []
    if stated > len(stored):
        note = tr(
            "The document is cut off: {present} of {stated} bytes are there.",
            present=figure(len(stored), ",d"),
            stated=figure(stated, ",d"),
        )
        return stored, [note]
    return stored[:stated], []


def _form(media_type: str, class_uid: str) -> Form:
    """By the media type; by the class where that is missing."""
    name = media_type.split(";")[0].strip().lower()
    if not name:
        return _BY_CLASS.get(class_uid, "other")
    if name in _BY_MEDIA_TYPE:
        return _BY_MEDIA_TYPE[name]
    return "xml" if name.endswith("+xml") else "other"


def _found_form(data: bytes) -> Form | None:
    """What the bytes say of themselves, if they do."""
    start = data[:_PDF_START_BYTES]
    if _PDF_MARK in start:
        return "pdf"
    text_start = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text_start.startswith((b"<?xml", b"<ClinicalDocument")):
        return "xml"
    return None


def _contradiction(media_type: str, found: Form) -> str:
    return tr(
        "It says that it is {stated}; its bytes are those of {found}.",
        stated=caption(media_type) or tr("something else"),
        found=found.upper(),
    )


def _read_xml(dataset: "Dataset", data: bytes) -> tuple[dict[str, Any], list[str]]:
    """What is shown of an XML document, and why if it is not shown readably."""
    shown: dict[str, Any] = {"words": plain_words(data)}
    try:
        clinical = read_clinical(parse_xml(data))
    except XmlError as error:
        return shown, [tr("Only its text is shown. {reason}", reason=error)]
    if clinical is None:
        return shown, []
    shown["clinical"] = clinical
    return shown, _of_another(dataset, clinical)


def _of_another(dataset: "Dataset", clinical: Clinical) -> list[str]:
    """A warning when the patient inside differs from the one outside."""
    name = text(dataset, "PatientName").split("=")[0].split("^")[0].strip()
    born = text(dataset, "PatientBirthDate")
    same_name = _same(name, clinical.family_name)
    if same_name and _same(born, clinical.birth_date):
        return []
    return [tr("The document names another patient than the object that it is in.")]


def _same(one: str, other: str) -> bool:
    """Whether two texts agree as far as both are there."""
    return not one or not other or one.casefold() == other.casefold()


def plain_words(data: bytes) -> str:
    """A text document as lines to read, cut where it is very long."""
    part = data[: limits.PLAIN_TEXT_BYTES]
    words = part.decode(_encoding(data), "replace")
    lines = [visible(line.replace("\t", "    ")) for line in words.splitlines()]
    if len(data) > len(part):
        lines.append(tr("… The text goes on; the saved document has all of it."))
    return "\n".join(lines)


def _encoding(data: bytes) -> str:
    """By the byte order mark or the XML declaration, else UTF-8."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    stated = re.match(
        rb"(?:\xef\xbb\xbf)?<\?xml[^>]{0,100}encoding=[\"']([\w.-]{1,40})", data
    )
    name = stated[1].decode("ascii") if stated else "utf-8-sig"
    try:
        is_text = codecs.lookup(name)._is_text_encoding
    except LookupError:
        return "utf-8-sig"
    return name if is_text else "utf-8-sig"


def _facts(
    dataset: "Dataset", media_type: str, size: int, model: Model | None
) -> "list[tuple[str, str]]":
    concept = code(dataset, "ConceptNameCodeSequence")
    rows = [
        (tr("Title"), caption(text(dataset, "DocumentTitle"))),
        (tr("Concept"), caption(str(concept)) if concept else ""),
        (tr("Document type"), caption(media_type)),
        (tr("Size"), tr("{count} bytes", count=figure(size, ",d"))),
        (tr("Date"), date_text(text(dataset, "ContentDate"))),
    ]
    if model is not None:
        rows += _model_facts(model, code(dataset, "MeasurementUnitsCodeSequence"))
    return [(label, value) for label, value in rows if value]


def _model_facts(model: Model, unit: Any) -> "list[tuple[str, str]]":
    """Extents are in the unit that the object states; without one they have none."""
    name = _UNITS.get(unit.value, str(unit)) if unit else tr("(no unit stated)")
    rows = [(tr("Form"), model.form)]
    if model.count is not None:
        rows.append((tr("Triangles"), figure(model.count, ",d")))
    for axis, (low, high) in zip("xyz", model.extents, strict=False):
        ends = f"{figure(low, '.6g')} … {figure(high, '.6g')}".replace("-", "−")
        size = f"{figure(high - low, '.6g')} {caption(name)}"
        rows.append((tr("Extent {axis}", axis=axis), f"{size} ({ends})"))
    return [*rows, *model.names]
