"""What is remembered of patients: how much it is, and a way to forget each."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from viewer.text import figure, tr, trn
from viewer.ui.widgets.labels import plain_label


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of opened folders; `forget` calls back when it is gone."""

    nbytes: Callable[[], tuple[int, int]]
    """(of the index, of the small pictures)"""
    forget: Callable[[Callable[[], None]], None] | None
    """None when this window may not."""
    marks: Callable[[], int | None] = lambda: 0
    """Marks and key images that are kept; None when that cannot be told."""
    forget_marks: Callable[[], None] | None = None


class Forgetting(QWidget):
    """Three rows: recent paths, index, marks; each with its button."""

    recent_forgotten = Signal()

    def __init__(
        self, kept: Kept, recent_count: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._kept = kept
        self._recent_count = recent_count
        self._is_open = True
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self.recent, self.forget_recent = self._row(
            layout, "forgetRecent", tr("Clear this list"), self.recent_forgotten.emit
        )
        self.sizes, self.forget_index = self._row(
            layout, "forgetIndex", tr("Forget what was indexed"), self.drop_index
        )
        self.marks, self.forget_marks = self._row(
            layout, "forgetMarks", tr("Forget all marks…"), self._on_forget_marks
        )
        self.show_sizes()

    def show_recent(self, count: int) -> None:
        """So many recent paths are remembered now."""
        self._recent_count = count
        self.show_sizes()

    def drop_index(self) -> None:
        """Forget what was indexed."""
        if self._kept.forget is not None:
            self.forget_index.setEnabled(False)
            self._kept.forget(self._on_forgotten)

    def close_answers(self) -> None:
        """The window ends: what comes later is nothing."""
        self._is_open = False

    def show_sizes(self) -> None:
        """How much is remembered now."""
        marks = self._kept.marks()
        self.marks.setText(
            tr("Marks: they cannot be read")
            if marks is None
            else trn(
                "{count} mark or key image of yours",
                "{count} marks and key images of yours",
                marks,
            )
        )
        self.forget_marks.setEnabled(marks != 0 and self._kept.forget_marks is not None)
        self.recent.setText(
            trn("{count} recent path", "{count} recent paths", self._recent_count)
        )
        self.forget_recent.setEnabled(self._recent_count > 0)
        index, pictures = self._kept.nbytes()
        self.sizes.setText(
            tr(
                "Index {index} MB, thumbnails {pictures} MB",
                index=figure(index / 1e6, ".1f"),
                pictures=figure(pictures / 1e6, ".1f"),
            )
        )
        can_forget = self._kept.forget is not None
        self.forget_index.setEnabled(can_forget and index + pictures > 0)
        if not can_forget:
            self.forget_index.setToolTip(
                tr("Another window of this program keeps them.")
            )

    def _row(
        self, layout: QVBoxLayout, name: str, text: str, pressed: Callable[[], None]
    ) -> tuple[QLabel, QPushButton]:
        label, button = plain_label("", self), QPushButton(text, self)
        button.setObjectName(name)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: pressed())
        row = QHBoxLayout()
        row.addWidget(label, 1)
        row.addWidget(button)
        layout.addLayout(row)
        return label, button

    def _on_forget_marks(self) -> None:
        """They are the reader's work, and cannot be made again: never at one press."""
        question = QMessageBox(
            QMessageBox.Icon.Warning,
            tr("Forget all marks"),
            tr("Delete all marks and key images that were ever kept, of every study?"),
            QMessageBox.StandardButton.Cancel,
            self,
        )
        question.setTextFormat(Qt.TextFormat.PlainText)
        question.setInformativeText(
            tr("Their backups go too. This cannot be taken back.")
        )
        question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        delete = question.addButton(
            tr("Delete them"), QMessageBox.ButtonRole.DestructiveRole
        )
        delete.setObjectName("deleteMarks")
        question.setDefaultButton(QMessageBox.StandardButton.Cancel)
        delete.clicked.connect(self._forget_marks)
        question.open()

    def _forget_marks(self) -> None:
        if self._kept.forget_marks is not None:
            self._kept.forget_marks()
            self.show_sizes()

    def _on_forgotten(self) -> None:
        if self._is_open:
            self.show_sizes()
