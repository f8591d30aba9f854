"""The points of a curve are those of a space: every viewport of it has them."""

from PySide6.QtCore import QObject

from viewer.kinds.computed import Path
from viewer.kinds.fusions import space_of
from viewer.ui.state.grid import Grid
from viewer.ui.state.viewport import ViewportModel, ViewportState


class Paths(QObject):
    """Hears the viewports and lets the others of the same space have the points."""

    def __init__(self, grid: Grid, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._grid = grid

    def watch(self, model: ViewportModel) -> None:
        """Let one more cell lead and follow."""
        model.changed.connect(lambda old, new: self._on_changed(model, old, new))

    def _on_changed(
        self, model: ViewportModel, old: ViewportState, new: ViewportState
    ) -> None:
        if new.path != old.path:
            self.share(model, new.path, old.path)
        elif new.what.display_set is not old.what.display_set:
            self._adopt(model)

    def share(
        self, model: ViewportModel, path: Path | None, before: Path | None = None
    ) -> None:
        """Give the points of a cell to the others; take them away with None."""
        known = path or before
        if known is None or not _is_in(model, known):
            return
        for other in self._grid.models():
            if other is not model and _is_in(other, known):
                other.change(path=path)

    def _adopt(self, model: ViewportModel) -> None:
        """The points of the space of what has come into a cell."""
        own = model.state.path
        if own is not None and _is_in(model, own):
            return
        paths = {other.state.path for other in self._grid.models()} - {None}
        mine = [path for path in paths if path is not None and _is_in(model, path)]
        model.change(path=mine[0] if mine else None)


def _is_in(model: ViewportModel, path: Path) -> bool:
    display_set = model.state.what.display_set
    if display_set is None or display_set.computed is not None:
        return False
    named = bool(path.space[0])
    return named and space_of(display_set.first) == path.space
