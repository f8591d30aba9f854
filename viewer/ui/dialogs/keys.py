"""Mouse and keys, made from the table of actions."""

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

from viewer.text import mark, tr

MOUSE = (
    (mark("Left drag"), mark("The chosen tool (at first: window)")),
    (mark("Right drag"), mark("Zoom")),
    (mark("Right click"), mark("Menu of the image")),
    (mark("Middle drag"), mark("Pan")),
    (mark("Left and right drag, Alt and left drag"), mark("Window")),
    (mark("Wheel"), mark("Scroll through the stack")),
    (mark("Shift and wheel"), mark("Next phase, or ten images")),
    (mark("Ctrl and wheel"), mark("Zoom at the pointer")),
    (mark("Double click"), mark("Show one viewport, or all")),
    (mark("Click a mark, drag it"), mark("Select it, move it or its handle")),
    (mark("Shift and left drag"), mark("Draw a new mark over another one")),
    (mark("Double click on a mark"), mark("Its text")),
    (mark("Drag a series onto a viewport"), mark("Show it there")),
)


class KeysDialog(QDialog):
    """Two columns: what to press, what it does."""

    def __init__(
        self, keys: Sequence[tuple[str, str]], parent: QWidget | None = None
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
            (tr("Mouse"), [(tr(press), tr(does)) for press, does in MOUSE]),
            (tr("Keys"), list(keys)),
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
