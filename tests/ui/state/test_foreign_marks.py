"""Reports draw on the images that are open, and nobody alters what they say."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt

from tests.export.made import BALL, LINE, image_of, measured
from tests.ui.conftest import OpenViewer, Write
from tests.ui.viewer import Viewer, pixels_of
from viewer.demo.build import ct_slice, ramp
from viewer.export.measurements import MeasurementRequest, measurement_report
from viewer.export.records import MarkedFrame
from viewer.ui.canvas.foreign import annotation_of
from viewer.ui.panels.marks import REPORT, MarksPanel
from viewer.ui.state.annotations import key_of

SLICE = ct_slice(1, ramp((64, 60), np.uint16, 12))


@pytest.fixture
def paths(write: Write, tmp_path: Path) -> tuple[Path, Path]:
    """An image and the report of it, which highdicom wrote."""
    frame = MarkedFrame(image_of(SLICE), 0, (measured(LINE), measured(BALL)))
    report = tmp_path / "report"
    report.write_bytes(measurement_report(MeasurementRequest((frame,))))
    return write("image", SLICE), report


def count(viewer: Viewer) -> int:
    key = key_of(viewer.shown.frame)
    return len(viewer.app.foreign.state.seen(key))


def test_a_report_draws_as_soon_as_its_image_is_open_too(
    open_viewer: OpenViewer, paths: tuple[Path, Path]
) -> None:
    image, report = paths
    viewer = open_viewer(image)
    assert count(viewer) == 0
    before = pixels_of(viewer.canvas)
    cell = viewer.model
    viewer.open(report, target=viewer.app.grid.cells[0])
    cell.show_set(next(viewer.app.workspace.state.catalogue.sets()))
    viewer.wait()
    assert count(viewer) == 2
    assert (pixels_of(viewer.canvas) != before).any()
    assert viewer.app.annotations.state.marks == {}


def test_the_words_are_the_reports_and_its_name_stands_beside(
    open_viewer: OpenViewer, paths: tuple[Path, Path]
) -> None:
    viewer = open_viewer(*paths)
    (some,) = viewer.app.foreign.state.marks.values()
    lines = annotation_of(some[0]).notes[0].lines
    assert lines[:2] == ("Läsion", "Length 31.416 mm")
    assert "Imaging Measurement Report" in lines[2]


def test_a_report_is_hidden_in_the_list(
    open_viewer: OpenViewer, paths: tuple[Path, Path]
) -> None:
    viewer = open_viewer(*paths)
    viewer.do("panel-marks")
    panel = viewer.child("marksPanel", MarksPanel)
    (row,) = panel._rows()
    assert row.data(0, REPORT)
    assert row.text(2) == "2 regions"
    assert not row.flags() & Qt.ItemFlag.ItemIsEditable
    row.setCheckState(0, Qt.CheckState.Unchecked)
    viewer.wait()
    assert count(viewer) == 0
    panel._rows()[0].setCheckState(0, Qt.CheckState.Checked)
    assert count(viewer) == 2


def test_a_report_that_is_closed_draws_no_more(
    open_viewer: OpenViewer, paths: tuple[Path, Path]
) -> None:
    viewer = open_viewer(*paths)
    assert viewer.app.foreign.state.marks
    viewer.do("close-all")
    assert viewer.app.foreign.state.marks == {}


@pytest.mark.corpus
def test_rulers_of_another_viewer_lie_on_its_image(
    open_viewer: OpenViewer, corpus: Path
) -> None:
    folder = corpus / "sop-class" / "sr"
    viewer = open_viewer(folder / "dwv_squares.dcm", folder / "dwv_sr-ruler.dcm")
    assert count(viewer) == 4
