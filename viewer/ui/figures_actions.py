"""Actions on the figures of marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from viewer.text import mark
from viewer.ui.action_row import ActionRow

if TYPE_CHECKING:
    from viewer.ui.app import App


def show_figures(app: App) -> None:
    """Put the panel with the figures of the selected mark in front."""
    app.preferences.change(show_header=True)
    app.sides.complete()
    app.sides.tabs.bring("figures")


FIGURES_ACTION = ActionRow(
    "figures",
    mark("Figures of the selected mark"),
    "measure",
    show_figures,
    ("Ctrl+Shift+M",),
    "chart-line",
    separated=True,
)
