"""Links, reference lines and the cross-hair in the window: who hears whom."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from viewer.files.header import Header
from viewer.ui.state.grid import Grid
from viewer.ui.state.guiding import Guiding
from viewer.ui.state.links import Links, Switches
from viewer.ui.state.places import Places
from viewer.ui.state.viewport import ViewportModel

if TYPE_CHECKING:
    from viewer.ui.app import App


class Linking(QObject):
    """Holds what links and relates the viewports of a grid."""

    def __init__(self, grid: Grid, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._grid = grid
        self._places = Places(grid)
        self.links = Links(grid, self._places, self)
        self.guiding = Guiding(grid, self._places, self.links, self)
        self._own = Switches()
        self._hung: Switches | None = None

    def unled(self) -> list[ViewportModel]:
        """Those on screen that no linked scrolling moves: they may play."""
        switches = self.links.state.switches
        led = self.links.followers() if switches.on and switches.scroll else []
        return [model for model in self._grid.on_screen() if model not in led]

    def watch(self, model: ViewportModel) -> None:
        """Take one more cell in."""
        self.links.watch(model)
        self.guiding.watch(model)

    def connect_to(self, app: App) -> None:
        """Follow the settings; speak in the status bar."""
        app.preferences.changed.connect(lambda: self._follow(app))
        self.guiding.told.connect(lambda text: app.status.tell(text, "secondary"))
        self.links.changed.connect(app.menus.soon)
        self._follow(app)

    def hang(self, switches: Switches | None) -> None:
        """As a hanging protocol wants them, until the reader switches; None: as set."""
        self._hung = switches
        self.links.switch(switches or self._own)

    def forget_point(self) -> bool:
        """Take the cross-hair's point away; False when there was none."""
        return self.guiding.forget_point()

    def forget(self, is_gone: Callable[[Header], bool]) -> None:
        """Free what was made of objects that are closed now."""
        self._places.forget(is_gone)

    def clear(self) -> None:
        """Everything was closed."""
        self.guiding.forget_point()
        self.links.clear()

    def _follow(self, app: App) -> None:
        settings = app.preferences.settings
        self._own = Switches(
            settings.linked,
            settings.link_scroll,
            settings.link_zoom,
            settings.link_pan,
            settings.link_window,
            settings.link_turn,
        )
        self.links.switch(self._hung or self._own)
        self.guiding.draw_lines(settings.reference_lines, settings.reference_ends)
        app.menus.soon()
