"""One pixel's whole way from the file to the screen, each step with what decided it.

In the order of the standard (PS3.4 N.2.1, N.2.2), then the geometry of its place.
The last numbers are those of `picture()`: the steps tell how they came about.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from viewer.files.explain_place import (
    explain_letters,
    explain_position,
    explain_spacing,
)
from viewer.files.explanation import Step
from viewer.pixels.display import Display
from viewer.pixels.explain_colour import colour_step, rgb_text
from viewer.pixels.explain_grey import (
    is_padding,
    modality_step,
    padding_step,
    presentation_step,
    voi_step,
)
from viewer.pixels.explain_layers import difference_step, layer_at, layer_step
from viewer.pixels.explain_screen import driving_step, icc_step, map_step
from viewer.pixels.explain_state import blend_step, state_step, underlying
from viewer.pixels.explain_stored import (
    Origin,
    Pixel,
    Subject,
    bytes_step,
    origin_of,
    stored_step,
)
from viewer.pixels.explain_values import real_world_steps, suv_step
from viewer.pixels.layers import has_colours, visible_layers
from viewer.pixels.pipeline import bare_picture
from viewer.text import tr

__all__ = ["Origin", "Pixel", "Subject", "explain", "origin_of", "screen_value"]


def screen_value(pixel: Pixel) -> NDArray[np.uint8]:
    """The grey (1 value) or colour (3 values) that `picture()` gives the pixel."""
    subject, look = pixel.subject, pixel.look
    seen = replace(look, voi=look.voi or subject.voi)
    stored = pixel.stored
    if subject.info.has_voi and stored.dtype.kind in "iu":
        # Wider than those that `picture` makes a table of all values for.
        stored = stored.astype(np.int64)
    made = pixel.coloured
    if made is None:
        shown = bare_picture(stored, subject.info, seen).reshape(-1)
    else:
        shown = ~made if look.inverted and not subject.info.has_voi else made
    layers = visible_layers(subject.layers, look)
    if has_colours(layers) and len(shown) == 1:
        shown = np.repeat(shown, 3)
    layer = layer_at(pixel)
    if layer is not None:
        shown = np.array(layer.colour[: len(shown)], np.uint8)
    return shown


def _screen_step(pixel: Pixel) -> Step:
    shown = screen_value(pixel)
    parts = []
    if is_padding(pixel) and not shown.any():
        parts.append(tr("Padding is black."))
    info = pixel.subject.info
    if info.is_colour and pixel.look.inverted and not info.has_voi:
        parts.append(tr("The reader has inverted the picture."))
    parts.append(
        tr(
            "At one image pixel to one screen pixel; otherwise neighbouring pixels are "
            "mixed."
        )
    )
    value = (
        rgb_text(shown)
        if len(shown) == 3
        else tr("grey {level} of 255", level=int(shown[0]))
    )
    figures = tuple(int(part) for part in shown)
    return Step("screen", value, " ".join(parts), numbers=figures)


WAY: tuple[Callable[[Pixel], Step | tuple[Step, ...] | None], ...] = (
    bytes_step,
    stored_step,
    difference_step,
    padding_step,
    modality_step,
    real_world_steps,
    suv_step,
    state_step,
    voi_step,
    presentation_step,
    colour_step,
)
"""In order; a step that does not concern a pixel is None."""


def explain(
    pixel: Pixel,
    rotation: int = 0,
    flipped: bool = False,
    display: Display | None = None,
) -> tuple[Step, ...]:
    """Every step of a pixel, then its place, spacing and letters.

    `rotation` and `flipped` are the reader's; they move the orientation letters.
    `display` is the screen that it is seen on, where it is on one.
    Raises PixelError when the values make no picture.
    """
    header, frame_index = pixel.subject.header, pixel.subject.frame_index
    centre = (pixel.column + 0.5, pixel.row + 0.5)
    return (
        *_steps_to_the_screen(pixel, display),
        explain_position(header, frame_index, centre),
        explain_spacing(header, frame_index),
        explain_letters(header, frame_index, rotation, flipped),
    )


def _steps_to_the_screen(pixel: Pixel, display: Display | None) -> Iterator[Step]:
    """Of two blended images the lower one's, as it is alone, and then the mixture."""
    is_blended = pixel.subject.info.colour == "blended"
    lower = underlying(pixel) if is_blended else pixel
    grey = None
    for make in WAY:
        found = make(lower)
        steps = found if isinstance(found, tuple) else (found,)
        for step in steps:
            if step is not None:
                grey = step if step.name == "presentation" else grey
                yield step
    screen = _screen_step(pixel)
    level = int(screen_value(lower)[0]) if is_blended else 0
    for one in (
        map_step(pixel, grey),
        icc_step(pixel),
        blend_step(pixel, level),
        layer_step(pixel),
        screen,
        driving_step(pixel, screen, display) if display else None,
    ):
        if one is not None:
            yield one
