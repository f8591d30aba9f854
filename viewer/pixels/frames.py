"""Where the bytes of each frame stand in a file (PS3.5 8.1, 8.2, A.4)."""

import os
from dataclasses import field, replace
from functools import lru_cache

from viewer import limits
from viewer.files.header import Header
from viewer.files.sources import ArchiveError, Source
from viewer.files.stamp import CHANGED, Stamp, stamp_at, stamp_of
from viewer.pixels.encoding import (
    BIG_ENDIAN,
    DEFLATED,
    EXPLICIT_BIG_ENDIAN,
    EXPLICIT_LITTLE_ENDIAN,
    NATIVE,
    Encoding,
    OutOfReachError,
    PixelError,
    bits_per_frame,
    bytes_per_value,
    check_presence,
    doubts,
    is_subsampled,
    sentence_without_frames,
)
from viewer.pixels.fragments import (
    ITEM,
    Fragments,
    begins_with_picture,
    read_fragments,
)
from viewer.records import dataclass
from viewer.text import mark, tr

Ranges = tuple[tuple[int, int], ...]
"""(offset, length) pairs, to be read one after another."""

MORE_PIXELS = mark("The file holds more pixels than its header describes.")
FEWER_FRAMES = mark("The header announces {claimed} frames, the file holds {found}.")
OTHER_BITS = mark(
    "The header allocates {said} bits for a value, the file has {found} for each."
)
_PADDING_BITS = 16
_USUAL_BITS = (1, 8, 16, 32, 64)
_OUT_OF_REACH = mark("The medium was removed or the file is gone.")


@dataclass(frozen=True, slots=True)
class FrameBytes:
    """The stored bytes of one frame, for whoever decodes it in another process.

    From `path`, from `data` where the object is in memory, or from the `archived`
    member of an archive, which only a worker reads. With `inflate` the ranges are of
    the inflated data set (PS3.5 A.5), not of the file. The file must be in the state
    of its `stamp`, which is that of the header: else it may be another patient's.
    """

    path: str | None
    data: bytes | None = field(repr=False)
    ranges: Ranges
    inflate: bool = False
    archived: Source | None = None
    stamp: Stamp | None = None


@dataclass(frozen=True, slots=True)
class FrameTable:
    """The frames that really exist, and where each one stands.

    `encoding` is the header's, corrected by what the pixel data element shows
    (native although labelled compressed, not subsampled …; `notes` say so).
    """

    source: Source
    encoding: Encoding
    frames: int
    offset: int
    bits_per_frame: int
    """Native frames stand one after another, not always on whole bytes."""
    end: int
    fragments: Fragments | None = None
    notes: tuple[str, ...] = ()
    stamp: Stamp | None = None
    """The state of the file that the header was read from."""

    def frame(self, frame_index: int) -> FrameBytes:
        """The bytes of the frame, counted from 0. Raises PixelError when absent."""
        if not 0 <= frame_index < self.frames:
            raise PixelError(
                tr(
                    "Frame {number} does not exist: the file holds {count}.",
                    number=frame_index + 1,
                    count=self.frames,
                )
            )
        if self.fragments is not None:
            return self._bytes(self.fragments.frames[frame_index])
        first_bit = frame_index * self.bits_per_frame
        first = first_bit // 8
        last = (first_bit + self.bits_per_frame + 7) // 8
        if self.encoding.swapped_words:
            first, last = first - first % 2, last + last % 2
        last = min(self.offset + last, self.end)
        return self._bytes(((self.offset + first, last - self.offset - first),))

    def _bytes(self, ranges: Ranges) -> FrameBytes:
        data = self.source.data
        inflate = self.encoding.transfer_syntax_uid == DEFLATED
        if self.source.member:
            return FrameBytes(None, None, ranges, inflate, self.source, self.stamp)
        if inflate:
            path = self.source.path if data is None else None
            return FrameBytes(path, data, ranges, inflate=True, stamp=self.stamp)
        if data is None:
            return FrameBytes(self.source.path, None, ranges, stamp=self.stamp)
        parts = [data[start : start + length] for start, length in ranges]
        frame = parts[0] if len(parts) == 1 else b"".join(parts)
        return FrameBytes(None, frame, ((0, len(frame)),))


@lru_cache(maxsize=16)
def frame_table(header: Header, encoding: Encoding) -> FrameTable:
    """Find the frames; reads offset tables and fragment lengths, no pixels.

    Raises PixelError when there is none, or when the file cannot be read or has changed
    since its header was read.
    """
    try:
        if header.stamp is not None:
            _check(stamp_at(header.source), header.stamp)
        if _is_encapsulated(header, encoding):
            table = _encapsulated_table(header, encoding)
        else:
            table = _native_table(header, encoding)
        notes = (*doubts(header), *table.notes)
        return replace(table, notes=notes, stamp=header.stamp)
    except OSError as error:
        raise _out_of_reach(error) from error


def is_native(encoding: Encoding) -> bool:
    """The pixels stand in the file as they are: safe to read in any thread."""
    return encoding.transfer_syntax_uid in NATIVE - {DEFLATED}


def _is_encapsulated(header: Header, encoding: Encoding) -> bool:
    if header.pixel_length < 0:
        return True
    if encoding.transfer_syntax_uid in NATIVE:
        return False
    return header.source.read(header.pixel_offset, len(ITEM)) == ITEM


def _native_table(header: Header, encoding: Encoding) -> FrameTable:
    notes: list[str] = []
    if encoding.transfer_syntax_uid not in NATIVE:
        order = EXPLICIT_LITTLE_ENDIAN if header.little_endian else EXPLICIT_BIG_ENDIAN
        encoding = replace(encoding, transfer_syntax_uid=order)
        notes.append(tr("The header calls the pixels compressed; they are not."))
    end = header.pixel_offset + header.pixel_length
    if encoding.transfer_syntax_uid != DEFLATED:
        end = min(end, header.source.size())
    available = end - header.pixel_offset
    if available <= 0:
        raise PixelError(tr("The file ends before its first pixel."))
    encoding = replace(
        encoding,
        swapped_words=_are_words_swapped(header, encoding),
        photometric_interpretation=_subsampling(encoding, available, notes),
    )
    encoding = _packing(encoding, available, notes)
    bits = bits_per_frame(encoding)
    check_presence(encoding, available * 8 / bits)
    frames = min(encoding.frames, -(-available * 8 // bits))
    if frames < encoding.frames:
        notes.append(tr(FEWER_FRAMES, claimed=encoding.frames, found=frames))
    elif available * 8 - bits * frames > _PADDING_BITS:
        notes.append(tr(MORE_PIXELS))
    return FrameTable(
        header.source,
        encoding,
        frames,
        header.pixel_offset,
        bits,
        end,
        notes=tuple(notes),
    )


def _packing(encoding: Encoding, available: int, notes: list[str]) -> Encoding:
    """Packed values are believed only where the length is theirs exactly.

    Some writers give Bits Stored for Bits Allocated of values in whole bytes.
    """
    allocated = encoding.bits_allocated
    if allocated in _USUAL_BITS:
        return encoding
    whole = replace(encoding, bits_allocated=8 * bytes_per_value(encoding))
    for form in (encoding, whole):
        spare = available * 8 - bits_per_frame(form) * encoding.frames
        if 0 <= spare < _PADDING_BITS:
            if form is whole:
                says = {"said": allocated, "found": whole.bits_allocated}
                notes.append(tr(OTHER_BITS, **says))
            return form
    raise PixelError(
        tr("Pixels of {bits} bits cannot be shown.", bits=allocated),
        f"BitsAllocated {allocated}",
    )


def _subsampling(encoding: Encoding, available: int, notes: list[str]) -> str:
    """A name in _422 only where the length is that of subsampled pixels."""
    name = encoding.photometric_interpretation
    if not is_subsampled(encoding):
        return name
    whole = name.removesuffix("_422")
    full = bits_per_frame(replace(encoding, photometric_interpretation=whole))
    if available * 8 < full * encoding.frames and encoding.columns % 2 == 0:
        return name
    notes.append(tr("The header calls the colours subsampled; they are not."))
    return whole


def _are_words_swapped(header: Header, encoding: Encoding) -> bool:
    """Samples of parts of big-endian words: VR OW before reserved bytes and length."""
    return (
        encoding.transfer_syntax_uid in BIG_ENDIAN
        and encoding.bits_allocated not in (16, 32, 64)
        and header.source.read(max(0, header.pixel_offset - 8), 2) == b"OW"
    )


def _encapsulated_table(header: Header, encoding: Encoding) -> FrameTable:
    _check_form(header)
    end = header.source.size()
    if header.pixel_length >= 0:
        end = min(end, header.pixel_offset + header.pixel_length)
    fragments = read_fragments(header, encoding.frames, end)
    found = len(fragments.frames)
    if not found:
        raise PixelError(tr("The file ends before its first pixel."))
    notes = fragments.notes
    if encoding.transfer_syntax_uid in NATIVE:
        encoding = replace(encoding, transfer_syntax_uid="")
        notes = (*notes, tr("The header calls the pixels uncompressed; they are not."))
    if found < encoding.frames:
        note = tr(FEWER_FRAMES, claimed=encoding.frames, found=found)
        notes = (*notes, note)
    elif found > encoding.frames:
        notes = (*notes, tr(MORE_PIXELS))
    return FrameTable(
        header.source,
        encoding,
        min(found, encoding.frames),
        header.pixel_offset,
        0,
        end,
        fragments,
        notes,
    )


def _check_form(header: Header) -> None:
    """Raises PixelError for a video, which may be gigabytes in one fragment.

    Frames that are called a video by mistake are left to their code stream.
    """
    sentence = sentence_without_frames(header)
    if sentence and not begins_with_picture(header):
        raise PixelError(sentence)


def read_frame(frame: FrameBytes) -> bytes | memoryview:
    """The bytes themselves, as many of the ranges as exist.

    Raises PixelError when they cannot be read, are past the limits, or when the file
    is not in the state that the frame was found in.
    """
    wanted = sum(length for _, length in frame.ranges)
    if wanted > limits.FRAME_BYTES:
        raise PixelError(tr("One frame takes more than this program reads."))
    try:
        if frame.inflate:
            frame = _inflated(frame)
        if frame.data is not None:
            view = memoryview(frame.data)
            views = [view[start : start + length] for start, length in frame.ranges]
            return views[0] if len(views) == 1 else b"".join(views)
        if frame.archived is not None:
            parts = [frame.archived.read(*part) for part in frame.ranges]
            _check(stamp_at(frame.archived), frame.stamp)
            return parts[0] if len(parts) == 1 else b"".join(parts)
        return _read_file(frame.path or "", frame.ranges, frame.stamp)
    except OSError as error:
        raise _out_of_reach(error) from error


def _inflated(frame: FrameBytes) -> FrameBytes:
    from viewer.pixels.deflated import inflated

    data, member = frame.data, frame.archived
    if member is not None:
        data = member.read(0, member.size())
    data = inflated(frame.path, data)
    if member is not None or frame.path is not None:
        _check(stamp_at(member or Source(frame.path or "")), frame.stamp)
    return replace(frame, data=data)


def _check(now: Stamp | None, then: Stamp | None) -> None:
    if then is not None and now != then:
        raise PixelError(tr(CHANGED))


def _out_of_reach(error: OSError) -> PixelError:
    if isinstance(error, ArchiveError):
        return PixelError(str(error), type(error).__name__)
    return OutOfReachError(tr(_OUT_OF_REACH), type(error).__name__)


def _read_file(path: str, ranges: Ranges, stamp: Stamp | None) -> bytes:
    parts: list[bytes] = []
    with open(path, "rb", buffering=0) as file:
        size = file.seek(0, 2)
        for start, length in ranges:
            file.seek(start)
            left = min(length, max(0, size - start))
            while left > 0 and (part := file.read(left)):
                parts.append(part)
                left -= len(part)
        _check(stamp_of(os.fstat(file.fileno())), stamp)
    return parts[0] if len(parts) == 1 else b"".join(parts)
