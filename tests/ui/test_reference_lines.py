"""Reference lines and the spatial cross-hair, by mouse and keys."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.ui.compared import (
    ELSEWHERE,
    SHIFT,
    axial,
    cells,
    click,
    indexes,
    z_of,
)
from tests.ui.conftest import OpenViewer, ShowSide
from tests.ui.viewer import Viewer, pixels_of
from viewer.demo.oblique import BALL_MM, CORONAL, OBLIQUE, oblique_series
from viewer.dicom import tags
from viewer.kinds.base import DisplaySet
from viewer.kinds.stacks import Placed, placed
from viewer.ui.state import places
from viewer.ui.state.viewport import ViewportModel


def test_the_active_slice_is_a_line_on_the_others(side_by_side: ShowSide) -> None:
    """C7 by hand: coronal rows lie at 79 − 2 r mm, so z is at row (79 − z) / 2 + ½."""
    elsewhere = oblique_series("far", CORONAL, **ELSEWHERE)
    viewer = side_by_side(
        axial("a", 11, 5.0), oblique_series("coronal", CORONAL), elsewhere
    )
    for key in ("Home", "Down", "End"):
        viewer.press_key(key)
        (line,) = cells(viewer)[1].guides.state.lines
        row = (79.0 - z_of(cells(viewer)[0])) / 2 + 0.5
        assert [end[1] for end in line.segment] == pytest.approx([row, row])
        assert sorted(end[0] for end in line.segment) == pytest.approx([0.0, 80.0])
    assert cells(viewer)[0].guides.state.lines == ()
    assert cells(viewer)[2].guides.state.lines == ()
    assert green_rows(viewer, 1) == pytest.approx([line_on_screen(viewer, 1)], abs=1)
    viewer.press_key("Shift+R")
    assert green_rows(viewer, 1) == []


def test_planes_are_read_only_where_another_viewport_needs_them(
    side_by_side: ShowSide, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those of 10,000 slices take 0.2 s of the window's thread."""
    read: list[str] = []

    def noted(display_set: DisplaySet) -> Placed:
        read.append(display_set.first.text(tags.SeriesInstanceUID))
        return placed(display_set)

    monkeypatch.setattr(places, "placed", noted)
    viewer = side_by_side(axial("a", 11, 5.0))
    viewer.press_key("End")
    assert read == []
    viewer = side_by_side(axial("a", 11, 5.0), oblique_series("coronal", CORONAL))
    assert len(set(read)) == 2
    assert cells(viewer)[1].guides.state.lines


def line_on_screen(viewer: Viewer, number: int) -> float:
    transform = viewer.canvas_of(cells(viewer)[number]).transform()
    assert transform is not None
    return transform.to_screen(0, (79.0 - z_of(cells(viewer)[0])) / 2 + 0.5)[1]


def green_rows(viewer: Viewer, number: int) -> list[float]:
    """The middle of the rows of the widget that are mostly in the lines' colour."""
    picture = pixels_of(viewer.canvas_of(cells(viewer)[number])).astype(int)
    green = picture[:, :, 1] - picture[:, :, 2] > 40
    rows = np.flatnonzero(green.sum(axis=1) > 60)
    return [float(rows.mean()) + 0.5] if len(rows) else []


def test_the_first_and_last_slice_are_labelled_when_wanted(
    side_by_side: ShowSide,
) -> None:
    viewer = side_by_side(axial("a", 11, 5.0), oblique_series("coronal", CORONAL))
    viewer.do("reference-ends")
    lines = cells(viewer)[1].guides.state.lines
    rows = {line.label: line.segment[0][1] for line in lines}
    assert rows == pytest.approx({"1": 52.5, "11": 27.5, "": 40.0})
    assert viewer.app.preferences.settings.reference_ends


def test_the_point_of_a_click_is_found_in_every_viewport_of_the_space(
    side_by_side: ShowSide,
) -> None:
    """C8: the ball is clicked, and the ball is what the other series then show."""
    viewer = side_by_side(
        axial("a", 21, 4.0, middle_mm=(0, 0, BALL_MM[2])),
        oblique_series("oblique", OBLIQUE, slices=30, gap_mm=2.0, pixel_mm=(1.5, 1.0)),
        oblique_series("far", CORONAL, **ELSEWHERE),
    )
    far_before = cells(viewer)[2].state
    click(viewer, at_ball(viewer.model), SHIFT)
    other = cells(viewer)[1]
    spot = other.guides.state.spot
    assert spot is not None
    assert spot.is_within
    assert abs(spot.distance_mm) <= 1.0
    assert (spot.column, spot.row) == pytest.approx(at_ball(other), abs=0.5)
    assert cells(viewer)[2].state == far_before
    assert cells(viewer)[2].guides.state.spot is None
    message = viewer.app.status.message.text()
    assert message.startswith("Point at L 17.")  # 0.3 mm beside: half a screen pixel
    assert " · A 12." in message
    assert " · H 22.0 mm" in message
    assert "1 viewport is of another frame of reference" in message


def at_ball(model: ViewportModel) -> tuple[float, float]:
    """The brightest place of the shown slice, weighted: its pixels know the ball."""
    assert model.shown is not None
    values = model.shown.decoded.values.astype(float)
    values = np.clip(values - values.max() + 500, 0, None)
    rows, columns = np.indices(values.shape) + 0.5
    total = values.sum()
    return float((columns * values).sum() / total), float((rows * values).sum() / total)


def test_a_point_beyond_the_slices_is_a_hollow_circle_with_its_distance(
    side_by_side: ShowSide,
) -> None:
    """By hand: the last slice of −6 … 6 mm is 14 mm from z = 20."""
    viewer = side_by_side(axial("a", 11, 5.0), axial("b", 5, 3.0))
    viewer.press_key("End")
    viewer.press_key("Up")
    viewer.press_key("X")
    click(viewer, (40.0, 40.0))
    spot = cells(viewer)[1].guides.state.spot
    assert spot is not None
    assert z_of(cells(viewer)[1]) == 6.0
    assert not spot.is_within
    assert spot.distance_mm == pytest.approx(14.0)
    own = viewer.model.guides.state.spot
    assert own is not None
    assert own.is_within
    viewer.press_key("Up")
    own = viewer.model.guides.state.spot
    assert own is not None
    assert not own.is_within
    assert own.distance_mm == pytest.approx(5.0)
    viewer.press_key("Esc")
    assert [model.guides.state.spot for model in cells(viewer)] == [None, None]


def test_the_same_point_can_be_asked_for_again(side_by_side: ShowSide) -> None:
    viewer = side_by_side(axial("a", 11, 5.0), axial("b", 11, 5.0))
    viewer.press_key("X")
    click(viewer, (40.0, 40.0))
    cells(viewer)[1].go_to(0)
    click(viewer, (40.0, 40.0))
    assert indexes(viewer) == [5, 5]


def test_an_image_without_a_place_says_that_it_has_no_point(
    side_by_side: ShowSide,
) -> None:
    viewer = side_by_side(
        axial("a", 1, 5.0, ImagePositionPatient=None), axial("b", 11, 5.0)
    )
    before = indexes(viewer)
    viewer.press_key("X")
    click(viewer, (40.0, 40.0))
    assert "no position in the patient" in viewer.app.status.message.text()
    assert indexes(viewer) == before


def test_one_space_of_two_patients_is_none(side_by_side: ShowSide) -> None:
    """The same frame of reference by mistake: no line, no point."""
    other: dict[str, Any] = {"PatientID": "TEST-0002", "StudyInstanceUID": "2.25.9"}
    viewer = side_by_side(
        axial("a", 11, 5.0), oblique_series("coronal", CORONAL, **other)
    )
    click(viewer, (40.0, 40.0), SHIFT)
    guides = cells(viewer)[1].guides.state
    assert (guides.lines, guides.spot) == ((), None)


def test_lines_on_a_real_localiser_are_where_simple_itk_has_the_slice(
    open_viewer: OpenViewer, corpus: Path
) -> None:
    """Both ends of the line lie in the plane of the file that is painted beside it."""
    itk = pytest.importorskip("SimpleITK")
    viewer = open_viewer(corpus / "geometry" / "prior-b-plastic-head-tilted")
    sets = viewer.app.workspace.state.catalogue.sets()
    by_size = sorted(sets, key=lambda one: len(one.frames))
    viewer.app.grid.lay_out(1, 2)
    for model, display_set in zip(cells(viewer), reversed(by_size), strict=True):
        model.show_set(display_set, 0)
    viewer.wait()
    stack, localiser = cells(viewer)
    for _ in range(8):
        images = [itk.ReadImage(path_of(model)) for model in (stack, localiser)]
        (line,) = localiser.guides.state.lines
        for column, row in line.segment:
            point = images[1].TransformContinuousIndexToPhysicalPoint(
                (column - 0.5, row - 0.5, 0.0)
            )
            depth = images[0].TransformPhysicalPointToContinuousIndex(point)[2]
            assert depth * images[0].GetSpacing()[2] == pytest.approx(0.0, abs=1e-3)
        viewer.press_key("Down")


def path_of(model: ViewportModel) -> str:
    frame = model.on_screen.frame
    assert frame is not None
    return frame.header.source.path
