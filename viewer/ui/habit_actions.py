"""Rows on finding and changing commands, and on going to an image by number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from viewer.text import mark, tr
from viewer.ui.action_row import ActionRow

if TYPE_CHECKING:
    from viewer.ui.app import App


def search_command(app: App) -> None:
    """Let the reader type what is to be done."""
    from viewer.ui.dialogs.command_search import CommandSearch
    from viewer.ui.shortcuts import commands

    dialog = CommandSearch(commands(app), app.window)
    dialog.chosen.connect(lambda name: app.menus.by_id[name].trigger())
    dialog.open()


def change_habits(app: App) -> None:
    """Keys and mouse, to be changed."""
    from viewer.ui.dialogs.habits import HabitsDialog
    from viewer.ui.preferences import locked_words
    from viewer.ui.shortcuts import every_command
    from viewer.ui.widgets.labels import plain_tip

    preferences = app.preferences
    dialog = HabitsDialog(
        every_command(app), preferences.settings, preferences.change, app.window
    )
    for name, page in (("keys", dialog.keys), ("mouse", dialog.mouse)):
        if name in preferences.managed.locked:
            page.setEnabled(False)
            page.setToolTip(plain_tip(locked_words(preferences.managed.by)))
    dialog.open()


def show_settings(app: App) -> None:
    """All that can be set, to be changed, carried away or forgotten."""
    from viewer.ui.settings_window import SettingsWindow

    window = SettingsWindow(
        app.preferences,
        app.keeping.kept(),
        lambda: change_habits(app),
        app.window,
    )
    window.dialog.open()


def show_keys(app: App) -> None:
    """Mouse and keys as the reader has them."""
    from viewer.ui.dialogs.keys import KeysDialog
    from viewer.ui.widgets.mouse_words import mouse_rows

    mouse = list(mouse_rows(app.preferences.settings.mouse))
    KeysDialog(mouse, app.menus.keys(), app.window).show()


def show_manual(app: App) -> None:
    """The manual, at the page of what has the keyboard."""
    from viewer.ui.help_actions import show_manual

    show_manual(app)


def show_failures(app: App) -> None:
    """Reports of failures that are kept on this computer."""
    from viewer.ui.failures import show_reports

    show_reports(app)


def go_to_image(app: App) -> None:
    """Let the reader type the number of an image in its stack."""
    from PySide6.QtWidgets import QInputDialog

    view = app.grid.active
    count = view.state.what.count
    text, accepted = QInputDialog.getText(
        app.window,
        tr("Go to an image"),
        tr("Number, 1 to {count}:", count=count),
        text=str(view.state.what.index + 1),
    )
    number = parse_number(text) if accepted else None
    if number is not None:
        view.go_to(number - 1)


def parse_number(text: str) -> int | None:
    """ "12", or "12 / 30" as it is shown; None for no number."""
    first = text.split("/")[0].strip()
    return int(first) if first.isascii() and first.isdigit() else None


CHANGE_ACTION = ActionRow(
    "habits",
    mark("Keys and mouse…"),
    "file",
    change_habits,
    ("Ctrl+Shift+K",),
)
GO_TO_ACTION = ActionRow(
    "go-to-image",
    mark("Go to an image…"),
    "go",
    go_to_image,
    ("Ctrl+G",),
    enabled=lambda app: app.grid.active.state.what.count > 1,
)
HELP_ACTIONS = (
    ActionRow("manual", mark("Manual"), "help", show_manual, ("F1",), "help-circle"),
    ActionRow(
        "tour",
        mark("The first minute, step by step"),
        "help",
        lambda app: app.tour.begin(),
    ),
    ActionRow(
        "command-search",
        mark("Search for a command…"),
        "help",
        search_command,
        ("Ctrl+K",),
        "search",
    ),
    ActionRow(
        "keys",
        mark("Mouse and keys"),
        "help",
        show_keys,
        ("Shift+F1",),
    ),
    ActionRow("failure-reports", mark("Reports of failures…"), "help", show_failures),
)
