"""One window step with repaint in a 1600 × 1200 viewport, against the bare look-up."""

import statistics
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from tests.benchmarks.data import MAMMOGRAM_COLUMNS, MAMMOGRAM_ROWS
from tests.benchmarks.figure import Figure, milliseconds
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
CEILING_MS = 8.0
STEPS = 100
COLOUR_MAP = "HOT_IRON"


def figures(ct: Path, mammogram: Path) -> list[Figure]:
    """The median step and the 95th of 100, on a CT slice and on a mammogram."""
    application()
    rows = []
    large = f"{MAMMOGRAM_ROWS} × {MAMMOGRAM_COLUMNS}"
    for name, path, is_covered, colour_map in (
        ("512²", min(ct.iterdir()), False, ""),
        (large, mammogram, False, ""),
        (f"{large}, overlay and shutter", mammogram, True, ""),
        (f"{large}, the same in colours", mammogram, True, COLOUR_MAP),
    ):
        step = _stepper(path, is_covered, colour_map)
        taken = sorted(milliseconds(step) for _ in range(STEPS))
        floor = _floor()
        median = statistics.median(taken)
        rows.append(Figure(f"window step, {name}", median, "ms", floor, CEILING_MS))
        slowest = taken[int(STEPS * 0.95)]
        rows.append(Figure(f"window step, {name}, 95 of 100", slowest, "ms", floor))
    return rows


@cache
def application() -> QCoreApplication:
    """Kept as long as the process: widgets that outlive it end in a crash."""
    return QApplication.instance() or QApplication([])


def _stepper(path: Path, is_covered: bool, colour_map: str = "") -> Callable[[], None]:
    """A function that changes the window a little and waits for the repaint."""
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
    painted = _Painted(canvas)
    QApplication.processEvents()
    model.show_set(display_set)
    model.deliver(shown, None)
    canvas.repaint()
    width = 400.0

    def step() -> None:
        nonlocal width
        width += 1
        look = replace(model.state.look, voi=Window(40.0, width), colour_map=colour_map)
        model.change(look=look)
        canvas.repaint()

    before = painted.times
    step()
    if painted.times != before + 1:
        raise RuntimeError("a step was not painted at once")
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


def _floor() -> float:
    """Median time of one table look-up over as many pixels."""
    table = np.arange(65536).astype(np.uint8)
    values = np.zeros((HEIGHT, WIDTH), np.uint16)
    grey = np.empty(values.shape, np.uint8)
    return statistics.median(
        milliseconds(lambda: np.take(table, values, out=grey, mode="clip"))
        for _ in range(STEPS)
    )
