"""What all views of objects without frames share: identity, loading, trouble, export.

A view shows one object at a time: the content that `ContentLoader` delivers. It makes
its widgets in `build`, fills them in `fill` and empties them in `wipe`.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from viewer.dicom import tags
from viewer.dicom.sop_classes import sop_class
from viewer.dicom.values import caption, date_text
from viewer.files.header import Header
from viewer.files.summary import summary
from viewer.files.summary_text import title
from viewer.kinds.captions import patient_lines
from viewer.records import dataclass
from viewer.text import tr
from viewer.ui.state.tool_choice import ToolChoice
from viewer.ui.state.viewport import ViewportModel
from viewer.ui.widgets.flow_layout import FlowLayout
from viewer.ui.widgets.labels import ElidedLabel, plain_label
from viewer.ui.widgets.trouble_note import TroubleNote

MOST_FOR_TOOLS = 0.45
"""Part of a view's width that its controls may take beside the patient's name."""

PRINTED = QSize(1600, 1130)
"""Pixels of a picture for paper or a file, in the proportions of A4 across."""


@dataclass(frozen=True, slots=True, eq=False)
class SavedFile:
    """Bytes that a view offers to save (bytes or uint8); the suffix begins with ".".

    `title` is of the dialog that asks where to, `kinds` its filter.
    """

    title: str
    kinds: str
    suffix: str
    content: bytes | NDArray[np.uint8]


class ContentView(QWidget):
    """The frame around the view of one object: whose and which it is, then itself."""

    activated = Signal()
    maximise_asked = Signal()
    menu_asked = Signal(QPoint)
    jump_asked = Signal(object)
    """A `Reference` that the reader wants to see."""
    save_asked = Signal()
    """The reader wants to save what `file` gives."""
    settled = Signal()
    """All that is seen is drawn, `is_settled` has become true."""

    word = ""
    """The view word that the class serves: a cell keeps the views of other kinds."""

    numbers_are_told = False
    """What `numbers` gives are texts made for readers, with their numbers in them."""

    own_keys: frozenset[Qt.Key] = frozenset()
    """Keys that the view uses itself and that therefore do not step through objects."""

    def __init__(
        self, model: ViewportModel, choice: ToolChoice, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.model = model
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.head = _Head(self)
        layout.addWidget(self.head)
        self.waiting = plain_label(tr("Loading…"), self)
        self.waiting.setProperty("role", "secondary")
        self.waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout.addWidget(self.waiting, 1)
        self.body = self.build()
        layout.addWidget(self.body, 1)
        self.trouble = TroubleNote(self)
        self.trouble.asked_again.connect(model.ask_again)
        model.changed.connect(self._follow)
        model.delivered.connect(self._follow)
        self._content: object | None = None
        self._header: Header | None = None
        self._follow()

    def build(self) -> QWidget:
        """Make the widgets that show the content, empty."""
        raise NotImplementedError

    def fill(self, content: object, header: Header) -> None:
        """Show what was read from an object."""
        raise NotImplementedError

    def wipe(self) -> None:
        """Forget what was shown: no cell keeps anything of a patient."""
        raise NotImplementedError

    def picture(self, size: QSize = PRINTED) -> QImage:
        """The view with the patient's identity, for paper, file or clipboard."""
        image = QImage(size, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        scale = min(size.width() / self.width(), size.height() / self.height())
        painter.scale(scale, scale)
        self.render(painter, QPoint())
        painter.end()
        return image

    def holds(self) -> frozenset[str]:
        """What of "picture", "numbers", "words" and "file" the view has to give."""
        return frozenset() if self._content is None else frozenset({"picture"})

    def numbers(self) -> Sequence[Sequence[str]]:
        """The content as the rows of a table, the first one with their titles."""
        return ()

    def words(self) -> str:
        """The content as plain text for the clipboard."""
        return ""

    def file(self) -> SavedFile:
        """What the object holds, as a file of its own."""
        raise NotImplementedError

    def is_settled(self) -> bool:
        """Whether all that is seen is drawn."""
        return True

    def add_tool(self, widget: QWidget) -> None:
        """Put a control of the view into the line of its name."""
        self.head.tools.addWidget(widget)

    def _follow(self) -> None:
        what = self.model.state.what
        frame, display_set = what.frame, what.display_set
        if frame is None or display_set is None or display_set.view != self.word:
            self._show(None, None)
            return
        self.head.show_header(frame.header, display_set.kind)
        self._show(self.model.content, frame.header)
        trouble = self.model.trouble
        if trouble is not None:
            known = summary(frame.header)
            parts = (frame.header.source.name, known.sop_class_name)
            of = " · ".join(caption(part) for part in parts if part)
            self.trouble.tell(
                trouble.sentence, of, trouble.detail, passing=trouble.passing
            )
            self.trouble.place(self)
        else:
            self.trouble.hide()
        self.waiting.setVisible(self.model.content is None and trouble is None)
        self.body.setVisible(self.model.content is not None)

    def _show(self, content: object | None, header: Header | None) -> None:
        if content is self._content and header is self._header:
            return
        if self._content is not None:
            self.wipe()
        self._content, self._header = content, header
        if header is None:
            self.head.clear()
            self.setAccessibleName("")
            return
        self.setAccessibleName(" · ".join((title(summary(header)), self.head.who)))
        if content is not None:
            self.fill(content, header)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(
            event, QKeyEvent
        ):
            plain = event.modifiers() in (
                Qt.KeyboardModifier.NoModifier,
                Qt.KeyboardModifier.KeypadModifier,
            )
            if plain and event.key() in self.own_keys:
                event.accept()
                return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.activated.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.maximise_asked.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.activated.emit()
        self.menu_asked.emit(event.globalPos())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.trouble.place(self)


class _Head(QFrame):
    """The patient and the object, and at the right the controls of the view."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("contentHead")
        self.setProperty("role", "strip")
        self.who = ""
        self.patient = ElidedLabel(self)
        self.patient.setObjectName("contentPatient")
        self.patient.setProperty("role", "strong")
        self.object = ElidedLabel(self)
        self.object.setProperty("role", "secondary")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.patient)
        words.addWidget(self.object)
        self.tools = FlowLayout(spacing=4)
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._line.setContentsMargins(12, 4, 8, 4)
        self._line.addLayout(words, 1)
        self._line.addLayout(self.tools)

    def show_header(self, header: Header, kind: str) -> None:
        """Say whose object it is, and which; and where its class says another kind."""
        self.who = " · ".join(patient_lines(header))
        self.patient.setText(self.who)
        known = sop_class(header.text(tags.SOPClassUID))
        promised = known.kind if known else kind
        date = header.text(tags.ContentDate) or header.text(tags.StudyDate)
        parts = (
            title(summary(header)),
            date_text(date),
            caption(header.text(tags.SeriesDescription)),
            "" if promised == kind else tr("⚠ shown by its content, not its class"),
        )
        self.object.setText(" · ".join(part for part in parts if part))

    def clear(self) -> None:
        """Nobody."""
        self.who = ""
        self.patient.clear()
        self.object.clear()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where the controls would crowd out the patient they get their own line."""
        narrow = self.tools.sizeHint().width() > self.width() * MOST_FOR_TOOLS
        directions = QBoxLayout.Direction
        self._line.setDirection(
            directions.TopToBottom if narrow else directions.LeftToRight
        )
