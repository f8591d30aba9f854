"""Nine linked viewports: a window step with repaint, and scrolling 300 slices.

Scrolling is what the links and the reference lines cost by themselves: no slice is
decoded and nothing is painted.
"""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication, QGridLayout, QWidget

from tests.benchmarks.figure import Figure, Target, figure, milliseconds
from viewer.demo.build import to_bytes
from viewer.demo.oblique import AXIAL, CORONAL, OBLIQUE, Cosines, oblique_series
from viewer.files.index import IndexBuilder
from viewer.files.sources import Source
from viewer.files.walk import walk_header
from viewer.kinds import display_sets
from viewer.kinds.base import DisplaySet
from viewer.pixels.look import Window
from viewer.ui.canvas.canvas import Canvas
from viewer.ui.linking import Linking
from viewer.ui.state.grid import Grid
from viewer.ui.state.links import Switches
from viewer.ui.state.tool_choice import ToolChoice
from viewer.ui.state.viewport import ViewportModel
from viewer.work.loading import FrameLoad, Shown, load_frame

WIDTH, HEIGHT = 1600, 1200
WINDOW, SCROLL = Target("issue 6", 16.0), Target("issue 6", 16.0)
STEPS, SLICES, SIZE = 50, 300, 512
PLANES: tuple[Cosines, ...] = (AXIAL, CORONAL, OBLIQUE)


def figures() -> list[Figure]:
    """The median window step in a 3 × 3 grid, and the median scroll step."""
    application = QApplication.instance() or QApplication([])
    grid, linking = _grid()
    step = _windowed(grid)
    window = [milliseconds(step) for _ in range(STEPS)]
    linking.guiding.draw_lines(True, True)
    grid.active.go_to(0)
    step = _scrolled(grid)
    taken = [milliseconds(step) for _ in range(SLICES - 1)]
    assert application is QCoreApplication.instance()
    return [
        figure("window step, 3 × 3 linked", window, "ms", None, WINDOW),
        figure("scroll step, 3 × 3 linked, unpainted", taken, "ms", None, SCROLL),
    ]


def _grid() -> tuple[Grid, Linking]:
    """Nine canvases: three series in each of three planes."""
    grid = Grid()
    grid.lay_out(3, 3)
    linking = Linking(grid, grid)
    linking.links.switch(Switches(on=True))
    sets = [_set(cosines) for cosines in PLANES]
    panel = QWidget()
    panel.resize(WIDTH, HEIGHT)
    layout = QGridLayout(panel)
    _WINDOWS.append(panel)
    for number, model in enumerate(grid.cells):
        display_set, shown = sets[number % 3]
        linking.watch(model)
        layout.addWidget(Canvas(model, ToolChoice(), panel), number // 3, number % 3)
        _deliver_at_once(model, shown)
        model.show_set(display_set)
    panel.show()
    QApplication.processEvents()
    return grid, linking


_WINDOWS: list[QWidget] = []
"""Kept as long as the process: widgets that end after it end in a crash."""


def _set(cosines: Cosines) -> tuple[DisplaySet, Shown]:
    """A display set of 300 places, and a picture of 512² that stands for each."""
    name = str(PLANES.index(cosines))
    builder = IndexBuilder()
    small = oblique_series(name, cosines, slices=SLICES, gap_mm=1.0, size=(8, 8))
    for number, dataset in enumerate(small):
        source = Source(f"memory:{name}/{number}", to_bytes(dataset))
        builder.add(walk_header(source))
    series = builder.index().patients[0].studies[0].series[0]
    (display_set,) = display_sets(series)
    (large,) = oblique_series(name, cosines, slices=1, size=(SIZE, SIZE))
    header = walk_header(Source("memory:large", to_bytes(large)))
    shown = load_frame(FrameLoad(replace(display_set.frames[0], header=header)))
    assert isinstance(shown, Shown)
    return display_set, shown


def _deliver_at_once(model: ViewportModel, shown: Shown) -> None:
    """Every frame that is asked for is there: the same picture."""

    def on_changed(old: object, new: object) -> None:
        if model.shown is None or model.is_waiting:
            model.deliver(shown, None)

    model.changed.connect(on_changed)


def _windowed(grid: Grid) -> Callable[[], None]:
    """A function that changes the active window and lets all nine be painted."""

    def step() -> None:
        look, voi = grid.active.state.look, grid.active.voi()
        width = voi.width + 1 if isinstance(voi, Window) else 400.0
        grid.active.change(look=replace(look, voi=Window(40.0, width)))
        QApplication.processEvents()

    step()
    last = grid.cells[-1].state.look.voi
    if last != grid.active.state.look.voi:
        raise RuntimeError("the last viewport did not follow")
    return step


def _scrolled(grid: Grid) -> Callable[[], None]:
    return lambda: grid.active.step(1)
