"""The right panel: what kind of object this is in plain words, then every element."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from viewer.dicom.elements import ElementRow
from viewer.files.summary import Summary
from viewer.text import figure, mark, tr
from viewer.ui.dialogs.whole_value import WholeValueDialog
from viewer.ui.widgets.element_list import ElementList
from viewer.ui.widgets.fact_list import FactList
from viewer.ui.widgets.filter_field import FilterField
from viewer.ui.widgets.labels import plain_label
from viewer.ui.widgets.scrolled import Scrolled
from viewer.ui.widgets.summary_card import SummaryCard
from viewer.ui.widgets.wording import said

TYPING_PAUSE_MS = 60


class MetadataPanel(QWidget):
    """Shows what it is given; loads nothing and knows no other part of the window."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("metadataPanel")
        self.setProperty("role", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.card = SummaryCard(self)
        self.filter = FilterField(self)
        self.private = QCheckBox(self)
        said(self.private.setText, "Private elements")
        self.private.setObjectName("privateElements")
        self.private.setChecked(True)
        self.count = plain_label("", self)
        self.count.setObjectName("elementCount")
        self.count.setProperty("role", "small")
        self.elements = ElementList(self)
        self._facts = FactList(self)
        self.message = plain_label("", self)
        self.message.setObjectName("headerMessage")
        self.message.setProperty("role", "secondary")
        self.message.setWordWrap(True)
        self.message.setMargin(12)
        self.message.setAlignment(
            Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
        )
        self.setFocusProxy(self.filter)
        self._place()
        self._typing = QTimer(self, singleShot=True, interval=TYPING_PAUSE_MS)
        self._typing.timeout.connect(self._apply_filter)
        self.filter.textChanged.connect(lambda _: self._typing.start())
        self.filter.left_downwards.connect(self.elements.take_keyboard)
        self.private.toggled.connect(self._on_private)
        self.elements.whole_value_asked.connect(self._show_whole_value)
        self.clear()

    def show_summary(self, summary: Summary) -> None:
        """The card at once; the elements below are pale until their own come."""
        self.card.show_summary(summary)
        self.elements.set_stale()

    def show_rows(
        self, rows: Sequence[ElementRow], frame_index: int | None = None
    ) -> None:
        """Every element of the object, the current frame's functional groups first."""
        self.elements.show_rows(rows, frame_index)
        self._tell()

    def show_frame(self, frame_index: int) -> None:
        """Another frame of the same object, counted from 0."""
        self.elements.show_frame(frame_index)

    def show_computed(
        self, title: str, sentence: str, facts: Sequence[tuple[str, str]]
    ) -> None:
        """What no file holds: from what it was made, in place of a header."""
        self.card.show_words(title, sentence)
        self.elements.show_rows((), None)
        self._facts.show_facts(facts)
        self._tell(facts=True)

    def show_failure(self, sentence: str) -> None:
        """Why the elements cannot be listed; the card stays."""
        self.elements.show_rows((), None)
        self._tell(sentence)

    def clear(self) -> None:
        """Nothing is open."""
        self.card.clear()
        self.elements.show_rows((), None)
        self._tell(facts=False)

    def focus_filter(self) -> None:
        """Put the keyboard into the filter, its text selected."""
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()

    def _place(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(8)
        layout.addWidget(Scrolled(self.card, mark("Summary")))
        layout.addWidget(self.filter)
        row = QHBoxLayout()
        row.setContentsMargins(4, 0, 4, 0)
        row.addWidget(self.private)
        row.addStretch(1)
        row.addWidget(self.count)
        layout.addLayout(row)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.elements)
        self._stack.addWidget(self.message)
        self._stack.addWidget(self._facts)
        layout.addLayout(self._stack, 1)

    def _apply_filter(self) -> None:
        self._typing.stop()
        self.elements.filter(self.filter.text())
        self._tell()

    def _on_private(self, shown: bool) -> None:
        self.elements.show_private(shown)
        self._tell()

    def _tell(self, sentence: str = "", *, facts: bool | None = None) -> None:
        """How many elements are found, or why there are none."""
        outline = self.elements.outline.outline
        counted = figure(outline.matches, ",")
        if outline.words:
            every = figure(len(outline.rows), ",")
            counted = tr("{found} of {all}", found=counted, all=every)
        self.count.setText(counted if outline.rows else "")
        if outline.rows and not outline.lines:
            sentence = tr("No element has “{text}”.", text=self.filter.text().strip())
        self.message.setText(sentence)
        page = self.message if sentence else self._page(facts)
        self._stack.setCurrentWidget(page)
        if page is not self._facts and self._facts.facts:
            self._facts.show_facts(())  # nothing is left of what was closed

    def _page(self, facts: bool | None) -> QWidget:
        """Facts or elements; with None what is there, unless it is empty."""
        if facts is None:
            shown = self._stack.currentWidget() is self._facts
            facts = shown and not self.elements.outline.outline.rows
        return self._facts if facts else self.elements

    def _show_whole_value(self, row: ElementRow) -> None:
        WholeValueDialog(row, self).show()
