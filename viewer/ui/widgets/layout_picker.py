"""A small popup to choose how many cells: by hovering, by arrows, or by two digits."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QIcon,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from viewer.geometry.layout import LARGEST, Layout, even
from viewer.text import tr
from viewer.ui.widgets.colours import colours
from viewer.ui.widgets.labels import plain_label
from viewer.ui.widgets.layout_words import uneven_text

UNIT, GAP, EDGE = 30, 4, 6
ICON = QSize(30, 22)
_ARROWS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}


class SizeField(QWidget):
    """Five by five units; those of the size that would be chosen are lit."""

    changed = Signal()
    chosen = Signal()

    def __init__(self, rows: int, columns: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows, self.columns = rows, columns
        self._typed = ""
        self.setObjectName("sizeField")
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        side = LARGEST * (UNIT + GAP) - GAP + 2 * EDGE
        self.setFixedSize(side, side)

    def set_size(self, rows: int, columns: int) -> None:
        """Light so many rows and columns."""
        rows = min(max(rows, 1), LARGEST)
        columns = min(max(columns, 1), LARGEST)
        if (rows, columns) != (self.rows, self.columns):
            self.rows, self.columns = rows, columns
            self.changed.emit()
            self.update()

    def _at(self, place: QPoint) -> tuple[int, int]:
        down, right = place.y() - EDGE, place.x() - EDGE
        return down // (UNIT + GAP) + 1, right // (UNIT + GAP) + 1

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = colours()
        if self.hasFocus():
            painter.setPen(QPen(QColor(chosen.accent), 2))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 6, 6)
        painter.translate(EDGE, EDGE)
        for row in range(LARGEST):
            for column in range(LARGEST):
                lit = row < self.rows and column < self.columns
                box = QRect(column * (UNIT + GAP), row * (UNIT + GAP), UNIT, UNIT)
                painter.setPen(QPen(QColor(chosen.accent if lit else chosen.line), 2))
                painter.setBrush(QColor(chosen.accent_fill if lit else chosen.panel))
                painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 3, 3)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.set_size(*self._at(event.position().toPoint()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(place):
            self.set_size(*self._at(place))
            self.chosen.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows change the size, Enter chooses it; two digits do both."""
        key, text = event.key(), event.text()
        if key in _ARROWS:
            down, right = _ARROWS[Qt.Key(key)]
            self._typed = ""
            self.set_size(self.rows + down, self.columns + right)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit()
        elif text and text in "12345":
            self._typed += text
            if len(self._typed) == 1:
                self.set_size(int(text), self.columns)
            else:
                self.set_size(int(self._typed[0]), int(text))
                self.chosen.emit()
        else:
            super().keyPressEvent(event)


class LayoutPicker(QFrame):
    """The popup: sizes, what the lit one is called, and uneven layouts below."""

    chosen = Signal(object)
    """A `Layout`."""

    def __init__(
        self,
        title: str,
        now: Layout,
        others: Sequence[Layout] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("layoutPicker")
        self.setProperty("role", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._title = title
        rows, columns = (now.rows, now.columns) if now.is_even else (1, 1)
        self.field = SizeField(rows, columns, self)
        self.label = plain_label()
        self.label.setObjectName("pickedSize")
        self.label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 12)
        column.setSpacing(8)
        column.addWidget(self.label)
        column.addWidget(self.field, 0, Qt.AlignmentFlag.AlignHCenter)
        if others:
            row = QHBoxLayout()
            for layout in others:
                row.addWidget(self._button(layout))
            column.addLayout(row)
        self.field.changed.connect(self._tell)
        self.field.chosen.connect(self._on_size)
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)
        self._tell()

    def _button(self, layout: Layout) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(f"layout-{layout.name}")
        button.setIcon(QIcon(_drawn(layout, self.devicePixelRatioF())))
        button.setIconSize(ICON)
        button.setText(layout.name)
        text = uneven_text(layout.name, layout.cells)
        button.setToolTip(text)
        button.setAccessibleName(text)
        button.clicked.connect(lambda: self._choose(layout))
        return button

    def _tell(self) -> None:
        rows, columns = self.field.rows, self.field.columns
        text = tr("{rows} × {columns}", rows=rows, columns=columns)
        self.label.setText(f"{self._title}: {text}")
        self.field.setAccessibleName(self.label.text())
        QAccessible.updateAccessibility(
            QAccessibleEvent(self.field, QAccessible.Event.NameChanged)
        )

    def _on_size(self) -> None:
        self._choose(even(self.field.rows, self.field.columns))

    def _choose(self, layout: Layout) -> None:
        self.chosen.emit(layout)
        self.close()


def _drawn(layout: Layout, ratio: float) -> QPixmap:
    """The layout in small."""
    picture = QPixmap(ICON * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setPen(QPen(QColor(colours().text), 1))
    across = (ICON.width() - 1) / layout.columns
    down = (ICON.height() - 1) / layout.rows
    for place in layout.places:
        left, top = round(place.column * across), round(place.row * down)
        right = round((place.column + place.columns) * across)
        bottom = round((place.row + place.rows) * down)
        painter.drawRect(QRect(left, top, right - left, bottom - top))
    painter.end()
    return picture
