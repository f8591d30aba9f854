"""The planes of what the cells show: read once, kept while the set is shown."""

from collections.abc import Callable

from viewer.files.header import Header
from viewer.kinds.base import DisplaySet
from viewer.kinds.stacks import Placed, placed
from viewer.ui.state.grid import Grid
from viewer.ui.state.linked_views import View
from viewer.ui.state.viewport import ViewportModel, What


class Places:
    """Looks up `Placed` for the cells of a grid."""

    def __init__(self, grid: Grid) -> None:
        self._grid = grid
        self._known: dict[DisplaySet, Placed] = {}

    def of(self, what: What) -> Placed | None:
        """The planes of what a cell shows, None where it shows no stack of images."""
        display_set = what.display_set
        if display_set is None or display_set.view != "stack":
            return None
        if display_set.computed is not None:  # it lies nowhere and follows nothing
            return None
        if display_set not in self._known:
            cells = self._grid.models()
            shown = {model.state.what.display_set for model in cells}
            shown |= {model.shown_what.display_set for model in cells}
            kept = {one: at for one, at in self._known.items() if one in shown}
            self._known = {**kept, display_set: placed(display_set)}
        return self._known[display_set]

    def movable(self) -> list[ViewportModel]:
        """The cells on screen that may be moved: tiles go where their active one does,
        what plays goes by its own beat."""
        sheets = (self._grid.front, self._grid.beside)
        return [
            model
            for sheet in sheets
            if sheet is not None and not sheet.state.tiled
            for model in sheet.visible()
            if not model.state.play.playing
        ]

    def view(self, model: ViewportModel) -> View | None:
        """What a cell shows now, with its place; None without a picture."""
        shown, cell, place = model.shown, model.cell(), self.of(model.on_screen)
        if shown is None or cell is None or place is None:
            return None
        return View(model, cell, shown, place, place.sheet(model.on_screen.index))

    def forget(self, is_gone: Callable[[Header], bool]) -> None:
        """Free the planes of what is closed now."""
        self._known = {
            one: at for one, at in self._known.items() if not is_gone(one.listed.first)
        }

    def clear(self) -> None:
        """Everything was closed."""
        self._known.clear()
