"""The list of what was opened lately, and pasting what was copied."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QWidget

from tests.ui.conftest import OpenViewer, Write
from tests.ui.viewer import LEFT, Viewer, files_mime
from viewer.demo.build import ct_slice, image
from viewer.store.settings import (
    Settings,
    load_settings,
    save_settings,
    settings_path,
)
from viewer.ui.recent import PART_CHARACTERS, label, remembered


def recent(viewer: Viewer) -> tuple[str, ...]:
    return viewer.app.preferences.settings.recent_paths


def entries(viewer: Viewer) -> list[str]:
    """What File › Open recent lists."""
    viewer.app.menus.refresh()
    menus = viewer.app.window.menuBar().findChildren(QMenu)
    (menu,) = (one for one in menus if one.title() == "Open recent")
    return [
        action.text()
        for action in menu.actions()
        if action.isVisible() and not action.isSeparator()
    ]


def copy(mime: QMimeData) -> None:
    QGuiApplication.clipboard().setMimeData(mime)


def copy_text(text: str) -> None:
    mime = QMimeData()
    mime.setText(text)
    copy(mime)


@pytest.fixture(autouse=True)
def _own_clipboard(qapp: QApplication) -> Iterator[None]:
    """What a test copies is not there for the next one."""
    yield
    qapp.clipboard().clear()


@pytest.fixture
def files(write: Write) -> list[Path]:
    return [write(f"exams/{n}.dcm", image(SeriesNumber=n)) for n in range(3)]


def test_what_was_opened_stands_in_the_menu_newest_first(
    open_viewer: OpenViewer, files: list[Path]
) -> None:
    viewer = open_viewer(files[0])
    viewer.open(files[1])
    assert recent(viewer) == (str(files[1]), str(files[0]))
    assert [text.split("  ")[0] for text in entries(viewer)[:2]] == ["1.dcm", "0.dcm"]


def test_of_several_files_their_folder_is_remembered(
    open_viewer: OpenViewer, files: list[Path]
) -> None:
    viewer = open_viewer(*files)
    assert recent(viewer) == (str(files[0].parent),)


def test_what_brought_nothing_is_not_remembered(
    open_viewer: OpenViewer, tmp_path: Path
) -> None:
    (tmp_path / "notes.txt").write_text("Nothing to see.")
    viewer = open_viewer(tmp_path / "notes.txt")
    viewer.open(tmp_path / "missing")
    assert recent(viewer) == ()


def test_the_menu_opens_it_again(open_viewer: OpenViewer, files: list[Path]) -> None:
    settings = Settings(recent_paths=(str(files[2]), str(files[1])))
    viewer = open_viewer(settings=settings)
    viewer.do("recent-2")
    assert viewer.shown.frame.header.source.path == str(files[1])
    assert recent(viewer)[0] == str(files[1])


def test_the_empty_window_offers_the_newest(
    open_viewer: OpenViewer, files: list[Path]
) -> None:
    paths = tuple(str(path) for path in files) + tuple(f"/{n}" for n in range(9))
    viewer = open_viewer(settings=Settings(recent_paths=paths))
    buttons = viewer.child("recentPaths", QWidget).findChildren(QPushButton)
    assert len(buttons) == 5
    QTest.mouseClick(viewer.child("empty-recent-1", QPushButton), LEFT)
    viewer.wait()
    assert viewer.shown.frame.header.source.path == str(files[0])


def test_the_list_can_be_cleared(open_viewer: OpenViewer, files: list[Path]) -> None:
    viewer = open_viewer(files[0])
    viewer.do("clear-recent")
    assert recent(viewer) == ()
    assert not viewer.app.menus.by_id["clear-recent"].isEnabled()
    viewer.do("close-all")
    buttons = viewer.app.window.findChildren(QPushButton, "empty-recent-1")
    assert not any(button.isVisible() for button in buttons)


def test_turned_off_it_forgets_and_stays_empty(
    open_viewer: OpenViewer, files: list[Path]
) -> None:
    viewer = open_viewer(files[0], remember=True)
    viewer.do("keep-recent")
    assert recent(viewer) == ()
    viewer.open(files[1])
    assert recent(viewer) == ()
    viewer.app.window.close()
    assert not load_settings().keep_recent
    assert load_settings().recent_paths == ()


@pytest.mark.parametrize("how", ["clear-recent", "keep-recent"])
def test_what_is_forgotten_stands_in_no_file_from_that_moment_on(
    open_viewer: OpenViewer, files: list[Path], how: str
) -> None:
    """Not in the settings, their backup, or damaged ones that were kept aside."""
    path = settings_path()
    save_settings(Settings(recent_paths=(str(files[1]),)))
    for suffix in (".bad", ".newer"):
        path.with_name(path.name + suffix).write_text(str(files[1]))
    viewer = open_viewer(files[0], settings=load_settings(), remember=True)
    viewer.do(how)
    kept = list(path.parent.glob(f"{path.name}*"))
    assert kept
    for file in kept:
        assert str(files[0].parent) not in file.read_text()


def test_the_list_is_kept_from_one_start_to_the_next(
    open_viewer: OpenViewer, files: list[Path]
) -> None:
    open_viewer(files[0], remember=True).app.window.close()
    assert load_settings().recent_paths == (str(files[0]),)


def test_a_path_is_named_by_its_name_and_folder() -> None:
    assert label("/home/zé/CT 1") == "CT 1  in /home/zé"
    assert label("/home/zé/") == "zé  in /home"
    assert label("/") == "/"


def test_a_path_of_any_kind_is_short_and_visible() -> None:
    bad = "/" + "x" * 500 + "/a\n\u202eb\udcff" + "y" * 500
    text = label(bad)
    assert text.isprintable()
    assert len(text) <= 2 * (PART_CHARACTERS + 1) + 8


def test_a_path_with_an_ampersand_is_not_a_letter_to_press(
    open_viewer: OpenViewer,
) -> None:
    viewer = open_viewer(settings=Settings(recent_paths=("/a&b",)))
    assert entries(viewer)[0].startswith("a&&b")
    assert viewer.child("empty-recent-1", QPushButton).text().startswith("a&&b")


def test_several_paths_are_remembered_by_what_holds_them() -> None:
    assert remembered(["/a/1"]) == "/a/1"
    assert remembered(["/a/1", "/a/2"]) == "/a"
    assert remembered(["/a/b/1", "/a/c/2"]) == "/a"


def test_copied_files_are_pasted(open_viewer: OpenViewer, files: list[Path]) -> None:
    viewer = open_viewer()
    copy(files_mime(files[:2]))
    viewer.press_key("Ctrl+V")
    assert viewer.app.workspace.state.catalogue.index.shown == 2


def test_one_pasted_file_brings_its_study(
    open_viewer: OpenViewer, write: Write
) -> None:
    paths = [write(f"ct/{number}", ct_slice(number)) for number in range(3)]
    viewer = open_viewer()
    copy(files_mime(paths[:1]))
    viewer.press_key("Ctrl+V")
    assert viewer.app.workspace.state.catalogue.index.shown == 3


def test_paths_in_a_text_are_pasted(open_viewer: OpenViewer, files: list[Path]) -> None:
    viewer = open_viewer()
    copy_text(f'{files[0]}\n  "{files[1]}"\r\n{files[2].as_uri()}\nand some words\n')
    viewer.press_key("Ctrl+V")
    index = viewer.app.workspace.state.catalogue.index
    assert index.shown == 3
    assert not index.failed


@pytest.mark.parametrize("text", ["", "some words", "https://example.org/a.dcm"])
def test_what_is_no_path_opens_nothing_and_that_is_said(
    open_viewer: OpenViewer, text: str
) -> None:
    viewer = open_viewer()
    copy_text(text)
    viewer.press_key("Ctrl+V")
    told = viewer.app.status.message.text()
    assert told == "No files or paths have been copied."
    assert viewer.app.workspace.state.catalogue.files_seen == 0


def test_in_a_text_field_the_key_pastes_text(
    open_viewer: OpenViewer, files: list[Path]
) -> None:
    viewer = open_viewer(files[0])
    viewer.do("find-element")
    field = viewer.app.window.focusWidget()
    assert field is not None
    copy_text(str(files[1]))
    viewer.press_key("Ctrl+V", field)
    assert viewer.app.workspace.state.catalogue.index.shown == 1
