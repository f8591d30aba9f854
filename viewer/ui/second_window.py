"""A second window with cells of its own, for another screen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QObject, QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QCloseEvent, QGuiApplication, QScreen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from viewer.geometry.layout import parse_layout
from viewer.ui.action_row import ActionRow
from viewer.ui.canvas.style import screen_key
from viewer.ui.cell_keys import CellKeys
from viewer.ui.cells import Cells
from viewer.ui.displays import show_display
from viewer.ui.icons import application_icon
from viewer.ui.screens import first_size, fitted, keep_on_screen, screens
from viewer.ui.state.grid import GridState
from viewer.ui.state.viewport import Play
from viewer.ui.widgets.wording import said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from viewer.ui.app import App

FIRST_SIZE = (1024, 768)


class SecondWindow(QWidget):
    """Shows the grid's sheet `beside`; tools, keys and panels work on it as on others.

    Closed, it is kept out of sight with nothing in it.
    """

    closed = Signal()

    def __init__(self, app: App, rows: Sequence[ActionRow]) -> None:
        super().__init__()
        self._app = app
        self.setObjectName("secondWindow")
        said(self.setWindowTitle, "Second window")
        self.setWindowIcon(application_icon())
        self.resize(first_size(QSize(*FIRST_SIZE)))
        self.cells = Cells(app.grid, app.choice, app.cells.on_new, self, beside=True)
        app.cells.second = self.cells
        CellKeys(app, self.cells)
        app.identities.add(self.cells.identity)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self.cells)
        for name, value in vars(Cells).items():
            if isinstance(value, Signal):
                signal: SignalInstance = getattr(self.cells, name)
                signal.connect(getattr(app.cells, name))
        for row in rows:
            owner = self.cells if row.in_cells else self
            owner.addAction(app.menus.by_id[row.id])
        app.preferences.changed.connect(self._dress)
        app.workspace.changed.connect(self._on_workspace)
        app.grid.changed.connect(self._on_grid)
        self._dress()
        self._on_workspace()

    def show_on(self, screen: QScreen, *, whole: bool, quietly: bool = False) -> None:
        """On that screen, all of it or as a window where it was last.

        `quietly`: the keyboard stays where it is.
        """
        geometry = self._app.preferences.settings.second_geometry
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, quietly)
        self.showNormal()
        if whole:
            self.setGeometry(screen.geometry())
            self.showFullScreen()
        else:
            if geometry:
                self.restoreGeometry(QByteArray(geometry))
            room = screen.availableGeometry()
            place = self.geometry()
            if not room.contains(place.center()):
                place.moveCenter(room.center())
            self.setGeometry(fitted(place, [room]))
        if not quietly:
            self.raise_()
            self.activateWindow()
            self.cells.focus_active()

    def _dress(self) -> None:
        self.cells.set_style(self._app.cells.image_style)

    def _on_workspace(self) -> None:
        state = self._app.workspace.state
        self.cells.set_awaiting(state.scanning, bool(state.catalogue.series))
        if not state.scanning:
            self.cells.renew_pictures()

    def _on_grid(self, old: GridState, new: GridState) -> None:
        if self._app.grid.beside is None:
            self.hide()
        if old.sheet != new.sheet:  # perhaps on a screen of other brightness and size
            show_display(self._app)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.isFullScreen():
            geometry = bytes(self.saveGeometry().data())
            self._app.preferences.change(second_geometry=geometry)
        self.closed.emit()
        event.accept()


class Seconds(QObject):
    """Opens the second window and closes it, for the actions."""

    def __init__(self, app: App) -> None:
        super().__init__(app)
        self._app = app
        self._window: SecondWindow | None = None
        app.window.closed.connect(self._end)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.screenRemoved.connect(self._on_screen_removed)

    @property
    def is_open(self) -> bool:
        """There is a second window."""
        return self._app.grid.beside is not None

    @property
    def in_use(self) -> QWidget:
        """The window of the active cell."""
        if self._window is not None and self._app.grid.sheet.beside:
            return self._window
        return self._app.window

    def open(self, number: int) -> None:
        """Show what the active cell shows on that screen, counted from 0.

        Full screen, save on the screen that the main window is on.
        """
        found = screens()
        if number >= len(found):
            return
        grid, state = self._app.grid, self._app.grid.active.state
        fresh = not self.is_open
        window = self._window or self._make()
        sheet = grid.open_beside()
        if fresh:
            camera = replace(state.camera, zoom=None, centre=None)
            lead = {"what": state.what, "look": state.look, "camera": camera}
            sheet.active.change(**lead, axis=state.axis, play=Play())
            sheet.active.change(look=state.look)  # what is delivered may change it
        here = self._app.window.screen()
        window.show_on(found[number], whole=found[number] is not here)

    def reopen(self) -> None:
        """Open it as it was at the end of the last start, with nothing in it yet.

        Not where its screen is gone, nor when the reader wants none; the main window
        stays the one that is worked in.
        """
        settings, grid = self._app.preferences.settings, self._app.grid
        found = {screen_key(screen): screen for screen in screens()}
        screen = found.get(settings.second_screen)
        wanted = settings.reopen_second and settings.second_open
        if not wanted or screen is None or self.is_open:
            return
        window, active = self._window or self._make(), grid.active
        grid.open_beside()
        grid.arrange(parse_layout(settings.second_layout))
        window.show_on(screen, whole=settings.second_whole, quietly=True)
        grid.activate(active)
        self._app.menus.soon()

    def toggle(self) -> None:
        """Open it on another screen than the main window's, if there is one; close."""
        if self.is_open:
            self.close()
            return
        here, found = self._app.window.screen(), screens()
        others = [n for n, screen in enumerate(found) if screen is not here]
        self.open((others or [found.index(here) if here in found else 0])[0])

    def close(self) -> None:
        """Close it; no cell of it keeps anything."""
        if self._window is not None and self.is_open:
            self._window.close()

    def _make(self) -> SecondWindow:
        from viewer.ui.actions import ACTIONS

        self._window = SecondWindow(self._app, ACTIONS)
        self._window.closed.connect(self._on_closed)
        return self._window

    def _on_closed(self) -> None:
        sheet = self._app.grid.beside
        if sheet is not None:
            self._app.grid.close_sheet(sheet)
        self._app.menus.soon()

    def _on_screen_removed(self) -> None:
        if self._window is not None and self.is_open:
            self._window.showNormal()
            keep_on_screen(self._window)
        keep_on_screen(self._app.window)

    def _end(self) -> None:
        """The program ends: keep how the window was, take it away."""
        window, sheet = self._window, self._app.grid.beside
        kept: dict[str, object] = {"second_open": False}
        if window is not None and sheet is not None:
            kept = {
                "second_open": True,
                "second_screen": screen_key(window.screen()),
                "second_whole": window.isFullScreen(),
                "second_layout": sheet.layout.name,
            }
        self._app.preferences.note(**kept)
        if self._window is not None:
            self.close()
            self._app.layouts.forget_second()
            self._app.identities.drop(self._window.cells.identity)
            self._app.cells.second = None
            self._window.deleteLater()
            self._window = None
