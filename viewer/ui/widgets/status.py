"""The status bar: what is shown, skipped, unreadable; progress; the standing notice."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QStatusBar,
    QWidget,
)

from viewer.dicom.values import caption
from viewer.text import retold, tr, trn
from viewer.ui.state.workspace import WorkspaceState
from viewer.ui.widgets.colours import signs_move
from viewer.ui.widgets.labels import (
    ElidedButton,
    ElidedLabel,
    plain_label,
    plain_tip,
    set_role,
)
from viewer.ui.widgets.wording import said

LEAST_SENTENCE = 40
"""Pixels of a sentence, where counts and standing notices leave no more room."""


class StatusBar(QStatusBar):
    """Counts are visible while anything is open.

    Pressing them lists what was not shown and why.
    """

    details_asked = Signal()
    cancel_asked = Signal()
    offer_taken = Signal()
    """The reader wants what was offered."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusBar")
        self.setSizeGripEnabled(False)
        self.shown = plain_label("")
        self.shown.setObjectName("shownCount")
        self.skipped = self._counter("skippedCount", "link")
        self.unreadable = self._counter("unreadableCount", "link")
        self.missing = self._counter("missingCount", "warning")
        self.contradictions = self._counter("contradictionCount", "warning")
        self.duplicates = self._counter("duplicateCount", "link")
        self.message = _message_label()
        self._notes: list[str] = []
        self._told = ""
        self.noted = self._note_button()
        self.offered = QPushButton(self)
        self.offered.setObjectName("offer")
        self.offered.setProperty("role", "link")
        self.offered.setVisible(False)
        self.offered.clicked.connect(self.offer_taken)
        self.bar = _endless_bar(self)
        self.cancel = QPushButton(self)
        said(self.cancel.setText, "Cancel")
        self.cancel.setObjectName("cancelScan")
        self.cancel.setProperty("role", "link")
        left = QWidget(self)
        row = QHBoxLayout(left)
        row.setContentsMargins(4, 0, 0, 0)
        row.setSpacing(4)
        for widget in (
            self.shown,
            self.skipped,
            self.unreadable,
            self.missing,
            self.contradictions,
            self.duplicates,
            self.bar,
            self.cancel,
            self.message,
            self.noted,
            self.offered,
        ):
            row.addWidget(widget)
        row.addStretch(1)
        self.addWidget(left, 1)
        self._add_standing()
        self.cancel.clicked.connect(self.cancel_asked)
        self.show_workspace(None)

    def _add_standing(self) -> None:
        """What stands at the right: protocol, notices, the place in the stack."""
        self.notice = ElidedLabel()
        said(self.notice.setText, "Not cleared for primary diagnosis")
        self.display = ElidedLabel()
        self.display.setObjectName("displayState")
        self.stage = plain_label("")
        self.stage.setObjectName("hangingStage")
        self.stage.setVisible(False)
        self.position = plain_label("")
        self.position.setObjectName("position")
        for label in (self.stage, self.notice, self.display, self.position):
            label.setProperty("role", "secondary")
            self.addPermanentWidget(label)
        for label in (self.notice, self.display):
            label.may_shrink()

    def _counter(self, name: str, role: str) -> QPushButton:
        """A count that lists what it counts when it is pressed."""
        button = QPushButton(self)
        button.setObjectName(name)
        button.setProperty("role", role)
        button.clicked.connect(self.details_asked)
        return button

    def _note_button(self) -> QPushButton:
        """What goes wrong with the program itself, until it is pressed."""
        button = ElidedButton(self)
        button.setObjectName("programNote")
        button.setProperty("role", "warning")
        button.setMinimumWidth(LEAST_SENTENCE)
        button.setVisible(False)
        button.clicked.connect(self._on_noted)
        return button

    def tell(self, sentence: str, role: str = "warning") -> None:
        """Say something until the next opening."""
        set_role(self.message, role)
        self._told = sentence
        self.message.setText(sentence)
        self.message.setToolTip(plain_tip(sentence) if sentence else "")

    def note(self, sentence: str) -> None:
        """Say something about the program itself; it stays until it is pressed."""
        self._notes.append(sentence)
        self._show_note()

    def tell_again(self) -> None:
        """What was said, in the language of now."""
        self._notes = [retold(note) for note in self._notes]
        self._show_note()
        self._told = retold(self._told) if self.message.text() else ""
        self.message.setText(self._told)
        self.message.setToolTip(plain_tip(self._told) if self._told else "")

    def _on_noted(self) -> None:
        self._notes.pop(0)
        self._show_note()

    def _show_note(self) -> None:
        self.noted.setVisible(bool(self._notes))
        if self._notes:
            text = caption(self._notes[0])
            self.noted.setText(f"{text}  ×".replace("&", "&&"))
            self.noted.setAccessibleName(text)
            hint = tr("Press to take this away")
            self.noted.setToolTip(plain_tip(f"{text} ({hint})"))

    def tell_of_study(self, count: int) -> None:
        """So many objects were added to the one that was opened."""
        text = trn("{count} more of this study", "{count} more of this study", count)
        self.tell(text, "secondary")

    def show_workspace(self, state: WorkspaceState | None) -> None:
        """Counts of objects shown, files skipped and unreadable."""
        index = state.catalogue.index if state else None
        shown = index.shown if index else 0
        skipped = len(index.skipped) if index else 0
        failed = len(index.failed) if index else 0
        missing = state.catalogue.missing if state else 0
        total = shown + failed + missing
        words = trn("{count} shown", "{count} shown", shown)
        if total > shown:
            words = tr("{count} of {total} shown", count=shown, total=total)
        self.shown.setText(words)
        self.missing.setText(
            trn("{count} slice missing ▸", "{count} slices missing ▸", missing)
        )
        self.missing.setVisible(missing > 0)
        self.skipped.setText(trn("{count} skipped", "{count} skipped", skipped))
        self.unreadable.setText(
            trn("{count} unreadable ▸", "{count} unreadable ▸", failed)
        )
        for counter in (self.shown, self.skipped, self.unreadable):
            counter.setVisible(total + skipped > 0)
        set_role(self.unreadable, "warning" if failed else "link")
        conflicts = len(index.conflicts) if index else 0
        self.contradictions.setText(
            trn("{count} contradiction ▸", "{count} contradictions ▸", conflicts)
        )
        self.contradictions.setVisible(conflicts > 0)
        copies = sum(len(one.paths) - 1 for one in index.duplicates) if index else 0
        self.duplicates.setText(
            trn("{count} duplicate ▸", "{count} duplicates ▸", copies)
        )
        self.duplicates.setVisible(copies > 0)
        scanning = bool(state and state.scanning)
        if scanning or not shown:
            self.message.clear()
        self.bar.setRange(0, 0 if signs_move() else 1)
        self.bar.setVisible(scanning)
        self.cancel.setVisible(scanning)
        if state is not None and scanning:
            seen = state.catalogue.files_seen
            self.bar.setToolTip(tr("{count} files seen", count=seen))

    def show_display(self, state: str) -> None:
        """Whether the screen follows the standard's function."""
        self.display.setText(state)

    def offer(self, text: str) -> None:
        """Something that can be done by pressing it; "" takes the offer back."""
        self.offered.setText(text.replace("&", "&&"))
        self.offered.setVisible(bool(text))

    def show_stage(self, text: str) -> None:
        """The hanging protocol in force and its stage, "" for none."""
        self.stage.setText(text)
        self.stage.setVisible(bool(text))

    def show_position(self, index: int, count: int, whole: int = 0) -> None:
        """The place in the active stack, of `whole` images if it is narrowed."""
        place = f"{index + 1} / {count}" if count > 1 else ""
        few = tr("{count} of {whole}: key images only", count=count, whole=whole)
        parts = (few if whole else "", place)
        self.position.setText(" · ".join(part for part in parts if part))


def _message_label() -> QLabel:
    """What was said last."""
    label = ElidedLabel()
    label.setObjectName("statusMessage")
    label.setProperty("role", "warning")
    label.may_shrink()
    return label


def _endless_bar(parent: QWidget) -> QProgressBar:
    """It moves while files are read: how many there are is not known."""
    bar = QProgressBar(parent)
    bar.setRange(0, 0)
    bar.setFixedWidth(96)
    bar.setTextVisible(False)
    said(bar.setAccessibleName, "Reading files")
    return bar
