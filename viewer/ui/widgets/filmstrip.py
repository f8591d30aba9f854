"""Small pictures of the images that a note refers to, in a row, under its title."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from viewer.dicom.sop_classes import sop_class
from viewer.kinds.references import Reference
from viewer.text import tr, trn
from viewer.ui.widgets.colours import viewport_colours
from viewer.ui.widgets.labels import plain_label

PICTURE = QSize(112, 84)
MOST_PICTURES = 500
"""More are counted, not drawn; the document names them."""

Done = Callable[[QPixmap | None], None]


class Filmstrip(QFrame):
    """Enter or a click asks for an image; what is not open has its name instead."""

    asked = Signal(object)
    """The `Reference` to show."""
    picture_asked = Signal(object, object)
    """(`Reference`, `Done` to call with its small picture)"""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("filmstrip")
        self.setProperty("role", "strip")
        self._references: tuple[Reference, ...] = ()
        self._round = 0
        self.title = plain_label(parent=self)
        self.title.setObjectName("filmstripTitle")
        self.title.setProperty("role", "strong")
        self.reason = plain_label(parent=self)
        self.reason.setObjectName("filmstripReason")
        self.reason.setProperty("role", "secondary")
        self.reason.setWordWrap(True)
        self.list = QListWidget(self)
        self.list.setObjectName("filmstripList")
        self.list.setAccessibleName(tr("Key images"))
        self.list.setViewMode(QListView.ViewMode.IconMode)
        self.list.setFlow(QListView.Flow.LeftToRight)
        self.list.setWrapping(False)
        self.list.setMovement(QListView.Movement.Static)
        self.list.setIconSize(PICTURE)
        self.list.setUniformItemSizes(True)
        self.list.setSpacing(4)
        self.list.setFixedHeight(PICTURE.height() + 56)
        self.list.itemClicked.connect(self._on_asked)
        self.list.itemActivated.connect(self._on_asked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 6, 12, 4)
        layout.setSpacing(2)
        for widget in (self.title, self.reason, self.list):
            layout.addWidget(widget)

    def show_note(
        self, title: str, reason: str, references: Sequence[Reference]
    ) -> None:
        """Show a note's title, reason and images."""
        self._references = tuple(references)
        count = len(references)
        number = trn("{count} image", "{count} images", count)
        self.title.setText(f"{title} · {number}")
        self.reason.setText(reason)
        self.reason.setVisible(bool(reason))
        self.list.clear()
        for reference in references[:MOST_PICTURES]:
            item = QListWidgetItem(QIcon(_placeholder("")), _name_of(reference))
            item.setToolTip(_name_of(reference))
            self.list.addItem(item)
        self.list.setVisible(count > 0)
        self.renew()

    def clear(self) -> None:
        """Forget the note and its pictures."""
        self._references = ()
        self._round += 1
        self.title.clear()
        self.reason.clear()
        self.list.clear()

    def renew(self) -> None:
        """Ask for the pictures of what is open by now."""
        self._round += 1
        for row, reference in enumerate(self._references[:MOST_PICTURES]):
            self.picture_asked.emit(reference, self._taker(row, self._round))

    def _taker(self, row: int, asked: int) -> Done:
        def take(picture: QPixmap | None) -> None:
            if asked != self._round:
                return
            item = self.list.item(row)
            item.setIcon(QIcon(picture or _placeholder(tr("not open"))))
            item.setSelected(False)

        return take

    def _on_asked(self, item: QListWidgetItem) -> None:
        self.asked.emit(self._references[self.list.row(item)])


def _placeholder(text: str) -> QPixmap:
    pixmap = QPixmap(PICTURE)
    colours = viewport_colours()
    pixmap.fill(QColor(colours.viewport))
    painter = QPainter(pixmap)
    painter.setPen(QColor(colours.faint))
    painter.drawText(pixmap.rect(), int(Qt.AlignmentFlag.AlignCenter), text)
    painter.end()
    return pixmap


def _name_of(reference: Reference) -> str:
    known = sop_class(reference.sop_class_uid)
    name = known.short if known else tr("object")
    if not reference.frames:
        return name
    numbers = ", ".join(map(str, reference.frames[:3]))
    frames = trn(
        "frame {numbers}", "frames {numbers}", len(reference.frames), numbers=numbers
    )
    return f"{name}, {frames}"
