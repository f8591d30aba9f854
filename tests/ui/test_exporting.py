"""What leaves the window: whole, true, and never over a source."""

import csv
import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog

from tests.ui.conftest import OpenViewer, Write
from tests.ui.sets import card_object
from viewer.demo.build import ct_slice
from viewer.export.stills import STILL_FORMS, still_bytes
from viewer.ui.exporting import csv_bytes, png_bytes, print_on


def choose(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """Answer the dialog that asks where to save."""
    answer = (str(path), "")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: answer)


def test_the_picture_of_a_cell_is_saved_as_png(
    open_viewer: OpenViewer,
    write: Write,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    viewer = open_viewer(write("ct", ct_slice()))
    choose(monkeypatch, tmp_path / "out")
    viewer.do("save-picture")
    saved = QImage(str(tmp_path / "out.png"))
    assert saved.size() == viewer.canvas.grab().toImage().size()
    assert "out.png" in viewer.app.status.message.text()


def test_an_open_file_is_never_written_to(
    open_viewer: OpenViewer,
    write: Write,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = write("ct.dcm", ct_slice())
    before = path.read_bytes()
    viewer = open_viewer(path)
    link = tmp_path / "link.png"
    link.symlink_to(path)
    for target in (path, link):
        choose(monkeypatch, target)
        viewer.do("save-picture")
        assert path.read_bytes() == before
        assert "never written" in viewer.app.status.message.text()


def test_nothing_that_was_read_is_written_over_even_when_it_is_not_shown(
    open_viewer: OpenViewer,
    write: Write,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = write("study/ct", ct_slice())
    copy = tmp_path / "study/copy.png"
    copy.write_bytes(first.read_bytes())
    text = tmp_path / "study/report.png"
    text.write_bytes(b"a text")
    viewer = open_viewer(first.parent)
    assert viewer.app.workspace.state.catalogue.index.duplicates
    for target in (copy, text):
        before = target.read_bytes()
        choose(monkeypatch, target)
        viewer.do("save-picture")
        assert target.read_bytes() == before
        assert "never written" in viewer.app.status.message.text()


def test_a_name_that_got_its_ending_here_replaces_no_other_file(
    open_viewer: OpenViewer,
    write: Write,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The dialog has asked about the name as it was typed."""
    viewer = open_viewer(write("ct", ct_slice()))
    there = tmp_path / "out.png"
    there.write_bytes(b"somebody's")
    choose(monkeypatch, tmp_path / "out")
    viewer.do("save-picture")
    assert there.read_bytes() == b"somebody's"
    assert "out.png is there already" in viewer.app.status.message.text()


def test_a_place_that_cannot_be_written_is_told(
    open_viewer: OpenViewer,
    write: Write,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    viewer = open_viewer(write("ct", ct_slice()))
    choose(monkeypatch, tmp_path / "absent" / "out.png")
    viewer.do("save-picture")
    assert "no such folder" in viewer.app.status.message.text()


def test_the_numbers_of_a_card_are_saved_and_its_words_copied(
    open_viewer: OpenViewer,
    write: Write,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    viewer = open_viewer(write("card", card_object(DocumentTitle="=1+1")))
    choose(monkeypatch, tmp_path / "out.csv")
    viewer.do("save-numbers")
    text = (tmp_path / "out.csv").read_text("utf-8-sig")
    assert ["Title", "'=1+1"] in list(csv.reader(io.StringIO(text)))
    viewer.do("copy-words")
    assert "Title: =1+1" in QGuiApplication.clipboard().text()


def test_numbers_stay_numbers_in_a_csv_file() -> None:
    rows = list(
        csv.reader(io.StringIO(csv_bytes([("-1.5", "@x")]).decode("utf-8-sig")))
    )
    assert rows == [["-1.5", "'@x"]]


@pytest.mark.parametrize(
    "text", ["-2+3+cmd|' /C calc'!A0", "+1+1", "=1", "\n=1", "-1.5 -x", "@SUM(1)"]
)
def test_what_a_spreadsheet_would_work_out_stays_text(text: str) -> None:
    (((cell,),)) = csv.reader(io.StringIO(csv_bytes([(text,)]).decode("utf-8-sig"), ""))
    assert cell == f"'{text}"


@pytest.mark.parametrize("number", ["-1.5", "+3", "-2e-05", "-1,5", "−3", "7"])
def test_every_number_stays_one(number: str) -> None:
    assert csv_bytes([(number,)]).decode("utf-8-sig").strip().strip('"') == number


def test_a_view_is_printed_with_the_notice(
    open_viewer: OpenViewer, write: Write, tmp_path: Path
) -> None:
    viewer = open_viewer(write("card", card_object()))
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    print_on(printer, viewer.app.exporting.view)
    assert (tmp_path / "out.pdf").read_bytes().startswith(b"%PDF")


def test_an_empty_cell_has_nothing_to_save(open_viewer: OpenViewer) -> None:
    viewer = open_viewer()
    viewer.app.menus.refresh()
    for action in ("save-picture", "save-numbers", "copy-words", "print"):
        assert not viewer.app.menus.by_id[action].isEnabled()


def test_a_view_is_saved_as_pdf(
    open_viewer: OpenViewer,
    write: Write,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    viewer = open_viewer(write("card", card_object()))
    choose(monkeypatch, tmp_path / "out")
    viewer.do("save-pdf")
    assert (tmp_path / "out.pdf").read_bytes().startswith(b"%PDF")


def test_what_leaves_says_what_it_is_not_for() -> None:
    image = QImage(4, 4, QImage.Format.Format_Grayscale8)
    image.fill(0)
    with Image.open(io.BytesIO(png_bytes(image))) as found:
        assert found.info["Description"] == "Not cleared for primary diagnosis"
    picture = np.zeros((8, 8), np.uint8)
    for form in STILL_FORMS:
        assert b"Not cleared for primary diagnosis" in still_bytes(picture, form)
