"""What reports draw, as highdicom and others write it."""

from pathlib import Path
from typing import Any

import pytest
from pydicom import Dataset, dcmread

from tests.export.made import ALL, BALL, COBB, LINE, image_of, measured, parsed
from viewer.demo.build import ct_slice
from viewer.demo.parts import item
from viewer.export.measurements import MeasurementRequest, measurement_report
from viewer.export.records import MarkedFrame
from viewer.kinds.report import read_report
from viewer.kinds.report_regions import Region, read_regions

SLICE = ct_slice(1, Rows=64, Columns=60)


@pytest.fixture(scope="module")
def regions() -> tuple[Region, ...]:
    """Of a report that highdicom wrote."""
    frame = MarkedFrame(image_of(SLICE), 0, tuple(map(measured, ALL)))
    content = measurement_report(MeasurementRequest((frame,)))
    return read_report(parsed(content), "sr").regions.drawn


def of(regions: tuple[Region, ...], name: str) -> list[Region]:
    return [one for one in regions if one.words[:1] == (name,)]


def test_a_line_has_its_name_its_length_and_its_image(
    regions: tuple[Region, ...],
) -> None:
    (line,) = of(regions, LINE.text)
    assert (line.shape, line.points) == ("POLYLINE", LINE.points)
    assert line.words == ("Läsion", "Length 31.416 mm")
    assert [one.sop_instance_uid for one in line.references] == [SLICE.SOPInstanceUID]


def test_an_area_has_all_that_was_measured_of_its_group(
    regions: tuple[Region, ...],
) -> None:
    (ball,) = of(regions, BALL.shape)
    assert ball.shape == "ELLIPSE"
    assert ball.words[1:] == ("Area 7.25 px²", "Mean -12.5 HU")


def test_what_two_lines_say_is_said_once(regions: tuple[Region, ...]) -> None:
    one, other = (
        region
        for region in regions
        if region.points in (COBB.points[:2], COBB.points[2:])
    )
    assert one.words == ("cobb", "Cobb angle 90.0 deg")
    assert other.words == ()


def coordinates(kind: str, points: list[float], **elements: Any) -> Dataset:
    return item(ValueType="SCOORD", GraphicType=kind, GraphicData=points, **elements)


def named(**elements: Any) -> Dataset:
    reference = item(
        ReferencedSOPClassUID="1.2.840.10008.5.1.4.1.1.2",
        ReferencedSOPInstanceUID="1.2.3",
        **elements,
    )
    return item(ValueType="IMAGE", ReferencedSOPSequence=[reference])


def report(*content: Dataset) -> Dataset:
    return item(ValueType="CONTAINER", ContentSequence=list(content))


def test_an_image_may_be_named_elsewhere_in_the_report() -> None:
    place = item(ReferencedContentItemIdentifier=[1, 1])
    found = read_regions(
        report(
            named(ReferencedFrameNumber=[2, 5]),
            coordinates("CIRCLE", [5, 5, 9, 5], ContentSequence=[place]),
        )
    )
    (region,) = found.drawn
    assert region.shape == "CIRCLE"
    assert region.references[0].frames == (2, 5)


@pytest.mark.parametrize(
    "odd",
    [
        coordinates("CIRCLE", [5, 5, 9], ContentSequence=[named()]),
        coordinates("ELLIPSE", [5, 5, 9, 5], ContentSequence=[named()]),
        coordinates("SPIRAL", [5, 5, 9, 5], ContentSequence=[named()]),
        coordinates("POLYLINE", [5, 5, 9, 5]),
        coordinates(
            "POLYLINE",
            [5, 5, 9, 5],
            ContentSequence=[named()],
            PixelOriginInterpretation="VOLUME",
        ),
        item(ValueType="SCOORD3D", GraphicType="POINT", GraphicData=[1, 2, 3]),
        coordinates(
            "POINT",
            [1, 1],
            ContentSequence=[item(ReferencedContentItemIdentifier=[1, 99, 7])],
        ),
    ],
)
def test_what_is_in_no_images_pixels_is_counted(odd: Dataset) -> None:
    found = read_regions(report(odd))
    assert (found.drawn, found.left_out) == ((), 1)


def test_points_of_many_are_all_there() -> None:
    many = coordinates("MULTIPOINT", [1, 1, 2, 2, 3, 3], ContentSequence=[named()])
    (region,) = read_regions(report(many)).drawn
    assert (region.shape, len(region.points)) == ("POINT", 3)


def test_a_report_nested_without_end_is_cut() -> None:
    nested = coordinates("POINT", [1, 1], ContentSequence=[named()])
    for _ in range(300):
        nested = report(nested)
    assert read_regions(nested).drawn == ()


def test_an_object_without_content_draws_nothing() -> None:
    assert read_regions(Dataset()).drawn == ()


@pytest.mark.corpus
def test_a_ruler_of_another_viewer_is_read(corpus: Path) -> None:
    dataset = dcmread(corpus / "sop-class" / "sr" / "dwv_sr-ruler.dcm")
    found = read_regions(dataset).drawn
    assert len(found) == 4
    assert {one.words[1] for one in found} == {"Length 4.025316455696 mm"}
    image = dcmread(corpus / "sop-class" / "sr" / "dwv_squares.dcm")
    named = {one.references[0].sop_instance_uid for one in found}
    assert named == {image.SOPInstanceUID}
