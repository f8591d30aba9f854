"""The settings' dialog in the window: it follows them, and files of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from viewer.export.writing import save_whole, write_advice
from viewer.store.settings import unknown_names
from viewer.store.settings_files import (
    ENDING,
    SettingsFileError,
    Taken,
    read_file,
    written,
)
from viewer.text import mark, tr, trn
from viewer.ui.dialogs.settings import SettingsDialog
from viewer.ui.language import languages
from viewer.ui.preferences import Preferences, locked_words
from viewer.ui.widgets.forgetting import Kept

if TYPE_CHECKING:
    from viewer.store.settings import Settings

FILTER = mark("Settings (*.toml)")
NAME = f"negatoscope{ENDING}"


class SettingsWindow(QObject):
    """One dialog, from when it is asked for until it is closed."""

    def __init__(
        self,
        preferences: Preferences,
        kept: Kept,
        change_habits: Callable[[], None],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._preferences = preferences
        self.dialog = SettingsDialog(
            preferences.settings,
            preferences.change,
            languages(),
            kept,
            window,
            managed=preferences.managed,
            locked=locked_words(preferences.managed.by),
            unknown=unknown_names(),
        )
        preferences.changed.connect(self._follow)
        self.dialog.import_asked.connect(self._ask_import)
        self.dialog.export_asked.connect(self._ask_export)
        self.dialog.habits_asked.connect(change_habits)
        self.dialog.finished.connect(self._on_finished)

    def take(self, path: Path) -> None:
        """Follow what a file of settings says: all of it, or nothing."""
        try:
            taken = read_file(path)
        except SettingsFileError as error:
            reason = str(error)
            self.dialog.say(_refused(path, reason), "error")
            return
        except OSError as error:
            self.dialog.say(_refused(path, error.strerror or str(error)), "error")
            return
        locked = self._preferences.managed.locked
        values = {name: one for name, one in taken.values.items() if name not in locked}
        self._preferences.change(**values)
        self.dialog.say(_said(path, taken, len(values), locked))

    def give(self, path: Path) -> None:
        """Write the settings into a file, whole or not at all."""
        try:
            write_settings(self._preferences.settings, path)
        except OSError as error:
            reason = write_advice(error)
            sentence = tr(
                "{name} was not saved: {reason}", name=path.name, reason=reason
            )
            self.dialog.say(sentence, "error")
            return
        self.dialog.say(tr("Written: {name}", name=path.name))

    def _ask_import(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self.dialog, tr("Import settings"), "", tr(FILTER)
        )
        if name:
            self.take(Path(name))

    def _ask_export(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self.dialog, tr("Export settings"), NAME, tr(FILTER)
        )
        if name:
            self.give(Path(name))

    def _follow(self) -> None:
        self.dialog.follow(self._preferences.settings)

    def _on_finished(self) -> None:
        self._preferences.changed.disconnect(self._follow)
        self.deleteLater()


def write_settings(settings: Settings, path: Path) -> None:
    """As TOML. Raises OSError."""
    text = written(settings).encode()
    save_whole(path, lambda file: file.write(text))


def _refused(path: Path, reason: str) -> str:
    return tr("Nothing was taken from {name}: {reason}", name=path.name, reason=reason)


def _said(path: Path, taken: Taken, count: int, locked: object) -> str:
    parts = [
        trn(
            "{count} setting taken from {name}.",
            "{count} settings taken from {name}.",
            count,
            name=path.name,
        )
    ]
    assert isinstance(locked, dict)
    left = [name for name in taken.values if name in locked]
    if left:
        parts.append(tr("Locked, and left: {names}.", names=", ".join(left)))
    if taken.unknown:
        names = ", ".join(taken.unknown)
        parts.append(tr("Not known to this version: {names}.", names=names))
    return " ".join(parts)
