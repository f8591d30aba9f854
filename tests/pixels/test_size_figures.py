"""Figures and their decimals, from calibrations made by hand."""

import pytest

from viewer.files.measures import Calibration
from viewer.files.ultrasound_regions import Axis
from viewer.geometry.marks import Mark, Point, Shape
from viewer.pixels.mark_figures import Figure, MarkFigures, decimals
from viewer.pixels.mark_lines import lines_of
from viewer.pixels.size_figures import size_figures

DETECTOR = Calibration(
    Axis(0.5, "mm", "mm"),
    Axis(2.0, "mm", "mm"),
    "detector",
    "{unit} at detector",
    "at the detector",
)
PIXELS = Calibration(
    Axis(1.0, "px", "{pixels}"),
    Axis(1.0, "px", "{pixels}"),
    "pixels",
    "{unit}",
    "nothing known",
    aspect=2.0,
)
SPECTRUM = Calibration(
    Axis(0.005, "s", "s"),
    Axis(0.8, "cm/s", "cm/s"),
    "region",
    "{unit}, ultrasound region",
    "by the region",
    is_spatial=False,
)


def drawn(shape: Shape, *points: Point, **more: float) -> Mark:
    return Mark("1", shape, points, **more)  # type: ignore[arg-type]


def told(mark: Mark, by: Calibration) -> tuple[Figure, ...]:
    return size_figures(mark, by)[0]


def said(mark: Mark, by: Calibration) -> tuple[str, ...]:
    return lines_of(MarkFigures(mark, told(mark, by)))


def test_a_length_carries_unit_code_and_basis() -> None:
    (found,) = told(drawn("distance", (1, 1), (7, 3)), DETECTOR)
    assert (found.value, found.unit, found.unit_code) == (5.0, "mm", "mm")
    assert (found.basis, found.basis_sentence) == ("detector", "at the detector")
    assert found.text == "5.0 mm at detector"


def test_an_area_is_in_squares_and_no_finer_than_its_outline() -> None:
    surface, around = told(drawn("rectangle", (0, 0), (100, 30)), DETECTOR)
    assert (surface.value, surface.unit, surface.unit_code) == (3000, "mm²", "mm2")
    assert surface.text == "3000 mm² at detector"  # 220 mm of outline × 0.25 mm
    assert around.text == "220.0 mm at detector"
    small, _ = told(drawn("rectangle", (0, 0), (1, 0.25)), DETECTOR)
    assert small.text == "0.2 mm² at detector"


def test_without_spacing_there_are_pixels() -> None:
    (found,) = told(drawn("distance", (0, 0), (3, 4)), PIXELS)
    assert (found.value, found.unit_code, found.text) == (5, "{pixels}", "5.0 px")
    surface, _ = told(drawn("rectangle", (0, 0), (3, 4)), PIXELS)
    assert (surface.value, surface.unit) == (12, "px²")
    assert surface.unit_code == "{square_pixels}"


def test_an_angle_knows_the_shape_of_pixels_without_their_size() -> None:
    corner = drawn("angle", (200, 0), (0, 0), (200, 100))
    (found,) = told(corner, PIXELS)
    assert found.value == pytest.approx(45)
    assert (found.text, found.unit_code, found.basis) == ("45.0°", "deg", "aspect")
    assert told(drawn("angle", (1, 1), (1, 1), (3, 3)), PIXELS) == ()


def test_short_sides_give_whole_degrees() -> None:
    corner = drawn("angle", (6, 0), (0, 0), (6, 3))
    assert told(corner, PIXELS)[0].text == "45°"


def test_directions_that_do_not_compare_are_told_apart() -> None:
    line = drawn("distance", (10, 50), (110, 20))
    assert said(line, SPECTRUM) == (
        "↔ 0.500 s, ultrasound region",
        "↕ 24.0 cm/s, ultrasound region",
    )
    for mark in (
        drawn("angle", (0, 0), (5, 5), (9, 0)),
        drawn("ellipse", (0, 0), (5, 5)),
        drawn("polyline", (0, 0), (5, 5), (9, 0)),
    ):
        figures, notes = size_figures(mark, SPECTRUM)
        assert figures == ()
        assert len(notes) == 1


def test_lines_of_the_shapes() -> None:
    cross = drawn("bidirectional", (0, 0), (20, 0), (10, -1), (10, 2))
    assert said(cross, DETECTOR) == ("10.0 × 6.0 mm at detector",)
    turned = drawn("bidirectional", (10, -1), (10, 2), (0, 0), (20, 0))
    assert said(turned, DETECTOR) == ("10.0 × 6.0 mm at detector",)
    lines = drawn("cobb", (0, 0), (200, 0), (0, 0), (200, 50))
    assert said(lines, DETECTOR) == ("Cobb 45.0°",)
    known = drawn("calibration", (0, 0), (9, 9), length_mm=25)
    assert said(known, DETECTOR) == ("25 mm, known length",)
    assert said(drawn("arrow", (0, 0), (9, 9)), DETECTOR) == ()
    assert said(drawn("text", (0, 0)), DETECTOR) == ()


def test_an_outline_that_crosses_itself_says_so() -> None:
    eight = drawn("freehand", (0, 0), (10, 10), (10, 0), (0, 10))
    figures, notes = size_figures(eight, DETECTOR)
    assert figures[0].value == pytest.approx(50)
    assert "crosses itself" in notes[0]


@pytest.mark.parametrize(
    ("error", "expected"),
    [(20, 0), (1, 0), (0.5, 1), (0.35, 1), (0.1, 1), (0.07, 2), (0.0004, 4), (0, 1)],
)
def test_decimals_end_where_the_error_begins(error: float, expected: int) -> None:
    assert decimals(error) == expected


HEART = drawn("ratio", (20, 60), (150, 60), (5, 90), (265, 90))


def test_a_ratio_is_the_shorter_line_over_the_longer_one() -> None:
    """By hand: 130 and 260 pixels of 0.5 mm; which was drawn first does not matter."""
    assert said(HEART, DETECTOR) == ("0.500", "65.0 / 130.0 mm at detector")
    turned = drawn("ratio", (5, 90), (265, 90), (20, 60), (150, 60))
    assert said(turned, DETECTOR) == said(HEART, DETECTOR)
    ratio = told(HEART, DETECTOR)[0]
    assert (ratio.name, ratio.unit, ratio.unit_code) == ("ratio", "", "1")


def test_a_ratio_needs_the_shape_of_pixels_and_not_their_size() -> None:
    ratio, shorter, longer = told(HEART, PIXELS)
    assert (ratio.value, ratio.basis) == (0.5, "aspect")
    assert (shorter.unit, longer.unit) == ("px", "px")


def test_short_lines_give_a_ratio_of_fewer_digits() -> None:
    short = drawn("ratio", (0, 0), (3, 0), (0, 5), (6, 5))
    assert told(short, DETECTOR)[0].text == "0.5"


def test_lines_that_do_not_compare_have_no_ratio() -> None:
    figures, notes = size_figures(HEART, SPECTRUM)
    assert figures == ()
    assert len(notes) == 1
    nothing = drawn("ratio", (1, 1), (1, 1), (0, 5), (6, 5))
    assert size_figures(nothing, DETECTOR) == ((), ())
