"""Layers of a slab made one: the largest value, the smallest, or the mean."""

from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Blend = Literal["max", "min", "mean"]
Values = NDArray[Any]
Mask = NDArray[np.bool_]


class Blending:
    """Takes layer after layer; where a layer has no value it does not count."""

    def __init__(
        self, shape: tuple[int, ...], dtype: np.dtype[Any], blend: Blend
    ) -> None:
        self._blend = blend
        self._dtype = dtype
        self._layers = 0
        self._missed: NDArray[np.int32] | None = None
        if blend == "mean":
            self._made: Values = np.zeros(shape, np.float64)
        else:
            self._worst = _end(dtype, lowest=blend == "max")
            self._made = np.full(shape, self._worst, dtype)

    def add(self, values: Values, absent: Mask | None) -> None:
        """One layer, and where it has no value."""
        self._layers += 1
        if absent is not None:
            if self._missed is None:
                self._missed = np.zeros(values.shape, np.int32)
            self._missed += absent
            values = np.where(absent, self._neutral(), values)
        if self._blend == "max":
            np.maximum(self._made, values, out=self._made)
        elif self._blend == "min":
            np.minimum(self._made, values, out=self._made)
        else:
            self._made += values

    def finish(self, out: Values, empty: float) -> None:
        """Write what has been made; `empty` where no layer had a value."""
        made = self._made
        counts: Any = self._layers
        if self._missed is not None:
            counts = self._layers - self._missed
        if self._blend == "mean":
            made = made / np.maximum(counts, 1)
            if self._dtype.kind in "iu":
                made = np.rint(made)
        out[:] = made
        if self._missed is not None:
            out[counts == 0] = empty

    def _neutral(self) -> Any:
        return self._dtype.type(0 if self._blend == "mean" else self._worst)


def _end(dtype: np.dtype[Any], *, lowest: bool) -> Any:
    if dtype.kind == "f":
        return -np.inf if lowest else np.inf
    return np.iinfo(dtype).min if lowest else np.iinfo(dtype).max
