"""One view per way of showing an object; this is the table."""

from PySide6.QtWidgets import QWidget

from viewer.ui.views.card import CardView
from viewer.ui.views.stack import StackView

VIEWS: dict[str, type[QWidget]] = {"stack": StackView, "card": CardView}
"""The view word of a display set → the class that shows it."""
