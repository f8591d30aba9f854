"""Two volumes in one picture: what may be laid over what, and how it is shown.

Only images of the same patient, in one frame of reference (PS3.3 C.7.4.1) or joined by
a Spatial Registration object.
"""

from collections.abc import Sequence
from dataclasses import field, replace

from viewer.dicom import tags
from viewer.dicom.values import caption
from viewer.files.header import Header
from viewer.files.identity import patient_key
from viewer.files.spatial import plane_of
from viewer.geometry.registration import IDENTITY, Affine
from viewer.geometry.reslice import Cut
from viewer.kinds.base import DisplaySet, Frame
from viewer.kinds.presets import presets_for
from viewer.kinds.registrations import (
    NotJoinedError,
    Placement,
    Registration,
    way,
)
from viewer.kinds.sections import VolumeStack
from viewer.pixels.frame_info import FrameInfo
from viewer.pixels.look import Look, LookupTable, Window
from viewer.records import dataclass
from viewer.text import tr

OPACITY = 0.5
COLOUR_MAP = "HOT_IRON"
FEWEST_FRAMES = 3
_GREYS = ("", "MONOCHROME1", "MONOCHROME2")

Space = tuple[str, tuple[str, ...]]
"""Frame of reference, "" where none is named, and the patient."""


@dataclass(frozen=True, slots=True)
class Fusion:
    """A volume laid over images of `space`; `to_volume` leads from there to its own.

    `by` names the registration that says so, "" in one frame of reference. Of `look`
    window, polarity and colour map count; with `is_windowed` they, and not those of
    the image below, are what the reader's tools change.
    """

    stack: VolumeStack
    space: Space
    to_volume: Affine = IDENTITY
    by: str = ""
    look: Look = field(default_factory=lambda: Look(colour_map=COLOUR_MAP))
    opacity: float = OPACITY
    is_on: bool = True
    is_windowed: bool = False

    @property
    def name(self) -> str:
        """The modality of what is laid over."""
        return modality(self.stack.source.first)

    @property
    def title(self) -> str:
        """The series that is laid over, and of several phases which, for readers."""
        parts = title(self.stack.source), self.stack.phase_label
        return " · ".join(filter(None, parts))

    def over(self, frame: Frame) -> Frame:
        """The plane of a frame through the volume, as it lies in the frame's space.

        Raises NotJoinedError.
        """
        header = frame.header
        if space_of(header) != self.space:
            raise NotJoinedError(tr("This image is not of the space that was fused."))
        plane = plane_of(header, frame.frame_index)
        rows, columns = header.integer(tags.Rows), header.integer(tags.Columns)
        if plane is None or not rows or not columns or frame.is_missing:
            raise NotJoinedError(
                tr("It is not stated where this image lies in the patient.")
            )
        cut = Cut(plane, rows, columns)
        if frame.cut is not None:
            cut = replace(cut, slab_mm=frame.cut.slab_mm, blend=frame.cut.blend)
        middle = self.stack.frames[len(self.stack.frames) // 2].header
        return Frame(middle, cut=cut)


def space_of(header: Header) -> Space:
    """The space that an image says it lies in."""
    return header.text(tags.FrameOfReferenceUID).strip(), patient_key(header)


def modality(header: Header) -> str:
    """The modality, short."""
    return caption(header.text(tags.Modality)).strip() or "?"


def title(display_set: DisplaySet) -> str:
    """Modality and description."""
    return f"{modality(display_set.first)} {display_set.label}".strip()


def may_be_laid(display_set: DisplaySet) -> bool:
    """A stack of grey slices; whether it is a volume is seen when it is asked for."""
    first = display_set.first
    return (
        display_set.view == "stack"
        and display_set.state is None
        and len(display_set.frames) >= FEWEST_FRAMES
        and first.text(tags.PhotometricInterpretation).strip() in _GREYS
    )


def joined(
    below: DisplaySet, over: DisplaySet, registrations: Sequence[Registration]
) -> tuple[Affine, str]:
    """From the space of the images below to that over them, and by whose word.

    Raises NotJoinedError; across patients always.
    """
    (start, patient), (end, other) = space_of(below.first), space_of(over.first)
    if patient != other:
        raise NotJoinedError(tr("It is of another patient."))
    if not start:
        raise NotJoinedError(tr("These images name no frame of reference."))
    if start == end:
        return IDENTITY, ""
    found, by = way(registrations, _placement(below), _placement(over))
    label = by.label or tr("a registration")
    if not found.is_rigid:
        label = tr("{name} (it scales or shears)", name=label)
    return found, label


def first_look(info: FrameInfo, header: Header, smooth: bool) -> Look:
    """How a volume is shown over another before the reader changes it.

    Uptake from SUV 0 to 7, whatever windows the slices come with: they are each
    slice's own.
    """
    factor = info.suv.factor if info.suv else None
    window: Window | LookupTable | None = None
    if factor:
        presets = presets_for(modality(header), info.unit, factor)
        window = presets[1].window if len(presets) > 1 else None
    return Look(window, smooth=smooth, colour_map=COLOUR_MAP)


def _placement(display_set: DisplaySet) -> Placement:
    images = frozenset(
        frame.header.text(tags.SOPInstanceUID) for frame in display_set.listed.images
    )
    frame = display_set.first.text(tags.FrameOfReferenceUID).strip()
    return Placement(frame, images)
