"""Where the points of a graph lie on paper, and which numbers stand at its axes."""

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPolygonF

from viewer.kinds.graphs import Form, Graph, Line
from viewer.ui.canvas.inks import PAPER
from viewer.ui.canvas.plot import (
    MOST_POINTS_PX,
    Axes,
    axes_of,
    paint_graph,
    polylines,
    ticks,
)

AREA = QRectF(0, 0, 400, 300)
pytestmark = pytest.mark.usefixtures("qapp")


def graph(
    *points: tuple[float, float], form: Form = "line", plane: bool = False
) -> Graph:
    x, y = np.array(points, np.float64).T
    return Graph("g", (Line("", x, y, form),), "x", "y", is_plane=plane)


def axes(made: Graph) -> Axes:
    return axes_of(made, AREA, QFontMetricsF(QFont()))


def test_the_ends_of_x_lie_on_the_frame_and_y_grows_upwards() -> None:
    placed = axes(graph((-2, 0), (8, 100)))
    low, high = placed.place(-2, 0), placed.place(8, 100)
    assert low.x() == pytest.approx(placed.area.left())
    assert high.x() == pytest.approx(placed.area.right())
    assert low.y() == pytest.approx(placed.area.bottom())
    assert high.y() == pytest.approx(placed.area.top())


def test_y_ends_on_round_numbers_around_the_values() -> None:
    placed = axes(graph((0, 3), (1, 97)))
    assert (placed.y_low, placed.y_high) == (0, 100)


def test_a_plane_has_one_scale_and_runs_downwards() -> None:
    placed = axes(graph((10, 20), (30, 90), plane=True))
    origin, right, below = (placed.place(*at) for at in ((10, 20), (11, 20), (10, 21)))
    assert right.x() - origin.x() == pytest.approx(below.y() - origin.y())
    assert below.y() > origin.y()


def test_values_that_are_all_alike_have_an_axis_too() -> None:
    placed = axes(graph((5, 7), (5, 7)))
    assert placed.x_low < 5 < placed.x_high
    assert placed.y_low < 7 < placed.y_high


def test_ticks_are_round_and_written_as_they_are() -> None:
    assert [text for _, text in ticks(-1, 1, 4)] == [
        "-1.0",
        "-0.5",
        "0.0",
        "0.5",
        "1.0",
    ]
    assert [value for value, _ in ticks(0, 4095, 5)] == [0, 1000, 2000, 3000, 4000]
    assert ticks(0, 5e9, 5)[-1][1] == "5e+09"


def points_of(made: Graph) -> list[list[float]]:
    placed = axes(made)
    (points,) = polylines(placed, made.lines[0])
    across = placed.area.width() / (placed.x_high - placed.x_low)
    x = (points[:, 0] - placed.area.left()) / across + placed.x_low
    return [[round(float(value), 6) for value in x], points[:, 1].tolist()]


def test_a_histogram_is_drawn_in_steps_around_its_points() -> None:
    x, y = points_of(graph((1, 5), (2, 7), (3, 1), form="steps"))
    assert x == [0.5, 1.5, 1.5, 2.5, 2.5, 3.5]
    assert y[0] == y[1] != y[2] == y[3]


def test_an_outline_ends_where_it_began() -> None:
    x, y = points_of(graph((0, 0), (4, 0), (4, 4), form="outline", plane=True))
    assert (x[0], y[0]) == (x[-1], y[-1])
    assert len(x) == 4


def test_what_is_no_number_parts_the_line() -> None:
    made = graph((0, 1), (1, np.nan), (2, 3), (3, 4))
    assert [len(part) for part in polylines(axes(made), made.lines[0])] == [1, 2]


def test_of_many_points_the_extremes_are_drawn() -> None:
    y = np.zeros(100_000)
    y[54_321] = 9
    made = Graph("g", (Line("", np.arange(100_000.0), y),), "x", "y")
    placed = axes(made)
    (points,) = polylines(placed, made.lines[0])
    assert len(points) <= MOST_POINTS_PX * placed.area.width() + 400
    assert points[:, 1].min() == pytest.approx(placed.place(0, 9).y())


def test_the_line_is_painted_where_its_points_are() -> None:
    made = graph((0, 0), (10, 10))
    image = QImage(400, 300, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    placed = paint_graph(painter, made, AREA)
    painter.end()
    middle = placed.place(5, 5).toPoint()
    line, found = QColor(PAPER.lines[0]), image.pixelColor(middle)
    assert abs(found.red() - line.red()) + abs(found.blue() - line.blue()) < 130
    assert image.pixelColor(placed.place(2, 8).toPoint()).lightness() > 200


def test_the_colours_of_a_palette_lie_under_its_curves() -> None:
    x = np.arange(3.0)
    lines = tuple(Line(name, x, x) for name in "RGB")
    colours = bytes([255, 0, 0, 0, 255, 0, 0, 0, 255])
    made = Graph("p", lines, "grey", "colour", colours=colours)
    image = QImage(400, 300, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    placed = paint_graph(painter, made, AREA)
    painter.end()
    places = [placed.area.left() + placed.area.width() * at for at in (0.1, 0.5, 0.9)]
    below = range(round(placed.area.bottom()) + 1, 300)
    for place, colour in zip(places, ("#ff0000", "#00ff00", "#0000ff"), strict=True):
        column = [image.pixelColor(round(place), row).name() for row in below]
        assert colour in column


class Recorder(QPainter):
    """Remembers how many points it was given at once."""

    most = 0

    def drawPolyline(self, points: QPolygonF) -> None:  # type: ignore[override]
        self.most = max(self.most, points.count())
        super().drawPolyline(points)


def test_a_jagged_line_is_drawn_in_short_parts() -> None:
    x = np.arange(65_536.0)
    made = Graph("g", (Line("", x, np.sin(x / 9)),), "x", "y")
    image = QImage(400, 300, QImage.Format.Format_RGB32)
    painter = Recorder(image)
    placed = paint_graph(painter, made, AREA)
    painter.end()
    assert 2 <= painter.most <= 9
    middle = placed.area.center().toPoint()
    assert image.pixelColor(middle).blue() > image.pixelColor(middle).red() + 50
