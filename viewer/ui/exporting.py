"""What leaves the window: a picture, numbers, words, paper. Never onto a source."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPagedPaintDevice
from PySide6.QtWidgets import QWidget

from viewer.export.appearance import DESCRIPTION, NOTICE
from viewer.text import for_files, retold, tr
from viewer.ui.widgets.printing import PrintCancelledError, PrintError, print_picture

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PySide6.QtPrintSupport import QPrinter

    from viewer.ui.app import App
    from viewer.ui.state.viewport import ViewportModel

PDF_DPI = 300
_BEGIN_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n")
_ONE = r"[+-]?\d+([.,]\d+)?([eE][+-]?\d+)?"
_NUMBER = re.compile(f"{_ONE}(;? {_ONE})*")
"""One or several (a place in the patient), and the whole of a cell:
"-2+3+cmd|' /C calc'!A0" is none."""


class Exporting:
    """Saves, copies and prints what the active cell shows."""

    def __init__(self, app: App) -> None:
        self._app = app

    @property
    def view(self) -> Any:
        """The view of the active cell; it has `picture`, perhaps more."""
        return self._app.cells.frame_of(self._app.grid.active).view

    def has(self, what: str) -> bool:
        """Whether the active view has a "picture", "numbers" or "words" to give."""
        if self._app.grid.active.state.what.display_set is None:
            return False
        return what in self.view.holds()

    def save_picture(self) -> None:
        """Ask where to, and save the view as PNG."""
        path = self.ask_path(tr("Save the picture"), "PNG (*.png)", ".png")
        if path:
            self.write(path, png_bytes(self.view.picture()))

    def save_pdf(self) -> None:
        """Ask where to, and save the view as it would be printed."""
        path = self.ask_path(tr("Save as PDF"), "PDF (*.pdf)", ".pdf")
        if path:
            self._write_pdf(path)

    def save_numbers(self) -> None:
        """Ask where to, and save the numbers of the view as CSV."""
        path = self.ask_path(tr("Save the numbers"), "CSV (*.csv)", ".csv")
        if path:
            from viewer.ui.saving_run import not_saved
            from viewer.ui.told_numbers import numbers_for_files

            tell = self._app.status.tell
            numbers_for_files(
                self._app,
                lambda rows: self.write(path, csv_bytes(rows)),
                lambda reason: tell(not_saved(_name(path), reason)),
            )

    def save_rows(self, rows: object) -> None:
        """Ask where to, and save rows of text as CSV."""
        path = self.ask_path(tr("Save the numbers"), "CSV (*.csv)", ".csv")
        if path:
            self.write(path, csv_bytes(rows))

    def save_file(self) -> None:
        """Ask where to, and save the document or sound that the object holds."""
        file = self.view.file()
        path = self.ask_path(file.title, file.kinds, file.suffix)
        if path:
            self.write(path, file.content)

    def save_file_of(self, model: ViewportModel) -> None:
        """The same for another cell, which becomes the active one."""
        self._app.grid.activate(model)
        self.save_file()

    def copy_picture(self) -> None:
        """Put the picture of the view into the clipboard."""
        QGuiApplication.clipboard().setImage(self.view.picture())
        self._app.status.tell(tr("The picture is in the clipboard."))

    def copy_words(self) -> None:
        """Put the words of the view into the clipboard."""
        QGuiApplication.clipboard().setText(self.view.words())
        self._app.status.tell(tr("The text is in the clipboard."))

    def print_view(self) -> None:
        """Ask for a printer, and print the view."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self._app.window)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.accepted.connect(
            lambda: told_printing(
                self._app, printer, lambda: print_on(printer, self.view)
            )
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.show()

    def write(self, path: str, content: bytes | NDArray[np.uint8]) -> bool:
        """Write a file whole or not at all; never over one that is open here."""
        from viewer.export.writing import save_whole, write_advice
        from viewer.ui.saving_run import not_saved

        status = self._app.status
        if not self.may_write(path):
            return False

        def write(file: BinaryIO) -> None:
            file.write(content if isinstance(content, bytes) else content.tobytes())

        try:
            save_whole(Path(path), write)
        except OSError as error:
            status.tell(not_saved(_name(path), write_advice(error)))
            return False
        status.tell(tr("Saved: {name}", name=_name(path)))
        return True

    def _write_pdf(self, path: str) -> None:
        from viewer.ui.saving_run import cancelled, not_saved

        try:
            content = pdf_bytes(self.view)
        except PrintCancelledError:
            self._app.status.tell(cancelled(_name(path)), "secondary")
        except PrintError as reason:
            self._app.status.tell(not_saved(_name(path), str(reason)))
        else:
            self.write(path, content)

    def may_write(self, path: str) -> bool:
        """Not onto what is open here; the reader is told."""
        if not self._is_source(path):
            return True
        sentence = tr("{name} is open here and is never written to.", name=_name(path))
        self._app.status.tell(sentence)
        return False

    def _is_source(self, path: str) -> bool:
        from viewer.export.writing import is_input

        if not os.path.exists(path):
            return False
        catalogue = self._app.workspace.state.catalogue
        skipped = (entry.path for entry in catalogue.index.skipped)
        return any(is_input(one, path) for one in (*catalogue.paths(), *skipped))

    def ask_path(self, title: str, kinds: str, suffix: str) -> str:
        """A path that the reader chose, "" when none; it has the suffix."""
        from PySide6.QtWidgets import QFileDialog

        parent: QWidget = self._app.window
        path, _ = QFileDialog.getSaveFileName(parent, title, "", kinds)
        if not path or Path(path).suffix:
            return path
        if os.path.lexists(path + suffix):  # the dialog asked about another name
            there = _name(path + suffix)
            sentence = tr("{name} is there already: nothing was saved.", name=there)
            self._app.status.tell(sentence)
            return ""
        return path + suffix


def png_bytes(image: QImage) -> bytes:
    """The image as a PNG file."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.setText(DESCRIPTION, NOTICE)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def pdf_bytes(view: Any) -> bytes:
    """What printing the view gives, as a PDF file."""
    from PySide6.QtGui import QPdfWriter

    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(PDF_DPI)
    print_on(writer, view)
    return bytes(buffer.data().data())


def csv_bytes(rows: Any) -> bytes:
    """Rows of text as CSV (RFC 4180) in UTF-8, with a byte order mark for Excel.

    Numbers and dates are written alike in every language. A text that a spreadsheet
    would take for a formula begins with an apostrophe.
    """
    import csv
    import io

    file = io.StringIO()
    writer = csv.writer(file)
    with for_files():
        writer.writerows([_harmless(retold(cell)) for cell in row] for row in rows)
    return file.getvalue().encode("utf-8-sig")


def told_printing(app: App, printer: QPrinter, run: Callable[[], None]) -> None:
    """Print, and say what became of it."""
    try:
        run()
    except PrintError as reason:
        app.status.tell(str(reason))
        return
    name = printer.printerName() or _name(printer.outputFileName())
    app.status.tell(tr("Printed: {name}", name=name), "secondary")


def print_on(printer: QPagedPaintDevice, view: Any) -> None:
    """Print a view: by its own `print_on` where it has one, else as a picture.

    Raises PrintError.
    """
    own = getattr(view, "print_on", None)
    if own is not None:
        own(printer)
    else:
        print_picture(printer, view.picture())


def _harmless(cell: str) -> str:
    is_formula = cell.startswith(_BEGIN_FORMULAS) and not _NUMBER.fullmatch(cell)
    return f"'{cell}" if is_formula else cell


def _name(path: str) -> str:
    return os.path.basename(path)
