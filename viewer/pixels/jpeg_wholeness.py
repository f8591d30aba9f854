"""Was all of a JPEG there? libjpeg fills in what is missing, and tells nobody.

The proof costs a second decoding: noise behind the entropy-coded data changes nothing
in the picture when they were all there. It is asked for where the picture's end looks
filled in (ISO 10918-1 F.2, H.2; grey blocks, or differences of zero bits), and for the
rare forms in which that could not be seen. Not seen: a loss of a few bytes within the
last block, or after which a decoder that lost its place had data left at the end.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from viewer.pixels.jpeg_scans import (
    HUFFMAN_FRAMES,
    LOSSLESS_FRAME,
    PROGRESSIVE_FRAME,
    Scan,
    are_complete,
    first_scan,
    scan_parts,
    with_noise,
)
from viewer.pixels.stored_values import Values

_NOISE = b"\xa5\x5a" * 16
"""Begins with a 1: what is missing is decoded as if it were zeros."""

_END = b"\xff\xd9"
_STUFFED = b"\xff\0"
"""A byte of ones among entropy-coded data (ISO 10918-1 F.1.2.3)."""
_LONGEST_PADDING = 7
_LONGEST_CODE = 32
_SPARE_BYTES = 16

_SMALL_SAMPLES = 32 * 1024
"""So few are decoded again in 0.2 ms, and have few MCUs that could look filled in."""

_MOST_ROWS = 64
"""Compared at a time."""

_FULL_CATEGORY = 16
"""The difference 32768, which has no bits of its own (H.1.2.2)."""

Samples = NDArray[Any]

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


def is_whole(data: bytes, values: Values, again: Callable[[bytes], Values]) -> bool:
    """Whether `values` were decoded from all of the data that belong to them.

    `again` decodes another stream the same way. What arithmetic coding leaves out on
    purpose cannot be told from what is missing: such streams count as whole.
    """
    scan = first_scan(data)
    if scan is None or scan.frame.marker not in HUFFMAN_FRAMES:
        return True
    may_be_seen = values.size > _SMALL_SAMPLES and _is_usual(scan)
    if may_be_seen and not scan.interval and not _looks_filled(scan, values, data):
        return True
    parts = scan_parts(data)
    if not are_complete(parts):
        return False
    if may_be_seen and scan.interval and not _looks_filled(scan, values, data):
        return True
    return np.array_equal(values, again(with_noise(data, parts, _NOISE)))


def _is_usual(scan: Scan) -> bool:
    """One scan, of a form in which the picture shows where its data ended."""
    frame = scan.frame
    samplings = list(frame.sampling.values())
    if frame.marker == PROGRESSIVE_FRAME or len(scan.components) < len(samplings):
        return False
    if frame.marker == LOSSLESS_FRAME:
        is_plain = scan.first in _PREDICTORS and not scan.low_bit and not scan.interval
        return is_plain and all(scan.tables) and set(samplings) == {(1, 1)}
    return all(max(of) == of[0] for of in zip(*samplings, strict=True))


def _looks_filled(scan: Scan, values: Values, data: bytes) -> bool:
    samples = np.atleast_3d(values)
    if scan.frame.marker == LOSSLESS_FRAME:
        return _ends_in_zero_bits(scan, samples, data)
    return _has_grey_ends(scan, samples[..., 0])


def _has_grey_ends(scan: Scan, plane: Values) -> bool:
    """The last MCU before a restart, or of all, has no coefficients."""
    middle = 1 << (scan.frame.precision - 1)
    (width, height), (across, down) = scan.mcu, scan.mcus
    total = across * down
    step = scan.interval or total
    last = np.append(np.arange(step - 1, total - 1, step), total - 1)
    tops, lefts = last // across * height, last % across * width
    grey = plane[tops, lefts] == middle
    return any(
        bool((plane[top : top + height, left : left + width] == middle).all())
        for top, left in zip(tops[grey], lefts[grey], strict=True)
    )


def _ends_in_zero_bits(scan: Scan, samples: Values, data: bytes) -> bool:
    """The last row is grey, or the zero bits that it ends in are not those of the data.

    More of them in the picture were filled in; fewer, and the padding was decoded too.
    """
    middle = 1 << (scan.frame.precision - 1)
    if (samples[-1] == middle).all():
        return True
    codes = [_zero_code(table) for table in scan.tables]
    fill = np.array([difference for _, difference in codes]).astype(samples.dtype)
    count = _filled_at_end(samples, fill, scan.first)
    bits_per_pixel = sum(bits for bits, _ in codes)
    needed = count * bits_per_pixel
    most = needed + bits_per_pixel + _LONGEST_CODE + 1
    return not needed <= _zero_bits_at_end(data, most) < most


def _zero_code(table: bytes) -> tuple[int, int]:
    """How many zero bits make a difference, and which: the first code is all zeros."""
    length = next((i for i in range(16) if table[i]), 0) + 1
    category = table[16]
    if category >= _FULL_CATEGORY:
        return length, 1 << (_FULL_CATEGORY - 1)
    return length + category, 1 - (1 << category)


def _filled_at_end(samples: Samples, fill: Samples, number: int) -> int:
    """How many of the last pixels differ from their prediction by `fill`."""
    count, bottom = _even_at_end(samples, fill)
    height = 1
    while bottom > 1:
        top = max(1, bottom - height)
        same = _differences(samples[top - 1 : bottom], number) == fill
        if not same.all():
            pixels = same.all(axis=-1).ravel()
            return count + int(pixels[::-1].argmin())
        pixels_compared = (bottom - top) * samples.shape[1]
        count, bottom = count + pixels_compared, top
        height = min(2 * height, _MOST_ROWS)
    return count


def _even_at_end(samples: Samples, fill: Samples) -> tuple[int, int]:
    """(pixels, first row of) the end that is of one value: its differences are zero.

    Most pictures end so, and to see it takes a tenth of the time of the differences.
    """
    bottom = len(samples)
    while bottom > 1 and not fill.any():
        top = max(1, bottom - _MOST_ROWS)
        is_even = samples[top - 1 : bottom] == samples[bottom - 1, 0]
        if not is_even.all():
            rows = is_even.reshape(len(is_even), -1).all(axis=1)
            bottom -= max(0, int(rows[::-1].argmin()) - 1)
            break
        bottom = top
    return (len(samples) - bottom) * samples.shape[1], bottom


def _differences(rows: Samples, number: int) -> Samples:
    """Of all rows but the first from what is predicted, modulo the type (H.1.2.1)."""
    wide: Samples = rows.astype(np.int32) if number in _HALVING else rows
    row, above = wide[1:], wide[:-1]
    left, corner = row[:, :-1], above[:, :-1]
    differences = row - above
    differences[:, 1:] = row[:, 1:] - _PREDICTORS[number](left, above[:, 1:], corner)
    return differences.astype(rows.dtype, copy=False)


def _zero_bits_at_end(data: bytes, most: int) -> int:
    """Those of the entropy-coded data before their padding of ones, up to `most`."""
    end = data.rfind(_END)
    tail = data[max(0, end - 2 * (most // 8) - _SPARE_BYTES) : end].rstrip(b"\xff")
    tail = tail[:-1] if tail.endswith(_STUFFED) else tail
    last = tail[-1] if tail else 0
    bits = 8
    for _ in range(_LONGEST_PADDING):
        bits -= last & 1
        last >>= last & 1
    if last:
        return min(most, _lowest_zeros(last))
    rest = tail[:-1].rstrip(b"\0")
    zeros = len(tail) - 1 - len(rest)
    if rest.endswith(b"\xff"):
        return min(most, bits + 8 * (zeros - 1))
    return min(most, bits + 8 * zeros + _lowest_zeros(rest[-1])) if rest else most


def _lowest_zeros(byte: int) -> int:
    return (byte & -byte).bit_length() - 1
