"""Documents are shown by what they are, saved byte for byte, and never act."""

from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QImage, QPageRanges, QPdfWriter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import (
    QFileDialog,
    QLabel,
    QPlainTextEdit,
    QProgressDialog,
    QPushButton,
)

from tests.ui.conftest import OpenViewer, Write
from tests.ui.viewer import Viewer, rgb_of
from viewer.demo.build import ct_slice
from viewer.demo.documents import encapsulated, references
from viewer.demo.encapsulated import (
    CDA,
    encapsulated_cda,
    encapsulated_model,
    stl_bytes,
)
from viewer.demo.pdf import pdf_bytes
from viewer.dicom import tags
from viewer.ui.exporting import print_on, told_printing
from viewer.ui.views.document import DocumentView
from viewer.ui.widgets import pdf_print
from viewer.ui.widgets.paper_text import PaperText
from viewer.ui.widgets.pdf_pages import PdfPages
from viewer.ui.widgets.pdf_reader import PdfReader

PAGES = pdf_bytes([["One page", "of lungs"], ["Two pages", "of hearts"]])


def view(viewer: Viewer) -> DocumentView:
    return viewer.child("documentView", DocumentView)


def reader(viewer: Viewer) -> PdfReader:
    found = view(viewer).reader
    assert found is not None
    return found


def answer(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))


def test_a_pdf_opens_at_its_first_page(open_viewer: OpenViewer, write: Write) -> None:
    viewer = open_viewer(write("pdf", encapsulated(PAGES)))
    assert reader(viewer).place.text() == "1 of 2"
    assert reader(viewer).pages.images.image(0) is not None
    facts = viewer.child("documentFacts", QLabel).text()
    assert "A synthetic document" in facts
    assert "Diagnostic imaging report" in facts
    assert "TEST, Builder" in view(viewer).head.patient.text()


def test_keys_read_search_and_come_back(open_viewer: OpenViewer, write: Write) -> None:
    viewer = open_viewer(write("pdf", encapsulated(PAGES)))
    pages = viewer.child("pdfPages", PdfPages)
    shown = viewer.model.state.what.display_set
    viewer.press_key("PgDown", pages)
    assert pages.verticalScrollBar().value() > 0
    assert viewer.model.state.what.display_set is shown
    before = pages.places.scale
    viewer.press_key("+", pages)
    assert pages.places.scale > before
    viewer.press_key("/", pages)
    words = reader(viewer).words
    assert words.hasFocus() or not viewer.app.window.isActiveWindow()
    words.setText("hearts")
    viewer.until(lambda: pages.hits.rowCount(QModelIndex()) == 1)
    viewer.press_key("Return", words)
    assert reader(viewer).hits.text() == "1 of 1"
    viewer.press_key("F3", pages)
    viewer.press_key("Escape", words)
    assert (words.text(), reader(viewer).hits.text()) == ("", "")


def test_a_document_is_saved_byte_for_byte(
    open_viewer: OpenViewer,
    write: Write,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    odd = PAGES + b" " * (1 - len(PAGES) % 2)
    assert len(odd) % 2 == 1
    viewer = open_viewer(write("pdf", encapsulated(odd)))
    answer(monkeypatch, tmp_path / "out")
    viewer.child("saveDocument", QPushButton).click()
    assert (tmp_path / "out.pdf").read_bytes() == odd
    answer(monkeypatch, tmp_path / "again.pdf")
    viewer.do("save-file")
    assert (tmp_path / "again.pdf").read_bytes() == odd


def test_a_document_is_never_saved_over_an_open_file(
    open_viewer: OpenViewer, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write("pdf.dcm", encapsulated(PAGES))
    before = path.read_bytes()
    viewer = open_viewer(path)
    answer(monkeypatch, path)
    viewer.do("save-file")
    assert path.read_bytes() == before
    assert "never written" in viewer.app.status.message.text()


def test_a_broken_pdf_is_told_and_can_be_saved(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(write("pdf", encapsulated(b"%PDF-1.4\n%%EOF\n")))
    assert "damaged" in viewer.child("documentNotes", QLabel).text()
    assert "15 bytes" in view(viewer).words()
    assert view(viewer).file().suffix == ".pdf"
    assert "file" in view(viewer).holds()


def test_all_words_of_a_pdf_and_its_facts_can_be_copied(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(write("pdf", encapsulated(PAGES)))
    words = view(viewer).words()
    assert words.startswith("TEST, Builder")
    assert words.index("of lungs") < words.index("of hearts")
    assert ("Document type", "application/pdf") in view(viewer).numbers()


def test_a_pdf_is_printed_page_by_page_in_its_own_size(
    open_viewer: OpenViewer, write: Write, tmp_path: Path
) -> None:
    letter = pdf_bytes([["One"], ["Two"], ["Three"]], size=(612, 792))
    viewer = open_viewer(write("pdf", encapsulated(letter)))
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    print_on(printer, view(viewer))
    printed = QPdfDocument()
    printed.load(str(tmp_path / "out.pdf"))
    assert printed.pageCount() == 3
    size = printed.pagePointSize(1)
    assert (size.width(), size.height()) == pytest.approx((612, 792), abs=1)
    printed.close()


def test_the_chosen_pages_only_are_printed(
    open_viewer: OpenViewer, write: Write, tmp_path: Path
) -> None:
    pages = pdf_bytes([[f"Page {number}"] for number in range(1, 6)])
    viewer = open_viewer(write("pdf", encapsulated(pages)))
    printer = QPdfWriter(str(tmp_path / "out.pdf"))
    printer.setPageRanges(QPageRanges.fromString("2-3"))
    print_on(printer, view(viewer))
    printed = QPdfDocument()
    printed.load(str(tmp_path / "out.pdf"))
    assert printed.pageCount() == 2
    printed.close()


def test_a_print_that_is_given_up_leaves_no_file(
    open_viewer: OpenViewer,
    write: Write,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pages = pdf_bytes([[f"Page {number}"] for number in range(1, 6)])
    viewer = open_viewer(write("pdf", encapsulated(pages)))
    told: list[int] = []

    class Cancelled(QProgressDialog):
        def setValue(self, value: int) -> None:
            told.append(value)

        def wasCanceled(self) -> bool:
            return len(told) == 3

    monkeypatch.setattr(
        pdf_print, "printing_progress", lambda count: Cancelled(viewer.app.window)
    )
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    told_printing(viewer.app, printer, lambda: print_on(printer, view(viewer)))
    assert told == [0, 1, 2]
    assert viewer.app.status.message.text() == "Cancelled: nothing was printed."
    assert not (tmp_path / "out.pdf").exists()
    told.clear()
    path = tmp_path / "saved.pdf"
    monkeypatch.setattr(viewer.app.exporting, "ask_path", lambda *_: str(path))
    viewer.do("save-pdf")
    assert "saved.pdf: cancelled" in viewer.app.status.message.text()
    assert not path.exists()


def test_the_picture_of_a_page_says_whose_it_is(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(write("pdf", encapsulated(PAGES)))
    reader(viewer).pages.go_to(1)
    image = view(viewer).picture()
    band = image.height() - round(842 / 72 * 150)
    assert band > 20
    assert ink(image, 0, band) > 100
    assert ink(image, band, image.height()) > 100


def ink(image: QImage, top: int, bottom: int) -> int:
    """Dark pixels between two heights."""
    return int((rgb_of(image)[top:bottom] < 100).all(axis=-1).sum())


def test_a_clinical_document_is_readable_with_its_xml_beside(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(write("cda", encapsulated_cda()))
    text = viewer.child("documentText", PaperText).toPlainText()
    assert text.startswith("Chest CT: synthetic report")
    assert "no finding, CO₂ was not measured." in text
    view(viewer).tabs.setCurrentIndex(1)
    source = viewer.child("documentSource", QPlainTextEdit)
    assert source.isReadOnly()
    assert source.toPlainText() == CDA.decode().rstrip("\n")
    assert view(viewer).file().suffix == ".xml"
    assert "Impression" in view(viewer).words()


def test_a_clinical_document_of_another_patient_is_a_warning(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(write("cda", encapsulated_cda(PatientName="Other^Person")))
    assert "another patient" in viewer.child("documentNotes", QLabel).text()


def test_markup_in_a_clinical_document_stays_text(
    open_viewer: OpenViewer, write: Write
) -> None:
    bad = CDA.replace(b"no finding", b"&lt;img src='file:///etc/passwd'&gt;")
    viewer = open_viewer(write("cda", encapsulated_cda(bad)))
    text = viewer.child("documentText", PaperText)
    assert "<img src='file:///etc/passwd'>" in text.toPlainText()


def test_hostile_xml_is_shown_as_its_text(
    open_viewer: OpenViewer, write: Write
) -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY b "boom">]><a>&b;</a>'
    viewer = open_viewer(write("cda", encapsulated_cda(bomb)))
    assert viewer.child("documentSource", QPlainTextEdit).toPlainText() == bomb.decode()
    assert "entities" in viewer.child("documentNotes", QLabel).text()


def test_a_model_is_a_card_with_a_picture_and_export(
    open_viewer: OpenViewer,
    write: Write,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    viewer = open_viewer(write("stl", encapsulated_model()))
    labels = view(viewer).card.findChildren(QLabel)
    said = [label.text() for label in labels]
    assert said[said.index("Triangles") + 1] == "2,208"
    assert said[said.index("Extent z") + 1] == "40 mm (10 … 50)"
    pictures = [label.pixmap() for label in labels if not label.pixmap().isNull()]
    assert len(pictures) == 1
    answer(monkeypatch, tmp_path / "model.stl")
    viewer.do("save-file")
    assert (tmp_path / "model.stl").read_bytes() == stl_bytes()


def test_a_card_leaves_the_keys_to_the_window(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(write("stl", encapsulated_model()))
    assert view(viewer).own_keys == frozenset()
    viewer.open(write("pdf", encapsulated(PAGES, SeriesNumber=2)))
    viewer.press_key("PgDown")
    assert view(viewer).own_keys >= {Qt.Key.Key_PageDown}


def test_the_images_it_was_made_from_open_beside_it(
    open_viewer: OpenViewer, write: Write
) -> None:
    image = ct_slice(3, SeriesNumber=1)
    write("study/image", image)
    document = encapsulated(
        PAGES, SourceInstanceSequence=references([image]), SeriesNumber=2
    )
    viewer = open_viewer(write("study/document", document).parent)
    sets = list(viewer.app.workspace.state.catalogue.sets())
    viewer.model.show_set(next(one for one in sets if one.view == "document"))
    viewer.wait()
    links = view(viewer).facts.findChildren(QPushButton)
    assert [link.text() for link in links] == ["▸ 1 object: CT Image Storage"]
    links[0].click()
    viewer.wait()
    uid = viewer.shown.frame.header.text(tags.SOPInstanceUID)
    assert uid == image.SOPInstanceUID


@pytest.mark.parametrize("make", [encapsulated, encapsulated_cda, encapsulated_model])
def test_nothing_of_a_document_stays_after_closing(
    open_viewer: OpenViewer,
    write: Write,
    make: object,
) -> None:
    viewer = open_viewer(write("one", make(DocumentTitle="Secret")))  # type: ignore[operator]
    shown = view(viewer)
    viewer.app.close_all()
    viewer.wait()
    assert shown.text.toPlainText() == ""
    assert shown.source.toPlainText() == ""
    assert shown.facts.facts.text() == ""
    assert shown.reader is None or shown.reader.text() == ""
    assert not shown.holds()
    assert shown.findChildren(QPushButton, "saveDocument")


def test_a_view_that_is_not_on_the_screen_is_painted_whole(write: Write) -> None:
    from viewer.commands.drawing import drawing
    from viewer.commands.pixel_stages import StageRequest
    from viewer.files.sources import Source
    from viewer.ui.painting import painted

    path = write("pdf", encapsulated(PAGES))
    made = painted(drawing(StageRequest(Source(str(path)), "display")))
    paper = (made == 255).all(axis=-1)
    assert paper.mean() > 0.3
    rows, columns = paper.nonzero()
    page = made[rows.min() : rows.max(), columns.min() : columns.max()]
    assert ((page < 100).all(axis=-1)).sum() > 200, "the words of the page"
