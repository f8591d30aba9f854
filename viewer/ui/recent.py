"""What was opened lately: rows of the File menu, and of the empty window."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from viewer.store.settings_values import RECENT_PATHS
from viewer.text import mark, tr
from viewer.ui.action_row import ActionRow

if TYPE_CHECKING:
    from viewer.ui.app import App

PART_CHARACTERS = 48
"""Of the name and of the folder, each: a menu is no place for long paths."""


def label(path: str) -> str:
    """The name and the folder of a path, short and in characters that can be seen."""
    folder, name = os.path.split(path.rstrip(os.sep))
    if not name:
        return _short(path)
    return tr("{name}  in {folder}", name=_short(name), folder=_short(folder))


def show_recent(app: App) -> None:
    """Let the empty cells offer what stands in the list now."""
    paths = app.preferences.settings.recent_paths
    app.cells.set_recent([label(path) for path in paths])


def remembered(paths: Sequence[str]) -> str:
    """What to keep of an opening: the path, of several the folder they lie in."""
    if len(paths) == 1:
        return paths[0]
    try:
        return os.path.commonpath([os.path.dirname(path) for path in paths])
    except ValueError:  # drives of their own
        return paths[0]


def _short(text: str) -> str:
    visible = "".join(sign if sign.isprintable() else "�" for sign in text)
    if len(visible) <= PART_CHARACTERS:
        return visible
    half = PART_CHARACTERS // 2
    return f"{visible[:half]}…{visible[-half:]}"


def _row(number: int) -> ActionRow:
    return ActionRow(
        f"recent-{number}",
        _text(number),
        "recent",
        lambda app: app.opening.reopen(number - 1),
    )


def _text(number: int) -> Callable[[App], str]:
    def text(app: App) -> str:
        paths = app.preferences.settings.recent_paths
        if len(paths) < number:
            return ""
        return label(paths[number - 1]).replace("&", "&&")

    return text


RECENT_ACTIONS = (
    *(_row(number) for number in range(1, RECENT_PATHS + 1)),
    ActionRow(
        "keep-recent",
        mark("Remember what was opened"),
        "recent",
        lambda app: app.preferences.toggle_recent(),
        checked=lambda app: app.preferences.settings.keep_recent,
        separated=True,
    ),
    ActionRow(
        "clear-recent",
        mark("Clear this list"),
        "recent",
        lambda app: app.preferences.change(recent_paths=()),
        enabled=lambda app: bool(app.preferences.settings.recent_paths),
    ),
)
