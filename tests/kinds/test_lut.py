"""Standalone tables against DCMTK's maker of tables and pydicom's reading of them."""

import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from pydicom import Dataset, dcmread

from viewer.demo.build import IMPLICIT_LITTLE, ct_slice, to_bytes
from viewer.demo.legacy import lut_item, modality_lut, palette, voi_lut
from viewer.files.dataset import read_dataset
from viewer.files.sources import Source
from viewer.kinds.base import ContentError
from viewer.kinds.graphs import Applied, Graphs
from viewer.kinds.lut import read_colours, read_luts
from viewer.pixels.look import LookupTable, Window
from viewer.pixels.modality import Rescale


def read(dataset: Dataset, syntax: str = "") -> Graphs:
    source = Source("one", data=to_bytes(dataset, syntax))
    return read_luts(read_dataset(source), "lut")


def test_a_modality_table_is_a_curve_from_input_to_output() -> None:
    table = lut_item([5, 9, 7], first=100, bits=8, ModalityLUTType="OD")
    (graph,) = read(modality_lut(table)).graphs
    assert graph.lines[0].x.tolist() == [100, 101, 102]
    assert graph.lines[0].y.tolist() == [5, 9, 7]
    assert graph.x_title == "Stored value"
    assert graph.y_title == "Output [10⁻³ OD]"
    assert ("Inputs", "100 … 102") in graph.facts
    assert graph.applied is not None
    assert (graph.applied.purpose, graph.applied.unit) == ("modality", "10⁻³ OD")


def test_a_signed_descriptor_begins_below_zero() -> None:
    (graph,) = read(voi_lut(lut_item([1, 2], first=-1024))).graphs
    assert graph.lines[0].x.tolist() == [-1024, -1023]


def test_each_voi_table_has_its_explanation() -> None:
    found = read(voi_lut())
    assert [graph.title for graph in found.graphs] == ["SOFT", "HARD"]
    for graph in found.graphs:
        assert graph.applied is not None
        assert isinstance(graph.applied.transform, LookupTable)
        assert graph.applied.purpose == "voi"


def test_implicit_tables_are_read_alike() -> None:
    explicit, implicit = read(voi_lut()), read(voi_lut(), IMPLICIT_LITTLE)
    for one, other in zip(explicit.graphs, implicit.graphs, strict=True):
        np.testing.assert_array_equal(one.lines[0].y, other.lines[0].y)


def test_a_table_of_no_declared_entries_has_65536() -> None:
    entries = np.arange(65536).tolist()
    (graph,) = read(voi_lut(lut_item(entries))).graphs
    assert len(graph.lines[0].x) == 65536
    assert ("Entries", "65536") in graph.facts


def test_the_depth_that_is_used_is_told_beside_the_declared_one() -> None:
    (graph,) = read(voi_lut(lut_item([0, 4095], bits=16))).graphs
    assert ("Bits of an entry", "16, used: 12") in graph.facts


def test_slope_and_intercept_make_a_line() -> None:
    dataset = modality_lut(
        ModalityLUTSequence=None, RescaleSlope=2, RescaleIntercept=-10, RescaleType="HU"
    )
    (graph,) = read(dataset).graphs
    assert graph.applied == Applied("modality", Rescale(2.0, -10.0), "HU")
    assert graph.lines[0].y[0] == -10


def test_a_window_is_drawn_as_its_function() -> None:
    dataset = voi_lut(VOILUTSequence=None, WindowCenter=50, WindowWidth=100)
    (graph,) = read(dataset).graphs
    assert graph.applied == Applied("voi", Window(50.0, 100.0))
    assert (graph.lines[0].y[0], graph.lines[0].y[-1]) == (0, 255)
    at_centre = graph.lines[0].y[graph.lines[0].x == 50][0]
    assert at_centre == pytest.approx(((50 - 49.5) / 99 + 0.5) * 255)


def test_a_table_that_is_cut_off_is_told_and_not_drawn() -> None:
    broken = lut_item([1, 2, 3])
    broken.LUTDescriptor = [900, 0, 16]
    found = read(voi_lut(broken, lut_item([1, 2])))
    assert len(found.graphs) == 1
    assert found.notes == ("A VOI LUT is damaged.",)


def test_an_object_without_a_table_says_so() -> None:
    with pytest.raises(ContentError, match=r"^It holds no look-up table\.$"):
        read(voi_lut(VOILUTSequence=None))


@pytest.mark.skipif(not shutil.which("dcmmklut"), reason="needs DCMTK")
@pytest.mark.parametrize(("kind", "gamma"), [("+Tm", "2.2"), ("+Tv", "0.6")])
def test_tables_that_dcmtk_made_have_the_entries_that_pydicom_reads(
    tmp_path: Path, kind: str, gamma: str
) -> None:
    source, out = tmp_path / "ct", tmp_path / "lut"
    source.write_bytes(to_bytes(ct_slice()))
    made = ["dcmmklut", kind, "+Cg", gamma, "-b", "16", "-e", "512", "-f", "-100"]
    command = [*made, "+Fi", str(source), str(out)]
    subprocess.run(command, check=True, capture_output=True)
    known = dcmread(out, force=True)
    sequence = known.ModalityLUTSequence if kind == "+Tm" else known.VOILUTSequence
    expected = np.atleast_1d(sequence[0].LUTData)
    if isinstance(sequence[0].LUTData, bytes):
        expected = np.frombuffer(sequence[0].LUTData, "<u2")
    (graph,) = (
        one
        for one in read_luts(read_dataset(Source(str(out))), "lut").graphs
        if one.applied and isinstance(one.applied.transform, LookupTable)
    )
    np.testing.assert_array_equal(graph.lines[0].y, expected)
    assert graph.lines[0].x[0] == -100


def test_a_palette_is_three_curves_and_its_colours() -> None:
    source = Source("one", data=to_bytes(palette()))
    (graph,) = read_colours(read_dataset(source), "palette").graphs
    assert graph.title == "HEAT"
    assert [line.label for line in graph.lines] == ["Red", "Green", "Blue"]
    assert graph.colours[:3] == b"\0\0\0"
    assert graph.colours[-3:] == b"\xff\xff\xff"
    assert graph.lines[0].y[85] == 255
    assert graph.lines[2].y[170] == 0


def test_pydicoms_palettes_have_their_own_colours() -> None:
    from pydicom.data import get_palette_files

    for path in get_palette_files("*.dcm"):
        known = dcmread(path)
        (graph,) = read_colours(read_dataset(Source(str(path))), "palette").graphs
        if "RedPaletteColorLookupTableData" in known:
            red = np.frombuffer(known.RedPaletteColorLookupTableData, np.uint8)
            np.testing.assert_array_equal(graph.lines[0].y, red)
        assert len(graph.colours) == 3 * 256


def test_an_object_without_colours_says_so() -> None:
    source = Source("one", data=to_bytes(voi_lut()))
    with pytest.raises(ContentError, match=r"^It holds no palette\.$"):
        read_colours(read_dataset(source), "palette")
