"""Keys of the actions as the reader wants them, and the actions as commands."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QKeySequence

from viewer.store.habits import Keys
from viewer.text import mark, tr
from viewer.ui.action_row import ActionRow
from viewer.ui.actions import ACTIONS, MENUS, SUBMENUS

if TYPE_CHECKING:
    from viewer.ui.app import App
    from viewer.ui.widgets.commands import Command

NAMES = {
    "preset": mark("Window preset {number}"),
    "file-window": mark("Window {number} of the file"),
    "recent": mark("Recent path {number}"),
    "hang": mark("Hanging protocol {number}"),
}
"""What rows are called whose text depends on what is shown."""


def follow_keys(app: App) -> None:
    """Give the actions the reader's keys, once made and when they change; let buttons
    and the wheel of the mouse do them too."""
    given: list[Keys] = []

    def give() -> None:
        wanted = app.preferences.settings.keys
        if app.menus.is_complete and given != [wanted]:
            given[:] = [wanted]
            give_keys(app.menus.by_id, wanted)

    app.menus.completed.connect(give)
    app.preferences.changed.connect(give)
    app.choice.action_asked.connect(lambda name: app.menus.by_id[name].trigger())


def effective_keys(
    rows: Sequence[ActionRow], changed: Keys
) -> dict[str, tuple[str, ...]]:
    """The keys of each row, portable; no key twice.

    The reader's own go before the program's, in the order of the table; what is no key
    is left out.
    """
    own = dict(changed)
    taken: set[str] = set()
    keys: dict[str, tuple[str, ...]] = {}
    for row in sorted(rows, key=lambda row: row.id not in own):
        wanted = [normal_key(key) for key in own.get(row.id, row.keys)]
        keys[row.id] = tuple(
            key for key in dict.fromkeys(wanted) if key and key not in taken
        )
        taken.update(keys[row.id])
    return keys


def normal_key(key: str) -> str:
    """A key sequence as it is kept and compared, "" when it is none."""
    sequence = QKeySequence(key)
    text = sequence.toString(QKeySequence.SequenceFormat.PortableText)
    return text if text.isprintable() else ""


def give_keys(actions: Mapping[str, QAction], changed: Keys) -> None:
    """Let the actions be done by these keys, and say so in their tips."""
    keys = effective_keys(ACTIONS, changed)
    for row in ACTIONS:
        action = actions[row.id]
        wanted = [QKeySequence(key) for key in keys[row.id]]
        if action.shortcuts() != wanted:
            action.setShortcuts(wanted)
            name_action(row, action)


def name_action(row: ActionRow, action: QAction) -> None:
    """Its text in the language of now, and in its tip its first key too."""
    if not callable(row.text):
        action.setText(tr(row.text))
        action.setToolTip(tool_tip(tr(row.text), action.shortcuts()))


def tool_tip(text: str, keys: Sequence[QKeySequence]) -> str:
    """The text of an action and its first key."""
    text = text.rstrip("…").replace("&", "")
    if not keys:
        return text
    native = keys[0].toString(QKeySequence.SequenceFormat.NativeText)
    return f"{text} ({native})"


def commands(app: App) -> list[Command]:
    """What can be searched for now: every action that is in a menu now."""
    app.menus.refresh()
    return [
        one
        for one in every_command(app)
        if app.menus.by_id[one.id].isVisible() and one.id != "command-search"
    ]


def every_command(app: App) -> list[Command]:
    """All actions, those too that have nothing to do now."""
    from viewer.ui.widgets.commands import Command

    found = []
    for row in ACTIONS:
        action = app.menus.by_id[row.id]
        text = row.text(app) if callable(row.text) else tr(row.text)
        english = "" if callable(row.text) else row.text
        path = _path(row.menu)
        keys = tuple(normal_key(key.toString()) for key in action.shortcuts())
        found.append(
            Command(
                row.id,
                (text or name_of(row.id)).rstrip("…").replace("&&", "&"),
                " › ".join(tr(title).replace("&", "") for title in path),
                " ".join((english, *path)).replace("&", ""),
                keys,
                tuple(normal_key(key) for key in row.keys),
                action.isEnabled(),
            )
        )
    return found


def name_of(row_id: str) -> str:
    """What a row without text is called."""
    parted = re.fullmatch(r"(.+)-(\d+)", row_id)
    if parted is None or parted[1] not in NAMES:
        return row_id
    return tr(NAMES[parted[1]], number=parted[2])


def _path(menu: str) -> tuple[str, ...]:
    """The titles of the menus that lead there, marked English."""
    titles = dict(MENUS)
    if menu in titles:
        return (titles[menu],)
    for name, title, after in SUBMENUS:
        if name == menu:
            outer = next(row.menu for row in ACTIONS if row.id == after)
            return (*_path(outer), title)
    return ()
