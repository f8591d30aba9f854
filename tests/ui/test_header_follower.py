from collections.abc import Iterator
from pathlib import Path

import pytest
from pydicom.tag import Tag
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.ui.held import HeldPool
from tests.ui.sets import ct_set, shown_of
from viewer.demo.build import ct_slice, to_bytes
from viewer.files.sources import Source
from viewer.files.walk import walk_header
from viewer.kinds.base import DisplaySet, Frame
from viewer.ui.header_follower import HeaderFollower
from viewer.ui.panels.metadata import MetadataPanel
from viewer.ui.state.grid import Grid
from viewer.ui.state.jobs import Jobs


class Room:
    """A panel that follows a grid of one cell with five slices."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.pool = HeldPool()
        self.jobs = Jobs(self.pool)
        self.grid = Grid()
        self.panel = MetadataPanel()
        qtbot.addWidget(self.panel)
        self.panel.show()
        self.follower = HeaderFollower(self.grid, self.jobs, self.panel)
        self.follower.watch(self.grid.active)
        self.grid.active.show_set(ct_set())

    def asked(self, count: int) -> None:
        self.qtbot.waitUntil(lambda: len(self.pool.held) == count)

    def answer(self, number: int) -> None:
        with self.qtbot.waitSignal(self.follower.settled):
            self.pool.answer(number)

    def listed(self, keyword: str) -> str:
        rows = self.panel.elements.outline.outline.rows
        return next((row.value for row in rows if row.keyword == keyword), "")

    def on_screen(self, keyword: str) -> str:
        frame = self.grid.active.state.what.frame
        assert frame is not None
        return frame.header.text(Tag(keyword))

    def title(self) -> str:
        label = self.panel.findChild(QLabel, "sopClassName")
        assert isinstance(label, QLabel)
        assert label.textFormat() == Qt.TextFormat.PlainText
        return label.text()


@pytest.fixture
def room(qtbot: QtBot) -> Iterator[Room]:
    made = Room(qtbot)
    yield made
    made.jobs.close()


def test_the_card_follows_at_once_and_the_elements_when_they_are_read(
    room: Room,
) -> None:
    assert room.title() == "CT Image Storage"
    assert room.listed("SOPInstanceUID") == ""
    room.asked(1)
    room.answer(0)
    assert room.listed("SOPInstanceUID") == room.on_screen("SOPInstanceUID")
    assert room.follower.is_settled


def test_an_answer_to_an_older_question_is_not_shown(room: Room) -> None:
    room.asked(1)
    room.grid.active.step(1)
    room.pool.answer(0)
    room.asked(2)
    assert room.listed("SOPInstanceUID") == ""
    room.answer(1)
    assert room.listed("SOPInstanceUID") == room.on_screen("SOPInstanceUID")


def test_there_and_back_again_asks_again(room: Room) -> None:
    room.asked(1)
    room.answer(0)
    room.grid.active.step(1)
    room.grid.active.step(-1)
    room.asked(2)
    room.answer(1)
    assert room.listed("SOPInstanceUID") == room.on_screen("SOPInstanceUID")


def test_an_empty_cell_empties_the_panel(room: Room) -> None:
    room.asked(1)
    room.answer(0)
    room.grid.active.show_set(None)
    assert room.title() == "No image selected"
    assert room.listed("SOPInstanceUID") == ""


def test_the_panel_tells_of_the_painted_frame_while_another_is_loading(
    room: Room,
) -> None:
    model = room.grid.active
    frame = model.state.what.frame
    assert frame is not None
    model.deliver(shown_of(frame), None)
    room.asked(1)
    room.answer(0)
    painted = room.listed("SOPInstanceUID")
    model.step(1)
    assert room.listed("SOPInstanceUID") == painted
    assert room.follower.is_settled


def test_elements_of_a_file_that_has_changed_are_not_listed(
    room: Room, tmp_path: Path
) -> None:
    """They may be another patient's."""
    path = tmp_path / "object"
    path.write_bytes(to_bytes(ct_slice(0)))
    header = walk_header(Source(str(path)))
    path.write_bytes(to_bytes(ct_slice(0, PatientName="Roe^Somebody^Else")))
    room.asked(1)
    room.grid.active.show_set(DisplaySet("image2d", "stack", "", (Frame(header),)))
    room.asked(2)
    room.answer(1)
    assert room.listed("PatientName") == ""
    assert "has changed since it was opened" in room.panel.message.text()
    assert room.follower.is_settled
