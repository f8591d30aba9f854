"""What lies over the pixels of a frame: its shutter, then its overlays (C.10.6 note).

Both are for display only and alter no value. Layers are opaque: at a scale of 1 a
pixel shows the picture or the layer, at others its share of both.
"""

from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from viewer.geometry.view_transform import ViewTransform
from viewer.pixels.frame_info import FrameInfo
from viewer.pixels.look import Look
from viewer.pixels.overlay import Colour
from viewer.pixels.resample import Pyramid, resample
from viewer.records import dataclass

Purpose = Literal["shutter", "overlay"]
_Key = tuple[Purpose, Colour, str]
_OPAQUE = 255
_SHIFTS = (16, 8, 0)
"""Where red, green and blue are in a word."""
_GREY_WORD, _OPAQUE_WORD = np.uint32(0x010101), np.uint32(0xFF000000)


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """One colour over a frame; `coverage` is 255 where it lies, else 0."""

    purpose: Purpose
    coverage: Pyramid
    colour: Colour
    name: str = ""
    """Of the presentation state's graphic layer; "" for none."""


@dataclass(frozen=True, slots=True, eq=False)
class Cover:
    """Layers over a picture of one size, made ready to be laid over it many times.

    `hidden` are pixels of which nothing shows, by their number row after row, and
    `hidden_by` what they show, `mixed` those of which a part (`share`) shows beside
    `added`. The colours are (pixels, 3), or (pixels, 1) when all are greys; the greys
    (pixels,) are how bright they are to the eye, the words 0xFFRRGGBB.
    """

    hidden: NDArray[np.intp]
    hidden_by: NDArray[np.uint8]
    hidden_grey: NDArray[np.uint8]
    hidden_words: NDArray[np.uint32]
    mixed: NDArray[np.intp]
    share: NDArray[np.float32]
    added: NDArray[np.float32]
    added_grey: NDArray[np.float32]

    @property
    def is_coloured(self) -> bool:
        """Something of it is no grey: a grey picture has to be made RGB for it."""
        return int(self.added.shape[1]) == 3

    def lay_over(self, picture: NDArray[np.uint8]) -> None:
        """In place: RGB (rows, columns, 3), contiguous; also grey (rows, columns).

        Only greys lie over grey.
        """
        flat: NDArray[np.uint8]
        if picture.ndim == 2:
            flat = picture.reshape(-1)
            flat[self.hidden] = self.hidden_grey
            mixed = flat[self.mixed] * self.share + self.added_grey
        else:
            flat = picture.reshape(-1, 3)
            flat[self.hidden] = self.hidden_by
            mixed = flat[self.mixed] * self.share[:, None] + self.added
        flat[self.mixed] = np.rint(mixed).astype(np.uint8)

    def laid_over_words(self, words: NDArray[np.uint32]) -> NDArray[np.uint32]:
        """A copy of words 0xFFRRGGBB with the layers over them."""
        out = words.copy()
        flat = out.reshape(-1)
        flat[self.hidden] = self.hidden_words
        below = flat[self.mixed]
        mixed = np.full(len(below), _OPAQUE_WORD)
        for shift, added in zip(_SHIFTS, self._added_channels(), strict=True):
            channel = (below >> np.uint32(shift) & np.uint32(0xFF)).astype(np.float32)
            level = np.rint(channel * self.share + added).astype(np.uint32)
            mixed |= level << np.uint32(shift)
        flat[self.mixed] = mixed
        return out

    def _added_channels(self) -> list[NDArray[np.float32]]:
        channels = self.added.shape[1]
        return [self.added[:, min(number, channels - 1)] for number in range(3)]


def layers_of(
    info: FrameInfo, rows: int, columns: int, halves: bool = True
) -> tuple[Layer, ...]:
    """From below to above. A shutter that would hide everything is left out.

    Without `halves` they are ready sooner, and shrink less well.
    """
    masks: dict[_Key, NDArray[np.bool_]] = {}
    if info.shutter is not None:
        shut = info.shutter.mask(rows, columns)
        if shut.any() and not shut.all():
            masks["shutter", info.shutter.colour, ""] = shut
    for overlay in info.overlays:
        mask = overlay.mask(rows, columns)
        key: _Key = ("overlay", overlay.colour, overlay.layer)
        masks[key] = mask | masks[key] if key in masks else mask
    return tuple(
        Layer(
            purpose, Pyramid.of(mask * np.uint8(_OPAQUE), halves=halves), colour, name
        )
        for (purpose, colour, name), mask in masks.items()
        if mask.any()
    )


def lacks_shutter(
    info: FrameInfo, layers: tuple[Layer, ...], rows: int, columns: int
) -> bool:
    """Whether the shutter, or a shape of it, has been left out of the layers."""
    shutter = info.shutter
    if shutter is None or shutter.is_broken:
        return shutter is not None
    shuts = any(layer.purpose == "shutter" for layer in layers)
    return not shuts and bool(shutter.mask(rows, columns).all())


def visible_layers(layers: tuple[Layer, ...], look: Look) -> tuple[Layer, ...]:
    """Those that the reader has not switched off."""
    shown = {"shutter": look.shutters, "overlay": look.overlays}
    return tuple(
        layer
        for layer in layers
        if shown[layer.purpose] and layer.name not in look.hidden_layers
    )


def has_colours(layers: tuple[Layer, ...]) -> bool:
    """One of them is no grey."""
    return any(len(set(layer.colour)) > 1 for layer in layers)


def cover(
    layers: tuple[Layer, ...], view: ViewTransform | None = None, smooth: bool = True
) -> Cover | None:
    """The layers as a viewport shows them, or the whole frame; None without any."""
    if not layers:
        return None
    coverages = [_coverage(layer, view, smooth).reshape(-1) for layer in layers]
    touched = np.flatnonzero(np.logical_or.reduce(coverages))
    channels = 3 if has_colours(layers) else 1
    share = np.ones(len(touched), np.float32)
    added = np.zeros((len(touched), channels), np.float32)
    for layer, coverage in zip(layers, coverages, strict=True):
        part = coverage[touched].astype(np.float32)
        part /= np.float32(_OPAQUE)
        left = 1 - part
        share *= left
        added *= left[:, None]
        added += part[:, None] * np.array(layer.colour[:channels], np.float32)
    hidden = share == 0
    shown_there = np.rint(added[hidden])
    return Cover(
        touched[hidden],
        shown_there.astype(np.uint8),
        np.ascontiguousarray(shown_there[:, 0]).astype(np.uint8),
        _packed(shown_there.astype(np.uint8)),
        touched[~hidden],
        share[~hidden],
        added[~hidden],
        np.ascontiguousarray(added[~hidden][:, 0]),
    )


def _packed(rgb: NDArray[np.uint8]) -> NDArray[np.uint32]:
    """(pixels, 3), or greys (pixels, 1) → words 0xFFRRGGBB."""
    if rgb.shape[1] == 1:
        return rgb[:, 0].astype(np.uint32) * _GREY_WORD | _OPAQUE_WORD
    red, green, blue = (
        rgb[:, channel].astype(np.uint32) << np.uint32(shift)
        for channel, shift in enumerate(_SHIFTS)
    )
    packed: NDArray[np.uint32] = red | green | blue | _OPAQUE_WORD
    return packed


def _coverage(layer: Layer, view: ViewTransform | None, smooth: bool) -> NDArray[Any]:
    if view is None:
        return layer.coverage.levels[0]
    return resample(layer.coverage, view, smooth).values
