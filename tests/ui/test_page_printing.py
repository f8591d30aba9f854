"""All viewports on one page, with patients, dates and the notice."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QPageLayout, QPainter, QPdfWriter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from tests.ui.conftest import OpenViewer, Write
from tests.ui.viewer import Viewer, rgb_of
from viewer.demo.build import ct_slice
from viewer.ui.exporting import told_printing
from viewer.ui.page_printing import print_viewports


@pytest.fixture
def viewer(open_viewer: OpenViewer, write: Write) -> Viewer:
    one = write("one", ct_slice(0, PatientName="Silva^Ana", StudyDate="20240131"))
    other = write("two", ct_slice(1, PatientName="Lima^Rui", PatientID="7"))
    viewer = open_viewer(one)
    viewer.app.grid.lay_out(1, 2)
    viewer.open(other, target=viewer.app.grid.cells[1])
    return viewer


def printed(viewer: Viewer, path: Path) -> QPdfDocument:
    writer = QPdfWriter(str(path))
    writer.setResolution(150)
    writer.setPageOrientation(QPageLayout.Orientation.Landscape)
    print_viewports(viewer.app, writer)
    document: QPdfDocument = QPdfDocument(None)  # type: ignore[call-overload]
    document.load(str(path))
    return document


def test_the_page_names_patients_dates_and_says_the_notice(
    viewer: Viewer, tmp_path: Path
) -> None:
    document = printed(viewer, tmp_path / "page.pdf")
    assert document.pageCount() == 1
    text = document.getAllText(0).text()
    assert "Silva, Ana" in text
    assert "Lima, Rui" in text
    assert "2024-01-31" in text
    assert "Not cleared for primary diagnosis" in text
    document.deleteLater()


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_takes_no_page_is_told_with_what_to_do(
    viewer: Viewer, tmp_path: Path
) -> None:
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "none" / "out.pdf"))
    told_printing(viewer.app, printer, lambda: print_viewports(viewer.app, printer))
    assert viewer.app.status.message.text() == (
        "Nothing was printed: the printer takes no page. Choose another printer, or"
        " save as PDF."
    )
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    told_printing(viewer.app, printer, lambda: print_viewports(viewer.app, printer))
    assert viewer.app.status.message.text() == "Printed: out.pdf"


def test_the_page_names_nobody_while_identity_is_hidden(
    viewer: Viewer, tmp_path: Path
) -> None:
    viewer.app.preferences.toggle_identity()
    viewer.wait()
    document = printed(viewer, tmp_path / "page.pdf")
    text = document.getAllText(0).text()
    assert "Ana" not in text
    assert "2024" not in text
    assert "Not cleared for primary diagnosis" in text
    document.deleteLater()


def test_the_pictures_lie_side_by_side(viewer: Viewer, tmp_path: Path) -> None:
    document = printed(viewer, tmp_path / "page.pdf")
    paper = QImage(1200, 850, QImage.Format.Format_RGB32)
    paper.fill("white")
    painter = QPainter(paper)
    painter.drawImage(0, 0, document.render(0, QSize(1200, 850)))
    painter.end()
    page = rgb_of(paper)
    height, width = page.shape[:2]
    for part in (page[:, : width // 2], page[:, width // 2 :]):
        dark = (part[height // 10 : height // 4] < 40).all(axis=-1)
        assert dark.mean() > 0.3
    assert (page[0] > 250).all()
    document.deleteLater()


def test_it_is_printed_when_something_is_shown(
    open_viewer: OpenViewer, qtbot: QtBot, write: Write
) -> None:
    viewer = open_viewer()
    viewer.app.menus.refresh()
    action = viewer.app.menus.by_id["print-page"]
    assert not action.isEnabled()
    viewer.open(write("one", ct_slice(0)))
    viewer.app.menus.refresh()
    assert action.isEnabled()
