"""Media that are slow, hang or vanish: the window answers, others are not held up."""

import builtins
import io
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.ui.conftest import OpenViewer, Write
from tests.ui.viewer import GUARD_MS, Viewer
from viewer.demo.build import RLE_LOSSLESS, ct_slice, image
from viewer.files import reader
from viewer.files.reader import FileReader
from viewer.files.scan import Found
from viewer.files.sources import Source
from viewer.files.walk import walk_header
from viewer.ui.state import workspace as workspace_module
from viewer.work.pool import Pool
from viewer.work.report_pace import ReportPace


class Hang:
    """Headers of files in the folder "disc" do not come, once it `holds`."""

    def __init__(self) -> None:
        self.holds = threading.Event()
        self.begun = threading.Event()
        self.passed = threading.Event()

    def read(self, source: Source) -> object:
        if self.holds.is_set() and os.sep + "disc" + os.sep in source.path:
            self.begun.set()
            self.passed.wait(GUARD_MS / 1000)
        return walk_header(source)


@pytest.fixture
def hang(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hang]:
    hang = Hang()
    monkeypatch.setattr(reader, "walk_header", hang.read)
    monkeypatch.setattr(ReportPace, "is_due", lambda pace: True)
    yield hang
    hang.passed.set()


@pytest.fixture
def disc(write: Write) -> Path:
    for number in range(1, 9):
        write(f"disc/{number}", ct_slice(number))
    return write("disc/0", ct_slice(0)).parent


def begin(viewer: Viewer, *paths: Path) -> None:
    """Open and do not wait for the end."""
    viewer.app.opening.paths([str(path) for path in paths])


def shown(viewer: Viewer) -> int:
    return viewer.app.workspace.state.catalogue.index.shown


def test_a_medium_that_hangs_can_be_given_up_and_others_go_on(
    open_viewer: OpenViewer,
    disc: Path,
    write: Write,
    hang: Hang,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(workspace_module, "PATIENCE_MS", 0)
    viewer = open_viewer(disc / "0", pool=Pool())
    workspace = viewer.app.workspace
    hang.holds.set()
    begin(viewer, disc)
    viewer.until(hang.begun.is_set)
    begin(viewer, write("second", image(SeriesNumber=7)))
    viewer.app.status.cancel.click()
    begin(viewer, write("third", image(SeriesNumber=8)))
    with viewer.qtbot.waitSignal(workspace.told, timeout=GUARD_MS) as told:
        pass
    assert told.args == [
        f"Reading {disc.name} was given up: the medium does not answer. Put it in anew,"
        " or open a copy of it."
    ]
    viewer.until(lambda: not workspace.state.scanning)
    assert shown(viewer) == 2
    hang.passed.set()
    viewer.wait()
    assert shown(viewer) == 2
    viewer.open(disc)
    assert shown(viewer) == 10


def test_a_scan_that_ends_when_it_is_told_to_is_not_given_up(
    open_viewer: OpenViewer,
    disc: Path,
    hang: Hang,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(workspace_module, "PATIENCE_MS", 200)
    viewer = open_viewer(pool=Pool())
    told: list[str] = []
    viewer.app.workspace.told.connect(told.append)
    hang.holds.set()
    begin(viewer, disc)
    viewer.until(hang.begun.is_set)
    viewer.app.workspace.cancel()
    hang.passed.set()
    viewer.wait()
    viewer.until(lambda: not viewer.app.workspace._patience.isActive())
    assert told == []
    assert shown(viewer) == 1


def test_a_medium_that_vanishes_in_a_scan_leaves_a_reason_for_each_file(
    open_viewer: OpenViewer, disc: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = FileReader.found

    def read(one: FileReader, source: Source) -> Found:
        found = real(one, source)
        if source.name == "3" and disc.exists():
            disc.rename(disc.parent / "away")
        return found

    monkeypatch.setattr(FileReader, "found", read)
    viewer = open_viewer(disc)
    index = viewer.app.workspace.state.catalogue.index
    assert index.shown == 4
    assert {Path(one.path).name for one in index.failed} == set("45678")
    assert {one.reason for one in index.failed} == {
        "the medium was removed or the file is gone"
    }
    assert viewer.app.status.shown.text() == "4 of 9 shown"
    monkeypatch.setattr(FileReader, "found", real)
    (disc.parent / "away").rename(disc)
    viewer.open(disc)
    assert viewer.app.status.shown.text() == "9 shown"


def test_the_windows_thread_asks_no_medium_for_anything(
    open_viewer: OpenViewer,
    disc: Path,
    write: Write,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write("disc/packed", ct_slice(20, SeriesNumber=9), RLE_LOSSLESS)
    asked: list[str] = []
    watch(monkeypatch, disc, asked)
    assert disc.exists()
    assert asked == [f"stat {disc}"]
    asked.clear()
    viewer = open_viewer(pool=Pool())
    viewer.app.opening.chosen([str(disc / "0")])
    viewer.wait()
    viewer.open(disc)
    for display_set in viewer.app.workspace.state.catalogue.sets():
        viewer.model.show_set(display_set)
        viewer.wait()
        for key in ("Home", "Down", "End", "Up"):
            viewer.press_key(key)
        viewer.hover(3, 3)
    disc.rename(disc.parent / "away")
    viewer.press_key("Home")
    viewer.model.ask_again()
    viewer.wait()
    viewer.app.opening.paths([f"{disc}/a.zip!/member"])
    viewer.wait()
    viewer.app.close_all()
    viewer.wait()
    assert asked == []


def watch(monkeypatch: pytest.MonkeyPatch, folder: Path, asked: list[str]) -> None:
    """Note every question about a path in the folder that the main thread asks."""

    def watched(function: Callable[..., Any]) -> Callable[..., Any]:
        def call(path: Any = ".", *rest: Any, **more: Any) -> Any:
            main = threading.current_thread() is threading.main_thread()
            if main and str(path).startswith(str(folder)):
                asked.append(f"{function.__name__} {path}")
            return function(path, *rest, **more)

        return call

    for name in ("stat", "lstat", "open", "scandir", "listdir", "readlink"):
        monkeypatch.setattr(os, name, watched(getattr(os, name)))
    for module in (builtins, io):
        monkeypatch.setattr(module, "open", watched(open))
