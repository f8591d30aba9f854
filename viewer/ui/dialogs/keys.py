"""Mouse and keys as the reader has them."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from viewer.text import tr


class KeysDialog(QDialog):
    """Two columns: what to press, what it does."""

    def __init__(
        self,
        mouse: Sequence[tuple[str, str]],
        keys: Sequence[tuple[str, str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("keysDialog")
        self.setWindowTitle(tr("Mouse and keys"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(620, 640)
        layout = QVBoxLayout(self)
        listed = QTreeWidget(self)
        listed.setHeaderLabels([tr("Press"), tr("What it does")])
        listed.setAccessibleName(tr("Mouse and keys"))
        for title, rows in (
            (tr("Mouse"), mouse),
            (tr("Keys"), keys),
        ):
            group = QTreeWidgetItem([title, ""])
            listed.addTopLevelItem(group)
            group.setExpanded(True)
            for press, does in rows:
                group.addChild(QTreeWidgetItem([press, does]))
        listed.setColumnWidth(0, 280)
        layout.addWidget(listed)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.close)
        layout.addWidget(buttons)
