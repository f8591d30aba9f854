"""Files that macOS hands over, by events made here."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QUrl
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from tests.ui.conftest import OpenViewer, Write
from viewer.demo.build import ct_slice
from viewer.ui.file_events import FileEvents
from viewer.ui.gathering import Gathering


@pytest.fixture
def events(qapp: QApplication) -> Iterator[FileEvents]:
    events = FileEvents()
    qapp.installEventFilter(events)
    yield events
    qapp.removeEventFilter(events)


def send(qapp: QApplication, path: Path | str) -> None:
    qapp.sendEvent(qapp, QFileOpenEvent(str(path)))


def test_paths_wait_until_there_is_a_window(
    qapp: QApplication, events: FileEvents
) -> None:
    got: list[list[str]] = []
    events.received.connect(got.append)
    send(qapp, "/data/a.dcm")
    send(qapp, "/data/espaço ç.dcm")
    assert got == []
    events.begin()
    assert got == [["/data/a.dcm", "/data/espaço ç.dcm"]]
    send(qapp, "/data/c.dcm")
    assert got[1:] == [["/data/c.dcm"]]


def test_without_files_nothing_is_opened(
    qapp: QApplication, events: FileEvents
) -> None:
    got: list[list[str]] = []
    events.received.connect(got.append)
    events.begin()
    assert got == []


def test_a_file_may_come_as_an_address(qapp: QApplication, events: FileEvents) -> None:
    got: list[list[str]] = []
    events.received.connect(got.append)
    events.begin()
    event = QFileOpenEvent(QUrl.fromLocalFile("/data/100% sure #1.dcm"))
    qapp.sendEvent(qapp, event)
    assert got == [["/data/100% sure #1.dcm"]]


def test_an_address_elsewhere_is_not_taken_for_a_file(
    qapp: QApplication, events: FileEvents
) -> None:
    got: list[list[str]] = []
    events.received.connect(got.append)
    events.begin()
    qapp.sendEvent(qapp, QFileOpenEvent(QUrl("https://example.org/a.dcm")))
    assert got == []


def test_other_events_go_where_they_went(
    qapp: QApplication, events: FileEvents
) -> None:
    assert not events.eventFilter(qapp, QEvent(QEvent.Type.User))


def test_the_window_shows_the_file(
    qapp: QApplication, events: FileEvents, open_viewer: OpenViewer, write: Write
) -> None:
    path = write("a.dcm", ct_slice())
    send(qapp, path)
    viewer = open_viewer()
    events.received.connect(Gathering(viewer.app.opening, viewer.app).take)
    events.begin()
    viewer.wait()
    assert viewer.shown.frame.header.source.path == str(path)
