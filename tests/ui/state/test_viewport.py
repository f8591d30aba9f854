from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.sets import ct_set, phased_set, sets_of, shown_of
from viewer.demo.build import image
from viewer.demo.documents import waveform
from viewer.geometry.fit import Camera
from viewer.kinds.base import DisplaySet, FrameAxis
from viewer.pixels.look import Look, Window
from viewer.ui.state.viewport import Trouble, ViewportModel, ViewportState, What


@pytest.fixture
def model() -> ViewportModel:
    return ViewportModel()


@pytest.fixture
def changes(model: ViewportModel) -> list[tuple[ViewportState, ViewportState]]:
    heard: list[tuple[ViewportState, ViewportState]] = []
    model.changed.connect(lambda old, new: heard.append((old, new)))
    return heard


def deliver(model: ViewportModel, display_set: DisplaySet, index: int) -> None:
    model.deliver(shown_of(display_set.frames[index]), None)


def test_an_empty_cell_shows_no_frame_of_none(model: ViewportModel) -> None:
    assert model.state.what == What()
    assert model.state.what.frame is None
    assert model.state.what.count == 0
    assert model.cell() is None
    assert model.voi() is None


def test_a_change_tells_old_and_new_state_once(
    model: ViewportModel, changes: list[tuple[ViewportState, ViewportState]]
) -> None:
    before = model.state
    model.change(look=Look(inverted=True), camera=Camera(rotation=90))
    assert changes == [(before, model.state)]
    assert model.state.look.inverted
    assert model.state.camera.rotation == 90


def test_an_equal_state_emits_nothing(
    model: ViewportModel, changes: list[tuple[ViewportState, ViewportState]]
) -> None:
    model.change(look=Look(), camera=Camera())
    assert changes == []


@pytest.mark.parametrize(("slices", "middle"), [(1, 0), (4, 2), (5, 2)])
def test_a_display_set_begins_at_its_middle(
    model: ViewportModel, slices: int, middle: int
) -> None:
    model.show_set(ct_set(slices))
    assert model.state.what.index == middle


def test_a_display_set_with_phases_begins_at_the_middle_of_the_first(
    model: ViewportModel,
) -> None:
    model.show_set(phased_set(positions=5, phases=3))
    assert model.state.what.index == 2


def test_another_display_set_has_its_own_window_and_whole_view(
    model: ViewportModel,
) -> None:
    model.show_set(ct_set(3))
    look = Look(Window(1, 2), inverted=True, smooth=False)
    model.change(look=look, camera=Camera(zoom=3.0, rotation=90))
    model.show_set(ct_set(2), 0)
    assert model.state.look == Look(smooth=False)
    assert model.state.camera == Camera()
    assert model.state.what.index == 0


def test_reset_is_the_view_that_the_display_set_came_with(
    model: ViewportModel,
) -> None:
    model.reset()
    model.show_set(ct_set(3), 1)
    model.change(look=Look(Window(1, 2), smooth=False), camera=Camera(zoom=3.0))
    model.reset()
    assert model.state.look == Look(smooth=False)
    assert model.state.camera == Camera()
    assert model.state.what.index == 1


def test_a_test_pattern_comes_pixel_by_pixel_with_its_window(
    model: ViewportModel,
) -> None:
    (pattern,) = sets_of([image(SeriesDescription="TG18-QC", bits_stored=12)])
    model.show_set(pattern)
    window = Window(2048, 4096, explanation="Test pattern")
    first = (Look(window), Camera(zoom=1.0))
    assert (model.state.look, model.state.camera) == first
    model.change(look=Look(), camera=Camera())
    model.reset()
    assert (model.state.look, model.state.camera) == first


def test_an_emptied_cell_keeps_no_picture(model: ViewportModel, qtbot: QtBot) -> None:
    display_set = ct_set(1)
    model.show_set(display_set)
    deliver(model, display_set, 0)
    with qtbot.waitSignal(model.delivered):
        model.show_set(None)
    assert model.shown is None
    assert model.shown_what == model.state.what == What()


@pytest.mark.parametrize(
    ("asked", "index"), [(-3, 0), (0, 0), (2, 2), (4, 4), (5, 4), (99, 4)]
)
def test_going_past_an_end_stops_there(
    model: ViewportModel, asked: int, index: int
) -> None:
    model.show_set(ct_set(5))
    model.go_to(asked)
    assert model.state.what.index == index


def test_steps_add_up(model: ViewportModel) -> None:
    model.show_set(ct_set(5), 0)
    model.step(3)
    model.step(-1)
    assert model.state.what.index == 2


def test_stepping_in_an_empty_cell_does_nothing(
    model: ViewportModel, changes: list[tuple[ViewportState, ViewportState]]
) -> None:
    model.step(1)
    model.step_phase(1)
    assert changes == []


def test_another_phase_is_the_same_position(model: ViewportModel) -> None:
    model.show_set(phased_set(positions=3, phases=3), 1)
    model.step_phase(1)
    assert model.state.what.index == 4
    model.step_phase(1)
    model.step_phase(1)
    assert model.state.what.index == 7
    model.step_phase(-1)
    assert model.state.what.index == 4


def test_a_stack_without_phases_has_no_other_phase(model: ViewportModel) -> None:
    model.show_set(ct_set(4), 1)
    model.step_phase(1)
    assert model.state.what.index == 1


def test_scrolling_keeps_look_and_camera(model: ViewportModel) -> None:
    model.show_set(ct_set(3), 0)
    look, camera = Look(Window(1, 2)), Camera(zoom=2.0)
    model.change(look=look, camera=camera)
    model.step(1)
    assert (model.state.look, model.state.camera) == (look, camera)


def test_the_window_is_the_frames_own_until_the_reader_chose_one(
    model: ViewportModel,
) -> None:
    display_set = ct_set(2, WindowCenter=40, WindowWidth=400)
    model.show_set(display_set, 0)
    deliver(model, display_set, 0)
    assert model.voi() == Window(40, 400)
    chosen = Window(-600, 1500)
    model.change(look=replace(model.state.look, voi=chosen))
    model.step(1)
    deliver(model, display_set, 1)
    assert model.voi() == chosen


def test_what_is_shown_knows_its_own_place_while_another_frame_loads(
    model: ViewportModel,
) -> None:
    display_set = ct_set(5)
    model.show_set(display_set, 1)
    deliver(model, display_set, 1)
    model.go_to(4)
    assert model.shown_what == What(display_set, 1)
    deliver(model, display_set, 4)
    assert model.shown_what == What(display_set, 4)


def test_trouble_takes_the_picture_away(model: ViewportModel) -> None:
    display_set = ct_set(1)
    model.show_set(display_set)
    deliver(model, display_set, 0)
    model.deliver(None, Trouble("No picture.", "detail"))
    assert model.shown is None
    assert model.trouble == Trouble("No picture.", "detail")
    deliver(model, display_set, 0)
    assert model.trouble is None


def test_a_cell_is_as_large_as_the_frame_and_the_canvas(model: ViewportModel) -> None:
    display_set = ct_set(1, rows=20, columns=30, PixelSpacing=[1.0, 0.5])
    model.show_set(display_set)
    deliver(model, display_set, 0)
    model.size = (300, 200)
    cell = model.cell()
    assert cell is not None
    assert (cell.columns, cell.rows, cell.aspect) == (30, 20, 2.0)
    assert (cell.width, cell.height) == (300, 200)


def test_the_content_of_an_object_is_never_shown_as_that_of_another(
    model: ViewportModel,
) -> None:
    sets = [sets_of([waveform(SeriesInstanceUID=uid)])[0] for uid in ("1.2", "1.3")]
    seen: list[object] = []
    model.show_set(sets[0])
    model.deliver_content("the first one's", None)
    model.changed.connect(lambda: seen.append(model.content))
    model.change(camera=Camera(rotation=90))
    model.show_set(sets[1])
    assert seen == ["the first one's", None]


def test_the_trouble_of_an_object_is_never_told_of_another(
    model: ViewportModel,
) -> None:
    sets = [sets_of([waveform(SeriesInstanceUID=uid)])[0] for uid in ("1.2", "1.3")]
    seen: list[object] = []
    model.show_set(sets[0])
    model.deliver_content(None, Trouble("It holds no waveform."))
    model.changed.connect(lambda: seen.append(model.trouble))
    model.show_set(sets[1])
    assert seen == [None]


def test_no_view_hears_of_a_change_with_the_content_of_another_object(
    model: ViewportModel,
) -> None:
    model.show_set(ct_set(2), 0)
    model.deliver_content("of the first", None)
    heard: list[object] = []
    model.changed.connect(lambda old, new: heard.append(model.content))
    model.change(look=Look(inverted=True))
    model.go_to(1)
    assert heard == ["of the first", None]


def test_phases_are_stepped_along_the_chosen_axis(model: ViewportModel) -> None:
    plain = ct_set(6)
    rows = FrameAxis("energy window", (0, 0, 0, 1, 1, 1), ("low", "high"))
    columns = FrameAxis("slice", (0, 1, 2, 0, 1, 2), ("1", "2", "3"))
    made = DisplaySet("nm", "stack", "", plain.frames, axes=(rows, columns))
    model.show_set(made, 1)
    model.step_phase(1)
    assert model.state.what.index == 4
    model.next_axis()
    model.step_phase(1)
    assert model.state.what.index == 5
    model.step_phase(1)
    assert model.state.what.index == 5
    model.next_axis()
    model.step_phase(-1)
    assert model.state.what.index == 2


def test_without_axes_there_is_none_to_choose(model: ViewportModel) -> None:
    model.next_axis()
    model.show_set(ct_set(2))
    model.next_axis()
    assert model.state.axis == 0
