"""What is known of a screen: its luminances, the light of the room, its pixels."""

import math

from PySide6.QtCore import QPointF, Signal
from PySide6.QtGui import QGuiApplication, QMoveEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from viewer.pixels.calibration import Report, report
from viewer.pixels.display import MOST_POINTS, Display, Points, problem_of
from viewer.text import figure, tr
from viewer.ui.canvas.style import screen_key
from viewer.ui.widgets.labels import plain_label

LINE_LENGTH = 400
"""Logical pixels of the line that the reader measures with a ruler."""

PIXEL_MM = (0.01, 2.0)
"""Sizes that a pixel of a screen can have."""


class MeasuredLine(QWidget):
    """A line of a known number of pixels, with a mark at each end."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(18)
        self.setMinimumWidth(LINE_LENGTH + 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QPen(self.palette().text().color(), 1))
        for ends in (
            ((1.5, 9.5), (LINE_LENGTH + 1.5, 9.5)),
            ((1.5, 2.5), (1.5, 16.5)),
            ((LINE_LENGTH + 1.5, 2.5), (LINE_LENGTH + 1.5, 16.5)),
        ):
            painter.drawLine(*(QPointF(*end) for end in ends))


class DisplayDialog(QDialog):
    """Emits what was entered; the report is a calculation from it."""

    chosen = Signal(object)
    """A Display."""

    def __init__(
        self, displays: tuple[Display, ...], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("displayDialog")
        self.setWindowTitle(tr("Display calibration"))
        self._displays = {display.screen: display for display in displays}
        self.screens = QComboBox(self)
        self.points = QPlainTextEdit(self)
        self.points.setPlaceholderText("0 0.4\n255 350")
        self.points.setTabChangesFocus(True)
        self.ambient = QLineEdit(self)
        self.length = QLineEdit(self)
        self.report = plain_label("")
        self.report.setObjectName("displayReport")
        self.report.setWordWrap(True)
        policy = QSizePolicy.Policy.Preferred, QSizePolicy.Policy.MinimumExpanding
        self.report.setSizePolicy(*policy)
        for screen in QGuiApplication.screens():
            self.screens.addItem(screen_key(screen))
        if parent is not None:
            self.screens.setCurrentText(screen_key(parent.screen()))
        self._lay_out()
        self.screens.currentTextChanged.connect(self._fill)
        self.points.textChanged.connect(self._judge)
        self.ambient.textChanged.connect(self._judge)
        self.length.textChanged.connect(self._judge)
        self._fill()

    def _lay_out(self) -> None:
        explained = plain_label(
            tr(
                "Write a driving level (0 to 255) and its luminance in cd/m² on each"
                " line, as measured in the dark. With only the levels 0 and 255 the"
                " response between them is assumed to be a power of 2.2. Colours are"
                " not changed."
            )
        )
        explained.setWordWrap(True)
        ruler = plain_label(
            tr(
                "For the true size, move this window to that screen, measure the line"
                " below with a ruler and write its length in mm."
            )
        )
        ruler.setWordWrap(True)
        form = QFormLayout()
        form.addRow(tr("Screen"), self.screens)
        form.addRow(explained)
        form.addRow(tr("Luminances"), self.points)
        form.addRow(tr("Light of the room, cd/m²"), self.ambient)
        form.addRow(self.report)
        form.addRow(ruler)
        form.addRow(MeasuredLine(self))
        form.addRow(tr("Length of the line, mm"), self.length)
        kinds = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(kinds.Apply | kinds.Close, self)
        self.off = self.buttons.addButton(
            tr("Not calibrated"), QDialogButtonBox.ButtonRole.ResetRole
        )
        self.use = self.buttons.button(kinds.Apply)
        self.use.clicked.connect(self._use)
        self.off.clicked.connect(self._turn_off)
        self.buttons.rejected.connect(self.reject)
        self.finished.connect(self.deleteLater)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(self.buttons)
        self.ensurePolished()
        self.resize(520, max(560, layout.totalHeightForWidth(520)))

    def display(self) -> Display | None:
        """What has been entered, None when a number is none."""
        points = parse_points(self.points.toPlainText())
        ambient = _number(self.ambient.text() or "0")
        pixel_mm = self._pixel_mm()
        if points is None or ambient is None or pixel_mm is None:
            return None
        return Display(self.screens.currentText(), points, ambient, pixel_mm)

    def _pixel_mm(self) -> float | None:
        """By the line, on the screen that it is seen on; of another as it was."""
        if not self._is_here():
            return self._known().pixel_mm
        length = _number(self.length.text() or "0")
        if length is None:
            return None
        pixel_mm = length / (LINE_LENGTH * self.devicePixelRatioF())
        return (
            pixel_mm if PIXEL_MM[0] <= pixel_mm <= PIXEL_MM[1] or not length else None
        )

    def _is_here(self) -> bool:
        """The line lies on the screen that is being entered."""
        return screen_key(self.screen()) == self.screens.currentText()

    def _known(self) -> Display:
        key = self.screens.currentText()
        return self._displays.get(key, Display(key))

    def _fill(self) -> None:
        display = self._known()
        lines = [f"{level} {luminance:g}" for level, luminance in display.points]
        length = display.pixel_mm * LINE_LENGTH * self.devicePixelRatioF()
        self.points.setPlainText("\n".join(lines))
        self.ambient.setText(figure(display.ambient, "g") if display.ambient else "")
        self.length.setText(figure(length, ".4g") if length else "")
        self._judge()

    def _judge(self) -> None:
        self.length.setEnabled(self._is_here())
        display = self.display()
        if display is None:
            text, usable = tr("Something here is not a number that can be used."), False
        elif not display.points:
            text, usable = display.state, True
        else:
            text = problem_of(display)
            usable = not text
            made = report(display)
            text = "\n".join(report_lines(made, display)) if made else text
        self.report.setText(text)
        self.use.setEnabled(usable)

    def _use(self) -> None:
        display = self.display()
        if display is not None:
            self._displays[display.screen] = display
            self.chosen.emit(display)

    def _turn_off(self) -> None:
        self.points.clear()
        self._use()

    def moveEvent(self, event: QMoveEvent) -> None:
        self._judge()


def parse_points(text: str) -> Points | None:
    """Lines of a level and a luminance; None when one is neither, () for no line.

    A decimal comma is understood.
    """
    points = []
    for line in filter(str.strip, text.splitlines()[: MOST_POINTS + 1]):
        level, *rest = line.replace(";", " ").split()
        luminance = _number(rest[0]) if len(rest) == 1 else None
        if luminance is None or not (level.isascii() and level.isdigit()):
            return None
        points.append((int(level[:4]), luminance))
    return tuple(points)


def report_lines(made: Report, display: Display) -> list[str]:
    """What the calibration does, for the reader; information, no verdict."""
    percent = [
        figure(part * 100, ".3g") for part in (made.deviation_before, made.deviation)
    ]
    return [
        tr("Then: {state}", state=display.state),
        tr(
            "From {darkest} to {brightest} cd/m² with the room: a ratio of {ratio},"
            " {steps} just noticeable differences.",
            darkest=figure(made.darkest, ".3g"),
            brightest=figure(made.brightest, ".4g"),
            ratio=figure(made.brightest / made.darkest, ".3g"),
            steps=figure(made.just_noticeable, ".0f"),
        ),
        tr(
            "Largest deviation of contrast from the standard's function, calculated:"
            " {before} % before, {after} % with calibration; {levels} of 256 levels"
            " in use.",
            before=percent[0],
            after=percent[1],
            levels=made.distinct_levels,
        ),
        tr(
            "For reading on primary displays, at least 350 cd/m², a ratio of about 350"
            " and at most 10 % are commonly recommended."
        ),
    ]


def _number(text: str) -> float | None:
    try:
        value = float(text.strip().replace(",", "."))
    except ValueError:
        return None
    return value if math.isfinite(value) and value >= 0 else None
