"""All that the display of one frame depends on, besides its pixels and the look."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Literal

from viewer.dicom import tags
from viewer.files.header import Header
from viewer.files.icc_profile import IccProfile, read_icc_profile
from viewer.files.spatial import pixel_aspect
from viewer.pixels.look import LookupTable
from viewer.pixels.modality import (
    IDENTITY,
    Transform,
    applies_before_voi,
    read_modality,
)
from viewer.pixels.overlay import Overlay, read_overlays
from viewer.pixels.padding import Padding, read_padding
from viewer.pixels.palette import Palette, read_palette
from viewer.pixels.presentation import read_inverse
from viewer.pixels.real_world import RealWorldMap, read_real_world_maps
from viewer.pixels.shutter import Shutter, read_shutter
from viewer.pixels.suv import Suv, read_suv
from viewer.pixels.voi import Voi, read_voi_choices, voi_note
from viewer.records import dataclass

ColourModel = Literal[
    "grey",
    "palette",
    "supplemental",
    "pseudo",
    "blended",
    "rgb",
    "ybr_full",
    "ybr_partial",
    "cmyk",
    "argb",
    "hsv",
]

_COLOUR_MODELS: dict[str, ColourModel] = {
    "MONOCHROME1": "grey",
    "MONOCHROME2": "grey",
    "PALETTE COLOR": "palette",
    "RGB": "rgb",
    "YBR_FULL": "ybr_full",
    "YBR_FULL_422": "ybr_full",
    "YBR_PARTIAL": "ybr_partial",  # what is left of _422 when it has been read
    "YBR_PARTIAL_422": "ybr_partial",
    "YBR_PARTIAL_420": "ybr_partial",
    # Retired.
    "CMYK": "cmyk",
    "ARGB": "argb",
    "HSV": "hsv",
    # What decoders make of these is RGB.
    "YBR_ICT": "rgb",
    "YBR_RCT": "rgb",
    "XYB": "rgb",
}
_BITS_MAX = 64
_NO_PLANES: Mapping[int, bytes] = MappingProxyType({})
_PERCENTILES = {"CR", "DX", "MG", "IO", "PX", "RG", "MR"}
"""Modalities whose few extreme values would make a full-range window too dark."""


@dataclass(frozen=True, slots=True)
class FrameInfo:
    """How to show one frame. Plain data: compared by value, can be pickled.

    `transform` is stored → modality values, in `unit` ("" when unknown).
    `voi_choices` are those of the file, the default first, over modality values, or
    over stored values when `transform_before_voi` is False. `inverse` is the file's
    own polarity. `percentiles` are the ends of the window made for a file without.
    A presentation state sets `display_transform` (what its windows are over, instead),
    `presentation` (a table after the window), "pseudo" (grey levels by its palette)
    and "blended" (two images in one picture, which these values alone do not make).
    """

    colour: ColourModel = "grey"
    bits: int = 16
    signed: bool = False
    transform: Transform = IDENTITY
    transform_before_voi: bool = True
    unit: str = ""
    voi_choices: tuple[Voi, ...] = ()
    windows_may_be_stored: bool = False
    """Some writers of this modality give windows over stored values: see `settled`."""
    padding: Padding | None = None
    inverse: bool = False
    palette: Palette | None = None
    percentiles: tuple[float, float] = (0.0, 100.0)
    display_transform: Transform | None = None
    presentation: LookupTable | None = None
    overlays: tuple[Overlay, ...] = ()
    shutter: Shutter | None = None
    real_world: tuple[RealWorldMap, ...] = ()
    """Stored values → other quantities, for reading only: no window refers to them."""
    suv: Suv | None = None
    notes: tuple[str, ...] = ()
    """Marked English: what of the file could not be used for its values."""
    icc_profile: IccProfile | None = None
    """Of colours only; `colour_management.managed` tells whether it works."""

    @property
    def voi_transform(self) -> Transform:
        """Stored values → what windows are over."""
        if self.display_transform is not None:
            return self.display_transform
        return self.transform if self.transform_before_voi else IDENTITY

    @property
    def has_voi(self) -> bool:
        """The look's VOI transform counts, if only for some of its colours."""
        return self.colour in ("grey", "supplemental", "pseudo")

    @property
    def is_colour(self) -> bool:
        """The picture has three channels."""
        return self.colour != "grey"


def frame_info(
    header: Header,
    frame_index: int = 0,
    photometric_interpretation: str | None = None,
    bit_planes: Mapping[int, bytes] = _NO_PLANES,
) -> FrameInfo:
    """From the header, and from what the decoder says the values are now.

    `frame_index` counts from 0; `bit_planes` are those of `Decoded`. Never raises: what
    is absent or malformed is left out.
    """
    info = _info_of_pixels(header, frame_index, photometric_interpretation)
    return replace(
        info,
        overlays=read_overlays(header, frame_index, bit_planes),
        shutter=read_shutter(
            header,
            frame_index,
            colour=info.is_colour,
            aspect=pixel_aspect(header, frame_index),
        ),
    )


def _info_of_pixels(
    header: Header, frame_index: int, photometric_interpretation: str | None
) -> FrameInfo:
    photometric = photometric_interpretation or header.text(
        tags.PhotometricInterpretation
    )
    photometric = photometric.strip().upper()
    signed = header.integer(tags.PixelRepresentation) == 1
    samples = header.integer(tags.SamplesPerPixel) or 1
    colour = _COLOUR_MODELS.get(photometric, "rgb" if samples > 2 else "grey")
    bits = header.integer(tags.BitsStored) or header.integer(tags.BitsAllocated) or 16
    bits = min(max(bits, 1), _BITS_MAX)
    palette = _palette_for(header, colour, signed)
    if colour == "palette" and palette is None:
        colour = "grey"
    elif colour == "grey" and palette is not None:
        colour = "supplemental"
    profile = None if colour == "grey" else read_icc_profile(header, frame_index)
    if colour not in ("grey", "supplemental"):
        return FrameInfo(colour, bits, signed, palette=palette, icc_profile=profile)
    values = read_modality(header, frame_index, signed)
    before_voi = applies_before_voi(header)
    voi_input = values.transform if before_voi else IDENTITY
    modality = header.text(tags.Modality).strip()
    is_float = header.pixel_tag in (tags.FloatPixelData, tags.DoubleFloatPixelData)
    notes = (values.note, voi_note(header, frame_index))
    return FrameInfo(
        colour=colour,
        bits=bits,
        signed=signed,
        transform=values.transform,
        transform_before_voi=before_voi,
        unit=values.unit,
        voi_choices=read_voi_choices(header, frame_index, signed, voi_input, bits),
        windows_may_be_stored=modality in ("MR", "PT", "RTDOSE"),
        padding=read_padding(header, signed),
        inverse=read_inverse(header, photometric),
        palette=palette,
        percentiles=(1.0, 99.0) if modality in _PERCENTILES else (0.0, 100.0),
        real_world=read_real_world_maps(
            header, frame_index, None if is_float else signed
        ),
        suv=None if values.note else read_suv(header),
        notes=tuple(filter(None, notes)),
        icc_profile=profile,
    )


def recoloured(info: FrameInfo, photometric_interpretation: str) -> FrameInfo:
    """The same for what a decoder says that the values are now."""
    if info.palette is not None or not info.is_colour:
        return info
    colour = _COLOUR_MODELS.get(photometric_interpretation.strip().upper(), "rgb")
    return replace(info, colour=colour)


def _palette_for(header: Header, colour: ColourModel, signed: bool) -> Palette | None:
    """A palette: of a palette image, or the supplemental one of a grey image."""
    if colour == "palette":
        return read_palette(header, signed)
    pixel_presentation = header.text(tags.PixelPresentation).strip()
    if colour == "grey" and pixel_presentation in ("COLOR", "MIXED"):
        return read_palette(header, signed)
    return None
