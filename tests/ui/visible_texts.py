"""Every text of a window, by the widget that has it: for comparing two windows."""

from collections.abc import Callable, Iterator
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QGroupBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QTabBar,
    QTableView,
    QTextEdit,
    QTreeView,
    QWidget,
)

from viewer.ui.canvas.canvas import Canvas

Text = tuple[str, str]
"""(which widget and which of its texts, the text)"""

MOST_ROWS = 400


def texts_of(root: QWidget) -> list[Text]:
    """Texts, tips, accessible names of all that is visible, and of every action."""
    found: list[Text] = []
    for widget in (root, *root.findChildren(QWidget)):
        if widget.isVisible() or isinstance(widget, QMenu):
            found += [(f"{name_of(widget)}.{what}", text) for what, text in _of(widget)]
    for action in root.findChildren(QAction):
        found += [
            (f"{name_of(action)}.{what}", text)
            for what, text in (("text", action.text()), ("tip", action.toolTip()))
        ]
    return [(name, text) for name, text in found if text]


def name_of(one: QObject) -> str:
    """A widget and the two that it stands in."""
    names: list[str] = []
    at: QObject | None = one
    while at is not None and len(names) < 3:
        names.append(at.objectName() or type(at).__name__)
        at = at.parent()
    return " < ".join(names)


def _of(widget: QWidget) -> Iterator[Text]:
    yield "title", widget.windowTitle() if widget.isWindow() else ""
    yield "tip", widget.toolTip()
    yield "accessible name", widget.accessibleName()
    yield "accessible description", widget.accessibleDescription()
    for kind, own in _OWN:
        if isinstance(widget, kind):
            yield from own(widget)
            return


def _edit(field: QLineEdit) -> Iterator[Text]:
    yield "placeholder", field.placeholderText()
    yield "text", field.text()


def _choices(box: QComboBox) -> Iterator[Text]:
    yield from (("item", box.itemText(place)) for place in range(box.count()))


def _tabs(bar: QTabBar) -> Iterator[Text]:
    for place in range(bar.count()):
        yield "tab", bar.tabText(place)
        yield "tab tip", bar.tabToolTip(place)


def _corners(canvas: Canvas) -> Iterator[Text]:
    corners = canvas.corners()
    for name in ("top_left", "top_right", "bottom_left", "bottom_right"):
        for line in getattr(corners, name):
            yield name, line.text


def _headings(header: QHeaderView) -> Iterator[Text]:
    model = header.model()
    for place in range(header.count() if model else 0):
        yield "heading", str(model.headerData(place, header.orientation()) or "")


def _columns(view: QAbstractItemView) -> int:
    """A list has one, and its model hides how many it has."""
    if isinstance(view, QTreeView | QTableView):
        return view.model().columnCount(QModelIndex())
    return 1


def _items(view: QAbstractItemView) -> Iterator[Text]:
    model = view.model()
    waiting = [QModelIndex()] if model else []
    while waiting:
        parent = waiting.pop()
        for row in range(min(model.rowCount(parent), MOST_ROWS)):
            for column in range(_columns(view)):
                index = model.index(row, column, parent)
                for role in (
                    Qt.ItemDataRole.DisplayRole,
                    Qt.ItemDataRole.ToolTipRole,
                    Qt.ItemDataRole.AccessibleTextRole,
                ):
                    value = model.data(index, role)
                    yield (
                        f"row {row} {role.name}",
                        value if isinstance(value, str) else "",
                    )
                if isinstance(view, QTreeView) and column == 0:
                    waiting.append(index)


_OWN: tuple[tuple[type[QWidget], Callable[[Any], Iterator[Text]]], ...] = (
    (QLabel, lambda label: iter([("text", label.text())])),
    (QAbstractButton, lambda button: iter([("text", button.text())])),
    (QGroupBox, lambda box: iter([("title", box.title())])),
    (QMenu, lambda menu: iter([("title", menu.title())])),
    (QLineEdit, _edit),
    (QTextEdit, lambda edit: iter([("text", edit.toPlainText())])),
    (QComboBox, _choices),
    (QTabBar, _tabs),
    (QHeaderView, _headings),
    (QAbstractItemView, _items),
    (Canvas, _corners),
)
