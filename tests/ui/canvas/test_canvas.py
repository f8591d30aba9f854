from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.conftest import OpenViewer, Write
from tests.ui.sets import ct_set, shown_of
from tests.ui.viewer import NO_BUTTON, NONE, Viewer, move_mouse, pixels_of
from viewer.demo.build import ct_slice, image, ramp
from viewer.geometry.fit import Camera
from viewer.ui.canvas.canvas import Canvas
from viewer.ui.canvas.style import CanvasStyle
from viewer.ui.state.tool_choice import ToolChoice
from viewer.ui.state.viewport import Trouble, ViewportModel


@pytest.fixture
def model() -> ViewportModel:
    return ViewportModel()


@pytest.fixture
def canvas(qtbot: QtBot, model: ViewportModel) -> Canvas:
    canvas = Canvas(model, ToolChoice())
    qtbot.addWidget(canvas)
    canvas.resize(300, 200)
    canvas.show()
    return canvas


def fill(model: ViewportModel, slices: int = 1) -> None:
    display_set = ct_set(slices)
    model.show_set(display_set, 0)
    model.deliver(shown_of(display_set.frames[0]), None)


def is_black(canvas: Canvas) -> bool:
    return not pixels_of(canvas).any()


def test_an_empty_cell_is_black(canvas: Canvas) -> None:
    assert is_black(canvas)
    assert canvas.transform() is None
    at = canvas.pointer_at(QPointF(5, 6))
    assert (at.x, at.y, at.column, at.row) == (5, 6, 0, 0)


def test_a_frame_on_its_way_is_announced(canvas: Canvas, model: ViewportModel) -> None:
    model.show_set(ct_set(1))
    assert not is_black(canvas)
    assert canvas.transform() is None


def test_a_cell_with_trouble_leaves_the_words_to_the_view(
    canvas: Canvas, model: ViewportModel
) -> None:
    fill(model)
    model.deliver(None, Trouble("No picture."))
    assert is_black(canvas)


def test_an_emptied_cell_paints_and_keeps_nothing(
    canvas: Canvas, model: ViewportModel
) -> None:
    fill(model)
    assert not is_black(canvas)
    model.show_set(None)
    assert is_black(canvas)
    assert canvas._picture._resampled is None
    assert not canvas._text._made
    assert canvas.accessibleDescription() == ""


def test_the_model_knows_the_size_in_device_pixels(
    canvas: Canvas, model: ViewportModel
) -> None:
    ratio = canvas.devicePixelRatioF()
    assert model.size == (300 * ratio, 200 * ratio)
    canvas.resize(120, 80)
    assert model.size == (120 * ratio, 80 * ratio)


def test_the_whole_frame_fits_again_when_the_cell_changes_its_size(
    canvas: Canvas, model: ViewportModel
) -> None:
    fill(model)
    for size in ((300, 200), (120, 90), (90, 190)):
        canvas.resize(*size)
        transform = canvas.transform()
        assert transform is not None
        assert transform.scale_x == min(size) / 16
        assert transform.to_screen(8, 8) == (size[0] / 2, size[1] / 2)


def test_a_zoomed_frame_keeps_its_middle_when_the_cell_changes_its_size(
    canvas: Canvas, model: ViewportModel
) -> None:
    fill(model)
    model.change(camera=Camera(zoom=7.0, centre=(3.0, 11.0)))
    for size in ((300, 200), (120, 90), (90, 190)):
        canvas.resize(*size)
        transform = canvas.transform()
        assert transform is not None
        assert transform.scale_x == 7.0
        assert transform.to_screen(3, 11) == (size[0] / 2, size[1] / 2)


def test_zoom_and_place_are_kept_through_the_stack(model: ViewportModel) -> None:
    fill(model, 3)
    camera = Camera(zoom=7.0, centre=(3.0, 11.0), rotation=90, flipped=True)
    model.change(camera=camera)
    model.go_to(2)
    assert model.state.camera == camera


def test_the_pointer_is_in_frame_coordinates(
    canvas: Canvas, model: ViewportModel
) -> None:
    fill(model)
    scale = 200 / 16
    at = canvas.pointer_at(QPointF(150 + scale, 100 - 2 * scale))
    assert (at.column, at.row) == pytest.approx((9, 6))


def test_the_pointer_is_forgotten_when_it_leaves(
    canvas: Canvas, model: ViewportModel, qtbot: QtBot
) -> None:
    fill(model)
    move_mouse(canvas, (150, 100), NO_BUTTON, NONE)
    assert canvas.pointer is not None
    with qtbot.waitSignal(canvas.pointed, check_params_cb=lambda at: at is None):
        QApplication.sendEvent(canvas, QEvent(QEvent.Type.Leave))
    assert canvas.pointer is None


@pytest.mark.parametrize(("detail", "more"), [("all", True), ("none", False)])
def test_texts_can_be_taken_away(
    canvas: Canvas, model: ViewportModel, detail: str, more: bool
) -> None:
    fill(model)
    model.change(camera=Camera(zoom=0.5))
    canvas.set_style(CanvasStyle(detail))  # type: ignore[arg-type]
    lit = pixels_of(canvas).max(axis=2) > 30
    inside = lit[90:110, 140:160].sum()
    assert (lit.sum() > inside) == more


def test_a_screen_reader_is_told_which_image_it_is(
    canvas: Canvas, model: ViewportModel
) -> None:
    fill(model, slices=3)
    QApplication.processEvents()
    spoken = QAccessible.queryAccessibleInterface(canvas)
    assert spoken.text(QAccessible.Text.Name)
    assert spoken.text(QAccessible.Text.Description).startswith("Image 1 of 3. ")


def test_large_cells_are_coarse_while_zooming_and_sharp_afterwards(
    open_viewer: OpenViewer, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("viewer.ui.canvas.canvas.SLOW_PIXELS", 1)
    viewer = open_viewer(write("a", ct_slice(pixels=ramp((300, 300), bits=12))))
    viewer.app.preferences.change(annotations="none")
    zoom = Camera(zoom=2.6)
    viewer.model.change(camera=zoom)
    coarse = pixels_of(viewer.canvas)
    viewer.until(lambda: not viewer.canvas._sharpen.isActive())
    sharp = pixels_of(viewer.canvas)
    assert not np.array_equal(coarse, sharp)
    viewer.do("smooth")
    assert np.array_equal(pixels_of(viewer.canvas), coarse)


def pixel(viewer: Viewer, column: float, row: float) -> list[int]:
    """What is painted at a point of the frame."""
    transform = viewer.canvas.transform()
    assert transform is not None
    x, y = transform.to_screen(column, row)
    return [int(level) for level in pixels_of(viewer.canvas)[int(y), int(x)]]


def test_one_to_one_keeps_the_middle_and_fit_shows_all_again(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(write("a", ct_slice(pixels=ramp((300, 200), bits=12))))
    cell = viewer.model.cell()
    assert cell is not None
    fit = cell.fit_zoom()
    viewer.press_key("Ctrl+1")
    transform = viewer.canvas.transform()
    assert transform is not None
    assert (transform.scale_x, transform.scale_y) == (1, 1)
    viewer.press_key("+")
    transform = viewer.canvas.transform()
    assert transform is not None
    assert transform.scale_x == 1.25
    middle = viewer.canvas.rect().center()
    assert viewer.canvas.pointer_at(middle.toPointF()).column == pytest.approx(
        100, abs=1
    )
    viewer.press_key("Ctrl+0")
    assert viewer.model.state.camera == Camera()
    assert cell.zoom_of(viewer.model.state.camera) == fit


def test_interpolation_is_smooth_or_plain_in_every_cell(
    open_viewer: OpenViewer, write: Write
) -> None:
    pixels = np.zeros((4, 4), np.uint8)
    pixels[:, 2:] = 255
    viewer = open_viewer(write("a", image(pixels)))
    viewer.app.preferences.change(annotations="none")
    between = pixel(viewer, 2.0, 2.0)
    assert 100 < between[0] < 155
    viewer.press_key("Ctrl+I")
    assert pixel(viewer, 1.99, 2.0) == [0, 0, 0]
    assert pixel(viewer, 2.01, 2.0) == [255, 255, 255]
    viewer.app.grid.lay_out(1, 2)
    assert not viewer.app.grid.cells[1].state.look.smooth


def test_the_value_under_the_pointer_is_told_while_it_moves(
    open_viewer: OpenViewer, write: Write
) -> None:
    pixels = ramp((16, 16), np.uint16, 12)
    viewer = open_viewer(write("a", ct_slice(0, pixels)))
    for column, row in ((0, 0), (15, 15), (3, 9)):
        viewer.hover(column + 0.5, row + 0.5)
        value = f"{int(pixels[row, column]) - 1024} HU".replace("-", "−")
        line = viewer.texts()["bottom_left"][-1]
        assert line == f"x {column + 1}  y {row + 1} · {value}"


@pytest.mark.parametrize(
    ("key", "there"),
    [("H", (12, 9)), ("V", (3, 6)), ("]", (9, 12)), ("[", (6, 3)), ("+", None)],
)
def test_the_value_told_is_of_the_pixel_that_a_key_has_brought_under_the_pointer(
    open_viewer: OpenViewer, write: Write, key: str, there: tuple[int, int] | None
) -> None:
    pixels = ramp((16, 16), np.uint16, 12)
    viewer = open_viewer(write("a", ct_slice(0, pixels)))
    viewer.hover(3.5, 9.5)
    viewer.press_key(key)
    column, row = there or (int(8 - 4.5 / 1.25), int(8 + 1.5 / 1.25))
    value = f"{int(pixels[row, column]) - 1024} HU".replace("-", "−")
    line = viewer.texts()["bottom_left"][-1]
    assert line == f"x {column + 1}  y {row + 1} · {value}"


def test_the_value_told_is_of_the_image_that_a_key_has_brought_under_the_pointer(
    open_viewer: OpenViewer, write: Write
) -> None:
    """Of another size: the same place on the screen is another pixel of it."""
    small, large = ramp((16, 16), np.uint16, 12), ramp((64, 64), np.uint16, 12)
    viewer = open_viewer(
        write("0", ct_slice(0, small, InstanceNumber=1)),
        write("1", ct_slice(0, large, InstanceNumber=2)),
    )
    viewer.press_key("Home")
    viewer.hover(3.5, 9.5)
    viewer.press_key("PgDown")
    viewer.press_key("Down")
    values = viewer.model.shown.decoded.values if viewer.model.shown else None
    assert values is not None
    assert values.shape == (64, 64)
    line = viewer.texts()["bottom_left"][-1]
    value = f"{int(large[38, 14]) - 1024} HU".replace("-", "−")
    assert line == f"x 15  y 39 · {value}"


def test_a_pointer_over_a_cell_that_gets_another_size_is_no_longer_known(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(write("a", ct_slice()))
    viewer.hover(3.5, 9.5)
    viewer.do("layout-2x2")
    assert viewer.canvas.pointer is None


def test_inverting_twice_and_resetting_lead_back(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = open_viewer(write("a", ct_slice()))
    fresh = viewer.model.state
    for key in ("I", "H", "]", "+", "9"):
        viewer.press_key(key)
    changed = viewer.model.state
    assert changed.look.inverted
    assert changed.camera.flipped
    assert changed.look.voi is not None
    viewer.press_key("Ctrl+R")
    assert viewer.model.state == fresh
    viewer.press_key("I")
    viewer.press_key("I")
    assert viewer.model.state == fresh
    assert replace(fresh.look, smooth=True) == fresh.look


def test_a_picture_that_is_older_than_asked_says_what_is_on_its_way(
    qtbot: QtBot, canvas: Canvas, model: ViewportModel
) -> None:
    fill(model, slices=3)
    before = pixels_of(canvas)
    model.go_to(2)
    assert model.on_screen.index == 0
    late = canvas._late
    with qtbot.waitSignal(late.timeout):
        pass
    assert not np.array_equal(pixels_of(canvas), before)
    display_set = model.state.what.display_set
    assert display_set is not None
    model.deliver(shown_of(display_set.frames[2]), None)
    assert model.on_screen.index == 2
    assert not canvas._is_late
