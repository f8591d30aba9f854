"""Choosing a layout or tiles, and the strip that stands over tiles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint

from viewer.geometry.layout import UNEVEN, Layout
from viewer.text import tr
from viewer.ui.state.tiles import Span, Tiles, span_of

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
    """The tiles of the windows, and what is said of them over the cells."""

    def __init__(self, app: App) -> None:
        super().__init__(app)
        self.tiles = Tiles(app.grid, self)
        self._app = app
        self._strips: dict[bool, TileStrip] = {}
        """By whether it is the one of the second window."""
        self.tiles.changed.connect(self.tell)

    def forget_second(self) -> None:
        """The second window ends, with its strip."""
        self._strips.pop(True, None)

    def tell(self) -> None:
        """Say in the strips which images the tiles show."""
        self._show(False, span_of(self._app.grid.front))
        self._show(True, span_of(self._app.grid.beside))

    def _show(self, beside: bool, span: Span | None) -> None:
        if span is None:
            if beside in self._strips:
                self._strips[beside].hide()
            return
        if beside not in self._strips:
            self._strips[beside] = self._made(beside)
        self._strips[beside].show_span(span.first, span.last, span.count)

    def _made(self, beside: bool) -> TileStrip:
        from viewer.ui.widgets.tile_strip import TileStrip

        strip = TileStrip()
        strip.left.connect(lambda: self._act(beside, self.tiles.leave))
        strip.paged.connect(lambda by: self._act(beside, lambda: self.tiles.page(by)))
        cells = self._app.cells.second if beside else self._app.cells
        assert cells is not None
        cells.put_above(strip)
        return strip

    def _act(self, beside: bool, act: Callable[[], object]) -> None:
        """On the tiles under the strip, whichever window was worked in."""
        sheet = self._app.grid.beside if beside else self._app.grid.front
        if sheet is not None:
            self._app.grid.activate(sheet.active)
            act()
