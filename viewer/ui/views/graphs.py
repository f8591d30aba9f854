"""Curves, look-up tables and palettes: a graph, its numbers, what is known of it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import (
    QComboBox,
    QPushButton,
    QSplitter,
    QWidget,
)

from viewer.files.header import Header
from viewer.kinds.graphs import Graph, Graphs, columns_of, rows_of
from viewer.text import tr
from viewer.ui.canvas.plot import paint_graph
from viewer.ui.widgets.content_view import ContentView
from viewer.ui.widgets.fact_list import FactList
from viewer.ui.widgets.graph_paper import KEYS, GraphPaper
from viewer.ui.widgets.labels import plain_label
from viewer.ui.widgets.number_table import NumberTable
from viewer.ui.widgets.paper_beside import paper_beside

PICTURE = QSize(1600, 1130)


class GraphsView(ContentView):
    """One graph of an object at a time; a table can be applied to the image beside."""

    word = "graphs"
    own_keys = KEYS
    apply_asked = Signal(object)
    """An `Applied` that the reader wants on the image beside."""

    def build(self) -> QWidget:
        self.setObjectName("graphsView")
        self._graphs: Graphs | None = None
        self.choice = QComboBox(self)
        self.choice.setAccessibleName(tr("Graph"))
        to_contents = QComboBox.SizeAdjustPolicy.AdjustToContents
        self.choice.setSizeAdjustPolicy(to_contents)
        self.choice.currentIndexChanged.connect(self._show_chosen)
        self.apply = QPushButton(tr("Apply to the image beside"), self)
        self.apply.clicked.connect(self._on_apply)
        self.jump = QPushButton(tr("Show what it refers to"), self)
        self.jump.clicked.connect(self._on_jump)
        for control in (self.choice, self.apply, self.jump):
            self.add_tool(control)
        self.paper = GraphPaper(self)
        self.pointer = plain_label()
        self.pointer.setObjectName("graphPointer")
        self.pointer.setProperty("role", "secondary")
        self.pointer.setContentsMargins(12, 2, 12, 2)
        self.facts = FactList(self)
        self.table = NumberTable(self)
        self.paper.activated.connect(self.activated)
        self.paper.pointed.connect(self.pointer.setText)
        self.paper.marked.connect(self.table.go_to)
        self.setFocusProxy(self.paper)
        right = QSplitter(Qt.Orientation.Vertical)
        right.setProperty("role", "panel")
        right.addWidget(self.facts)
        right.addWidget(self.table)
        return paper_beside(self.paper, self.pointer, right)

    def fill(self, content: object, header: Header) -> None:
        assert isinstance(content, Graphs)
        self._graphs = content
        with QSignalBlocker(self.choice):
            self.choice.clear()
            for graph in content.graphs:
                self.choice.addItem(graph.title)
        self.choice.setVisible(self.choice.count() > 1)
        self.jump.setVisible(bool(content.references))
        self._show_chosen()

    def wipe(self) -> None:
        self._graphs = None
        with QSignalBlocker(self.choice):
            self.choice.clear()
        self.paper.show_graph(None)
        self.facts.show_facts(())
        self.table.show_columns(())

    def holds(self) -> frozenset[str]:
        everything = frozenset({"picture", "numbers", "words"})
        return everything if self._graphs else frozenset()

    def numbers(self) -> Sequence[Sequence[str]]:
        """All points of the shown graph."""
        return rows_of(self._shown) if self._graphs else ()

    def words(self) -> str:
        facts = (f"{name}: {value}" for name, value in self.facts.facts)
        return "\n".join((self.head.who, self._shown.title, *facts))

    def picture(self, size: QSize = PICTURE) -> QImage:
        """The graph with whose it is above and its facts below."""
        image = QImage(size, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        font = self.font()
        font.setPixelSize(size.height() // 52)
        painter.setFont(font)
        height = painter.fontMetrics().height()
        lines = (self.head.who, self.head.object.text())
        for number, line in enumerate(lines):
            painter.drawText(height, height * (number + 2), line)
        facts = " · ".join(f"{name}: {value}" for name, value in self.facts.facts)
        area = QRectF(image.rect()).adjusted(0, 3 * height, 0, -3 * height)
        paint_graph(painter, self._shown, area)
        below = QRectF(height, area.bottom(), size.width() - 2 * height, 3 * height)
        wrap = Qt.TextFlag.TextWordWrap
        painter.drawText(below, int(wrap), facts)
        painter.end()
        return image

    @property
    def _shown(self) -> Graph:
        assert self._graphs is not None
        return self._graphs.graphs[max(self.choice.currentIndex(), 0)]

    def _show_chosen(self) -> None:
        if self._graphs is None:
            return
        self.paper.show_graph(self._shown)
        self.facts.show_facts(self._shown.facts, self._graphs.notes)
        self.table.show_columns(columns_of(self._shown))
        self.apply.setVisible(self._shown.applied is not None)

    def _on_apply(self) -> None:
        if self._graphs is not None and self._shown.applied is not None:
            self.apply_asked.emit(self._shown.applied)

    def _on_jump(self) -> None:
        if self._graphs is not None:
            self.jump_asked.emit(self._graphs.references[0])
