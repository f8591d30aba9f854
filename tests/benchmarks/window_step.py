"""One step of window, zoom or pan with repaint in a viewport of 1600 × 1200.

The floor is one bare look-up for each pixel of the viewport.
"""

import itertools
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from tests.benchmarks.data import MAMMOGRAM_COLUMNS, MAMMOGRAM_ROWS
from tests.benchmarks.figure import Figure, Target, figure, milliseconds, within
from viewer.files.header import Header
from viewer.files.index import IndexBuilder
from viewer.files.scan import scan
from viewer.kinds import display_sets
from viewer.pixels.layers import layers_of
from viewer.pixels.look import Window
from viewer.pixels.overlay import Overlay
from viewer.pixels.shutter import Circle, Shutter
from viewer.ui.canvas.canvas import Canvas
from viewer.ui.state.tool_choice import ToolChoice
from viewer.ui.state.viewport import ViewportModel
from viewer.work.loading import FrameLoad, Shown, load_frame

WIDTH, HEIGHT = 1600, 1200
WINDOW, MOVE = Target("T4, issue 2", 8.0), Target("T5", 12.0)
FLOOR_FACTOR, SIZE_FACTOR = 3.0, 1.5
STEPS = 100
COLOUR_MAP = "HOT_IRON"


def figures(ct: Path, mammogram: Path) -> list[Figure]:
    """100 steps each, on a CT slice and on a mammogram."""
    application()
    rows: list[Figure] = []
    large = f"{MAMMOGRAM_ROWS} × {MAMMOGRAM_COLUMNS}"
    small_taken: list[float] = []
    for name, path, is_covered, colour_map in (
        ("512²", min(ct.iterdir()), False, ""),
        (large, mammogram, False, ""),
        (f"{large}, overlay and shutter", mammogram, True, ""),
        (f"{large}, the same in colours", mammogram, True, COLOUR_MAP),
    ):
        model, canvas = _viewport(path, is_covered)
        taken = _taken(canvas, _windowing(model, colour_map))
        floor = _floor()
        targets = [WINDOW, within("T4", FLOOR_FACTOR, floor)]
        if name == large:
            targets.append(within("T4, of 512²", SIZE_FACTOR, small_taken))
        small_taken = small_taken or taken
        rows.append(figure(f"window step, {name}", taken, "ms", floor, *targets))
        if not is_covered:
            for move, step in (("zoom", _zooming(model)), ("pan", _panning(model))):
                taken = _taken(canvas, step)
                rows.append(figure(f"{move} step, {name}", taken, "ms", floor, MOVE))
    return rows


@cache
def application() -> QCoreApplication:
    """Kept as long as the process: widgets that outlive it end in a crash."""
    return QApplication.instance() or QApplication([])


def _viewport(path: Path, is_covered: bool) -> tuple[ViewportModel, Canvas]:
    """A viewport that shows the image."""
    header = next(found for found in scan([str(path)], lambda: False))
    assert isinstance(header, Header)
    builder = IndexBuilder()
    builder.add(header)
    series = builder.index().patients[0].studies[0].series[0]
    display_set = display_sets(series)[0]
    shown = load_frame(FrameLoad(display_set.frames[0]))
    assert isinstance(shown, Shown)
    if is_covered:
        shown = _covered(shown)
    model = ViewportModel()
    canvas = Canvas(model, ToolChoice())
    canvas.resize(WIDTH, HEIGHT)
    canvas.show()
    QApplication.processEvents()
    model.show_set(display_set)
    model.deliver(shown, None)
    canvas.repaint()
    return model, canvas


def _taken(canvas: Canvas, step: Callable[[], None]) -> list[float]:
    """Milliseconds of steps with their repaint; the first does not count."""
    painted = _Painted(canvas)

    def change() -> None:
        step()
        canvas.repaint()

    change()
    if painted.times != 1:
        raise RuntimeError("a step was not painted at once")
    return [milliseconds(change) for _ in range(STEPS)]


def _windowing(model: ViewportModel, colour_map: str) -> Callable[[], None]:
    widths = itertools.count(401)

    def step() -> None:
        window = Window(40.0, float(next(widths)))
        look = replace(model.state.look, voi=window, colour_map=colour_map)
        model.change(look=look)

    return step


def _zooming(model: ViewportModel) -> Callable[[], None]:
    zooms = itertools.cycle(0.6 * 1.05**n for n in range(20))

    def step() -> None:
        model.change(camera=replace(model.state.camera, zoom=next(zooms)))

    return step


def _panning(model: ViewportModel) -> Callable[[], None]:
    places = itertools.cycle(200.0 + 3 * n for n in range(20))

    def step() -> None:
        x = next(places)
        model.change(camera=replace(model.state.camera, zoom=0.9, centre=(x, x)))

    return step


def _covered(shown: Shown) -> Shown:
    """The same with an overlay of fine lines, and a shutter over a third of it."""
    rows, columns = shown.decoded.values.shape[:2]
    lines = np.indices((rows, columns)).sum(axis=0) % 50 == 0
    bits = np.packbits(lines, bitorder="little").tobytes()
    overlay = Overlay(0x6000, rows, columns, bits)
    shutter = Shutter(circle=Circle(rows // 2, columns // 2, columns // 2))
    info = replace(shown.info, overlays=(overlay,), shutter=shutter)
    return replace(shown, info=info, layers=layers_of(info, rows, columns))


class _Painted(QObject):
    """Counts the repaints of a widget."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.times = 0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.times += event.type() == QEvent.Type.Paint
        return False


def _floor() -> list[float]:
    """Milliseconds of one table look-up over as many pixels."""
    table = np.arange(65536).astype(np.uint8)
    values = np.zeros((HEIGHT, WIDTH), np.uint16)
    grey = np.empty(values.shape, np.uint8)
    return [
        milliseconds(lambda: np.take(table, values, out=grey, mode="clip"))
        for _ in range(STEPS)
    ]
