"""The Grayscale Standard Display Function: JND index ↔ luminance (PS3.14 7)."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

FIRST_INDEX, LAST_INDEX = 1.0, 1023.0
DARKEST, BRIGHTEST = 0.05, 3993.404
"""cd/m² of the first and the last index."""

_NUMERATOR = (-1.3011877, 8.0242636e-2, 1.3646699e-1, -2.5468404e-2, 1.3635334e-3)
_DENOMINATOR = (
    *(1.0, -2.5840191e-2, -1.0320229e-1, 2.8745620e-2, -3.1978977e-3),
    1.2992634e-4,
)
_INVERSE = (
    *(71.498068, 94.593053, 41.912053, 9.8247004, 0.28175407),
    *(-1.1878455, -0.18014349, 0.14710899, -0.017046845),
)
"""Coefficients by rising power: of ln(index), of ln(index), of log10(luminance)."""


def luminance_of(index: NDArray[Any] | float) -> NDArray[np.float64]:
    """cd/m² of JND indexes 1 … 1023; those beyond are taken for the nearest."""
    logarithm = np.log(np.clip(index, FIRST_INDEX, LAST_INDEX))
    polynomial = np.polynomial.polynomial.polyval
    ratio = polynomial(logarithm, _NUMERATOR) / polynomial(logarithm, _DENOMINATOR)
    return np.asarray(10.0**ratio, np.float64)


def index_of(luminance: NDArray[Any] | float) -> NDArray[np.float64]:
    """JND index of cd/m², 0.05 … 3993.404; those beyond are taken for the nearest."""
    logarithm = np.log10(np.clip(luminance, DARKEST, BRIGHTEST))
    return np.asarray(np.polynomial.polynomial.polyval(logarithm, _INVERSE), np.float64)
