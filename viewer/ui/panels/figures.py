"""The panel with the figures of the selected mark, its graph, and what they rest on."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from viewer.files.explanation import Step, as_text
from viewer.pixels.mark_figures import MarkFigures
from viewer.text import mark, tr
from viewer.ui.canvas.inks import panel_inks
from viewer.ui.widgets.fact_list import FactList
from viewer.ui.widgets.graph_paper import GraphPaper
from viewer.ui.widgets.labels import plain_label
from viewer.ui.widgets.steps_view import StepsView
from viewer.ui.widgets.wording import said, worded
from viewer.work.mark_plots import MarkPlot

LEAST_GRAPH = QSize(200, 180)


class FiguresPanel(QWidget):
    """Shows what it is given; asks to save the numbers of the graph."""

    came_into_view = Signal()
    save_asked = Signal(object)
    """Rows of text for a CSV file."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("figuresPanel")
        self.setProperty("role", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._plot: MarkPlot | None = None
        self._measured: MarkFigures | None = None
        self._steps: tuple[Step, ...] = ()
        self.name = plain_label("", self)
        self.name.setObjectName("figuresName")
        self.name.setProperty("role", "strong")
        self.name.setWordWrap(True)
        self.copy = _button(
            "figuresCopy", mark("Copy"), mark("Copy the figures as text")
        )
        self.save = _button(
            "figuresSave", mark("CSV…"), mark("Save the numbers of the graph as CSV")
        )
        self.facts = FactList(self)
        said(self.facts.setAccessibleName, "Figures of the selected mark")
        self.paper = GraphPaper(self, panel_inks)
        self.paper.setMinimumSize(LEAST_GRAPH)
        self.pointer = plain_label("", self)
        self.pointer.setObjectName("figuresPointer")
        self.pointer.setProperty("role", "secondary")
        self.pointer.setWordWrap(True)
        self.steps = StepsView(self)
        self.steps.setObjectName("figuresSteps")
        said(self.steps.setAccessibleName, "What the figures rest on")
        self.message = _message(self)
        self._lay_out()
        self.setFocusProxy(self.facts)
        self.paper.pointed.connect(self.pointer.setText)
        self.copy.clicked.connect(self._copy)
        self.save.clicked.connect(self._save)
        worded(self, lambda: self.show_nothing(tr("No mark is selected.")))

    def show_mark(
        self,
        name: str,
        measured: MarkFigures,
        plot: MarkPlot | None,
        steps: Sequence[Step],
    ) -> None:
        """The figures of a mark; `name` says which one."""
        self._measured, self._plot, self._steps = measured, plot, tuple(steps)
        self.name.setText(name)
        facts = [(one.title, one.text) for one in measured.figures]
        self.facts.show_facts(facts, measured.notes)
        self.facts.setVisible(bool(facts or measured.notes))
        self.paper.show_graph(plot.graph if plot else None)
        self._graph.setVisible(plot is not None)
        self.steps.show_steps(self._steps)
        self.copy.setEnabled(bool(facts))
        self.save.setEnabled(plot is not None)
        self._stack.setCurrentWidget(self._parts)

    def show_nothing(self, sentence: str) -> None:
        """No figures, and why."""
        self._measured, self._plot, self._steps = None, None, ()
        self.name.setText(tr("Selected mark"))
        self.paper.show_graph(None)
        self.steps.show_steps(())
        self.copy.setEnabled(False)
        self.save.setEnabled(False)
        self.message.setText(
            sentence
            + "\n\n"
            + tr(
                "Of the mark that is selected on an image here stand its figures: of "
                "an area with a histogram, of a profile with the values along it."
            )
        )
        self._stack.setCurrentWidget(self.message)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(8)
        row = QHBoxLayout()
        row.setContentsMargins(4, 0, 0, 0)
        row.addWidget(self.name, 1)
        row.addWidget(self.copy)
        row.addWidget(self.save)
        layout.addLayout(row)
        self._graph = QWidget(self)
        graph = QVBoxLayout(self._graph)
        graph.setContentsMargins(0, 0, 0, 0)
        graph.addWidget(self.paper, 1)
        graph.addWidget(self.pointer)
        self._parts = QSplitter(Qt.Orientation.Vertical, self)
        self._parts.setChildrenCollapsible(False)
        for part, stretch in ((self.facts, 3), (self._graph, 4), (self.steps, 2)):
            self._parts.addWidget(part)
            self._parts.setStretchFactor(self._parts.count() - 1, stretch)
        self._stack = QStackedLayout()
        self._stack.addWidget(self._parts)
        self._stack.addWidget(self.message)
        layout.addLayout(self._stack, 1)

    def _copy(self) -> None:
        if self._measured is not None:
            lines = [f"{one.title}: {one.text}" for one in self._measured.figures]
            lines += [*self._measured.notes, "", as_text(self._steps)]
            text = "\n".join((self.name.text(), *lines))
            QGuiApplication.clipboard().setText(f"{text}\n")

    def _save(self) -> None:
        if self._plot is not None:
            self.save_asked.emit(self._plot.rows())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.came_into_view.emit()


def _button(name: str, text: str, tip: str) -> QPushButton:
    button = QPushButton()
    said(button.setText, text)
    button.setObjectName(name)
    said(button.setToolTip, tip)
    return button


def _message(parent: QWidget) -> QLabel:
    message = plain_label("", parent)
    message.setObjectName("figuresMessage")
    message.setProperty("role", "secondary")
    message.setWordWrap(True)
    message.setMargin(12)
    message.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
    return message
