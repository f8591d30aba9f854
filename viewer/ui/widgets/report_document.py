"""A structured report as a text document: dark on white, links only to objects."""

from collections.abc import Sequence

from PySide6.QtGui import (
    QColor,
    QFont,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
    QTextTableFormat,
)

from viewer.dicom.sop_classes import sop_class
from viewer.kinds.dose import Total
from viewer.kinds.references import Reference
from viewer.kinds.report_blocks import Block, Heading, Line, Table, Titled
from viewer.text import tr, trn
from viewer.ui.widgets.colours import LIGHT

MOST_BLOCKS = 4_000
"""Longer reports are cut here: their layout would take seconds; the tree is whole."""

MOST_LINKS = 100
"""Links of one line; the others are in the tree."""

INDENT_PX = 16
SCHEME = "object:"


class ReportDocument(QTextDocument):
    """The document of one report; `references` by the number in its links."""

    def __init__(
        self,
        report: Titled,
        blocks: Sequence[Block],
        totals: Sequence[Total],
        base: QFont,
        identity: str = "",
    ) -> None:
        super().__init__()
        self.references: list[Reference] = []
        self.setDefaultFont(base)
        self.setDocumentMargin(24)
        self._cursor = QTextCursor(self)
        self._size = base.pixelSize() if base.pixelSize() > 0 else 13
        self._formats = self._made_formats()
        if identity:
            self._paragraph(((identity, "strong"),))
        self._paragraph(((report.title, "title"),), below=8)
        for label, value in report.head:
            self._paragraph(((f"{label}  ", "label"), (value, "text")))
        if totals:
            self._add_totals(totals)
        for block in blocks[:MOST_BLOCKS]:
            self._add(block)
        if len(blocks) > MOST_BLOCKS:
            more = tr("The report goes on; the rest is in the content tree.")
            self._paragraph(((more, "label"),), above=12)

    def _made_formats(self) -> dict[str, QTextCharFormat]:
        def made(
            colour: str, scale: float = 1.0, bold: bool = False
        ) -> QTextCharFormat:
            form = QTextCharFormat()
            font = QFont(self.defaultFont())
            font.setPixelSize(round(self._size * scale))
            font.setBold(bold)
            form.setFont(font)
            form.setForeground(QColor(colour))
            return form

        return {
            "title": made(LIGHT.text, 1.5, bold=True),
            "heading": made(LIGHT.text, 1.15, bold=True),
            "strong": made(LIGHT.text, bold=True),
            "text": made(LIGHT.text),
            "label": made(LIGHT.secondary),
            "small": made(LIGHT.secondary, 0.92),
            "warning": made(LIGHT.warning, bold=True),
            "link": made(LIGHT.accent),
        }

    def _paragraph(
        self,
        parts: Sequence[tuple[str, str]],
        level: int = 0,
        above: int = 0,
        below: int = 2,
        references: Sequence[Reference] = (),
    ) -> None:
        form = QTextBlockFormat()
        form.setLeftMargin(INDENT_PX * level)
        form.setTopMargin(above)
        form.setBottomMargin(below)
        if self._cursor.position():
            self._cursor.insertBlock(form)
        else:
            self._cursor.setBlockFormat(form)
        for text, name in parts:
            self._cursor.insertText(text.replace("\n", "\u2028"), self._formats[name])
        self._links(references)

    def _links(self, references: Sequence[Reference]) -> None:
        """A link for each object, so many at most that they can be read."""
        for reference in references[:MOST_LINKS]:
            form = QTextCharFormat(self._formats["link"])
            form.setAnchor(True)
            form.setFontUnderline(True)
            form.setAnchorHref(f"{SCHEME}{len(self.references)}")
            self.references.append(reference)
            self._cursor.insertText("  ", self._formats["text"])
            self._cursor.insertText(_link_text(reference), form)
        if (more := len(references) - MOST_LINKS) > 0:
            words = trn("and {count} more", "and {count} more", more)
            self._cursor.insertText(f"  {words}", self._formats["small"])

    def _add(self, block: Block) -> None:
        if isinstance(block, Heading):
            name = "heading" if block.level < 3 else "strong"
            self._paragraph(((block.text, name),), block.level - 1, above=12, below=4)
        elif isinstance(block, Line):
            self._add_line(block)
        else:
            self._add_table(block)

    def _add_line(self, line: Line) -> None:
        name = "small" if line.is_context else "text"
        label = "small" if line.is_context else "label"
        parts = [(f"{line.label}  ", label)] if line.label else []
        parts.append((line.text, name))
        if line.notes:
            parts.append((f"  ({line.notes})", "small"))
        self._paragraph(parts, line.level - 1, references=line.references)

    def _add_table(self, table: Table) -> None:
        with_links = any(table.references)
        width = len(table.columns) + with_links
        titled = any(table.columns)
        made = self._table(len(table.rows) + titled, width, table.level - 1)
        for column, title in enumerate(table.columns if titled else ()):
            self._fill_cell(made, 0, column, title, "strong")
        for row, texts in enumerate(table.rows, int(titled)):
            for column, text in enumerate(texts):
                self._fill_cell(made, row, column, text, "text")
            if with_links:
                self._cursor = made.cellAt(row, width - 1).firstCursorPosition()
                self._links(table.references[row - titled][:4])
        self._leave()

    def _add_totals(self, totals: Sequence[Total]) -> None:
        self._paragraph(((tr("Totals"), "heading"),), above=12, below=4)
        titles = tr("Quantity"), tr("Stated"), tr("Unit"), tr("Sum of the events")
        made = self._table(len(totals) + 1, len(titles), 0)
        for column, title in enumerate(titles):
            self._fill_cell(made, 0, column, title, "strong")
        for row, total in enumerate(totals, 1):
            for column, text in enumerate((total.title, total.number, total.unit)):
                self._fill_cell(made, row, column, text, "text")
            name = "text" if total.agrees else "warning"
            self._fill_cell(made, row, 3, _sum_text(total), name)
        self._leave()

    def _table(self, rows: int, columns: int, level: int) -> QTextTable:
        form = QTextTableFormat()
        form.setBorder(1)
        form.setBorderCollapse(True)
        form.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        form.setBorderBrush(QColor(LIGHT.line))
        form.setCellPadding(4)
        form.setCellSpacing(0)
        form.setHeaderRowCount(1)
        form.setLeftMargin(INDENT_PX * level)
        form.setTopMargin(4)
        form.setBottomMargin(8)
        form.setColumnWidthConstraints(
            [QTextLength(QTextLength.Type.VariableLength, 0)] * columns
        )
        return self._cursor.insertTable(rows, columns, form)

    def _fill_cell(
        self, table: QTextTable, row: int, column: int, text: str, name: str
    ) -> None:
        cursor = table.cellAt(row, column).firstCursorPosition()
        cursor.insertText(text.replace("\n", "\u2028"), self._formats[name])

    def _leave(self) -> None:
        """Go on behind the table."""
        self._cursor = QTextCursor(self)
        self._cursor.movePosition(QTextCursor.MoveOperation.End)


def _link_text(reference: Reference) -> str:
    known = sop_class(reference.sop_class_uid)
    name = known.short if known else tr("object")
    if not reference.frames:
        return f"▸ {name}"
    numbers = ", ".join(map(str, reference.frames[:6]))
    frames = trn(
        "frame {numbers}", "frames {numbers}", len(reference.frames), numbers=numbers
    )
    return f"▸ {name}, {frames}"


def _sum_text(total: Total) -> str:
    if not total.summed:
        return ""
    text = trn(
        "{sum} over {count} event",
        "{sum} over {count} events",
        total.events,
        sum=total.summed,
    )
    return text if total.agrees else tr("⚠ {text}: differs from the total", text=text)
