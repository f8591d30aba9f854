"""The grid of cells on screen: drops, layouts, focus."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QByteArray, QMimeData, QPoint, QPointF, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from tests.ui.conftest import OpenViewer, Write
from tests.ui.sets import card_object
from tests.ui.viewer import LEFT, NONE, Viewer, drags_over, drop, files_mime, pixels_of
from viewer.demo.build import ct_slice, image
from viewer.demo.documents import report, waveform
from viewer.demo.management import management
from viewer.demo.raw import raw_data
from viewer.demo.spectra import spectroscopy
from viewer.store.settings import Settings
from viewer.ui.views.card import CardView
from viewer.ui.views.stack import StackView
from viewer.ui.widgets.colours import DARK
from viewer.ui.widgets.content_view import ContentView
from viewer.ui.widgets.drops import DISPLAY_SET_MIME
from viewer.ui.widgets.empty import EmptyCell


@pytest.fixture
def study(write: Write) -> Path:
    """A stack of five, a single image, a document."""
    for number in range(5):
        write(f"study/{number}", ct_slice(number, SeriesNumber=1))
    write("study/image", image(SeriesNumber=2))
    return write("study/document", card_object(SeriesNumber=3)).parent


def frame(viewer: Viewer, number: int) -> QWidget:
    return viewer.app.cells.frames[number]


def set_mime(viewer: Viewer, row: int) -> QMimeData:
    """What the list of series drags for a row."""
    model = viewer.app.sides.thumbnails.model
    return model.mimeData([model.index(row)])


def test_rows_and_columns_are_equal_whatever_the_cells_show(
    open_viewer: OpenViewer, study: Path
) -> None:
    viewer = open_viewer(study)
    viewer.app.window.resize(1280, 720)
    viewer.do("layout-3x3")
    sets = viewer.app.workspace.state.catalogue.sets()
    for model, display_set in zip(viewer.app.grid.visible(), sets, strict=False):
        model.show_set(display_set)
        viewer.wait()
    sizes = [frame(viewer, number).size() for number in range(9)]
    for lengths in ([one.height() for one in sizes], [one.width() for one in sizes]):
        assert max(lengths) - min(lengths) <= 1


def test_files_dropped_on_a_viewport_open_there(
    open_viewer: OpenViewer, write: Write, study: Path
) -> None:
    viewer = open_viewer(study)
    viewer.do("layout-2x2")
    before = [model.state for model in viewer.app.grid.cells]
    other = write("other", image(SeriesNumber=9))
    mime = files_mime([other])
    assert drags_over(frame(viewer, 2), mime)
    drop(frame(viewer, 2), mime)
    viewer.wait()
    cells = viewer.app.grid.cells
    assert cells[2].shown is not None
    assert cells[2].shown.frame.header.source.path == str(other)
    assert viewer.model is cells[2]
    assert [cells[n].state for n in (0, 1, 3)] == [before[n] for n in (0, 1, 3)]


def test_folders_and_several_files_can_be_dropped_at_once(
    open_viewer: OpenViewer, write: Write, study: Path
) -> None:
    viewer = open_viewer()
    drop(frame(viewer, 0), files_mime([study, write("other", image(SeriesNumber=9))]))
    viewer.wait()
    assert viewer.app.workspace.state.catalogue.index.shown == 8


def test_a_series_dropped_on_a_viewport_is_shown_there(
    open_viewer: OpenViewer, study: Path
) -> None:
    viewer = open_viewer(study)
    viewer.do("layout-1x2")
    first = viewer.model.state
    rows = viewer.app.sides.thumbnails.model.rows
    number = next(n for n, row in enumerate(rows) if row.detail == "" and row.key)
    mime = set_mime(viewer, number)
    viewer.app.sides.thumbnails.focus_list()
    assert drags_over(frame(viewer, 1), mime)
    drop(frame(viewer, 1), mime)
    viewer.wait()
    second = viewer.app.grid.cells[1]
    assert second.state.what.display_set is rows[number].display_set
    focused = QApplication.focusWidget()
    assert focused is not None
    assert frame(viewer, 1).isAncestorOf(focused)
    assert viewer.model is second
    assert viewer.app.grid.cells[0].state == first


@pytest.mark.parametrize("key", [b"12345", b"", b"\xff\xfe", b"nonsense"])
def test_a_drag_of_a_series_that_is_gone_changes_nothing(
    open_viewer: OpenViewer, study: Path, key: bytes
) -> None:
    viewer = open_viewer(study)
    before = viewer.model.state
    mime = QMimeData()
    mime.setData(DISPLAY_SET_MIME, QByteArray(key))
    drop(frame(viewer, 0), mime)
    viewer.wait()
    assert viewer.model.state == before


def test_text_and_addresses_of_the_web_are_not_taken(
    open_viewer: OpenViewer, study: Path
) -> None:
    viewer = open_viewer(study)
    text = QMimeData()
    text.setText("hello")
    assert not drags_over(frame(viewer, 0), text)
    before = viewer.app.workspace.state
    web = QMimeData()
    web.setUrls([QUrl("https://example.org/image.dcm")])
    drop(frame(viewer, 0), web)
    viewer.wait()
    assert viewer.app.workspace.state == before


def test_each_kind_of_object_has_its_view(open_viewer: OpenViewer, study: Path) -> None:
    viewer = open_viewer(study)
    cell = viewer.app.cells.frame_of(viewer.model)
    assert isinstance(cell.view, StackView)
    sets = list(viewer.app.workspace.state.catalogue.sets())
    viewer.model.show_set(next(one for one in sets if one.view == "card"))
    assert isinstance(cell.view, CardView)
    viewer.model.show_set(None)
    assert isinstance(cell.view, EmptyCell)


def test_a_layout_shows_its_cells_side_by_side(
    open_viewer: OpenViewer, study: Path
) -> None:
    viewer = open_viewer(study)
    viewer.do("layout-2x3")
    frames = viewer.app.cells.frames
    assert len(frames) == 6
    assert all(one.isVisible() for one in frames)
    assert len({one.y() for one in frames[:3]}) == 1
    assert len({one.x() for one in frames[::3]}) == 1
    sizes = {(one.width(), one.height()) for one in frames}
    assert max(width for width, _ in sizes) - min(width for width, _ in sizes) <= 1
    viewer.do("layout-1x1")
    assert [one.isVisible() for one in frames] == [True] + [False] * 5
    assert frames[0].width() > 2 * min(width for width, _ in sizes)


def test_a_layout_change_keeps_what_each_cell_shows_and_how(
    open_viewer: OpenViewer, study: Path
) -> None:
    viewer = open_viewer(study)
    viewer.do("layout-1x2")
    sets = list(viewer.app.workspace.state.catalogue.sets())
    first, second = viewer.app.grid.cells
    second.show_set(sets[1])
    viewer.wait()
    for key in ("I", "]", "Down"):
        viewer.press_key(key)
    before = first.state, second.state
    painted = [pixels_of(viewer.canvas_of(model)) for model in (first, second)]
    for layout in ("layout-1x1", "layout-3x3", "layout-1x2"):
        viewer.do(layout)
    assert (first.state, second.state) == before
    for model, old in zip((first, second), painted, strict=True):
        assert (pixels_of(viewer.canvas_of(model)) == old).all()


def test_only_the_active_cell_is_outlined(open_viewer: OpenViewer, study: Path) -> None:
    viewer = open_viewer(study)
    viewer.do("layout-1x2")
    viewer.app.cells.focus_active()
    accent = [int(DARK.accent[n : n + 2], 16) for n in (1, 3, 5)]

    def outlined() -> list[bool]:
        return [
            pixels_of(one)[0, one.width() // 2].tolist() == accent
            for one in viewer.app.cells.frames
        ]

    assert outlined() == [True, False]
    viewer.press_key("Right")
    assert outlined() == [False, True]


def test_cells_are_named_for_screen_readers(
    open_viewer: OpenViewer, study: Path
) -> None:
    viewer = open_viewer(study)
    viewer.do("layout-1x2")
    frames = viewer.app.cells.frames
    assert [one.accessibleName() for one in frames] == ["Viewport 1", "Viewport 2"]
    assert [one.accessibleDescription() for one in frames] == ["active", ""]


def test_pressing_an_empty_cell_makes_it_active(
    open_viewer: OpenViewer, study: Path
) -> None:
    viewer = open_viewer(study)
    viewer.do("layout-1x2")
    QTest.mouseClick(frame(viewer, 1), LEFT, NONE, QPoint(9, 9))
    assert viewer.app.grid.state.active == 1


def shown_words(cell: QWidget) -> list[str]:
    return [
        button.objectName()
        for button in cell.findChildren(QPushButton)
        if button.isVisible()
    ]


def test_an_empty_window_says_how_to_begin(open_viewer: OpenViewer) -> None:
    viewer = open_viewer()
    ways = ["empty-open-files", "empty-open-folder", "empty-open-demo"]
    assert shown_words(frame(viewer, 0))[:3] == ways


@pytest.mark.parametrize("way", ["open-files", "open-folder", "open-demo"])
def test_each_way_to_begin_does_what_its_menu_entry_does(
    open_viewer: OpenViewer, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    viewer = open_viewer()
    done: list[str] = []
    opening = viewer.app.opening
    for name, method in (
        ("open-files", "ask_files"),
        ("open-folder", "ask_folder"),
        ("open-demo", "demo"),
    ):
        monkeypatch.setattr(opening, method, lambda name=name: done.append(name))
    viewer.child(f"empty-{way}", QPushButton).click()
    assert done == [way]


def test_an_empty_cell_beside_an_open_study_invites_a_series(
    open_viewer: OpenViewer, study: Path
) -> None:
    viewer = open_viewer(study, settings=Settings(keep_recent=False))
    viewer.do("layout-1x2")
    assert shown_words(frame(viewer, 1)) == []
    viewer.app.close_all()
    viewer.wait()
    assert "empty-open-files" in shown_words(frame(viewer, 0))


def test_a_point_in_a_cell_that_was_hidden_is_still_its_own(
    open_viewer: OpenViewer, study: Path
) -> None:
    viewer = open_viewer(study)
    viewer.do("layout-1x2")
    viewer.do("maximise")
    assert [one.isVisible() for one in viewer.app.cells.frames] == [True, False]
    viewer.do("maximise")
    assert all(one.isVisible() for one in viewer.app.cells.frames)
    at = viewer.canvas.pointer_at(QPointF(3, 4))
    assert (at.x, at.y) == (3, 4)


def test_a_cell_shows_one_kind_of_object_after_another(
    open_viewer: OpenViewer, write: Write
) -> None:
    builders: tuple[Any, ...] = (raw_data, spectroscopy, waveform, report, management)
    for number, build in enumerate(builders):
        elements = {"PatientID": f"P{number}", "PatientName": f"Patient^{number}"}
        write(f"study/{number}", build(**elements))
    viewer = open_viewer(write("study/image", ct_slice()).parent)
    sets = list(viewer.app.workspace.state.catalogue.sets())
    for display_set in (*sets, *reversed(sets)):
        viewer.model.show_set(display_set)
        view = viewer.app.cells.frame_of(viewer.model).view
        if isinstance(view, ContentView):  # before its content has come
            assert view.word == display_set.view
            assert view.body.isHidden() or viewer.model.content is not None
        viewer.wait()
    assert len(sets) == 6
