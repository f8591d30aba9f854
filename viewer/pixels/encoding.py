"""How the pixels of one object are stored (PS3.3 C.7.6.3)."""

from typing import Literal

from viewer import limits
from viewer.dicom import tags
from viewer.dicom.transfer_syntaxes import transfer_syntax
from viewer.files.header import Header
from viewer.records import dataclass
from viewer.text import mark, tr

NumberKind = Literal["integer", "float", "double"]

EXPLICIT_LITTLE_ENDIAN = "1.2.840.10008.1.2.1"
EXPLICIT_BIG_ENDIAN = "1.2.840.10008.1.2.2"
DEFLATED = "1.2.840.10008.1.2.1.99"
PRIVATE_GE = "1.2.840.113619.5.2"
"""Implicit little endian, but the pixels are big endian."""
NATIVE = frozenset(
    {
        "1.2.840.10008.1.2",
        EXPLICIT_LITTLE_ENDIAN,
        EXPLICIT_BIG_ENDIAN,
        DEFLATED,
        PRIVATE_GE,
    }
)
_PLAIN = NATIVE - {DEFLATED, PRIVATE_GE}
BIG_ENDIAN = frozenset({EXPLICIT_BIG_ENDIAN, PRIVATE_GE})
_NUMBER_KINDS: dict[int, NumberKind] = {
    tags.FloatPixelData: "float",
    tags.DoubleFloatPixelData: "double",
}
_FLOAT_BITS = {"float": 32, "double": 64}
_MOST_BITS = 64
_GREY = ("MONOCHROME1", "MONOCHROME2", "PALETTE COLOR")


class PixelError(Exception):
    """No picture can be made; the message is a sentence for the reader.

    `detail` is for support ("copy details"): technical words, no patient data.
    """

    def __init__(self, sentence: str, detail: str = "") -> None:
        super().__init__(sentence, detail)
        self.sentence = sentence
        self.detail = detail

    def __str__(self) -> str:
        return self.sentence


CONTRADICTION = mark(
    "The header contradicts itself on the bits of a pixel: values may be wrong."
)


class OutOfReachError(PixelError):
    """The file or its medium is gone; it may be back when somebody tries again."""

    passing = True


@dataclass(frozen=True, slots=True)
class Encoding:
    """Stored form of every frame of one object."""

    transfer_syntax_uid: str
    rows: int
    columns: int
    frames: int
    samples_per_pixel: int
    bits_allocated: int
    bits_stored: int
    high_bit: int
    signed: bool
    photometric_interpretation: str
    planar_configuration: int
    number_kind: NumberKind = "integer"
    swapped_words: bool = False
    """8-bit samples written as big-endian 16-bit words (PS3.5 A.3, VR OW)."""


def sentence_without_frames(header: Header) -> str:
    """Why an object has no frames to decode; "" when its transfer syntax gives none."""
    syntax = transfer_syntax(header.transfer_syntax_uid)
    if syntax is None:
        return ""
    if syntax.referenced:
        return tr("The pictures are on a server (JPIP), and are never fetched from it.")
    if syntax.live:
        return tr("A live stream: its pictures and sounds are not in this object.")
    if syntax.video and header.pixel_tag:
        family = syntax.family
        return tr("A video ({family}): it cannot be played here yet.", family=family)
    return ""


def encoding_of(header: Header) -> Encoding:
    """The stored form of the pixels, with the defaults of careless writers filled in.

    `frames` is what the header claims; how many exist is `FrameTable.frames`.
    Raises PixelError where the picture's form is not known or past the limits.
    """
    if not header.pixel_tag:
        sentence = sentence_without_frames(header)
        raise PixelError(sentence or tr("This object holds no pixel data."))
    rows, columns = _dimensions(header)
    number_kind = _NUMBER_KINDS.get(header.pixel_tag, "integer")
    photometric_interpretation = header.text(tags.PhotometricInterpretation).strip()
    samples = header.integer(tags.SamplesPerPixel)
    if samples is None:
        samples = 1 if photometric_interpretation in ("", *_GREY) else 3
    if not 1 <= samples <= limits.SAMPLES_PER_PIXEL:
        raise PixelError(
            tr("The header claims {count} samples per pixel.", count=samples)
        )
    allocated, stored, high_bit = _bits(header, number_kind)
    encoding = Encoding(
        transfer_syntax_uid=_transfer_syntax(header),
        rows=rows,
        columns=columns,
        frames=max(1, header.integer(tags.NumberOfFrames) or 1),
        samples_per_pixel=samples,
        bits_allocated=allocated,
        bits_stored=stored,
        high_bit=high_bit,
        signed=header.integer(tags.PixelRepresentation, signed=False) == 1,
        photometric_interpretation=photometric_interpretation
        or ("MONOCHROME2" if samples == 1 else "RGB"),
        planar_configuration=int(header.integer(tags.PlanarConfiguration) == 1),
        number_kind=number_kind,
    )
    check_size(encoding)
    return encoding


def doubts(header: Header) -> tuple[str, ...]:
    """Sentences on what the header says of a pixel's bits and cannot mean.

    Bits Stored within Bits Allocated, High Bit above them, Pixel Representation 0 or 1
    (PS3.5 8.1.1, PS3.3 C.7.6.3.1): what is not so was made up by `encoding_of`.
    """
    allocated = header.integer(tags.BitsAllocated)
    if allocated is None or header.pixel_tag in _NUMBER_KINDS:
        return ()
    stored = header.integer(tags.BitsStored) or allocated
    high_bit = header.integer(tags.HighBit)
    sign = header.integer(tags.PixelRepresentation, signed=False)
    is_sound = (
        stored <= allocated
        and (high_bit is None or stored <= high_bit + 1 <= allocated)
        and sign in (None, 0, 1)
    )
    return () if is_sound else (tr(CONTRADICTION),)


def is_subsampled(encoding: Encoding) -> bool:
    """Two pixels side by side share their colour (PS3.3 C.7.6.3.1.2)."""
    return (
        encoding.photometric_interpretation in ("YBR_FULL_422", "YBR_PARTIAL_422")
        and encoding.samples_per_pixel == 3
    )


def check_size(encoding: Encoding) -> None:
    """Raise PixelError when one decoded frame is past the limits."""
    pixels = encoding.rows * encoding.columns
    size = pixels * encoding.samples_per_pixel * ((encoding.bits_allocated + 7) // 8)
    if pixels > limits.FRAME_PIXELS or size > limits.FRAME_BYTES:
        raise PixelError(
            tr(
                "The header claims a picture of {columns} × {rows} pixels, "
                "more than this program shows.",
                columns=encoding.columns,
                rows=encoding.rows,
            )
        )


def bytes_per_value(encoding: Encoding) -> int:
    """Bytes of the smallest type of number that holds a value: 1, 2, 4 or 8."""
    return next(size for size in (1, 2, 4, 8) if encoding.bits_allocated <= 8 * size)


def bits_per_frame(encoding: Encoding) -> int:
    """The size of a native frame, before padding to an even length."""
    samples = 2 if is_subsampled(encoding) else encoding.samples_per_pixel
    return encoding.rows * encoding.columns * samples * encoding.bits_allocated


def check_presence(encoding: Encoding, part: float) -> None:
    """Raise PixelError for a very large frame of which nearly nothing is there.

    Such a frame is not worth the memory and time that it takes to show it damaged.
    """
    is_large = bits_per_frame(encoding) > limits.SPARSE_FRAME_BYTES * 8
    if is_large and part < limits.SPARSE_FRAME_PART:
        raise PixelError(
            tr(
                "The header claims {columns} × {rows} pixels, but the file holds "
                "hardly any of them.",
                columns=encoding.columns,
                rows=encoding.rows,
            )
        )


def _dimensions(header: Header) -> tuple[int, int]:
    rows = header.integer(tags.Rows) or 0
    columns = header.integer(tags.Columns) or 0
    if rows <= 0 or columns <= 0:
        raise PixelError(
            tr(
                "The header does not say how many rows and columns the picture has, "
                "so its pixels cannot be arranged."
            )
        )
    return rows, columns


def _bits(header: Header, number_kind: NumberKind) -> tuple[int, int, int]:
    """Bits allocated and stored, and the high bit, made consistent."""
    if number_kind != "integer":
        bits = _FLOAT_BITS[number_kind]
        return bits, bits, bits - 1
    stored = header.integer(tags.BitsStored)
    allocated = header.integer(tags.BitsAllocated)
    if allocated is None and stored is not None and stored > 0:
        allocated = next((bits for bits in (8, 16, 32, 64) if bits >= stored), None)
    if allocated is None:
        raise PixelError(
            tr(
                "The header does not say how many bits a pixel has, "
                "so its pixels cannot be read."
            )
        )
    if not 1 <= allocated <= _MOST_BITS:
        raise PixelError(
            tr("Pixels of {bits} bits cannot be shown.", bits=allocated),
            f"BitsAllocated {allocated}",
        )
    if stored is None or not 0 < stored <= allocated:
        stored = allocated
    high_bit = header.integer(tags.HighBit)
    if high_bit is None or not stored <= high_bit + 1 <= allocated:
        high_bit = stored - 1
    return allocated, stored, high_bit


def _transfer_syntax(header: Header) -> str:
    """The header's, set right where native pixels have another byte order.

    Without one, "" stays for encapsulated pixels: their code stream says what it is.
    """
    uid = header.transfer_syntax_uid
    if header.pixel_length < 0 or (uid and uid not in _PLAIN):
        return uid
    return EXPLICIT_LITTLE_ENDIAN if header.little_endian else EXPLICIT_BIG_ENDIAN
