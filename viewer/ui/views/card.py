"""An object whose own view does not exist yet: what it is, said on a card."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from viewer.kinds.card_text import card_of, note_of
from viewer.ui.state.tool_choice import ToolChoice
from viewer.ui.state.viewport import ViewportModel, ViewportState
from viewer.ui.widgets.labels import plain_label

CARD_WIDTH = 460


class CardView(QWidget):
    """SOP Class name, kind of object, main attributes, and what is missing."""

    activated = Signal()
    maximise_asked = Signal()

    def __init__(
        self, model: ViewportModel, choice: ToolChoice, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.model = model
        self.setObjectName("cardView")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        layout = QVBoxLayout(self)
        layout.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._card: QFrame | None = None
        model.changed.connect(self._on_changed)
        self._fill()

    def _on_changed(self, old: ViewportState, new: ViewportState) -> None:
        if old.what != new.what:
            self._fill()

    def _fill(self) -> None:
        if self._card is not None:
            self._card.deleteLater()
            self._card = None
            self.setAccessibleName("")
        what = self.model.state.what
        if what.frame is None or what.display_set is None:
            return
        card = card_of(what.frame.header, what.display_set.kind)
        frame = QFrame(self)
        frame.setObjectName("objectCard")
        frame.setProperty("role", "card")
        frame.setMaximumWidth(CARD_WIDTH)
        rows = QGridLayout(frame)
        rows.setContentsMargins(20, 16, 20, 16)
        rows.setHorizontalSpacing(16)
        rows.setVerticalSpacing(8)
        for number, (name, text) in enumerate(
            ((("title"), card.title), ("strong", card.sentence))
        ):
            rows.addWidget(self._label(text, name), number, 0, 1, 2)
        for number, (label, value) in enumerate(card.attributes, start=2):
            rows.addWidget(self._label(label, "secondary"), number, 0)
            rows.addWidget(self._label(value, "value"), number, 1)
        for note in note_of(what.display_set):
            rows.addWidget(self._label(note, "secondary"), rows.rowCount(), 0, 1, 2)
        rows.setColumnStretch(1, 1)
        self.setAccessibleName(f"{card.title}. {card.sentence}")
        layout = self.layout()
        assert layout is not None
        layout.addWidget(frame)
        self._card = frame

    def _label(self, text: str, name: str) -> QLabel:
        label = plain_label(text)
        label.setProperty("role", name)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        label.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return label

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.activated.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.maximise_asked.emit()
