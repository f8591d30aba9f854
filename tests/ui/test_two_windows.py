"""What relates the viewports of two windows: patients, links, lines, point, tiles."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from tests.ui.compared import OTHER, axial, cells, click, z_of
from tests.ui.conftest import OpenViewer, ShowSide, Write
from tests.ui.viewer import LEFT, Viewer
from viewer.demo.build import ct_slice
from viewer.demo.oblique import CORONAL, oblique_series
from viewer.demo.parts import uid
from viewer.store.settings import Settings, load_settings
from viewer.ui.state.viewport import ViewportModel


def in_second(viewer: Viewer) -> ViewportModel:
    """The second cell's content alone in a second window, the first cell active."""
    viewer.app.grid.activate(cells(viewer)[1])
    viewer.do("second-window")
    there = viewer.model
    viewer.app.grid.activate(viewer.app.grid.front.cells[0])
    viewer.app.grid.lay_out(1, 1)
    viewer.wait()
    return there


def second(viewer: Viewer) -> QWidget:
    assert viewer.app.cells.second is not None
    return viewer.app.cells.second.window()


def bars(viewer: Viewer) -> list[tuple[bool, str, str]]:
    """(seen, who, links) of the bar of each window."""
    assert viewer.app.cells.second is not None
    found = (viewer.app.cells.identity, viewer.app.cells.second.identity)
    return [(bar.isVisible(), bar.label.text(), bar.links.text()) for bar in found]


def test_each_bar_tells_of_both_windows_and_links_them(side_by_side: ShowSide) -> None:
    viewer = side_by_side(axial("a", 11, 5.0), axial("b", 11, 5.0, **OTHER))
    there = in_second(viewer)
    viewer.press_key("U")
    main, beside = bars(viewer)
    assert main == beside
    assert main[0]
    assert "2 patients" in main[1]
    assert main[2] == "Not linked to each other"
    before = there.state.what.index
    viewer.press_key("Down")
    assert there.state.what.index == before
    QTest.mouseClick(viewer.child("linkAnyway", QPushButton, second(viewer)), LEFT)
    assert [bar[2] for bar in bars(viewer)] == ["LINKED to each other"] * 2
    viewer.press_key("Down")
    assert there.state.what.index == before + 1
    QTest.mouseClick(viewer.child("linkAnyway", QPushButton), LEFT)
    assert [bar[2] for bar in bars(viewer)] == ["Not linked to each other"] * 2


def test_a_bar_goes_when_the_other_window_shows_the_same_patient(
    side_by_side: ShowSide,
) -> None:
    viewer = side_by_side(axial("a", 3, 5.0), axial("b", 3, 5.0, **OTHER))
    there = in_second(viewer)
    assert [bar[0] for bar in bars(viewer)] == [True, True]
    viewer.model.show_set(there.state.what.display_set)
    viewer.wait()
    assert [bar[0] for bar in bars(viewer)] == [False, False]
    other = next(
        one
        for one in viewer.app.workspace.state.catalogue.sets()
        if one is not viewer.model.state.what.display_set
    )
    there.show_set(other)
    viewer.wait()
    assert [bar[0] for bar in bars(viewer)] == [True, True]
    second(viewer).close()
    assert not viewer.app.cells.identity.isVisible()


def test_the_bar_shows_in_one_window_while_two_patients_are_visible(
    side_by_side: ShowSide,
) -> None:
    viewer = side_by_side(axial("a", 3, 5.0), axial("b", 3, 5.0, **OTHER))
    bar = viewer.app.cells.identity
    assert bar.isVisible()
    viewer.app.grid.toggle_maximised()
    assert not bar.isVisible()
    viewer.app.grid.toggle_maximised()
    cells(viewer)[1].show_set(None)
    assert not bar.isVisible()


def test_lines_and_the_point_reach_the_other_window(side_by_side: ShowSide) -> None:
    """C7 and C8 by hand: coronal rows lie at 79 − 2 r mm."""
    viewer = side_by_side(axial("a", 11, 5.0), oblique_series("cor", CORONAL))
    coronal = in_second(viewer)
    viewer.press_key("End")
    (line,) = coronal.guides.state.lines
    row = (79.0 - z_of(viewer.model)) / 2 + 0.5
    assert [end[1] for end in line.segment] == pytest.approx([row, row])
    viewer.do("tool-crosshair")
    click(viewer, (40.0, 40.0))
    spot = coronal.guides.state.spot
    assert spot is not None
    assert spot.row == pytest.approx(row)
    axial_cell = viewer.model
    viewer.app.grid.activate(coronal)
    viewer.wait()
    assert axial_cell.guides.state.lines
    assert coronal.guides.state.lines == ()


def test_tiles_have_their_strip_in_the_window_they_are_in(
    open_viewer: OpenViewer, thirty_slices: Path
) -> None:
    viewer = open_viewer(thirty_slices)
    viewer.model.go_to(0)
    viewer.do("second-window")
    viewer.app.layouts.tiles.start(2, 2)
    viewer.wait()
    label = viewer.child("tileSpan", QLabel, second(viewer))
    assert label.text() == "Images 1 – 4 of 30"
    front = viewer.app.grid.front.active
    viewer.app.grid.activate(front)
    assert label.isVisible()
    assert not viewer.app.window.findChildren(QLabel, "tileSpan")
    QTest.mouseClick(viewer.child("tiles-on", QPushButton, second(viewer)), LEFT)
    viewer.wait()
    assert label.text() == "Images 5 – 8 of 30"
    assert viewer.app.grid.sheet.beside
    viewer.app.grid.activate(front)
    viewer.app.layouts.tiles.start(1, 2)
    viewer.wait()
    assert viewer.child("tileSpan", QLabel).text() == "Images 1 – 2 of 30"
    QTest.mouseClick(viewer.child("tiles-leave", QPushButton, second(viewer)), LEFT)
    viewer.wait()
    assert not label.isVisible()
    assert viewer.child("tileSpan", QLabel).isVisible()


def test_f6_reaches_the_tabs_and_the_second_window(
    open_viewer: OpenViewer, write: Write
) -> None:
    paths = [
        write(
            str(number),
            ct_slice(
                StudyInstanceUID=uid(f"f6 {number}"),
                SeriesInstanceUID=uid(f"f6 series {number}"),
                SOPInstanceUID=uid(f"f6 image {number}"),
            ),
        )
        for number in range(2)
    ]
    viewer = open_viewer(paths[0])
    viewer.open(paths[1])
    viewer.do("second-window")
    beside = viewer.model
    viewer.app.window.activateWindow()
    viewer.until(viewer.app.window.isActiveWindow)
    viewer.app.grid.activate(viewer.app.grid.front.active)
    viewer.app.cells.focus_active()
    parts: dict[str, QWidget] = {
        "main": viewer.app.cells,
        "second": second(viewer),
        "right": viewer.app.sides.right,
        "left": viewer.app.sides.left,
    }
    parts["status"] = viewer.app.status
    parts["tabs"] = viewer.child("studyTabs", QWidget)
    found = []
    for _ in range(7):
        viewer.do("next-area")
        widget = QApplication.focusWidget()
        inside = [n for n, part in parts.items() if widget in (part, *_in(part))]
        found.append(inside[-1])
    assert found == ["second", "right", "left", "status", "tabs", "main", "second"]
    assert viewer.model is beside


def _in(part: QWidget) -> list[QWidget]:
    return part.findChildren(QWidget)


def test_it_opens_again_as_it_was_with_nothing_in_it(
    open_viewer: OpenViewer, thirty_slices: Path
) -> None:
    viewer = open_viewer(thirty_slices, remember=True)
    viewer.do("second-window")
    second(viewer).setGeometry(30, 40, 500, 400)
    viewer.press_key("Alt+2")
    viewer.app.window.close()
    kept = load_settings()
    assert (kept.second_layout, kept.second_whole) == ("1x2", False)
    again = open_viewer(thirty_slices, settings=kept)
    again.app.seconds.reopen()
    assert second(again).geometry() == QRect(30, 40, 500, 400)
    beside = again.app.grid.beside
    assert beside is not None
    assert beside.layout.name == "1x2"
    assert all(model.state.what.display_set is None for model in beside.cells)
    assert again.app.grid.sheet is again.app.grid.front
    before = again.model.state.what.index
    again.press_key("Down")
    assert again.model.state.what.index == before + 1
    again.do("second-window")
    again.app.window.close()
    assert again.app.preferences.settings.second_open is False


@pytest.mark.parametrize(
    "change",
    [
        {"second_screen": "a screen that is gone"},
        {"reopen_second": False},
        {"second_open": False},
    ],
)
def test_it_stays_closed_without_its_screen_or_wish(
    open_viewer: OpenViewer, change: dict[str, object]
) -> None:
    from viewer.ui.canvas.style import screen_key

    first = open_viewer()
    here = screen_key(first.app.window.screen())
    wish = Settings(second_open=True, second_screen=here)
    settings = replace(wish, **change)  # type: ignore[arg-type]
    viewer = open_viewer(settings=settings)
    viewer.app.seconds.reopen()
    assert not viewer.app.seconds.is_open
