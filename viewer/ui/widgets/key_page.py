"""The keys of every action, to be changed: what one gets another may have to give."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QHBoxLayout,
    QKeySequenceEdit,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from viewer.store.habits import MOST_KEYS, Keys
from viewer.text import tr
from viewer.ui.widgets.commands import Command, found
from viewer.ui.widgets.key_table import KeyTable
from viewer.ui.widgets.labels import plain_label

ID = Qt.ItemDataRole.UserRole
PORTABLE = QKeySequence.SequenceFormat.PortableText
NATIVE = QKeySequence.SequenceFormat.NativeText


class KeyPage(QWidget):
    """A list by menus, a field that takes keys, and what to do with them."""

    changed = Signal(object)
    """`Keys`: where they differ from the program's own."""

    def __init__(
        self,
        commands: Sequence[Command],
        changed: Keys,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._table = KeyTable(commands, changed)
        self._asked: tuple[str, tuple[str, ...]] | None = None
        self.field = QLineEdit(self)
        self.field.setObjectName("keyFilter")
        self.field.setPlaceholderText(tr("Type some of its words"))
        self.field.setAccessibleName(tr("Search for a command"))
        self.field.textChanged.connect(self._fill)
        self.listed = QTreeWidget(self)
        self.listed.setObjectName("keyList")
        self.listed.setAccessibleName(tr("Commands and their keys"))
        self.listed.setHeaderLabels([tr("Command"), tr("Keys"), ""])
        self.listed.setColumnWidth(0, 320)
        self.listed.setColumnWidth(1, 160)
        self.listed.currentItemChanged.connect(self._follow)
        self.recorder = QKeySequenceEdit(self)
        self.recorder.setObjectName("keyRecorder")
        self.recorder.setAccessibleName(tr("New keys: press them here"))
        self.recorder.setMaximumSequenceLength(1)
        self.recorder.editingFinished.connect(self._on_recorded)
        self.put = self._button("keySet", tr("Use only these"), self._on_set)
        self.add = self._button("keyAdd", tr("Use these too"), self._on_add)
        self.clear = self._button("keyClear", tr("No keys"), self._on_clear)
        self.reset = self._button("keyReset", tr("As at first"), self._on_reset)
        self.reset_all = self._button(
            "keyResetAll", tr("All as at first"), self._on_reset_all
        )
        self.told = plain_label("", self)
        self.told.setObjectName("keyConflict")
        self.told.setProperty("role", "warning")
        self.told.setWordWrap(True)
        self.take = self._button("keyTake", tr("Take it from there"), self._on_take)
        self.leave = self._button("keyLeave", tr("Leave it there"), self._on_leave)
        self._place()
        self._fill("")

    def _button(self, name: str, text: str, pressed: Callable[[], None]) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: pressed())
        return button

    def _place(self) -> None:
        layout = QVBoxLayout(self)
        layout.addWidget(self.field)
        layout.addWidget(self.listed, 1)
        for widgets in (
            (self.recorder, self.put, self.add),
            (self.clear, self.reset, self.reset_all),
            (self.told, self.take, self.leave),
        ):
            row = QHBoxLayout()
            row.addWidget(widgets[0], 1)
            for widget in widgets[1:]:
                row.addWidget(widget)
            layout.addLayout(row)

    def _fill(self, typed: str) -> None:
        before = self._current()
        self.listed.clear()
        groups: dict[str, QTreeWidgetItem] = {}
        for command in found(tuple(self._table.commands.values()), typed):
            group = groups.get(command.path)
            if group is None:
                group = groups[command.path] = QTreeWidgetItem([command.path])
                group.setFlags(Qt.ItemFlag.ItemIsEnabled)
                self.listed.addTopLevelItem(group)
                group.setExpanded(True)
            item = QTreeWidgetItem([command.text])
            item.setData(0, ID, command.id)
            group.addChild(item)
            self._show(item)
            if command.id == before:
                self.listed.setCurrentItem(item)
        first = next(iter(groups.values())).child(0) if groups else None
        if first is not None and self.listed.currentItem() is None:
            self.listed.setCurrentItem(first)
        self._follow()

    def _show(self, item: QTreeWidgetItem) -> None:
        name = item.data(0, ID)
        keys = self._table.keys[name]
        native = (QKeySequence(key).toString(NATIVE) for key in keys)
        item.setText(1, ", ".join(native))
        item.setText(2, "" if self._table.is_own(name) else tr("changed"))

    def _current(self) -> str:
        item = self.listed.currentItem()
        return item.data(0, ID) or "" if item is not None else ""

    def _follow(self) -> None:
        """What can be done with the row that is current."""
        name = self._current()
        self._forget()
        self.recorder.clear()
        for button in (self.put, self.add):
            button.setEnabled(False)
        self.recorder.setEnabled(bool(name))
        self.clear.setEnabled(bool(name and self._table.keys[name]))
        self.reset.setEnabled(bool(name) and not self._table.is_own(name))
        self.reset_all.setEnabled(self._table.is_changed)

    def _on_recorded(self) -> None:
        key, name = self._recorded(), self._current()
        has_key = bool(key and name)
        self.put.setEnabled(has_key)
        self.add.setEnabled(has_key and 0 < len(self._table.keys[name]) < MOST_KEYS)
        if has_key and self.recorder.hasFocus():
            self.put.setFocus()

    def _recorded(self) -> str:
        return self.recorder.keySequence().toString(PORTABLE)

    def _on_set(self) -> None:
        self._ask(self._current(), (self._recorded(),))

    def _on_add(self) -> None:
        name = self._current()
        keys = dict.fromkeys((*self._table.keys[name], self._recorded()))
        self._ask(name, tuple(keys))

    def _on_clear(self) -> None:
        self._ask(self._current(), ())

    def _on_reset(self) -> None:
        name = self._current()
        self._ask(name, self._table.commands[name].own_keys)

    def _on_reset_all(self) -> None:
        self._table.reset_all()
        self._tell_changed()

    def _ask(self, name: str, keys: tuple[str, ...]) -> None:
        """Give a command its keys, or ask first where another has one of them."""
        table = self._table
        owners = table.owners(name, keys)
        if not owners:
            table.give(name, keys)
            self._tell_changed()
            return
        self._asked = name, keys
        key = next(one for one in keys if one in table.keys[owners[0]])
        self.told.setText(
            tr(
                "{key} belongs to “{text}”.",
                key=QKeySequence(key).toString(NATIVE),
                text="”, “".join(table.commands[one].text for one in owners),
            )
        )
        self.take.setVisible(True)
        self.leave.setVisible(True)
        self.leave.setFocus()

    def _on_take(self) -> None:
        if self._asked is not None:
            self._table.give(*self._asked)
            self._tell_changed()

    def _on_leave(self) -> None:
        self._forget()
        self.recorder.setFocus()

    def _forget(self) -> None:
        self._asked = None
        self.told.clear()
        self.take.setVisible(False)
        self.leave.setVisible(False)

    def _tell_changed(self) -> None:
        self._fill(self.field.text())
        self.changed.emit(self._table.changed)
