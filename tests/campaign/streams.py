"""Seeds and damage for the campaign on decoders: the bytes of single frames."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from tests.conftest import CORPUS
from tests.files.made import pydicom_files
from tests.pixels.streams import LOSSLESS, encoded_object, lossy, smooth, values_of
from viewer.files.dataset import complete_header
from viewer.files.header import Header, NotDicomError, UnreadableError
from viewer.files.sources import Source
from viewer.pixels.agreement import CODECS
from viewer.pixels.decode import DecodeRequest, decode, frame_request
from viewer.pixels.encoding import PixelError
from viewer.pixels.frames import FrameBytes, read_frame
from viewer.pixels.stored_values import Values

LARGEST_PIXELS = 300_000
_JPEG = "1.2.840.10008.1.2.4.50"


@dataclass(frozen=True, slots=True, eq=False)
class Stream:
    """One encoded frame that decodes to a clean picture."""

    name: str
    codec: str
    request: DecodeRequest
    data: bytes
    values: Values

    def damaged(self, data: bytes) -> DecodeRequest:
        """The request for other bytes in its place."""
        frame = FrameBytes(None, data, ((0, len(data)),))
        return replace(self.request, bytes=frame)


def seeds() -> list[Stream]:
    """First frames of pydicom's files, of shared ones where present, and made ones."""
    shared = sorted((CORPUS / "transfer-syntax").rglob("*.dcm"))
    found = [*_made(), *_of_files([*pydicom_files(), *shared])]
    return list({stream.data: stream for stream in found}.values())


def _made() -> Iterator[Stream]:
    for codec, (uid, encode, _decoder) in LOSSLESS.items():
        for dtype, colour in (("u1", False), ("u2", False), ("u1", True)):
            picture = smooth(dtype, colour)
            header = encoded_object(encode(picture), uid, values_of(picture))
            yield from _stream(f"made {codec} {dtype} {colour}", header)
    picture = smooth("u1", colour=True)
    data = lossy(picture, "RGB", "YCBCR")
    values = values_of(picture, PhotometricInterpretation="YBR_FULL")
    yield from _stream("made JPEG", encoded_object(data, _JPEG, values))


def _of_files(paths: list[Path]) -> Iterator[Stream]:
    for path in paths:
        try:
            header = complete_header(Source(str(path)))
        except (NotDicomError, UnreadableError):
            continue
        if header.transfer_syntax_uid in CODECS:
            yield from _stream(path.name, header)


def _stream(name: str, header: Header) -> Iterator[Stream]:
    try:
        request = frame_request(header, 0)
        encoding = request.encoding
        if encoding.rows * encoding.columns > LARGEST_PIXELS:
            return
        request = replace(request, subtraction=None, masks=(), contrasts=())
        data = bytes(read_frame(request.bytes))
        found = decode(request)
    except PixelError:
        return
    if not found.marks:
        codec = _codec(encoding.transfer_syntax_uid, found.decoder)
        yield Stream(name, codec, request, data, found.values)


def _codec(uid: str, decoder: str) -> str:
    """The name in the table: JPEG by its two families, the others by the label."""
    return "none" if decoder == "native" else str(CODECS[uid])


def damage(stream: Stream, others: list[Stream], chance: random.Random) -> bytes:
    """The stream with one kind of damage, or two."""
    data = stream.data
    for _ in range(2 if chance.random() < 0.2 else 1):
        kind = chance.choice(_KINDS)
        data = kind(data, chance) if data else data
    if chance.random() < 0.05:
        other = chance.choice(others).data
        data = data[: len(data) // 2] + other[len(other) // 2 :]
    return data


def _flipped(data: bytes, chance: random.Random) -> bytes:
    made = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 8, 40))):
        made[chance.randrange(len(made))] ^= 1 << chance.randrange(8)
    return bytes(made)


def _headed(data: bytes, chance: random.Random) -> bytes:
    """Bytes near the beginning, where sizes and tables are."""
    made = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4))):
        place = chance.randrange(min(len(made), chance.choice((24, 64, 200, 700))))
        made[place] = chance.choice(
            (0, 1, 0x7F, 0x80, 0xFE, 0xFF, chance.randrange(256))
        )
    return bytes(made)


def _cut(data: bytes, chance: random.Random) -> bytes:
    kept = data[: chance.randrange(len(data))]
    return kept + data[-2:] if chance.random() < 0.5 else kept


def _blank(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    size = min(chance.choice((2, 16, 100, 1000)), len(data) - at)
    run = chance.choice((bytes(size), b"\xff" * size, chance.randbytes(size)))
    return data[:at] + run + data[at + size :]


def _dropped(data: bytes, chance: random.Random) -> bytes:
    at, size = chance.randrange(len(data)), chance.choice((1, 2, 8, 100))
    return data[:at] + data[at + size :]


def _doubled(data: bytes, chance: random.Random) -> bytes:
    at, size = chance.randrange(len(data)), chance.choice((1, 2, 8, 100))
    return data[: at + size] + data[at:]


_KINDS = (_flipped, _flipped, _headed, _headed, _cut, _blank, _dropped, _doubled)


def is_same(one: Values, other: Values) -> bool:
    """Pixel by pixel."""
    return one.shape == other.shape and np.array_equal(one, other)
