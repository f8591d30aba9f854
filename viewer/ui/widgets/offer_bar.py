"""A line below the cells that offers something and waits; nothing stops for it."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QToolBar, QWidget

from viewer.text import retold
from viewer.ui.widgets.labels import plain_label
from viewer.ui.widgets.wording import said, worded


class OfferBar(QToolBar):
    """A sentence and buttons."""

    pressed = Signal(str)
    """The name of a button."""

    def __init__(
        self,
        name: str,
        buttons: Sequence[tuple[str, str]],
        parent: QWidget | None = None,
    ) -> None:
        """`buttons`: (name, marked text)."""
        super().__init__(parent)
        self.setObjectName(name)
        self.setMovable(False)
        self.toggleViewAction().setVisible(False)
        inside = QWidget(self)
        row = QHBoxLayout(inside)
        row.setContentsMargins(8, 2, 8, 2)
        self._said = ""
        self.sentence = plain_label("", inside)
        self.sentence.setWordWrap(True)
        policy = QSizePolicy.Policy
        self.sentence.setSizePolicy(policy.Expanding, policy.Preferred)
        row.addWidget(self.sentence, 1)
        self.buttons: dict[str, QPushButton] = {}
        for key, text in buttons:
            button = QPushButton(inside)
            said(button.setText, text)
            button.setObjectName(f"{name}-{key}")
            button.clicked.connect(lambda _=False, key=key: self.pressed.emit(key))
            row.addWidget(button)
            self.buttons[key] = button
        self.addWidget(inside)
        worded(self.sentence, self._say_again)

    def say(self, sentence: str) -> None:
        """Show the bar with this sentence."""
        self._said = sentence
        self.sentence.setText(sentence)
        self.setAccessibleName(sentence)
        self.show()

    def _say_again(self) -> None:
        self._said = retold(self._said)
        self.sentence.setText(self._said)
        self.setAccessibleName(self._said)
