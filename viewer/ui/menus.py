"""Menus, tool bar and keys, made from the table of actions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QToolBar, QToolButton, QWidget

from viewer.geometry.fit import Camera
from viewer.pixels.look import LookupTable, Window
from viewer.text import figure, tr
from viewer.ui.action_row import ActionRow
from viewer.ui.actions import ACTIONS, MENUS, SUBMENUS
from viewer.ui.icons import icon
from viewer.ui.marking import chosen
from viewer.ui.measure_button import add_measure_button
from viewer.ui.widgets.labels import plain_tip
from viewer.ui.widgets.steady_button import SteadyButton

if TYPE_CHECKING:
    from viewer.ui.app import App
    from viewer.ui.state.viewport import ViewportModel

WIDEST = "00000 / 00000"

PASSING_MS = 150
"""Between two refreshes while nothing changes but the frame; and how long window, zoom
and place must rest before one."""


class Menus(QObject):
    """One QAction a row; their state is refreshed after every change, once a turn."""

    def __init__(self, app: App, window: QMainWindow, cells: QWidget) -> None:
        super().__init__(window)
        self._app = app
        self.by_id: dict[str, QAction] = {}
        self._seen: tuple[object, ...] = ()
        self._dragged: tuple[object, ...] = ()
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.refresh)
        for row in ACTIONS:
            self.by_id[row.id] = self._make(row, window, cells)
        for name, title in MENUS:
            menu = window.menuBar().addMenu(tr(title))
            self._fill(menu, name)
            menu.aboutToShow.connect(self.refresh)

    def soon(self) -> None:
        """Refresh when the present event has been dealt with."""
        self._timer.start(0)

    def follow(self, model: ViewportModel) -> None:
        """Refresh soon; while frames run past only now and then, for they are fast.

        What drags change waits for their end: each step of the window, zoom or place
        would cost as much as the picture. Actions that change it refresh by themselves.
        """
        state = model.state
        dragged = (state.look.voi, state.camera, state.lens)
        rest = replace(
            state,
            what=replace(state.what, index=0),
            look=replace(state.look, voi=None),
            camera=Camera(),
            lens=None,
        )
        seen = (rest, model.shown is None, model.trouble is None)
        if seen != self._seen:
            self.soon()
        elif dragged != self._dragged:
            self._wait(restart=True)
        else:
            self._wait(restart=False)
        self._seen, self._dragged = seen, dragged

    def _wait(self, restart: bool) -> None:
        """Refresh a little later; `restart` when that long nothing has happened."""
        soon = self._timer.isActive() and self._timer.interval() == 0
        if not soon and (restart or not self._timer.isActive()):
            self._timer.start(PASSING_MS)

    def refresh(self) -> None:
        """Texts, switches and what can be done now."""
        for row in ACTIONS:
            action = self.by_id[row.id]
            if callable(row.text):
                text = row.text(self._app)
                action.setVisible(bool(text))
                action.setText(text)
                action.setToolTip(plain_tip(text.replace("&&", "&")))
                action.setEnabled(bool(text) and row.enabled(self._app))
            else:
                action.setEnabled(row.enabled(self._app))
            if row.checked is not None:
                action.setChecked(row.checked(self._app))

    def keys(self) -> list[tuple[str, str]]:
        """(keys, text) of every action that has keys."""
        native = QKeySequence.SequenceFormat.NativeText
        return [
            (
                ", ".join(key.toString(native) for key in action.shortcuts()),
                action.text().rstrip("…"),
            )
            for action in self.by_id.values()
            if action.shortcuts() and action.text()
        ]

    def show_window(self, voi: Window | LookupTable | None) -> None:
        """The window in force, on its button in the tool bar."""
        text = "–"
        if isinstance(voi, Window):
            text = f"{figure(voi.width, '.5g')} / {figure(voi.centre, '.5g')}"
        elif voi is not None:
            text = "LUT"
        self.window_button.setText(text)

    def fill_tool_bar(self, bar: QToolBar) -> None:
        """The rows that have a place there, in groups; the window presets after it."""
        rows = sorted(
            (row for row in ACTIONS if row.tool_bar), key=lambda r: r.tool_bar
        )
        group = rows[0].tool_bar
        for row in rows:
            if row.tool_bar != group:
                bar.addSeparator()
                group = row.tool_bar
            bar.addAction(self.by_id[row.id])
            button = bar.widgetForAction(self.by_id[row.id])
            button.setObjectName(f"button-{row.id}")
            if row.worded and isinstance(button, QToolButton):
                style = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
                button.setToolButtonStyle(style)
            if row.id == "tool-window":
                bar.addWidget(self._window_button(bar))
            elif row.id == "tool-distance":
                add_measure_button(bar, self, self._app.choice)

    def popup(self, at: QPoint) -> None:
        """The context menu of an image."""
        self.refresh()
        menu = QMenu(self._app.window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if chosen(self._app) is not None:
            self._fill(menu, "mark")
            menu.popup(at)
            return
        window = menu.addMenu(tr("Window"))
        self._fill(window, "window")
        menu.addSeparator()
        self._fill(menu, "image")
        menu.popup(at)

    def _window_button(self, bar: QToolBar) -> QToolButton:
        button = SteadyButton(WIDEST, bar)
        button.setObjectName("windowPresets")
        button.setText("–")
        button.setToolTip(tr("Windows of the file and presets"))
        button.setAccessibleName(tr("Windows of the file and presets"))
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(button)
        self._fill(menu, "window")
        menu.aboutToShow.connect(self.refresh)
        button.setMenu(menu)
        self.window_button = button
        return button

    def _fill(self, menu: QMenu, name: str) -> None:
        for row in ACTIONS:
            if row.menu == name:
                if row.separated:
                    menu.addSeparator()
                menu.addAction(self.by_id[row.id])
            self._add_submenu(menu, name, row)

    def _add_submenu(self, menu: QMenu, name: str, row: ActionRow) -> None:
        for inner, title, after in SUBMENUS:
            if after == row.id and row.menu == name:
                self._fill(menu.addMenu(tr(title)), inner)

    def _make(self, row: ActionRow, window: QMainWindow, cells: QWidget) -> QAction:
        action = QAction(window)
        action.setObjectName(row.id)
        if not callable(row.text):
            action.setText(tr(row.text))
            action.setToolTip(tr(row.text).rstrip("…").replace("&", ""))
        if row.icon:
            action.setIcon(icon(row.icon))
        action.setIconVisibleInMenu(False)
        action.setCheckable(row.checked is not None)
        action.triggered.connect(lambda: self._run(row))
        if row.in_cells:
            context = Qt.ShortcutContext.WidgetWithChildrenShortcut
            action.setShortcutContext(context)
            cells.addAction(action)
        else:
            window.addAction(action)
        return action

    def _run(self, row: ActionRow) -> None:
        row.run(self._app)
        self.soon()
