"""Choosing layouts and tiles with mouse and keys, in the real window."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton, QWidget

from tests.ui.conftest import OpenViewer, Write
from tests.ui.viewer import LEFT, NONE, Viewer, drags_over, pixels_of
from viewer.demo.build import ct_slice
from viewer.geometry.layout import UNEVEN, Layout, large_beside
from viewer.store.settings import Settings, load_settings
from viewer.ui.widgets.layout_picker import GAP, UNIT, LayoutPicker


@pytest.fixture
def viewer(open_viewer: OpenViewer, thirty_slices: Path) -> Viewer:
    return open_viewer(thirty_slices)


def picker_of(viewer: Viewer, action: str = "pick-layout") -> LayoutPicker:
    viewer.do(action)
    picker = QApplication.activePopupWidget()
    assert isinstance(picker, LayoutPicker)
    return picker


def unit(row: int, column: int) -> QPoint:
    side = UNIT + GAP
    return QPoint(column * side - side // 2, row * side - side // 2)


def test_the_picker_takes_any_grid_under_the_pointer(viewer: Viewer) -> None:
    for rows, columns in ((5, 5), (1, 5), (3, 2), (4, 1)):
        picker = picker_of(viewer)
        QTest.mouseMove(picker.field, unit(rows, columns))
        QTest.mouseClick(picker.field, LEFT, NONE, unit(rows, columns))
        state = viewer.app.grid.state
        assert (state.rows, state.columns) == (rows, columns)
        assert len(viewer.app.grid.visible()) == rows * columns


def test_the_picker_says_the_size_that_is_lit(viewer: Viewer) -> None:
    picker = picker_of(viewer)
    assert picker.field.accessibleName() == "Layout: 1 × 1"
    QTest.keyClick(picker.field, Qt.Key.Key_Right)
    QTest.keyClick(picker.field, Qt.Key.Key_Down)
    QTest.keyClick(picker.field, Qt.Key.Key_Right)
    assert viewer.child("pickedSize", QLabel, picker).text() == "Layout: 2 × 3"
    assert picker.field.accessibleName() == "Layout: 2 × 3"
    lit = pixels_of(picker.field)
    side = UNIT + GAP
    assert (lit[side // 2, side // 2] == lit[side + side // 2, 2 * side + 15]).all()
    assert (lit[15, 15] != lit[15, 4 * side + 15]).any()
    QTest.keyClick(picker.field, Qt.Key.Key_Return)
    assert viewer.app.grid.state.layout.name == "2x3"


def test_two_digits_choose_a_grid(viewer: Viewer) -> None:
    picker = picker_of(viewer)
    QTest.keyClicks(picker.field, "25")
    assert viewer.app.grid.state.layout.name == "2x5"


def test_esc_leaves_the_layout_as_it_is(viewer: Viewer) -> None:
    picker = picker_of(viewer)
    QTest.keyClick(picker.field, Qt.Key.Key_Down)
    QTest.keyClick(picker.field, Qt.Key.Key_Escape)
    assert viewer.app.grid.state.layout.name == "1x1"
    assert not QApplication.activePopupWidget()


@pytest.mark.parametrize("layout", UNEVEN, ids=lambda layout: layout.name)
def test_uneven_layouts_lie_as_they_say(viewer: Viewer, layout: Layout) -> None:
    picker = picker_of(viewer)
    viewer.child(f"layout-{layout.name}", QToolButton, picker).click()
    viewer.wait()
    assert viewer.app.grid.state.layout == layout
    frames = viewer.app.cells.frames
    assert all(frame.isVisible() for frame in frames)
    large, *small = (frame.geometry() for frame in frames)
    assert not any(large.intersects(one) for one in small)
    assert all(
        large.width() * large.height() > one.width() * one.height() for one in small
    )
    beside = layout.name.startswith("1+")
    if beside:
        assert all(one.left() > large.right() for one in small)
        assert abs(small[-1].bottom() - large.bottom()) <= 1
    else:
        assert all(one.top() > large.bottom() for one in small)
        assert abs(small[-1].right() - large.right()) <= 1


def test_every_layout_of_the_menu_has_its_key_and_is_checked(viewer: Viewer) -> None:
    for key, name in (("Alt+4", "2x2"), ("Alt+3", "1+2"), ("Alt+1", "1x1")):
        viewer.press_key(key)
        assert viewer.app.grid.state.layout.name == name
        viewer.app.menus.refresh()
        checked = {
            action_id
            for action_id, action in viewer.app.menus.by_id.items()
            if action_id.startswith("layout-") and action.isChecked()
        }
        assert checked == {f"layout-{name}"}


def test_an_uneven_layout_is_there_again_at_the_next_start(
    open_viewer: OpenViewer, thirty_slices: Path
) -> None:
    viewer = open_viewer(thirty_slices, remember=True)
    viewer.do("layout-1+3")
    viewer.app.layouts.tiles.start(2, 2)
    viewer.app.preferences.save()
    assert load_settings().layout == "1+3"
    again = open_viewer(settings=load_settings())
    assert again.app.grid.state.layout == large_beside(3)


def test_a_double_click_shows_one_cell_and_again_all_with_the_same_state(
    viewer: Viewer,
) -> None:
    viewer.do("layout-1+2")
    viewer.press_key("I")
    viewer.press_key("Down")
    state = viewer.model.state
    QTest.mouseDClick(viewer.canvas, LEFT, NONE, QPoint(50, 50))
    viewer.wait()
    assert [one.isVisible() for one in viewer.app.cells.frames] == [True, False, False]
    wide = viewer.app.cells.frames[0].width()
    QTest.mouseDClick(viewer.canvas, LEFT, NONE, QPoint(50, 50))
    viewer.wait()
    assert viewer.app.cells.frames[0].width() < wide
    assert viewer.app.grid.state.layout.name == "1+2"
    assert viewer.model.state == state


def test_tiles_are_chosen_like_a_layout_and_say_which_images_they_show(
    viewer: Viewer,
) -> None:
    viewer.model.go_to(0)
    picker = picker_of(viewer, "pick-tiles")
    QTest.keyClicks(picker.field, "23")
    viewer.wait()
    assert viewer.child("tileSpan", QLabel).text() == "Images 1 – 6 of 30"
    shown = [model.shown_what.index for model in viewer.app.grid.visible()]
    assert shown == [0, 1, 2, 3, 4, 5]
    texts = [
        viewer.canvas_of(model).corners().bottom_left[0].text
        for model in viewer.app.grid.visible()
    ]
    assert texts == [f"Im {number} / 30" for number in range(1, 7)]


def test_tiles_are_scrolled_by_image_and_by_page(viewer: Viewer) -> None:
    viewer.model.go_to(0)
    viewer.app.layouts.tiles.start(2, 2)
    viewer.wait()
    viewer.wheel(-120)
    viewer.wait()
    assert viewer.child("tileSpan", QLabel).text() == "Images 2 – 5 of 30"
    viewer.press_key("PgDown")
    assert viewer.child("tileSpan", QLabel).text() == "Images 6 – 9 of 30"
    viewer.press_key("PgUp")
    viewer.press_key("PgUp")
    assert viewer.child("tileSpan", QLabel).text() == "Images 1 – 4 of 30"
    viewer.press_key("End")
    assert viewer.child("tileSpan", QLabel).text() == "Images 27 – 30 of 30"
    viewer.press_key("Home")
    for _ in range(7):
        viewer.press_key("PgDown")
    assert viewer.child("tileSpan", QLabel).text() == "Images 29 – 30 of 30"
    empty = viewer.app.cells.frames[3].findChildren(QLabel)
    assert [one.text() for one in empty if one.isVisible()] == ["After the last image"]
    texts = viewer.app.menus.by_id
    assert texts["next-series"].text() == "Next page of tiles"


def test_a_window_dragged_in_one_tile_is_that_of_all(viewer: Viewer) -> None:
    viewer.app.layouts.tiles.start(1, 3)
    viewer.wait()
    viewer.app.grid.activate(viewer.app.grid.cells[1])
    viewer.drag(LEFT, (40, 40), (80, 60))
    windows = {model.voi() for model in viewer.app.grid.visible()}
    assert len(windows) == 1
    assert viewer.model.state.look.voi in windows


def test_the_button_over_the_tiles_leads_back(viewer: Viewer) -> None:
    viewer.do("layout-1x2")
    before = viewer.app.grid.state
    viewer.model.go_to(0)
    viewer.app.layouts.tiles.start(3, 3)
    viewer.wait()
    viewer.child("tiles-leave", QPushButton).click()
    viewer.wait()
    assert viewer.app.grid.state == before
    assert viewer.model.shown_what.index == 0
    strip = viewer.app.window.findChild(QWidget, "tileStrip")
    assert isinstance(strip, QWidget)
    assert not strip.isVisible()


def test_the_same_key_ends_tiles(viewer: Viewer) -> None:
    viewer.app.layouts.tiles.start(2, 2)
    viewer.wait()
    viewer.press_key("Ctrl+T")
    assert not viewer.app.grid.state.tiled


def test_closing_everything_while_there_are_tiles_leaves_nothing(
    viewer: Viewer,
) -> None:
    viewer.app.layouts.tiles.start(2, 2)
    viewer.wait()
    viewer.do("close-all")
    assert not viewer.app.grid.state.tiled
    models = viewer.app.grid.models()
    assert all(model.state.what.display_set is None for model in models)
    assert all(model.shown is None for model in models)


def test_a_series_let_go_between_the_cells_goes_into_the_nearest(
    open_viewer: OpenViewer, write: Write
) -> None:
    write("study/1", ct_slice(0, SeriesNumber=1, SeriesInstanceUID="1.2.1"))
    other = write("study/2", ct_slice(1, SeriesNumber=2, SeriesInstanceUID="1.2.2"))
    viewer = open_viewer(other.parent)
    viewer.do("layout-1x2")
    cells = viewer.app.cells
    model = viewer.app.sides.thumbnails.model
    number = next(
        row for row, one in enumerate(model.rows) if one.display_set and not one.shown
    )
    mime: QMimeData = model.mimeData([model.index(number)])
    assert drags_over(cells, mime)
    at = QPointF(cells.frames[1].geometry().left() - 1, 60)
    event = QDropEvent(at, Qt.DropAction.CopyAction, mime, LEFT, NONE)
    QApplication.sendEvent(cells, event)
    viewer.wait()
    second = viewer.app.grid.cells[1]
    assert second.state.what.display_set is model.rows[number].display_set
    assert viewer.model is second


def test_enter_on_a_thumbnail_fills_the_active_cell(
    open_viewer: OpenViewer, write: Write
) -> None:
    write("study/1", ct_slice(0, SeriesNumber=1, SeriesInstanceUID="1.2.1"))
    other = write("study/2", ct_slice(1, SeriesNumber=2, SeriesInstanceUID="1.2.2"))
    viewer = open_viewer(other.parent, settings=Settings(layout="1x2"))
    viewer.press_key("Right")
    panel = viewer.app.sides.thumbnails
    panel.focus_list()
    rows = panel.model.rows
    number = next(row for row, one in enumerate(rows) if one.display_set)
    panel.list.setCurrentIndex(panel.model.index(number))
    QTest.keyClick(panel.list, Qt.Key.Key_Return)
    viewer.wait()
    second = viewer.app.grid.cells[1]
    assert second.state.what.display_set is rows[number].display_set
    assert viewer.model is second
