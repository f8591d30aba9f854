"""Was all of a JPEG there? libjpeg fills in what is missing, and tells nobody.

Lossless pictures are weighed against their bits (`jpeg_bits`). Of others the proof
costs a second decoding: noise behind the entropy-coded data changes nothing in the
picture when they were all there. It is asked for where the picture's end looks filled
in (ISO 10918-1 F.2: grey blocks), and for the rare forms in which that could not be
seen. Not seen: a loss of a few bytes within the last block, or after which a decoder
that lost its place came right again; of 8 bits the strict decoder sees more.
"""

from collections.abc import Callable

import numpy as np

from viewer.pixels.jpeg_bits import can_count, has_its_bits
from viewer.pixels.jpeg_scans import (
    HUFFMAN_FRAMES,
    LOSSLESS_FRAME,
    LOSSY_FRAMES,
    SEQUENTIAL_FRAMES,
    Scan,
    are_complete,
    first_scan,
    scan_parts,
    with_noise,
)
from viewer.pixels.stored_values import Values

_NOISE = b"\xa5\x5a" * 16
"""Begins with a 1: what is missing is decoded as if it were zeros."""

_OTHER_ENDS = (b"\x5a\xa5\x5a\xa5", bytes(4), b"\xfe\x7f\xbf\xdf")
_STRICT_BITS = 8
"""Of pictures that the strict decoder takes."""

_SMALL_SAMPLES = 32 * 1024
"""So few are decoded again in 0.2 ms, and have few MCUs that could look filled in."""


def is_whole(data: bytes, values: Values, again: Callable[[bytes], Values]) -> bool:
    """Whether `values` were decoded from all of the data that belong to them.

    `again` decodes another stream the same way. What arithmetic coding leaves out on
    purpose cannot be told from what is missing: such streams count as whole.
    """
    scan = first_scan(data)
    if scan is None or scan.frame.marker not in HUFFMAN_FRAMES:
        return True
    if scan.frame.marker == LOSSLESS_FRAME and can_count(scan):
        parts = scan_parts(data)
        end = parts[0].ends[-1]
        return are_complete(parts) and has_its_bits(scan, values, data, end)
    is_loose = scan.frame.marker in LOSSY_FRAMES and scan.frame.precision > _STRICT_BITS
    if is_loose and not _uses_its_end(data, values, again):
        return False
    may_be_seen = values.size > _SMALL_SAMPLES and _is_usual(scan)
    if may_be_seen and not scan.interval and not _has_grey_ends(scan, values):
        return True
    parts = scan_parts(data)
    if not are_complete(parts):
        return False
    if may_be_seen and scan.interval and not _has_grey_ends(scan, values):
        return True
    return np.array_equal(values, again(with_noise(data, parts, _NOISE)))


def _uses_its_end(
    data: bytes, values: Values, again: Callable[[bytes], Values]
) -> bool:
    """Other bytes at the end of the data make another picture: none are left over."""
    parts = scan_parts(data)
    end = parts[-1].ends[-1]
    for other in _OTHER_ENDS:
        try:
            picture = again(data[: end - len(other)] + other + data[end:])
        except Exception:  # noqa: BLE001 (whatever the decoder raises: it read them)
            return True
        if not np.array_equal(values, picture):
            return True
    return False


def _is_usual(scan: Scan) -> bool:
    """One scan, of a form in which the picture shows where its data ended."""
    frame = scan.frame
    samplings = list(frame.sampling.values())
    is_single = len(scan.components) == len(samplings)
    if frame.marker not in SEQUENTIAL_FRAMES or not is_single:
        return False
    return all(max(of) == of[0] for of in zip(*samplings, strict=True))


def _has_grey_ends(scan: Scan, values: Values) -> bool:
    """The last MCU before a restart, or of all, has no coefficients."""
    plane = np.atleast_3d(values)[..., 0]
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
