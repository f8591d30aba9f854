"""One setting: its words, the control that its kind asks for, and a way back."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QPushButton,
    QWidget,
)

from viewer.store.settings_table import Entry
from viewer.text import plain, tr
from viewer.ui.widgets.labels import plain_label, plain_tip

CONTROL_WIDTH = 200
UNDER_SWITCH = 24
"""Pixels from the left, where the text of a switch begins."""


class SettingRow(QWidget):
    """Shows a value and tells of another one that was chosen."""

    chosen = Signal(str, object)
    reset_asked = Signal(str)

    def __init__(
        self,
        entry: Entry,
        words: Sequence[tuple[str, str]],
        locked: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """`words`: (value, text) of a choice, none for a switch; `locked`: why it
        cannot be changed."""
        super().__init__(parent)
        self.entry = entry
        self._locked = locked
        self._explained = tr(entry.explanation) if entry.explanation else ""
        self._said = [tr(entry.label), entry.label, self._explained, entry.field]
        self._said += [text for _, text in words]
        self.control = self._chooser(words) if words else self._switch()
        self.control.setObjectName(f"setting-{entry.field}")
        self.control.setAccessibleDescription(
            " ".join(part for part in (self._explained, locked) if part)
        )
        self.control.setEnabled(not locked)
        self.reset = QPushButton(tr("Reset"), self)
        self.reset.setObjectName(f"reset-{entry.field}")
        self.reset.setProperty("role", "link")
        self.reset.setAutoDefault(False)
        self.reset.setAccessibleName(tr("Reset: {name}", name=tr(entry.label)))
        self.reset.clicked.connect(lambda: self.reset_asked.emit(entry.field))
        self._lay_out()

    def show_value(self, value: object, first: object) -> None:
        """The value in force, and the one that it has at first."""
        if isinstance(self.control, QCheckBox):
            self.control.setChecked(bool(value))
        else:
            self.control.setCurrentIndex(max(self.control.findData(value), 0))
        differs = value != first and not self._locked
        self.reset.setEnabled(differs)
        self.reset.setVisible(differs)
        self.reset.setToolTip(
            plain_tip(tr("Back to: {value}", value=self._word(first)))
        )

    def answers(self, words: Sequence[str]) -> bool:
        """All plain words stand somewhere in what is said of this setting."""
        said = plain(" ".join(self._said))
        return all(word in said for word in words)

    def _word(self, value: Any) -> str:
        if isinstance(self.control, QCheckBox):
            return tr("on") if value else tr("off")
        return self.control.itemText(max(self.control.findData(value), 0))

    def _switch(self) -> QCheckBox:
        box = QCheckBox(tr(self.entry.label), self)
        box.clicked.connect(lambda on: self.chosen.emit(self.entry.field, on))
        return box

    def _chooser(self, words: Sequence[tuple[str, str]]) -> QComboBox:
        box = QComboBox(self)
        box.setAccessibleName(tr(self.entry.label))
        box.setMinimumWidth(CONTROL_WIDTH)
        box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for value, text in words:
            box.addItem(text, value)
        box.activated.connect(
            lambda place: self.chosen.emit(self.entry.field, box.itemData(place))
        )
        return box

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(0, 1)
        if isinstance(self.control, QCheckBox):
            grid.addWidget(self.control, 0, 0, 1, 2)
        else:
            label = plain_label(tr(self.entry.label), self)
            label.setBuddy(self.control)
            grid.addWidget(label, 0, 0)
            grid.addWidget(self.control, 0, 1)
        policy = self.reset.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.reset.setSizePolicy(policy)
        grid.addWidget(self.reset, 0, 2)
        left = UNDER_SWITCH if isinstance(self.control, QCheckBox) else 0
        notes = (self._explained, self._locked)
        for place, text in enumerate((note for note in notes if note), 1):
            note = plain_label(text, self)
            note.setProperty("role", "warning" if text == self._locked else "small")
            note.setWordWrap(True)
            note.setContentsMargins(left, 0, 0, 0)
            grid.addWidget(note, place, 0, 1, 2)
