"""Four mammograms in the real window, 2 × 2: opening them, and stepping the window."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QApplication

from tests.benchmarks.figure import (
    Figure,
    Target,
    alternating,
    figure,
    milliseconds,
)
from tests.benchmarks.session import wait
from tests.benchmarks.window_step import application
from viewer.pixels.look import Window
from viewer.store.settings import Settings
from viewer.ui.app import App
from viewer.ui.state.links import Switches
from viewer.work.pool import Pool

ALL, ONE = Target("issue 8", 16.0), Target("T4", 8.0)
STEPS = 60
WIDTH, HEIGHT = 1920, 1200


def figures(folder: Path) -> list[Figure]:
    """Steps are with the repaint of the whole window."""
    application()
    app = App(Pool(), replace(Settings(), hang_automatically=False), remember=False)
    app.window.resize(WIDTH, HEIGHT)
    app.window.show()
    paths = sorted(folder.iterdir())

    def read() -> None:
        for path in paths:
            path.read_bytes()

    _, floor = alternating(lambda: None, read, 3)
    opened = milliseconds(lambda: _open(app, folder, len(paths)))
    wait(lambda: app.is_idle)
    alone = _steps(app)
    app.linking.links.switch(Switches(on=True, window=True))
    linked = _steps(app)
    models = app.grid.visible()
    if len({model.state.look.voi for model in models}) != 1:
        raise RuntimeError("a viewport did not follow")
    app.close()
    name = f"{len(paths)} mammograms, 2 × 2"
    return [
        figure(f"{name}, opened to all shown", opened, "ms", floor),
        figure(f"{name}, window step of one", alone, "ms", None, ONE),
        figure(f"{name}, window step of all, linked", linked, "ms", None, ALL),
    ]


def _open(app: App, folder: Path, count: int) -> None:
    app.grid.lay_out(2, 2)
    app.opening.paths([str(folder)])
    wait(lambda: not app.workspace.state.scanning)
    sets = list(app.workspace.state.catalogue.sets())
    models = app.grid.visible()
    assert len(sets) == len(models) == count
    for model, display_set in zip(models, sets, strict=True):
        if model.state.what.display_set is not display_set:
            model.show_set(display_set)
    wait(lambda: all(model.shown is not None for model in models))
    QApplication.processEvents()


def _steps(app: App) -> list[float]:
    step = _step(app)
    step()
    return [milliseconds(step) for _ in range(STEPS)]


def _step(app: App) -> Callable[[], None]:
    model = app.grid.active

    def step() -> None:
        voi = model.voi()
        width = voi.width + 4 if isinstance(voi, Window) else 800.0
        model.change(look=replace(model.state.look, voi=Window(600.0, width)))
        QApplication.processEvents()

    return step
