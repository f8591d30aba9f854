"""Cells that cut one volume at right angles move, turn and window together."""

import math
from dataclasses import replace

from PySide6.QtCore import QObject

from viewer.kinds.section_sets import same_planes, section_here, section_set
from viewer.kinds.sections import Section, joined
from viewer.pixels.look import Look
from viewer.ui.state.grid import Grid
from viewer.ui.state.section_choices import SLABS_MM
from viewer.ui.state.viewport import ViewportModel, ViewportState, What

SAME_MM = 1e-6
"""Points that lie closer are one: nothing echoes."""


class SectionLinks(QObject):
    """Hears the viewports and lets the others of a group follow."""

    def __init__(self, grid: Grid, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._grid = grid

    def watch(self, model: ViewportModel) -> None:
        """Let one more cell lead and follow."""
        model.changed.connect(lambda old, new: self._on_changed(model, old, new))

    def _on_changed(
        self, model: ViewportModel, old: ViewportState, new: ViewportState
    ) -> None:
        here = section_of(new.what)
        if here is None or not here.group:
            return
        siblings = [
            other
            for other in self._grid.models()
            if other is not model and _group_of(other, here) == here.group
        ]
        if new.what != old.what:
            for other in siblings:
                _follow(other, here)
        if _tones(new.look) != _tones(old.look):
            for other in siblings:
                _look_alike(other, new.look)


def section_of(what: What) -> Section | None:
    """What a cell cuts, its point in the plane that is shown; None of other sets."""
    if what.display_set is None or what.display_set.section is None:
        return None
    return section_here(what.display_set, what.index)


def thicken(model: ViewportModel, by: int) -> None:
    """The next of the usual thicknesses, of a viewport that cuts a volume."""
    section = section_of(model.state.what)
    if section is not None:
        near = [abs(slab_mm - section.slab_mm) for slab_mm in SLABS_MM]
        at = min(max(near.index(min(near)) + by, 0), len(SLABS_MM) - 1)
        thicker = replace(section, slab_mm=SLABS_MM[at])
        model.change(what=what_of(thicker, model.state.what))


def what_of(section: Section, before: What | None = None) -> What:
    """The planes of a section, at its point; those of `before` where they are the same.

    They keep their number then, and nothing is made anew.
    """
    if before is not None and before.display_set is not None:
        same = same_planes(before.display_set, before.index, section)
        if same is not None:
            return What(same, before.index)
    return What(*section_set(section))


def _group_of(model: ViewportModel, leader: Section) -> int:
    """0 also of the leader's own planes in another cell, such as tiles."""
    display_set = model.state.what.display_set
    section = display_set.section if display_set else None
    if section is None or section.name == leader.name:
        return 0
    return section.group


def _follow(model: ViewportModel, leader: Section) -> None:
    mine = section_of(model.state.what)
    if mine is None or mine.stack.source is not leader.stack.source:
        return
    apart = math.dist(mine.point_mm, leader.point_mm)
    is_other = mine.axes != leader.axes or mine.stack is not leader.stack
    if apart > SAME_MM or is_other:
        wanted = joined(mine, leader)
        model.change(what=what_of(wanted, model.state.what))


def _tones(look: Look) -> tuple[object, ...]:
    return look.voi, look.inverted, look.colour_map


def _look_alike(model: ViewportModel, look: Look) -> None:
    mine = model.state.look
    tones = {
        "voi": look.voi,
        "inverted": look.inverted,
        "colour_map": look.colour_map,
    }
    model.change(look=replace(mine, **tones))  # type: ignore[arg-type]
