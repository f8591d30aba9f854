"""A report is read as a document, and leads to what it speaks of."""

from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QTextTable
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QTextBrowser, QTreeWidget

from tests.ui.conftest import OpenViewer, Write
from tests.ui.viewer import Viewer
from viewer.demo.build import ct_slice
from viewer.demo.documents import report
from viewer.demo.reports import dose_report, measurement_report
from viewer.dicom import tags
from viewer.ui.exporting import print_on
from viewer.ui.views.report import ReportView


def page(viewer: Viewer) -> QTextBrowser:
    return viewer.child("reportText", QTextBrowser)


def test_a_report_is_a_document_with_tables(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(write("sr", dose_report()))
    text = page(viewer).toPlainText()
    assert text.startswith("X-Ray Radiation Dose Report")
    assert "305.71 over 2 events" in text
    tables = page(viewer).document().rootFrame().childFrames()
    assert [isinstance(table, QTextTable) for table in tables] == [True] * 3
    assert "TEST, Builder" in viewer.child("reportView", ReportView).accessibleName()


def test_a_total_that_is_contradicted_is_marked(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(write("sr", dose_report(total="400")))
    assert "⚠ 305.71 over 2 events" in page(viewer).toPlainText()


def test_a_link_shows_the_image_beside_the_report(
    open_viewer: OpenViewer, write: Write
) -> None:
    image = ct_slice(3, SeriesNumber=1)
    write("study/image", image)
    path = write("study/report", measurement_report(image))
    viewer = open_viewer(path.parent)
    sets = list(viewer.app.workspace.state.catalogue.sets())
    viewer.model.show_set(next(one for one in sets if one.view == "report"))
    viewer.wait()
    page(viewer).anchorClicked.emit(QUrl("object:0"))
    viewer.wait()
    uid = viewer.shown.frame.header.text(tags.SOPInstanceUID)
    assert uid == image.SOPInstanceUID
    assert viewer.app.grid.state.active == 1


def test_text_of_the_file_is_never_markup(
    open_viewer: OpenViewer, write: Write
) -> None:
    bad = "<b>bold</b><img src='file:///etc/passwd'>"
    viewer = open_viewer(write("sr", report([bad])))
    assert bad in page(viewer).toPlainText()
    assert page(viewer).loadResource(2, QUrl("file:///etc/passwd")) is None


def test_the_raw_tree_opens_level_by_level(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(write("sr", measurement_report(ct_slice())))
    view = viewer.child("reportView", ReportView)
    view.button.click()
    tree = viewer.child("reportTree", QTreeWidget)
    root = tree.topLevelItem(0)
    assert root is not None
    below = [root.child(at) for at in range(root.childCount())]
    assert [node.text(2) for node in below if node] == ["PNAME", "TEXT", "CONTAINER"]
    section = root.child(2)
    assert section is not None
    assert section.childCount() == 0
    tree.expandItem(section)
    first = section.child(0)
    assert first is not None
    assert first.text(1) == "12.5 mm"


def test_words_and_print_begin_with_the_patient(
    open_viewer: OpenViewer, write: Write, tmp_path: Path
) -> None:
    viewer = open_viewer(write("sr", dose_report()))
    view = viewer.child("reportView", ReportView)
    assert view.words().startswith("TEST, Builder")
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    print_on(printer, view)
    assert (tmp_path / "out.pdf").stat().st_size > 1000


def test_nothing_of_a_report_stays_after_closing(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(write("sr", report(["Secret finding."])))
    view = viewer.child("reportView", ReportView)
    viewer.app.close_all()
    assert view.text.toPlainText() == ""
    assert view.tree.topLevelItemCount() == 0


@pytest.mark.parametrize("key", ["Down", "PgDown"])
def test_keys_of_reading_scroll_the_document(
    open_viewer: OpenViewer, write: Write, key: str
) -> None:
    viewer = open_viewer(write("sr", report(["line"] * 200)))
    viewer.press_key(key, page(viewer))
    bar = page(viewer).verticalScrollBar()
    assert bar.value() > 0 or page(viewer).textCursor().position() > 0
