"""How many bits a lossless JPEG needs for its pixels, and how many it has.

A decoder that lost its place, or ran out of data and filled in, tells nobody: but then
the pixels that it gives do not need all the bits that are there, or need more of them
(ISO 10918-1 H.1.2; F.1.2.3 for the stuffed bytes).
"""

from collections.abc import Callable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from viewer.pixels.jpeg_scans import Scan
from viewer.pixels.stored_values import Values

_MOST_PADDING_BITS = 7
"""Ones that fill up the last byte (F.1.2.3)."""

_STUFFED = b"\xff\0"
_FULL_CATEGORY = 16
"""The difference 32768, which has no bits of its own (H.1.2.2)."""

_NO_CODE = 255
"""Bits of a difference for which the stream has no code: more than any has."""

_ROWS_AT_ONCE = 64
"""They stay near the processor."""

Samples = NDArray[np.int32] | NDArray[np.uint16]
_PREDICTORS: dict[int, Callable[[Samples, Samples, Samples], Samples]] = {
    1: lambda left, above, corner: left,
    2: lambda left, above, corner: above,
    3: lambda left, above, corner: corner,
    4: lambda left, above, corner: left + above - corner,
    5: lambda left, above, corner: left + ((above - corner) >> 1),
    6: lambda left, above, corner: above + ((left - corner) >> 1),
    7: lambda left, above, corner: (left + above) >> 1,
}
"""Table H.1: Ra, Rb and Rc."""

_HALVING = (5, 6, 7)


def can_count(scan: Scan) -> bool:
    """One scan without restarts, and without bits that were shifted out."""
    frame = scan.frame
    is_plain = scan.first in _PREDICTORS and not scan.low_bit and not scan.interval
    samplings = set(frame.sampling.values())
    is_single = len(scan.components) == len(frame.sampling)
    return is_plain and is_single and all(scan.tables) and samplings == {(1, 1)}


def has_its_bits(scan: Scan, values: Values, data: bytes, end: int) -> bool:
    """Whether the pixels need what is there, but for padding: ones, then zero bytes."""
    spare = spare_bits(scan, values, data, end)
    if spare > _MOST_PADDING_BITS:
        filled = end - len(data[:end].rstrip(b"\0"))
        spare, end = spare - 8 * filled, end - filled
    if not 0 <= spare <= _MOST_PADDING_BITS:
        return False
    ones = (1 << spare) - 1
    return data.endswith(_STUFFED, 0, end) or data[end - 1] & ones == ones


def spare_bits(scan: Scan, values: Values, data: bytes, end: int) -> int:
    """Bits between `scan.start` and `end` that the pixels do not need.

    Negative when they need more than there are.
    """
    planes = np.atleast_3d(values)
    places = [list(scan.frame.sampling).index(name) for name in scan.components]
    needed = sum(
        _bits_of(planes[..., place], scan, table)
        for place, table in zip(places, scan.tables, strict=True)
    )
    stuffed = data.count(_STUFFED, scan.start, end)
    return 8 * (end - scan.start - stuffed) - needed


def _bits_of(plane: Values, scan: Scan, table: bytes) -> int:
    lengths, total = _lengths(table), 0
    for top in range(0, len(plane), _ROWS_AT_ONCE):
        rows = plane[max(0, top - 1) : top + _ROWS_AT_ONCE].astype(np.uint16)
        differences = _differences(rows, scan.first)
        if top == 0:
            differences = np.concatenate([_first_row(rows[0], scan), differences])
        total += int(lengths.take(differences).sum(dtype=np.uint32))
    return total


def _first_row(row: NDArray[np.uint16], scan: Scan) -> NDArray[np.uint16]:
    """Predicted from the left, and the first of all from the middle (H.1.2.1)."""
    before = np.concatenate([[1 << (scan.frame.precision - 1)], row[:-1]])
    return (row - before.astype(np.uint16))[np.newaxis]


def _differences(rows: NDArray[np.uint16], number: int) -> NDArray[np.uint16]:
    """Of all rows but the first from what is predicted, modulo 65,536 (H.1.2.1)."""
    wide: Samples = rows.astype(np.int32) if number in _HALVING else rows
    row, above = wide[1:], wide[:-1]
    left, corner = row[:, :-1], above[:, :-1]
    differences = row - above
    differences[:, 1:] = row[:, 1:] - _PREDICTORS[number](left, above[:, 1:], corner)
    return differences.astype(np.uint16, copy=False)


@lru_cache(maxsize=16)
def _lengths(table: bytes) -> NDArray[np.uint8]:
    """Bits of each difference: those of its code, and its own (H.1.2.2)."""
    by_category = np.full(_FULL_CATEGORY + 1, _NO_CODE, np.uint8)
    place = 16
    for length, count in enumerate(table[:16], start=1):
        for category in table[place : place + count]:
            if category <= _FULL_CATEGORY:
                own = category if category < _FULL_CATEGORY else 0
                by_category[category] = length + own
        place += count
    return by_category[_categories()]


@lru_cache(maxsize=1)
def _categories() -> NDArray[np.uint8]:
    """SSSS of each difference, as an unsigned number of 16 bits (Table H.2)."""
    differences = np.arange(1 << 16, dtype=np.uint16).view(np.int16).astype(np.int32)
    return np.frexp(np.abs(differences).astype(np.float64))[1].astype(np.uint8)
