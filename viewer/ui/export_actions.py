"""Rows of the table of actions: what leaves the window."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from viewer.text import mark
from viewer.ui.action_row import ActionRow

if TYPE_CHECKING:
    from viewer.ui.app import App


def _has(what: str) -> Callable[[App], bool]:
    return lambda app: app.exporting.has(what)


def _has_page(app: App) -> bool:
    return any(model.state.what.frame for model in app.grid.visible())


def _ask_for_page(app: App) -> None:
    from viewer.ui.page_printing import ask_for_page

    ask_for_page(app)


EXPORT_ACTIONS = (
    ActionRow(
        "export",
        mark("Export…"),
        "file",
        lambda app: app.exports.ask(),
        ("Ctrl+Alt+S",),
        enabled=lambda app: app.exports.can_ask,
        separated=True,
    ),
    ActionRow(
        "save-picture",
        mark("Save the picture…"),
        "file",
        lambda app: app.exporting.save_picture(),
        ("Ctrl+S",),
        enabled=_has("picture"),
    ),
    ActionRow(
        "save-pdf",
        mark("Save as PDF…"),
        "file",
        lambda app: app.exporting.save_pdf(),
        enabled=_has("picture"),
    ),
    ActionRow(
        "save-numbers",
        mark("Save the numbers as CSV…"),
        "file",
        lambda app: app.exporting.save_numbers(),
        enabled=_has("numbers"),
    ),
    ActionRow(
        "save-file",
        mark("Save the document or sound…"),
        "file",
        lambda app: app.exporting.save_file(),
        ("Ctrl+Shift+S",),
        enabled=_has("file"),
    ),
    ActionRow(
        "copy-picture",
        mark("Copy the picture"),
        "file",
        lambda app: app.exporting.copy_picture(),
        ("Ctrl+Shift+C",),
        enabled=_has("picture"),
    ),
    ActionRow(
        "copy-words",
        mark("Copy the text"),
        "file",
        lambda app: app.exporting.copy_words(),
        enabled=_has("words"),
    ),
    ActionRow(
        "print",
        mark("Print…"),
        "file",
        lambda app: app.exporting.print_view(),
        ("Ctrl+P",),
        enabled=_has("picture"),
    ),
    ActionRow(
        "print-page",
        mark("Print all viewports…"),
        "file",
        _ask_for_page,
        ("Ctrl+Shift+P",),
        enabled=_has_page,
    ),
)
