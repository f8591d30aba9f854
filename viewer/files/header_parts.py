"""A pydicom data set as the elements and items of a `Header`: plain bytes by tag."""

import warnings
from collections.abc import Iterator, Mapping
from typing import Any

from viewer.dicom import tags
from viewer.files.header import Element, Header
from viewer.files.sources import Source
from viewer.files.walk import CURVE_MARKS

CLOSED = frozenset(
    {
        tags.BeamSequence,
        tags.ContentSequence,
        tags.DirectoryRecordSequence,
        tags.ROIContourSequence,
        tags.WaveformSequence,
    }
)
"""Sequences of objects other than pictures, whose items stay out of the header."""

UNHELD = frozenset({tags.EncapsulatedDocument, tags.SpectroscopyData})
"""Values that a picture never needs and that may be very large."""

_WANTED = frozenset({*tags.VR_BY_TAG, *CURVE_MARKS})
_PIXELS = frozenset({tags.PixelData, tags.FloatPixelData, tags.DoubleFloatPixelData})
_DEPTH = 6

Parts = tuple[dict[int, Element], dict[int, tuple[Header, ...]]]


def parts_of(
    dataset: Any, source: Source, little_endian: bool, depth: int = _DEPTH
) -> Parts:
    """(elements, items of sequences) that `Header` wants of a data set.

    Sequences also stand among the elements, without a value, as the walker notes
    them. What cannot be converted is left out: the element tree tells of it.
    """
    return _parts(dataset, source, little_endian, (), depth)


def character_set_of(elements: Mapping[int, Element]) -> tuple[str, ...]:
    """The terms of SpecificCharacterSet, () when absent."""
    raw = elements.get(tags.SpecificCharacterSet, ("", b""))[1]
    text = raw.rstrip(b"\0 ").decode("ascii", "replace")
    return tuple(term.strip() for term in text.split("\\")) if text else ()


def _parts(
    dataset: Any,
    source: Source,
    little_endian: bool,
    inherited: tuple[str, ...],
    depth: int,
) -> Parts:
    elements: dict[int, Element] = {}
    terms = inherited
    for tag in sorted(_wanted_tags(dataset)):
        element = _element(dataset, tag, little_endian, terms)
        if element is not None:
            elements[tag] = element
        if tag == tags.SpecificCharacterSet:
            terms = character_set_of(elements) or inherited
    items: dict[int, tuple[Header, ...]] = {}
    for tag, (vr, _) in elements.items():
        if vr == "SQ" and depth > 0 and tag not in CLOSED:
            items[tag] = tuple(
                _item(item, source, little_endian, terms, depth - 1)
                for item in _items_of(dataset, tag)
            )
    return elements, items


def _wanted_tags(dataset: Any) -> Iterator[int]:
    found = dataset.keys()  # to iterate over the data set itself would convert values
    return (int(tag) for tag in found if tag in _WANTED and tag not in _PIXELS)


def _item(
    dataset: Any,
    source: Source,
    little_endian: bool,
    inherited: tuple[str, ...],
    depth: int,
) -> Header:
    elements, items = _parts(dataset, source, little_endian, inherited, depth)
    return Header(
        source,
        elements,
        little_endian=little_endian,
        character_set=character_set_of(elements) or inherited,
        complete=True,
        items=items,
    )


def _items_of(dataset: Any, tag: int) -> tuple[Any, ...]:
    from pydicom.sequence import Sequence as Items

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            value = dataset[tag].value
    except Exception:  # noqa: BLE001 (a broken sequence costs itself only)
        return ()
    return tuple(value) if isinstance(value, Items) else ()


def _element(
    dataset: Any, tag: int, little_endian: bool, terms: tuple[str, ...]
) -> Element | None:
    from pydicom.dataelem import RawDataElement

    element = dataset.get_item(tag, keep_deferred=True)
    usual = tags.VR_BY_TAG.get(tag, "US")
    vr = str(element.VR or "")
    if vr in ("", "UN") or " or " in vr:
        vr = usual
    if vr == "SQ" or usual == "SQ":
        return "SQ", b""
    if tag in UNHELD:
        return vr, b""
    if isinstance(element, RawDataElement):
        return vr, element.value or b""
    raw = _encoded(element, little_endian, terms)
    return None if raw is None else (vr, raw)


def _encoded(element: Any, little_endian: bool, terms: tuple[str, ...]) -> bytes | None:
    """The value's bytes of an element that pydicom has converted."""
    from pydicom.charset import convert_encodings
    from pydicom.filebase import DicomBytesIO
    from pydicom.filewriter import write_data_element

    file = DicomBytesIO()
    file.is_little_endian, file.is_implicit_VR = little_endian, True
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            write_data_element(file, element, convert_encodings(list(terms)))
    except Exception:  # noqa: BLE001 (a broken value costs itself only)
        return None
    return file.getvalue()[8:]
