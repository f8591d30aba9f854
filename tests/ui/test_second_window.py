"""The second window: its cells, its place on the screens, and what it leaves behind."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from tests.ui.conftest import OpenViewer, Write
from tests.ui.viewer import LEFT, NONE, Viewer, drop, pixels_of
from viewer.demo.build import ct_slice
from viewer.store.settings import Settings, load_settings
from viewer.ui.screens import fitted

ROOT = Path(__file__).parents[2]
ONE = [QRect(0, 0, 1920, 1080)]
TWO = [*ONE, QRect(1920, 0, 1280, 1024)]


@pytest.fixture
def viewer(open_viewer: OpenViewer, thirty_slices: Path) -> Viewer:
    viewer = open_viewer(thirty_slices)
    viewer.model.go_to(4)
    viewer.press_key("I")
    return viewer


def second(viewer: Viewer) -> QWidget:
    assert viewer.app.cells.second is not None
    return viewer.app.cells.second.window()


@pytest.mark.parametrize(
    ("wanted", "screens", "expected"),
    [
        (QRect(100, 100, 800, 600), ONE, QRect(100, 100, 800, 600)),
        (QRect(2000, 50, 800, 600), TWO, QRect(2000, 50, 800, 600)),
        (QRect(2000, 50, 800, 600), ONE, QRect(559, 239, 800, 600)),
        (QRect(-3000, 50, 800, 600), TWO, QRect(559, 239, 800, 600)),
        (QRect(1860, 50, 800, 600), ONE, QRect(559, 239, 800, 600)),
        (QRect(1860, 50, 800, 600), TWO, QRect(1860, 50, 800, 600)),
        (QRect(100, -200, 800, 600), ONE, QRect(559, 239, 800, 600)),
        (QRect(100, 1070, 800, 600), ONE, QRect(100, 1070, 800, 600)),
        (QRect(5000, 0, 9000, 9000), ONE, QRect(-1, -1, 1920, 1080)),
        (QRect(5000, 0, 800, 600), [], QRect(5000, 0, 800, 600)),
    ],
)
def test_a_window_comes_back_only_where_a_screen_is(
    wanted: QRect, screens: list[QRect], expected: QRect
) -> None:
    got = fitted(wanted, screens)
    assert (got.topLeft() - expected.topLeft()).manhattanLength() <= 2
    assert got.size() == expected.size()


def test_it_shows_what_the_active_cell_shows_and_has_the_active_mark(
    viewer: Viewer,
) -> None:
    first = viewer.model
    viewer.do("second-window")
    assert second(viewer).isVisible()
    assert viewer.model is not first
    assert viewer.model.state.what == first.state.what
    assert viewer.model.state.look == first.state.look
    assert viewer.shown.frame.header.source.path == first.shown.frame.header.source.path  # type: ignore[union-attr]
    assert not viewer.app.cells.frame_of(first).is_active
    assert viewer.app.cells.frame_of(viewer.model).is_active
    assert viewer.app.cells.frame_of(viewer.model).window() is second(viewer)
    assert pixels_of(viewer.canvas).any()


def test_mouse_and_keys_work_in_it_as_in_the_main_window(viewer: Viewer) -> None:
    first = viewer.model
    before = first.state
    viewer.do("second-window")
    viewer.wheel(-120)
    viewer.wait()
    assert viewer.model.state.what.index == 5
    viewer.press_key("Down")
    assert viewer.model.state.what.index == 6
    viewer.press_key("]")
    assert viewer.model.state.camera.rotation == 90
    assert first.state == before


def test_a_layout_chosen_there_is_its_own(viewer: Viewer) -> None:
    viewer.do("second-window")
    viewer.press_key("Alt+4")
    assert viewer.app.grid.sheet.beside
    assert len(viewer.app.grid.visible()) == 4
    assert viewer.app.grid.front.layout.name == "1x1"
    QTest.mouseClick(viewer.app.cells.frames[0], LEFT, NONE, QPoint(1, 1))
    assert viewer.app.grid.sheet is viewer.app.grid.front


def test_a_series_can_be_dragged_into_it(open_viewer: OpenViewer, write: Write) -> None:
    write("study/1", ct_slice(0, SeriesNumber=1, SeriesInstanceUID="1.2.1"))
    other = write("study/2", ct_slice(1, SeriesNumber=2, SeriesInstanceUID="1.2.2"))
    viewer = open_viewer(other.parent)
    viewer.do("second-window")
    model = viewer.app.sides.thumbnails.model
    number = next(
        row for row, one in enumerate(model.rows) if one.display_set and not one.shown
    )
    drop(viewer.app.cells.frame_of(viewer.model), model.mimeData([model.index(number)]))
    viewer.wait()
    assert viewer.app.grid.beside is not None
    shown = viewer.app.grid.beside.active.state.what.display_set
    assert shown is model.rows[number].display_set


def test_texts_and_hidden_identity_are_those_of_the_main_window(
    viewer: Viewer,
) -> None:
    viewer.do("second-window")
    viewer.app.preferences.change(hides_identity=True)
    assert viewer.texts()["top_left"] == ["Identity hidden"]


def test_closed_it_keeps_no_patient(viewer: Viewer) -> None:
    first = viewer.model
    viewer.do("second-window")
    there = viewer.model
    window = second(viewer)
    window.close()
    viewer.wait()
    assert viewer.model is first
    assert there.shown is None
    assert there.state.what.display_set is None
    assert not window.isVisible()
    viewer.do("second-window")
    assert viewer.model is there
    assert viewer.shown is not None
    viewer.do("close-all")
    assert not window.isVisible()
    assert all(model.shown is None for model in viewer.app.grid.models())


def test_its_place_is_remembered(open_viewer: OpenViewer, thirty_slices: Path) -> None:
    viewer = open_viewer(thirty_slices, remember=True)
    viewer.do("second-window")
    second(viewer).setGeometry(30, 40, 500, 400)
    viewer.do("second-window")
    viewer.app.preferences.save()
    again = open_viewer(thirty_slices, settings=load_settings())
    again.do("second-window")
    assert second(again).geometry() == QRect(30, 40, 500, 400)


def test_one_screen_is_not_offered_by_name(viewer: Viewer) -> None:
    viewer.app.menus.refresh()
    assert not viewer.app.menus.by_id["second-on-1"].isVisible()
    assert Settings().second_geometry == b""


def run(folder: Path, tmp_path: Path, screens: int, *options: str) -> list[str]:
    """What two_screens.py says where Qt knows so many screens."""
    common = {"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1, "y": 0}
    left = {"name": "Left", "x": 0, "width": 1280, "height": 800}
    right = {"name": "Right", "x": 1280, "width": 1600, "height": 1200}
    known = [{**one, **common} for one in (left, right)][:screens]
    config = tmp_path / "screens.json"
    config.write_text(json.dumps({"screens": known}))
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": f"offscreen:configfile={config}",
        "NEGATOSCOPE_SETTINGS": str(tmp_path / "own.json"),
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.ui.two_screens", str(folder), *options],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_with_two_screens_it_fills_the_other_one(
    thirty_slices: Path, tmp_path: Path
) -> None:
    assert run(thirty_slices, tmp_path, 2) == [
        "before: none False Left",
        "other: Right True Left",
        "window: Right False Left",
        "first: Left False Left",
        "closed: none False Left",
        "moved: none False Right",
        "left: []",
    ]
    assert run(thirty_slices, tmp_path, 1, "again")[0] == "before: none False Left"


def test_the_strip_over_tiles_stays_and_is_for_the_main_window(viewer: Viewer) -> None:
    viewer.model.go_to(0)
    viewer.app.layouts.tiles.start(2, 2)
    viewer.wait()
    viewer.do("second-window")
    assert viewer.app.grid.sheet.beside
    label = viewer.child("tileSpan", QLabel)
    assert label.isVisible()
    there = viewer.model.state
    viewer.press_key("Down")
    assert label.text() == "Images 1 – 4 of 30"
    viewer.child("tiles-on", QPushButton).click()
    assert label.text() == "Images 5 – 8 of 30"
    assert viewer.app.grid.sheet is viewer.app.grid.front
    viewer.child("tiles-leave", QPushButton).click()
    assert not label.isVisible()
    assert viewer.app.grid.beside is not None
    beside = viewer.app.grid.beside.active.state
    assert beside.what.display_set is there.what.display_set
    assert beside.what.index == there.what.index + 1
