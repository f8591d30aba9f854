"""Keys in the cells: Tab goes through what a cell holds, and whose keys are whose."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QApplication,
    QComboBox,
    QTabBar,
    QWidget,
)

from viewer.ui.areas import focus_next_area
from viewer.ui.widgets.outline import outline_region

if TYPE_CHECKING:
    from viewer.ui.app import App
    from viewer.ui.cell_frame import CellFrame

_ARROWS = frozenset(
    {
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
    }
)
_SPACE = frozenset({Qt.Key.Key_Space})
_OWN = (
    (QAbstractButton, _SPACE),
    (QComboBox, _SPACE | _ARROWS),
    (QAbstractSlider, _ARROWS),
    (QTabBar, _ARROWS - {Qt.Key.Key_Up, Qt.Key.Key_Down}),
)
"""The keys that a control uses itself while it has the keyboard, though an action has
them too."""


class CellKeys(QObject):
    """Looks at each key that is pressed in the cells before the actions do."""

    def __init__(self, app: App, cells: QWidget) -> None:
        super().__init__(cells)
        self._app = app
        cells.installEventFilter(self)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._on_focus)

    def _on_focus(self) -> None:
        """The outline of the active cell tells whether the keyboard is in it."""
        frame = self._app.cells.frame_of(self._app.grid.active)
        frame.update(outline_region(frame.rect()))

    def eventFilter(self, cells: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent):
            return False
        if event.type() != QEvent.Type.ShortcutOverride:
            return False
        self._app.menus.hurry()  # a key is not to be lost on what was there before
        if not _is_own_key(QApplication.focusWidget(), event):
            return False
        event.accept()
        return True


def press_tab(app: App, by: int) -> None:
    """Tab in the cells: the next control of the cell, else the next cell.

    From a cell that is alone it goes on to the next part of the window.
    """
    focused = QApplication.focusWidget() or app.window.focusWidget()
    frame = app.cells.frame_of(app.grid.active)
    if focused is None or not frame.isAncestorOf(focused):
        app.cells.focus_active()
        return
    found = [*_controls(frame)]
    place = found.index(focused) + by if focused in found else -1
    if 0 <= place < len(found):
        reason = Qt.FocusReason.TabFocusReason
        found[place].setFocus(reason if by > 0 else Qt.FocusReason.BacktabFocusReason)
    elif len(app.grid.visible()) > 1:
        step_cell(app, by)
    else:
        focus_next_area(app, by)


def step_cell(app: App, by: int) -> None:
    """The next cell, which takes the keyboard."""
    app.grid.activate_next(by)
    app.cells.focus_active()


def _controls(frame: CellFrame) -> Iterator[QWidget]:
    """What Tab stops at in a cell, the view itself first."""
    view = frame.view
    first = view
    while (proxy := first.focusProxy()) is not None:
        first = proxy
    yield first
    widget = view.nextInFocusChain()
    while widget is not None and widget is not view:
        if widget is not first and view.isAncestorOf(widget) and _is_stop(widget):
            yield widget
        widget = widget.nextInFocusChain()


def _is_stop(widget: QWidget) -> bool:
    takes = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    is_there = widget.isVisible() and widget.isEnabled()
    return bool(takes) and is_there and widget.focusProxy() is None


def _is_own_key(focused: QWidget | None, event: QKeyEvent) -> bool:
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if focused is None or modifiers != Qt.KeyboardModifier.NoModifier:
        return False
    keys = (keys for kind, keys in _OWN if isinstance(focused, kind))
    return event.key() in next(keys, frozenset())
