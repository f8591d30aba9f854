"""Settings: a row for each entry of their table, followed at once."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from viewer.store.managed import NOTHING, Managed
from viewer.store.settings import Settings
from viewer.store.settings_table import CARRIED, ENTRIES, GROUPS, Entry
from viewer.text import own_name, plain, tr
from viewer.ui.widgets.forgetting import Forgetting, Kept
from viewer.ui.widgets.labels import plain_label, set_role
from viewer.ui.widgets.setting_row import SettingRow

OF_THE_WINDOW = frozenset(
    {
        "window_geometry",
        "thumbnails_width",
        "header_width",
        "recent_paths",
        "layout",
        "second_geometry",
        "second_open",
        "second_screen",
        "second_whole",
        "second_layout",
        "displays",
        "mouse",
        "keys",
    }
)
"""Fields that follow what the reader does elsewhere."""

SIZE = (640, 680)


class SettingsDialog(QDialog):
    """What is changed here is followed at once."""

    import_asked = Signal()
    export_asked = Signal()
    habits_asked = Signal()

    def __init__(
        self,
        settings: Settings,
        change: Callable[..., None],
        languages: Sequence[str],
        kept: Kept,
        parent: QWidget | None = None,
        *,
        managed: Managed = NOTHING,
        locked: str = "",
        unknown: Sequence[str] = (),
    ) -> None:
        """`locked` says why what the hospital has locked cannot be changed; `unknown`
        names what stands in the settings' file and this version does not know."""
        super().__init__(parent)
        self.setObjectName("settingsDialog")
        self.setWindowTitle(tr("Settings"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(*SIZE)
        self._settings, self._change = settings, change
        self._languages = languages
        self._managed, self._why = managed, locked
        self._first = Settings(**{**managed.defaults, **managed.locked})
        self.rows: list[SettingRow] = []
        self.groups: dict[str, QWidget] = {}
        self.forgetting = Forgetting(kept, len(settings.recent_paths), self)
        self.forgetting.recent_forgotten.connect(self._on_forget_recent)
        self.finished.connect(self.forgetting.close_answers)
        layout = QVBoxLayout(self)
        layout.addWidget(self._filter())
        layout.addWidget(self._scrolled(), 1)
        self.message = self._message_label(unknown)
        layout.addWidget(self.message)
        layout.addLayout(self._buttons())
        self.follow(settings)
        self.filter.setFocus()

    def follow(self, settings: Settings) -> None:
        """The settings as they are now, changed here or elsewhere."""
        self._settings = settings
        for row in self.rows:
            field = row.entry.field
            row.show_value(getattr(settings, field), getattr(self._first, field))
        self.forgetting.show_recent(len(settings.recent_paths))
        free = (name for name in CARRIED if name not in self._managed.locked)
        self.reset_all.setEnabled(
            any(getattr(settings, name) != getattr(self._first, name) for name in free)
        )

    def say(self, sentence: str, role: str = "secondary") -> None:
        """What became of a file of settings."""
        set_role(self.message, role)
        self.message.setText(sentence)
        self.message.setVisible(bool(sentence))

    def search(self, typed: str) -> None:
        """Show the settings that answer to every word that is typed."""
        words = plain(typed).split()
        found = 0
        for name, box in self.groups.items():
            rows = [row for row in self.rows if row.entry.group == name]
            title = plain(box.accessibleName())
            for row in rows:
                whole = [word for word in words if word not in title]
                row.setVisible(row.answers(whole))
            seen = [row for row in rows if not row.isHidden()]
            box.setVisible(bool(seen))
            found += len(seen)
        self.nothing.setVisible(found == 0)

    def _filter(self) -> QLineEdit:
        self.filter = QLineEdit(self)
        self.filter.setObjectName("settingsFilter")
        self.filter.setPlaceholderText(tr("Search the settings"))
        self.filter.setAccessibleName(tr("Search the settings"))
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self.search)
        return self.filter

    def _scrolled(self) -> QScrollArea:
        inside = QWidget(self)
        inside.setProperty("role", "panel")
        column = QVBoxLayout(inside)
        column.setSpacing(12)
        for name, title in GROUPS:
            column.addWidget(self._group(name, tr(title)))
        self.nothing = plain_label(tr("No setting answers to that."), inside)
        self.nothing.setVisible(False)
        column.addWidget(self.nothing)
        column.addStretch(1)
        area = QScrollArea(self)
        area.setObjectName("settingsArea")
        area.setAccessibleName(tr("Settings"))
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        return area

    def _group(self, name: str, title: str) -> QWidget:
        box = self.groups[name] = QWidget(self)
        box.setObjectName(f"settings-{name}")
        box.setAccessibleName(title)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        label = plain_label(title, box)
        label.setProperty("role", "strong")
        column.addWidget(label)
        for entry in ENTRIES:
            if entry.group == name:
                column.addWidget(self._row(entry))
        if name == "memory":
            column.addWidget(self.forgetting)
        if name == "mouse":
            habits = self._button("habits", tr("Keys and mouse…"))
            habits.clicked.connect(lambda: self.habits_asked.emit())
            column.addWidget(habits, 0, Qt.AlignmentFlag.AlignLeft)
        return box

    def _row(self, entry: Entry) -> SettingRow:
        words = [(value, tr(text)) for value, text in entry.words]
        if entry.field == "language":
            words = self._language_words()
        locked = self._why if entry.field in self._managed.locked else ""
        row = SettingRow(entry, words, locked, self)
        row.chosen.connect(self._on_chosen)
        row.reset_asked.connect(
            lambda field: self._on_chosen(field, getattr(self._first, field))
        )
        self.rows.append(row)
        return row

    def _message_label(self, unknown: Sequence[str]) -> QLabel:
        label = plain_label("", self)
        label.setObjectName("settingsMessage")
        label.setWordWrap(True)
        label.setProperty("role", "secondary")
        parts = []
        if self._managed.path:
            parts.append(tr("Managed by {path}.", path=self._managed.path))
        if unknown:
            names = ", ".join(unknown)
            parts.append(
                tr("Not known to this version, and kept: {names}.", names=names)
            )
        label.setText(" ".join(parts))
        label.setVisible(bool(parts))
        return label

    def _buttons(self) -> QHBoxLayout:
        self.reset_all = self._button("settingsReset", tr("Reset all"))
        self.reset_all.clicked.connect(self._on_reset_all)
        bring = self._button("settingsImport", tr("Import…"))
        bring.clicked.connect(lambda: self.import_asked.emit())
        save = self._button("settingsExport", tr("Export…"))
        save.clicked.connect(lambda: self.export_asked.emit())
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        close.rejected.connect(self.close)
        row = QHBoxLayout()
        for button in (self.reset_all, bring, save):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(close)
        return row

    def _button(self, name: str, text: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.setAutoDefault(False)
        return button

    def _language_words(self) -> list[tuple[str, str]]:
        return [
            ("", tr("As the system")),
            *((code, _own_name(code)) for code in self._languages),
        ]

    def _on_chosen(self, field: str, value: object) -> None:
        if field == "keep_recent" and not value:
            self._on_forget_recent()
        self._change(**{field: value})
        if field == "keep_index" and not value:
            self.forgetting.drop_index()

    def _on_reset_all(self) -> None:
        """Keys and mouse too; what is remembered stays."""
        names = (name for name in CARRIED if name not in self._managed.locked)
        self._change(**{name: getattr(self._first, name) for name in names})
        self.say(tr("Everything is as at first."))

    def _on_forget_recent(self) -> None:
        self._change(recent_paths=())
        self.forgetting.show_recent(0)


def _own_name(code: str) -> str:
    """What speakers of a language call it."""
    if code == "en":  # Qt would say which
        return "English"
    stated = own_name(code)
    if stated:
        return stated
    locale = QLocale(code)
    name = locale.nativeLanguageName()
    name = name[:1].upper() + name[1:] if name else code
    return f"{name} ({locale.nativeTerritoryName()})" if "_" in code else name
