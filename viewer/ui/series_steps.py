"""From one display set to the next in the active cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from viewer.kinds.base import DisplaySet
from viewer.ui.state.rooms import study_key_of
from viewer.ui.workplaces import sets_of

if TYPE_CHECKING:
    from viewer.ui.app import App


def step_series(app: App, by: int) -> None:
    """The next or previous one of its study: no key leads to another patient unasked.

    An empty cell begins with what is in no other.
    """
    catalogue, current = app.workspace.state.catalogue, app.grid.active.state.what
    if current.display_set is None:
        unseen = _unseen(app)
        if unseen:
            app.grid.active.show_set(unseen[0 if by > 0 else -1])
        return
    listed = current.display_set.listed
    sets = sets_of(catalogue, study_key_of(listed))
    if listed in sets:
        place = sets.index(listed) + by
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
