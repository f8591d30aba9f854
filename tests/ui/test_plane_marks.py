"""Marks on planes through a volume are kept with the plane, and come back with it."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

from tests.ui.conftest import OpenViewer
from tests.ui.planes import handle, here, three
from tests.ui.viewer import LEFT, Viewer
from viewer.geometry.marks import FrameKey, Mark
from viewer.store.marks import Marks
from viewer.ui.state.annotations import key_of

LINE = Mark("2.25.7", "distance", ((5.5, 5.5), (5.5, 15.5)), text="stenosis")


@pytest.fixture
def kept(tmp_path: Path) -> Callable[[], Marks]:
    return lambda: Marks(tmp_path / "kept" / "marks.sqlite")


def key(viewer: Viewer) -> FrameKey:
    found = key_of(viewer.shown.frame)
    assert found is not None
    return found


def test_a_mark_on_a_plane_comes_back_with_the_plane(
    open_viewer: OpenViewer, series: Path, kept: Callable[[], Marks]
) -> None:
    viewer = open_viewer(series, marks=kept())
    viewer.do("mpr-coronal")
    viewer.model.step(4)
    viewer.wait()
    place = key(viewer)
    viewer.app.annotations.put(place, LINE)
    assert not viewer.app.mark_keeper.has_unsaved
    assert not viewer.app.status.noted.isVisible()
    again = open_viewer(series, marks=kept())
    again.model.go_to(3)
    again.do("mpr-coronal")
    for _ in range(4):
        again.model.step(1)
    again.wait()
    assert key(again) == place
    assert again.app.annotations.state.of(key(again)) == (LINE,)
    again.do("mpr-slab-10")
    assert key(again) != place, "a slab is another picture"


def test_a_mark_on_an_oblique_plane_says_where_it_lies(
    open_viewer: OpenViewer, series: Path, kept: Callable[[], Marks], tmp_path: Path
) -> None:
    """Its plane is on the disk: place, directions, size, and the first slice."""
    viewer = open_viewer(series, marks=kept())
    axial, coronal, _ = three(viewer)
    viewer.drag(LEFT, *handle(viewer, axial, "coronal", 25))
    viewer.wait()
    viewer.app.grid.activate(coronal)
    viewer.app.annotations.put(key(viewer), LINE)
    viewer.app.mark_keeper.save_now()
    study = here(coronal).stack.frames[0].header.text(0x0020000D)
    ((place, mark),) = kept().load([study]).marks
    assert mark == LINE
    assert place.plane is not None
    frame = viewer.shown.frame
    assert frame.cut is not None
    assert place.plane.position_mm == frame.cut.plane.position_mm
    assert place.plane.row == frame.cut.plane.row_cosine
    assert place.plane.spacing_mm == frame.cut.plane.row_spacing_mm
    first = here(coronal).stack.frames[0].header
    assert place.open_with == first.text(0x00080018)


def test_a_plane_that_makes_no_sense_is_left_out(
    open_viewer: OpenViewer, series: Path, kept: Callable[[], Marks], tmp_path: Path
) -> None:
    viewer = open_viewer(series, marks=kept())
    viewer.do("mpr-coronal")
    viewer.app.annotations.put(key(viewer), LINE)
    viewer.app.mark_keeper.save_now()
    (path,) = (tmp_path / "kept").glob("*.sqlite")
    base = sqlite3.connect(path)
    base.execute("UPDATE marks SET data = replace(data, 'position_mm', 'nothing')")
    base.commit()
    base.close()
    again = open_viewer(series, marks=kept())
    assert not again.app.annotations.state.marks


def test_the_list_says_which_marks_are_not_in_it(
    open_viewer: OpenViewer, series: Path
) -> None:
    viewer = open_viewer(series)
    viewer.do("mpr-coronal")
    viewer.app.annotations.put(key(viewer), LINE)
    viewer.do("panel-marks")
    said = viewer.child("marksMessage", QLabel).text()
    assert said.endswith(
        "1 mark on a computed plane is kept with the plane, not listed here."
    )
