"""µ-law and A-law samples of 8 bits → linear ones of 16 (ITU-T G.711)."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

_BIAS = 0x84


def expanded(samples: NDArray[Any], form: str) -> NDArray[np.int16]:
    """Linear samples of unsigned bytes; `form` is "MB" for µ-law, "AB" for A-law."""
    table = _mu_law() if form == "MB" else _a_law()
    found: NDArray[np.int16] = table[samples.astype(np.uint8)]
    return found


def _mu_law() -> NDArray[np.int16]:
    """All bits are sent inverted: sign, three of the segment, four of the step."""
    code = ~np.arange(256, dtype=np.uint8)
    segment, step = (code >> 4) & 7, code & 15
    size = ((step.astype(np.int32) << 3) + _BIAS << segment.astype(np.int32)) - _BIAS
    return np.where(code & 0x80, -size, size).astype(np.int16)


def _a_law() -> NDArray[np.int16]:
    """Every second bit is sent inverted; a set sign bit means a positive value."""
    code = np.arange(256, dtype=np.uint8) ^ 0x55
    segment, step = ((code >> 4) & 7).astype(np.int32), (code & 15).astype(np.int32)
    lowest = (step << 4) + 8
    size = np.where(segment == 0, lowest, lowest + 0x100 << np.maximum(segment - 1, 0))
    return np.where(code & 0x80, size, -size).astype(np.int16)
