"""What a code stream says of itself, read before any decoder may believe it.

JPEG: ISO 10918-1 B.2; JPEG-LS: ISO 14495-1 C.2; JPEG 2000: ISO 15444-1 A; JPEG XL:
ISO 18181-1 D.2; RLE: PS3.5 G.5.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from viewer.records import dataclass

Codec = Literal[
    "JPEG",
    "JPEG Lossless",
    "JPEG-LS",
    "JPEG 2000",
    "HTJ2K",
    "JPEG XL",
    "RLE",
    "Deflate",
    "no compression",
]

END = b"\xff\xd9"
"""End of image in JPEG and JPEG-LS, end of code stream in JPEG 2000."""

_JPEG_START = b"\xff\xd8"
_SIZ_START = b"\xff\x4f\xff\x51"
_JXL_START = b"\xff\x0a"
_JXL_BOX_START = b"\x00\x00\x00\x0cJXL \r\n\x87\n"
_JP2_BOX_START = b"\x00\x00\x00\x0cjP  \r\n\x87\n"
_JPEG_2000_HEAD_BYTES = 64 * 1024
_SEQUENTIAL_FRAMES = (0xC0, 0xC1)
_LOSSLESS_FRAME = 0xC3
_JPEG_LS_FRAME = 0xF7
_LOSSLESS_FRAMES = (_LOSSLESS_FRAME, 0xC7, 0xCB, 0xCF)
_DIFFERENTIAL_FRAMES = (0xC5, 0xC6, 0xC7, 0xCD, 0xCE, 0xCF)
_HIERARCHICAL_PROGRESSION = 0xDE
_ARITHMETIC_FRAMES = range(0xC9, 0xD0)
_FRAMES = {*range(0xC0, 0xD0), _JPEG_LS_FRAME} - {0xC4, 0xC8, 0xCC}
_SCAN = 0xDA
_SIZE = 0x51
_QUANTIZATION = 0x5C
_MOST_TILES = 65535
_TILE_PART = 0x90
_TILE_PART_START = b"\xff\x90\x00\x0a"
_CODING_STYLE = 0x52
_RGB_IDENTIFIERS = (b"RGB", b"rgb")


@dataclass(frozen=True, slots=True)
class CodeStream:
    """The facts in the head of a code stream; 0 where the codec does not tell."""

    codec: Codec
    rows: int = 0
    columns: int = 0
    components: int = 0
    precision: int = 0
    signed: bool = False
    """The components are signed: only JPEG 2000 knows signs."""
    colour: str = ""
    """RGB or YBR, where the stream itself says so."""
    is_subsampled: bool = False
    """JPEG whose components do not all have a sample for each pixel."""
    mixes_components: bool = False
    """JPEG 2000 with a colour transform, which its decoders undo."""
    reversible: bool = True
    start: int = 0
    """Where it begins: JPEG 2000 and JPEG XL may come in the boxes of a file."""
    halvings: int = 0
    """Of JPEG 2000: how often its picture can be had in half the size."""
    fewest_bytes: int = 0
    """What so many pixels take at least, where the codec has such a bound."""
    form: Literal["", "hierarchical", "arithmetic"] = ""
    """Of JPEG: one that few decoders know."""
    is_sound: bool = True
    """The main header of JPEG 2000 agrees with itself: OpenJPH trusts that it does."""
    has_end: bool = True


def loss_of(stream: CodeStream | None) -> Literal["", "lossless", "lossy"]:
    """Whether values were lost for certain, or for certain not; "" when neither.

    The reversible wavelet of JPEG 2000 and the colours of JPEG XL as they are allow
    both: such a stream may have been cut to a size.
    """
    if stream is None:
        return ""
    if not stream.reversible:
        return "lossy"
    is_certain = stream.codec in ("JPEG Lossless", "JPEG-LS")
    return "lossless" if is_certain else ""


def read_code_stream(data: bytes) -> CodeStream | None:
    """The head of a code stream; None when it is none that has a signature."""
    if data.startswith(_JPEG_START):
        return _jpeg(data)
    if data.startswith((_JXL_START, _JXL_BOX_START)):
        return _jpeg_xl(data)
    if data.startswith(_SIZ_START):
        return _jpeg_2000(data, 0)
    if data.startswith(_JP2_BOX_START):
        start = data.find(_SIZ_START, 0, _JPEG_2000_HEAD_BYTES)
        return _jpeg_2000(data, start) if start > 0 else None
    return None


def _segments(data: bytes, position: int) -> Iterator[tuple[int, int, int]]:
    """(marker, start, end) of the content of each marker segment with a length."""
    while 0 <= (position := data.find(b"\xff", position)) < len(data) - 3:
        marker = data[position + 1]
        if marker in (0x00, 0xFF):
            position += 1
            continue
        length = max(2, int.from_bytes(data[position + 2 : position + 4], "big"))
        yield marker, position + 4, position + 2 + length
        position += 2 + length


def _jpeg(data: bytes) -> CodeStream | None:
    facts: CodeStream | None = None
    adobe, is_jfif, is_hierarchical = "", False, False
    for marker, start, end in _segments(data, 2):
        content = data[start:end]
        if marker in _FRAMES and facts is None:
            facts = _jpeg_frame(marker, content, is_hierarchical)
        elif marker == _HIERARCHICAL_PROGRESSION:
            is_hierarchical = True
        elif marker == 0xE0 and content.startswith(b"JFIF\0"):
            is_jfif = True
        elif marker == 0xEE and content.startswith(b"Adobe") and len(content) > 11:
            adobe = "YBR" if content[11] else "RGB"
        elif marker == _SCAN:
            has_end = data.rfind(END, end) >= 0
            facts = facts and _with_loss(facts, content)
            return facts and _coloured(replace(facts, has_end=has_end), adobe, is_jfif)
    return facts and _coloured(replace(facts, has_end=False), adobe, is_jfif)


def _jpeg_frame(
    marker: int, content: bytes, is_hierarchical: bool
) -> CodeStream | None:
    if len(content) < 6 or len(content) < 6 + 3 * content[5]:
        return None
    codec: Codec = "JPEG"
    if marker == _JPEG_LS_FRAME:
        codec = "JPEG-LS"
    elif marker in _LOSSLESS_FRAMES:
        codec = "JPEG Lossless"
    identifiers = content[6 : 6 + 3 * content[5] : 3]
    samplings = content[7 : 6 + 3 * content[5] : 3]
    rows = int.from_bytes(content[1:3], "big")
    columns = int.from_bytes(content[3:5], "big")
    return CodeStream(
        codec,
        rows,
        columns,
        components=content[5],
        precision=content[0],
        colour="RGB" if identifiers in _RGB_IDENTIFIERS else "",
        is_subsampled=len(set(samplings)) > 1,
        form=_jpeg_form(marker, is_hierarchical),
        reversible=codec != "JPEG",
        fewest_bytes=_fewest_jpeg_bytes(marker, rows, columns),
    )


def _jpeg_form(
    marker: int, is_hierarchical: bool
) -> Literal["", "hierarchical", "arithmetic"]:
    if is_hierarchical or marker in _DIFFERENTIAL_FRAMES:
        return "hierarchical"
    return "arithmetic" if marker in _ARITHMETIC_FRAMES else ""


def _fewest_jpeg_bytes(marker: int, rows: int, columns: int) -> int:
    """Huffman codes have a bit at least: one a sample, or two a block of 8 × 8."""
    if marker == _LOSSLESS_FRAME:
        return rows * columns // 8
    if marker in _SEQUENTIAL_FRAMES:
        return -(-rows // 8) * -(-columns // 8) * 2 // 8
    return 0


def _coloured(facts: CodeStream, adobe: str, is_jfif: bool) -> CodeStream:
    """By component names, else Adobe's marker; JFIF and fewer samples are always YBR.

    Lossless JPEG is often written with a JFIF marker that means nothing.
    """
    is_ybr = facts.codec == "JPEG" and (is_jfif or facts.is_subsampled)
    return replace(facts, colour=facts.colour or adobe or ("YBR" if is_ybr else ""))


def _with_loss(facts: CodeStream, scan: bytes) -> CodeStream:
    """How far a value may be off: NEAR of JPEG-LS (C.2.3), or a point transform.

    The latter leaves out the lowest bits of lossless JPEG (ISO 10918-1 H.1.1).
    """
    if not scan or len(scan) < 4 + 2 * scan[0]:
        return facts
    if facts.codec == "JPEG Lossless":
        return replace(facts, reversible=scan[3 + 2 * scan[0]] & 0x0F == 0)
    if facts.codec != "JPEG-LS":
        return facts
    return replace(facts, reversible=scan[1 + 2 * scan[0]] == 0)


def _jpeg_2000(data: bytes, start: int) -> CodeStream | None:
    facts: CodeStream | None = None
    levels = 0
    for marker, first, end in _segments(data, start + 2):
        content = data[first:end]
        if marker == _SIZE and facts is None:
            facts = _jpeg_2000_size(content)
        if facts is None:
            return None
        if marker == _CODING_STYLE and len(content) > 9:
            levels = content[5]
            facts = replace(
                facts,
                mixes_components=content[4] == 1,
                reversible=content[9] == 1,
                codec="HTJ2K" if content[8] & 0x40 else "JPEG 2000",
                halvings=levels,
            )
        elif marker == _QUANTIZATION and not _is_long_enough(content, levels):
            facts = replace(facts, is_sound=False)
        elif marker == _TILE_PART:
            has_end = data.rfind(END, end) >= 0
            return replace(facts, start=start, has_end=has_end)
    return facts and replace(facts, start=start, has_end=False)


def _jpeg_2000_size(content: bytes) -> CodeStream | None:
    if len(content) < 37:
        return None
    right, bottom, left, top, *tile = (
        int.from_bytes(content[i : i + 4], "big") for i in range(2, 34, 4)
    )
    if right <= left or bottom <= top:
        return None
    return CodeStream(
        "JPEG 2000",
        rows=bottom - top,
        columns=right - left,
        components=int.from_bytes(content[34:36], "big"),
        precision=(content[36] & 0x7F) + 1,
        signed=bool(content[36] & 0x80),
        is_sound=_is_tiled(left, right, tile[0], tile[2])
        and _is_tiled(top, bottom, tile[1], tile[3]),
    )


def _is_tiled(first: int, end: int, tile_size: int, tile_first: int) -> bool:
    """Tiles of this size from there cover the picture (B.3), and are not too many."""
    if tile_size == 0 or not tile_first <= first < tile_first + tile_size:
        return False
    return (end - tile_first) / tile_size <= _MOST_TILES


def _is_long_enough(content: bytes, levels: int) -> bool:
    """A step for each subband, or one for all (A.6.4)."""
    style = content[0] & 0x1F if content else 0
    needed = {0: 3 * levels + 1, 1: 2}.get(style, 2 * (3 * levels + 1))
    return len(content) > needed


def mended_jpeg_2000(data: bytes, most_bytes: int) -> bytes:
    """A stream that was cut off, filled up so that a decoder takes what there is.

    Zeros up to the stated end of the last tile-part are empty packets (B.10).
    """
    tile_part = data.rfind(_TILE_PART_START)
    if tile_part < 0:
        return data
    length = int.from_bytes(data[tile_part + 6 : tile_part + 10], "big")
    missing = max(0, tile_part + length - len(data))
    return data + bytes(missing if missing <= most_bytes else 0) + END


class _Bits:
    """Bits of a JPEG XL header: the lowest of each byte first."""

    def __init__(self, data: bytes) -> None:
        self._left = int.from_bytes(data, "little")

    def take(self, count: int) -> int:
        value = self._left & ((1 << count) - 1)
        self._left >>= count
        return value

    def choose(self, *counts: int) -> int:
        return self.take(counts[self.take(2)])


_RATIOS = {
    1: (1, 1),
    2: (12, 10),
    3: (4, 3),
    4: (3, 2),
    5: (16, 9),
    6: (5, 4),
    7: (2, 1),
}


def _jpeg_xl(data: bytes) -> CodeStream | None:
    is_bare = data.startswith(_JXL_START)
    start = 0 if is_bare else _jpeg_xl_start(data)
    if start < 0:
        return None
    bits = _Bits(data[start + 2 : start + 34])
    is_small = bits.take(1)
    rows = _jpeg_xl_size(bits, is_small)
    ratio = bits.take(3)
    if ratio:
        numerator, denominator = _RATIOS[ratio]
        columns = rows * numerator // denominator
    else:
        columns = _jpeg_xl_size(bits, is_small)
    precision, is_xyb = _jpeg_xl_samples(bits)
    is_repacked = not is_bare and any(kind == b"jbrd" for kind, _ in _boxes(data))
    colour = "RGB" if is_xyb or is_repacked else ""
    return CodeStream(
        "JPEG XL",
        rows,
        columns,
        precision=precision,
        colour=colour,
        reversible=not (is_xyb or is_repacked),
    )


def _jpeg_xl_size(bits: _Bits, is_small: int) -> int:
    return (bits.take(5) + 1) * 8 if is_small else 1 + bits.choose(9, 13, 18, 30)


def _jpeg_xl_samples(bits: _Bits) -> tuple[int, bool]:
    """Bits of an integer sample, 0 where they are not told first; whether it is XYB.

    Decoders make RGB of XYB, the colours of lossy JPEG XL.
    """
    if bits.take(1):
        return 8, True
    has_extra_fields, is_float = bits.take(1), bits.take(1)
    if has_extra_fields or is_float:
        return 0, False
    choice = bits.take(2)
    precision = (8, 10, 12)[choice] if choice < 3 else 1 + bits.take(6)
    bits.take(1)  # whether buffers of 16 bits are enough
    has_more_channels = bits.take(2) != 0
    return precision, not has_more_channels and bool(bits.take(1))


def _boxes(data: bytes) -> Iterator[tuple[bytes, int]]:
    """(kind, where its content begins) of each box of a JPEG XL file."""
    position = 0
    while position + 8 <= len(data):
        size = int.from_bytes(data[position : position + 4], "big")
        head = 16 if size == 1 else 8
        yield data[position + 4 : position + 8], position + head
        if size == 1:
            size = int.from_bytes(data[position + 8 : position + 16], "big")
        if size < head:
            return
        position += size


def _jpeg_xl_start(data: bytes) -> int:
    """Where the code stream begins inside its boxes; -1 when nowhere."""
    for kind, start in _boxes(data):
        if kind in (b"jxlc", b"jxlp"):
            start += 4 if kind == b"jxlp" else 0
            return start if data.startswith(_JXL_START, start) else -1
    return -1
