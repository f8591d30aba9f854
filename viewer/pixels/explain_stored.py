"""The first steps of a pixel: its bytes in the file, its decoder, its stored value."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from viewer.dicom import tags
from viewer.dicom.transfer_syntaxes import transfer_syntax
from viewer.dicom.values import caption
from viewer.files.explanation import (
    Attribute,
    Attributes,
    Holder,
    Step,
    attributes,
    number,
    tag_text,
)
from viewer.files.header import Header
from viewer.pixels.decode import Decoded, frame_request, is_native
from viewer.pixels.encoding import BIG_ENDIAN, Encoding, encoding_of, is_subsampled
from viewer.pixels.frame_info import FrameInfo
from viewer.pixels.frames import FrameTable, Ranges, frame_table, read_frame
from viewer.pixels.layers import Layer
from viewer.pixels.look import Look, LookupTable, Window
from viewer.text import figure, tr, trn

if TYPE_CHECKING:
    from viewer.pixels.presentation_state import PresentationState

RAW_BYTES = 1 << 26
"""A larger frame is not kept beside its picture only to show a few of its bytes."""
_RANGES_LISTED = 3
_STORED = (
    tags.BitsAllocated,
    tags.BitsStored,
    tags.HighBit,
    tags.PixelRepresentation,
    tags.SamplesPerPixel,
    tags.PhotometricInterpretation,
)


@dataclass(frozen=True, slots=True, eq=False)
class Origin:
    """Where the bytes of one frame stand.

    `ranges` are of the compressed frame. `data` holds the bytes of an uncompressed
    one, from the byte with its first bit; empty where they are not at hand.
    """

    table: FrameTable
    frame_index: int
    ranges: Ranges = ()
    data: bytes | memoryview = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """A frame as it is shown: what every step of its pixels is explained from.

    `info` is settled, `voi` is the frame's own default; without an `origin` the bytes
    are not told of.
    """

    header: Header
    frame_index: int
    decoded: Decoded
    info: FrameInfo
    voi: Window | LookupTable | None
    origin: Origin | None = None
    layers: tuple[Layer, ...] = ()
    """What lies over the pixels."""
    raw: Decoded | None = None
    """The frame before its mask was subtracted, where `decoded` is the difference."""
    state: "PresentationState | None" = None
    """In force on the frame."""
    colours: NDArray[np.uint32] | None = None
    """The picture of a frame in colour, by a worker: words 0xFFRRGGBB."""


@dataclass(frozen=True, slots=True, eq=False)
class Pixel:
    """One pixel of a frame, counted from 0, seen with a look."""

    subject: Subject
    column: int
    row: int
    look: Look

    @property
    def stored(self) -> NDArray[np.generic]:
        """What the display begins with: (1, 1) or (1, 1, samples)."""
        return self.of(self.subject.decoded)

    @property
    def raw(self) -> NDArray[np.generic]:
        """The stored value, before any subtraction."""
        return self.of(self.subject.raw or self.subject.decoded)

    @property
    def coloured(self) -> NDArray[np.uint8] | None:
        """(3,): what a worker made of the pixel, where only a worker can.

        That is by an ICC profile, or with another image over it.
        """
        info, colours = self.subject.info, self.subject.colours
        profile = info.icc_profile
        managed = profile is not None and profile.changes_colours
        if colours is None or not (managed or info.colour == "blended"):
            return None
        word = int(colours[self.row, self.column])
        return np.array([word >> 16 & 255, word >> 8 & 255, word & 255], np.uint8)

    def of(self, decoded: Decoded) -> NDArray[np.generic]:
        """This pixel's values in a decoded frame."""
        rows, columns = (
            slice(self.row, self.row + 1),
            slice(self.column, self.column + 1),
        )
        return decoded.values[rows, columns]


def origin_of(header: Header, frame_index: int) -> Origin:
    """Find the bytes of a frame, and read those of an uncompressed one.

    Reads the file: away from the main thread. Raises PixelError.
    """
    table = frame_table(header, encoding_of(header))
    request = frame_request(header, frame_index)
    if table.fragments is not None:
        return Origin(table, frame_index, table.fragments.frames[frame_index])
    at_hand = is_native(request.encoding) and request.bytes.archived is None
    size = sum(length for _, length in request.bytes.ranges)
    data = read_frame(request.bytes) if at_hand and size <= RAW_BYTES else b""
    return Origin(table, frame_index, data=data)


def bytes_step(pixel: Pixel) -> Step | None:
    """Where the bytes are, what they are, and who decoded them."""
    origin = pixel.subject.origin
    if origin is None:
        return None
    made = _compressed if origin.table.fragments is not None else _native
    value, sentence, numbers = made(pixel, origin)
    decoded = pixel.subject.decoded
    marks = [tr("The frame is marked {mark}.", mark=mark) for mark in decoded.marks]
    whole = " ".join((sentence, *map(caption, decoded.notes), *marks))
    return Step("bytes", value, whole, _byte_attributes(pixel.subject.header), numbers)


def stored_step(pixel: Pixel) -> Step:
    """The stored value, and how its bits are to be read."""
    subject = pixel.subject
    samples = pixel.raw.ravel().tolist()
    encoding = encoding_of(subject.header)
    found = attributes(Holder(subject.header), *_STORED)
    if encoding.samples_per_pixel > 1:
        found += attributes(Holder(subject.header), tags.PlanarConfiguration)
    return Step(
        "stored",
        "  ".join(number(sample) for sample in samples),
        " ".join((_form(encoding), *_bits(pixel, encoding), *_names(subject))),
        found,
        tuple(samples),
    )


def _native(pixel: Pixel, origin: Origin) -> tuple[str, str, tuple[float, ...]]:
    table = origin.table
    spans = list(_spans(pixel, origin))
    offsets = tuple(table.offset + first for first, _ in spans)
    listed = ", ".join(figure(offset, ",") for offset in offsets)
    width = spans[0][1]
    where = {
        "what": _syntax(pixel.subject.header.transfer_syntax_uid),
        "size": trn("{count} byte", "{count} bytes", width),
        "offsets": listed,
        "source": _source(table),
    }
    sentence = tr("Not compressed ({what}): {size} at {offsets} of {source}.", **where)
    raw = [_raw(origin, span) for span in spans]
    if len(origin.data) and not all(raw):
        sentence += " " + tr("They are missing in the file: 0 stands for them.")
    value = "  ".join(part.hex(" ") for part in raw) if all(raw) else ""
    return value or tr("at {offsets}", offsets=listed), sentence, offsets


def _compressed(pixel: Pixel, origin: Origin) -> tuple[str, str, tuple[float, ...]]:
    table, ranges = origin.table, origin.ranges
    size = sum(length for _, length in ranges)
    parts = [
        tr("{size} at {offset}", size=figure(length, ","), offset=figure(offset, ","))
        for offset, length in ranges[:_RANGES_LISTED]
    ]
    if len(ranges) > _RANGES_LISTED:
        left = len(ranges) - _RANGES_LISTED
        parts.append(trn("{count} more", "{count} more", left))
    sentence = tr(
        "{what}: the frame is one code stream in {fragments} ({ranges}) of {source}, "
        "decoded by {decoder}; its pixels have no bytes of their own.",
        what=_syntax(pixel.subject.header.transfer_syntax_uid),
        fragments=trn("{count} fragment", "{count} fragments", len(ranges)),
        ranges=", ".join(parts),
        source=_source(table),
        decoder=pixel.subject.decoded.decoder,
    )
    value = trn("{count} byte", "{count} bytes", size, size=size)
    return value, sentence, tuple(offset for offset, _ in ranges[:1])


def _byte_attributes(header: Header) -> Attributes:
    found = []
    uid = header.transfer_syntax_uid.strip(" \0")
    if uid:
        tag = tag_text(tags.TransferSyntaxUID)
        found.append(Attribute("TransferSyntaxUID", tag, caption(uid), "file meta"))
    keyword = {
        tags.FloatPixelData: "FloatPixelData",
        tags.DoubleFloatPixelData: "DoubleFloatPixelData",
    }.get(header.pixel_tag, "PixelData")
    length = header.pixel_length
    size = (
        trn("{count} byte", "{count} bytes", length)
        if length >= 0
        else tr("undefined length")
    )
    tag = tag_text(header.pixel_tag)
    return (*found, Attribute(keyword, tag, size, "data set"))


def _syntax(uid: str) -> str:
    known = transfer_syntax(uid)
    if known is not None:
        return known.name
    return caption(uid) or tr("no transfer syntax stated")


def _source(table: FrameTable) -> str:
    name = caption(table.source.name)
    known = transfer_syntax(table.encoding.transfer_syntax_uid)
    if known is not None and known.deflated:
        return tr("the inflated data set of {name}", name=name)
    return name


def _places(pixel: Pixel, encoding: Encoding) -> Iterator[int]:
    """Which sample of the stored frame each sample of the pixel is."""
    plane = encoding.rows * encoding.columns
    at = pixel.row * encoding.columns + pixel.column
    samples = encoding.samples_per_pixel
    if is_subsampled(encoding):
        pair = at // 2 * 4
        yield from (pair + at % 2, pair + 2, pair + 3)
    elif encoding.planar_configuration and samples > 1:
        yield from (at + plane * sample for sample in range(samples))
    else:
        yield from (at * samples + sample for sample in range(samples))


def _first_bits(pixel: Pixel, origin: Origin) -> Iterator[int]:
    """From the first bit of the pixel data element."""
    table = origin.table
    start = origin.frame_index * table.bits_per_frame
    for place in _places(pixel, table.encoding):
        bit = start + place * table.encoding.bits_allocated
        yield bit ^ 8 if table.encoding.swapped_words else bit


def _spans(pixel: Pixel, origin: Origin) -> Iterator[tuple[int, int]]:
    """(first byte from the start of the pixel data, bytes) of each sample."""
    bits = origin.table.encoding.bits_allocated
    for bit in _first_bits(pixel, origin):
        yield bit // 8, (bit % 8 + bits + 7) // 8


def _raw(origin: Origin, span: tuple[int, int]) -> bytes:
    """The bytes of a span, b"" when they are not at hand or not in the file."""
    start = origin.frame_index * origin.table.bits_per_frame // 8
    if origin.table.encoding.swapped_words:
        start -= start % 2
    first = span[0] - start
    found = bytes(origin.data[first : first + span[1]])
    return found if len(found) == span[1] else b""


def _form(encoding: Encoding) -> str:
    """How a value is written, in a sentence."""
    if encoding.number_kind != "integer":
        return tr(
            "A floating-point number of {bits} bits.", bits=encoding.bits_allocated
        )
    figures = {
        "stored": encoding.bits_stored,
        "allocated": encoding.bits_allocated,
        "high": encoding.high_bit,
    }
    if encoding.signed:
        return tr(
            "{stored} of {allocated} bits, the highest is bit {high}, signed.",
            **figures,
        )
    return tr(
        "{stored} of {allocated} bits, the highest is bit {high}, unsigned.", **figures
    )


def _bits(pixel: Pixel, encoding: Encoding) -> Iterator[str]:
    """The word that was read and the stored bits in it, for uncompressed integers."""
    origin = pixel.subject.origin
    if origin is None or not len(origin.data) or encoding.number_kind != "integer":
        return
    encoding = origin.table.encoding
    if encoding.bits_allocated == encoding.bits_stored == 8:
        return
    spans = zip(_first_bits(pixel, origin), _spans(pixel, origin), strict=True)
    for first_bit, span in spans:
        raw = _raw(origin, span)
        if raw:
            yield _cut(raw, first_bit % 8, encoding)


def _cut(raw: bytes, skipped: int, encoding: Encoding) -> str:
    """ "0xF40D: bits 0 to 11 are 1037." """
    is_big = encoding.transfer_syntax_uid in BIG_ENDIAN
    word = int.from_bytes(raw, "big" if is_big else "little") >> skipped
    word &= (1 << encoding.bits_allocated) - 1
    stored, low = encoding.bits_stored, encoding.high_bit + 1 - encoding.bits_stored
    value = word >> low & ((1 << stored) - 1)
    if encoding.signed and stored > 1 and value >> (stored - 1):
        value -= 1 << stored
    digits = (encoding.bits_allocated + 3) // 4
    if encoding.bits_allocated == 1:
        return tr("Bit {bit} of the byte is {value}.", bit=skipped, value=value)
    return tr(
        "{word}: bits {low} to {high} are {value}.",
        word=f"0x{word:0{digits}X}",
        low=low,
        high=encoding.high_bit,
        value=number(value),
    )


def _names(subject: Subject) -> Iterator[str]:
    """The decoder's colours, where they are no longer those of the header."""
    stated = subject.header.text(tags.PhotometricInterpretation).strip()
    now = subject.decoded.photometric_interpretation
    if stated and now != stated:
        yield tr(
            "{stated} in the header, {now} after the decoder.",
            stated=caption(stated),
            now=now,
        )
