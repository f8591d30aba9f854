"""What waits for the first picture, and that it comes whatever happens."""

import gc
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QListView, QMenu
from pytestqt.qtbot import QtBot

from tests.ui.conftest import Write
from tests.ui.viewer import GUARD_MS, Viewer
from viewer.demo.build import JPEG_BASELINE, ct_slice, encapsulate_frames
from viewer.demo.documents import encapsulated
from viewer.store.settings import Settings, load_settings
from viewer.ui import start
from viewer.ui.actions import ACTIONS
from viewer.ui.app import App
from viewer.work.pool import InlinePool


class WarmPool(InlinePool):
    """Notes that the workers were to be started."""

    warmed = 0

    def warm(self) -> None:
        self.warmed += 1


class Beginning:
    """A window that is being started, as `start` does it."""

    def __init__(self, qtbot: QtBot) -> None:
        self.pool = WarmPool()
        self.app = App(self.pool, Settings(), late_panels=True)
        self.viewer = Viewer(self.app, qtbot)
        self.received = 0
        self.finish = start._finish_after_first_picture(self.app, self._receive)

    def open(self, *paths: Path) -> None:
        self.app.opening.paths([str(path) for path in paths])
        self.app.window.show()

    def until_finished(self) -> None:
        self.viewer.until(lambda: self.received > 0 and self.pool.warmed > 0)

    def _receive(self) -> None:
        self.received += 1


@pytest.fixture
def beginning(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Beginning]:
    monkeypatch.setattr(start, "LATEST_MS", 2 * GUARD_MS)
    gc.disable()
    beginning = Beginning(qtbot)
    yield beginning
    gc.enable()
    beginning.app.window.close()
    beginning.app.window.deleteLater()
    beginning.app.deleteLater()


@pytest.fixture
def opened(write: Write) -> dict[str, list[Path]]:
    """What a start may find."""
    broken = ct_slice(1)
    encapsulate_frames(broken, [b"no picture"], JPEG_BASELINE)
    text = write("text", ct_slice()).parent / "notes.txt"
    text.write_text("no DICOM")
    return {
        "an image": [write("image", ct_slice())],
        "a document": [write("document", encapsulated())],
        "an image that cannot be decoded": [write("broken", broken)],
        "no DICOM": [text],
        "a path that is missing": [text.parent / "missing"],
    }


@pytest.mark.parametrize(
    "what",
    [
        "an image",
        "a document",
        "an image that cannot be decoded",
        "no DICOM",
        "a path that is missing",
    ],
)
def test_the_rest_is_made_whatever_was_opened(
    beginning: Beginning, opened: dict[str, list[Path]], what: str
) -> None:
    beginning.open(*opened[what])
    beginning.until_finished()
    assert beginning.app.sides.is_complete
    assert gc.isenabled()
    assert (beginning.received, beginning.pool.warmed) == (1, 1)


def test_the_side_panels_show_what_was_opened_before_they_were_made(
    beginning: Beginning, opened: dict[str, list[Path]]
) -> None:
    beginning.open(*opened["an image"])
    assert not beginning.app.sides.is_complete
    assert beginning.app.window.findChild(QListView, "thumbnails") is None
    beginning.until_finished()
    beginning.viewer.wait()
    rows = beginning.app.sides.thumbnails.model.rows
    assert [row.kind for row in rows] == ["patient", "study", "set"]
    assert beginning.app.sides.header.elements.outline.outline.rows


def test_the_picture_is_painted_before_the_panels_are_made(
    beginning: Beginning,
    opened: dict[str, list[Path]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[tuple[str, bool]] = []
    monkeypatch.setattr(
        start,
        "moment",
        lambda name: seen.append((name, beginning.app.sides.is_complete)),
    )
    beginning.open(*opened["an image"])
    beginning.until_finished()
    assert seen == [("first-image", False)]


@pytest.mark.parametrize(
    "early",
    [
        lambda app: app.find_in_header(),
        lambda app: app.menus.by_id["next-area"].trigger(),
    ],
    ids=["find in the header", "next part"],
)
def test_a_panel_that_is_asked_for_early_does_not_stop_the_rest(
    beginning: Beginning,
    opened: dict[str, list[Path]],
    early: Callable[[App], None],
) -> None:
    beginning.app.window.show()
    early(beginning.app)
    assert beginning.app.sides.is_complete
    beginning.open(*opened["an image"])
    beginning.until_finished()
    assert gc.isenabled()


def test_an_empty_window_is_finished_at_once(beginning: Beginning) -> None:
    beginning.app.window.show()
    beginning.finish()
    beginning.finish()
    beginning.until_finished()
    assert gc.isenabled()
    assert (beginning.received, beginning.pool.warmed) == (1, 1)


def test_menus_wait_for_the_first_picture(beginning: Beginning, write: Write) -> None:
    app = beginning.app
    assert not app.menus.is_complete
    menus = [one.menu() for one in app.window.menuBar().actions()]
    assert all(isinstance(menu, QMenu) and menu.isEmpty() for menu in menus)
    assert app.window.tool_bar.actions()
    beginning.open(write("ct/1", ct_slice(1)))
    beginning.until_finished()
    assert app.menus.is_complete
    assert list(app.menus.by_id) == [row.id for row in ACTIONS]
    quit_keys = [key.toString() for key in app.menus.by_id["quit"].shortcuts()]
    assert quit_keys == ["Ctrl+Q"]


def test_a_menu_opened_before_has_everything(beginning: Beginning) -> None:
    file_menu = beginning.app.window.menuBar().actions()[0].menu()
    assert isinstance(file_menu, QMenu)
    file_menu.aboutToShow.emit()
    assert "quit" in [one.objectName() for one in file_menu.actions()]
    assert beginning.app.menus.by_id["quit"].shortcuts()


def test_the_first_start_says_what_the_program_is_not_for(tmp_path: Path) -> None:
    fresh = load_settings(tmp_path / "settings.json")
    (words,) = start.first_words(fresh)
    assert "not cleared for primary diagnosis" in words
    assert start.first_words(replace(fresh, window_geometry=b"seen")) == ()
