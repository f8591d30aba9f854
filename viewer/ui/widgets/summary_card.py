"""The card at the top of the header panel: what one glance at a header asks for."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QSizePolicy, QWidget

from viewer.dicom.values import caption
from viewer.files.summary import Summary
from viewer.files.summary_text import facts, title
from viewer.text import tr
from viewer.ui.widgets.labels import plain_label

FACT_GAP = 8
LONGEST_WORD = 22
LONGEST_UID_LINE = 40
FACTS = ("size", "resolution", "equipment", "compression")


class SummaryCard(QFrame):
    """SOP Class name, UID and note, then four facts with a smaller line each."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("summaryCard")
        self.setProperty("role", "card")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(12, 12, 12, 12)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(1, 1)
        self._name = self._label("sopClassName", "title", row=0)
        self._uid = self._label("sopClassUid", "small", row=1)
        self._uid.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._note = self._label("sopClassNote", "warning", row=2)
        self._note.setContentsMargins(0, FACT_GAP // 2, 0, 0)
        self._facts = [self._fact(name, number) for number, name in enumerate(FACTS)]
        self.clear()

    def show_summary(self, summary: Summary) -> None:
        """Fill the card."""
        self._name.setText(_breakable(title(summary)))
        self._uid.setText(_uid_lines(caption(summary.sop_class_uid)))
        self._uid.setVisible(bool(summary.sop_class_uid))
        note = tr(summary.sop_class_note) if summary.sop_class_note else ""
        self._note.setText(note)
        self._note.setVisible(bool(note))
        for (label, text, detail), fact in zip(
            self._facts, facts(summary), strict=True
        ):
            label.setText(fact.label)
            label.show()
            text.setText(_breakable(fact.text))
            text.show()
            detail.setText(_breakable(fact.detail))
            detail.setVisible(bool(fact.detail))
            text.setAccessibleName(f"{fact.label}: {fact.text}. {fact.detail}")

    def show_words(self, title: str, sentence: str) -> None:
        """Of what has no header: what it is, and why."""
        self.clear()
        self._name.setText(title)
        self._note.setText(sentence)
        self._note.show()

    def clear(self) -> None:
        """Nothing is shown."""
        self._name.setText(tr("No image selected"))
        for label in (self._uid, self._note, *sum(self._facts, ())):
            label.clear()
            label.hide()

    def _fact(self, name: str, number: int) -> tuple[QLabel, QLabel, QLabel]:
        row = 3 + 2 * number
        label = self._label(f"{name}Label", "secondary", row, column=0)
        label.setContentsMargins(0, FACT_GAP, 0, 0)
        label.setWordWrap(False)
        label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        text = self._label(f"{name}Text", "", row, column=1)
        text.setContentsMargins(0, FACT_GAP, 0, 0)
        detail = self._label(f"{name}Detail", "small", row + 1, column=1)
        return label, text, detail

    def _label(
        self, name: str, role: str, row: int, column: int | None = None
    ) -> QLabel:
        label = plain_label("", self)
        label.setObjectName(name)
        label.setProperty("role", role)
        label.setWordWrap(True)
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        top = Qt.AlignmentFlag.AlignTop
        if column is None:
            self._grid.addWidget(label, row, 0, 1, 2, top)
        else:
            self._grid.addWidget(label, row, column, top)
        return label


def _breakable(text: str) -> str:
    """The text with places to break too wide a word, and none inside "10 : 1"."""
    for sign in (" : ", " × "):
        text = text.replace(sign, sign.replace(" ", "\u00a0"))
    return " ".join(
        "\u200b".join(
            word[at : at + LONGEST_WORD] for at in range(0, len(word), LONGEST_WORD)
        )
        for word in text.split(" ")
    )


def _uid_lines(uid: str) -> str:
    """A long UID in lines; without hidden characters, since it is copied from here."""
    lines = range(0, len(uid), LONGEST_UID_LINE)
    return "\n".join(uid[at : at + LONGEST_UID_LINE] for at in lines)
