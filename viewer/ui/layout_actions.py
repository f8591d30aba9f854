"""Rows of the table of actions: layouts of the cells, tiles, open studies."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from viewer.geometry.layout import UNEVEN, Layout, even
from viewer.text import mark, tr
from viewer.ui.action_row import ActionRow
from viewer.ui.layouts import arrange, pick_layout, pick_tiles
from viewer.ui.screens import screen_name, screens

if TYPE_CHECKING:
    from viewer.ui.app import App

LAYOUTS = ((1, 1), (1, 2), (2, 1), (2, 2), (2, 3), (3, 3))
KEYS = {
    "1x1": "Alt+1",
    "1x2": "Alt+2",
    "1+2": "Alt+3",
    "2x2": "Alt+4",
    "2x3": "Alt+6",
    "3x3": "Alt+9",
}
"""The digit is the number of cells."""


def _uneven_text(layout: Layout) -> Callable[[App], str]:
    name, cells = layout.name, layout.cells

    def text(app: App) -> str:
        from viewer.ui.widgets.layout_words import uneven_text

        return uneven_text(name, cells)

    return text


def _row(layout: Layout) -> ActionRow:
    rows, columns = layout.rows, layout.columns
    even_text = f"{rows} × {columns}"
    return ActionRow(
        f"layout-{layout.name}",
        (lambda app: even_text) if layout.is_even else _uneven_text(layout),
        "layout",
        lambda app: arrange(app, layout),
        (KEYS[layout.name],) if layout.name in KEYS else (),
        checked=lambda app: (
            not app.grid.state.tiled and app.grid.state.layout == layout
        ),
    )


def _page_text(forward: bool) -> Callable[[App], str]:
    def text(app: App) -> str:
        if app.grid.state.tiled:
            return tr("Next page of tiles") if forward else tr("Previous page of tiles")
        return tr("Next series") if forward else tr("Previous series")

    return text


SCREENS = 4
"""Screens that the menu offers a second window on."""


def _screen(number: int) -> ActionRow:
    def text(app: App) -> str:
        found = screens()
        if number >= len(found) or len(found) == 1:
            return ""
        return tr("Second window on {screen}", screen=screen_name(found[number]))

    return ActionRow(
        f"second-on-{number + 1}",
        text,
        "layout",
        lambda app: app.seconds.open(number),
    )


LAYOUT_ACTIONS = (
    ActionRow(
        "pick-layout",
        mark("Choose a layout…"),
        "layout",
        pick_layout,
        ("Ctrl+L",),
        "layout-grid",
        tool_bar=5,
    ),
    *(_row(even(rows, columns)) for rows, columns in LAYOUTS),
    *(_row(layout) for layout in UNEVEN),
    ActionRow(
        "pick-tiles",
        mark("Tiles of one series…"),
        "layout",
        pick_tiles,
        ("Ctrl+T",),
        enabled=lambda app: app.grid.state.tiled or app.layouts.tiles.can_start,
        checked=lambda app: app.grid.state.tiled,
        separated=True,
    ),
    ActionRow(
        "second-window",
        mark("Second window"),
        "layout",
        lambda app: app.seconds.toggle(),
        ("Ctrl+N",),
        checked=lambda app: app.seconds.is_open,
        separated=True,
    ),
    *map(_screen, range(SCREENS)),
)
SERIES_ACTIONS = (
    ActionRow(
        "previous-series",
        _page_text(False),
        "go",
        lambda app: app.step_series(-1),
        ("PgUp",),
        separated=True,
        in_cells=True,
    ),
    ActionRow(
        "next-series",
        _page_text(True),
        "go",
        lambda app: app.step_series(1),
        ("PgDown",),
        in_cells=True,
    ),
    ActionRow(
        "previous-study",
        mark("Previous study"),
        "go",
        lambda app: app.workplaces.step(-1),
        ("Ctrl+Shift+Tab",),
        enabled=lambda app: app.workplaces.count > 1,
    ),
    ActionRow(
        "next-study",
        mark("Next study"),
        "go",
        lambda app: app.workplaces.step(1),
        ("Ctrl+Tab",),
        enabled=lambda app: app.workplaces.count > 1,
    ),
)
CLOSE_STUDY_ACTION = ActionRow(
    "close-study",
    mark("Close this study"),
    "file",
    lambda app: app.workplaces.close_current(),
    ("Ctrl+F4",),
    enabled=lambda app: app.workplaces.count > 0,
    separated=True,
)
