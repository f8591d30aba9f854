"""A presentation state: how some images are to be shown (PS3.3 A.33, C.11, C.10).

Whatever is absent or malformed is left out; the rest still applies.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Generic, TypeVar

from viewer import limits
from viewer.dicom import tags
from viewer.dicom.values import caption, date_text, person_name, time_text
from viewer.files.header import Header, Identity
from viewer.files.icc_profile import IccProfile, read_icc_profile
from viewer.geometry.displayed_area import DisplayedArea, SizeMode, area_between
from viewer.geometry.view_transform import Rotation
from viewer.pixels.graphics import (
    Annotation,
    Layer,
    bounded,
    read_annotations,
    read_layers,
)
from viewer.pixels.look import LookupTable
from viewer.pixels.lookup import read_table
from viewer.pixels.modality import IDENTITY, Rescale, Transform, read_modality
from viewer.pixels.overlay import Overlay, read_overlays
from viewer.pixels.palette import Palette, read_palette
from viewer.pixels.references import Reference, covered, read_references
from viewer.pixels.shutter import Shutter, read_shutter
from viewer.pixels.subtraction import UNMASKED, Masking, read_masking
from viewer.pixels.voi import Voi, read_voi_choices

if TYPE_CHECKING:
    from viewer.pixels.state_attributes import StateAttributes

_ROTATIONS: dict[int, Rotation] = {90: 90, 180: 180, 270: 270}
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Scoped(Generic[_Value]):
    """A value for the frames that it refers to; for all of the state's when ()."""

    value: _Value
    references: tuple[Reference, ...] = ()
    item: int = 0
    """Which one of its sequence, from 0."""


@dataclass(frozen=True, slots=True)
class Blended:
    """The images that a blending state superimposes, and how (PS3.3 C.11.14)."""

    references: tuple[Reference, ...]
    transform: Transform
    vois: tuple[Scoped[Voi], ...]
    opacity: float
    """0 … 1 of the superimposed images; the rest is of the underlying ones."""

    def voi_for(self, header: Header, frame_index: int) -> Voi | None:
        """The VOI transform of a superimposed frame, None for all that there is."""
        return _first(self.vois, header, frame_index)


@dataclass(frozen=True, slots=True)
class PresentationState:
    """What a state says. Plain data: compared by value, can be pickled.

    `transform`, `presentation` and `inverse` stand for those of the images, which do
    not count while the state is in force. `vois` and `areas` are tried in order. Of a
    blending state these are about the underlying images.
    """

    identity: Identity
    sop_class_uid: str = ""
    sop_instance_uid: str = ""
    label: str = ""
    description: str = ""
    creator: str = ""
    created: str = ""
    patient_id: str = ""
    references: tuple[Reference, ...] = ()
    transform: Transform = IDENTITY
    vois: tuple[Scoped[Voi], ...] = ()
    presentation: LookupTable | None = None
    inverse: bool = False
    palette: Palette | None = None
    rotation: Rotation = 0
    flipped: bool = False
    areas: tuple[Scoped[DisplayedArea], ...] = ()
    layers: tuple[Layer, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    overlays: tuple[Overlay, ...] = ()
    """Its own planes, which stand for those of the same groups of the images."""
    activated: tuple[tuple[int, str], ...] = ()
    """(overlay group, layer) of the planes that are shown; the others are not."""
    shutter: Shutter | None = None
    colour_shutter: Shutter | None = None
    """The same for pictures that have colours."""
    blended: Blended | None = None
    masking: Masking = UNMASKED
    """Masks that are subtracted; without any rule none is, whatever the images say."""
    icc_profile: IccProfile | None = None
    """Of the colours that it makes, or in the place of that of colour images."""
    is_cut: bool = False
    """It draws more than is shown."""
    attributes: "StateAttributes | None" = None
    """What in its header decides, for the explanation of a pixel."""

    def covers(self, header: Header, frame_index: int) -> bool:
        """The frame (from 0) is among those that the state refers to."""
        uid = _uid_of(header)
        return any(one.covers(uid, frame_index) for one in self.references)

    def covers_image(self, header: Header) -> bool:
        """At least one frame of the image is."""
        uid = _uid_of(header)
        return any(one.sop_instance_uid == uid for one in self.references)

    def is_of_another_patient(self, header: Header) -> bool:
        """The state and the image name two patients by their IDs."""
        patient_id = header.text(tags.PatientID).strip()
        return bool(self.patient_id and patient_id) and self.patient_id != patient_id

    def voi_for(self, header: Header, frame_index: int) -> Voi | None:
        """The VOI transform of a frame, None for all that there is."""
        return _first(self.vois, header, frame_index)

    def voi_place(self, header: Header, frame_index: int) -> int | None:
        """Which of the VOI transforms is that of a frame, None for none."""
        uid = _uid_of(header)
        for place, choice in enumerate(self.vois):
            if covered(choice.references, uid, frame_index):
                return place
        return None

    def area_for(self, header: Header, frame_index: int) -> DisplayedArea | None:
        """The displayed area of a frame, None when none is selected."""
        return _first(self.areas, header, frame_index)

    def annotations_for(
        self, header: Header, frame_index: int
    ) -> tuple[Annotation, ...]:
        """Those of a frame, those of the lowest layer first."""
        uid = _uid_of(header)
        order = {layer.name: layer.order for layer in reversed(self.layers)}
        mine = (
            one for one in self.annotations if covered(one.references, uid, frame_index)
        )
        return tuple(sorted(mine, key=lambda one: order.get(one.layer, 0)))


def read_presentation_state(header: Header) -> PresentationState:
    """From the complete header of a state. Never raises."""
    from viewer.pixels.state_attributes import read_state_attributes

    under, over = _blended(header)
    source = under or header
    transform = _transform(source)
    tables = header.items.get(tags.PresentationLUTSequence, ())[:1]
    shape = header.text(tags.PresentationLUTShape).strip().upper()
    made = header.text(tags.PresentationCreationDate)
    created = (date_text(made), time_text(header.text(tags.PresentationCreationTime)))
    overlays = read_overlays(header, 0, {})
    stated = read_annotations(header)
    annotations = bounded(stated)
    turn = (header.integer(tags.ImageRotation) or 0) % 360
    return PresentationState(
        identity=header.identity,
        sop_class_uid=header.text(tags.SOPClassUID).strip(),
        sop_instance_uid=_uid_of(header),
        label=caption(header.text(tags.ContentLabel)),
        description=caption(header.text(tags.ContentDescription)),
        creator=person_name(header.text(tags.ContentCreatorName)),
        created=" ".join(filter(None, created)),
        patient_id=header.text(tags.PatientID).strip(),
        references=_references(source),
        transform=transform,
        vois=_vois(source, transform),
        presentation=read_table(tables[0], False) if tables else None,
        inverse=shape == "INVERSE",
        palette=read_palette(header, False),
        rotation=_ROTATIONS.get(turn, 0),
        flipped=header.text(tags.ImageHorizontalFlip).strip() == "Y",
        areas=tuple(_areas(header)),
        layers=read_layers(header),
        annotations=annotations,
        is_cut=annotations != stated,
        overlays=overlays,
        activated=tuple(_activated(header)),
        shutter=read_shutter(header, 0, colour=False, overlays=overlays),
        colour_shutter=read_shutter(header, 0, colour=True, overlays=overlays),
        masking=read_masking(header, _slope_of(transform)),
        icc_profile=read_icc_profile(header),
        attributes=read_state_attributes(header, _place_of(header, under)),
        blended=_read_blended(header, over) if under and over else None,
    )


def _uid_of(header: Header) -> str:
    return header.text(tags.SOPInstanceUID).strip()


def _first(
    choices: tuple[Scoped[_Value], ...], header: Header, frame_index: int
) -> _Value | None:
    uid = _uid_of(header)
    for choice in choices:
        if covered(choice.references, uid, frame_index):
            return choice.value
    return None


def _references(header: Header) -> tuple[Reference, ...]:
    found = header.items.get(tags.ReferencedSeriesSequence, ())[: limits.STATE_ITEMS]
    return tuple(one for series in found for one in read_references(series))


def _blended(header: Header) -> tuple[Header | None, Header | None]:
    """The items of the underlying and of the superimposed images."""
    found = {
        item.text(tags.BlendingPosition).strip(): item
        for item in header.items.get(tags.BlendingSequence, ())
    }
    return found.get("UNDERLYING"), found.get("SUPERIMPOSED")


def _place_of(header: Header, under: Header | None) -> int | None:
    items = header.items.get(tags.BlendingSequence, ())
    return next((n for n, item in enumerate(items) if item is under), None)


def _read_blended(header: Header, item: Header) -> Blended:
    opacity = header.number(tags.RelativeOpacity)
    transform = _transform(item)
    return Blended(
        _references(item),
        transform,
        _vois(item, transform),
        0.5 if opacity is None else min(max(opacity, 0.0), 1.0),
    )


def _transform(source: Header) -> Transform:
    signed = _is_signed(source, tags.ModalityLUTSequence)
    return read_modality(source, 0, signed).transform


def _slope_of(transform: Transform) -> float | None:
    return transform.slope if isinstance(transform, Rescale) else None


def _vois(header: Header, transform: Transform) -> tuple[Scoped[Voi], ...]:
    found: list[Scoped[Voi]] = []
    items = header.items.get(tags.SoftcopyVOILUTSequence, ())[: limits.STATE_ITEMS]
    for place, item in enumerate(items):
        signed = _is_signed(item, tags.VOILUTSequence)
        choices = read_voi_choices(item, 0, signed, transform)
        if choices:
            found.append(Scoped(choices[0], read_references(item), place))
    return tuple(found)


def _is_signed(header: Header, sequence: int) -> bool:
    """A table's first input is as its VR says: a state has no stored values."""
    return any(
        item.elements.get(tags.LUTDescriptor, ("", b""))[0] == "SS"
        for item in header.items.get(sequence, ())
    )


def _activated(header: Header) -> Iterator[tuple[int, str]]:
    for offset in tags.OVERLAY_OFFSETS:
        name = header.text(tags.OverlayActivationLayer + offset).strip()
        if name:
            yield 0x6000 + (offset >> 16), name


def _areas(header: Header) -> list[Scoped[DisplayedArea]]:
    items = header.items.get(tags.DisplayedAreaSelectionSequence, ())
    found: list[Scoped[DisplayedArea]] = []
    for item in items[: limits.STATE_ITEMS]:
        area = _area(item)
        if area is not None:
            found.append(Scoped(area, read_references(item)))
    return found


def _area(item: Header) -> DisplayedArea | None:
    first = item.integers(tags.DisplayedAreaTopLeftHandCorner)
    last = item.integers(tags.DisplayedAreaBottomRightHandCorner)
    if len(first) != 2 or len(last) != 2:
        return None
    spacing = _pair(item, tags.PresentationPixelSpacing)
    ratio = spacing or _pair(item, tags.PresentationPixelAspectRatio)
    magnification = item.number(tags.PresentationPixelMagnificationRatio)
    mode = item.text(tags.PresentationSizeMode).strip()
    chosen: SizeMode = "SCALE TO FIT"
    if mode == "TRUE SIZE" and spacing:
        chosen = "TRUE SIZE"
    elif mode == "MAGNIFY" and magnification and magnification > 0:
        chosen = "MAGNIFY"
    return replace(
        area_between((first[0], first[1]), (last[0], last[1])),
        mode=chosen,
        aspect=ratio[0] / ratio[1] if ratio else None,
        spacing_mm=spacing,
        magnification=magnification,
    )


def _pair(item: Header, tag: int) -> tuple[float, float] | None:
    """Vertical, horizontal; None unless both are above 0."""
    numbers = item.numbers(tag)
    if len(numbers) != 2 or min(numbers) <= 0:
        return None
    return numbers[0], numbers[1]
