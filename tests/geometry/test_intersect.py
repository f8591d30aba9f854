import math
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from viewer.geometry.intersect import (
    PARALLEL_DEGREES,
    Sheet,
    Stack,
    are_parallel,
    crossing,
)
from viewer.geometry.plane import Plane, Vector

AXIAL = Sheet(Plane((-50.0, -50.0, 30.0), (1, 0, 0), (0, 1, 0), 1.0, 1.0), 100, 100)
CORONAL = Sheet(Plane((-50.0, 0.0, 100.0), (1, 0, 0), (0, 0, -1), 2.0, 0.5), 90, 200)
"""Rows 2 mm apart from the head down, columns 0.5 mm."""


def test_an_axial_slice_cuts_a_coronal_one_in_a_row() -> None:
    """By hand: z = 30 is 70 mm below the first row's centre, 35 rows of 2 mm on.

    The axial slice ends at −50.5 and 49.5; the coronal one at −50.25 and 49.75.
    """
    line = crossing(AXIAL, CORONAL)
    assert line is not None
    left, right = sorted(line)
    assert left == pytest.approx((0.0, 35.5))
    assert right == pytest.approx((199.5, 35.5))


def test_the_line_ends_where_the_smaller_image_ends() -> None:
    """By hand: columns −20.5 … 19.5 mm of the axial slice, in halves of a mm."""
    plane = replace(AXIAL.plane, position_mm=(-20.0, -50.0, 30.0))
    line = crossing(Sheet(plane, 100, 40), CORONAL)
    assert line is not None
    left, right = sorted(line)
    assert left == pytest.approx((59.5, 35.5))
    assert right == pytest.approx((139.5, 35.5))


def test_planes_that_meet_beyond_an_edge_have_no_line() -> None:
    above = replace(AXIAL.plane, position_mm=(-50.0, -50.0, 101.5))
    assert crossing(replace(AXIAL, plane=above), CORONAL) is None
    behind = replace(AXIAL.plane, position_mm=(-50.0, 1.0, 30.0))
    assert crossing(replace(AXIAL, plane=behind), CORONAL) is None


def test_parallel_planes_have_no_line_whichever_way_round() -> None:
    turned = replace(AXIAL.plane, row_cosine=(-1.0, 0.0, 0.0))
    assert are_parallel(AXIAL.plane, turned)
    assert crossing(AXIAL, Sheet(turned, 10, 10)) is None


@pytest.mark.parametrize(("more", "parallel"), [(-0.1, True), (0.1, False)])
def test_nearly_parallel_ends_at_a_stated_angle(more: float, parallel: bool) -> None:
    angle = math.radians(PARALLEL_DEGREES + more)
    tilted = Plane(
        (0, 0, 0), (1, 0, 0), (0, math.cos(angle), math.sin(angle)), 1.0, 1.0
    )
    assert are_parallel(AXIAL.plane, tilted) is parallel


def test_a_line_seen_from_a_tilted_slice_lies_in_both_planes() -> None:
    """By hand: tilted 30° about x through the origin, y = z / tan 30°."""
    cosine, sine = math.cos(math.pi / 6), math.sin(math.pi / 6)
    tilted = Sheet(Plane((-10, 0, 0), (1, 0, 0), (0, cosine, sine), 0.5, 1.0), 400, 20)
    flat = Sheet(Plane((-10.0, 0.0, 5.0), (1, 0, 0), (0, 1, 0), 1.0, 1.0), 50, 20)
    line = crossing(flat, tilted)
    assert line is not None
    assert {round(end[1], 6) for end in line} == {20.5}  # 10 mm up the slope
    seen = crossing(tilted, flat)
    assert seen is not None
    row = 5 / math.tan(math.pi / 6) + 0.5
    assert [end[1] for end in seen] == pytest.approx([row, row])


def _random_sheets(count: int) -> list[tuple[Sheet, Sheet]]:
    """Pairs of oblique, anisotropic images around one another."""
    random = np.random.default_rng(6)

    def sheet() -> Sheet:
        row, helper = random.normal(size=(2, 3))
        row /= np.linalg.norm(row)
        column = np.cross(helper, row)
        column /= np.linalg.norm(column)
        rows, columns = (int(size) for size in random.integers(20, 300, 2))
        spacing = random.uniform(0.2, 3.0, 2)
        corner = random.uniform(-20, 20, 3)
        corner -= row * columns * spacing[1] / 2 + column * rows * spacing[0] / 2
        plane = Plane(_vector(corner), _vector(row), _vector(column), *spacing.tolist())
        return Sheet(plane, rows, columns)

    return [(sheet(), sheet()) for _ in range(count)]


def _vector(values: Any) -> Vector:
    x, y, z = (float(value) for value in values)
    return x, y, z


def _as_itk(sheet: Sheet) -> Any:
    itk = import_module("SimpleITK")
    plane = sheet.plane
    image = itk.Image(sheet.columns, sheet.rows, 1, itk.sitkUInt8)
    image.SetOrigin(plane.position_mm)
    image.SetSpacing((plane.column_spacing_mm, plane.row_spacing_mm, 1.0))
    axes = np.array([plane.row_cosine, plane.column_cosine, plane.normal]).T
    image.SetDirection(axes.flatten().tolist())
    return image


def assert_line_lies_in_both(sheet: Any, seen: Any, line: Any) -> None:
    """SimpleITK's physical points of the line's ends: in both planes, to an edge."""
    columns, rows, _ = sheet.GetSize()
    for column, row in line:
        point = seen.TransformContinuousIndexToPhysicalPoint(
            (column - 0.5, row - 0.5, 0.0)
        )
        x, y, depth = sheet.TransformPhysicalPointToContinuousIndex(point)
        assert depth == pytest.approx(0.0, abs=1e-6)
        assert -0.5 - 1e-6 <= x <= columns - 0.5 + 1e-6
        assert -0.5 - 1e-6 <= y <= rows - 0.5 + 1e-6
        width, height, _ = seen.GetSize()
        edges = (x + 0.5, columns - 0.5 - x, y + 0.5, rows - 0.5 - y)
        own_edges = (column, width - column, row, height - row)
        assert min(*edges, *own_edges) == pytest.approx(0.0, abs=1e-6)


def test_lines_of_oblique_slices_agree_with_simple_itk() -> None:
    pytest.importorskip("SimpleITK")
    met = 0
    for sheet, seen in _random_sheets(200):
        line = crossing(sheet, seen)
        if line is not None:
            met += 1
            assert_line_lies_in_both(_as_itk(sheet), _as_itk(seen), line)
    assert met > 150


def _stack(levels: list[float | None], spacing_mm: float = 1.0) -> Stack:
    sheets = [
        None
        if level is None
        else replace(AXIAL, plane=replace(AXIAL.plane, position_mm=(0.0, 0.0, level)))
        for level in levels
    ]
    return Stack(sheets, spacing_mm)


@pytest.mark.parametrize(
    ("z", "index", "distance", "within"),
    [
        (10.0, 2, 0.0, True),
        (12.5, 2, 2.5, True),
        (12.6, 3, -2.4, True),
        (-2.5, 0, -2.5, True),
        (-2.6, 0, -2.6, False),
        (17.4, 3, 2.4, True),
        (90.0, 3, 75.0, False),
    ],
)
def test_the_nearest_slice_matches_within_half_a_spacing(
    z: float, index: int, distance: float, within: bool
) -> None:
    near = _stack([0.0, 5.0, 10.0, 15.0]).nearest((3.0, -4.0, z))
    assert near is not None
    assert (near.index, near.is_within) == (index, within)
    assert near.distance_mm == pytest.approx(distance)


def test_a_hole_in_a_stack_is_outside_of_it() -> None:
    stack = _stack([0.0, 5.0, 10.0, 30.0, 35.0])
    assert stack.spacing_mm == 5.0
    near = stack.nearest((0.0, 0.0, 20.0))
    assert near is not None
    assert not near.is_within


def test_a_slice_alone_reaches_as_far_as_it_is_thick() -> None:
    alone = _stack([10.0], 4.0)
    near, far = alone.nearest((0, 0, 12.0)), alone.nearest((0, 0, 12.1))
    assert near is not None
    assert far is not None
    assert (near.is_within, far.is_within) == (True, False)


def test_frames_without_a_plane_are_never_near() -> None:
    stack = _stack([None, 5.0, None])
    near = stack.nearest((0.0, 0.0, 0.0))
    assert near is not None
    assert near.index == 1
    assert _stack([None, None]).nearest((0.0, 0.0, 0.0)) is None
    assert _stack([]).nearest((0.0, 0.0, 0.0)) is None


def test_of_slices_at_one_place_the_preferred_one_is_taken() -> None:
    stack = _stack([0.0, 5.0, 0.0, 5.0, 0.0, 5.0])
    assert stack.spacing_mm == 5.0
    near = stack.nearest((0.0, 0.0, 4.8), np.array([4, 5, 2, 3]))
    assert near is not None
    assert near.index == 5


def test_slices_around_an_axis_have_no_spacing() -> None:
    angles = [math.radians(angle) for angle in (0, 45, 90)]
    sheets = [
        Sheet(
            Plane((0, 0, 0), (math.cos(a), math.sin(a), 0.0), (0, 0, -1), 1.0, 1.0),
            64,
            64,
        )
        for a in angles
    ]
    assert Stack(sheets, 3.0).spacing_mm == 3.0


def test_the_nearest_of_tilted_slices_agrees_with_simple_itk(corpus: Path) -> None:
    """A real gantry tilt: the third index of SimpleITK is the place in the stack."""
    itk = pytest.importorskip("SimpleITK")
    files = sorted((corpus / "geometry" / "prior-b-plastic-head-tilted").rglob("*"))
    images = [itk.ReadImage(str(path)) for path in files if path.is_file()]
    slices = [image for image in images if image.GetSize()[0] == 512 and _axial(image)]
    slices.sort(key=lambda image: _level(image, image.GetOrigin()))
    assert len(slices) == 8
    stack = Stack([_sheet(image) for image in slices])
    random = np.random.default_rng(1)
    for _ in range(100):
        index = int(random.integers(8))
        column, row = random.uniform(0, 511, 2)
        point = slices[index].TransformContinuousIndexToPhysicalPoint((column, row, 0))
        near = stack.nearest(_vector(point))
        assert near is not None
        assert (near.index, near.is_within) == (index, True)
        assert near.distance_mm == pytest.approx(0.0, abs=1e-4)
    gaps = np.diff([_level(image, image.GetOrigin()) for image in slices])
    assert stack.spacing_mm == pytest.approx(float(np.median(gaps)))


def test_lines_on_a_real_localiser_agree_with_simple_itk(corpus: Path) -> None:
    itk = pytest.importorskip("SimpleITK")
    for name in ("prior-a-plastic-head", "prior-b-plastic-head-tilted"):
        files = sorted((corpus / "geometry" / name).rglob("*"))
        images = [itk.ReadImage(str(path)) for path in files if path.is_file()]
        (localiser,) = (image for image in images if not _axial(image))
        for image in images:
            line = crossing(_sheet(image), _sheet(localiser))
            if image is localiser:
                assert line is None
                continue
            assert line is not None
            assert_line_lies_in_both(image, localiser, line)


def _axial(image: Any) -> bool:
    return abs(float(image.GetDirection()[8])) > 0.7


def _level(image: Any, point: Any) -> float:
    normal = np.array(image.GetDirection()).reshape(3, 3)[:, 2]
    return float(normal @ np.array(point))


def _sheet(image: Any) -> Sheet:
    """A sheet from what SimpleITK read."""
    axes = np.array(image.GetDirection()).reshape(3, 3)
    columns, rows, _ = image.GetSize()
    spacing = image.GetSpacing()
    plane = Plane(
        _vector(image.GetOrigin()),
        _vector(axes[:, 0]),
        _vector(axes[:, 1]),
        spacing[1],
        spacing[0],
    )
    return Sheet(plane, rows, columns)
