"""A sheet: one workplace with its cells, and how they lie."""

from collections.abc import Iterable
from dataclasses import field, replace

from PySide6.QtCore import QObject

from viewer.geometry.layout import Layout
from viewer.records import dataclass
from viewer.ui.state.viewport import ViewportModel


@dataclass(frozen=True, slots=True)
class GridState:
    """How the cells of a sheet lie; `active` counts from 0 in the layout's order.

    With `maximised` only the active cell is on screen; the others keep their state.
    `sheet` is the number of the sheet, `tiled` that its cells show consecutive images.
    """

    layout: Layout = field(default_factory=Layout)
    active: int = 0
    maximised: bool = False
    sheet: int = 0
    tiled: bool = False

    @property
    def cell(self) -> tuple[int, int, bool]:
        """Tells the active cell from all others."""
        return self.sheet, self.active, self.tiled

    @property
    def rows(self) -> int:
        """Of the layout."""
        return self.layout.rows

    @property
    def columns(self) -> int:
        """Of the layout."""
        return self.layout.columns


@dataclass(slots=True, eq=False)
class Sheet:
    """Cells live as long as their sheet: a smaller layout hides, a larger one shows.

    `study` is the key of the study that it is a workplace of, "" of none. `beside`:
    the second window shows it, not the main one.
    """

    state: GridState
    cells: list[ViewportModel] = field(default_factory=list)
    study: str = ""
    beside: bool = False
    covered: "tuple[GridState, list[ViewportModel]] | None" = None
    """State and cells that come back when its tiles are left."""

    @property
    def active(self) -> ViewportModel:
        """The model of its active cell."""
        return self.cells[self.state.active]

    @property
    def layout(self) -> Layout:
        """Of the cells, also while tiles cover them."""
        return self.covered[0].layout if self.covered else self.state.layout

    def visible(self) -> list[ViewportModel]:
        """The models on screen while the sheet is, in the layout's order."""
        if self.state.maximised:
            return [self.active]
        return self.cells[: self.state.layout.cells]

    def models(self) -> list[ViewportModel]:
        """All cells, also those that tiles cover."""
        return [*self.cells, *(self.covered[1] if self.covered else ())]

    def pause(self) -> None:
        """What plays on a sheet that leaves the screen stands still from now on."""
        for model in self.models():
            model.change(play=replace(model.state.play, playing=False))


class Stock:
    """Where sheets have their cells from: emptied ones are used again.

    A cell stays with its window: one widget shows it, now and later.
    """

    def __init__(self, parent: QObject) -> None:
        self._parent = parent
        self.made: list[ViewportModel] = []
        """All cells, those that no sheet has at present too."""
        self._sheets = 0
        self._spare: dict[bool, list[ViewportModel]] = {False: [], True: []}

    def sheet(self, layout: Layout, study: str = "", *, beside: bool = False) -> Sheet:
        """A new sheet with empty cells."""
        sheet = Sheet(GridState(layout, sheet=self._sheets), study=study, beside=beside)
        self._sheets += 1
        self.fill(sheet, layout.cells)
        return sheet

    def fill(self, sheet: Sheet, count: int) -> None:
        """Give a sheet cells until it has so many."""
        spare = self._spare[sheet.beside]
        while len(sheet.cells) < count:
            sheet.cells.append(spare.pop() if spare else self._make())

    def take_back(self, models: Iterable[ViewportModel], *, beside: bool) -> None:
        """Empty cells that no sheet has any more."""
        for model in models:
            model.show_set(None)
            self._spare[beside].append(model)

    def _make(self) -> ViewportModel:
        self.made.append(ViewportModel(self._parent))
        return self.made[-1]
