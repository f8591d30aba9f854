"""Which sheet and cell of the grid a study goes to."""

from viewer.geometry.layout import Layout
from viewer.kinds.base import DisplaySet
from viewer.ui.state.grid import Grid, Sheet
from viewer.ui.state.viewport import ViewportModel
from viewer.work.catalogue import study_of


def study_key_of(display_set: DisplaySet) -> str:
    """The key of its study, as the index has it."""
    return study_of(display_set.own.first)


def sheet_of(grid: Grid, model: ViewportModel) -> Sheet | None:
    """The sheet that has the cell; None of one that is covered or out of use."""
    sheets = (*grid.sheets, grid.beside)
    return next((one for one in sheets if one and model in one.cells), None)


def room_for(
    grid: Grid, display_set: DisplaySet, target: ViewportModel, *, named: bool
) -> ViewportModel:
    """The cell for what has been opened.

    It is the target when the reader has `named` it, when it is empty, or shows the
    same study; else the active cell of the sheet of its study, which is brought to
    the front, or made.
    """
    study = study_key_of(display_set)
    home = sheet_of(grid, target)
    if home is None:  # its sheet has been closed, or its tiles left, meanwhile
        home, target, named = grid.front, grid.front.active, False
    shown = target.state.what.display_set
    if named or shown is None or study_key_of(shown) == study:
        home.study = home.study or ("" if home.beside else study)
        return target
    return bring_study(grid, study).active


def may_replace(grid: Grid, model: ViewportModel, display_set: DisplaySet) -> bool:
    """Whether it may take the place of what was first put into a cell.

    Its sheet becomes the one of the new study, unless that has another already.
    """
    shown, study = model.state.what.display_set, study_key_of(display_set)
    if shown is None or study_key_of(shown) == study:
        return True
    home = sheet_of(grid, model)
    if home is None or any(sheet.study == study for sheet in grid.sheets):
        return False
    if home.study == study_key_of(shown):
        home.study = study
        grid.changed.emit(grid.state, grid.state)
    return True


def bring_study(grid: Grid, study: str) -> Sheet:
    """The sheet of a study in front; made, with empty cells, if there is none."""
    for sheet in grid.sheets:
        if sheet.study == study:
            grid.bring(sheet)
            return sheet
    return grid.open_sheet(study, grid.front.layout)


def forget_study(grid: Grid, study: str) -> None:
    """Let no cell and no tile show a study any more."""
    for sheet in (*grid.sheets, grid.beside):
        if sheet is not None and any(_is_of(model, study) for model in sheet.cells):
            grid.leave_tiles(sheet)
    for model in grid.models():
        if _is_of(model, study):
            model.show_set(None)


def _is_of(model: ViewportModel, study: str) -> bool:
    display_set = model.state.what.display_set
    return display_set is not None and study_key_of(display_set) == study


def close_sheets(grid: Grid) -> None:
    """Empty every cell; one sheet with one cell is left, in the main window."""
    for sheet in (*grid.sheets, grid.beside):
        if sheet is not None:
            grid.close_sheet(sheet)
    grid.arrange(Layout())
