"""Printing what is on the screen as one page: all viewports, patients and dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage, QPagedPaintDevice, QPageLayout
from PySide6.QtWidgets import QWidget

from viewer.kinds.captions import captions
from viewer.ui.views.stack import StackView

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from viewer.ui.app import App


def ask_for_page(app: App) -> None:
    """Ask for a printer, and print the viewports as they lie on the screen."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    if app.cells.width() > app.cells.height():
        printer.setPageOrientation(QPageLayout.Orientation.Landscape)
    dialog = QPrintDialog(printer, app.window)
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    dialog.accepted.connect(lambda: _print(app, printer))
    dialog.finished.connect(dialog.deleteLater)
    dialog.show()


def _print(app: App, printer: QPrinter) -> None:
    from viewer.ui.exporting import told_printing

    told_printing(app, printer, lambda: print_viewports(app, printer))


def print_viewports(app: App, printer: QPagedPaintDevice) -> None:
    """On one page: pictures as they are seen; who and when, unless that is hidden.

    Raises PrintError.
    """
    from viewer.ui.widgets.page import print_page

    print_page(printer, _pictures(app), headings(app))


def headings(app: App) -> list[str]:
    """One line for each patient and study on the screen."""
    hides = app.preferences.settings.hides_identity
    found: dict[str, None] = {}
    for model in app.grid.visible():
        frame = model.on_screen.frame
        if frame is not None:
            texts = captions(frame.header, max(frame.frame_index, 0), hides)
            found[" · ".join((*texts.patient, *texts.study))] = None
    return [line for line in found if line]


def _pictures(app: App) -> list[tuple[QRect, QImage]]:
    made: list[tuple[QRect, QImage]] = []
    seen: QWidget
    for model in app.grid.visible():
        if model.state.what.frame is None:
            continue
        cell = app.cells.frame_of(model)
        view = cell.view
        if isinstance(view, StackView):
            seen, image = view.canvas, view.picture()
        else:
            seen, image = view, view.grab().toImage()
        place = QRect(seen.mapTo(seen.window(), QPoint()), seen.size())
        made.append((place, image))
    return made
