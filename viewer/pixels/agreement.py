"""Does the code stream agree with the header: size, samples, precision, colour?"""

from dataclasses import replace
from itertools import pairwise

from viewer import limits
from viewer.pixels.codestream import Codec, CodeStream
from viewer.pixels.encoding import Encoding, PixelError
from viewer.text import tr

ENCAPSULATED_NATIVE = "1.2.840.10008.1.2.1.98"
DEFLATED_FRAMES = "1.2.840.10008.1.2.8.1"
JPEG_RECOMPRESSION = "1.2.840.10008.1.2.4.111"
RLE_LOSSLESS = "1.2.840.10008.1.2.5"
_JPEG_ROOT = "1.2.840.10008.1.2.4."
_LOSSLESS_PROCESSES = ("57", "58", "65", "66", "70")
_RLE_HEADER_BYTES = 64
_RLE_MOST_SEGMENTS = 15
_MIXED = ("YBR_RCT", "YBR_ICT")
_THREE_SAMPLES = (
    "RGB",
    "HSV",
    "XYB",
    "YBR_FULL",
    "YBR_FULL_422",
    "YBR_PARTIAL",
    "YBR_PARTIAL_420",
    "YBR_PARTIAL_422",
    *_MIXED,
)
"""Names of C.7.6.3.1.2, retired ones among them, for three samples."""

CODECS: dict[str, Codec] = {
    **{f"{_JPEG_ROOT}{process}": "JPEG" for process in range(50, 67)},
    **{f"{_JPEG_ROOT}{process}": "JPEG Lossless" for process in _LOSSLESS_PROCESSES},
    **{f"{_JPEG_ROOT}{process}": "JPEG-LS" for process in (80, 81)},
    **{f"{_JPEG_ROOT}{process}": "JPEG 2000" for process in range(90, 94)},
    **{f"{_JPEG_ROOT}{process}": "JPEG XL" for process in range(110, 113)},
    **{f"{_JPEG_ROOT}{process}": "HTJ2K" for process in range(201, 204)},
    RLE_LOSSLESS: "RLE",
    DEFLATED_FRAMES: "Deflate",
    ENCAPSULATED_NATIVE: "no compression",
}
"""The codec that a transfer syntax promises."""


def agreed(stream: CodeStream, encoding: Encoding) -> Encoding:
    """The form of this frame, as both the code stream and the header have it.

    Tiles at the edge of a slide may be smaller than the others. Raises PixelError,
    before a decoder allocates by what only one of the two claims.
    """
    if stream.components not in (0, encoding.samples_per_pixel):
        raise PixelError(
            tr(
                "The compressed picture has {count} samples per pixel, but its header "
                "says {header_count}.",
                count=stream.components,
                header_count=encoding.samples_per_pixel,
            )
        )
    if stream.precision > encoding.bits_allocated:
        raise PixelError(
            tr(
                "The compressed picture has {bits} bits per sample, but its header "
                "says {header_bits}.",
                bits=stream.precision,
                header_bits=encoding.bits_allocated,
            )
        )
    is_part = (
        encoding.frames > 1
        and encoding.rows * encoding.columns <= limits.TILE_PIXELS
        and 0 < stream.rows <= encoding.rows
        and 0 < stream.columns <= encoding.columns
    )
    if (stream.rows, stream.columns) == (encoding.rows, encoding.columns):
        return encoding
    if not is_part:
        raise PixelError(
            tr(
                "The compressed picture has {columns} × {rows} pixels, but its header "
                "says {header_columns} × {header_rows}.",
                columns=stream.columns,
                rows=stream.rows,
                header_columns=encoding.columns,
                header_rows=encoding.rows,
            )
        )
    return replace(encoding, rows=stream.rows, columns=stream.columns)


def rle_segments(data: bytes, encoding: Encoding) -> tuple[tuple[int, int], ...]:
    """(start, end) of each segment of an RLE frame; () when it is none for sure.

    Where the frame was cut off, segments are shorter than their header says, or empty.
    """
    header = [
        int.from_bytes(data[i : i + 4], "little")
        for i in range(0, min(_RLE_HEADER_BYTES, len(data)), 4)
    ]
    bytes_per_sample = (encoding.bits_allocated + 7) // 8
    count = encoding.samples_per_pixel * bytes_per_sample
    if len(header) < 16 or header[0] != count or count > _RLE_MOST_SEGMENTS:
        return ()
    starts = header[1 : count + 1]
    if not _RLE_HEADER_BYTES <= starts[0] < len(data) or starts != sorted(starts):
        return ()
    places = [min(start, len(data)) for start in starts]
    return tuple(pairwise([*places, len(data)]))


def colour_after(stream: CodeStream | None, encoding: Encoding) -> str:
    """The photometric interpretation of the values that come out of the decoder.

    JPEG 2000's own transforms are undone by its decoders, as are those of JPEG XL. A
    JPEG that names its colours is believed over the header (JFIF is always YBR).
    """
    name = encoding.photometric_interpretation
    if encoding.samples_per_pixel != 3:
        return name
    if name in _MIXED or name == "XYB":
        return "RGB"
    if encoding.transfer_syntax_uid == JPEG_RECOMPRESSION:
        return "RGB"
    if stream is not None and (stream.colour == "RGB" or stream.mixes_components):
        return "RGB"
    if stream is not None and stream.colour == "YBR":
        return "YBR_FULL"
    return name.removesuffix("_422")


def names_known_colours(encoding: Encoding) -> bool:
    """The header's name for three samples is one of the standard's."""
    name = encoding.photometric_interpretation
    return encoding.samples_per_pixel != 3 or name in _THREE_SAMPLES


def contradicted_colours(
    stream: CodeStream | None, encoding: Encoding
) -> tuple[str, str] | None:
    """(what the header says, what the colours are) where the header is wrong."""
    said, found = encoding.photometric_interpretation, colour_after(stream, encoding)
    is_jpeg_xl = stream is not None and stream.codec == "JPEG XL"
    if encoding.samples_per_pixel != 3 or is_jpeg_xl or said in (*_MIXED, "XYB"):
        return None
    return None if said.removesuffix("_422") == found else (said, found)
