"""Marks: what they measure, where slices cut each other, and how they leave."""

import math
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from numpy.typing import NDArray
from pydicom import dcmread

from tests.correctness.table import Check, Difference
from tests.export.made import (
    ALL,
    ANGLE,
    BALL,
    BOX,
    LINE,
    SPOT,
    complaints,
    image_of,
    measured,
    output_of,
)
from tests.ui.sets import header_of
from viewer.demo.build import ct_slice, ramp, to_bytes
from viewer.demo.oblique import CORONAL, OBLIQUE, SAGITTAL, oblique_series
from viewer.export.mark_drawing import drawn_mark
from viewer.export.measurements import MeasurementRequest, measurement_report
from viewer.export.presentation_state import StateRequest, presentation_states
from viewer.export.records import Display, DisplayedFrame, MarkedFrame
from viewer.files.spatial import plane_of
from viewer.geometry.intersect import Sheet, crossing
from viewer.geometry.marks import Mark, Point, Shape
from viewer.kinds.base import Frame
from viewer.pixels.look import Window
from viewer.pixels.mark_figures import FigureName
from viewer.pixels.modality import Rescale
from viewer.work.loading import FrameLoad, Shown, load_frame
from viewer.work.measuring import figures_of

if TYPE_CHECKING:
    from pydicom import Dataset

PIXEL_MM = (0.8, 0.4)
"""Between rows, between columns."""

AREAS: tuple[tuple[Shape, tuple[Point, ...]], ...] = (
    ("rectangle", ((10.2, 20.7), (33.9, 50.1))),
    ("ellipse", ((10.2, 20.7), (33.9, 50.1))),
    ("ellipse", ((3.5, 3.5), (70.5, 12.5))),
    ("polygon", ((5.1, 5.3), (60.2, 9.9), (44.4, 70.8), (20.3, 30.6))),
    ("freehand", ((9.9, 9.1), (30.2, 8.3), (41.7, 33.3), (12.4, 61.7), (6.6, 30.2))),
)
STATISTICS: tuple[FigureName, ...] = ("mean", "deviation", "least", "greatest")


def _shown(dataset: "Dataset") -> Shown:
    answer = load_frame(FrameLoad(Frame(header_of(dataset))))
    assert isinstance(answer, Shown)
    return answer


def _read_by_itk(dataset: "Dataset") -> Any:
    """The slice as SimpleITK reads its file: modality values, places in the patient."""
    itk = import_module("SimpleITK")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "slice.dcm"
        path.write_bytes(to_bytes(dataset))
        return itk.ReadImage(str(path))


def _label(shape: Shape, points: Sequence[Point], rows: int, columns: int) -> Any:
    """The pixels whose centre is inside, asked one by one (even-odd rule)."""
    label = np.zeros((rows, columns), np.uint8)
    (left, top), (right, bottom) = points[0], points[-1]
    for row in range(rows):
        for column in range(columns):
            x, y = column + 0.5, row + 0.5
            if shape == "rectangle":
                found = left <= x < right and top <= y < bottom
            elif shape == "ellipse":
                part_x = (x - (left + right) / 2) / ((right - left) / 2)
                part_y = (y - (top + bottom) / 2) / ((bottom - top) / 2)
                found = part_x**2 + part_y**2 <= 1
            else:
                found = _is_inside(points, x, y)
            label[row, column] = found
    return label


def _is_inside(points: Sequence[Point], x: float, y: float) -> bool:
    crossed = 0
    for (x0, y0), (x1, y1) in zip(points, (*points[1:], points[0]), strict=True):
        if (y0 > y) != (y1 > y) and x < x0 + (y - y0) * (x1 - x0) / (y1 - y0):
            crossed += 1
    return crossed % 2 == 1


def statistics(_files: Sequence[Path]) -> Iterator[Difference]:
    """Each statistic of each shape on a CT of 80 × 80 random values."""
    itk = import_module("SimpleITK")
    random = np.random.default_rng(6)
    dataset = ct_slice(pixels=random.integers(0, 4096, (80, 80)).astype(np.uint16))
    dataset.RescaleSlope = 2
    image, shown = _read_by_itk(dataset), _shown(dataset)
    values = itk.GetArrayFromImage(image)[0].astype(np.float64)
    for shape, points in AREAS:
        found = figures_of(Mark("2.25.1", shape, points), shown)
        judge = itk.LabelStatisticsImageFilter()
        judge.Execute(
            itk.GetImageFromArray(values),
            itk.GetImageFromArray(_label(shape, points, 80, 80)),
        )
        count = judge.GetCount(1)
        expected = {
            "mean": judge.GetMean(1),
            "deviation": judge.GetSigma(1) * math.sqrt((count - 1) / count),
            "least": judge.GetMinimum(1),
            "greatest": judge.GetMaximum(1),
        }
        pixels = found.figure("pixels")
        assert pixels is not None
        yield f"{shape} n", abs(pixels.value - count)
        for name in STATISTICS:
            figure = found.figure(name)
            assert figure is not None
            yield f"{shape} {name}", abs(figure.value - expected[name])


def _on_oblique_slices() -> Iterator[tuple[Shown, Any, list[Point]]]:
    """Slices of unequal spacing with four points, and where SimpleITK has them."""
    random = np.random.default_rng(60)
    for cosines in (OBLIQUE, CORONAL, SAGITTAL):
        series = oblique_series("m", cosines, slices=4, pixel_mm=PIXEL_MM)
        for dataset in series:
            image = _read_by_itk(dataset)
            points = [tuple(point) for point in random.uniform(2, 78, (4, 2)).tolist()]
            places = [
                np.array(
                    image.TransformContinuousIndexToPhysicalPoint(
                        (column - 0.5, row - 0.5, 0.0)
                    )
                )
                for column, row in points
            ]
            yield _shown(dataset), places, points


def _value(shown: Shown, shape: Shape, points: Sequence[Point], name: Any) -> float:
    figure = figures_of(Mark("2.25.1", shape, tuple(points)), shown).figure(name)
    assert figure is not None
    return figure.value


def _degrees(one: NDArray[Any], other: NDArray[Any]) -> float:
    cosine = one @ other / np.linalg.norm(one) / np.linalg.norm(other)
    return math.degrees(math.acos(min(max(float(cosine), -1.0), 1.0)))


def lengths(_files: Sequence[Path]) -> Iterator[Difference]:
    """Distances and lines of three parts."""
    for shown, (a, b, c, d), points in _on_oblique_slices():
        expected = float(np.linalg.norm(b - a))
        found = _value(shown, "distance", points[:2], "length")
        yield "distance", abs(found - expected)
        expected += float(np.linalg.norm(c - b) + np.linalg.norm(d - c))
        found = _value(shown, "polyline", points, "length")
        yield "polyline", abs(found - expected)


def angles(_files: Sequence[Path]) -> Iterator[Difference]:
    """Angles of three points, and between two lines up to 90°."""
    for shown, (a, b, c, d), points in _on_oblique_slices():
        found = _value(shown, "angle", points[:3], "angle")
        yield "angle", abs(found - _degrees(a - b, c - b))
        between = _degrees(b - a, d - c)
        found = _value(shown, "cobb", points, "cobb angle")
        yield "cobb", abs(found - min(between, 180 - between))


def areas(_files: Sequence[Path]) -> Iterator[Difference]:
    """Triangles, by the cross product of two sides in space."""
    for shown, (a, b, c, _), points in _on_oblique_slices():
        expected = float(np.linalg.norm(np.cross(b - a, c - a))) / 2
        yield "triangle", abs(_value(shown, "polygon", points[:3], "area") - expected)


def reference_lines(_files: Sequence[Path]) -> Iterator[Difference]:
    """How far the ends of lines lie from the plane that they are of."""
    for one in (OBLIQUE, SAGITTAL, CORONAL):
        for other in (OBLIQUE, SAGITTAL, CORONAL):
            if one != other:
                yield from _lines(one, other)


def _lines(one: Any, other: Any) -> Iterator[Difference]:
    (seen,) = oblique_series("seen", other, slices=1)
    judge = _read_by_itk(seen)
    for number, dataset in enumerate(oblique_series("cut", one, slices=5)):
        line = crossing(_sheet(dataset), _sheet(seen))
        assert line is not None
        plane = _read_by_itk(dataset)
        for column, row in line:
            place = judge.TransformContinuousIndexToPhysicalPoint(
                (column - 0.5, row - 0.5, 0.0)
            )
            depth = plane.TransformPhysicalPointToContinuousIndex(place)[2]
            yield f"{number}", abs(depth * plane.GetSpacing()[2])


def _sheet(dataset: "Dataset") -> Sheet:
    plane = plane_of(header_of(dataset), 0)
    assert plane is not None
    return Sheet(plane, dataset.Rows, dataset.Columns)


SLICE = ct_slice(1, ramp((64, 60), np.uint16, 12))
DRAWN: dict[str, tuple[str, tuple[Point, ...]]] = {
    LINE.uid: ("polyline", ((10.25, 20.5), (40.75, 60.0))),
    ANGLE.uid: ("polyline", ((5, 5), (20, 5), (20, 30))),
    BOX.uid: ("polyline", ((30, 10), (50, 10), (50, 25), (30, 25), (30, 10))),
    BALL.uid: ("ellipse", ((12, 45), (32, 45), (22, 40), (22, 50))),
    SPOT.uid: ("point", ((33.5, 44.5),)),
}
"""What DCMTK is to find of a mark: by hand, the ellipse by PS3.3 C.10.5.2."""


def _state() -> bytes:
    drawn = tuple(drawn_mark(mark, (mark.text, "1.5 mm")) for mark in ALL)
    display = Display(Rescale(1.0, -1024.0))
    frame = DisplayedFrame(
        image_of(SLICE), 0, display, Window(40.0, 400.0), (0.7, 0.7), drawn=drawn
    )
    (content,) = presentation_states(StateRequest((frame,)))
    return content


def _report() -> bytes:
    frame = MarkedFrame(image_of(SLICE), 0, tuple(map(measured, ALL)))
    return measurement_report(MeasurementRequest((frame,)))


def _by_dcmtk(program: str, *arguments: str | Path) -> str:
    if shutil.which(program) is None and sys.platform != "linux":
        pytest.skip("DCMTK is not installed")
    return output_of([program, *arguments])


def state_graphics(_files: Sequence[Path]) -> Iterator[Difference]:
    """The points of each graphic."""
    with tempfile.TemporaryDirectory() as folder:
        state, image = Path(folder) / "state.dcm", Path(folder) / "image.dcm"
        state.write_bytes(_state())
        image.write_bytes(to_bytes(SLICE))
        told = _by_dcmtk("dcmp2pgm", "-v", "-p", state, image, Path(folder) / "o.pgm")
    found = [
        (kind, [tuple(map(float, pair.split("\\"))) for pair in pairs.split(", ")])
        for kind, pairs in re.findall(r"type=(\w+).*\n.*coordinates: (.*), ?\n", told)
    ]
    for uid, (kind, expected) in DRAWN.items():
        away = [
            float(np.abs(np.array(points) - np.array(expected)).max())
            for name, points in found
            if name == kind and len(points) == len(expected)
        ]
        yield uid, min(away)


def state_faults(_files: Sequence[Path]) -> Iterator[Difference]:
    """What is wrong with a state of nine marks."""
    with tempfile.TemporaryDirectory() as folder:
        state = Path(folder) / "state.dcm"
        state.write_bytes(_state())
        told = _by_dcmtk("dcmpschk", "-v", state)
        wrong = complaints(_state(), Path(folder))
    yield "dcmpschk", float("Test passed" not in told) + told.count("Error")
    yield "dciodvfy", float(len(wrong))


def report_values(_files: Sequence[Path]) -> Iterator[Difference]:
    """All numbers of the report, in the order of the marks."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.dcm"
        path.write_bytes(_report())
        told = _by_dcmtk("dsrdump", "+Pc", path)
    values = [float(text) for text in re.findall(r'NUM:[^=]*="([^"]*)"', told)]
    expected = [
        figure.value
        for mark in ALL
        for figure in measured(mark).figures
        if figure.unit_code and figure.name != "pixels"
    ]
    assert len(values) == len(expected), told
    for value, figure in zip(values, expected, strict=True):
        yield "value", abs(value - figure)


def report_places(_files: Sequence[Path]) -> Iterator[Difference]:
    """The places of the measured length and of the ellipse."""
    reader = import_module("highdicom.sr")
    report = reader.MeasurementReport.from_sequence([dcmread(BytesIO(_report()))])
    (line,) = report.get_image_measurement_groups(tracking_uid=LINE.uid)
    (length,) = line.get_measurements()
    (place,) = length.referenced_coordinates
    expected = np.array(DRAWN[LINE.uid][1])
    yield "line", float(np.abs(place.value - expected).max())
    (ball,) = report.get_planar_roi_measurement_groups(tracking_uid=BALL.uid)
    expected = np.array(DRAWN[BALL.uid][1])
    yield "ellipse", float(np.abs(ball.roi.value - expected).max())


def report_faults(_files: Sequence[Path]) -> Iterator[Difference]:
    """What is wrong with a report of nine marks."""
    with tempfile.TemporaryDirectory() as folder:
        yield "dciodvfy", float(len(complaints(_report(), Path(folder))))


CHECKS = (
    Check(
        "Marks: number, mean, SD, minimum, maximum inside of five areas",
        "SimpleITK label statistics on what SimpleITK reads, the label pixel by pixel",
        "HU",
        1e-9,
        statistics,
    ),
    Check(
        "Marks: lengths on oblique slices, unequal spacing",
        "SimpleITK's physical points",
        "mm",
        1e-6,
        lengths,
    ),
    Check(
        "Marks: angles on oblique slices, unequal spacing",
        "SimpleITK's physical points",
        "°",
        1e-5,
        angles,
    ),
    Check(
        "Marks: areas on oblique slices, unequal spacing",
        "SimpleITK's physical points",
        "mm²",
        1e-5,
        areas,
    ),
    Check(
        "Reference lines: ends in the plane that they are of",
        "SimpleITK's physical points",
        "mm",
        1e-6,
        reference_lines,
    ),
    Check(
        "Written presentation states: points of lines, boxes, ellipses, spots",
        "`dcmp2pgm -v -p`",
        "pixels",
        0,
        state_graphics,
    ),
    Check(
        "Written presentation states: sound",
        "`dcmpschk`, `dciodvfy`",
        "errors",
        0,
        state_faults,
    ),
    Check("Written reports: numbers", "`dsrdump`", "of any unit", 0, report_values),
    Check("Written reports: places", "highdicom", "pixels", 0, report_places),
    Check("Written reports: sound", "`dciodvfy`", "errors", 0, report_faults),
)
