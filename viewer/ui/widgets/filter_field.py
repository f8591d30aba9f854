"""The search field over a list."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from viewer.ui.widgets.colours import text_scale
from viewer.ui.widgets.labels import plain_label
from viewer.ui.widgets.wording import said

ROOM_FOR_KEY = 260
"""Narrower than this, the field's own words need the room."""


class FilterField(QLineEdit):
    """A search field that names its key while it is empty; Esc empties it."""

    left_downwards = Signal()
    """The reader goes on to the list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("headerFilter")
        said(self.setPlaceholderText, "Filter by tag, name or value")
        said(self.setAccessibleName, "Filter the elements of the header")
        self.setClearButtonEnabled(True)
        self._key = plain_label("Ctrl+F", self)
        self._key.setProperty("role", "small")
        self._key.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.textChanged.connect(lambda text: self._key.setVisible(not text))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and self._is_own(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._is_own(event):
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Down:
            self.left_downwards.emit()
        else:
            self.clear()

    def _is_own(self, event: QEvent) -> bool:
        """Keys that are the field's and not the window's while it is typed in."""
        if not isinstance(event, QKeyEvent):
            return False
        escapes = event.key() == Qt.Key.Key_Escape and bool(self.text())
        return escapes or event.key() == Qt.Key.Key_Down

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        size = self._key.sizeHint()
        top = (self.height() - size.height()) // 2
        self._key.setGeometry(
            self.width() - size.width() - 10, top, size.width(), size.height()
        )
        has_room = self.width() > ROOM_FOR_KEY * text_scale()
        self._key.setVisible(has_room and not self.text())
