"""The steps of a coloured pixel: palette, eight bits, colour space (PS3.4 N.2.2)."""

import numpy as np
from numpy.typing import NDArray

from viewer.dicom import tags
from viewer.files.explanation import Step, attributes, number
from viewer.pixels.colour import to_eight_bits
from viewer.pixels.explain_stored import Pixel
from viewer.pixels.look import Look
from viewer.pixels.palette import Palette, coloured, is_coloured
from viewer.pixels.pipeline import picture
from viewer.text import tr

_PALETTE = (
    tags.RedPaletteColorLookupTableDescriptor,
    tags.GreenPaletteColorLookupTableDescriptor,
    tags.BluePaletteColorLookupTableDescriptor,
)
_FORMULAS = {
    "ybr_full": (
        "R = Y + 1.402 (Cr − 128), G = Y − 0.3441 (Cb − 128) − 0.7141 (Cr − 128), "
        "B = Y + 1.772 (Cb − 128)"
    ),
    "ybr_partial": (
        "R = 1.1644 (Y − 16) + 1.596 (Cr − 128), "
        "G = 1.1644 (Y − 16) − 0.3918 (Cb − 128) − 0.813 (Cr − 128), "
        "B = 1.1644 (Y − 16) + 2.0172 (Cb − 128)"
    ),
    "cmyk": "(255 − ink) × (255 − K) ÷ 255",
}


def colour_step(pixel: Pixel) -> Step | None:
    """From samples or an index to red, green and blue; None for a grey pixel."""
    info = pixel.subject.info
    if info.colour == "grey":
        return None
    if info.palette is not None:
        return _palette_step(pixel, info.palette)
    rgb = picture(pixel.stored, info, Look())[0, 0]
    samples = to_eight_bits(pixel.stored, info.bits).ravel()
    parts = [_narrowed(pixel, samples)]
    if info.colour in _FORMULAS:
        parts.append(f"{info.colour.upper()} → RGB: {_FORMULAS[info.colour]}.")
    else:
        parts.append(tr("The samples are red, green and blue already."))
    found = attributes(
        pixel.subject.header, tags.PhotometricInterpretation, tags.BitsStored
    )
    sentence = " ".join(filter(None, parts))
    return Step("colour", rgb_text(rgb), sentence, found, _figures(rgb))


def rgb_text(rgb: NDArray[np.uint8]) -> str:
    """ "R 12  G 30  B 40" """
    red, green, blue = rgb.tolist()
    return f"R {red}  G {green}  B {blue}"


def _palette_step(pixel: Pixel, palette: Palette) -> Step:
    info, index = pixel.subject.info, int(pixel.stored[0, 0])
    found = attributes(
        pixel.subject.header, tags.PixelPresentation, *_PALETTE, signed=info.signed
    )
    place = {"value": number(index), "first": number(palette.first)}
    if info.colour == "supplemental" and not is_coloured(pixel.stored, palette).any():
        sentence = tr(
            "{value} is below {first}, the first value with a colour: it is grey, "
            "through the window.",
            **place,
        )
        return Step("colour", tr("none"), sentence, found)
    rgb = coloured(pixel.stored, palette)[0, 0]
    entries = len(palette.entries) // 3
    at = min(max(index - palette.first, 0), entries - 1)
    sentence = tr(
        "{value} takes entry {number} of {count} of the palette, the first of which is "
        "for {first}; of 16 bits the upper 8 are shown.",
        number=at + 1,
        count=entries,
        **place,
    )
    return Step("colour", rgb_text(rgb), sentence, found, _figures(rgb))


def _narrowed(pixel: Pixel, samples: NDArray[np.uint8]) -> str:
    """What happened to samples of more or fewer than 8 bits."""
    bits = pixel.subject.info.bits
    shown = ", ".join(str(int(sample)) for sample in samples)
    if bits > 8:
        return tr("The upper 8 of {bits} bits: {shown}.", bits=bits, shown=shown)
    if bits < 8:
        return tr("{bits} bits stretched to 8: {shown}.", bits=bits, shown=shown)
    return ""


def _figures(rgb: NDArray[np.uint8]) -> tuple[float, ...]:
    return tuple(int(part) for part in rgb)
