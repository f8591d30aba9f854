"""The grid of viewports: its sheets, their cells, and the one that is active."""

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from viewer.geometry.layout import Layout, even
from viewer.ui.state.sheet import GridState, Sheet, Stock
from viewer.ui.state.viewport import ViewportModel

__all__ = ["Grid", "GridState", "Sheet"]


class Grid(QObject):
    """Sheets of cells. The main window shows `front`, a second window `beside`.

    Exactly one cell of all is active, in `sheet`: the one that the reader works on,
    whichever window it is in.
    """

    changed = Signal(object, object)
    """(old state, new state) of the sheet that the reader works on."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stock = Stock(self)
        self.front = self._stock.sheet(Layout())
        self.beside: Sheet | None = None
        self.sheet = self.front
        self.sheets: list[Sheet] = [self.front]
        """Those of the main window, in the order in which they were made."""

    @property
    def state(self) -> GridState:
        """Of the sheet that the reader works on."""
        return self.sheet.state

    @property
    def cells(self) -> list[ViewportModel]:
        """Of the sheet that the reader works on, hidden ones too."""
        return self.sheet.cells

    @property
    def active(self) -> ViewportModel:
        """The model of the active cell."""
        return self.sheet.active

    def visible(self) -> list[ViewportModel]:
        """The models on screen of the sheet that the reader works on."""
        return self.sheet.visible()

    def on_screen(self) -> list[ViewportModel]:
        """The models on screen in all windows."""
        second = self.beside.visible() if self.beside else []
        return [*self.front.visible(), *second]

    def is_on_screen(self, model: ViewportModel) -> bool:
        """In whichever window."""
        return model in self.on_screen()

    def models(self) -> list[ViewportModel]:
        """All cells of all sheets, those that are empty and out of use too."""
        return self._stock.made

    def lay_out(self, rows: int, columns: int) -> None:
        """Show rows × columns cells, each with what it showed before."""
        self.arrange(even(rows, columns))

    def arrange(self, layout: Layout) -> None:
        """Show the cells of a layout, each with what it showed before; ends tiles."""
        self.leave_tiles()
        self._stock.fill(self.sheet, layout.cells)
        active = min(self.state.active, layout.cells - 1)
        self._set(replace(self.state, layout=layout, active=active, maximised=False))

    def activate(self, model: ViewportModel) -> None:
        """Make a visible cell the active one, in whichever window it is."""
        for sheet in filter(None, (self.front, self.beside)):
            if model in sheet.visible():
                index = sheet.cells.index(model)
                self._set(replace(sheet.state, active=index), sheet)

    def activate_next(self, by: int = 1) -> None:
        """Move the active mark among the visible cells, around the ends."""
        cells = self.visible()
        self.activate(cells[(cells.index(self.active) + by) % len(cells)])

    def toggle_maximised(self) -> None:
        """Show the active cell alone, or all again."""
        self._set(replace(self.state, maximised=not self.state.maximised))

    def open_sheet(self, study: str, layout: Layout) -> Sheet:
        """A new sheet with empty cells, brought to the front of the main window."""
        sheet = self._stock.sheet(layout, study)
        self.sheets.append(sheet)
        self.bring(sheet)
        return sheet

    def open_beside(self) -> Sheet:
        """The sheet of the second window; the same while there is one."""
        if self.beside is None:
            self.beside = self._stock.sheet(Layout(), beside=True)
        self._set(self.beside.state, self.beside)
        return self.beside

    def bring(self, sheet: Sheet) -> None:
        """Show one of the main window's sheets there, as it was left."""
        if sheet is not self.front:
            self.front.pause()
        self.front = sheet
        self._set(sheet.state, sheet)

    def close_sheet(self, sheet: Sheet) -> None:
        """Empty the cells of a sheet and forget it.

        The last one of the main window is left, with nothing in it.
        """
        if sheet is self.beside:
            old, self.beside, self.sheet = self.state, None, self.front
            self.changed.emit(old, self.state)
        elif len(self.sheets) == 1:
            self.sheets = [self._stock.sheet(sheet.state.layout)]
            self.bring(self.sheets[0])
        else:
            place = self.sheets.index(sheet)
            self.sheets.remove(sheet)
            if sheet is self.front:
                self.bring(self.sheets[max(place - 1, 0)])
        self._stock.take_back(sheet.models(), beside=sheet.beside)

    def cover(self, layout: Layout) -> list[ViewportModel]:
        """Lay tiles over the sheet's cells until `leave_tiles`; their models."""
        self.leave_tiles()
        sheet, state = self.sheet, self.state
        sheet.covered, sheet.cells = (state, sheet.cells), []
        self._stock.fill(sheet, layout.cells)
        self._set(GridState(layout, 0, False, state.sheet, tiled=True))
        return sheet.cells

    def leave_tiles(self, sheet: Sheet | None = None) -> None:
        """The cells as they were before the tiles, of the sheet in use or another."""
        sheet = sheet or self.sheet
        if sheet.covered is None:
            return
        tiles = sheet.cells
        (before, sheet.cells), sheet.covered = sheet.covered, None
        if sheet is self.sheet:
            self._set(before)
        else:
            sheet.state = before
            self.changed.emit(self.state, self.state)
        self._stock.take_back(tiles, beside=sheet.beside)

    def _set(self, new: GridState, sheet: Sheet | None = None) -> None:
        old = self.state
        self.sheet = sheet or self.sheet
        self.sheet.state = new
        if new != old:
            self.changed.emit(old, new)
