"""Where graphics are painted, by hand-computed places."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from pydicom import Dataset
from PySide6.QtGui import QImage, QPainter

from tests.pixels.described import described
from tests.ui.viewer import rgb_of
from viewer.demo.build import ct_slice
from viewer.demo.documents import presentation_state
from viewer.demo.presentation_states import (
    anchored_text,
    annotation,
    boxed_text,
    displayed_area,
    graphic,
    layer,
)
from viewer.geometry.fit import Camera, Cell
from viewer.kinds.base import Frame
from viewer.pixels.presentation_state import read_presentation_state
from viewer.ui.canvas.canvas import text_font
from viewer.ui.canvas.graphics import draw_graphics
from viewer.ui.state.viewport import camera_of
from viewer.work.loading import FrameLoad, Shown, load_frame

WHITE = {"GraphicLayerRecommendedDisplayGrayscaleValue": 0xFFFF}
SLICE = ct_slice(pixels=np.zeros((40, 80), np.uint16))
Box = tuple[float, float, float, float]


def shown_by(**elements: Any) -> Shown:
    described_by = {"GraphicLayerSequence": [layer("A", 1, **WHITE)], **elements}
    state = read_presentation_state(
        described(presentation_state([SLICE], **described_by))
    )
    shown = load_frame(FrameLoad(Frame(described(SLICE)).shown_by(state)))
    assert isinstance(shown, Shown)
    return shown


def painted(
    shown: Shown, size: tuple[int, int], camera: Camera | None = None, **options: Any
) -> NDArray[np.bool_]:
    """Where something bright is painted in a cell of that size, (rows, columns)."""
    state = shown.frame.state
    assert state is not None
    cell = Cell(80, 40, shown.aspect, *size, shown.area)
    image = QImage(*size, QImage.Format.Format_RGB32)
    image.fill(0)
    painter = QPainter(image)
    transform = cell.transform(camera or camera_of(state))
    draw_graphics(painter, text_font(), shown, transform, **options)
    painter.end()
    found: NDArray[np.bool_] = rgb_of(image).max(axis=-1) > 100
    return found


def box_of(mask: NDArray[np.bool_]) -> Box:
    """(left, top, right, bottom) of what is set, as edges of pixels."""
    rows, columns = np.nonzero(mask)
    return columns.min(), rows.min(), columns.max() + 1, rows.max() + 1


def drawn(*graphics: Dataset, **elements: Any) -> Shown:
    return shown_by(
        GraphicAnnotationSequence=[annotation("A", list(graphics))], **elements
    )


pytestmark = pytest.mark.usefixtures("qapp")


def test_nought_is_the_corner_of_the_first_pixel_and_a_half_its_centre() -> None:
    # Eight screen pixels for one: the frame's first pixel covers 0 … 8.
    corner = painted(drawn(graphic("POLYLINE", [0, 0, 0, 40])), (640, 320))
    assert box_of(corner) == pytest.approx((0, 0, 1, 320), abs=1)
    centre = painted(drawn(graphic("POINT", [0.5, 0.5])), (640, 320))
    left, top, right, bottom = box_of(centre)
    assert ((left + right) / 2, (top + bottom) / 2) == pytest.approx((4, 4), abs=0.6)


def test_the_last_pixel_ends_at_the_number_of_columns_and_rows() -> None:
    frame = graphic("POLYLINE", [0, 0, 80, 0, 80, 40, 0, 40, 0, 0])
    assert box_of(painted(drawn(frame), (640, 320))) == (0, 0, 640, 320)


def test_a_circle_has_its_centre_and_radius() -> None:
    circle = graphic("CIRCLE", [40, 20, 50, 20])
    box = box_of(painted(drawn(circle), (640, 320)))
    assert box == pytest.approx((240, 80, 400, 240), abs=1.2)


def test_a_filled_ellipse_is_filled() -> None:
    points = [20, 20, 60, 20, 40, 10, 40, 30]
    outline = painted(drawn(graphic("ELLIPSE", points)), (640, 320))
    whole = painted(drawn(graphic("ELLIPSE", points, filled=True)), (640, 320))
    assert not outline[160, 320]
    assert whole[160, 320]
    assert whole.sum() == pytest.approx(np.pi * 160 * 80, rel=0.02)


def test_graphics_turn_and_flip_with_the_image() -> None:
    # (10, 5) of 80 × 40, turned clockwise: 5 from the right of 40, 10 from the top.
    point = graphic("POINT", [10, 5])
    turned = box_of(painted(drawn(point, ImageRotation=90), (320, 640)))
    assert (turned[0] + turned[2]) / 2 == pytest.approx(320 - 5 * 8, abs=0.6)
    assert (turned[1] + turned[3]) / 2 == pytest.approx(80, abs=0.6)
    flipped = drawn(point, ImageRotation=90, ImageHorizontalFlip="Y")
    mirrored = box_of(painted(flipped, (320, 640)))
    assert (mirrored[0] + mirrored[2]) / 2 == pytest.approx(40, abs=0.6)


def test_display_units_are_parts_of_the_displayed_area() -> None:
    area = displayed_area((11, 6), (50, 25))  # 40 × 20 pixels
    line = graphic("POLYLINE", [0, 0, 0.5, 1], units="DISPLAY")
    shown = drawn(line, DisplayedAreaSelectionSequence=[area])
    assert box_of(painted(shown, (640, 320))) == pytest.approx((0, 0, 320, 320), abs=1)


def test_display_units_count_after_rotation_and_flip() -> None:
    line = graphic("POLYLINE", [0, 0, 0.25, 0.5], units="DISPLAY")
    shown = drawn(line, ImageRotation=90, ImageHorizontalFlip="Y")
    assert box_of(painted(shown, (320, 640))) == pytest.approx((0, 0, 80, 320), abs=1)


def test_what_the_state_draws_stays_on_its_place_when_the_reader_zooms() -> None:
    area = displayed_area((1, 1), (80, 40))
    line = graphic("POLYLINE", [0.5, 0.5, 0.75, 0.5], units="DISPLAY")
    shown = drawn(line, DisplayedAreaSelectionSequence=[area])
    box = box_of(painted(shown, (640, 320), Camera(zoom=16.0)))
    assert box == pytest.approx((320, 159, 640, 161), abs=1)


def test_a_hidden_layer_is_not_drawn() -> None:
    shown = drawn(graphic("CIRCLE", [40, 20, 50, 20]))
    assert not painted(shown, (640, 320), hidden_layers=frozenset({"A"})).any()


@pytest.mark.parametrize(
    ("justification", "side"), [("LEFT", 0), ("CENTER", None), ("RIGHT", 2)]
)
def test_a_text_lies_in_its_box(justification: str, side: int | None) -> None:
    text = boxed_text("Words", (10, 10), (70, 30), justification=justification)
    shown = shown_by(GraphicAnnotationSequence=[annotation("A", texts=[text])])
    box = box_of(painted(shown, (640, 320)))
    assert box[0] >= 79
    assert box[2] <= 561
    assert 80 <= box[1] < 90
    if side is None:
        assert (box[0] + box[2]) / 2 == pytest.approx(320, abs=2)
    else:
        assert box[side] == pytest.approx((80, 560)[side // 2], abs=3)


def test_a_text_that_is_too_wide_for_its_box_is_broken_or_else_whole() -> None:
    words = "one two three four five six seven eight nine ten"
    high = boxed_text(words, (10, 0), (25, 40))
    low = boxed_text(words, (10, 10), (25, 11))
    boxes = [
        box_of(
            painted(
                shown_by(GraphicAnnotationSequence=[annotation("A", texts=[text])]),
                (640, 320),
            )
        )
        for text in (high, low)
    ]
    assert boxes[0][2] - boxes[0][0] <= 121
    assert boxes[1][2] - boxes[1][0] > 200
    assert boxes[1][3] - boxes[1][1] < 20


def test_a_line_leads_from_a_visible_anchor_to_its_text() -> None:
    def ink(visible: bool) -> NDArray[np.bool_]:
        text = anchored_text("Here", (40, 20), visible=visible)
        return painted(
            shown_by(GraphicAnnotationSequence=[annotation("A", texts=[text])]),
            (640, 320),
        )

    assert box_of(ink(True))[0] == pytest.approx(320, abs=1)
    assert box_of(ink(False))[0] >= 329


def test_a_frame_without_a_state_has_nothing_drawn() -> None:
    plain = load_frame(FrameLoad(Frame(described(SLICE))))
    assert isinstance(plain, Shown)
    image = QImage(80, 40, QImage.Format.Format_RGB32)
    image.fill(0)
    painter = QPainter(image)
    transform = Cell(80, 40, 1.0, 80, 40).transform(Camera())
    draw_graphics(painter, text_font(), plain, transform)
    painter.end()
    assert not rgb_of(image).any()
