"""The scans of a JPEG, and whether all of them are there (ISO 10918-1 B.2, E.1.4, G).

Read from the markers alone: no bit of the entropy-coded data is decoded here.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

SEQUENTIAL_FRAMES = (0xC0, 0xC1)
PROGRESSIVE_FRAME = 0xC2
LOSSLESS_FRAME = 0xC3
LOSSY_FRAMES = (*SEQUENTIAL_FRAMES, PROGRESSIVE_FRAME)
HUFFMAN_FRAMES = (*LOSSY_FRAMES, LOSSLESS_FRAME)
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
_HUFFMAN_TABLES, _RESTART_INTERVAL, _SCAN = 0xC4, 0xDD, 0xDA
_RESTARTS = range(0xD0, 0xD8)
_START, _END = 0xD8, 0xD9
_COLOUR_MARKERS = (0xE0, 0xEE)
_UNMIXED = b"\xff\xee\0\x0eAdobe\0\x64\0\0\0\0\0"
_MARKER = re.compile(rb"\xff+([^\x00\xff])")
_WHOLE_SPECTRUM = b"\0\x3f\0"
_ESCAPE = 0xFF
_BLOCK = 8
_COEFFICIENTS = 64


@dataclass(frozen=True, slots=True)
class JpegFrame:
    """What the frame header says: SOFn."""

    marker: int
    precision: int
    rows: int
    columns: int
    sampling: dict[int, tuple[int, int]]
    """For each component's identifier, its columns and rows in one MCU."""


@dataclass(frozen=True, slots=True)
class Scan:
    """What a scan header says, and where its entropy-coded data begin."""

    frame: JpegFrame
    components: tuple[int, ...]
    tables: tuple[bytes, ...]
    """The DC (lossless: the only) Huffman table of each component: BITS, HUFFVAL."""
    first: int
    """The first spectral coefficient; the predictor of a lossless scan."""
    last: int
    high_bit: int
    low_bit: int
    """Bits not sent yet; the point transform of a lossless scan."""
    interval: int
    """MCUs between two restart markers; 0 without any."""
    start: int

    @property
    def mcu(self) -> tuple[int, int]:
        """Columns and rows of pixels that one MCU covers (A.2)."""
        size = 1 if self.frame.marker == LOSSLESS_FRAME else _BLOCK
        most = [max(of) for of in zip(*self.frame.sampling.values(), strict=True)]
        if len(self.components) > 1:
            return most[0] * size, most[1] * size
        own = self.frame.sampling[self.components[0]]
        return most[0] // own[0] * size, most[1] // own[1] * size

    @property
    def mcus(self) -> tuple[int, int]:
        """MCUs across and down."""
        columns, rows = self.mcu
        return -(-self.frame.columns // columns), -(-self.frame.rows // rows)


@dataclass(frozen=True, slots=True)
class Parts:
    """Where the entropy-coded data of a scan end: at every restart, and at last."""

    scan: Scan
    ends: tuple[int, ...]
    restarts: tuple[int, ...]
    """The numbers of the restart markers, 0 to 7."""
    is_joined: bool = True
    """Between the segments before it there is nothing but fill bytes (B.1.1.2)."""


def first_scan(data: bytes) -> Scan | None:
    """The first scan of a JPEG that begins with SOI; None when it has none."""
    return next((part.scan for part in _walk(data, with_ends=False)), None)


def scan_parts(data: bytes) -> tuple[Parts, ...]:
    """Every scan, with the ends of its parts."""
    return tuple(_walk(data, with_ends=True))


def _walk(data: bytes, *, with_ends: bool) -> Iterator[Parts]:
    frame: JpegFrame | None = None
    tables: dict[int, bytes] = {}
    interval, position, is_joined = 0, 2, True
    while found := _MARKER.search(data, position):
        is_joined = is_joined and not data[position : found.start()].strip(b"\0")
        marker, position = found[1][0], found.end()
        if marker in _RESTARTS or marker == _START:
            continue
        if marker == _END:
            return
        length = max(2, int.from_bytes(data[position : position + 2], "big"))
        content = data[position + 2 : position + length]
        position += length
        if marker in _FRAMES:
            frame = _frame(marker, content)
        elif marker == _HUFFMAN_TABLES:
            tables.update(_tables(content))
        elif marker == _RESTART_INTERVAL:
            interval = int.from_bytes(content[:2], "big")
        elif marker == _SCAN:
            if frame is None:
                return
            scan = _scan(frame, content, tables, interval, position)
            if scan is None:
                return
            ends, restarts = _ends(data, position) if with_ends else ([0], [])
            yield Parts(scan, tuple(ends), tuple(restarts), is_joined)
            position = ends[-1]


def _frame(marker: int, content: bytes) -> JpegFrame | None:
    if len(content) < 6 or len(content) < 6 + 3 * content[5]:
        return None
    sampling = {
        content[i]: (max(1, content[i + 1] >> 4), max(1, content[i + 1] & 15))
        for i in range(6, 6 + 3 * content[5], 3)
    }
    rows = int.from_bytes(content[1:3], "big")
    columns = int.from_bytes(content[3:5], "big")
    return JpegFrame(marker, content[0], rows, columns, sampling)


def _tables(content: bytes) -> Iterator[tuple[int, bytes]]:
    """(class and destination, BITS and HUFFVAL) of each table (B.2.4.2)."""
    position = 0
    while position + 17 <= len(content):
        end = position + 17 + sum(content[position + 1 : position + 17])
        yield content[position], content[position + 1 : end]
        position = end


def _scan(
    frame: JpegFrame,
    content: bytes,
    tables: dict[int, bytes],
    interval: int,
    start: int,
) -> Scan | None:
    count = content[0] if content else 0
    if not count or len(content) < 4 + 2 * count:
        return None
    components = tuple(content[1 : 1 + 2 * count : 2])
    if not frame.sampling.keys() >= set(components):
        return None
    return Scan(
        frame,
        components,
        tuple(tables.get(byte >> 4, b"") for byte in content[2 : 2 + 2 * count : 2]),
        first=content[1 + 2 * count],
        last=content[2 + 2 * count],
        high_bit=content[3 + 2 * count] >> 4,
        low_bit=content[3 + 2 * count] & 15,
        interval=interval,
        start=start,
    )


def _ends(data: bytes, position: int) -> tuple[list[int], list[int]]:
    """Where each part ends, and the number of the restart marker there."""
    content = np.frombuffer(data, np.uint8, offset=position)
    escapes = np.flatnonzero(content[:-1] == _ESCAPE)
    codes = content[escapes + 1]
    is_marker = (codes != 0) & (codes != _ESCAPE)
    found = zip(escapes[is_marker].tolist(), codes[is_marker].tolist(), strict=True)
    ends: list[int] = []
    restarts: list[int] = []
    for escape, marker in found:
        end = position + escape
        while end > position and data[end - 1] == _ESCAPE:
            end -= 1
        ends.append(end)
        if marker not in _RESTARTS:
            return ends, restarts
        restarts.append(marker - _RESTARTS.start)
    return [*ends, len(data)], restarts


def is_lossy(data: bytes) -> bool:
    """Sequential or progressive, with Huffman's codes."""
    scan = first_scan(data)
    return scan is not None and scan.frame.marker in LOSSY_FRAMES


def said_to_be_rgb(data: bytes) -> bytes:
    """The stream with Adobe's marker for "nothing was mixed" in place of its own.

    Decoders give the components as they are then.
    """
    pieces, position = [data[:2], _UNMIXED], 2
    while found := _MARKER.match(data, position):
        marker = found[1][0]
        length = int.from_bytes(data[found.end() : found.end() + 2], "big")
        if marker == _SCAN or length < 2:
            break
        if marker not in _COLOUR_MARKERS:
            pieces.append(data[position : found.end() + length])
        position = found.end() + length
    return b"".join((*pieces, data[position:]))


def with_usual_scan(data: bytes) -> bytes:
    """Sequential JPEG with the numbers that it does not use as they should be (B.2.3).

    Some writers put others there, which changes nothing, but a strict decoder stops.
    """
    scan = first_scan(data)
    if scan is None or scan.frame.marker not in SEQUENTIAL_FRAMES:
        return data
    return data[: scan.start - 3] + _WHOLE_SPECTRUM + data[scan.start :]


def are_complete(parts: Sequence[Parts]) -> bool:
    """Every component has been sent to its last bit, and no marker is lost."""
    if not parts or not parts[-1].is_joined:
        return False
    if not all(map(_has_its_restarts, parts)):
        return False
    frame = parts[0].scan.frame
    if frame.marker != PROGRESSIVE_FRAME:
        sent = {name for part in parts for name in part.scan.components}
        return sent == frame.sampling.keys()
    return _is_refined([part.scan for part in parts])


def _is_refined(scans: Sequence[Scan]) -> bool:
    """Each coefficient was sent, and then each of its lower bits (G.1.1.1)."""
    bits_left: dict[tuple[int, int], int] = {}
    for scan in scans:
        for name in scan.components:
            for coefficient in range(scan.first, scan.last + 1):
                place = name, coefficient
                if bits_left.get(place, 0) != scan.high_bit:
                    return False
                bits_left[place] = scan.low_bit
    complete = len(scans[0].frame.sampling) * _COEFFICIENTS
    return len(bits_left) == complete and not any(bits_left.values())


def _has_its_restarts(parts: Parts) -> bool:
    interval = parts.scan.interval
    if not interval:
        return not parts.restarts
    across, down = parts.scan.mcus
    expected = -(-across * down // interval) - 1
    in_order = all(number == i % 8 for i, number in enumerate(parts.restarts))
    return in_order and expected <= len(parts.restarts) <= expected + 1


def with_noise(data: bytes, parts: Sequence[Parts], noise: bytes) -> bytes:
    """The stream with something behind each part, where a decoder has no more to do."""
    pieces: list[bytes] = []
    position = 0
    for end in [end for part in parts for end in part.ends]:
        pieces += data[position:end], noise
        position = end
    return b"".join((*pieces, data[position:]))
