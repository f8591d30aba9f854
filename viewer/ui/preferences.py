"""What the reader has set: applied at once, remembered at the end."""

import contextlib
from dataclasses import replace

from PySide6.QtCore import QByteArray, QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from viewer.geometry.layout import parse_layout
from viewer.store.managed import NOTHING
from viewer.store.settings import Settings, forget_aside, save_settings
from viewer.text import tr
from viewer.ui.canvas.overlay import DETAILS
from viewer.ui.canvas.style import CanvasStyle
from viewer.ui.cells import Cells
from viewer.ui.main_window import MainWindow
from viewer.ui.screens import keep_on_screen
from viewer.ui.state.grid import Grid
from viewer.ui.state.tool_choice import ToolChoice
from viewer.ui.theme import apply_theme


class Preferences(QObject):
    """Holds the settings and makes the window follow them.

    With `remember` they are written to their file when the window closes.
    """

    changed = Signal()
    language_changed = Signal()
    refused = Signal(str)
    """The hospital has locked what was to be changed: a sentence."""
    settings: Settings

    def __init__(
        self,
        settings: Settings,
        remember: bool,
        window: MainWindow,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.settings = settings
        self.managed = NOTHING
        self._remember = remember
        self._window = window

    def govern(
        self,
        grid: Grid,
        cells: Cells,
        panels: dict[str, QWidget],
        choice: ToolChoice,
    ) -> None:
        """Take charge of these parts: called once, when they exist."""
        self._grid, self._cells, self._panels = grid, cells, panels
        self._choice = choice
        settings = self.settings
        if settings.window_geometry:
            self._window.restoreGeometry(QByteArray(settings.window_geometry))
            keep_on_screen(self._window)
        self._window.set_widths(settings.thumbnails_width, settings.header_width)
        grid.arrange(parse_layout(settings.layout))
        self._apply()

    def change(self, **fields: object) -> None:
        """Replace fields of the settings and follow them; none when one is locked."""
        if self._is_locked(fields):
            fields = {}
        motion = self.settings.motion
        dressed, language = _dress_of(self.settings), self.settings.language
        self.settings = replace(self.settings, **fields)  # type: ignore[arg-type]
        if dressed != _dress_of(self.settings):
            dress(self.settings)
        if motion != self.settings.motion:
            from viewer.ui.motion import apply_motion

            apply_motion(self.settings.motion)
        self._apply()
        if "recent_paths" in fields:
            self._forget_recent()
        if language != self.settings.language:
            self.language_changed.emit()
        self.changed.emit()

    def _is_locked(self, fields: dict[str, object]) -> bool:
        locked = self.managed.locked
        wanted = [
            name
            for name, value in fields.items()
            if name in locked and value != locked[name]
        ]
        if wanted:
            self.refused.emit(locked_words(self.managed.by))
        return bool(wanted)

    def note(self, **fields: object) -> None:
        """Replace fields that nothing on the screen follows."""
        self.settings = replace(self.settings, **fields)  # type: ignore[arg-type]

    def _forget_recent(self) -> None:
        """Leave no file with them, whatever becomes of this window."""
        if self._remember:
            forget_aside()
            self.save()

    def toggle_panel(self, name: str) -> None:
        """Show or hide a side panel."""
        field = f"show_{name}"
        self.change(**{field: not getattr(self.settings, field)})

    def cycle_annotations(self) -> None:
        """All texts, only the patient, none."""
        place = DETAILS.index(self.settings.annotations)
        self.change(annotations=DETAILS[(place + 1) % len(DETAILS)])

    def toggle_identity(self) -> None:
        """Hide who the patients are, in texts, list and header, or show it again."""
        self.change(hides_identity=not self.settings.hides_identity)

    def toggle_smooth(self) -> None:
        """Smooth interpolation or plain pixels, in every cell."""
        self.change(smooth=not self.settings.smooth)

    def toggle_whole_study(self) -> None:
        """Whether one file brings the rest of its study."""
        self.change(open_whole_study=not self.settings.open_whole_study)

    def toggle_hanging(self) -> None:
        """Whether a study is hung by itself when it is certain how."""
        self.change(hang_automatically=not self.settings.hang_automatically)

    def toggle_recent(self) -> None:
        """Whether what is opened is remembered; when not, what was is forgotten."""
        self.change(keep_recent=not self.settings.keep_recent, recent_paths=())

    def remember(self, path: str) -> None:
        """Put a path on top of the recent ones, unless the reader wants none."""
        if self.settings.keep_recent:
            self.settings = self.settings.with_recent(path)
            self.changed.emit()

    def toggle_theme(self) -> None:
        """Dark or light."""
        self.change(theme="light" if self.settings.theme == "dark" else "dark")

    def save(self) -> None:
        """Write what is to be remembered; nothing without `remember`."""
        if not self._remember:
            return
        widths = self._window.splitter.sizes()
        settings = replace(
            self.settings,
            window_geometry=bytes(self._window.saveGeometry().data()),
            layout=self._grid.front.layout.name,
        )
        if settings.show_thumbnails:
            settings = replace(settings, thumbnails_width=widths[0])
        if settings.show_header:
            settings = replace(settings, header_width=widths[-1])
        with contextlib.suppress(OSError):  # a home that is read-only or full
            save_settings(settings, managed=self.managed)

    def _apply(self) -> None:
        for name, panel in self._panels.items():
            hidden = name == "header" and self.settings.hides_identity
            panel.setVisible(getattr(self.settings, f"show_{name}") and not hidden)
        settings = self.settings
        self._choice.drags, self._choice.mouse = settings.drags, settings.mouse
        style = CanvasStyle(
            settings.annotations, settings.hides_identity, settings.displays
        )
        self._cells.set_style(style)
        for model in self._grid.models():
            model.wraps = settings.scroll_wraps
            look = replace(model.state.look, smooth=self.settings.smooth)
            model.change(look=look)


def locked_words(by: str) -> str:
    """Why a setting cannot be changed, naming who says so."""
    return tr("Set by {by}", by=by) if by else tr("Set for this computer")


def dress(settings: Settings) -> None:
    """Give the application its theme."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    apply_theme(application, settings.theme, int(settings.text_size))


def _dress_of(settings: Settings) -> tuple[str, str]:
    """What dresses the application."""
    return settings.theme, settings.text_size
