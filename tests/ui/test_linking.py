"""Linked viewports, by mouse and keys."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from tests.ui.compared import (
    OTHER,
    PRIOR,
    SHIFT,
    activate,
    axial,
    cells,
    click,
    indexes,
    z_of,
)
from tests.ui.conftest import OpenViewer, ShowSide, Write
from tests.ui.viewer import LEFT, NONE, Viewer, pixels_of
from viewer.demo.build import enhanced_mr
from viewer.demo.parts import uid
from viewer.pixels.look import Window
from viewer.store.settings import Settings, load_settings
from viewer.ui.canvas.guides import outside_text
from viewer.ui.widgets.position_slider import PositionSlider


def test_scrolling_goes_to_the_same_place_in_a_thinner_series(
    side_by_side: ShowSide,
) -> None:
    """C5: 5 mm against 3 mm; every painted slice within half a spacing, 1.5 mm."""
    viewer = side_by_side(axial("five", 11, 5.0), axial("three", 19, 3.0))
    viewer.press_key("U")
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
    viewer.press_key("U")
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
    viewer.press_key("U")
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
    viewer.press_key("U")
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
    viewer.press_key("U")
    activate(viewer, 1)
    viewer.press_key("Shift+U")
    viewer.press_key("Home")
    assert indexes(viewer) == [5, 0, 5]
    activate(viewer, 0)
    viewer.press_key("Down")
    assert indexes(viewer) == [6, 0, 6]
    activate(viewer, 1)
    viewer.press_key("Shift+U")
    viewer.press_key("Down")
    assert len(set(indexes(viewer))) == 1


def test_zoom_is_as_many_pixels_for_a_millimetre(side_by_side: ShowSide) -> None:
    """C6: pixels of 2 mm against 0.5 × 1 mm; by hand, and by what the canvas paints."""
    fine = axial("fine", 11, 5.0, pixel_mm=(0.5, 1.0), size=(200, 100))
    viewer = side_by_side(axial("coarse", 11, 5.0), fine)
    viewer.press_key("U")
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
    viewer.press_key("U")
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
    viewer.press_key("U")
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
    viewer.press_key("U")
    viewer.drag(LEFT, (100, 100), (140, 120))
    a, b, c = cells(viewer)
    assert isinstance(a.state.look.voi, Window)
    assert b.state.look.voi == a.state.look.voi
    assert c.voi() == before
    viewer.press_key("0")
    assert b.state.look.voi == a.state.look.voi


def test_each_thing_can_be_linked_alone(side_by_side: ShowSide) -> None:
    viewer = side_by_side(axial("a", 11, 5.0), axial("b", 11, 5.0))
    viewer.press_key("U")
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
    viewer.press_key("U")
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
    viewer.press_key("U")
    frame = viewer.app.cells.frame_of(cells(viewer)[1])
    slider = viewer.child("positionSlider", PositionSlider, frame)
    QTest.mouseClick(slider, LEFT, NONE, QPoint(6, 2))
    viewer.wait()
    assert viewer.model is cells(viewer)[1]
    assert indexes(viewer) == [0, 0]


def test_two_patients_are_linked_only_when_the_reader_says_so(
    side_by_side: ShowSide,
) -> None:
    viewer = side_by_side(axial("a", 11, 5.0), axial("b", 11, 5.0, **OTHER))
    viewer.press_key("U")
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


def test_hidden_identity_names_nobody_in_the_bar(side_by_side: ShowSide) -> None:
    viewer = side_by_side(axial("a", 3, 5.0), axial("b", 3, 5.0, **OTHER))
    viewer.press_key("U")
    viewer.do("hide-identity")
    bar = viewer.app.cells.identity
    said = " ".join((bar.label.text(), bar.links.text(), bar.button.text()))
    said += bar.accessibleName() + bar.label.toolTip()
    assert "Patient" not in said
    assert "OTHER" not in said
    assert "2 patients" in said


def test_links_are_kept_for_the_next_start(open_viewer: OpenViewer) -> None:
    viewer = open_viewer(remember=True)
    viewer.press_key("U")
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
    viewer.press_key("U")
    click(viewer, (40.0, 40.0), SHIFT)
    assert viewer.app.linking.links.state.alignments
    viewer.press_key("Ctrl+Shift+W")
    assert not viewer.app.linking.links.state.alignments
    assert viewer.app.linking.guiding.point is None


def test_tiles_go_where_their_active_one_does(side_by_side: ShowSide) -> None:
    """Consecutive images of one series are not laid on one another by the links."""
    viewer = side_by_side(axial("a", 11, 5.0))
    viewer.press_key("Home")
    viewer.app.layouts.tiles.start(2, 2)
    viewer.wait()
    viewer.press_key("U")
    viewer.press_key("Down")
    assert indexes(viewer) == [1, 2, 3, 4]
    click(viewer, (40.0, 40.0), SHIFT)
    assert indexes(viewer) == [1, 2, 3, 4]
    spots = [model.guides.state.spot for model in cells(viewer)]
    assert [spot.distance_mm for spot in spots if spot] == [0.0, -5.0, -10.0, -15.0]


def test_what_plays_by_itself_is_not_moved(side_by_side: ShowSide) -> None:
    viewer = side_by_side(axial("a", 11, 5.0), axial("b", 11, 5.0))
    viewer.press_key("U")
    other = cells(viewer)[1]
    other.change(play=replace(other.state.play, playing=True))
    assert other not in viewer.app.linking.links.followers()
    other.change(play=replace(other.state.play, playing=False))
    assert other in viewer.app.linking.links.followers()
