"""Settings: one control for each field of the record that the reader may set."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QMessageBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from viewer.store.settings import Settings
from viewer.text import figure, mark, tr, trn
from viewer.ui.widgets.labels import plain_label


@dataclass(frozen=True, slots=True)
class Switch:
    """A field that is on or off."""

    field: str
    text: str
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """A field that is one of several words."""

    field: str
    text: str
    words: tuple[tuple[str, str], ...] = ()
    """(value, text); none where the window knows them."""


LOOKS = (
    Choice("theme", mark("Theme"), (("dark", mark("Dark")), ("light", mark("Light")))),
    Choice("language", mark("Language")),
    Choice(
        "annotations",
        mark("Texts over the image"),
        (
            ("all", mark("All texts")),
            ("minimal", mark("Only the patient")),
            ("none", mark("No texts")),
        ),
    ),
)
HABITS = (
    Switch("smooth", mark("Smooth interpolation")),
    Switch("open_whole_study", mark("A file brings the rest of its study")),
    Switch("hang_automatically", mark("Hang a study by itself when it is certain how")),
    Switch("reopen_second", mark("The second window opens again at the next start")),
)
MEMORY = (
    Switch(
        "keep_recent",
        mark("Remember what was opened"),
        mark("The list of recent paths. Without it, the list is forgotten."),
    ),
    Switch(
        "keep_index",
        mark("Remember what opened folders hold"),
        mark(
            "An index of their headers, and thumbnails: a known folder shows at"
            " once. Without it, both are forgotten. Nothing is kept beside the files."
        ),
    ),
)
OF_THE_WINDOW = frozenset(
    {
        "window_geometry",
        "show_thumbnails",
        "show_header",
        "thumbnails_width",
        "header_width",
        "recent_paths",
        "layout",
        "second_geometry",
        "second_open",
        "second_screen",
        "second_whole",
        "second_layout",
        "hides_identity",
        "displays",
        "drag_down",
        "drag_right",
        "drag_speed",
        "drag_zoom",
        "zoom_speed",
        "drag_scroll",
        "scroll_speed",
        "scroll_wraps",
        "mouse",
        "keys",
        "linked",
        "link_scroll",
        "link_zoom",
        "link_pan",
        "link_window",
        "link_turn",
        "reference_lines",
        "reference_ends",
    }
)
"""Fields that follow what the reader does elsewhere."""


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


class SettingsDialog(QDialog):
    """What is changed here is followed at once."""

    def __init__(
        self,
        settings: Settings,
        change: Callable[..., None],
        languages: Sequence[str],
        kept: Kept,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("settingsDialog")
        self.setWindowTitle(tr("Settings"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._settings = settings
        self._change = change
        self._languages = languages
        self._kept = kept
        self._recent_count = len(settings.recent_paths)
        self._is_open = True
        self.finished.connect(self._on_finished)
        layout = QVBoxLayout(self)
        layout.setSpacing(10)
        form = QFormLayout()
        for row in LOOKS:
            form.addRow(tr(row.text), self._chooser(row))
        layout.addLayout(form)
        for switch in HABITS:
            layout.addWidget(self._switch(switch))
        title = plain_label(tr("What is remembered of patients"), self)
        title.setProperty("role", "strong")
        layout.addWidget(title)
        for switch in MEMORY:
            layout.addWidget(self._switch(switch))
            layout.addWidget(self._explained(switch.explanation))
        self._add_forgetting(layout)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.close)
        layout.addWidget(buttons)
        self.setFixedWidth(520)
        self.show_sizes()

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

    def _chooser(self, row: Choice) -> QComboBox:
        box = QComboBox(self)
        box.setObjectName(f"setting-{row.field}")
        box.setAccessibleName(tr(row.text))
        for value, text in row.words or self._language_words():
            box.addItem(tr(text) if row.words else text, value)
        place = box.findData(getattr(self._settings, row.field))
        box.setCurrentIndex(max(place, 0))
        box.activated.connect(
            lambda place, box=box, row=row: self._change(
                **{row.field: box.itemData(place)}
            )
        )
        return box

    def _language_words(self) -> list[tuple[str, str]]:
        return [
            ("", tr("As the system")),
            *((code, _own_name(code)) for code in self._languages),
        ]

    def _switch(self, row: Switch) -> QCheckBox:
        box = QCheckBox(tr(row.text), self)
        box.setObjectName(f"setting-{row.field}")
        box.setAccessibleDescription(tr(row.explanation) if row.explanation else "")
        box.setChecked(getattr(self._settings, row.field))
        box.clicked.connect(lambda on, field=row.field: self._on_switch(field, on))
        return box

    def _explained(self, explanation: str) -> QWidget:
        label = plain_label(tr(explanation), self)
        label.setProperty("role", "small")
        label.setWordWrap(True)
        label.setContentsMargins(24, 0, 0, 0)
        return label

    def _add_forgetting(self, layout: QVBoxLayout) -> None:
        self.recent, self.forget_recent = plain_label("", self), QPushButton(self)
        self.forget_recent.setText(tr("Clear this list"))
        self.forget_recent.clicked.connect(self._on_forget_recent)
        self.sizes, self.forget_index = plain_label("", self), QPushButton(self)
        self.forget_index.setText(tr("Forget what was indexed"))
        self.forget_index.clicked.connect(self._on_forget_index)
        self.marks, self.forget_marks = plain_label("", self), QPushButton(self)
        self.forget_marks.setText(tr("Forget all marks…"))
        self.forget_marks.clicked.connect(self._on_forget_marks)
        for name, label, button in (
            ("forgetRecent", self.recent, self.forget_recent),
            ("forgetIndex", self.sizes, self.forget_index),
            ("forgetMarks", self.marks, self.forget_marks),
        ):
            button.setObjectName(name)
            button.setAutoDefault(False)
            row = QHBoxLayout()
            row.addWidget(label, 1)
            row.addWidget(button)
            layout.addLayout(row)

    def _on_switch(self, field: str, on: bool) -> None:
        if field == "keep_recent" and not on:
            self._on_forget_recent()
        self._change(**{field: on})
        if field == "keep_index" and not on:
            self._on_forget_index()

    def _on_forget_recent(self) -> None:
        self._recent_count = 0
        self._change(recent_paths=())
        self.show_sizes()

    def _on_forget_index(self) -> None:
        if self._kept.forget is not None:
            self.forget_index.setEnabled(False)
            self._kept.forget(self._on_forgotten)

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

    def _on_finished(self) -> None:
        self._is_open = False


def _own_name(code: str) -> str:
    """What speakers of a language call it."""
    if code == "en":  # Qt would say which
        return "English"
    locale = QLocale(code)
    name = locale.nativeLanguageName()
    name = name[:1].upper() + name[1:] if name else code
    return f"{name} ({locale.nativeTerritoryName()})" if "_" in code else name
