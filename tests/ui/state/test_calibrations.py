"""A line of known length reaches every viewport, and goes with its mark."""

from PySide6.QtCore import QObject

from tests.files.made import made
from viewer.files.header import Header
from viewer.geometry.marks import FrameKey, Mark
from viewer.ui.state.annotations import Annotations
from viewer.ui.state.calibrations import Calibrations
from viewer.ui.state.grid import Grid
from viewer.ui.state.viewport import ViewportModel

KEY = FrameKey("1.9", 0)
LINE = Mark("1", "calibration", ((0.0, 0.0), (3.0, 4.0)), length_mm=10)


def test_viewports_hold_what_the_lines_say_until_they_are_undone() -> None:
    parent = QObject()
    annotations, grid = Annotations(parent), Grid(parent)
    open_now: list[Header] = [made(SOPInstanceUID="1.9")]
    follower = Calibrations(annotations, grid, lambda: open_now, parent)
    grid.lay_out(1, 2)
    annotations.put(KEY, LINE, Mark("2", "text", ((1.0, 1.0),)))
    for model in grid.cells:
        (found,) = model.state.calibrations
        assert (found.row_mm, found.column_mm) == (2, 2)
    new = ViewportModel(parent)
    follower.watch(new)
    assert new.state.calibrations == grid.cells[0].state.calibrations
    annotations.undo()
    assert grid.cells[1].state.calibrations == ()
    annotations.redo()
    assert len(grid.cells[1].state.calibrations) == 1
    open_now.clear()
    follower.catch_up()
    assert grid.cells[0].state.calibrations == ()
