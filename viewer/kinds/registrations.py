"""Spatial Registration objects (PS3.3 C.20.2): how two frames of reference lie.

Deformable ones (C.20.3) are read as far as to say what they would join; none is used.

Each item takes points of its own frame of reference, or of the images that it names,
to the registered one, which is that of the object. Two items of one object make a way
from the one to the other; ways through several objects are not taken.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from viewer.geometry.registration import (
    IDENTITY,
    Affine,
    UnusableMatrixError,
    affine_of,
    composed,
)
from viewer.kinds import reading
from viewer.records import dataclass
from viewer.text import tr

if TYPE_CHECKING:
    from pydicom import Dataset

SPATIAL_REGISTRATION = "1.2.840.10008.5.1.4.1.1.66.1"
DEFORMABLE_REGISTRATION = "1.2.840.10008.5.1.4.1.1.66.3"
_MOST_ITEMS = 64
_MOST_IMAGES = 20_000
_MOST_MATRICES = 16


@dataclass(frozen=True, slots=True)
class Step:
    """One item: from a frame of reference to the registered one.

    `images` are the SOP instances that it is for, all of the frame when empty.
    Without `to_registered`, `reason` says why.
    """

    frame_of_reference: str
    images: frozenset[str]
    to_registered: Affine | None
    reason: str = ""

    def is_for(self, frame_of_reference: str, images: frozenset[str]) -> bool:
        """It speaks of these images of that frame of reference."""
        if self.frame_of_reference not in ("", frame_of_reference):
            return False
        named = images <= self.images
        return named if self.images else bool(self.frame_of_reference)


@dataclass(frozen=True, slots=True)
class Registration:
    """What such an object says. `moment` sorts: date and time of its content."""

    frame_of_reference: str
    steps: tuple[Step, ...]
    label: str = ""
    moment: str = ""


@dataclass(frozen=True, slots=True)
class Placement:
    """Images by their frame of reference and SOP instances, as registrations do."""

    frame_of_reference: str
    images: frozenset[str]


class NotJoinedError(Exception):
    """No way leads from the one space to the other; the sentence says why."""


def read_registration(dataset: "Dataset") -> Registration:
    """From a data set; never raises: a step that makes no sense has its reason."""
    items = reading.items(dataset, "RegistrationSequence")[:_MOST_ITEMS]
    grids = reading.items(dataset, "DeformableRegistrationSequence")[:_MOST_ITEMS]
    name = reading.text(dataset, "SeriesDescription")
    label = reading.text(dataset, "ContentDescription") or name
    date = reading.text(dataset, "ContentDate")
    return Registration(
        reading.text(dataset, "FrameOfReferenceUID"),
        (*(_step(item) for item in items), *(_deformed(item) for item in grids)),
        label or reading.text(dataset, "ContentLabel"),
        date + reading.text(dataset, "ContentTime"),
    )


def way(
    registrations: Sequence[Registration], start: Placement, end: Placement
) -> tuple[Affine, Registration]:
    """From the space of `start` to that of `end`, by the newest that tells of both.

    Raises NotJoinedError.
    """
    reasons: list[str] = []
    for one in sorted(registrations, key=lambda each: each.moment, reverse=True):
        try:
            found = _within(one, start), _within(one, end)
        except UnusableMatrixError as fault:
            reasons.append(str(fault))
            continue
        if found[0] is not None and found[1] is not None:
            return found[1].inverse.after(found[0]), one
    raise NotJoinedError(
        reasons[0]
        if reasons
        else tr(
            "It lies in another frame of reference, and no registration joins them."
        )
    )


def _within(registration: Registration, place: Placement) -> Affine | None:
    """From a space to the registered one; None when the object does not know it.

    An item is more than the mere name of the frame of reference: it comes first.
    """
    steps = [
        step
        for step in registration.steps
        if step.is_for(place.frame_of_reference, place.images)
    ]
    steps.sort(key=lambda step: not step.images)
    if not steps:
        known = place.frame_of_reference == registration.frame_of_reference
        return IDENTITY if known and place.frame_of_reference else None
    if steps[0].to_registered is None:
        raise UnusableMatrixError(steps[0].reason)
    return steps[0].to_registered


def _images(item: "Dataset") -> frozenset[str]:
    return frozenset(
        reading.text(image, "ReferencedSOPInstanceUID")
        for image in reading.items(item, "ReferencedImageSequence")[:_MOST_IMAGES]
    )


def _deformed(item: "Dataset") -> Step:
    """An item that bends a space: refused, whatever its matrices say beside."""
    frame = reading.text(item, "SourceFrameOfReferenceUID")
    reason = tr("The registration is deformable: only rigid and affine ones are used.")
    return Step(frame, _images(item), None, reason)


def _step(item: "Dataset") -> Step:
    frame, images = reading.text(item, "FrameOfReferenceUID"), _images(item)
    matrices = [
        matrix
        for group in reading.items(item, "MatrixRegistrationSequence")
        for matrix in reading.items(group, "MatrixSequence")[:_MOST_MATRICES]
    ]
    try:
        made = [_affine(matrix) for matrix in matrices]
        return Step(frame, images, composed(made))
    except UnusableMatrixError as fault:
        return Step(frame, images, None, str(fault))


def _affine(matrix: "Dataset") -> Affine:
    kind = reading.text(matrix, "FrameOfReferenceTransformationMatrixType")
    numbers = reading.numbers(matrix, "FrameOfReferenceTransformationMatrix")
    return affine_of(numbers, kind)
