"""Search for a command: type some of its words, Enter does it."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from viewer.text import tr
from viewer.ui.widgets.commands import Command, found
from viewer.ui.widgets.labels import plain_label

ID = Qt.ItemDataRole.UserRole
MOST_SHOWN = 60
_LIST_KEYS = frozenset(
    {
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
    }
)


class CommandSearch(QDialog):
    """A field and a list; what cannot be done now is grey and is not done."""

    chosen = Signal(str)
    """The id of the action; the dialog has closed."""

    def __init__(
        self, commands: Sequence[Command], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("commandSearch")
        self.setWindowTitle(tr("Search for a command"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(640, 420)
        self._commands = commands
        self.field = QLineEdit(self)
        self.field.setObjectName("commandField")
        self.field.setPlaceholderText(tr("Type some of its words"))
        self.field.setAccessibleName(tr("Search for a command"))
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self._follow)
        self.field.returnPressed.connect(self._on_return)
        self.listed = QTreeWidget(self)
        self.listed.setObjectName("commandList")
        self.listed.setAccessibleName(tr("Commands"))
        self.listed.setHeaderLabels([tr("Command"), tr("Menu"), tr("Keys")])
        self.listed.setRootIsDecorated(False)
        self.listed.setUniformRowHeights(True)
        self.listed.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.listed.setColumnWidth(0, 300)
        self.listed.setColumnWidth(1, 200)
        self.listed.itemClicked.connect(self._on_return)
        self.told = plain_label("", self)
        self.told.setObjectName("commandTold")
        self.told.setProperty("role", "secondary")
        layout = QVBoxLayout(self)
        layout.addWidget(self.field)
        layout.addWidget(self.listed, 1)
        layout.addWidget(self.told)
        self._follow("")
        self.field.setFocus()

    def _follow(self, typed: str) -> None:
        self.listed.clear()
        commands = found(self._commands, typed)
        self.listed.addTopLevelItems([_item(one) for one in commands[:MOST_SHOWN]])
        first = self.listed.topLevelItem(0)
        if first is not None:
            self.listed.setCurrentItem(first)
        self.told.setText("" if commands else tr("No command has these words."))

    def _on_return(self) -> None:
        item = self.listed.currentItem()
        if item is None:
            return
        name = item.data(0, ID)
        command = next(one for one in self._commands if one.id == name)
        if not command.enabled:
            self.told.setText(tr("“{text}” cannot be done now.", text=command.text))
            return
        self.accept()
        self.chosen.emit(command.id)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is self.field
            and event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in _LIST_KEYS
        ):
            self.listed.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)


def _item(command: Command) -> QTreeWidgetItem:
    native = QKeySequence.SequenceFormat.NativeText
    keys = ", ".join(QKeySequence(key).toString(native) for key in command.keys)
    item = QTreeWidgetItem([command.text, command.path, keys])
    item.setData(0, ID, command.id)
    if not command.enabled:  # grey, and can still be gone to: Enter says why not
        palette = QGuiApplication.palette()
        grey = palette.brush(palette.ColorGroup.Disabled, palette.ColorRole.Text)
        for column in range(item.columnCount()):
            item.setForeground(column, grey)
        item.setData(0, Qt.ItemDataRole.AccessibleDescriptionRole, tr("not now"))
    return item
