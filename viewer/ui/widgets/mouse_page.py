"""What mouse buttons, wheel and drags do, to be chosen."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from viewer.store.habits import USES, Mouse
from viewer.store.settings import Settings
from viewer.store.settings_table import ENTRIES, entry_of
from viewer.text import tr
from viewer.ui.widgets.mouse_words import PRESSES, use_text

DRAGS = tuple(one for one in ENTRIES if one.group == "mouse" and one.words)


class MousePage(QWidget):
    """One chooser a button and a drag; followed at once."""

    def __init__(
        self,
        settings: Settings,
        change: Callable[..., None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._change = change
        self._mouse = settings.mouse
        self.choosers: dict[str, QComboBox] = {}
        form = QFormLayout()
        for field, press in PRESSES:
            words = [(use, use_text(field, use)) for use in USES[field]]
            self._add(form, field, tr(press), words)
        for one in DRAGS:
            words = [(word, tr(said)) for word, said in one.words]
            self._add(form, one.field, tr(one.label), words)
        self.wraps = QCheckBox(tr(entry_of("scroll_wraps").label), self)
        self.wraps.setObjectName("setting-scroll_wraps")
        self.wraps.clicked.connect(lambda on: self._change(scroll_wraps=on))
        self.reset = QPushButton(tr("All as at first"), self)
        self.reset.setObjectName("mouseReset")
        self.reset.setAutoDefault(False)
        self.reset.clicked.connect(self._on_reset)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(self.wraps)
        layout.addStretch(1)
        layout.addWidget(self.reset)
        self._show(settings)

    def _add(
        self, form: QFormLayout, field: str, text: str, words: list[tuple[str, str]]
    ) -> None:
        box = QComboBox(self)
        box.setObjectName(f"setting-{field}")
        box.setAccessibleName(text)
        for value, said in words:
            box.addItem(said, value)
        box.activated.connect(lambda place: self._on_chosen(field, box.itemData(place)))
        self.choosers[field] = box
        form.addRow(text, box)

    def _show(self, settings: Settings) -> None:
        self._mouse = settings.mouse
        for field, box in self.choosers.items():
            holder = settings.mouse if field in USES else settings
            box.setCurrentIndex(max(box.findData(getattr(holder, field)), 0))
        self.wraps.setChecked(settings.scroll_wraps)

    def _on_chosen(self, field: str, value: str) -> None:
        if field not in USES:
            self._change(**{field: value})
            return
        self._mouse = replace(self._mouse, **{field: value})
        self._change(mouse=self._mouse)

    def _on_reset(self) -> None:
        first = Settings()
        changed = {one.field: getattr(first, one.field) for one in DRAGS}
        self._change(mouse=Mouse(), scroll_wraps=first.scroll_wraps, **changed)
        self._show(first)
