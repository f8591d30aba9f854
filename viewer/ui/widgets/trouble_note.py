"""Why a cell has no picture: what happened, to which object, and words for support."""

import re

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from viewer.text import tr
from viewer.ui.widgets.labels import plain_label

WIDEST = 460


class TroubleNote(QFrame):
    """A sentence; the object's name, class and syntax; what can be done about it.

    "Try again" where that may help, "Why", and "Copy details".
    """

    asked_again = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("troubleNote")
        self.setProperty("role", "card")
        self.setMaximumWidth(WIDEST)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(8)
        self.sentence = plain_label()
        self.sentence.setObjectName("troubleSentence")
        self.sentence.setProperty("role", "warning")
        self.object = plain_label()
        self.object.setProperty("role", "secondary")
        self.detail = plain_label()
        self.detail.setProperty("role", "small")
        for label in (self.sentence, self.object, self.detail):
            label.setWordWrap(True)
            layout.addWidget(label)
        row = QHBoxLayout()
        self.again = QPushButton(tr("Try again"), self)
        self.again.setObjectName("tryAgain")
        self.again.clicked.connect(self.asked_again)
        self.why = QPushButton(tr("Why"), self)
        self.why.setCheckable(True)
        self.why.toggled.connect(self._on_why)
        self.copy = QPushButton(tr("Copy details"), self)
        self.copy.clicked.connect(self._copy)
        for button in (self.again, self.why, self.copy):
            row.addWidget(button)
        row.addStretch(1)
        layout.addLayout(row)
        self._words: tuple[str, ...] = ()
        self.hide()

    def tell(self, sentence: str, of: str, detail: str, *, passing: bool) -> None:
        """Show what happened; `of` names the object, `detail` is for support.

        What is `passing` can be tried again.
        """
        self._words = (sentence, of, detail)
        for label, words in zip(
            (self.sentence, self.object, self.detail), self._words, strict=True
        ):
            label.setText(breakable(words))
            label.setVisible(bool(words))
        self.why.setChecked(False)
        self.detail.hide()
        self.again.setVisible(passing)
        self.why.setVisible(bool(detail))
        self.copy.setText(tr("Copy details"))
        self.setAccessibleName(f"{sentence} {of}")
        self.show()

    def place(self, area: QWidget) -> None:
        """In the middle of a widget, as wide as it may be."""
        width = min(WIDEST, max(area.width() - 32, 120))
        height = min(max(self.heightForWidth(width), 96), area.height())
        left = (area.width() - width) // 2
        self.setGeometry(left, (area.height() - height) // 2, width, height)

    def _on_why(self, shown: bool) -> None:
        self.detail.setVisible(shown)
        area = self.parentWidget()
        if area is not None and self.isVisible():
            self.place(area)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText("\n".join(self._words))
        self.copy.setText(tr("Copied"))
        self.copy.setFocus(Qt.FocusReason.OtherFocusReason)


def breakable(text: str) -> str:
    """The text with places to break after the marks that join a file name."""
    return re.sub(r"([_./\\-])(?=\w)", "\\1\u200b", text)
