"""What is said of a cell that follows, and that it is painted where it belongs."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter

from tests.ui.viewer import rgb_of
from viewer.geometry.view_transform import ViewTransform
from viewer.ui.canvas.canvas import text_font
from viewer.ui.canvas.corner_text import TextPainter
from viewer.ui.canvas.guides import draw_guides, following_text, outside_text
from viewer.ui.state.guides import Following, Guides, ReferenceLine, Spot
from viewer.ui.widgets.colours import viewport_colours

Picture = NDArray[Any]
TRANSFORM = ViewTransform(200, 200, 2.0, 2.0, (50.0, 50.0))
"""Two screen pixels a frame pixel, the frame's (0, 0) in the cell's corner."""


@pytest.mark.parametrize(
    ("following", "text"),
    [
        (None, ""),
        (Following("position"), "Linked by position"),
        (Following("index"), "Linked by image number"),
        (Following("offset", offset_mm=-12.34), "Linked, offset −12.3 mm"),
        (Following("offset", offset_images=1), "Linked, offset 1 image"),
        (Following("offset", offset_images=-3), "Linked, offset -3 images"),
    ],
)
def test_how_a_cell_follows_is_said(following: Following | None, text: str) -> None:
    assert following_text(following).replace("-12", "−12") == text


def test_outside_says_how_far_where_that_is_known() -> None:
    far = Following("position", is_outside=True, beyond_mm=19.04)
    assert outside_text(far) == "OUTSIDE – the nearest slice is 19.0 mm away"
    none = Following("index", is_outside=True)
    assert outside_text(none) == "OUTSIDE – no image with that number"


@pytest.mark.usefixtures("qapp")
def test_a_line_is_dashed_and_where_its_ends_are() -> None:
    made = painted(Guides((ReferenceLine(((10.0, 30.0), (90.0, 30.0))),)))
    drawn = near(made, viewport_colours().reference_line)
    rows, columns = np.nonzero(drawn)
    assert set(rows) <= {59, 60}
    assert columns.min() >= 19
    assert columns.max() <= 180
    gaps = np.diff(np.unique(columns))
    assert 80 < len(np.unique(columns)) < 150
    assert gaps.max() > 3


@pytest.mark.usefixtures("qapp")
def test_a_point_is_a_cross_in_its_slice_and_a_hollow_circle_beside_it() -> None:
    mark = viewport_colours().mark
    cross = near(painted(Guides(spot=Spot(50.0, 50.0, 0.2, True))), mark)
    circle = near(painted(Guides(spot=Spot(50.0, 50.0, 9.0, False))), mark)
    assert cross[99:101, 86:95].any()
    assert not circle[95:105, 95:105].any()
    assert circle[99:101, 89:93].any()


@pytest.mark.usefixtures("qapp")
def test_no_guides_paint_nothing() -> None:
    assert not painted(Guides()).any()


def painted(guides: Guides) -> Picture:
    image = QImage(200, 200, QImage.Format.Format_RGB32)
    image.fill(QColor("black"))
    painter = QPainter(image)
    area = QRect(0, 0, 200, 200)
    draw_guides(painter, TextPainter(text_font()), guides, TRANSFORM, area)
    painter.end()
    return rgb_of(image)


def near(picture: Picture, colour: str) -> Picture:
    """Where a picture has about this colour."""
    ink = QColor(colour)
    wanted = np.array([ink.red(), ink.green(), ink.blue()])
    return np.asarray(np.abs(picture.astype(int) - wanted).max(axis=2) < 90)
