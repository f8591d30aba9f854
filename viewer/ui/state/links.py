"""Which visible cells follow the active one, and in what.

Only the active cell leads, and equal state emits nothing: so nothing echoes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field, replace
from types import MappingProxyType
from typing import Any

from PySide6.QtCore import QObject, Signal

from viewer.files.identity import patient_key
from viewer.geometry.fit import Camera
from viewer.kinds.stacks import PatientKey, Placed
from viewer.records import dataclass
from viewer.ui.state.grid import Grid
from viewer.ui.state.linked_views import linked_camera, takes, takes_window
from viewer.ui.state.matching import Alignment, Anchor, can_follow, match
from viewer.ui.state.places import Places
from viewer.ui.state.viewport import ViewportModel, ViewportState

_Pair = frozenset[tuple[object, ...]]
_NO_ALIGNMENTS: Mapping[_Pair, Alignment] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Switches:
    """What is linked while `on`."""

    on: bool = False
    scroll: bool = True
    zoom: bool = True
    pan: bool = True
    window: bool = True
    turn: bool = False
    """Rotation and flip."""


@dataclass(frozen=True, slots=True)
class LinksState:
    """Everything that the links go by.

    `unlinked` are cells that the reader took out; `alignments` what was laid side by
    side by hand; `confirmed` different patients whose links the reader wants.
    """

    switches: Switches = field(default_factory=Switches)
    unlinked: frozenset[ViewportModel] = frozenset()
    alignments: Mapping[_Pair, Alignment] = field(
        default_factory=lambda: _NO_ALIGNMENTS
    )
    confirmed: frozenset[PatientKey] = frozenset()

    def alignment(self, one: Placed, other: Placed) -> Alignment | None:
        """How the reader laid two stacks side by side, whichever leads."""
        return self.alignments.get(frozenset({one.key, other.key}))

    def may_link(self, one: PatientKey, other: PatientKey) -> bool:
        """The same patient, or two that the reader has confirmed."""
        return one == other or {one, other} <= self.confirmed


class Links(QObject):
    """Hears the viewports of the grid and moves those that follow."""

    changed = Signal(object, object)
    """(old state, new state)"""

    def __init__(
        self, grid: Grid, places: Places, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.state = LinksState()
        self._grid = grid
        self._places = places
        grid.changed.connect(self._check_patients)

    def watch(self, model: ViewportModel) -> None:
        """Let a cell lead when it is active, and follow when it is not."""
        model.changed.connect(lambda old, new: self._on_changed(model, old, new))

    def switch(self, switches: Switches) -> None:
        """Link in other things."""
        before = self.state.switches
        self._set(switches=switches)
        if switches.on and switches.scroll and not (before.on and before.scroll):
            self._begin(self.followers())

    def toggle_cell(self, model: ViewportModel) -> None:
        """Take a cell out of the links, or in again as it lies now."""
        unlinked = self.state.unlinked ^ {model}
        self._set(unlinked=unlinked)
        if model not in unlinked:
            followers = self.followers()
            active = model is self._grid.active
            self._begin(followers if active else [m for m in followers if m is model])

    def align(self) -> None:
        """What lies side by side now belongs together, in the same space too."""
        self._align(self.followers(), lambda leader, follower: True)

    def forget_alignments(self) -> None:
        """By position again, else by number."""
        self._set(alignments=_NO_ALIGNMENTS)
        self._scroll(self.followers())

    def confirm(self, confirmed: bool) -> None:
        """Link the different patients on screen, until others are there; or no more."""
        self._set(confirmed=self.patients() if confirmed else frozenset())
        self._begin(self.followers())

    def clear(self) -> None:
        """Everything was closed; what is to be linked stays chosen."""
        self._places.clear()
        self._set(
            unlinked=frozenset(), alignments=_NO_ALIGNMENTS, confirmed=frozenset()
        )

    def patients(self) -> frozenset[PatientKey]:
        """Who is on screen, in all windows."""
        frames = (model.state.what.frame for model in self._grid.on_screen())
        return frozenset(patient_key(frame.header) for frame in frames if frame)

    def followers(self) -> list[ViewportModel]:
        """The visible cells that follow the active one, whatever they follow it in."""
        active, state = self._grid.active, self.state
        if not state.switches.on or active in state.unlinked:
            return []
        left_out = {active, *state.unlinked}
        beside = [one for one in self._places.movable() if one not in left_out]
        # Planes are read where somebody may follow: those of 10,000 slices take 0.2 s.
        lead = self._places.of(active.state.what) if beside else None
        if lead is None:
            return []
        return [
            model
            for model in beside
            if (place := self._places.of(model.state.what)) is not None
            and state.may_link(lead.patient, place.patient)
        ]

    def _pairs(
        self, models: list[ViewportModel]
    ) -> Iterator[tuple[ViewportModel, Placed, Placed]]:
        """(follower, planes of the active cell, of the follower)"""
        leader = self._places.of(self._grid.active.state.what)
        for model in models if leader is not None else ():
            follower = self._places.of(model.state.what)
            if leader is not None and follower is not None:
                yield model, leader, follower

    def _begin(self, models: list[ViewportModel]) -> None:
        """By position at once; across frames of reference as it lies now."""
        self._align(models, lambda one, other: not one.shares_space(other))
        self._scroll(models)

    def _align(
        self, models: list[ViewportModel], wanted: Callable[[Placed, Placed], bool]
    ) -> None:
        active, alignments = self._grid.active, dict(self.state.alignments)
        for model, leader, follower in self._pairs(models):
            meet = can_follow(leader, active.state.what.index, follower)
            if meet and leader.key != follower.key and wanted(leader, follower):
                alignments[frozenset({leader.key, follower.key})] = Alignment(
                    leader.key,
                    self._anchor(active, leader),
                    follower.key,
                    self._anchor(model, follower),
                )
        self._set(alignments=MappingProxyType(alignments))

    def _anchor(self, model: ViewportModel, place: Placed) -> Anchor:
        index, view = model.state.what.index, self._places.view(model)
        level = place.stack.level_of(index) if place.sheet(index) else None
        aside = view.aside if view is not None else (0.0, 0.0)
        return Anchor(place.place_in_phase(index), level, aside)

    def _on_changed(
        self, model: ViewportModel, old: ViewportState, new: ViewportState
    ) -> None:
        if old.what.display_set is not new.what.display_set:
            if new.what.display_set is None:  # an emptied cell may serve another study
                self._set(unlinked=self.state.unlinked - {model})
            self._check_patients()
            return
        switches = self.state.switches
        if model is not self._grid.active or not switches.on:
            return
        if switches.scroll and new.what.index != old.what.index:
            self._scroll(self.followers(), old.what.index)
        pans = switches.pan and new.camera.centre != old.camera.centre
        zooms = switches.zoom and new.camera.zoom != old.camera.zoom
        turns = switches.turn and new.camera.turn != old.camera.turn
        if pans or zooms or turns:
            self._move(zooms, pans, old.camera if turns else None)
        if switches.window and new.look.voi != old.look.voi and takes(new.look.voi):
            self._window(model)

    def _scroll(self, models: list[ViewportModel], before: int | None = None) -> None:
        """To the slice beside the active one; to its phase where that has changed."""
        index = self._grid.active.state.what.index
        if not self.state.switches.scroll:
            return
        for model, leader, follower in self._pairs(models):
            alignment = self.state.alignment(leader, follower)
            at = model.state.what.index
            if before is not None and leader.phase_of(before) != leader.phase_of(index):
                from viewer.kinds.phases import in_phase_beside

                at = in_phase_beside(leader, index, follower, at)
            found = match(leader, index, follower, at, alignment)
            if found is not None and found.index is not None:
                at = found.index
            model.go_to(at)

    def _move(self, zooms: bool, pans: bool, turned: Camera | None) -> None:
        """`turned`: how the active cell lay before it was turned or flipped."""
        leader = self._places.view(self._grid.active)
        for model in self.followers():
            view = self._places.view(model)
            if leader is not None and view is not None:
                alignment = self.state.alignment(leader.placed, view.placed)
                camera = linked_camera(leader, view, alignment, zooms, pans, turned)
                model.change(camera=camera)

    def _window(self, leader: ViewportModel) -> None:
        shown = leader.shown
        for model in self.followers():
            follower = model.shown
            if shown and follower and takes_window(shown, follower):
                look = replace(model.state.look, voi=leader.state.look.voi)
                model.change(look=look)

    def _check_patients(self) -> None:
        """Others on screen than were confirmed: links between them are off again."""
        if self.state.confirmed and self.state.confirmed != self.patients():
            self._set(confirmed=frozenset())

    def _set(self, **fields: Any) -> None:
        old, new = self.state, replace(self.state, **fields)
        if new != old:
            self.state = new
            self.changed.emit(old, new)
