"""What relates the visible cells in space: reference lines, the cross-hair's point, and
how each cell follows. Nothing of it across frames of reference."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from viewer.dicom import tags
from viewer.geometry.intersect import Segment, Sheet, crossing
from viewer.geometry.plane import Vector, patient_text
from viewer.kinds.stacks import Placed
from viewer.records import dataclass
from viewer.text import mark, tr, trn
from viewer.ui.state.grid import Grid
from viewer.ui.state.guides import Following, Guides, ReferenceLine, SlabEdge, Spot
from viewer.ui.state.links import Links
from viewer.ui.state.matching import match
from viewer.ui.state.places import Places
from viewer.ui.state.viewport import ViewportModel, ViewportState

NO_POSITION = mark("This image has no position in the patient: no point to look for")
NO_SPACE = mark("No frame of reference is stated: other series stay where they are")

NO_SPACE = mark("No frame of reference is stated: only planes of this volume follow")


@dataclass(frozen=True, slots=True)
class Marked:
    """The point that the reader has marked, in the space of what it was marked on."""

    point_mm: Vector
    placed: Placed


class Guiding(QObject):
    """Keeps the guides of every visible cell true to what is painted."""

    told = Signal(str)
    """A sentence for the status bar."""

    def __init__(
        self,
        grid: Grid,
        places: Places,
        links: Links,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.point: Marked | None = None
        self._grid = grid
        self._places = places
        self._links = links
        self._lines, self._ends = True, False
        grid.changed.connect(self._refresh_all)
        links.changed.connect(self._refresh_all)

    def watch(self, model: ViewportModel) -> None:
        """Keep the guides of one more cell."""
        model.changed.connect(lambda old, new: self._on_changed(model, old, new))
        model.delivered.connect(lambda: self._on_painted(model))

    def draw_lines(self, lines: bool, ends: bool) -> None:
        """The line of the active slice; those of the first and the last slice too."""
        self._lines, self._ends = lines, ends
        self._refresh_all()

    def forget_point(self) -> bool:
        """Take the cross-hair's point away; False when there was none."""
        was, self.point = self.point is not None, None
        self._refresh_all()
        return was

    def point_at(self, point_mm: Vector, placed: Placed, source: ViewportModel) -> None:
        """Show a point that was found otherwise than on a slice."""
        if not placed.frame_of_reference:
            self.told.emit(tr(NO_SPACE))
            return
        self.point = Marked(point_mm, placed)
        elsewhere = self._bring(source, self.point)
        self._refresh_all()
        self.told.emit(_sentence(self.point, elsewhere))

    def _on_changed(
        self, model: ViewportModel, old: ViewportState, new: ViewportState
    ) -> None:
        if old.what.display_set is not new.what.display_set:
            self._refresh_all()
        elif new.cross != old.cross and model is self._grid.active:
            self._mark(model, new.cross)

    def _on_painted(self, model: ViewportModel) -> None:
        if model is self._grid.active:
            self._refresh_all()
        elif model in self._grid.on_screen():
            self._refresh(model, self._links.followers())

    def _mark(self, model: ViewportModel, cross: tuple[float, float] | None) -> None:
        """Show a point of the active image in the other cells of the same space."""
        what = model.on_screen
        place = self._places.of(what)
        sheet = place.sheet(what.index) if place else None
        self.point = None
        if cross is None:
            self._refresh_all()
        elif place is None or sheet is None or not place.frame_of_reference:
            self._refresh_all()
            is_placed = place is not None and sheet is not None
            self.told.emit(tr(NO_SPACE if is_placed else NO_POSITION))
        else:
            self.point = Marked(sheet.plane.to_patient(*cross), place)
            elsewhere = self._bring(model, self.point)
            self._refresh_all()
            self.told.emit(_sentence(self.point, elsewhere))

    def _bring(self, source: ViewportModel, marked: Marked) -> int:
        """Go to the point everywhere; how many cells are of another space."""
        elsewhere = 0
        movable = self._places.movable()
        for model in self._grid.on_screen():
            other = self._places.of(model.state.what)
            if model is source or other is None:
                continue
            among = other.candidates(model.state.what.index)
            near = other.stack.nearest(marked.point_mm, among)
            if near is None or not other.shares_space(marked.placed):
                elsewhere += 1
            elif model in movable:
                model.go_to(near.index)
        return elsewhere

    def _refresh_all(self) -> None:
        followers = self._links.followers()
        for model in self._grid.on_screen():
            self._refresh(model, followers)

    def _refresh(self, model: ViewportModel, followers: list[ViewportModel]) -> None:
        what = model.on_screen
        is_alone = self.point is None and self._grid.on_screen() == [model]
        place = None if is_alone else self._places.of(what)
        if place is None:
            model.guides.show(Guides())
            return
        sheet = place.sheet(what.index)
        model.guides.show(
            Guides(
                self._lines_on(model, place, sheet),
                self._spot_on(place, sheet),
                self._following(model, place) if model in followers else None,
                self._slabs_on(model, place, sheet),
            )
        )

    def _lines_on(
        self, model: ViewportModel, place: Placed, seen: Sheet | None
    ) -> tuple[ReferenceLine, ...]:
        active = self._grid.active
        lead = self._places.of(active.on_screen)
        if model is active or lead is None or seen is None or not self._lines:
            return ()
        if not lead.shares_space(place):
            return ()
        index = active.on_screen.index
        cuts = [] if _is_same_group(lead, place) else [(index, "")]
        if self._ends:
            first = index - lead.place_in_phase(index)
            last = first + lead.per_phase - 1
            cuts = [*((at, str(at + 1)) for at in (first, last) if at != index), *cuts]
        found = ((_cut(lead.sheet(at), seen), label) for at, label in cuts)
        return tuple(ReferenceLine(line, label) for line, label in found if line)

    def _slabs_on(
        self, model: ViewportModel, place: Placed, seen: Sheet | None
    ) -> tuple[SlabEdge, ...]:
        """Both sides of the slabs that the other planes of its group have."""
        if seen is None or _group_of(place) == 0:
            return ()
        found = []
        for other in self._grid.on_screen():
            what = other.on_screen
            lead = self._places.of(what) if other is not model and what.is_cut else None
            section = lead.display_set.section if lead else None
            sheet = lead.sheet(what.index) if lead else None
            if lead is None or section is None or sheet is None or not section.slab_mm:
                continue
            if _is_same_group(lead, place):
                for side in (-0.5, 0.5):
                    line = _cut(_beside(sheet, side * section.slab_mm), seen)
                    found += [SlabEdge(line, section.name)] if line else []
        return tuple(found)

    def _spot_on(self, place: Placed, seen: Sheet | None) -> Spot | None:
        marked = self.point
        if marked is None or seen is None or not place.shares_space(marked.placed):
            return None
        if _is_same_group(marked.placed, place):  # the planes cross there
            return None
        column, row, distance = seen.plane.to_image(marked.point_mm)
        return Spot(column, row, distance, place.stack.reaches(distance))

    def _following(self, model: ViewportModel, place: Placed) -> Following | None:
        active = self._grid.active
        lead = self._places.of(active.on_screen)
        if lead is None or not self._links.state.switches.scroll:
            return None
        alignment = self._links.state.alignment(lead, place)
        index, at = active.on_screen.index, model.on_screen.index
        found = match(lead, index, place, at, alignment)
        return found.following if found else None


def _group_of(place: Placed) -> int:
    """Of planes through one volume that cross in one point; 0 of all else."""
    section = place.display_set.section
    return section.group if section is not None else 0


def _is_same_group(one: Placed, other: Placed) -> bool:
    """Each shows already, in a line of its own, where the other crosses it."""
    return _group_of(one) == _group_of(other) != 0


def _beside(sheet: Sheet, way_mm: float) -> Sheet:
    x, y, z = (
        at + way_mm * part
        for at, part in zip(sheet.plane.position_mm, sheet.plane.normal, strict=True)
    )
    return replace(sheet, plane=replace(sheet.plane, position_mm=(x, y, z)))


def _cut(sheet: Sheet | None, seen: Sheet) -> Segment | None:
    return crossing(sheet, seen) if sheet is not None else None


def _sentence(marked: Marked, elsewhere: int) -> str:
    """Where the point is in the patient, and where it is not shown."""
    header = marked.placed.display_set.first
    quadruped = header.text(tags.AnatomicalOrientationType) == "QUADRUPED"
    place = patient_text(marked.point_mm, quadruped)
    text = tr("Point at {place}", place=place)
    if elsewhere:
        text += " · " + trn(
            "{count} viewport is of another frame of reference: not shown there",
            "{count} viewports are of other frames of reference: not shown there",
            elsewhere,
        )
    return text
