"""Labels and tool tips for text from files: plain, never taken for HTML."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget


def plain_label(text: str = "", parent: QWidget | None = None) -> QLabel:
    """A label whose text is shown as it is.

    Qt's default guesses HTML, which loads files and can take hours to lay out.
    """
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text)
    return label


def plain_tip(text: str) -> str:
    """A tool tip that shows the text as it is: it has no format that could be set."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<qt>{escaped}</qt>"


def set_role(widget: QWidget, role: str) -> None:
    """The part that a widget plays, by which the style sheet dresses it.

    Nothing happens when it is the same: to dress it anew costs the most.
    """
    if widget.property("role") != role:
        widget.setProperty("role", role)
        widget.style().polish(widget)
