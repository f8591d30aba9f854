"""The empty window: a quiet invitation."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from viewer.text import mark, tr
from viewer.ui.widgets.labels import plain_label, set_role
from viewer.ui.widgets.outline import has_keyboard
from viewer.ui.widgets.wording import said, worded

RECENT_SHOWN = 5
MARGIN = 12
SPACING = 12
WAYS = (
    ("open-files", mark("Open files…")),
    ("open-folder", mark("Open folder…")),
    ("open-demo", mark("Demonstration study")),
    ("tour", mark("The first minute")),
)
"""(id of the action, text)"""


class EmptyCell(QWidget):
    """Says how to begin, with a button for each way."""

    asked = Signal(str)
    """The id of the action that was chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("emptyCell")
        said(self.setAccessibleName, "Empty viewport")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        layout = QVBoxLayout(self)
        layout.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout.setSpacing(SPACING)
        title = self._title = plain_label()
        title.setProperty("role", "title")
        title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout.addWidget(title)
        drag = self._drag = plain_label()
        drag.setProperty("role", "secondary")
        drag.setAlignment(Qt.AlignmentFlag.AlignCenter)
        drag.setVisible(False)
        for label in (title, drag):
            label.setWordWrap(True)
        layout.addWidget(drag)
        hint = self._hint = plain_label()
        said(
            hint.setText,
            "Any DICOM file opens, whatever its name.\nNothing is copied or changed.",
        )
        hint.setProperty("role", "secondary")
        hint.setWordWrap(True)
        hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout.addWidget(hint)
        layout.addWidget(self._make_ways())
        self._recent = QWidget(self)
        self._recent.setObjectName("recentPaths")
        QVBoxLayout(self._recent).setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout.addWidget(self._recent)
        self._state = (False, False)
        self._offers = True
        worded(self, self._tell)

    def _make_ways(self) -> QWidget:
        """A button for each way to begin."""
        self._ways = QWidget(self)
        row = self._row = QHBoxLayout(self._ways)
        row.setAlignment(Qt.AlignmentFlag.AlignCenter)
        row.setSpacing(8)
        for name, text in WAYS:
            button = QPushButton(self)
            said(button.setText, text)
            button.setObjectName(f"empty-{name}")
            button.clicked.connect(lambda _=False, name=name: self.asked.emit(name))
            row.addWidget(button)
        self._first = self._ways.findChild(QPushButton)
        return self._ways

    def set_recent(self, labels: Sequence[str]) -> None:
        """What was opened lately, newest first; the first few are offered."""
        layout = self._recent.layout()
        assert layout is not None
        while (item := layout.takeAt(0)) is not None:
            widget = item.widget()
            assert widget is not None
            widget.hide()
            widget.deleteLater()
        if labels:
            heading = plain_label()
            said(heading.setText, "Opened lately")
            set_role(heading, "secondary")
            heading.setAlignment(Qt.AlignmentFlag.AlignCenter)
            layout.addWidget(heading)
        for number, label in enumerate(labels[:RECENT_SHOWN], 1):
            button = QPushButton(label.replace("&", "&&"), self._recent)
            button.setObjectName(f"empty-recent-{number}")
            button.setProperty("role", "link")
            name = f"recent-{number}"
            button.clicked.connect(lambda _=False, name=name: self.asked.emit(name))
            layout.addWidget(button)
        self._fit()

    def set_beyond(self, beyond: bool) -> None:
        """It is a tile after the last image of its series, or may take a series."""
        self._state = (beyond, self._state[1])
        self._tell()

    def set_awaiting(self, awaiting: bool, anything_open: bool) -> None:
        """Ways to begin are offered when nothing is open nor being read."""
        self._state = (self._state[0], awaiting)
        had_focus = has_keyboard(self)
        self._tell()
        self._title.setVisible(awaiting or not anything_open)
        self._drag.setVisible(anything_open and not awaiting)
        self._offers = not awaiting and not anything_open
        self._ways.setVisible(self._offers)
        self._fit()
        first = None if awaiting or anything_open else self._first
        self.setFocusProxy(first)  # type: ignore[arg-type]  # None takes it away
        if had_focus:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focused = self.focusWidget()
        enters = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enters and isinstance(focused, QPushButton):
            focused.click()
        else:
            super().keyPressEvent(event)

    def _tell(self) -> None:
        beyond, awaiting = self._state
        text = tr("After the last image") if beyond else tr("Drag a series here")
        self._drag.setText(text)
        self._title.setText(
            tr("Reading…") if awaiting else tr("Drop a folder or files here")
        )

    def _fit(self) -> None:
        """Where there is not enough height the hint goes, then what was opened."""
        room = self.height() - 2 * MARGIN
        for widget in (self._title, self._ways, self._recent, self._hint):
            room -= _height_of(widget, self.width() - 2 * MARGIN) + SPACING
            if widget in (self._recent, self._hint):
                wanted = self._offers and room >= 0
                if widget.isHidden() == wanted:
                    widget.setVisible(wanted)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._row.setDirection(QBoxLayout.Direction.LeftToRight)
        if self._ways.sizeHint().width() > self.width() - 2 * MARGIN:
            self._row.setDirection(QBoxLayout.Direction.TopToBottom)
        self._fit()


def _height_of(widget: QWidget, width: int) -> int:
    """What it wants of that width."""
    if widget.hasHeightForWidth():
        return widget.heightForWidth(width)
    return widget.sizeHint().height()
