"""What mouse buttons, wheel and drags do, to be chosen."""

from collections.abc import Callable
from dataclasses import fields, replace

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
from viewer.text import mark, tr
from viewer.ui.widgets.mouse_words import PRESSES, use_text

SPEED_WORDS = (
    ("slow", mark("Half as fast")),
    ("usual", mark("Usual")),
    ("fast", mark("Twice as fast")),
)
DRAGS = (
    (
        "drag_down",
        mark("Window drag, downwards"),
        (("brighter", mark("Image brighter")), ("darker", mark("Image darker"))),
    ),
    (
        "drag_right",
        mark("Window drag, to the right"),
        (("wider", mark("Window wider")), ("narrower", mark("Window narrower"))),
    ),
    ("drag_speed", mark("Window drag, speed"), SPEED_WORDS),
    (
        "drag_zoom",
        mark("Zoom drag, upwards"),
        (("larger", mark("Image larger")), ("smaller", mark("Image smaller"))),
    ),
    ("zoom_speed", mark("Zoom drag, speed"), SPEED_WORDS),
    (
        "drag_scroll",
        mark("Scroll drag, downwards"),
        (("next", mark("Next images")), ("previous", mark("Previous images"))),
    ),
    ("scroll_speed", mark("Scroll drag, speed"), SPEED_WORDS),
)
WRAPS = mark("Past the last image comes the first")


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
        for field, text, pairs in DRAGS:
            self._add(form, field, tr(text), [(word, tr(said)) for word, said in pairs])
        self.wraps = QCheckBox(tr(WRAPS), self)
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
        named = [field for field, _, _ in DRAGS]
        known = {field.name for field in fields(Settings)}
        changed = {name: getattr(first, name) for name in named if name in known}
        self._change(mouse=Mouse(), scroll_wraps=first.scroll_wraps, **changed)
        self._show(first)
