"""From a decoded frame, a look and a camera to a QImage of the cell.

The visible part is resampled once for each zoom or pan, still in stored values; a
step of the window is one table look-up over it. What lies over the picture is
resampled likewise, and laid over it at each step.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QImage

from viewer.geometry.view_transform import ViewTransform
from viewer.pixels.layers import Cover, cover, visible_layers
from viewer.pixels.look import Look
from viewer.pixels.pipeline import bare_picture, colour_table, grey_table, painted
from viewer.pixels.resample import Pyramid, Resampled, resample, rgb_words
from viewer.work.loading import Shown

Table = npt.NDArray[Any] | None

_GREYS = np.arange(256, dtype=np.uint32) * 0x010101 | 0xFF000000
"""Words 0xFFRRGGBB by grey level."""


class Tables:
    """The last tables of all cells: linked ones paint by the same."""

    KEPT = 4

    def __init__(self) -> None:
        self._made: list[tuple[tuple[object, ...], Table]] = []

    def clear(self) -> None:
        """Keep none."""
        self._made.clear()

    def get(self, key: tuple[object, ...], make: Callable[[], Table]) -> Table:
        """The table that was made for an equal key, else a new one."""
        for known, table in self._made:
            if known == key:
                return table
        made = make()
        self._made = [(key, made), *self._made[: self.KEPT - 1]]
        return made


_TABLES = Tables()


class CellPicture:
    """Keeps the resampled values of one cell between repaints."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Keep nothing of any frame."""
        _TABLES.clear()
        self._resampled: Resampled | None = None
        self._resampled_for: tuple[object, ...] = ()
        self._table: Table = None
        self._table_for: tuple[object, ...] = ()
        self._painted: npt.NDArray[Any] | None = None
        self._cover: Cover | None = None
        self._cover_for: tuple[object, ...] = ()
        self._coloured: Pyramid | None = None
        self._coloured_for: tuple[object, ...] = ()

    def image(
        self,
        shown: Shown,
        look: Look,
        transform: ViewTransform,
        smooth: bool,
        driving: bytes | None = None,
    ) -> tuple[QImage, int, int] | None:
        """The picture and where its left top lies in the cell, in device pixels.

        `driving` has the level that a calibrated screen is driven with for each grey
        level (PS3.14); colours are left as they are, also those over a grey frame.
        None when the frame lies wholly outside the cell. The image refers to a buffer
        that the next call overwrites: paint it at once.
        """
        pyramid = self._pyramid_of(shown, look)
        key = (pyramid, transform, smooth)
        if key != self._resampled_for:
            self._resampled = resample(pyramid, transform, smooth)
            self._resampled_for = key
        resampled = self._resampled
        if resampled is None or resampled.values.size == 0:
            return None
        covering = self._cover_of(shown, look, transform, smooth)
        values, form = self._bytes(shown, look, resampled.values, covering, driving)
        height, width = values.shape
        image = QImage(values.data, width, height, values.strides[0], form)
        return image, resampled.left, resampled.top

    def _pyramid_of(self, shown: Shown, look: Look) -> Pyramid:
        """The frame's own, or made anew where the look decides on colours.

        Below its first colour a supplemental palette is grey through the VOI
        transform (PS3.3 C.7.6.19); the greys alone are inverted.
        """
        changed = look.voi is not None or look.inverted
        if not (shown.info.is_colour and shown.info.has_voi and changed):
            return shown.pyramid
        key = (shown, look.voi, look.inverted)
        if self._coloured is None or key != self._coloured_for:
            rgb = bare_picture(shown.decoded.values, shown.info, look)
            self._coloured = Pyramid.of(rgb)
            self._coloured_for = key
        return self._coloured

    def _cover_of(
        self, shown: Shown, look: Look, transform: ViewTransform, smooth: bool
    ) -> Cover | None:
        layers = visible_layers(shown.layers, look)
        key = (layers, transform, smooth)
        if key != self._cover_for:
            self._cover = cover(layers, transform, smooth)
            self._cover_for = key
        return self._cover

    def _bytes(
        self,
        shown: Shown,
        look: Look,
        values: npt.NDArray[Any],
        covering: Cover | None,
        driving: bytes | None,
    ) -> tuple[npt.NDArray[Any], QImage.Format]:
        if shown.pyramid.colour:
            whole = look.inverted and not shown.info.has_voi
            words = values ^ np.uint32(0xFFFFFF) if whole else values
            if covering is not None:
                words = covering.laid_over_words(words)
            return words, QImage.Format.Format_RGB32
        levels = self._painted_of(shown, look, values)
        if look.colour_map:
            if covering is not None:
                levels = covering.laid_over_words(levels)
            return levels, QImage.Format.Format_RGB32
        if covering is not None and not covering.is_coloured:
            covering.lay_over(levels)
            covering = None
        if driving is not None:
            levels = painted(levels, np.frombuffer(driving, np.uint8))
        if covering is None:
            return levels, QImage.Format.Format_Grayscale8
        words = painted(levels, _GREYS)
        return covering.laid_over_words(words), QImage.Format.Format_RGB32

    def _painted_of(
        self, shown: Shown, look: Look, values: npt.NDArray[Any]
    ) -> npt.NDArray[Any]:
        """Stored values of the cell as grey levels or colour words, contiguous."""
        chosen = look if look.voi is not None else replace(look, voi=shown.default_voi)
        colour_map = look.colour_map
        key = (shown.info, chosen.voi, chosen.inverted, colour_map, values.dtype)
        if key != self._table_for:
            self._table = _TABLES.get(key, lambda: _table(shown, chosen, values.dtype))
            self._table_for = key
        if self._table is None:
            made = bare_picture(values, shown.info, chosen)
            return rgb_words(made) if colour_map else np.ascontiguousarray(made)
        kept, kind = self._painted, self._table.dtype
        if kept is None or kept.shape != values.shape or kept.dtype != kind:
            self._painted = kept = np.empty(values.shape, kind)
        return painted(values, self._table, kept)


def _table(shown: Shown, look: Look, dtype: np.dtype[Any]) -> Table:
    """What is painted for each stored value; None where there are too many."""
    if not look.colour_map:
        return grey_table(shown.info, look, dtype)
    colours = colour_table(shown.info, look, dtype)
    return None if colours is None else rgb_words(colours[np.newaxis])[0]
