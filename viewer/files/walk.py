"""The fast way to a header: a walk over the top-level elements, without pydicom.

Reads explicit and implicit little endian data sets after a preamble and a meta header
(PS3.10 7.1, PS3.5 7.1). Whatever it finds odd is handed on as `OddHeader`, and pydicom
reads it in a worker. The loops are flat (nothing recurses) and written for speed: one
pass here is what a folder of thousands of files costs.
"""

import os
import stat
from collections.abc import Mapping
from itertools import repeat
from struct import error

from viewer.dicom import tags
from viewer.dicom.transfer_syntaxes import transfer_syntax
from viewer.files.byte_window import (
    EXPLICIT_HEAD,
    IMPLICIT_HEAD,
    LENGTH,
    LONG,
    SHORT,
    UNDEFINED,
    UNKNOWN_VR,
    ByteWindow,
    OddHeader,
    Read,
)
from viewer.files.content import looks_like_dicom, what_it_is
from viewer.files.header import Element, Header, NotDicomError
from viewer.files.sources import Source, check_foreign
from viewer.files.stamp import Stamp, stamp_at, stamp_of
from viewer.files.walked_elements import WalkedElements
from viewer.text import tr

_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NONBLOCK", 0)
)


def _raw(tag: int) -> int:
    """The tag as the four bytes of the file read as one little endian number."""
    return (tag >> 16) | ((tag & 0xFFFF) << 16)


_PIXELS = {
    _raw(tag): tag
    for tag in (tags.PixelData, tags.FloatPixelData, tags.DoubleFloatPixelData)
}
OVERLAY_MARKS = frozenset(
    tag + offset
    for tag in (tags.OverlayRows, tags.OverlayBitsAllocated)
    for offset in tags.OVERLAY_OFFSETS
)
"""What there is of every overlay in the 16 groups (PS3.3 C.9.2)."""

CURVE_MARKS = frozenset(0x50000005 + (group << 16) for group in range(0, 0x20, 2))
"""CurveDimensions of every curve group, retired."""

UNKEPT = frozenset(
    tag
    for tag, vr in tags.VR_BY_TAG.items()
    if vr in ("SQ", "OB", "OW", "OF", "OD") and _raw(tag) not in _PIXELS
)
"""Wanted only as present: the walker keeps no value of these."""

PICTURE_CHANGING = OVERLAY_MARKS | {
    tags.ModalityLUTSequence,
    tags.VOILUTSequence,
    tags.PresentationLUTSequence,
    tags.RealWorldValueMappingSequence,
    tags.MaskSubtractionSequence,
    tags.SharedFunctionalGroupsSequence,
    tags.PerFrameFunctionalGroupsSequence,
    tags.SequenceOfUltrasoundRegions,
    tags.EnergyWindowInformationSequence,
    tags.RedPaletteColorLookupTableDescriptor,
    tags.ICCProfile,
    tags.OpticalPathSequence,
}
"""Where one is present, the picture or its numbers need the complete header."""

_UPTAKE = frozenset({tags.Units, tags.RadiopharmaceuticalInformationSequence})
"""Both of positron emission, whose uptake needs the dose; scintigraphy has no Units."""
GENERAL_ECG = b"1.2.840.10008.5.1.4.1.1.9.1.2"
"""A class under which sound is found as well as electrocardiograms."""

_WANTED = {
    _raw(tag): (tag, tags.VR_BY_TAG.get(tag, "US").encode() + b"\0\0")
    for tag in {*tags.VR_BY_TAG, *CURVE_MARKS} - UNKEPT
    if _raw(tag) not in _PIXELS
}
_WANTED_TAGS = {raw: tag for raw, (tag, _) in _WANTED.items()}
_PRESENT = {_raw(tag): (tag, tags.VR_BY_TAG[tag].encode() + b"\0\0") for tag in UNKEPT}

_IMPLICIT_SYNTAX = "1.2.840.10008.1.2"
_syntax_by_bytes: dict[bytes, str] = {}
_character_set_by_bytes: dict[bytes, tuple[str, ...]] = {}


def needs_dataset(elements: Mapping[int, object]) -> bool:
    """Whether the walker keeps too little of these for the picture and its numbers."""
    return not PICTURE_CHANGING.isdisjoint(elements) or elements.keys() >= _UPTAKE


def walk_header(source: Source) -> Header:
    """The header of a file, from its top-level elements.

    Raises NotDicomError, OddHeader, or OSError when the file cannot be read.
    """
    data = source.data
    if data is not None:
        return _header(
            source, len(data), lambda offset, length: data[offset : offset + length]
        )
    if source.member:
        from viewer.files.archive import member_of

        stamp = stamp_at(source)
        member = member_of(source)
        return _header(source, member.size, member.read, stamp)
    check_foreign(source.path)
    descriptor = os.open(source.path, _FLAGS)
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise NotDicomError(tr("not a regular file"))

        def read(offset: int, length: int) -> bytes:
            os.lseek(descriptor, offset, os.SEEK_SET)
            return os.read(descriptor, length)

        return _header(source, status.st_size, read, stamp_of(status))
    finally:
        os.close(descriptor)


def _header(
    source: Source, size: int, read: Read, stamp: Stamp | None = None
) -> Header:
    walk = _Walk(size, read)
    window = walk.window
    if window[128:132] != b"DICM":
        if looks_like_dicom(window, size):
            raise OddHeader("no preamble")
        raise NotDicomError(what_it_is(window))
    position = walk.meta()
    syntax = walk.elements.get(tags.TransferSyntaxUID, b"")[4:]
    syntax_uid = _syntax_by_bytes.get(syntax) or _usual_syntax(syntax)
    if syntax_uid == _IMPLICIT_SYNTAX:
        walk.implicit(position)
    else:
        walk.explicit(position)
    elements = walk.elements
    character_set = elements.get(tags.SpecificCharacterSet, b"")[4:]
    return Header(
        source,
        WalkedElements(elements),
        syntax_uid,
        True,
        source.character_set
        or _character_set_by_bytes.get(character_set)
        or _terms(character_set),
        walk.pixel_tag,
        walk.pixel_offset,
        walk.pixel_length,
        False,
        needs_dataset(elements) or may_be_sound(WalkedElements(elements)),
        stamp=stamp,
    )


def may_be_sound(elements: Mapping[int, Element]) -> bool:
    """Whether what its channels are tells a waveform from a sound.

    It has modality AU, or a class under which sound is found as well.
    """
    if tags.WaveformSequence not in elements:
        return False
    modality = elements.get(tags.Modality, ("", b""))[1].strip(b"\0 ").upper()
    class_uid = elements.get(tags.SOPClassUID, ("", b""))[1].strip(b"\0 ")
    return modality == b"AU" or class_uid == GENERAL_ECG


def _usual_syntax(raw: bytes) -> str:
    uid = raw.rstrip(b"\0 ").decode("ascii", "replace")
    syntax = transfer_syntax(uid)
    if (
        syntax is None
        or syntax.deflated
        or syntax.big_endian
        or not uid.startswith(_IMPLICIT_SYNTAX)
    ):
        raise OddHeader(f"transfer syntax {uid or 'missing'}")
    if len(_syntax_by_bytes) < 100:
        _syntax_by_bytes[raw] = uid
    return uid


def _terms(raw: bytes) -> tuple[str, ...]:
    text = raw.rstrip(b"\0 ").decode("ascii", "replace")
    terms = tuple(term.strip() for term in text.split("\\")) if text else ()
    if len(_character_set_by_bytes) < 100:
        _character_set_by_bytes[raw] = terms
    return terms


class _Walk(ByteWindow):
    """One walk over the top-level elements, and what it kept."""

    __slots__ = ("elements", "pixel_length", "pixel_offset", "pixel_tag")

    def __init__(self, size: int, read: Read) -> None:
        super().__init__(size, read)
        self.elements: dict[int, bytes] = {}
        self.pixel_tag = self.pixel_offset = self.pixel_length = 0

    def meta(self) -> int:
        """Keep the meta header's elements; the position of the data set's first."""
        window, position = self.window, 132
        try:
            while True:
                raw, vr, length = EXPLICIT_HEAD(window, position)
                if raw & 0xFFFF != 2:
                    return position
                value = position + 8
                if vr not in SHORT:
                    if vr not in LONG:
                        raise OddHeader(f"meta header broken at {position}")
                    (length,) = LENGTH(window, value)
                    value += 4
                position = value + length
                if raw in _WANTED:
                    self.elements[_WANTED_TAGS[raw]] = (
                        b"UI\0\0" + window[value:position]
                    )
        except error:
            raise OddHeader("meta header not within the first read") from None

    def explicit(self, position: int) -> None:
        """Walk the data set's elements with explicit VR."""
        window, elements, wanted = self.window, self.elements, _WANTED_TAGS
        unpack, short = EXPLICIT_HEAD, SHORT
        raw, start = 0, position
        for _ in repeat(None, self.budget):
            try:
                raw, vr, length = unpack(window, position)
            except error:
                if not self.refill(position, position - start if raw in wanted else 0):
                    return
                window, position, raw = self.window, 0, 0
                continue
            start = position
            if vr in short:
                position += 8 + length
                if raw in wanted:
                    elements[wanted[raw]] = window[start + 4 : position]
            elif raw in _PIXELS:
                self.pixels(raw, vr, position)
                return
            else:
                position = self.long(raw, vr, position)
                window, raw = self.window, 0
        raise OddHeader("too many elements")

    def implicit(self, position: int) -> None:
        """Walk the data set's elements with implicit VR."""
        window, elements, wanted = self.window, self.elements, _WANTED
        unpack = IMPLICIT_HEAD
        if int.from_bytes(window[position + 4 : position + 6], "little") in SHORT:
            raise OddHeader("explicit VR though implicit is declared")
        raw, start = 0, position
        for _ in repeat(None, self.budget):
            try:
                raw, length = unpack(window, position)
            except error:
                if not self.refill(position, position - start if raw in wanted else 0):
                    return
                window, position, raw = self.window, 0, 0
                continue
            start, value = position, position + 8
            position = value + length
            if raw in wanted and length != UNDEFINED:
                tag, vr = wanted[raw]
                elements[tag] = vr + window[value:position]
            elif raw in wanted:
                raise OddHeader("undefined length of a plain value")
            elif raw in _PIXELS:
                self.found_pixels(raw, value, length)
                return
            elif raw in _PRESENT:
                tag, vr = _PRESENT[raw]
                elements[tag] = vr
            if length == UNDEFINED:
                position = self.skip_implicit(value)
                window, raw = self.window, 0
        raise OddHeader("too many elements")

    def pixels(self, raw: int, vr: int, position: int) -> None:
        """Note where the pixel data, with explicit VR, stands."""
        if vr not in LONG:
            raise OddHeader("pixel data with a VR that cannot hold it")
        position = self.reach(position, 12)
        (length,) = LENGTH(self.window, position + 8)
        self.found_pixels(raw, position + 12, length)

    def found_pixels(self, raw: int, position: int, length: int) -> None:
        """Note where the pixel data's value starts and its length."""
        self.pixel_tag = _PIXELS[raw]
        self.pixel_offset = self.base + position
        self.pixel_length = -1 if length == UNDEFINED else length

    def long(self, raw: int, vr: int, position: int) -> int:
        """Keep or pass an element whose length has four bytes; where the next is."""
        if vr not in LONG:
            raise OddHeader(f"no VR at {self.base + position}")
        position = self.reach(position, 12)
        length: int = LENGTH(self.window, position + 8)[0]
        value = position + 12
        if raw in _PRESENT:
            tag, usual_vr = _PRESENT[raw]
            self.elements[tag] = usual_vr
        if length == UNDEFINED:
            if raw in _WANTED:
                raise OddHeader("undefined length of a plain value")
            if vr == UNKNOWN_VR:
                return self.skip_implicit(value)
            return self.skip_explicit(value)
        if raw in _WANTED:
            value = self.reach(value, length)
            tag, usual_vr = _WANTED[raw]
            own_vr = vr.to_bytes(2, "little") + b"\0\0"
            self.elements[tag] = (usual_vr if vr == UNKNOWN_VR else own_vr) + (
                self.window[value : value + length]
            )
        return value + length
