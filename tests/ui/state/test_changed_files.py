"""A folder that is used again: never one patient's name over another's pixels."""

import itertools
from pathlib import Path
from typing import Protocol

import numpy as np
import pytest

from tests.ui.conftest import OpenViewer, Write
from tests.ui.viewer import Viewer
from viewer.demo.build import ct_slice
from viewer.dicom import tags

COUNT = 5
LEVELS = {"Alice": 100, "Bobby": 2000}


class Export(Protocol):
    """Writes a patient's stack, always under the same names; gives the folder."""

    def __call__(self, name: str, count: int = COUNT, centre: int = 40) -> Path: ...


@pytest.fixture
def export(write: Write, tmp_path: Path) -> Export:
    serial = itertools.count()

    def export(name: str, count: int = COUNT, centre: int = 40) -> Path:
        values = np.full((16, 16), LEVELS[name], np.uint16)
        study = f"1.2.{LEVELS[name]}"
        folder = tmp_path / "export"
        folder.mkdir(exist_ok=True)
        for number in range(count):
            dataset = ct_slice(
                number,
                values,
                PatientName=name,
                PatientID=name,
                StudyInstanceUID=study,
                SeriesInstanceUID=f"{study}.1",
                SOPInstanceUID=f"{study}.1.{number}",
                WindowCenter=centre,
            )
            write(f"new{next(serial)}", dataset).replace(folder / f"IM{number}")
        return folder

    return export


def name_and_level(viewer: Viewer) -> tuple[str, int]:
    """What stands in the corner, and the pixels under it."""
    shown = viewer.shown
    name = shown.frame.header.text(tags.PatientName)
    frame = viewer.model.state.what.frame
    assert frame is not None
    assert frame.header.text(tags.PatientName) == name
    return name, int(shown.decoded.values[0, 0])


def test_scrolling_on_after_the_change_says_so(
    open_viewer: OpenViewer, export: Export
) -> None:
    viewer = open_viewer(export("Alice", 40))
    assert name_and_level(viewer) == ("Alice", 100)
    export("Bobby", 40)
    viewer.model.go_to(39)
    viewer.wait()
    assert viewer.model.shown is None
    assert viewer.model.trouble is not None
    assert "has changed since it was opened" in viewer.model.trouble.sentence


def test_opening_the_folder_again_shows_what_is_in_it_now(
    open_viewer: OpenViewer, export: Export
) -> None:
    viewer = open_viewer(export("Alice"))
    viewer.open(export("Bobby"))
    for index in range(COUNT):
        viewer.model.go_to(index)
        viewer.wait()
        assert name_and_level(viewer) == ("Bobby", 2000)
    patients = viewer.app.workspace.state.catalogue.index.patients
    assert [patient.id for patient in patients] == ["Bobby"]
    rows = viewer.app.sides.thumbnails.model.rows
    assert [row.title for row in rows if row.kind == "patient"] == ["Bobby"]


def test_another_cell_with_the_old_patient_is_emptied(
    open_viewer: OpenViewer, export: Export
) -> None:
    viewer = open_viewer(export("Alice"))
    viewer.do("layout-1x2")
    first, second = viewer.app.grid.cells[:2]
    viewer.open(export("Bobby"), target=second)
    assert first.state.what.display_set is None
    assert first.shown is None
    assert second.shown is not None
    assert second.shown.frame.header.text(tags.PatientName) == "Bobby"


def test_the_same_object_that_was_written_again_is_followed(
    open_viewer: OpenViewer, export: Export
) -> None:
    viewer = open_viewer(export("Alice"))
    viewer.do("layout-1x2")
    first, second = viewer.app.grid.cells[:2]
    viewer.open(export("Alice", centre=77), target=second)
    assert first.shown is not None
    header = first.shown.frame.header
    assert header.number(tags.WindowCenter) == 77
    assert first.state.what.frame is not None
    assert first.state.what.frame.header is header


def test_a_cell_whose_file_did_not_change_keeps_its_place(
    open_viewer: OpenViewer, export: Export
) -> None:
    viewer = open_viewer(export("Alice"))
    viewer.do("layout-1x2")
    first, second = viewer.app.grid.cells[:2]
    before = first.shown
    viewer.open(export("Bobby", 2), target=second)
    assert first.shown is before
    assert first.state.what.count == COUNT - 2
    assert before is not None
    assert first.state.what.frame == before.frame
