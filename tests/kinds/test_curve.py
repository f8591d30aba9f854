"""Curves: every representation, spacing and dimension, against other readings."""

import shutil
import struct
import subprocess
from pathlib import Path

import numpy as np
import pytest
from pydicom import Dataset, dcmread

from viewer import limits
from viewer.demo.build import EXPLICIT_BIG, IMPLICIT_LITTLE, ct_slice, to_bytes
from viewer.demo.legacy import add_curve, curve, pet_curve
from viewer.demo.parts import base
from viewer.files.dataset import complete_header, read_dataset
from viewer.files.sources import Source
from viewer.kinds.base import ContentError
from viewer.kinds.curve import curves_of, has_curves, read_curves
from viewer.kinds.graphs import Graphs

POINTS = np.array([[1, 7], [2, 9], [5, 4]])


def read(dataset: Dataset, syntax: str = "") -> Graphs:
    source = Source("one", data=to_bytes(dataset, syntax))
    return read_curves(read_dataset(source), "curve")


def empty() -> Dataset:
    return base("1.2.840.10008.5.1.4.1.1.9", "OT")


@pytest.mark.parametrize("syntax", ["", IMPLICIT_LITTLE])
@pytest.mark.parametrize("representation", [0, 1, 2, 3, 4])
def test_every_representation_gives_the_same_points(
    representation: int, syntax: str
) -> None:
    dataset = add_curve(empty(), POINTS, representation=representation)
    (graph,) = read(dataset, syntax).graphs
    np.testing.assert_array_equal(graph.lines[0].x, POINTS[:, 0])
    np.testing.assert_array_equal(graph.lines[0].y, POINTS[:, 1])


@pytest.mark.parametrize("representation", [1, 2, 3, 4])
def test_negative_values_keep_their_sign(representation: int) -> None:
    dataset = add_curve(empty(), -POINTS, representation=representation)
    assert read(dataset).graphs[0].lines[0].y.tolist() == [-7, -9, -4]


def test_words_of_a_big_endian_file_are_swapped_whatever_they_make_up() -> None:
    dataset = add_curve(empty(), POINTS, representation=2)
    data = struct.pack("<6f", *POINTS.ravel())
    swapped = np.frombuffer(data, "<u2").byteswap().tobytes()
    dataset[0x50003000].value = swapped
    assert read(dataset, EXPLICIT_BIG).graphs[0].lines[0].y.tolist() == [7, 9, 4]


def test_numbers_written_under_their_own_vr_are_read() -> None:
    dataset = add_curve(empty(), POINTS, representation=3)
    del dataset[0x50003000]
    dataset.add_new(0x50003000, "FD", [float(one) for one in POINTS.ravel()])
    assert read(dataset).graphs[0].lines[0].y.tolist() == [7, 9, 4]


def test_a_spaced_dimension_is_made_from_start_and_step() -> None:
    dataset = add_curve(
        empty(),
        POINTS[:, 1:],
        representation=1,
        a=(0x0110, "US", [0, 1]),
        b=(0x0112, "US", [10]),
        c=(0x0114, "US", [4]),
    )
    dataset[0x50000005].value = 2
    (line,) = read(dataset).graphs[0].lines
    assert line.x.tolist() == [10, 14, 18]
    assert line.y.tolist() == [7, 9, 4]


def test_start_and_step_may_stand_for_every_dimension() -> None:
    dataset = add_curve(
        empty(),
        POINTS[:, :1],
        a=(0x0110, "US", [1, 0]),
        b=(0x0112, "US", [0, 100]),
        c=(0x0114, "US", [0, 5]),
    )
    dataset[0x50000005].value = 2
    (line,) = read(dataset).graphs[0].lines
    assert line.x.tolist() == [1, 2, 5]
    assert line.y.tolist() == [100, 105, 110]


def test_a_curve_of_one_dimension_is_drawn_over_its_points() -> None:
    dataset = add_curve(empty(), POINTS[:, 1:], units=["CNTS"], type_of_data="HIST")
    (graph,) = read(dataset).graphs
    assert graph.lines[0].x.tolist() == [1, 2, 3]
    assert graph.lines[0].form == "steps"
    assert (graph.x_title, graph.y_title) == ("Point", "Value [counts]")


def test_three_dimensions_make_two_lines() -> None:
    points = np.column_stack((POINTS, POINTS[:, 1] * 2))
    (graph,) = read(add_curve(empty(), points, labels=["t", "a", "b"])).graphs
    assert [line.label for line in graph.lines] == ["a", "b"]
    assert graph.lines[1].y.tolist() == [14, 18, 8]


def test_units_and_labels_name_the_axes() -> None:
    (graph,) = read(curve()).graphs
    assert (graph.x_title, graph.y_title) == ("Distance [px]", "Value [counts]")
    assert ("Type of data", "PROF – Image profile") in graph.facts


def test_an_outline_in_pixels_lies_in_a_plane() -> None:
    (graph,) = read(add_curve(empty(), POINTS, type_of_data="ROI")).graphs
    assert graph.is_plane
    assert graph.lines[0].form == "outline"
    assert (graph.x_title, graph.y_title) == ("Column [px]", "Row [px]")
    dataset = add_curve(empty(), POINTS, type_of_data="POLY", units=["MM", "HU"])
    assert not read(dataset).graphs[0].is_plane


def test_curves_over_the_same_axes_stand_together_first() -> None:
    found = read(pet_curve())
    assert [graph.title for graph in found.graphs] == ["All curves", "TUMOUR", "LIVER"]
    assert [line.label for line in found.graphs[0].lines] == ["TUMOUR", "LIVER"]
    assert ("Units of the values", "BQML") in found.graphs[0].facts
    assert found.graphs[0].y_title == "Activity [Bq/ml]"


def test_the_last_of_sixteen_groups_is_found() -> None:
    found = read(add_curve(empty(), POINTS, 15, label="LAST"))
    assert [graph.title for graph in found.graphs] == ["LAST"]
    assert ("Element group", "501E") in found.graphs[0].facts


def test_missing_points_are_said_and_none_is_made_up() -> None:
    dataset = add_curve(empty(), POINTS)
    dataset[0x50000010].value = 10
    found = read(dataset)
    assert len(found.graphs[0].lines[0].x) == 3
    assert found.notes == (
        "Time activity curve announces 10 points, the object holds 3.",
    )


@pytest.mark.parametrize(
    ("element", "value"),
    [(0x0005, 0), (0x0005, limits.CURVE_DIMENSIONS + 1), (0x0103, 9)],
)
def test_a_curve_that_makes_no_sense_costs_itself_only(
    element: int, value: int
) -> None:
    dataset = add_curve(add_curve(empty(), POINTS, 0), POINTS, 1)
    dataset[0x50000000 | element].value = value
    found = read(dataset)
    assert len(found.graphs) == 1
    assert len(found.notes) == 1
    assert ("Element group", "5002") in found.graphs[0].facts


def test_as_many_dimensions_as_allowed_are_read() -> None:
    points = np.ones((2, limits.CURVE_DIMENSIONS))
    (graph,) = read(add_curve(empty(), points)).graphs
    assert len(graph.lines) == limits.CURVE_DIMENSIONS - 1


def test_an_object_without_a_curve_says_so() -> None:
    with pytest.raises(ContentError, match=r"^It holds no curve\.$"):
        read(empty())


def test_curves_within_an_image_are_told_and_shown_beside_it() -> None:
    dataset = add_curve(ct_slice(), POINTS, 3)
    header = complete_header(Source("one", data=to_bytes(dataset)))
    assert has_curves(header)
    assert (curves_of(header).view, curves_of(header).first) == ("graphs", header)
    assert not has_curves(complete_header(Source("two", data=to_bytes(ct_slice()))))


@pytest.mark.skipif(not shutil.which("dcmmkcrv"), reason="needs DCMTK")
@pytest.mark.parametrize("form", ["0", "1", "2"])
@pytest.mark.parametrize("representation", ["0", "1", "2", "3", "4"])
def test_curves_that_dcmtk_made_have_its_points(
    tmp_path: Path, representation: str, form: str
) -> None:
    (tmp_path / "ct").write_bytes(to_bytes(ct_slice()))
    (tmp_path / "points").write_text("3 1\n10 5\n20 40\n")
    made = ["dcmmkcrv", "+r", "+v", representation, "-c", form, "-l", "TOOL"]
    made += ["-a", "mm", "HU", "-g", "4"]
    paths = [str(tmp_path / name) for name in ("ct", "points", "out")]
    subprocess.run([*made, *paths], check=True, capture_output=True)
    source = Source(str(tmp_path / "out"))
    assert has_curves(complete_header(source))
    (graph,) = read_curves(read_dataset(source), "curve").graphs
    assert graph.title == "TOOL"
    assert (graph.x_title, graph.y_title) == ("x [mm]", "y [HU]")
    assert graph.lines[0].x.tolist() == [3, 10, 20]
    assert graph.lines[0].y.tolist() == [1, 5, 40]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("rt-image/fo-dicom_RI6XDosiGap.dcm", "<f8"),
        ("xa/static-dicomweb_jpeg8bit.dcm", "<u2"),
    ],
)
def test_curves_within_real_images_have_their_points(
    corpus: Path, name: str, kind: str
) -> None:
    path = corpus / "sop-class" / name
    if not path.exists():
        pytest.skip(f"no {name}")
    known = dcmread(path, stop_before_pixels=True)
    data = np.frombuffer(known[0x50003000].value, kind)
    (graph,) = read_curves(read_dataset(Source(str(path))), "curve").graphs
    (line,) = graph.lines
    if (0x5000, 0x0110) in known:
        step = int(known[0x50000114].value)
        np.testing.assert_array_equal(line.x, step * np.arange(len(data)))
        np.testing.assert_array_equal(line.y, data)
    else:
        np.testing.assert_array_equal(line.x, data[::2])
        np.testing.assert_array_equal(line.y, data[1::2])
