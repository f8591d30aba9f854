"""Planes through volumes that have marks: where each lies, and it again as a frame."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QObject

from viewer.dicom import tags
from viewer.geometry.marks import FrameKey
from viewer.geometry.plane import Vector, cross
from viewer.geometry.reslice import Cut
from viewer.geometry.volume import NotAVolumeError
from viewer.kinds.base import DisplaySet
from viewer.kinds.section_sets import section_set
from viewer.kinds.sections import (
    FACING,
    PLANE_NAMES,
    Axes,
    PlaneName,
    Section,
    VolumeStack,
    across,
)
from viewer.store.marks import KeptPlane, Place, is_uid
from viewer.ui.state.annotations import Annotations, AnnotationsState, key_of
from viewer.ui.state.grid import Grid
from viewer.ui.state.jobs import Jobs
from viewer.ui.state.viewport import What
from viewer.ui.state.volume_stores import Store
from viewer.ui.state.volumes import Volumes
from viewer.ui.state.workspace import Workspace
from viewer.work.loading import Shown
from viewer.work.opening import Catalogue
from viewer.work.volume_filling import SliceRequest, sliced

Done = Callable[[Shown | None], None]


class PlanePlaces(QObject):
    """Remembers each plane that the reader marks, or has marked in another session.

    Volumes that are in no viewport are brought one after the other for them.
    """

    def __init__(
        self,
        grid: Grid,
        workspace: Workspace,
        volumes: Volumes,
        jobs: Jobs,
        annotations: Annotations,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._grid = grid
        self._workspace = workspace
        self._volumes = volumes
        self._stores = stores = volumes.stores
        self._jobs = jobs
        self._places: dict[FrameKey, Place] = {}
        self._found_in: Catalogue | None = None
        self._found: dict[FrameKey, What | None] = {}
        self._waiting: dict[VolumeStack, list[tuple[What, Done]]] = {}
        stores.progressed.connect(self._on_progress)
        stores.cleared.connect(self._on_cleared)
        annotations.edited.connect(self._on_edited)

    def place(self, key: FrameKey) -> Place | None:
        """Of a plane; None of all else, and where slices have no UID."""
        if key not in self._places:
            found = _shown_place(self._grid, key)
            if found is None:
                return None
            self._places[key] = found
            self._found.pop(key, None)
        return self._places[key]

    def note(self, place: Place) -> None:
        """A plane that was marked in another session."""
        self._places.setdefault(place.key, place)
        self._found.pop(place.key, None)

    def what(self, key: FrameKey) -> What | None:
        """The plane among those before and behind it; None where its slices are not
        open, or are no volume any more."""
        catalogue = self._workspace.state.catalogue
        if catalogue is not self._found_in:
            self._found_in, self._found = catalogue, {}
        known = self._found.get(key)
        if key not in self._found or (known is not None and not self._is_good(known)):
            self._found[key] = self._look_for(key)
        return self._found[key]

    def bring(self, key: FrameKey, done: Done) -> None:
        """The plane as it is at rest, once its volume is there; None without one."""
        what = self.what(key)
        if what is None:
            done(None)
            return
        stack = _section(what).stack
        store = self._stores.get(stack)
        if store is not None and not store.is_open:
            self._cut(store, what, done)
            return
        self._waiting.setdefault(stack, []).append((what, done))
        if store is not None:
            self._stores.needed.add(stack)
        self._begin_next()

    def _begin_next(self) -> None:
        """Bring one more volume, unless one is on its way."""
        for stack in self._waiting:
            if self._stores.get(stack) is not None:
                return
        for stack in self._waiting:
            self._volumes.make_room(stack)
            self._stores.needed.add(stack)
            self._stores.begin(stack)
            return

    def _on_edited(self, old: AnnotationsState, new: AnnotationsState) -> None:
        for key in new.marks.keys() - old.marks.keys():
            self.place(key)

    def _on_progress(self, stack: VolumeStack) -> None:
        store = self._stores.get(stack)
        if store is not None and not store.is_open:
            self._stores.needed.discard(stack)
            for what, done in self._waiting.pop(stack, ()):
                self._cut(store, what, done)
            self._begin_next()

    def _on_cleared(self) -> None:
        """Volumes are gone: nobody waits for them, and no plane is of them."""
        self._found = {}
        gone = [one for one in self._waiting if self._stores.get(one) is None]
        for stack in gone:
            for _, done in self._waiting.pop(stack):
                done(None)

    def _cut(self, store: Store, what: What, done: Done) -> None:
        if store.filled is None or what.frame is None:
            done(None)
            return
        self._jobs.ask(
            sliced,
            SliceRequest(store.filled, what.frame),
            lane="disk",
            done=done,
            failed=lambda failed: done(None),
        )

    def _is_good(self, what: What) -> bool:
        """Its volume is the one that others use."""
        stack = _section(what).stack
        return self._stores.known(stack.source, stack.phase) is stack

    def _look_for(self, key: FrameKey) -> What | None:
        place = self._places.get(key)
        if place is None or place.plane is None:
            return None
        found = _source(self._workspace.state.catalogue, place.plane)
        if found is None:
            return None
        try:
            stack = self._stores.stack(*found)
        except NotAVolumeError:
            return None
        what = What(*section_set(_section_of(stack, place.plane, place.size)))
        return what if key_of(what.frame) == key else None


def computed_plane(what: What) -> tuple[Section, Cut] | None:
    """What a frame is cut of, and how; None of frames that are images."""
    frame, display_set = what.frame, what.display_set
    if frame is None or frame.cut is None or display_set is None:
        return None
    section = display_set.section
    return (section, frame.cut) if section is not None else None


def _section(what: What) -> Section:
    assert what.display_set is not None
    assert what.display_set.section is not None
    return what.display_set.section


def _shown_place(grid: Grid, key: FrameKey) -> Place | None:
    """Of a plane that a cell shows."""
    for model in grid.models():
        for what in (model.on_screen, model.state.what):
            made = computed_plane(what)
            if made is not None and key_of(what.frame) == key:
                return _place(*made, key)
    return None


def _place(section: Section, cut: Cut, key: FrameKey) -> Place | None:
    first = section.stack.frames[0].header
    study = first.text(tags.StudyInstanceUID).strip()
    source = first.text(tags.SOPInstanceUID).strip()
    if not is_uid(study) or not is_uid(source):
        return None
    plane = cut.plane
    kept = KeptPlane(
        source,
        section.stack.phase,
        plane.position_mm,
        plane.row_cosine,
        plane.column_cosine,
        plane.row_spacing_mm,
        cut.slab_mm,
        cut.blend,
    )
    return Place(study, key, (cut.rows, cut.columns), kept)


def _source(catalogue: Catalogue, plane: KeptPlane) -> tuple[DisplaySet, int] | None:
    """The series that a plane is cut of, and a frame of its phase."""
    for display_set in catalogue.sets():
        if display_set.view != "stack" or display_set.state is not None:
            continue
        if plane.phase >= display_set.phases:
            continue
        per_phase = len(display_set.frames) // display_set.phases
        first = plane.phase * per_phase
        for frame in display_set.frames[first : first + per_phase]:
            if frame.header.text(tags.SOPInstanceUID).strip() == plane.source_uid:
                return display_set, first
    return None


def _section_of(stack: VolumeStack, kept: KeptPlane, size: tuple[int, int]) -> Section:
    """The section that the plane is one of, as its group would be turned."""
    facing = kept.row, kept.column
    normal = cross(*facing)
    name = max(PLANE_NAMES, key=lambda one: abs(normal[across(one)]))
    rows, columns = size
    half = (columns - 1) / 2 * kept.spacing_mm, (rows - 1) / 2 * kept.spacing_mm
    middle = (
        np.array(kept.position_mm)
        + half[0] * np.array(kept.row)
        + half[1] * np.array(kept.column)
    )
    x, y, z = (float(part) for part in middle)
    blend = next(one for one in ("max", "min", "mean") if one == kept.blend)
    return Section(
        stack,
        name,
        (x, y, z),
        facing,
        _axes(name, facing),
        slab_mm=kept.slab_mm,
        blend=blend,
    )


def _axes(name: PlaneName, facing: tuple[Vector, Vector]) -> Axes:
    """The patient's axes, turned as the plane is."""
    before = np.array([*FACING[name], cross(*FACING[name])])
    now = np.array([*facing, cross(*facing)])
    left, back, head = (
        (float(x), float(y), float(z)) for x, y, z in (now.T @ before).T
    )
    return left, back, head
