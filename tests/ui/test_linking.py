"""Linked viewports, reference lines and the cross-hair, by mouse and keys."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from pydicom import dcmread
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from tests.ui.conftest import OpenViewer, Write
from tests.ui.viewer import LEFT, NONE, Viewer, pixels_of
from viewer.demo.build import enhanced_mr
from viewer.demo.oblique import AXIAL, BALL_MM, CORONAL, OBLIQUE, oblique_series
from viewer.demo.parts import uid
from viewer.pixels.look import Window
from viewer.store.settings import Settings, load_settings
from viewer.ui.canvas.guides import outside_text
from viewer.ui.state.viewport import ViewportModel
from viewer.ui.widgets.position_slider import PositionSlider

if TYPE_CHECKING:
    from pydicom import Dataset

SHIFT = Qt.KeyboardModifier.ShiftModifier
ELSEWHERE: dict[str, Any] = {"FrameOfReferenceUID": "2.25.6"}
PRIOR: dict[str, Any] = {
    **ELSEWHERE,
    "StudyInstanceUID": "2.25.7",
    "StudyDate": "20250101",
}
OTHER: dict[str, Any] = {
    **PRIOR,
    "PatientID": "TEST-0002",
    "PatientName": "OTHER^Patient",
}

ShowSide = Callable[..., Viewer]


@pytest.fixture
def side_by_side(open_viewer: OpenViewer, write: Write) -> ShowSide:
    """The series in cells of one row, each opened into its own."""

    def show(*series: "list[Dataset]", settings: Settings | None = None) -> Viewer:
        viewer = open_viewer(settings=settings)
        viewer.app.grid.lay_out(1, len(series))
        for number, datasets in enumerate(series):
            folder = Path()
            for at, dataset in enumerate(datasets):
                folder = write(f"{number}/{at}", dataset).parent
            viewer.open(folder, target=viewer.app.grid.cells[number])
        viewer.app.grid.activate(viewer.app.grid.cells[0])
        viewer.wait()
        return viewer

    return show


def cells(viewer: Viewer) -> list[ViewportModel]:
    return viewer.app.grid.visible()


def indexes(viewer: Viewer) -> list[int]:
    return [model.state.what.index for model in cells(viewer)]


def z_of(model: ViewportModel) -> float:
    """Of the slice that is painted, as its file has it."""
    frame = model.on_screen.frame
    assert frame is not None
    found = dcmread(frame.header.source.path, stop_before_pixels=True)
    return float(found.ImagePositionPatient[2])


def axial(name: str, slices: int, gap_mm: float, **more: Any) -> "list[Dataset]":
    return oblique_series(name, AXIAL, slices=slices, gap_mm=gap_mm, **more)


def activate(viewer: Viewer, number: int) -> None:
    """Press into a cell, as a reader does, without moving anything."""
    canvas = viewer.canvas_of(cells(viewer)[number])
    QTest.mouseClick(canvas, LEFT, NONE, QPoint(60, canvas.height() - 90))
    assert viewer.model is cells(viewer)[number]


def test_scrolling_goes_to_the_same_place_in_a_thinner_series(
    side_by_side: ShowSide,
) -> None:
    """C5: 5 mm against 3 mm; every painted slice within half a spacing, 1.5 mm."""
    viewer = side_by_side(axial("five", 11, 5.0), axial("three", 19, 3.0))
    viewer.press_key("Ctrl+L")
    for key in ("Home", *["Down"] * 10, "Shift+Up"):
        viewer.press_key(key)
        one, other = (z_of(model) for model in cells(viewer))
        assert abs(one - other) <= 1.5 + 1e-6
    assert viewer.texts()["bottom_left"][-1] != "Linked by position"
    activate(viewer, 1)
    viewer.wheel(-120)
    viewer.wait()
    assert abs(z_of(cells(viewer)[0]) - z_of(cells(viewer)[1])) <= 2.5 + 1e-6


def test_a_follower_says_when_no_slice_matches(side_by_side: ShowSide) -> None:
    """C5: nothing is shown as matched outside the range: −25 … 25 against −6 … 6."""
    viewer = side_by_side(axial("long", 11, 5.0), axial("short", 5, 3.0))
    viewer.press_key("Ctrl+L")
    follower = cells(viewer)[1]
    viewer.press_key("End")
    following = follower.guides.state.following
    assert following is not None
    assert following.is_outside
    assert following.beyond_mm == pytest.approx(25.0 - 6.0)
    assert "19.0 mm" in outside_text(following)
    marked = pixels_of(viewer.canvas_of(follower))
    viewer.press_key("Up")
    for _ in range(4):
        viewer.press_key("Up")
    following = follower.guides.state.following
    assert following is not None
    assert not following.is_outside
    assert z_of(follower) == pytest.approx(0.0)
    assert (marked[3:5, :, 0] == 0xFF).any()
    assert not (pixels_of(viewer.canvas_of(follower))[3:5, :, 0] == 0xFF).any()


def test_frames_of_one_object_follow_by_their_own_planes(
    side_by_side: ShowSide,
) -> None:
    frame: dict[str, Any] = {
        "FrameOfReferenceUID": uid("oblique", "frame of reference")
    }
    pixels = np.zeros((10, 16, 16), np.uint16)
    viewer = side_by_side(
        axial("five", 11, 5.0), [enhanced_mr(10, pixels, thickness_mm=2.5, **frame)]
    )
    viewer.press_key("Ctrl+L")
    viewer.press_key("End")  # z = 25: the frames lie at 0, 2.5 … 22.5
    following = cells(viewer)[1].guides.state.following
    assert following is not None
    assert following.is_outside
    viewer.press_key("Up")
    assert indexes(viewer) == [9, 8]


def test_studies_are_linked_as_they_were_laid_by_hand(side_by_side: ShowSide) -> None:
    """The offset in mm, whatever the spacing, and also when the other one leads."""
    viewer = side_by_side(axial("now", 11, 5.0), axial("prior", 21, 2.5, **PRIOR))
    viewer.press_key("Home")
    activate(viewer, 1)
    viewer.press_key("Home")
    for _ in range(4):
        viewer.press_key("Down")
    assert [z_of(model) for model in cells(viewer)] == [-25.0, -15.0]
    activate(viewer, 0)
    viewer.press_key("Ctrl+L")
    viewer.press_key("Down")
    assert [z_of(model) for model in cells(viewer)] == [-20.0, -10.0]
    texts = viewer.canvas_of(cells(viewer)[1]).corners().bottom_left
    assert "Linked, offset +10.0 mm" in [line.text for line in texts]
    viewer.press_key("End")  # beyond the end of the prior: 35 mm
    following = cells(viewer)[1].guides.state.following
    assert following is not None
    assert following.is_outside
    viewer.press_key("Home")
    assert [z_of(model) for model in cells(viewer)] == [-25.0, -15.0]
    activate(viewer, 1)
    viewer.press_key("Down")
    viewer.press_key("Down")
    assert [z_of(model) for model in cells(viewer)] == [-20.0, -10.0]
    viewer.do("layout-2x2")
    viewer.do("layout-1x2")
    viewer.press_key("Down")
    viewer.press_key("Down")
    assert [z_of(model) for model in cells(viewer)] == [-15.0, -5.0]


def test_without_an_offset_another_space_follows_by_number(
    side_by_side: ShowSide,
) -> None:
    viewer = side_by_side(
        axial("now", 6, 5.0),
        axial("prior", 9, 5.0, **PRIOR),
        settings=Settings(linked=True),
    )
    viewer.press_key("Home")
    viewer.press_key("Down")
    assert indexes(viewer) == [1, 1]
    viewer.do("link-align")
    activate(viewer, 1)
    viewer.do("link-forget")
    viewer.press_key("End")
    assert indexes(viewer) == [1, 8]
    following = cells(viewer)[0].guides.state.following
    assert following is not None
    assert (following.mode, following.is_outside) == ("index", True)


def test_a_cell_that_is_taken_out_neither_leads_nor_follows(
    side_by_side: ShowSide,
) -> None:
    series = (axial(name, 11, 5.0) for name in ("a", "b", "c"))
    viewer = side_by_side(*series)
    viewer.press_key("Ctrl+L")
    activate(viewer, 1)
    viewer.press_key("Ctrl+Shift+L")
    viewer.press_key("Home")
    assert indexes(viewer) == [5, 0, 5]
    activate(viewer, 0)
    viewer.press_key("Down")
    assert indexes(viewer) == [6, 0, 6]
    activate(viewer, 1)
    viewer.press_key("Ctrl+Shift+L")
    viewer.press_key("Down")
    assert len(set(indexes(viewer))) == 1


def test_zoom_is_as_many_pixels_for_a_millimetre(side_by_side: ShowSide) -> None:
    """C6: pixels of 2 mm against 0.5 × 1 mm; by hand, and by what the canvas paints."""
    fine = axial("fine", 11, 5.0, pixel_mm=(0.5, 1.0), size=(200, 100))
    viewer = side_by_side(axial("coarse", 11, 5.0), fine)
    viewer.press_key("Ctrl+L")
    viewer.press_key("+")
    assert distance_on_screen(viewer, 0) == pytest.approx(distance_on_screen(viewer, 1))
    viewer.wheel(240, Qt.KeyboardModifier.ControlModifier, at=(100, 100))
    assert distance_on_screen(viewer, 0) == pytest.approx(distance_on_screen(viewer, 1))


def distance_on_screen(viewer: Viewer, number: int) -> tuple[float, float]:
    """Device pixels of 10 mm along rows and along columns in a cell."""
    row_mm, column_mm = ((2.0, 2.0), (0.5, 1.0))[number]
    transform = viewer.canvas_of(cells(viewer)[number]).transform()
    assert transform is not None
    start = transform.to_screen(0, 0)
    right, down = (
        transform.to_screen(10 / column_mm, 0),
        transform.to_screen(0, 10 / row_mm),
    )
    return right[0] - start[0], down[1] - start[1]


def test_pan_keeps_the_same_place_of_the_patient_in_the_middle(
    side_by_side: ShowSide,
) -> None:
    shifted = axial("b", 11, 5.0, pixel_mm=(0.5, 1.0), middle_mm=(10.0, 5.0, 0.0))
    viewer = side_by_side(axial("a", 11, 5.0), shifted)
    viewer.press_key("Ctrl+L")
    viewer.app.choice.choose("pan")
    viewer.drag(LEFT, (200, 200), (230, 180))
    a, b = (model.state.camera.centre for model in cells(viewer))
    assert a is not None
    assert b is not None
    place = (a[0] - 40) * 2.0, (a[1] - 40) * 2.0
    assert place != (0.0, 0.0)
    there = (b[0] - 40) * 1.0 + 10.0, (b[1] - 40) * 0.5 + 5.0
    assert there == pytest.approx(place)


def test_across_studies_pan_keeps_the_shift_that_the_reader_made(
    side_by_side: ShowSide,
) -> None:
    viewer = side_by_side(axial("a", 11, 5.0), axial("b", 11, 5.0, **PRIOR))
    viewer.app.choice.choose("pan")
    activate(viewer, 1)
    viewer.drag(LEFT, (200, 200), (240, 200))
    shifted = cells(viewer)[1].state.camera.centre
    assert shifted is not None
    activate(viewer, 0)
    viewer.press_key("Ctrl+L")
    viewer.drag(LEFT, (200, 200), (200, 230))
    a, b = (model.state.camera.centre for model in cells(viewer))
    assert a is not None
    assert b is not None
    assert (b[0] - a[0], b[1] - a[1]) == pytest.approx((shifted[0] - 40, 0.0))


def test_a_window_goes_to_the_same_kind_of_values_only(
    side_by_side: ShowSide, write: Write
) -> None:
    mr = [enhanced_mr(4, np.zeros((4, 16, 16), np.uint16))]
    viewer = side_by_side(axial("a", 3, 5.0), axial("b", 3, 5.0), mr)
    before = cells(viewer)[2].voi()
    viewer.press_key("Ctrl+L")
    viewer.drag(LEFT, (100, 100), (140, 120))
    a, b, c = cells(viewer)
    assert isinstance(a.state.look.voi, Window)
    assert b.state.look.voi == a.state.look.voi
    assert c.voi() == before
    viewer.press_key("0")
    assert b.state.look.voi == a.state.look.voi


def test_each_thing_can_be_linked_alone(side_by_side: ShowSide) -> None:
    viewer = side_by_side(axial("a", 11, 5.0), axial("b", 11, 5.0))
    viewer.press_key("Ctrl+L")
    viewer.do("link-scroll")
    viewer.do("link-window")
    viewer.press_key("Home")
    viewer.drag(LEFT, (100, 100), (140, 120))
    assert indexes(viewer) == [0, 5]
    assert cells(viewer)[1].state.look.voi is None
    viewer.press_key("+")
    assert cells(viewer)[1].state.camera.zoom is not None


def test_only_the_active_cell_leads(side_by_side: ShowSide) -> None:
    """A follower that changes by itself moves nobody: no echo."""
    viewer = side_by_side(axial("five", 11, 5.0), axial("three", 19, 3.0))
    viewer.press_key("Ctrl+L")
    before = indexes(viewer)
    seen = []
    cells(viewer)[0].changed.connect(lambda *states: seen.append(states))
    cells(viewer)[1].go_to(0)
    assert indexes(viewer) == [before[0], 0]
    viewer.press_key("Down")
    assert len(seen) == 1


def test_the_slider_of_another_cell_makes_it_the_active_one(
    side_by_side: ShowSide,
) -> None:
    viewer = side_by_side(axial("a", 11, 5.0), axial("b", 11, 5.0))
    viewer.press_key("Ctrl+L")
    frame = viewer.app.cells.frame_of(cells(viewer)[1])
    slider = viewer.child("positionSlider", PositionSlider, frame)
    QTest.mouseClick(slider, LEFT, NONE, QPoint(6, 2))
    viewer.wait()
    assert viewer.model is cells(viewer)[1]
    assert indexes(viewer) == [0, 0]


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


def click(
    viewer: Viewer,
    at: tuple[float, float],
    keys: Qt.KeyboardModifier = NONE,
) -> None:
    """Click on a point of the frame in the active cell."""
    transform = viewer.canvas.transform()
    assert transform is not None
    x, y = transform.to_screen(*at)
    QTest.mouseClick(viewer.canvas, LEFT, keys, QPoint(round(x - 0.5), round(y - 0.5)))
    viewer.wait()


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


def test_two_patients_are_linked_only_when_the_reader_says_so(
    side_by_side: ShowSide,
) -> None:
    viewer = side_by_side(axial("a", 11, 5.0), axial("b", 11, 5.0, **OTHER))
    viewer.press_key("Ctrl+L")
    viewer.press_key("Down")
    assert indexes(viewer) == [6, 5]
    bar = viewer.app.cells.identity
    assert bar.links.text() == "Not linked to each other"
    button = viewer.child("linkAnyway", QPushButton)
    QTest.mouseClick(button, LEFT)
    viewer.press_key("Down")
    assert indexes(viewer) == [7, 6]
    assert bar.links.text() == "LINKED to each other"
    cells(viewer)[1].show_set(None)
    viewer.wait()
    assert not bar.isVisible()
    viewer.app.step_series(0)
    other = next(
        one
        for one in viewer.app.workspace.state.catalogue.sets()
        if one is not viewer.model.state.what.display_set
    )
    cells(viewer)[1].show_set(other)
    viewer.wait()
    assert bar.links.text() == "Not linked to each other"
    before = indexes(viewer)
    viewer.press_key("Down")
    assert indexes(viewer) == [before[0] + 1, before[1]]


def test_one_space_of_two_patients_is_none(side_by_side: ShowSide) -> None:
    """The same frame of reference by mistake: no line, no point."""
    other: dict[str, Any] = {"PatientID": "TEST-0002", "StudyInstanceUID": "2.25.9"}
    viewer = side_by_side(
        axial("a", 11, 5.0), oblique_series("coronal", CORONAL, **other)
    )
    click(viewer, (40.0, 40.0), SHIFT)
    guides = cells(viewer)[1].guides.state
    assert (guides.lines, guides.spot) == ((), None)


def test_hidden_identity_names_nobody_in_the_bar(side_by_side: ShowSide) -> None:
    viewer = side_by_side(axial("a", 3, 5.0), axial("b", 3, 5.0, **OTHER))
    viewer.press_key("Ctrl+L")
    viewer.do("hide-identity")
    bar = viewer.app.cells.identity
    said = " ".join((bar.label.text(), bar.links.text(), bar.button.text()))
    said += bar.accessibleName() + bar.label.toolTip()
    assert "Patient" not in said
    assert "OTHER" not in said
    assert "2 patients" in said


def test_links_are_kept_for_the_next_start(open_viewer: OpenViewer) -> None:
    viewer = open_viewer(remember=True)
    viewer.press_key("Ctrl+L")
    viewer.do("link-pan")
    viewer.do("reference-ends")
    viewer.app.preferences.save()
    kept = load_settings()
    assert (kept.linked, kept.link_pan, kept.reference_ends) == (True, False, True)
    again = open_viewer(settings=kept)
    switches = again.app.linking.links.state.switches
    assert (switches.on, switches.zoom, switches.pan) == (True, True, False)


def test_closing_everything_leaves_no_point_and_no_offset(
    side_by_side: ShowSide,
) -> None:
    viewer = side_by_side(axial("a", 11, 5.0), axial("b", 11, 5.0, **PRIOR))
    viewer.press_key("Ctrl+L")
    click(viewer, (40.0, 40.0), SHIFT)
    assert viewer.app.linking.links.state.alignments
    viewer.press_key("Ctrl+Shift+W")
    assert not viewer.app.linking.links.state.alignments
    assert viewer.app.linking.guiding.point is None
