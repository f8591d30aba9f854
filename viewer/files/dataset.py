"""Reading a header through pydicom: whatever the walker finds odd, and all elements.

For worker processes: pydicom is imported inside. Tolerates a missing preamble or meta
header, a missing or false transfer syntax and a file that is cut off (PS3.10 7, PS3.5
7, A.5), and says so in `Header.warnings`.
"""

import contextlib
import io
import warnings
import zlib
from collections.abc import Callable
from dataclasses import field
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from viewer import limits
from viewer.dicom import tags
from viewer.dicom.transfer_syntaxes import transfer_syntax
from viewer.files.content import looks_like_dicom, what_it_is
from viewer.files.guard import BoundedFile, check_structure
from viewer.files.header import (
    Header,
    NotDicomError,
    OutOfReachError,
    UnreadableError,
)
from viewer.files.header_parts import character_set_of, parts_of
from viewer.files.scan import os_sentence
from viewer.files.sources import ArchiveError, Source
from viewer.files.stamp import Stamp, stamp_of_open
from viewer.files.walk import may_be_sound, needs_dataset
from viewer.files.walked_elements import LONG_VRS, SHORT_VRS
from viewer.records import dataclass
from viewer.text import tr

if TYPE_CHECKING:
    from pydicom.dataset import Dataset, FileMetaDataset

IMPLICIT = "1.2.840.10008.1.2"
DEFLATED = "1.2.840.10008.1.2.1.99"
EXPLICIT = "1.2.840.10008.1.2.1"
BIG_ENDIAN = "1.2.840.10008.1.2.2"
_IMPLICIT = frozenset({IMPLICIT, "1.2.840.113619.5.2", "1.2.840.10008.1.20"})
"""Transfer syntaxes without VRs: the standard's, GE's private one, Papyrus 3."""

_VRS = frozenset(vr.encode() for vr in f"{SHORT_VRS} {LONG_VRS}".split())
_PIXELS = frozenset({tags.PixelData, tags.FloatPixelData, tags.DoubleFloatPixelData})
_UNDEFINED = 0xFFFFFFFF


@dataclass(slots=True)
class _Layout:
    """How the data set was found to be written, and where its pixels stand."""

    syntax_uid: str = ""
    implicit: bool = False
    little_endian: bool = True
    pixel_tag: int = 0
    pixel_offset: int = 0
    pixel_length: int = 0
    warnings: list[str] = field(default_factory=list)
    stamp: Stamp | None = None
    source: Source | None = None
    character_set: tuple[str, ...] = ()
    """That of the source: what the reader wants texts to be read by."""


def complete_header(source: Source) -> Header:
    """The header with all that the picture may need, functional groups included.

    Raises NotDicomError or UnreadableError.
    """
    return header_of(read_dataset(source), source)


def read_dataset(source: Source) -> "Dataset":
    """The data set without its pixel data, file meta as its `file_meta`.

    Raises NotDicomError or UnreadableError.
    """
    try:
        with source.open() as file:
            stamp = stamp_of_open(source, file)
            bounded = BoundedFile(file, source.size())
            dataset = _read(bounded, source.character_set)
            dataset.layout.stamp, dataset.layout.source = stamp, source
            return dataset
    except ArchiveError as fault:
        raise UnreadableError(str(fault)) from fault
    except FileNotFoundError as fault:
        sentence = tr("The medium was removed or the file is gone.")
        raise OutOfReachError(sentence) from fault
    except OSError as fault:
        raise OutOfReachError(os_sentence(fault)) from fault
    except RecursionError as fault:
        raise UnreadableError(tr("Its header is nested too deeply.")) from fault
    except MemoryError as fault:
        raise UnreadableError(
            tr("Its header needs more memory than allowed.")
        ) from fault


def _read(file: BoundedFile, character_set: tuple[str, ...]) -> "Dataset":
    start = file.read_at(0, limits.HEADER_WINDOW_BYTES)
    if start[128:132] == b"DICM":
        position = 132
    elif looks_like_dicom(start, file.size):
        position = 4 * start.startswith(b"DICM")
    else:
        raise NotDicomError(what_it_is(start))
    layout = _Layout(character_set=character_set)
    meta = None
    if start[position : position + 2] == b"\2\0":
        meta, position = _read_meta(file, position)
        syntax_uid = parts_of(meta, Source(""), True)[0].get(tags.TransferSyntaxUID)
        if syntax_uid:
            layout.syntax_uid = syntax_uid[1].decode("ascii", "replace").strip(" \0")
    syntax = transfer_syntax(layout.syntax_uid)
    if syntax and syntax.deflated:
        is_deflated = not _is_plain(file, position, layout)
    else:
        is_deflated = _is_secretly_deflated(file, position, layout)
    if is_deflated:
        file, position = _inflated(file, position, layout), 0
    _find_encoding(file, position, layout)
    check_structure(
        file, position, implicit=layout.implicit, little_endian=layout.little_endian
    )
    dataset = _read_elements(file, position, layout)
    if meta is not None:
        dataset.file_meta = meta
    dataset.layout = layout
    return dataset


def _read_meta(file: BoundedFile, position: int) -> "tuple[FileMetaDataset, int]":
    """The meta header and where the data set begins; its stated length is ignored."""
    from pydicom.dataset import FileMetaDataset

    implicit = not _names_a_vr(file.read_at(position, 8))
    stop = _Stop(file, lambda tag: tag >> 16 != 2)
    file.seek(position)
    elements, _ = _elements(file, implicit, True, stop)
    return FileMetaDataset(elements), file.tell()


def _names_a_vr(head: bytes) -> bool:
    """Whether the head of an element has a VR: two capitals, known or not."""
    return head[4:6].isalpha() and head[4:6].isupper()


class _Stop:
    """Tells pydicom's reader where to stop, and remembers where that was."""

    def __init__(self, file: BoundedFile, condition: Callable[[int], bool]) -> None:
        self._file = file
        self._condition = condition
        self.tag = self.offset = self.length = self.latest = 0

    def __call__(self, tag: int, vr: str | None, length: int) -> bool:
        self.latest = int(tag)
        if not self._condition(tag):
            return False
        self.tag, self.length, self.offset = int(tag), length, self._file.tell()
        return True


def _elements(
    file: BoundedFile, implicit: bool, little_endian: bool, stop: _Stop
) -> tuple[dict[Any, Any], str]:
    """Elements from where the file stands, and a sentence if they end in damage."""
    from pydicom.filereader import data_element_generator

    elements: dict[Any, Any] = {}
    held = 0
    try:
        for element in data_element_generator(
            cast(BinaryIO, file),
            implicit,
            little_endian,
            stop_when=stop,
            defer_size=limits.HEADER_BYTES,
        ):
            elements[element.tag] = element
            if isinstance(element.value, bytes):
                held += len(element.value)
            if held > limits.HEADER_BYTES:
                return elements, tr("Its header is too large; the end is left out.")
            if _ends_after(file, element):
                return elements, tr("The file ends within its header.")
    except OSError as fault:
        if fault.errno is not None or isinstance(fault, ArchiveError):
            raise  # of the disk: pydicom's own have no number
        return elements, tr("The file ends within its header.")
    except Exception as fault:  # noqa: BLE001 (pydicom raises anything on damage)
        if stop.latest == tags.SpecificCharacterSet and isinstance(fault, ValueError):
            more, damage = _elements(file, implicit, little_endian, stop)
            said = tr("Its character set makes no sense: texts may be wrong.")
            return elements | more, damage or (said if elements or more else "")
        reason = " ".join(str(fault).split())[:200] or type(fault).__name__
        return elements, tr("Its header is damaged: {reason}", reason=reason)
    if not stop.tag and file.tell() < file.size:
        return elements, tr("Its header ends in bytes that are no element.")
    return elements, ""


def _ends_after(file: BoundedFile, element: Any) -> bool:
    """Whether a value would end after the file does."""
    length = getattr(element, "length", _UNDEFINED)
    return length != _UNDEFINED and element.value_tell + length > file.size


def _is_secretly_deflated(file: BoundedFile, position: int, layout: _Layout) -> bool:
    """Whether what is not called deflated inflates to a tag of group 0008 with a VR."""
    head = file.read_at(position, limits.HEADER_WINDOW_BYTES)
    if head[:2] in (b"\x08\0", b"\0\x08"):
        return False
    try:
        start = zlib.decompressobj(-zlib.MAX_WBITS).decompress(head, 8)
    except zlib.error:
        return False
    if start[:2] != b"\x08\0" or not _names_a_vr(start):
        return False
    layout.warnings.append(
        tr("It is not written in the transfer syntax that it states.")
        if layout.syntax_uid
        else tr("It does not state its transfer syntax; it was found out.")
    )
    layout.syntax_uid = DEFLATED
    return True


def _is_plain(file: BoundedFile, position: int, layout: _Layout) -> bool:
    """Whether what is called deflated is not: it begins with a tag of group 0008.

    Those bytes begin no deflate stream that inflates.
    """
    head = file.read_at(position, limits.HEADER_WINDOW_BYTES)
    if head[:2] not in (b"\x08\0", b"\0\x08"):
        return False
    with contextlib.suppress(zlib.error):
        zlib.decompressobj(-zlib.MAX_WBITS).decompress(head, limits.HEADER_WINDOW_BYTES)
        return False
    native = EXPLICIT if _names_a_vr(head) else IMPLICIT
    layout.syntax_uid = native if head[0] else BIG_ENDIAN
    layout.warnings.append(
        tr("It is not written in the transfer syntax that it states.")
    )
    return True


def _inflated(file: BoundedFile, position: int, layout: _Layout) -> BoundedFile:
    """The data set of a deflated transfer syntax (PS3.5 A.5), within limits."""
    deflated = file.read_at(position, file.size)
    most = max(limits.INFLATE_FLOOR_BYTES, limits.INFLATE_RATIO * len(deflated))
    most = min(most, limits.INFLATE_BYTES)
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        data = inflater.decompress(deflated, most)
    except zlib.error as fault:
        raise UnreadableError(tr("Its deflated data set is damaged.")) from fault
    if inflater.unconsumed_tail:
        raise UnreadableError(
            tr(
                "Its deflated data set would take more than {megabytes} MB,"
                " out of all proportion to the file.",
                megabytes=most // 1_000_000,
            )
        )
    if not inflater.eof:
        layout.warnings.append(tr("The file ends within its deflated data set."))
    return BoundedFile(io.BytesIO(data), len(data))


def _find_encoding(file: BoundedFile, position: int, layout: _Layout) -> None:
    """Byte order and VRs, by the transfer syntax; by the bytes where they disagree."""
    head = file.read_at(position, 8)
    explicit = _names_a_vr(head)
    little_endian = not (head[:1] == b"\0" and head[1:2] != b"\0")
    syntax = transfer_syntax(layout.syntax_uid)
    layout.implicit, layout.little_endian = not explicit, little_endian
    if syntax is None:
        layout.warnings.append(
            tr("Its transfer syntax is unknown: {uid}", uid=layout.syntax_uid)
            if layout.syntax_uid
            else tr("It does not state its transfer syntax; it was found out.")
        )
    elif explicit == (syntax.uid in _IMPLICIT) or little_endian == syntax.big_endian:
        layout.warnings.append(
            tr("It is not written in the transfer syntax that it states.")
        )
    if not layout.syntax_uid:
        native = EXPLICIT if explicit else IMPLICIT
        layout.syntax_uid = native if little_endian else BIG_ENDIAN


def _read_elements(file: BoundedFile, position: int, layout: _Layout) -> "Dataset":
    from pydicom.charset import convert_encodings
    from pydicom.dataset import Dataset

    stop = _Stop(file, _PIXELS.__contains__)
    file.seek(position)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        elements, damage = _elements(file, layout.implicit, layout.little_endian, stop)
        if not elements:
            raise UnreadableError(
                damage or tr("It has the form of a DICOM file, but no element in it.")
            )
        dataset = Dataset(elements)
        charset = elements.get(tags.SpecificCharacterSet)
        raw = charset.value if charset is not None else b""
        terms = (raw or b"").decode("ascii", "replace").strip(" \0").split("\\")
        encodings = convert_encodings(list(layout.character_set) or terms)
    dataset.set_original_encoding(layout.implicit, layout.little_endian, encodings)
    if damage:
        layout.warnings.append(damage)
    if stop.tag:
        layout.pixel_tag, layout.pixel_offset = stop.tag, stop.offset
        layout.pixel_length = -1 if stop.length == _UNDEFINED else stop.length
    return dataset


def header_of(dataset: "Dataset", source: Source) -> Header:
    """The complete header from a data set of `read_dataset`."""
    layout = getattr(dataset, "layout", None) or _Layout()
    elements, items = parts_of(dataset, source, layout.little_endian)
    meta = getattr(dataset, "file_meta", None)
    if meta is not None:
        elements = {**parts_of(meta, source, True)[0], **elements}
    return Header(
        source,
        elements,
        layout.syntax_uid,
        layout.little_endian,
        source.character_set or character_set_of(elements),
        layout.pixel_tag,
        layout.pixel_offset,
        layout.pixel_length,
        complete=True,
        wants_dataset=needs_dataset(elements) or may_be_sound(elements),
        items=items,
        warnings=tuple(layout.warnings),
        stamp=layout.stamp,
    )
