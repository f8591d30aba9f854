"""The planes of a display set, and what they may be compared with.

PS3.3 C.7.4.1 (frame of reference), C.7.6.2 (plane).
"""

from collections.abc import Sequence
from dataclasses import field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from viewer.dicom import tags
from viewer.files.identity import patient_key
from viewer.files.spatial import plane_of
from viewer.geometry.intersect import Sheet, Stack
from viewer.geometry.plane import Plane
from viewer.kinds.base import DisplaySet, Frame
from viewer.records import dataclass

PatientKey = tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """A display set with its planes.

    `frame_of_reference` is "" where the object names none: nothing is compared then.
    `key` stays the same while the set grows and when it is opened again.
    """

    display_set: DisplaySet
    stack: Stack
    patient: PatientKey
    study: str
    frame_of_reference: str
    key: tuple[object, ...]
    _order: dict[int, NDArray[Any]] = field(default_factory=dict)

    def shares_space(self, other: "Placed") -> bool:
        """Positions of both mean the same places of the same person."""
        return (
            bool(self.frame_of_reference)
            and self.frame_of_reference == other.frame_of_reference
            and self.patient == other.patient
        )

    def sheet(self, index: int) -> Sheet | None:
        """The plane of a frame with its edges."""
        return self.stack.sheets[index]

    def place_in_phase(self, index: int) -> int:
        """Where a frame stands in its phase, from 0."""
        return index % self.per_phase

    def phase_of(self, index: int) -> int:
        """The phase that a frame is in, from 0."""
        return index // self.per_phase

    @property
    def per_phase(self) -> int:
        """Frames of one phase."""
        return len(self.display_set.frames) // self.display_set.phases

    def candidates(self, index: int) -> NDArray[Any]:
        """Frames that may take the place of the one at `index` when it is scrolled.

        Those of its phase; where frames differ in several things, those that differ
        least from it in the others come first.
        """
        start = index - self.place_in_phase(index)
        if not self.display_set.axes:
            return np.arange(start, start + self.per_phase)
        if index not in self._order:
            self._order.clear()
            self._order[index] = self._by_likeness(index)
        return self._order[index]

    def _by_likeness(self, index: int) -> NDArray[Any]:
        places = np.array([axis.places for axis in self.display_set.axes])
        far = np.abs(places - places[:, index : index + 1]).sum(axis=0)
        return np.argsort(far, kind="stable")


def placed(display_set: DisplaySet) -> Placed:
    """The planes of every frame: some 20 µs each, so it is to be kept."""
    first = display_set.first
    sheets = _sheets(display_set)
    measures = first.group(tags.PixelMeasuresSequence, 0) or first
    thickness = measures.number(tags.SliceThickness) or 0.0
    return Placed(
        display_set,
        Stack(sheets, max(thickness, 0.0)),
        patient_key(first),
        first.text(tags.StudyInstanceUID),
        first.text(tags.FrameOfReferenceUID).strip(),
        _key_of(display_set),
    )


def _sheets(display_set: DisplaySet) -> Sequence[Sheet | None]:
    if display_set.section is not None:
        from viewer.kinds.section_sets import sheets_of

        cut = sheets_of(display_set)
        if cut is not None:
            return cut
    return _with_places([_sheet(frame) for frame in display_set.frames], display_set)


def _key_of(display_set: DisplaySet) -> tuple[object, ...]:
    first = display_set.listed.frames[0]
    instance = first.header.text(tags.SOPInstanceUID)
    return display_set.kind, instance, first.frame_index


def _sheet(frame: Frame) -> Sheet | None:
    """None for a place of a missing slice, and for a mosaic: it is many slices."""
    header = frame.header
    if frame.is_missing or "MOSAIC" in header.texts(tags.ImageType):
        return None
    plane = plane_of(header, frame.frame_index)
    rows, columns = header.integer(tags.Rows), header.integer(tags.Columns)
    if plane is None or not rows or not columns:
        return None
    return Sheet(plane, rows, columns)


def _with_places(
    sheets: list[Sheet | None], display_set: DisplaySet
) -> list[Sheet | None]:
    """Missing slices have their places between those around them."""
    frames = display_set.frames
    for index, frame in enumerate(frames):
        if not frame.is_missing:
            continue
        before = index + frame.frame_index  # −1 stands next after the slice before it
        after = next(
            (at for at in range(index, len(frames)) if not frames[at].is_missing), None
        )
        one, other = sheets[before], sheets[after] if after is not None else None
        if after is not None and one is not None and other is not None:
            part = (index - before) / (after - before)
            plane = _between(one.plane, other.plane, part)
            sheets[index] = replace(one, plane=plane)
    return sheets


def _between(one: Plane, other: Plane, part: float) -> Plane:
    x, y, z = (
        a + part * (b - a)
        for a, b in zip(one.position_mm, other.position_mm, strict=True)
    )
    return replace(one, position_mm=(x, y, z))
