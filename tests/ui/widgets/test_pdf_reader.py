"""A PDF is read page by page, searched, and copied from; nothing in it acts."""

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, QObject, QPoint, QPointF, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.viewer import LEFT, NONE, move_mouse, pixels_of
from viewer import limits
from viewer.demo.pdf import pdf_bytes, pdf_file
from viewer.ui.widgets.pdf_layout import FIT_PAGE, FIT_WIDTH
from viewer.ui.widgets.pdf_pages import MOST_ZOOM
from viewer.ui.widgets.pdf_reader import PdfReader

PAGES = [
    ["First page", "the left lung"],
    ["Second page", "the right lung and the lung again"],
    ["Third page", "the heart"],
]


@pytest.fixture
def reader(qtbot: QtBot) -> Iterator[PdfReader]:
    made = PdfReader()
    qtbot.addWidget(made)
    made.resize(700, 500)
    made.show()
    assert made.pages.show_document(pdf_bytes(PAGES)) == ""
    settle(made, qtbot)
    yield made
    made.clear()


def settle(reader: PdfReader, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: reader.pages.images.is_settled)


def found(reader: PdfReader, words: str, count: int, qtbot: QtBot) -> None:
    reader.words.setText(words)
    hits = reader.pages.hits
    qtbot.waitUntil(lambda: hits.rowCount(QModelIndex()) == count)


def dark(reader: PdfReader) -> int:
    """Dark pixels of what the pages show: ink."""
    return int((pixels_of(reader.pages.viewport()) < 80).all(axis=-1).sum())


def test_the_first_page_is_drawn_at_the_top(reader: PdfReader) -> None:
    assert reader.place.text() == "1 of 3"
    assert reader.left_out() == []
    assert dark(reader) > 200
    assert reader.pages.verticalScrollBar().value() == 0


def test_a_larger_window_shows_the_same_place(reader: PdfReader, qtbot: QtBot) -> None:
    reader.pages.go_to(2)
    reader.resize(900, 700)
    settle(reader, qtbot)
    assert reader.pages.page == 2


def test_pages_are_turned_by_buttons_and_keys(reader: PdfReader) -> None:
    pages = reader.pages
    pages.go_to(1)
    assert reader.place.text() == "2 of 3"
    QTest.keyClick(pages, Qt.Key.Key_End)
    assert pages.verticalScrollBar().value() == pages.verticalScrollBar().maximum()
    QTest.keyClick(pages, Qt.Key.Key_Home)
    assert reader.place.text() == "1 of 3"


def test_the_zoom_is_kept_within_bounds_and_named(
    reader: PdfReader, qtbot: QtBot
) -> None:
    pages = reader.pages
    reader.zooms.setCurrentIndex(reader.zooms.findData(FIT_PAGE))
    assert pages.places.places[0].height() <= pages.viewport().height()
    reader.zooms.setCurrentIndex(reader.zooms.findData(2.0))
    true = pages.logicalDpiX() / 72
    assert pages.places.places[0].width() == pytest.approx(595 * 2 * true)
    for _ in range(20):
        pages.zoom_by(1.25)
    assert pages.zoom == MOST_ZOOM
    assert reader.zooms.currentText() == "800 %"
    pages.set_zoom(FIT_WIDTH)
    assert reader.zooms.currentText() == "Fit width"
    settle(reader, qtbot)


def test_words_are_found_counted_and_gone_through(
    reader: PdfReader, qtbot: QtBot
) -> None:
    found(reader, "lung", 3, qtbot)
    assert reader.hits.text() == "3 found"
    seen = []
    for _ in range(4):
        reader.pages.go_to_hit(1)
        link = reader.pages.hits.resultAtIndex(reader.pages.hit)
        seen.append((link.page(), reader.hits.text()))
        assert link.page() in reader.pages.places.seen(
            reader.pages.verticalScrollBar().value()
        )
    assert seen == [(0, "1 of 3"), (1, "2 of 3"), (1, "3 of 3"), (0, "1 of 3")]
    reader.pages.go_to_hit(-1)
    assert reader.pages.hit == 2
    found(reader, "absent", 0, qtbot)
    reader.pages.go_to_hit(1)
    assert reader.hits.text() == "0 found"


def test_what_is_found_is_marked(reader: PdfReader, qtbot: QtBot) -> None:
    found(reader, "lung", 3, qtbot)
    pixels = pixels_of(reader.pages.viewport()).astype(int)
    yellow = (pixels[..., 0] - pixels[..., 2] > 40).sum()
    assert yellow > 100


def test_text_is_selected_with_the_mouse_and_copied(
    reader: PdfReader, qtbot: QtBot
) -> None:
    pages = reader.pages
    place, scale = pages.places.places[0], pages.places.scale
    start = place.topLeft() + QPointF(58, 842 - (842 - 80) - 5) * scale
    end = start + QPointF(88, 2) * scale
    QTest.mousePress(pages.viewport(), LEFT, NONE, start.toPoint())
    move_mouse(pages.viewport(), (end.x(), end.y()), LEFT, NONE)
    move_mouse(pages.viewport(), (end.x() + 200, end.y()), LEFT, NONE)
    QTest.mouseRelease(pages.viewport(), LEFT, NONE, end.toPoint())
    assert pages.selected is not None
    QTest.keySequence(pages, "Ctrl+C")
    assert QGuiApplication.clipboard().text().strip() == "First page"
    QTest.mouseClick(pages.viewport(), LEFT, NONE, QPoint(5, 5))
    assert pages.selected is None


def test_all_text_can_be_had(reader: PdfReader) -> None:
    text = reader.text()
    assert text.index("First page") < text.index("Third page")
    assert "the right lung" in text


class Handler(QObject):
    """Hears of every URL that something wants to open."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[str] = []

    @Slot(QUrl)
    def handle(self, url: QUrl) -> None:
        self.heard.append(url.toString())


ACTIONS: dict[str, bytes] = {
    "URI": b"<< /S /URI /URI (http://localhost:1/x) >>",
    "Launch": b"<< /S /Launch /F (/bin/true) >>",
    "JavaScript": b"<< /S /JavaScript /JS (app.launchURL\\('http://localhost:1'\\)) >>",
    "GoToR": b"<< /S /GoToR /F (/etc/passwd) /D [0 /Fit] >>",
}


def with_action(action: bytes) -> bytes:
    """A page that is a link all over, with an action also when it is opened."""
    link = b"<< /Type /Annot /Subtype /Link /Rect [0 0 600 850] /A %b >>" % action
    return pdf_file(
        [
            b"<< /Type /Catalog /Pages 2 0 R /OpenAction %b >>" % action,
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Annots [%b] >>"
            % link,
        ]
    )


@pytest.mark.parametrize("action", ACTIONS)
def test_nothing_in_a_pdf_is_followed_or_run(
    reader: PdfReader, qtbot: QtBot, action: str
) -> None:
    handler = Handler()
    for scheme in ("http", "file"):
        QDesktopServices.setUrlHandler(scheme, handler, "handle")  # type: ignore[arg-type]
    QDesktopServices.openUrl(QUrl("http://localhost:1/check"))
    assert handler.heard == ["http://localhost:1/check"]
    assert reader.pages.show_document(with_action(ACTIONS[action])) == ""
    settle(reader, qtbot)
    view = reader.pages.viewport()
    QTest.mouseClick(view, LEFT, NONE, view.rect().center())
    QTest.mouseDClick(view, LEFT, NONE, view.rect().center())
    assert len(handler.heard) == 1
    for scheme in ("http", "file"):
        QDesktopServices.unsetUrlHandler(scheme)


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.4\n%%EOF\n", b"%PDF-1.7\n" + b"\0" * 5000, b"not a PDF"]
)
def test_a_broken_pdf_says_so(reader: PdfReader, data: bytes) -> None:
    assert "damaged" in reader.pages.show_document(data)
    assert reader.count == 0
    assert reader.place.text() == "" or not reader.pages.places.points


def test_a_page_that_cannot_be_drawn_says_so(reader: PdfReader, qtbot: QtBot) -> None:
    pages = b"<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>"
    sheet = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 300] >>"
    broken = b"<< /Type /Nothing >>"
    data = pdf_file([b"<< /Type /Catalog /Pages 2 0 R >>", pages, sheet, broken])
    assert reader.pages.show_document(data) == ""
    reader.pages.set_zoom(0.5)
    reader.pages.go_to(1)
    settle(reader, qtbot)
    missing = reader.pages.images.image(1)
    assert missing is not None
    assert missing.isNull()
    shown = pixels_of(reader.pages.viewport()).astype(int)
    assert (shown[..., 0] - shown[..., 2] > 60).sum() > 50, "words in red"
    assert not reader.picture("Whose").isNull()


def test_a_page_that_was_asked_for_before_is_drawn_of_the_next_document(
    reader: PdfReader, qtbot: QtBot
) -> None:
    for number in range(30):
        text = [["x" * number, "lung"] for _ in range(3)]
        assert reader.pages.show_document(pdf_bytes(text)) == ""
        if number % 3 == 0:
            settle(reader, qtbot)
    settle(reader, qtbot)
    assert reader.pages.images.image(0) is not None


def test_another_document_begins_anew(reader: PdfReader, qtbot: QtBot) -> None:
    found(reader, "lung", 3, qtbot)
    reader.pages.go_to_hit(1)
    reader.clear()
    assert reader.text() == ""
    assert reader.pages.show_document(pdf_bytes([["Other lung"]])) == ""
    settle(reader, qtbot)
    assert (reader.count, reader.pages.hit) == (1, -1)
    assert "Other lung" in reader.text()
    found(reader, "lung", 1, qtbot)


def test_pages_and_their_pixels_are_limited(
    reader: PdfReader, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "PDF_PAGES", 2)
    monkeypatch.setattr(limits, "PAGE_PIXELS", 10_000)
    huge = pdf_bytes([["a"], ["b"], ["c"]], size=(14_000, 14_000))
    assert reader.pages.show_document(huge) == ""
    settle(reader, qtbot)
    assert reader.count == 2
    (said,) = reader.left_out()
    assert "first 2 of 3 pages" in said
    drawn: Any = reader.pages.images.image(0)
    assert drawn.width() * drawn.height() <= 10_200
