"""Current and prior studies, told apart in the cells."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFrame, QLabel

from tests.ui.conftest import OpenViewer, Write
from tests.ui.viewer import Viewer, pixels_of
from viewer.demo.build import ct_slice
from viewer.demo.documents import report
from viewer.demo.parts import uid
from viewer.kinds.base import DisplaySet


@pytest.fixture
def folder(write: Write) -> Path:
    """Two studies of one patient, one with a report, and one of another patient."""

    def facts(name: str, date: str, patient: str) -> dict[str, Any]:
        return {
            "StudyInstanceUID": uid(name),
            "SeriesInstanceUID": uid(f"series of {name}"),
            "StudyDate": date,
            "PatientID": patient,
        }

    write("all/new", ct_slice(0, **facts("new", "20240312", "1")))
    write("all/old", ct_slice(1, **facts("old", "20211201", "1")))
    paper = facts("old", "20211201", "1") | {"SeriesInstanceUID": uid("paper")}
    write("all/report", report(**paper))
    return write("all/other", ct_slice(2, **facts("other", "20200101", "2"))).parent


def set_of(viewer: Viewer, name: str) -> DisplaySet:
    return next(
        one
        for one in viewer.app.workspace.state.catalogue.sets()
        if Path(one.first.source.path).name == name
    )


def put(viewer: Viewer, *names: str) -> None:
    """These files side by side."""
    viewer.app.grid.lay_out(1, len(names))
    for model, name in zip(viewer.app.grid.cells, names, strict=True):
        model.show_set(set_of(viewer, name))
    viewer.wait()


def said(viewer: Viewer, number: int) -> list[str]:
    model = viewer.app.grid.cells[number]
    corners = viewer.canvas_of(model).corners()
    return [line.text for line in corners.top_right if line.tone == "state"]


def test_each_image_says_whether_it_is_current(
    open_viewer: OpenViewer, folder: Path
) -> None:
    viewer = open_viewer(folder)
    put(viewer, "old", "new", "other")
    assert said(viewer, 0) == ["□ Prior · 2 years 3 months earlier · 2021-12-01"]
    assert said(viewer, 1) == ["■ Current · 2024-03-12"]
    assert said(viewer, 2) == []
    frame = viewer.app.cells.frames[0]
    assert "Prior · 2 years 3 months earlier" in frame.accessibleDescription()


def test_it_is_said_with_few_texts_and_with_none(
    open_viewer: OpenViewer, folder: Path
) -> None:
    viewer = open_viewer(folder)
    put(viewer, "old", "new")
    for detail in ("minimal", "none"):
        viewer.app.preferences.change(annotations=detail)
        assert said(viewer, 1) == ["■ Current · 2024-03-12"]
    with_mark = pixels_of(viewer.canvas_of(viewer.app.grid.cells[1]))
    viewer.app.grid.cells[1].standing = ""
    assert (pixels_of(viewer.canvas_of(viewer.app.grid.cells[1])) != with_mark).any()


def test_alone_again_the_current_one_says_nothing_and_a_prior_what_it_is(
    open_viewer: OpenViewer, folder: Path
) -> None:
    viewer = open_viewer(folder)
    put(viewer, "new", "old")
    viewer.do("maximise")
    assert said(viewer, 0) == []
    viewer.do("maximise")
    assert said(viewer, 0) != []
    viewer.app.grid.activate(viewer.app.grid.cells[1])
    viewer.do("maximise")
    assert said(viewer, 1) == ["□ Prior · 2 years 3 months earlier · 2021-12-01"]


def test_a_report_says_it_in_its_corner(open_viewer: OpenViewer, folder: Path) -> None:
    viewer = open_viewer(folder)
    put(viewer, "report", "new")
    cell = viewer.app.cells.frames[0]
    label = viewer.child("standing", QLabel, cell)
    assert label.text() == "□ Prior · 2 years 3 months earlier · 2021-12-01"
    assert label.geometry().right() <= cell.width()
    viewer.app.grid.cells[0].show_set(set_of(viewer, "new"))
    viewer.wait()
    assert not label.isVisible()


@pytest.mark.parametrize("width", [1100, 480])
def test_it_never_lies_over_the_name_of_the_patient(
    open_viewer: OpenViewer, folder: Path, width: int
) -> None:
    viewer = open_viewer(folder)
    put(viewer, "report", "new")
    viewer.app.window.resize(width, 560)
    viewer.app.preferences.change(show_header=False, show_thumbnails=width > 500)
    viewer.wait()
    cell = viewer.app.cells.frames[0]
    label = viewer.child("standing", QLabel, cell)
    head = viewer.child("contentHead", QFrame, cell)
    at = head.mapTo(cell, head.rect().topLeft())
    assert not label.geometry().intersects(head.rect().translated(at))


def test_hidden_identity_takes_the_dates_away(
    open_viewer: OpenViewer, folder: Path
) -> None:
    viewer = open_viewer(folder)
    put(viewer, "old", "new")
    viewer.do("hide-identity")
    assert said(viewer, 1) == ["■ Current"]
    assert said(viewer, 0) == ["□ Prior · 2 years 3 months earlier"]


def test_the_second_window_takes_part(open_viewer: OpenViewer, folder: Path) -> None:
    viewer = open_viewer(folder)
    put(viewer, "new")
    viewer.do("second-window")
    viewer.model.show_set(set_of(viewer, "old"))
    viewer.wait()
    assert viewer.model.standing.startswith("□ Prior")
    assert viewer.app.grid.front.active.standing.startswith("■ Current")
    viewer.do("second-window")
    assert viewer.model.standing == ""
