from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from numpy.typing import NDArray

from viewer.demo.build import enhanced_mr, image, ramp
from viewer.demo.parts import item
from viewer.pixels.frame_info import frame_info
from viewer.pixels.layers import lacks_shutter, layers_of
from viewer.pixels.look import Look
from viewer.pixels.overlay import Overlay
from viewer.pixels.pipeline import auto_window, default_voi, picture, value_range
from viewer.pixels.shutter import Circle, Rectangle, Shutter, read_shutter

from .described import described

if TYPE_CHECKING:
    from pydicom import Dataset

ROWS, COLUMNS = 24, 30
RECTANGLE: dict[str, Any] = {
    "ShutterShape": "RECTANGULAR",
    "ShutterLeftVerticalEdge": 3,
    "ShutterRightVerticalEdge": 20,
    "ShutterUpperHorizontalEdge": 5,
    "ShutterLowerHorizontalEdge": 18,
}
CIRCLE: dict[str, Any] = {
    "ShutterShape": "CIRCULAR",
    "CenterOfCircularShutter": [10, 14],
    "RadiusOfCircularShutter": 7,
}
POLYGON: dict[str, Any] = {
    "ShutterShape": "POLYGONAL",
    "VerticesOfThePolygonalShutter": [2, 4, 20, 9, 12, 28],
}
Mask = NDArray[np.bool_]


def shuttered(**elements: Any) -> "Dataset":
    return image(ramp((ROWS, COLUMNS), np.uint8), **elements)


def shutter_of(**elements: Any) -> Shutter:
    shutter = frame_info(described(shuttered(**elements))).shutter
    assert shutter is not None
    return shutter


def is_open(shutter: Shutter) -> Mask:
    return ~shutter.mask(ROWS, COLUMNS)


def each_pixel() -> tuple[NDArray[np.int_], NDArray[np.int_]]:
    """Row and column of every pixel, counted from 1."""
    row, column = np.mgrid[1 : ROWS + 1, 1 : COLUMNS + 1]
    return row, column


def test_within_the_edges_of_a_rectangle_all_is_seen() -> None:
    row, column = each_pixel()
    expected = (column >= 3) & (column <= 20) & (row >= 5) & (row <= 18)
    assert np.array_equal(is_open(shutter_of(**RECTANGLE)), expected)


def test_edges_past_the_image_shut_nothing() -> None:
    around = {
        "ShutterLeftVerticalEdge": 0,
        "ShutterRightVerticalEdge": COLUMNS + 1,
        "ShutterUpperHorizontalEdge": -5,
        "ShutterLowerHorizontalEdge": 999,
    }
    dataset = shuttered(**{**RECTANGLE, **around})
    info = frame_info(described(dataset))
    assert info.shutter is not None
    assert is_open(info.shutter).all()
    layers = layers_of(info, ROWS, COLUMNS)
    assert layers == ()
    assert not lacks_shutter(info, layers, ROWS, COLUMNS)


def test_within_the_radius_of_a_circle_all_is_seen() -> None:
    row, column = each_pixel()
    expected = np.hypot(row - 10, column - 14) <= 7
    assert np.array_equal(is_open(shutter_of(**CIRCLE)), expected)


def test_the_radius_counts_pixels_of_a_row() -> None:
    row, column = each_pixel()
    expected = np.hypot((row - 10) * 2, column - 14) <= 7
    found = is_open(shutter_of(**CIRCLE, PixelSpacing=[2.0, 1.0]))
    assert np.array_equal(found, expected)


def test_a_polygon_shows_what_is_on_the_inner_side_of_all_its_edges() -> None:
    row, column = each_pixel()
    corners = [(2, 4), (20, 9), (12, 28)]
    sides = []
    for (r0, c0), (r1, c1) in zip(corners, corners[1:] + corners[:1], strict=True):
        sides.append((c1 - c0) * (row - r0) - (r1 - r0) * (column - c0))
    expected = np.logical_and.reduce([side <= 0 for side in sides])
    assert 100 < expected.sum() < 300
    assert np.array_equal(is_open(shutter_of(**POLYGON)), expected)


def test_a_polygon_may_be_hollow_and_leave_the_image() -> None:
    """A U whose arms end above the image."""
    points = [
        (-5, 3),
        (20, 3),
        (20, 25),
        (-5, 25),
        (-5, 18),
        (12, 18),
        (12, 9),
        (-5, 9),
    ]
    row, column = each_pixel()
    outer = (row <= 20) & (column >= 3) & (column <= 25)
    hole = (row < 12) & (column > 9) & (column < 18)
    found = is_open(Shutter(polygon=tuple(points)))
    assert np.array_equal(found, outer & ~hole)


def test_a_polygon_of_a_rectangle_is_that_rectangle() -> None:
    rectangle = Shutter(rectangle=Rectangle(3, 20, 5, 18))
    polygon = Shutter(polygon=((5, 3), (5, 20), (18, 20), (18, 3)))
    assert np.array_equal(is_open(polygon), is_open(rectangle))


def test_what_lies_outside_any_shape_is_shut() -> None:
    shapes = ["RECTANGULAR", "CIRCULAR", "POLYGONAL"]
    both = {**RECTANGLE, **CIRCLE, **POLYGON, "ShutterShape": shapes}
    expected = np.logical_and.reduce(
        [is_open(shutter_of(**each)) for each in (RECTANGLE, CIRCLE, POLYGON)]
    )
    found = shutter_of(**both)
    assert expected.any()
    assert np.array_equal(is_open(found), expected)
    assert not found.is_broken


def test_a_bitmap_shuts_where_it_is_set() -> None:
    mask = np.random.default_rng(1).random((ROWS, COLUMNS)) < 0.5
    bits = np.packbits(mask, bitorder="little").tobytes()
    header = described(shuttered(ShutterShape="BITMAP", ShutterOverlayGroup=0x6002))
    overlay = Overlay(0x6002, ROWS, COLUMNS, bits)
    shutter = read_shutter(header, 0, colour=False, overlays=(overlay,))
    assert shutter is not None
    assert np.array_equal(shutter.mask(ROWS, COLUMNS), mask)
    missing = read_shutter(header, 0, colour=False)
    assert missing == Shutter(is_broken=True)


@pytest.mark.parametrize(
    "broken",
    [
        {**POLYGON, "VerticesOfThePolygonalShutter": [4, 4]},
        {**POLYGON, "VerticesOfThePolygonalShutter": [2, 4, 20, 9, 12]},
        {**POLYGON, "VerticesOfThePolygonalShutter": None},
        {**POLYGON, "VerticesOfThePolygonalShutter": [2, 4, 20, 9, 12, 2**31 - 1]},
        {**RECTANGLE, "ShutterLeftVerticalEdge": 21},
        {**RECTANGLE, "ShutterLowerHorizontalEdge": 4},
        {**RECTANGLE, "ShutterRightVerticalEdge": None},
        {**CIRCLE, "RadiusOfCircularShutter": 0},
        {**CIRCLE, "RadiusOfCircularShutter": -7},
        {**CIRCLE, "CenterOfCircularShutter": [10]},
        {**RECTANGLE, "ShutterShape": "HEXAGONAL"},
        # Sound, but nothing of the image would be left.
        {**CIRCLE, "CenterOfCircularShutter": [500, 14]},
        {**RECTANGLE, "ShutterRightVerticalEdge": -1, "ShutterLeftVerticalEdge": -9},
        {**POLYGON, "VerticesOfThePolygonalShutter": [99, 1, 99, 5, 120, 5]},
    ],
)
def test_a_shutter_that_makes_no_sense_is_left_out_and_told_of(
    broken: dict[str, Any],
) -> None:
    dataset = shuttered(**broken)
    info = frame_info(described(dataset))
    values = ramp((ROWS, COLUMNS), np.uint8)
    layers = layers_of(info, ROWS, COLUMNS)
    assert layers == ()
    assert lacks_shutter(info, layers, ROWS, COLUMNS)
    shown = picture(values, info, Look())
    assert np.array_equal(shown, picture(values, info, Look(shutters=False)))


def test_the_sound_shapes_of_a_broken_shutter_stay() -> None:
    shapes = {"ShutterShape": ["RECTANGULAR", "POLYGONAL"]}
    vertices = {"VerticesOfThePolygonalShutter": [1]}
    found = shutter_of(**{**RECTANGLE, **shapes, **vertices})
    assert found.is_broken
    assert found.rectangle == Rectangle(3, 20, 5, 18)
    assert found.polygon == ()


@pytest.mark.parametrize(("value", "grey"), [(0, 0), (0xFFFF, 255), (0x8080, 128)])
def test_shut_pixels_of_a_grey_image_show_its_p_value(value: int, grey: int) -> None:
    dataset = shuttered(
        **RECTANGLE,
        ShutterPresentationValue=value,
        ShutterPresentationColorCIELabValue=[0x4000, 0xFFFF, 0],
    )
    info = frame_info(described(dataset))
    assert info.shutter is not None
    shut = info.shutter.mask(ROWS, COLUMNS)
    values = ramp((ROWS, COLUMNS), np.uint8)
    for look in (Look(), Look(inverted=True)):
        made = picture(values, info, look)
        assert (made[shut] == grey).all()
        bare = picture(values, info, Look(inverted=look.inverted, shutters=False))
        assert np.array_equal(made[~shut], bare[~shut])


def test_shut_pixels_of_a_colour_image_show_its_colour() -> None:
    """CIELab 54.29, 80.81, 69.89 is the red of sRGB."""
    pixels = ramp((ROWS, COLUMNS, 3), np.uint8)
    lab = [round(0.5429 * 65535), round(208.81 / 255 * 65535), round(197.89 * 257)]
    dataset = image(
        pixels, samples=3, **RECTANGLE, ShutterPresentationColorCIELabValue=lab
    )
    info = frame_info(described(dataset))
    assert info.shutter is not None
    shut = info.shutter.mask(ROWS, COLUMNS)
    made = picture(pixels, info, Look())
    assert np.abs(made[shut] - np.array([255.0, 0, 0])).max() <= 1
    assert np.array_equal(made[~shut], pixels[~shut])


def test_an_image_without_shapes_has_no_shutter() -> None:
    assert frame_info(described(shuttered(ShutterLeftVerticalEdge=3))).shutter is None


def test_each_frame_may_have_its_own() -> None:
    dataset = enhanced_mr(2)
    second = dataset.PerFrameFunctionalGroupsSequence[1]
    second.FrameDisplayShutterSequence = [item(**CIRCLE)]
    header = described(dataset)
    assert frame_info(header, 0).shutter is None
    shutter = frame_info(header, 1).shutter
    assert shutter is not None
    assert shutter.circle == Circle(10, 14, 7)


def test_figures_see_what_is_shut() -> None:
    values = ramp((ROWS, COLUMNS), np.uint8)
    info, bare = (
        frame_info(described(shuttered(**elements))) for elements in (RECTANGLE, {})
    )
    for figure in (value_range, default_voi, auto_window):
        assert figure(values, info) == figure(values, bare)
