"""The pixel data as a row of the header's list: reading a header stops before it."""

import struct

from viewer import limits
from viewer.dicom import tags
from viewer.dicom.elements import ElementRow, binary_row
from viewer.dicom.transfer_syntaxes import transfer_syntax
from viewer.files.header import Header

_ITEM, _ITEM_HEADER_BYTES = 0xE000FFFE, 8
_FIRST_ITEMS = 4
_USUAL_VR = {tags.FloatPixelData: "OF", tags.DoubleFloatPixelData: "OD"}


def pixel_rows(header: Header) -> tuple[ElementRow, ...]:
    """One row with the size and the first bytes of the pixels; none without pixels.

    Of encapsulated pixels the first bytes are those of the first fragment. What cannot
    be read is left out.
    """
    if not header.pixel_tag:
        return ()
    length = header.pixel_length
    vr, first = _USUAL_VR.get(header.pixel_tag, "OW"), b""
    syntax = transfer_syntax(header.transfer_syntax_uid)
    if syntax is None or not syntax.deflated:
        try:
            available = max(0, header.source.size() - header.pixel_offset)
            length = available if length < 0 else length
            vr = _stated_vr(header) or vr
            first = _first_bytes(header)
        except OSError:
            pass
    return (binary_row(header.pixel_tag, vr, max(0, length), first),)


def _stated_vr(header: Header) -> str:
    """The VR in front of the value, where the file is written with VRs."""
    if header.pixel_offset < 12:
        return ""
    head = header.source.read(header.pixel_offset - 12, 12)
    vr = head[4:6]
    return vr.decode() if vr in (b"OB", b"OW", b"OF", b"OD", b"UN") else ""


def _first_bytes(header: Header) -> bytes:
    position = header.pixel_offset
    if header.pixel_length >= 0:
        return header.source.read(position, limits.VALUE_BYTES + 1)
    for number in range(_FIRST_ITEMS):
        head = header.source.read(position, _ITEM_HEADER_BYTES)
        if len(head) < _ITEM_HEADER_BYTES:
            break
        tag, length = struct.unpack("<II", head)
        if tag != _ITEM:
            break
        position += _ITEM_HEADER_BYTES
        # The first item is the offset table (PS3.5 A.4).
        if number and length:
            return header.source.read(position, min(length, limits.VALUE_BYTES + 1))
        position += length
    return b""
