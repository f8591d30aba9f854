"""Menus, tool bar and keys, made from the table of actions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QMainWindow,
    QMenu,
    QToolBar,
    QToolButton,
    QWidget,
)

from viewer.geometry.fit import Camera
from viewer.pixels.look import LookupTable, Window
from viewer.text import figure, tr
from viewer.ui.action_row import ActionRow
from viewer.ui.actions import ACTIONS, MENUS, SUBMENUS
from viewer.ui.icons import icon
from viewer.ui.marking import chosen
from viewer.ui.measure_button import add_measure_button
from viewer.ui.shortcuts import name_action
from viewer.ui.state.viewport import What
from viewer.ui.widgets.labels import plain_tip
from viewer.ui.widgets.steady_button import SteadyButton
from viewer.ui.widgets.wording import said, worded

if TYPE_CHECKING:
    from viewer.ui.app import App
    from viewer.ui.state.viewport import ViewportModel

WIDEST = "00000 / 00000"

SOON_MS = 10
"""After a change, so that events and the picture come first: the turn of the event loop
that paints it does not refresh as well."""

PASSING_MS = 150
"""Between two refreshes while nothing changes but the frame; and how long window, zoom
and place must rest before one."""


class Menus(QObject):
    """One QAction a row; their state is refreshed after every change, once a turn.

    At first there are those of the tool bar and empty menus; the rest is made when it
    is first needed, or when the first picture has been painted.
    """

    completed = Signal()
    ran = Signal(str)
    """The id of an action, before it is done."""

    def __init__(self, app: App, window: QMainWindow, cells: QWidget) -> None:
        super().__init__(window)
        self._app, self._window, self._cells = app, window, cells
        self.is_complete = False
        self._made: dict[str, QAction] = {}
        self._waiting: list[tuple[QMenu, str]] = []
        """Menus to fill, and with what."""
        self._seen: tuple[object, ...] = ()
        self._dragged: tuple[object, ...] = ()
        self._passed = False
        """Since an action was begun a frame ran past, and nothing else changed."""
        self._texts: dict[str, str] = {}
        self._is_behind = False
        """Something was changed after the last refresh of all."""
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._refresh_at_hand)
        for name, title in MENUS:
            menu = window.menuBar().addMenu("")
            said(menu.setTitle, title)
            self.fill(menu, name)

    @property
    def by_id(self) -> dict[str, QAction]:
        """All actions, in the order of the table, as they are now."""
        self.complete()
        if self._is_behind:
            self.refresh()
        return self._made

    @property
    def is_settled(self) -> bool:
        """Keys and buttons do what they should after the last change."""
        return not (self._timer.isActive() and self._timer.interval() == SOON_MS)

    def complete(self) -> None:
        """Make what is not there yet; nothing the second time."""
        if self.is_complete:
            return
        self.is_complete = True
        self._made = {
            row.id: self._made.get(row.id) or self._make(row) for row in ACTIONS
        }
        for menu, name in self._waiting:
            self._fill(menu, name)
        self._waiting.clear()
        self.completed.emit()
        self.refresh()

    def fill(self, menu: QMenu, name: str) -> None:
        """Put the rows of a menu into one that is there to stay."""
        menu.aboutToShow.connect(self.catch_up)
        if self.is_complete:
            self._fill(menu, name)
        else:
            self._waiting.append((menu, name))

    def catch_up(self) -> None:
        """Before one is seen: all that is in it, as it is now."""
        self.complete()
        self.refresh()

    def hurry(self) -> None:
        """Before a key is looked for: what it can do is what can be done now."""
        if not self.is_settled:
            self._timer.stop()
            self._refresh_at_hand()

    def soon(self) -> None:
        """Refresh when the present event has been dealt with, and what it painted."""
        self._is_behind = True
        self._timer.start(SOON_MS)

    def follow(self, model: ViewportModel) -> None:
        """Refresh soon; while frames run past only now and then, for they are fast.

        What drags change waits for their end: each step of window, zoom, place or plane
        would cost as much as the picture. Actions that change it refresh by themselves.
        """
        state = model.state
        moved = state.what if state.what.is_cut else None
        dragged = (state.look.voi, state.camera, state.lens, moved)
        rest = replace(
            state,
            what=_resting(state.what),
            look=replace(state.look, voi=None),
            camera=Camera(),
            lens=None,
            cross=(0.0, 0.0) if state.cross else None,
        )
        seen = (rest, _cut_of(state.what), model.shown is None, model.trouble is None)
        self._passed = (seen, dragged) == (self._seen, self._dragged)
        if seen != self._seen:
            self.soon()
        else:
            self._wait(restart=not self._passed)
        self._seen, self._dragged = seen, dragged

    def _wait(self, restart: bool) -> None:
        """Refresh a little later; `restart` when that long nothing has happened."""
        self._is_behind = True
        if self.is_settled and (restart or not self._timer.isActive()):
            self._timer.start(PASSING_MS)

    def refresh(self, rows: Iterable[ActionRow] | None = None) -> None:
        """Texts, switches and what can be done now, of these rows or of all."""
        if rows is None:
            self._is_behind = False
        for row in ACTIONS if rows is None else rows:
            action = self._made.get(row.id)
            if action is None:
                continue
            if callable(row.text):
                text = row.text(self._app)
                if text != self._texts.get(row.id):
                    self._texts[row.id] = text
                    action.setVisible(bool(text))
                    action.setText(text)
                    action.setToolTip(plain_tip(text.replace("&&", "&")))
                action.setEnabled(bool(text) and row.enabled(self._app))
            else:
                action.setEnabled(row.enabled(self._app))
            if row.checked is not None:
                action.setChecked(row.checked(self._app))

    def _refresh_at_hand(self) -> None:
        """Only what has a key or a button: the rest waits until its menu is opened."""
        if QApplication.activePopupWidget() is not None:
            self.refresh()
            return
        made = self._made
        self.refresh(
            row
            for row in ACTIONS
            if row.id in made and (row.tool_bar or made[row.id].shortcuts())
        )

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
            action = self._made.get(row.id) or self._make(row)
            self._made[row.id] = action
            bar.addAction(action)
            button = bar.widgetForAction(action)
            button.setObjectName(f"button-{row.id}")
            if row.worded and isinstance(button, QToolButton):
                style = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
                button.setToolButtonStyle(style)
            if row.id == "open-files":
                said(action.setIconText, "Open")
            if row.id == "tool-window":
                self.window_button = _window_button(self, bar)
                bar.addWidget(self.window_button)
            elif row.id == "tool-distance":
                add_measure_button(bar, self, self._app.choice)

    def popup(self, at: QPoint) -> None:
        """The context menu of an image."""
        self.catch_up()
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

    def _fill(self, menu: QMenu, name: str) -> None:
        for row in _rows_of(name):
            if row.separated:
                menu.addSeparator()
            menu.addAction(self._made[row.id])
            for inner, title, after in SUBMENUS:
                if after == row.id:
                    below = menu.addMenu("")
                    said(below.setTitle, title)
                    self._fill(below, inner)

    def _make(self, row: ActionRow) -> QAction:
        action = QAction(self._window)
        action.setObjectName(row.id)
        if not callable(row.text):
            worded(action, lambda: name_action(row, action))
        if row.icon:
            action.setIcon(icon(row.icon))
        action.setIconVisibleInMenu(False)
        action.setCheckable(row.checked is not None)
        action.triggered.connect(lambda: self._run(row))
        if row.in_cells:
            context = Qt.ShortcutContext.WidgetWithChildrenShortcut
            action.setShortcutContext(context)
            self._cells.addAction(action)
        else:
            self._window.addAction(action)
        return action

    def _run(self, row: ActionRow) -> None:
        """Refresh after it; not at once when all it did was to go to another frame."""
        self._passed = False
        self.ran.emit(row.id)
        row.run(self._app)
        if not self._passed:
            self.soon()


@cache
def _rows_of(menu: str) -> tuple[ActionRow, ...]:
    return tuple(row for row in ACTIONS if row.menu == menu)


def _resting(what: What) -> What:
    """Less the place in it: of planes, the set that they are cut from."""
    display_set = what.display_set
    if display_set is not None and what.is_cut:
        return What(display_set.listed)
    return replace(what, index=0)


def _cut_of(what: What) -> tuple[object, ...]:
    """What menus say of planes through a volume: not where they lie."""
    section = what.display_set.section if what.display_set else None
    if section is None:
        return ()
    kind = section.name, section.slab_mm, section.blend, section.step_mm
    return *kind, section.group, section.stack.phase


def _window_button(menus: Menus, bar: QToolBar) -> SteadyButton:
    button = SteadyButton(WIDEST, bar)
    button.setObjectName("windowPresets")
    button.setText("–")
    said(button.setToolTip, "Windows of the file and presets")
    said(button.setAccessibleName, "Windows of the file and presets")
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    menu = QMenu(button)
    menus.fill(menu, "window")
    button.setMenu(menu)
    return button
