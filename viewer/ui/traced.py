"""What is on the screen, told to the trace: for tests of the program as it is used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from viewer.pixels.look import Window
from viewer.ui.trace import moment

if TYPE_CHECKING:
    from viewer.ui.app import App
    from viewer.ui.state.viewport import ViewportModel


class Traced(QObject):
    """Tells of cells by their number, from 1 in the order in which they were made."""

    def __init__(self, app: App) -> None:
        super().__init__(app)
        self._grid = app.grid
        self._told: dict[int, tuple[float, ...]] = {}
        app.grid.changed.connect(self._on_grid)
        self._on_grid()

    def _on_grid(self) -> None:
        models = self._grid.models()
        for model in models[len(self._told) :]:
            number = len(self._told) + 1
            self._told[number] = ()
            model.delivered.connect(lambda m=model, n=number: self._tell(m, n))
            model.changed.connect(lambda *_, m=model, n=number: self._tell(m, n))
        on_screen = self._grid.on_screen()
        beside = len(self._grid.beside.visible()) if self._grid.beside else 0
        active = models.index(self._grid.active) + 1
        moment("cells", count=len(on_screen), beside=beside, active=active)

    def _tell(self, model: ViewportModel, number: int) -> None:
        """Of the frame that is painted, not of one that was asked for."""
        voi = model.voi()
        if model.shown is None or not isinstance(voi, Window):
            return
        told = (model.shown_what.index + 1, voi.centre, voi.width)
        if told != self._told[number]:
            self._told[number] = told
            image, centre, width = told
            moment("image", cell=number, image=image, centre=centre, width=width)
