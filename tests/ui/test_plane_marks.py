"""Marks on planes through a volume are kept with the plane, and come back with it."""

import csv
import io
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pydicom
import pytest
from PySide6.QtWidgets import QFileDialog

from tests.ui.conftest import OpenViewer, Write
from tests.ui.planes import SLICES, handle, here, three
from tests.ui.viewer import LEFT, Viewer
from viewer.demo.pet_ct import ct_series
from viewer.geometry.marks import FrameKey, Mark
from viewer.store.marks import Marks
from viewer.ui.marks_list import go_to_mark
from viewer.ui.panels.marks import MarksPanel
from viewer.ui.state.annotations import key_of
from viewer.work.measuring import figures_of

LINE = Mark("2.25.7", "distance", ((5.5, 5.5), (5.5, 15.5)), text="stenosis")


@pytest.fixture
def kept(tmp_path: Path) -> Callable[[], Marks]:
    return lambda: Marks(tmp_path / "kept" / "marks.sqlite")


@pytest.fixture
def saves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the reader saves."""
    path = tmp_path / "saved"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    return path


def key(viewer: Viewer) -> FrameKey:
    found = key_of(viewer.shown.frame)
    assert found is not None
    return found


def test_a_mark_on_a_plane_comes_back_with_the_plane(
    open_viewer: OpenViewer, series: Path, kept: Callable[[], Marks]
) -> None:
    viewer = open_viewer(series, marks=kept())
    viewer.do("mpr-coronal")
    viewer.model.step(4)
    viewer.wait()
    place = key(viewer)
    viewer.app.annotations.put(place, LINE)
    assert not viewer.app.mark_keeper.has_unsaved
    assert not viewer.app.status.noted.isVisible()
    again = open_viewer(series, marks=kept())
    again.model.go_to(3)
    again.do("mpr-coronal")
    for _ in range(4):
        again.model.step(1)
    again.wait()
    assert key(again) == place
    assert again.app.annotations.state.of(key(again)) == (LINE,)
    again.do("mpr-slab-10")
    assert key(again) != place, "a slab is another picture"


def test_a_mark_on_an_oblique_plane_says_where_it_lies(
    open_viewer: OpenViewer, series: Path, kept: Callable[[], Marks], tmp_path: Path
) -> None:
    """Its plane is on the disk: place, directions, size, and the first slice."""
    viewer = open_viewer(series, marks=kept())
    axial, coronal, _ = three(viewer)
    viewer.drag(LEFT, *handle(viewer, axial, "coronal", 25))
    viewer.wait()
    viewer.app.grid.activate(coronal)
    viewer.app.annotations.put(key(viewer), LINE)
    viewer.app.mark_keeper.save_now()
    study = here(coronal).stack.frames[0].header.text(0x0020000D)
    ((place, mark),) = kept().load([study]).marks
    assert mark == LINE
    assert place.plane is not None
    frame = viewer.shown.frame
    assert frame.cut is not None
    assert place.plane.position_mm == frame.cut.plane.position_mm
    assert place.plane.row == frame.cut.plane.row_cosine
    assert place.plane.spacing_mm == frame.cut.plane.row_spacing_mm
    first = here(coronal).stack.frames[0].header
    assert place.open_with == first.text(0x00080018)


def test_a_plane_that_makes_no_sense_is_left_out(
    open_viewer: OpenViewer, series: Path, kept: Callable[[], Marks], tmp_path: Path
) -> None:
    viewer = open_viewer(series, marks=kept())
    viewer.do("mpr-coronal")
    viewer.app.annotations.put(key(viewer), LINE)
    viewer.app.mark_keeper.save_now()
    (path,) = (tmp_path / "kept").glob("*.sqlite")
    base = sqlite3.connect(path)
    base.execute("UPDATE marks SET data = replace(data, 'position_mm', 'nothing')")
    base.commit()
    base.close()
    again = open_viewer(series, marks=kept())
    assert not again.app.annotations.state.marks


def listed(viewer: Viewer) -> list[tuple[str, str, str]]:
    viewer.do("panel-marks")
    panel = viewer.child("marksPanel", MarksPanel)
    viewer.until(lambda: "…" not in str([row.text(2) for row in panel._rows()]))
    return [tuple(row.text(n) for n in range(3)) for row in panel._rows()]  # type: ignore[misc]


def test_the_list_has_marks_on_planes_after_those_on_images(
    open_viewer: OpenViewer, series: Path
) -> None:
    viewer = open_viewer(series)
    on_image = Mark("2.25.8", "point", ((4.5, 4.5),))
    image = key_of(viewer.model.state.what.frame)
    assert image is not None
    viewer.do("mpr-coronal")
    viewer.app.annotations.put(key(viewer), LINE)
    viewer.app.annotations.put(image, on_image)
    viewer.do("mpr-images")
    first, second = listed(viewer)
    assert first[:2] == ("Point", "11")
    assert second[:2] == ("stenosis", "MPR coronal")
    assert "Length 7.00 mm" in second[2] or "7.0 mm" in second[2]


def test_a_mark_that_was_kept_is_gone_to_from_the_list(
    open_viewer: OpenViewer, series: Path, kept: Callable[[], Marks]
) -> None:
    """Also its area has figures, without the plane having been seen again."""
    box = Mark("2.25.9", "rectangle", ((5.0, 5.0), (20.0, 12.0)), text="box")
    viewer = open_viewer(series, marks=kept())
    axial, coronal, _ = three(viewer)
    viewer.drag(LEFT, *handle(viewer, axial, "coronal", 25))
    viewer.wait()
    viewer.app.grid.activate(coronal)
    viewer.model.step(3)
    viewer.do("mpr-slab-10")
    viewer.wait()
    place, plane = key(viewer), viewer.shown.frame.cut
    viewer.app.annotations.put(place, box)
    wanted = figures_of(box, viewer.shown)
    again = open_viewer(series, marks=kept())
    again.until(lambda: bool(again.app.annotations.state.marks))
    ((name, image, told),) = listed(again)
    assert (name, image) == ("box", "MPR coronal, oblique MIP 10 mm")
    for figure in wanted.figures:
        assert figure.text in told
    go_to_mark(again.app, place, box.uid)
    again.wait()
    assert key(again) == place
    assert plane is not None
    assert again.shown.frame.cut is not None
    there = again.shown.frame.cut.plane
    assert there.position_mm == pytest.approx(plane.plane.position_mm, abs=1e-9)
    assert there.row_cosine == pytest.approx(plane.plane.row_cosine, abs=1e-12)
    assert again.app.annotations.state.of(key(again)) == (box,)


def test_a_mark_is_gone_to_among_planes_that_are_shown(
    open_viewer: OpenViewer, series: Path
) -> None:
    """The cell of its plane goes there, and the others follow the crossing."""
    viewer = open_viewer(series)
    axial, coronal, sagittal = three(viewer)
    viewer.app.grid.activate(coronal)
    viewer.model.step(5)
    viewer.wait()
    place = key(viewer)
    viewer.app.annotations.put(place, LINE)
    viewer.model.step(-9)
    viewer.app.grid.activate(axial)
    go_to_mark(viewer.app, place, LINE.uid)
    viewer.wait()
    assert viewer.model is coronal
    assert key(viewer) == place
    assert here(sagittal).point_mm[1] == pytest.approx(here(coronal).point_mm[1])


def test_volumes_come_one_after_the_other_for_marks_of_many(
    open_viewer: OpenViewer, series: Path, write: Write
) -> None:
    """And go again: in memory there is never more than one that nobody shows."""
    for one in ct_series():
        other = write(f"other/{one.InstanceNumber}", one).parent
    viewer = open_viewer(series)
    viewer.open(other)
    sets = list(viewer.app.workspace.state.catalogue.sets())
    box = ((5.0, 5.0), (20.0, 12.0))
    for number, found in enumerate(sets):
        viewer.model.show_set(found)
        viewer.do("mpr-coronal")
        mark = Mark(f"2.25.{number}", "rectangle", box)
        viewer.app.annotations.put(key(viewer), mark)
    viewer.do("mpr-images")
    stores = viewer.app.mpr.volumes.stores
    stores.clear()
    told = [row[2] for row in listed(viewer)]
    assert len(told) == 2
    assert all("HU" in one for one in told)
    assert sum(stores.get(stack) is not None for stack in stores.finished()) == 1
    assert not stores.needed


def test_undo_goes_to_the_plane_or_says_which_one_it_is(
    open_viewer: OpenViewer, series: Path
) -> None:
    viewer = open_viewer(series)
    viewer.do("mpr-coronal")
    viewer.model.step(5)
    place = key(viewer)
    viewer.app.annotations.put(place, LINE)
    viewer.model.step(-9)
    viewer.do("undo-mark")
    assert not viewer.app.annotations.state.marks
    assert key(viewer) == place
    viewer.do("mpr-images")
    viewer.do("redo-mark")
    assert viewer.app.annotations.state.of(place) == (LINE,)
    assert viewer.shown.frame.cut is None
    told = viewer.app.status.message.text()
    assert told == "Marks changed on a plane, MPR coronal, which is in no viewport."


def test_the_table_says_where_a_plane_lies(
    open_viewer: OpenViewer, series: Path, saves: Path
) -> None:
    viewer = open_viewer(series)
    viewer.do("mpr-coronal")
    viewer.app.annotations.put(key(viewer), LINE)
    viewer.do("mpr-images")
    viewer.do("save-marks-table")
    table = saves.with_suffix(".csv").read_text("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(table))
    assert (row["SOPInstanceUID"], row["InstanceNumber"], row["Frame"]) == ("", "", "")
    assert row["SeriesInstanceUID"] == viewer.shown.frame.header.text(0x0020000E)
    assert float(row["Value"]) == pytest.approx(7.0)
    assert row["PlaneOrientation"] == "1.0 0.0 0.0 0.0 0.0 -1.0"
    assert row["PlaneSpacing"] == "0.7 0.7"
    assert row["PlaneSlab"] == ""
    x, y, z = map(float, row["PlanePosition"].split())
    ends = [list(map(float, end.split())) for end in row["PointsMm"].split("; ")]
    assert ends[0] == pytest.approx([x + 5 * 0.7, y, z - 5 * 0.7])
    assert ends[1] == pytest.approx([x + 5 * 0.7, y, z - 15 * 0.7])
    assert (x, y) == pytest.approx((-15.0, 20.0 + 20 * 0.7)), "the middle row"


def test_the_report_has_the_points_in_the_patient(
    open_viewer: OpenViewer, series: Path, saves: Path
) -> None:
    viewer = open_viewer(series)
    viewer.do("mpr-sagittal")
    viewer.app.annotations.put(key(viewer), LINE)
    viewer.do("save-marks-report")
    viewer.wait()
    report = pydicom.dcmread(saves.with_suffix(".dcm"))
    assert report.SOPClassUID == "1.2.840.10008.5.1.4.1.1.88.34"
    (place,) = [one for one in items_of(report) if one.ValueType == "SCOORD3D"]
    frame = viewer.shown.frame
    assert frame.cut is not None
    ends = [frame.cut.plane.to_patient(x, y) for x, y in LINE.points]
    assert place.GraphicData == pytest.approx([one for end in ends for one in end])
    assert place.ReferencedFrameOfReferenceUID == frame.header.text(0x00200052)
    evidence = report.CurrentRequestedProcedureEvidenceSequence[0]
    (referenced,) = evidence.ReferencedSeriesSequence
    assert len(referenced.ReferencedSOPSequence) == SLICES


def items_of(item: Any) -> Iterator[Any]:
    for one in item.get("ContentSequence", []):
        yield one
        yield from items_of(one)


def test_a_plane_of_what_was_closed_has_no_row(
    open_viewer: OpenViewer, series: Path
) -> None:
    viewer = open_viewer(series)
    viewer.do("mpr-coronal")
    place = key(viewer)
    viewer.app.annotations.put(place, LINE)
    viewer.app.close_all()
    viewer.wait()
    assert viewer.app.measured.place(place) is None
    assert listed(viewer) == []
