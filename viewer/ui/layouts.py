"""Choosing a layout or tiles, and the strip that stands over tiles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint

from viewer.geometry.layout import UNEVEN, Layout
from viewer.text import tr
from viewer.ui.state.tiles import Tiles

if TYPE_CHECKING:
    from viewer.ui.app import App
    from viewer.ui.widgets.tile_strip import TileStrip


def arrange(app: App, layout: Layout) -> None:
    """Show the cells of a layout; tiles hand on their image first."""
    app.layouts.tiles.leave()
    app.grid.arrange(layout)


def pick_layout(app: App) -> None:
    """Ask for the layout of the cells."""
    now = app.grid.sheet.layout
    _pick(app, "pick-layout", tr("Layout"), now, UNEVEN, lambda one: arrange(app, one))


def pick_tiles(app: App) -> None:
    """Ask for the number of tiles; leave them when there are some."""
    tiles = app.layouts.tiles
    if app.grid.state.tiled:
        tiles.leave()
        return
    if tiles.can_start:
        _pick(
            app,
            "pick-tiles",
            tr("Tiles"),
            Layout(),
            (),
            lambda one: tiles.start(one.rows, one.columns),
        )


def _pick(
    app: App,
    action: str,
    title: str,
    now: Layout,
    others: Sequence[Layout],
    done: Callable[[Layout], None],
) -> None:
    from viewer.ui.widgets.layout_picker import LayoutPicker

    def choose(layout: Layout) -> None:
        done(layout)
        app.menus.soon()
        app.cells.focus_active()

    picker = LayoutPicker(title, now, others, app.window)
    picker.chosen.connect(choose)
    button = app.window.tool_bar.widgetForAction(app.menus.by_id[action])
    if button is not None and button.isVisible() and app.window.isActiveWindow():
        corner = button.mapToGlobal(QPoint(0, button.height()))
    else:
        frame = app.cells.frame_of(app.grid.active)
        corner = frame.mapToGlobal(QPoint(24, 24))
    picker.adjustSize()
    room = app.seconds.in_use.screen().availableGeometry()
    corner.setX(max(room.left(), min(corner.x(), room.right() - picker.width())))
    picker.move(corner)
    picker.show()
    picker.field.setFocus()


class Layouts(QObject):
    """The tiles of the window, and what is said of them over the cells."""

    def __init__(self, app: App) -> None:
        super().__init__(app)
        self.tiles = Tiles(app.grid, self)
        self._app = app
        self._strip: TileStrip | None = None
        self.tiles.changed.connect(self._follow)

    def _follow(self) -> None:
        """The strip is the main window's, whichever window is worked in."""
        span = self.tiles.span_of(self._app.grid.front)
        if span is None and self._strip is None:
            return
        strip = self._strip or self._made()
        if span is None:
            strip.hide()
        else:
            strip.show_span(span.first, span.last, span.count)

    def _made(self) -> TileStrip:
        from viewer.ui.widgets.tile_strip import TileStrip

        self._strip = TileStrip()
        for pressed in (self._strip.left, self._strip.paged):
            pressed.connect(self._activate_front)
        self._strip.left.connect(self.tiles.leave)
        self._strip.paged.connect(self.tiles.page)
        self._app.cells.put_above(self._strip)
        return self._strip

    def _activate_front(self) -> None:
        """Who presses a button of the main window works there from now on."""
        grid = self._app.grid
        if grid.sheet is not grid.front:
            grid.activate(grid.front.active)
