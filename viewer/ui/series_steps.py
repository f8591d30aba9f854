"""From one display set to the next in the active cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from viewer.kinds.base import DisplaySet
from viewer.ui.workplaces import sets_of

if TYPE_CHECKING:
    from viewer.ui.app import App


def step_series(app: App, by: int) -> None:
    """The next or previous one; an empty cell begins with what is in no other cell."""
    sets = list(app.workspace.state.catalogue.sets())
    current = app.grid.active.state.what.display_set
    if current is None:
        unseen = _unseen(app)
        if unseen:
            app.grid.active.show_set(unseen[0 if by > 0 else -1])
    elif current.listed in sets:
        place = sets.index(current.listed) + by
        if 0 <= place < len(sets):
            app.grid.active.show_set(sets[place])


def _unseen(app: App) -> list[DisplaySet]:
    """Of the study in front, else of all: what no cell on screen shows."""
    catalogue, study = app.workspace.state.catalogue, app.grid.front.study
    seen = [
        one.state.what.display_set.listed
        for one in app.grid.on_screen()
        if one.state.what.display_set is not None
    ]
    sets = sets_of(catalogue, study) or list(catalogue.sets())
    return [one for one in sets if one not in seen]
