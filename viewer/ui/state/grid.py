"""The grid of viewports: its layout, its cells, and the one that is active."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from viewer.ui.state.viewport import ViewportModel

LARGEST = 5


@dataclass(frozen=True, slots=True)
class GridState:
    """Rows and columns of cells; `active` counts from 0, row by row.

    With `maximised` only the active cell is on screen; the others keep their state.
    """

    rows: int = 1
    columns: int = 1
    active: int = 0
    maximised: bool = False


class Grid(QObject):
    """Cells live as long as the grid: a smaller layout hides, a larger one shows."""

    changed = Signal(object, object)
    """(old state, new state)"""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state = GridState()
        self.cells: list[ViewportModel] = [ViewportModel(self)]

    @property
    def active(self) -> ViewportModel:
        """The model of the active cell."""
        return self.cells[self.state.active]

    def visible(self) -> list[ViewportModel]:
        """The models on screen, row by row."""
        if self.state.maximised:
            return [self.active]
        return self.cells[: self.state.rows * self.state.columns]

    def lay_out(self, rows: int, columns: int) -> None:
        """Show rows × columns cells, each with what it showed before."""
        rows, columns = min(max(rows, 1), LARGEST), min(max(columns, 1), LARGEST)
        while len(self.cells) < rows * columns:
            self.cells.append(ViewportModel(self))
        active = min(self.state.active, rows * columns - 1)
        self._set(GridState(rows, columns, active))

    def activate(self, model: ViewportModel) -> None:
        """Make a visible cell the active one."""
        if model in self.visible():
            state = self.state
            index = self.cells.index(model)
            self._set(GridState(state.rows, state.columns, index, state.maximised))

    def activate_next(self, by: int = 1) -> None:
        """Move the active mark among the visible cells, around the ends."""
        cells = self.visible()
        self.activate(cells[(cells.index(self.active) + by) % len(cells)])

    def toggle_maximised(self) -> None:
        """Show the active cell alone, or all again."""
        state = self.state
        self._set(
            GridState(state.rows, state.columns, state.active, not state.maximised)
        )

    def _set(self, new: GridState) -> None:
        old = self.state
        if new != old:
            self.state = new
            self.changed.emit(old, new)
