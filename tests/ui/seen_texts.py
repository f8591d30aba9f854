"""Whether texts have the room that they need, and no widget lies over another."""

from collections.abc import Iterator
from itertools import combinations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLayout,
    QLineEdit,
    QTabBar,
    QToolButton,
    QWidget,
)

from tests.ui.visible_texts import name_of
from viewer.ui.widgets.labels import ElidedButton, ElidedLabel

SLACK = 1
"""Logical pixels that rounding may take."""
ARROW = 20
"""Of a combo box, beside its text."""


def cut_texts(root: QWidget) -> list[str]:
    """Texts that are wider or higher than what they stand in."""
    return [
        f"{name_of(widget)}: {text!r} has {has} of {needs}"
        for widget in (root, *root.findChildren(QWidget))
        if widget.isVisible() and not widget.visibleRegion().isEmpty()
        for text, has, needs in _rooms(widget)
        if has + SLACK < needs
    ]


def overlaps(root: QWidget) -> list[str]:
    """Widgets of one layout that lie over each other, or out of their parent."""
    found = []
    for parent in (root, *root.findChildren(QWidget)):
        layout = parent.layout()
        if not parent.isVisible() or layout is None:
            continue
        widgets = [one for one in _members(layout) if one.isVisible()]
        for one, other in combinations(widgets, 2):
            shared = one.geometry().intersected(other.geometry())
            if shared.width() > SLACK and shared.height() > SLACK:
                found.append(f"{name_of(one)} over {name_of(other)}: {shared}")
        inside = parent.rect().adjusted(-SLACK, -SLACK, SLACK, SLACK)
        found += [
            f"{name_of(one)} leaves {name_of(parent)}: {one.geometry()}"
            for one in widgets
            if not inside.contains(one.geometry()) and not one.geometry().isEmpty()
        ]
    return found


def _members(layout: QLayout) -> Iterator[QWidget]:
    """The widgets of a layout that is no pile of pages."""
    if "Stacked" in type(layout).__name__:
        return
    for place in range(layout.count()):
        item = layout.itemAt(place)
        assert item is not None
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            yield widget
        elif inner is not None:
            yield from _members(inner)


def _rooms(widget: QWidget) -> Iterator[tuple[str, int, int]]:
    """(text, pixels that it has, pixels that it needs)."""
    if isinstance(widget, QLabel):
        yield from _label(widget)
    elif isinstance(widget, QAbstractButton):
        yield from _button(widget)
    elif isinstance(widget, QComboBox):
        needs = widget.fontMetrics().horizontalAdvance(widget.currentText()) + ARROW
        yield widget.currentText(), widget.width(), needs
    elif isinstance(widget, QAbstractSpinBox):
        field = widget.findChild(QLineEdit)
        assert field is not None
        needs = widget.fontMetrics().horizontalAdvance(field.text()) + 4
        yield field.text(), field.width(), needs
    elif isinstance(widget, QTabBar):
        for place in range(widget.count()):
            text = widget.tabText(place).replace("&", "")
            needs = widget.fontMetrics().horizontalAdvance(text)
            if not widget.tabToolTip(place):
                yield text, widget.tabRect(place).width(), needs
    elif isinstance(widget, QHeaderView):
        yield from _headings(widget)
    elif isinstance(widget, QLineEdit) and not widget.text():
        needs = widget.fontMetrics().horizontalAdvance(widget.placeholderText())
        yield widget.placeholderText(), widget.width() - 8, needs


def _label(label: QLabel) -> Iterator[tuple[str, int, int]]:
    text = label.text()
    if not text or not label.pixmap().isNull():
        return
    if isinstance(label, ElidedLabel):
        if not label.toolTip():
            yield text, label.width(), label.fontMetrics().horizontalAdvance(text)
    elif label.wordWrap():
        yield text, label.height(), label.heightForWidth(label.width())
    else:
        yield text, label.width(), label.sizeHint().width()
        yield text, label.height(), label.fontMetrics().height()


def _button(button: QAbstractButton) -> Iterator[tuple[str, int, int]]:
    text = button.text().replace("&", "")
    if not text or isinstance(button, ElidedButton):
        return
    if isinstance(button, QToolButton):
        style = button.toolButtonStyle()
        only_icon = style == Qt.ToolButtonStyle.ToolButtonIconOnly
        if only_icon and not button.icon().isNull():
            return
    metrics = button.fontMetrics()
    yield text, button.width(), metrics.horizontalAdvance(text) + _aside(button)
    yield text, button.height(), metrics.height()


def _aside(button: QAbstractButton) -> int:
    """What a button needs beside its text: the box, the icon, the arrow."""
    aside = button.sizeHint().width() - button.fontMetrics().horizontalAdvance(
        button.text().replace("&", "")
    )
    return max(min(aside, 40), 0)


def _headings(header: QHeaderView) -> Iterator[tuple[str, int, int]]:
    model = header.model()
    if model is None or header.orientation() != Qt.Orientation.Horizontal:
        return
    area = header.parentWidget()
    wide = isinstance(area, QAbstractScrollArea) and area.isVisible()
    for place in range(header.count()):
        text = str(model.headerData(place, header.orientation()) or "")
        needs = header.fontMetrics().horizontalAdvance(text) + 6
        tip = model.headerData(place, header.orientation(), Qt.ItemDataRole.ToolTipRole)
        if wide and not header.isSectionHidden(place) and not tip:
            yield text, header.sectionSize(place), needs
