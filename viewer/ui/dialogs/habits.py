"""Keys and mouse: what presses what, changed here and followed at once."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from viewer.store.settings import Settings
from viewer.text import tr
from viewer.ui.widgets.commands import Command
from viewer.ui.widgets.key_page import KeyPage
from viewer.ui.widgets.mouse_page import MousePage


class HabitsDialog(QDialog):
    """Two pages: keys, mouse."""

    def __init__(
        self,
        commands: Sequence[Command],
        settings: Settings,
        change: Callable[..., None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("habitsDialog")
        self.setWindowTitle(tr("Keys and mouse"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(680, 640)
        self.keys = KeyPage(commands, settings.keys, self)
        self.keys.changed.connect(lambda keys: change(keys=keys))
        self.mouse = MousePage(settings, change, self)
        tabs = QTabWidget(self)
        tabs.addTab(self.keys, tr("Keys"))
        tabs.addTab(self.mouse, tr("Mouse"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.close)
        layout = QVBoxLayout(self)
        layout.addWidget(tabs, 1)
        layout.addWidget(buttons)
