"""The attributes of a presentation state that decide how a pixel is shown."""

from collections.abc import Iterator
from dataclasses import dataclass

from viewer import limits
from viewer.dicom import tags
from viewer.files.explanation import Attributes, Holder, attributes, item_of
from viewer.files.header import Header

_TABLE = (tags.LUTDescriptor, tags.LUTExplanation, tags.LUTData)
_WINDOW = (
    tags.WindowCenter,
    tags.WindowWidth,
    tags.VOILUTFunction,
    tags.WindowCenterWidthExplanation,
)
SHUTTER = (
    tags.ShutterShape,
    tags.ShutterLeftVerticalEdge,
    tags.ShutterRightVerticalEdge,
    tags.ShutterUpperHorizontalEdge,
    tags.ShutterLowerHorizontalEdge,
    tags.CenterOfCircularShutter,
    tags.RadiusOfCircularShutter,
    tags.VerticesOfThePolygonalShutter,
    tags.ShutterOverlayGroup,
    tags.ShutterPresentationValue,
    tags.ShutterPresentationColorCIELabValue,
)
_PALETTE = (
    tags.RedPaletteColorLookupTableDescriptor,
    tags.GreenPaletteColorLookupTableDescriptor,
    tags.BluePaletteColorLookupTableDescriptor,
)


@dataclass(frozen=True, slots=True)
class StateAttributes:
    """By the step that they decide; `vois` by the item of SoftcopyVOILUTSequence."""

    transform: Attributes = ()
    vois: tuple[Attributes, ...] = ()
    presentation: Attributes = ()
    palette: Attributes = ()
    profile: Attributes = ()
    masks: Attributes = ()
    blending: Attributes = ()
    shutter: Attributes = ()
    overlays: tuple[tuple[int, Attributes], ...] = ()
    """By the group of the plane."""


def read_state_attributes(header: Header, underlying: int | None) -> StateAttributes:
    """Of a state; `underlying` is the item of a blending one that is about its images.

    From 0, None for other states.
    """
    top = Holder(header, "state")
    source = (
        top if underlying is None else item_of(top, tags.BlendingSequence, underlying)
    )
    vois = source.header.items.get(tags.SoftcopyVOILUTSequence, ())
    vois = vois[: limits.STATE_ITEMS]
    return StateAttributes(
        _transform(source),
        tuple(_voi(source, place) for place in range(len(vois))),
        (
            *attributes(top, tags.PresentationLUTShape),
            *attributes(item_of(top, tags.PresentationLUTSequence, 0), *_TABLE),
        ),
        attributes(top, *_PALETTE),
        attributes(top, tags.ICCProfile, tags.ColorSpace),
        attributes(top, tags.MaskSubtractionSequence, tags.RecommendedViewingMode),
        attributes(top, tags.BlendingSequence, tags.RelativeOpacity),
        attributes(top, *SHUTTER),
        tuple(_overlays(top)),
    )


def _transform(source: Holder) -> Attributes:
    if source.header.items.get(tags.ModalityLUTSequence):
        return attributes(item_of(source, tags.ModalityLUTSequence, 0), *_TABLE)
    return attributes(
        source, tags.RescaleSlope, tags.RescaleIntercept, tags.RescaleType
    )


def _overlays(top: Holder) -> Iterator[tuple[int, Attributes]]:
    for offset in tags.OVERLAY_OFFSETS:
        wanted = (tags.OverlayActivationLayer, tags.OverlayOrigin, tags.OverlayLabel)
        found = attributes(top, *(tag + offset for tag in wanted))
        if found:
            yield 0x6000 + (offset >> 16), found


def _voi(source: Holder, place: int) -> Attributes:
    item = item_of(source, tags.SoftcopyVOILUTSequence, place)
    table = attributes(item_of(item, tags.VOILUTSequence, 0), *_TABLE)
    return (*attributes(item, *_WINDOW), *table)
