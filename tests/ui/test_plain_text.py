"""Text from files is plain text, short and visible, wherever it is shown."""

import html
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydicom.dataelem import DataElement
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QTextEdit,
    QTreeWidget,
    QWidget,
)

from tests.ui.conftest import OpenViewer, Write
from tests.ui.viewer import Viewer
from viewer.demo.build import ct_slice
from viewer.demo.documents import report

TABLES = "<table><tr><td>" * 16
"""240 characters that cost a label which takes them for HTML some seconds."""

HTML = '<img src="file:///etc/hostname"><h1>big</h1>'
TURNED = "\u202egnp.exe\u2066\u200f"
CONTROLS = "a\x1b[31m\x07b"
LONG = "W" * 60_000
BOMBS = {"tables": TABLES, "html": HTML, "bidi": TURNED, "controls": CONTROLS}
BOMBS["long"] = LONG
KEYWORDS = (
    *("PatientName", "PatientID", "IssuerOfPatientID", "PatientSex", "PatientAge"),
    *("StudyDescription", "SeriesDescription", "ProtocolName", "InstitutionName"),
    *("AccessionNumber", "Modality", "Manufacturer", "ManufacturerModelName"),
    *("StationName", "SoftwareVersions", "DeviceSerialNumber", "StudyID"),
    *("WindowCenterWidthExplanation", "ConvolutionKernel", "ContrastBolusAgent"),
    *("ImageComments", "ViewPosition", "Laterality", "RescaleType"),
    *("SequenceName", "BodyPartExamined", "ReferringPhysicianName"),
    *("LossyImageCompressionMethod", "ImageType", "SliceThickness", "KVP"),
    *("PixelSpacingCalibrationDescription", "PatientBirthDate", "StudyDate"),
)
SLOWEST_SECONDS = 0.2
"""Of the processor, for one turn of the window's own thread."""

FORBIDDEN = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\x1b\x07"


def bombed(write: Write, name: str, bomb: str) -> Path:
    """An image and a report with the bomb in every text, written without checks."""
    raw = bomb.replace("\\", "/").encode()
    for number, dataset in enumerate((ct_slice(0), report())):
        dataset.SpecificCharacterSet = "ISO_IR 192"
        for keyword in KEYWORDS:
            dataset[keyword] = DataElement(keyword, "LO", "mark")
        block = dataset.private_block(0x000B, "mark", create=True)
        block.add_new(1, "LO", "mark")
        path = write(f"{name}/{number}", dataset)
        path.write_bytes(_marked(path.read_bytes(), raw))
    return path.parent


def _marked(data: bytes, raw: bytes) -> bytes:
    """Each value "mark" of a short element replaced, whatever its VR allows."""
    raw += b" " * (len(raw) % 2)
    head = b"LO\x04\x00mark"
    return data.replace(head, b"LO" + len(raw).to_bytes(2, "little") + raw)


def texts(widget: QWidget) -> Iterator[tuple[str, str]]:
    """(what, text) of everything that a widget and those inside it say."""
    for each in (widget, *widget.findChildren(QWidget)):
        name = f"{type(each).__name__} {each.objectName()}"
        yield f"{name} title", each.windowTitle()
        yield f"{name} name", each.accessibleName()
        yield f"{name} description", each.accessibleDescription()
        yield f"{name} tip", each.toolTip()
        yield f"{name} status", each.statusTip()
        if isinstance(each, QLabel | QAbstractButton | QLineEdit):
            yield f"{name} text", each.text()
        if isinstance(each, QAbstractItemView) and each.model() is not None:
            yield from _items(name, each)
    for action in widget.findChildren(QAction):
        yield "action", action.text()
        yield "action tip", action.toolTip()


def _items(name: str, view: QAbstractItemView) -> Iterator[tuple[str, str]]:
    model = view.model()
    columns = view.columnCount() if isinstance(view, QTreeWidget) else 1
    for row in range(model.rowCount(QModelIndex())):
        for column in range(columns):
            index = model.index(row, column)
            for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
                text = index.data(role)
                if isinstance(text, str):
                    kind = "tip" if role == Qt.ItemDataRole.ToolTipRole else "item"
                    yield f"{name} {kind}", text


def might_be_html(text: str) -> bool:
    """What Qt takes for HTML where nobody says that it is plain."""
    return re.search(r"<\s*/?\s*[a-zA-Z!?]", text) is not None


def check(viewer: Viewer, longest: int = 5_000) -> None:
    """No text anywhere is taken for HTML, turns what is around it or has no end."""
    windows = [viewer.app.window, *QApplication.topLevelWidgets()]
    for what, text in (each for window in windows for each in texts(window)):
        assert not set(text) & set(FORBIDDEN), (what, text[:80])
        assert len(text) < longest, what
        if what.endswith("tip"):
            plain = text.startswith("<qt>") or not might_be_html(text)
            assert plain, (what, text[:80])
            assert "<table" not in text.removeprefix("<qt>"), what
    for window in windows:
        for label in window.findChildren(QLabel):
            plain = label.textFormat() == Qt.TextFormat.PlainText
            assert plain or not might_be_html(label.text()), label.text()[:80]
            assert plain or not label.text(), label.objectName()
        for page in window.findChildren(QTextEdit):
            made = page.document().toHtml()  # what is in the text is escaped there
            assert "<img" not in made
            assert not re.search(r'href="(?!object:)', made)
        assert not window.findChildren(QMessageBox)
        for field in window.findChildren(QPlainTextEdit):
            assert len(field.toPlainText()) < 1_100_000


class Turns:
    """The longest turn of the main thread's own work, in processor seconds."""

    def __init__(self) -> None:
        self.longest = 0.0
        self._last = time.thread_time()

    def __call__(self, condition: bool) -> bool:
        now = time.thread_time()
        self.longest = max(self.longest, now - self._last)
        self._last = now
        return condition


@pytest.mark.parametrize("name", BOMBS)
def test_no_text_of_a_file_is_more_than_plain_text(
    open_viewer: OpenViewer, write: Write, name: str
) -> None:
    folder = bombed(write, name, BOMBS[name])
    viewer = open_viewer(folder)
    check(viewer)
    for display_set in viewer.app.workspace.state.catalogue.sets():
        viewer.model.show_set(display_set)
        viewer.wait()
        check(viewer)
        assert viewer.app.sides.header.elements.outline.outline.rows
    assert viewer.app.workspace.state.catalogue.index.shown == 2


def test_a_file_name_is_plain_text_too(open_viewer: OpenViewer, write: Write) -> None:
    name = "<b>bold</b>&amp;\u202egnp"
    path = write(name, ct_slice(0))
    torn = path.with_name("<h1>torn\u202e")
    torn.write_bytes(bytes(128) + b"DICM" + b"\xff" * 40)
    viewer = open_viewer(path, torn)
    check(viewer)
    viewer.app.status.unreadable.click()
    check(viewer)
    path.unlink()
    viewer.app.loader.clear()
    viewer.model.show_set(None)
    viewer.model.show_set(next(viewer.app.workspace.state.catalogue.sets()))
    viewer.wait()
    assert viewer.model.trouble is not None
    check(viewer)


@pytest.mark.parametrize("name", BOMBS)
def test_painting_such_texts_takes_no_time(
    open_viewer: OpenViewer, write: Write, name: str
) -> None:
    folder = bombed(write, name, BOMBS[name])
    viewer = open_viewer()
    viewer.app.sides.complete()
    viewer.wait()
    turns = Turns()
    viewer.app.opening.paths([str(folder)])
    app = viewer.app
    viewer.until(lambda: turns(not app.workspace.state.scanning and app.is_idle))
    for display_set in app.workspace.state.catalogue.sets():
        viewer.model.show_set(display_set)
        viewer.until(lambda: turns(app.is_idle))
        turns(bool(app.window.grab().width()))
    assert turns.longest < SLOWEST_SECONDS


def test_what_is_said_is_what_the_file_says(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(bombed(write, "html", HTML))
    said = [html.unescape(text) for _, text in texts(viewer.app.window)]
    assert any(HTML in text for text in said)
