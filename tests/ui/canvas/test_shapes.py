"""Where marks are painted, found in the pixels of the canvas."""

import math

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF

from tests.ui.conftest import OpenViewer, Write
from tests.ui.pen import Pen
from tests.ui.viewer import Viewer, pixels_of
from viewer.demo.build import ct_slice
from viewer.geometry.fit import Camera
from viewer.geometry.marks import Mark, Point, Shape
from viewer.ui.canvas.mark_labels import LabelPlaces, crosses
from viewer.ui.widgets.colours import DARK

CAMERAS = (
    Camera(),
    Camera(rotation=90),
    Camera(rotation=270, flipped=True),
    Camera(zoom=9.0, centre=(30.0, 22.0), rotation=180),
)


@pytest.fixture
def pen(open_viewer: OpenViewer, write: Write) -> Pen:
    """Over a black slice of 64 × 48 pixels that are twice as high as wide."""
    slice_ = ct_slice(0, pixels=np.zeros((48, 64), np.uint16))
    slice_.PixelSpacing = [1.4, 0.7]
    viewer = open_viewer(write("slice", slice_))
    viewer.app.preferences.change(annotations="none")
    viewer.wait()
    return Pen(viewer)


def is_marked(viewer: Viewer, pen: Pen, at: Point, reach: int = 2) -> bool:
    """Whether the mark's colour is painted at an image point."""
    place = pen.place(at) * viewer.canvas.devicePixelRatioF()
    x, y = round(place.x()), round(place.y())
    around = pixels_of(viewer.canvas)[y - reach : y + reach, x - reach : x + reach]
    wanted = np.array([int(DARK.mark[i : i + 2], 16) for i in (1, 3, 5)])
    return bool((np.abs(around.astype(int) - wanted).max(axis=2) < 100).any())


WAYS: dict[Shape, tuple[tuple[Point, ...], list[Point], list[Point]]] = {
    # shape: its points, where it is painted, where it is not
    "distance": (((20, 15), (40, 25)), [(30, 20), (20, 15)], [(30, 25)]),
    "rectangle": (((20, 15), (40, 25)), [(30, 15), (40, 20)], [(30, 20)]),
    "ellipse": (
        ((20, 15), (40, 25)),
        [(30, 15), (40, 20), (30 + 10 * math.sqrt(0.5), 20 + 5 * math.sqrt(0.5))],
        [(20.5, 15.2), (30, 20)],
    ),
    "polygon": (((20, 15), (40, 15), (30, 28)), [(25, 21.5), (30, 15)], [(30, 20)]),
    "angle": (((20, 15), (30, 28), (40, 15)), [(25, 21.5), (35, 21.5)], [(30, 15)]),
    "arrow": (((20, 15), (40, 25)), [(30, 20), (21, 15.5)], [(30, 25)]),
}


@pytest.mark.parametrize("camera", CAMERAS)
@pytest.mark.parametrize("shape", WAYS)
def test_lines_lie_on_the_pixels_that_they_are_of(
    pen: Pen, camera: Camera, shape: Shape
) -> None:
    points, on, beside = WAYS[shape]
    viewer = pen.viewer
    viewer.model.change(camera=camera)
    viewer.app.annotations.put(pen.key, Mark("a", shape, points))
    assert all(is_marked(viewer, pen, at) for at in on)
    assert not any(is_marked(viewer, pen, at) for at in beside)


def test_hidden_marks_are_not_painted(pen: Pen) -> None:
    viewer, line = pen.viewer, Mark("a", "distance", ((20, 15), (40, 25)))
    viewer.app.annotations.put(pen.key, line)
    assert is_marked(viewer, pen, (30, 20))
    viewer.do("marks-visible")
    assert not is_marked(viewer, pen, (30, 20))
    viewer.do("marks-visible")
    assert is_marked(viewer, pen, (30, 20))
    viewer.app.annotations.put(pen.key, Mark("a", line.shape, line.points, hidden=True))
    assert not is_marked(viewer, pen, (30, 20))


def test_a_selected_mark_has_handles(pen: Pen) -> None:
    viewer = pen.viewer
    viewer.app.annotations.put(pen.key, Mark("a", "rectangle", ((20, 15), (40, 25))))
    before = pixels_of(viewer.canvas)
    viewer.app.annotations.select("a")
    handles = np.argwhere((pixels_of(viewer.canvas) != before).any(axis=2))
    for corner in ((20, 15), (40, 15), (40, 25), (20, 25)):
        place = pen.place(corner) * viewer.canvas.devicePixelRatioF()
        away = np.abs(handles - [place.y(), place.x()]).max(axis=1)
        assert away.min() < 6


def test_pictures_that_leave_the_window_have_the_marks(pen: Pen) -> None:
    viewer = pen.viewer
    before = viewer.app.exporting.view.picture()
    viewer.app.annotations.put(pen.key, Mark("a", "distance", ((20, 15), (40, 25))))
    assert viewer.app.exporting.view.picture() != before


def test_what_is_drawn_is_painted_while_it_is(pen: Pen) -> None:
    viewer = pen.viewer
    viewer.do("tool-distance")
    pen.click((20, 15))
    pen.hover((40, 25))
    assert is_marked(viewer, pen, (30, 20))


def test_windowing_does_not_paint_marks_anew(
    pen: Pen, monkeypatch: pytest.MonkeyPatch
) -> None:
    viewer = pen.viewer
    viewer.app.annotations.put(pen.key, Mark("a", "distance", ((20, 15), (40, 25))))
    pixels_of(viewer.canvas)
    monkeypatch.setattr("viewer.ui.canvas.shapes._draw_mark", None)
    viewer.do("invert")
    assert is_marked(viewer, pen, (30, 20))


CELL = QRectF(0, 0, 400, 300)
NAMED = Mark("a", "distance", ((0, 0), (1, 1)), "name")


def label(places: LabelPlaces, at: QRectF) -> QRectF:
    return places.place(NAMED, ("name",), (60.0, 20.0), at).area


def test_labels_keep_out_of_each_others_way() -> None:
    places = LabelPlaces(CELL, [], [])
    areas = [label(places, QRectF(200, 150, 20, 20)) for _ in range(6)]
    for number, one in enumerate(areas):
        assert CELL.contains(one)
        assert not any(one.intersects(other) for other in areas[:number])


def test_a_label_keeps_off_texts_and_lines() -> None:
    corner = QRectF(225, 100, 175, 200)
    line = [QPointF(0, 100), QPointF(400, 100)]
    places = LabelPlaces(CELL, [corner], [line])
    area = label(places, QRectF(200, 150, 20, 20))
    assert not area.intersects(corner)
    assert not area.contains(QPointF(area.center().x(), 100))


def test_a_label_stays_in_the_cell_and_is_led_to_from_afar() -> None:
    places = LabelPlaces(CELL, [QRectF(100, 60, 240, 200)], [])
    made = places.place(NAMED, ("name",), (60.0, 20.0), QRectF(210, 150, 10, 10))
    assert CELL.contains(made.area)
    assert made.leader is not None
    near = LabelPlaces(CELL, [], []).place(
        NAMED, ("name",), (60.0, 20.0), QRectF(390, 2, 8, 8)
    )
    assert CELL.contains(near.area)
    assert near.leader is None


@pytest.mark.parametrize(
    ("line", "through"),
    [
        ((0, 0, 10, 10), True),
        ((0, 0, 4, 4), False),
        ((0, 12, 12, 0), True),
        ((0, 9, 9, 0), False),
        ((6, 6, 7, 7), True),
        ((6, 0, 6, 20), True),
        ((11, 0, 11, 20), False),
        ((3, 3, 3, 3), False),
    ],
)
def test_a_line_goes_through_a_rectangle_or_not(
    line: tuple[float, float, float, float], through: bool
) -> None:
    assert crosses((5, 5, 10, 10), *line) == through


def test_marks_hold_no_frame_that_is_not_seen(pen: Pen) -> None:
    pen.viewer.do("tool-distance")
    pen.click((10, 10), (30, 20))
    pen.viewer.canvas.grab()
    picture = pen.viewer.canvas.marks._picture
    assert picture is not None
    assert len(picture._lines) == 1
    pen.viewer.app.annotations.remove(pen.key, pen.marks[0].uid)
    pen.viewer.canvas.grab()
    assert pen.viewer.canvas.marks._picture is None
