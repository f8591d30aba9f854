"""Opens the manual at the page of what the reader is doing.

Menus, keys, settings and buttons of the mouse are named by references, so that a page
cannot tell of one that is not there, and tells of each as the reader has it.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget

from viewer.store.settings_table import entry_of
from viewer.text import language, tr
from viewer.ui.actions import ACTIONS, MENUS, SUBMENUS
from viewer.ui.dialogs.manual import ManualWindow
from viewer.ui.widgets.manual_text import Page, made_page, table
from viewer.ui.widgets.mouse_words import mouse_rows
from viewer.ui.widgets.wording import worded

if TYPE_CHECKING:
    from viewer.store.habits import Mouse
    from viewer.ui.app import App
    from viewer.ui.widgets.commands import Command

FOLDER = Path(__file__).parent.parent / "resources" / "manual"
PAGES = (
    "begin",
    "open",
    "look",
    "compare",
    "measure",
    "play",
    "hanging",
    "volumes",
    "kinds",
    "export",
    "settings",
    "shortcuts",
    "privacy",
    "intended-use",
    "troubleshooting",
)
CONTEXTS = {
    "aboutDialog": "intended-use",
    "audioView": "play",
    "cineBar": "play",
    "clipBox": "volumes",
    "commandSearch": "shortcuts",
    "copyRange": "measure",
    "displayDialog": "settings",
    "documentView": "kinds",
    "emptyCell": "begin",
    "explainPanel": "kinds",
    "exportDialog": "export",
    "failureDialog": "troubleshooting",
    "figuresPanel": "measure",
    "fusionBar": "volumes",
    "habitsDialog": "shortcuts",
    "identityBar": "compare",
    "keysDialog": "shortcuts",
    "layoutPicker": "look",
    "markWords": "measure",
    "marksPanel": "measure",
    "metadataPanel": "kinds",
    "notShown": "troubleshooting",
    "password": "open",
    "reportView": "kinds",
    "settingsDialog": "settings",
    "statesPanel": "kinds",
    "statusBar": "troubleshooting",
    "studyTabs": "open",
    "threshold": "volumes",
    "thumbnailsPanel": "open",
    "tourBar": "begin",
    "volumeView": "volumes",
    "waveformView": "kinds",
    "wholeValue": "kinds",
}
"""The page of each dialog, panel and view, by objectName; images: "look"."""

OF_IMAGES = "look"
NATIVE = QKeySequence.SequenceFormat.NativeText


class Manual(QObject):
    """One window, from when it is asked for first."""

    def __init__(self, app: App) -> None:
        super().__init__(app)
        self._app = app
        self.window = ManualWindow(make_pages(app), pictures_folder())
        self._said = self._words()
        app.window.closed.connect(self._on_end)
        app.preferences.changed.connect(self._follow)
        worded(self.window, self._follow)

    def show(self, page: str) -> None:
        """Bring the window, at a page."""
        self.window.show_page(page)
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()
        self.window.page.setFocus()

    def _words(self) -> tuple[object, ...]:
        settings = self._app.preferences.settings
        return language(), settings.keys, settings.mouse, settings.theme

    def _follow(self) -> None:
        if self._words() != self._said:
            self._said = self._words()
            self.window.set_pages(make_pages(self._app), pictures_folder())

    def _on_end(self) -> None:
        self.window.close()
        self.window.deleteLater()


def page_of(widget: QWidget | None) -> str:
    """The page of what has the keyboard."""
    while widget is not None:
        if widget.objectName() in CONTEXTS:
            return CONTEXTS[widget.objectName()]
        widget = widget.parentWidget()
    return OF_IMAGES


def pictures_folder() -> Path:
    """The pictures in the language of the window, else in English."""
    folder = FOLDER / language() / "pictures"
    return folder if folder.is_dir() else FOLDER / "en" / "pictures"


def page_text(name: str, code: str) -> str:
    """A page as it was written; in English where the language lacks it."""
    path = FOLDER / code / f"{name}.md"
    path = path if path.is_file() else FOLDER / "en" / f"{name}.md"
    return path.read_text("utf-8")


def make_pages(app: App) -> list[Page]:
    """All pages, in the reader's language, with the reader's keys."""
    from viewer.ui.shortcuts import every_command

    told = teller(every_command(app), app.preferences.settings.mouse)
    return [made_page(name, page_text(name, language()), told) for name in PAGES]


def teller(commands: Sequence[Command], mouse: Mouse) -> Callable[[str, str], str]:
    """Gives the HTML of a reference. KeyError when there is no such thing."""
    by_id = {command.id: command for command in commands}
    presses = dict(mouse_rows(mouse))

    def action(name: str) -> str:
        command = by_id[name]
        path = f"{command.path} › {command.text}"
        keys = _keys(command)
        return f"<b>{html.escape(path)}</b>{f' ({keys})' if keys else ''}"

    def key(name: str) -> str:
        return _keys(by_id[name]) or action(name)

    def tables(name: str) -> str:
        if name == "mouse":
            return table(map(_escaped, presses.items()))
        return _key_tables(commands)

    ways: dict[str, Callable[[str], str]] = {
        "action": action,
        "key": key,
        "name": lambda name: f"<b>{html.escape(by_id[name].text)}</b>",
        "submenu": lambda name: f"<b>{html.escape(_path_of(name))}</b>",
        "setting": lambda name: f"<b>{html.escape(tr(entry_of(name).label))}</b>",
        "table": tables,
    }
    return lambda what, which: ways[what](which)


def _path_of(submenu: str) -> str:
    """The titles that lead to a submenu."""
    _, title, after = next(row for row in SUBMENUS if row[0] == submenu)
    outer = next(row.menu for row in ACTIONS if row.id == after)
    first = dict(MENUS)[outer]
    return f"{tr(first)} › {tr(title)}".replace("&", "")


def _escaped(row: Sequence[str]) -> list[str]:
    return [html.escape(cell) for cell in row]


def _keys(command: Command) -> str:
    native = (QKeySequence(key).toString(NATIVE) for key in command.keys)
    return ", ".join(f"<code>{html.escape(one)}</code>" for one in native)


def _key_tables(commands: Sequence[Command]) -> str:
    """Every action that has a key, by the menus they stand in."""
    parts = []
    for path in dict.fromkeys(command.path for command in commands):
        rows = [
            (_keys(command), html.escape(command.text))
            for command in commands
            if command.path == path and command.keys
        ]
        if rows:
            parts.append(
                f'<h2><a name="{html.escape(path)}"></a>'
                f"{html.escape(path)}</h2>{table(rows)}"
            )
    return "\n".join(parts)
