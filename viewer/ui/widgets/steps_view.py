"""Steps of an explanation one below the other, as text that can be selected."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QKeyEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from viewer.files.explanation import Step
from viewer.ui.widgets.colours import colours
from viewer.ui.widgets.wording import said

GAP = 12
HANGING = 12
"""Further lines of an attribute stand so far in."""
VALUE_PX = 16
SMALL_PX = 12
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


@dataclass(frozen=True, slots=True)
class _Formats:
    """How the four parts of a step are written, in the theme in use."""

    title: QTextCharFormat
    value: QTextCharFormat
    sentence: QTextCharFormat
    attribute: QTextCharFormat


class StepsView(QTextEdit):
    """Read only, plain text; the arrow keys ask for another pixel."""

    moved = Signal(int, int)
    """(columns, rows) that the reader goes on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("explainSteps")
        said(self.setAccessibleName, "How this pixel came about, step by step")
        self.setProperty("role", "steps")
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setAcceptRichText(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setTabChangesFocus(True)
        self.setCursorWidth(0)  # nothing blinks beside an image
        self._steps: tuple[Step, ...] = ()
        self._formats: _Formats | None = None

    def show_steps(self, steps: Sequence[Step]) -> None:
        """Replace the text, keeping the place in it; nothing when it is the same."""
        before, self._steps = self._steps, tuple(steps)
        if self._steps != before and not self._amended(before):
            self._write()

    def _amended(self, before: Sequence[Step]) -> bool:
        """Write only the lines that differ; False when not all stand in their places.

        Of one pixel and the next few lines differ: to lay out all takes 5 ms.
        """
        document, formats = self.document(), self._formats
        old, new = _lines(before), _lines(self._steps)
        names = [name for name, _ in old]
        is_alike = names == [name for name, _ in new]
        if formats is None or not is_alike or document.blockCount() != len(old):
            return False
        cursor = QTextCursor(document)
        cursor.beginEditBlock()
        for number, (name, line) in enumerate(new):
            if line != old[number][1]:
                cursor.setPosition(document.findBlockByNumber(number).position())
                end = QTextCursor.MoveOperation.EndOfBlock
                cursor.movePosition(end, QTextCursor.MoveMode.KeepAnchor)
                cursor.insertText(line, getattr(formats, name))
        cursor.endEditBlock()
        return True

    def _write(self) -> None:
        bar = self.verticalScrollBar()
        place = bar.value()
        self.setUpdatesEnabled(False)
        self.clear()
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        self._formats = formats = _formats(self.font())
        for number, step in enumerate(self._steps):
            _write_step(cursor, step, formats, is_first=number == 0)
        cursor.endEditBlock()
        cursor.movePosition(QTextCursor.MoveOperation.Start)
        self.setTextCursor(cursor)
        bar.setValue(place)
        self.setUpdatesEnabled(True)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._write()

    def event(self, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and _step_of(event) is not None
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _step_of(event)
        if step is None:
            super().keyPressEvent(event)
        else:
            self.moved.emit(*step)


def _lines(steps: Sequence[Step]) -> list[tuple[str, str]]:
    """(name of the format, text) of each line of the steps."""
    return [
        line
        for step in steps
        for line in (
            ("title", step.title),
            ("value", step.value),
            ("sentence", step.sentence),
            *(("attribute", attribute.line) for attribute in step.attributes),
        )
    ]


def _step_of(event: QKeyEvent) -> tuple[int, int] | None:
    """Where an arrow key without others goes."""
    plain = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier
    if event.modifiers() not in plain:
        return None
    return _ARROWS.get(Qt.Key(event.key()))


def _write_step(
    cursor: QTextCursor, step: Step, formats: _Formats, *, is_first: bool
) -> None:
    head, body, hanging = QTextBlockFormat(), QTextBlockFormat(), QTextBlockFormat()
    hanging.setLeftMargin(HANGING)
    hanging.setTextIndent(-HANGING)
    head.setTopMargin(0 if is_first else GAP)
    if is_first:
        cursor.setBlockFormat(head)
        cursor.setCharFormat(formats.title)
    else:
        cursor.insertBlock(head, formats.title)
    cursor.insertText(step.title, formats.title)
    cursor.insertBlock(body, formats.value)
    cursor.insertText(step.value, formats.value)
    cursor.insertBlock(body, formats.sentence)
    cursor.insertText(step.sentence, formats.sentence)
    for attribute in step.attributes:
        cursor.insertBlock(hanging, formats.attribute)
        cursor.insertText(attribute.line, formats.attribute)


def _formats(font: QFont) -> _Formats:
    theme = colours()
    scale = max(font.pixelSize(), 1) / 13 if font.pixelSize() > 0 else 1.0
    fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    return _Formats(
        _format(font, theme.accent, SMALL_PX * scale),
        _format(font, theme.text, VALUE_PX * scale, bold=True),
        _format(font, theme.secondary, 13 * scale),
        _format(fixed, theme.faint, (SMALL_PX - 1) * scale),
    )


def _format(
    font: QFont, colour: str, pixels: float, *, bold: bool = False
) -> QTextCharFormat:
    sized = QFont(font)
    sized.setPixelSize(round(pixels))
    if bold:
        sized.setWeight(QFont.Weight.DemiBold)
    made = QTextCharFormat()
    made.setFont(sized)
    made.setForeground(QColor(colour))
    return made
