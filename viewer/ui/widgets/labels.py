"""Labels and tool tips for text from files: plain, never taken for HTML."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QLabel,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QWidget,
)

LEAST_LABEL = 24
LEAST_BUTTON = 72
"""Logical pixels of what is cut."""

LONGEST_LINE = 60
"""Characters of a tool tip; Qt breaks only HTML into lines."""


def plain_label(text: str = "", parent: QWidget | None = None) -> QLabel:
    """A label whose text is shown as it is.

    Qt's default guesses HTML, which loads files and can take hours to lay out.
    """
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text)
    return label


def plain_tip(text: str) -> str:
    """A tool tip that shows the text as it is: it has no format that could be set.

    Without need it is no HTML: readers of the screen read tool tips aloud.
    """
    is_short = len(text) <= LONGEST_LINE
    if is_short and not any(sign in text for sign in ("<", "&lt;")):
        return text
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<qt>{escaped}</qt>"


def set_role(widget: QWidget, role: str) -> None:
    """The part that a widget plays, by which the style sheet dresses it.

    Nothing happens when it is the same: to dress it anew costs the most. One that was
    never shown is dressed then; and to bring a style to Python takes 24 ms of a start.
    """
    if widget.property("role") != role:
        widget.setProperty("role", role)
        if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
            widget.style().polish(widget)


class ElidedButton(QPushButton):
    """A button whose words end in "…" where they have no room; the tip is the whole."""

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setToolTip(plain_tip(text.replace("&&", "&")))

    def minimumSizeHint(self) -> QSize:
        return QSize(LEAST_BUTTON, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        missing = super().sizeHint().width() - self.width()
        if missing > 0:
            words = option.fontMetrics.horizontalAdvance(self.text()) - missing
            end = Qt.TextElideMode.ElideRight
            option.text = option.fontMetrics.elidedText(self.text(), end, words)
        QStylePainter(self).drawControl(QStyle.ControlElement.CE_PushButton, option)


class ElidedLabel(QLabel):
    """One plain line that ends in "…" where it has no room: a name or number that is
    cut off without a mark reads as another one. `text` and the tip are the whole."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        policy = QSizePolicy.Policy
        self.setSizePolicy(policy.Ignored, policy.Preferred)

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setToolTip(plain_tip(text) if text else "")

    def clear(self) -> None:
        """The tip too."""
        self.setText("")

    def may_shrink(self) -> None:
        """It asks for the room of its text, and goes on without."""
        policy = QSizePolicy.Policy
        self.setSizePolicy(policy.Preferred, policy.Preferred)

    def minimumSizeHint(self) -> QSize:
        return QSize(LEAST_LABEL, super().minimumSizeHint().height())

    def shown(self) -> str:
        """As much of the text as there is room for."""
        elide = Qt.TextElideMode.ElideRight
        return self.fontMetrics().elidedText(
            self.text(), elide, self.contentsRect().width()
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        self.style().drawItemText(
            QPainter(self),
            self.contentsRect(),
            int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter),
            self.palette(),
            self.isEnabled(),
            self.shown(),
            self.foregroundRole(),
        )
