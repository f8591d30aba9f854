"""Paths that a file manager gives one process each become one opening."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.conftest import OpenViewer, Write
from tests.ui.viewer import GUARD_MS
from viewer.demo.build import ct_slice, image
from viewer.ui import gathering as gathering_module
from viewer.ui.gathering import Gathering
from viewer.ui.opening import Opening

LONG_MS = 10 * GUARD_MS


class Noted(Opening):
    """An opening that only notes what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[list[str], bool]] = []
        self.studies: list[list[str]] = []

    def paths(
        self, paths: Sequence[str], target: object = None, *, joins: bool = False
    ) -> None:
        if paths:
            self.asked.append((list(paths), joins))

    def add_study(self, paths: Sequence[str]) -> None:
        self.studies.append(list(paths))


@pytest.fixture
def opening() -> Noted:
    return Noted()


def gathering_of(opening: Opening, monkeypatch: pytest.MonkeyPatch) -> Gathering:
    monkeypatch.setattr(gathering_module, "GATHER_MS", LONG_MS)
    return Gathering(opening)


def test_the_first_path_opens_without_delay(
    opening: Noted, monkeypatch: pytest.MonkeyPatch, qapp: object
) -> None:
    gathering_of(opening, monkeypatch).take(["/a"])
    assert opening.asked == [(["/a"], False)]


def test_those_that_follow_closely_are_opened_together(
    opening: Noted, monkeypatch: pytest.MonkeyPatch, qapp: object
) -> None:
    gathering = gathering_of(opening, monkeypatch)
    for path in ("/a", "/b", "/c"):
        gathering.take([path])
    assert opening.asked == [(["/a"], False)]
    gathering.finish()
    assert opening.asked[1:] == [(["/b", "/c"], True)]
    assert opening.studies == []


def test_one_that_stays_alone_brings_the_rest_of_its_study(
    opening: Noted, monkeypatch: pytest.MonkeyPatch, qapp: object
) -> None:
    gathering = gathering_of(opening, monkeypatch)
    gathering.take(["/a"])
    assert opening.studies == []
    gathering.finish()
    assert opening.studies == [["/a"]]
    gathering.follow(["/own"])
    gathering.finish()
    assert opening.studies == [["/a"], ["/own"]]


def test_they_are_opened_when_no_more_come(opening: Noted, qtbot: QtBot) -> None:
    gathering = Gathering(opening)
    gathering.take(["/a"])
    gathering.take(["/b"])
    qtbot.waitUntil(lambda: len(opening.asked) == 2, timeout=GUARD_MS)
    gathering.take(["/c"])
    assert opening.asked == [(["/a"], False), (["/b"], True), (["/c"], False)]


def test_what_comes_while_the_start_s_own_paths_open_belongs_to_them(
    opening: Noted, monkeypatch: pytest.MonkeyPatch, qapp: object
) -> None:
    gathering = gathering_of(opening, monkeypatch)
    gathering.follow(["/own"])
    gathering.take(["/b"])
    assert opening.asked == []
    gathering.finish()
    assert opening.asked == [(["/b"], True)]


def test_a_start_without_paths_opens_nothing_and_delays_nothing(
    opening: Noted, monkeypatch: pytest.MonkeyPatch, qapp: object
) -> None:
    gathering = gathering_of(opening, monkeypatch)
    gathering.follow([])
    gathering.take([])
    gathering.take(["/a"])
    assert opening.asked == [(["/a"], False)]


def test_a_selection_keeps_the_first_picture_and_has_all_files(
    open_viewer: OpenViewer, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [write(f"{n}/{n}", ct_slice(n, SeriesNumber=2)) for n in range(4)]
    paths.append(write("x/other", image(SeriesNumber=1)))
    viewer = open_viewer()
    gathering = gathering_of(viewer.app.opening, monkeypatch)
    for path in (paths[3], *paths[:3], paths[4]):
        gathering.take([str(path)])
    viewer.wait()
    gathering.finish()
    viewer.wait()
    assert viewer.app.workspace.state.catalogue.index.shown == 5
    assert viewer.shown.frame.header.source.path == str(paths[3])
    assert viewer.model.state.what.count == 4


def test_joining_files_show_a_picture_when_the_first_gave_none(
    open_viewer: OpenViewer, write: Write, tmp_path: Path
) -> None:
    (tmp_path / "notes.txt").write_text("Nothing to see.")
    picture = write("picture", image())
    viewer = open_viewer(tmp_path / "notes.txt")
    viewer.app.opening.paths([str(picture)], joins=True)
    viewer.wait()
    assert viewer.shown.frame.header.source.path == str(picture)
