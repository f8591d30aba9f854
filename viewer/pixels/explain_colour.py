"""The steps of a coloured pixel: palette, eight bits, colour space (PS3.4 N.2.2)."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from viewer.dicom import tags
from viewer.files.explanation import Holder, Step, attributes, number
from viewer.pixels.colour import to_eight_bits
from viewer.pixels.explain_grey import is_padding, presented_level
from viewer.pixels.explain_state import decided_by
from viewer.pixels.explain_stored import Pixel
from viewer.pixels.look import Look
from viewer.pixels.palette import Palette, as_stated, coloured, is_coloured
from viewer.pixels.pipeline import bare_picture
from viewer.text import figure, tr

_PALETTE = (
    tags.RedPaletteColorLookupTableDescriptor,
    tags.GreenPaletteColorLookupTableDescriptor,
    tags.BluePaletteColorLookupTableDescriptor,
)
_YBR_SCALES = {"ybr_full": (0, 1.0, 1.0), "ybr_partial": (16, 255 / 219, 255 / 224)}
"""Black, and how far luminance and chrominance are stretched (C.7.6.3.1.2)."""
_SHARES = (
    ("R", (("Cr", 1.402),)),
    ("G", (("Cb", -0.344136), ("Cr", -0.714136))),
    ("B", (("Cb", 1.772),)),
)


def colour_step(pixel: Pixel) -> Step | None:
    """From samples or an index to red, green and blue; None for a grey pixel."""
    info = pixel.subject.info
    palette = _own_palette(pixel)
    if info.colour in ("grey", "blended"):
        return None
    if info.colour == "pseudo":
        return None if palette is None else _pseudo_step(pixel, palette)
    if palette is not None:
        return _palette_step(pixel, palette)
    rgb = _bare(pixel)
    samples = to_eight_bits(pixel.stored, info.bits).ravel()
    parts = [_narrowed(pixel, samples)]
    if len(samples) == 1:
        parts.append(tr("There is one sample only: it is shown as a grey."))
    elif info.colour in _YBR_SCALES:
        parts.append(f"{info.colour.upper()}: {_ybr_formula(pixel, samples)}.")
    elif info.colour == "cmyk":
        parts.append("CMYK: (255 − C, M, Y) × (255 − K) ÷ 255.")
    else:
        parts.append(tr("The samples are red, green and blue already."))
    top = Holder(pixel.subject.header)
    found = attributes(top, tags.PhotometricInterpretation, tags.BitsStored)
    sentence = " ".join(filter(None, parts))
    return Step("colour", rgb_text(rgb), sentence, found, _figures(rgb))


def rgb_text(rgb: NDArray[np.uint8]) -> str:
    """ "R 12  G 30  B 40" """
    red, green, blue = rgb.tolist()
    return f"R {red}  G {green}  B {blue}"


def unmanaged(pixel: Pixel) -> NDArray[np.uint8] | None:
    """(3,): the colour before any ICC profile; None for a grey beside colours."""
    info, palette = pixel.subject.info, _own_palette(pixel)
    if info.colour == "pseudo":
        at = _pseudo_place(pixel, palette) if palette else None
        return palette.colours()[at] if palette and at is not None else None
    if palette is None:
        return _bare(pixel)
    if info.colour == "supplemental" and not is_coloured(pixel.stored, palette).any():
        return None
    found: NDArray[np.uint8] = coloured(pixel.stored, palette)[0, 0]
    return found


def _bare(pixel: Pixel) -> NDArray[np.uint8]:
    info = replace(pixel.subject.info, icc_profile=None)
    found: NDArray[np.uint8] = bare_picture(pixel.stored, info, Look())[0, 0]
    return found


def _own_palette(pixel: Pixel) -> Palette | None:
    """As the file or the state has it, before any ICC profile."""
    palette = pixel.subject.info.palette
    return None if palette is None else as_stated(palette)


def _pseudo_place(pixel: Pixel, palette: Palette) -> int | None:
    """Which colour a grey level takes, from 0; None for padding."""
    if is_padding(pixel):
        return None
    level = presented_level(pixel)
    return int(np.rint(level * ((len(palette.entries) // 3 - 1) / 255)))


def _pseudo_step(pixel: Pixel, palette: Palette) -> Step | None:
    """Grey levels spread over the palette of a state (PS3.4 N.2.3)."""
    at, state = _pseudo_place(pixel, palette), pixel.subject.state
    if at is None or state is None:
        return None
    rgb = palette.colours()[at]
    sentence = tr(
        "Level {level} of 255 takes entry {number} of {count} of the palette of the"
        " presentation state.",
        level=figure(presented_level(pixel), ".2f"),
        number=at + 1,
        count=len(palette.entries) // 3,
    )
    found = decided_by(state).palette
    return Step("colour", rgb_text(rgb), sentence, found, _figures(rgb))


def _palette_step(pixel: Pixel, palette: Palette) -> Step:
    info, index = pixel.subject.info, int(pixel.stored[0, 0])
    found = attributes(
        Holder(pixel.subject.header),
        tags.PixelPresentation,
        *_PALETTE,
        signed=info.signed,
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


def _ybr_formula(pixel: Pixel, samples: NDArray[np.uint8]) -> str:
    """The three sums with the numbers of this pixel, not yet rounded."""
    black, luminance, chrominance = _YBR_SCALES[pixel.subject.info.colour]
    y, cb, cr = (int(sample) for sample in samples)
    known = {"Cb": cb, "Cr": cr}
    base = (y - black) * luminance
    first = str(y) if black == 0 else f"{figure(luminance, '.4f')} ({y} − {black})"
    sums = []
    for channel, shares in _SHARES:
        total, text = base, f"{channel} = {first}"
        for name, share in shares:
            factor = share * chrominance
            total += factor * (known[name] - 128)
            sign = "−" if factor < 0 else "+"
            text += f" {sign} {figure(abs(factor), '.4f')} ({known[name]} − 128)"
        sums.append(f"{text} = {number(round(total, 2))}")
    return ", ".join(sums)


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
