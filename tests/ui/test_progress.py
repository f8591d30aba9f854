"""What takes longer than half a second tells how far it is, and can be given up.

Exports: test_exports.py, test_deidentified_exports.py. Scans: state/test_workspace.py.
"""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtWidgets import QProgressDialog, QPushButton

from tests.ui.conftest import OpenViewer, Write
from tests.ui.fused import fused
from tests.ui.viewer import Viewer
from viewer.demo.pet_ct import ct_series, pet_series
from viewer.export import writing
from viewer.export.writing import WriteRequest, write_file
from viewer.geometry.marks import Mark
from viewer.text import tr
from viewer.ui import surface_saving
from viewer.ui.canvas.fused import fused_badges
from viewer.ui.canvas.waiting import making_badges
from viewer.ui.export_runs import Run
from viewer.ui.mpr_saving import save_planes
from viewer.ui.saving_run import SavingRun
from viewer.ui.state import scenes
from viewer.ui.state.annotations import key_of
from viewer.ui.state.bodies import Bodies
from viewer.ui.surface_saving import SurfaceSaving
from viewer.work import rendering_extra
from viewer.work.rendering import RenderRequest, Surface


def test_an_opening_has_a_bar_and_is_cancelled_by_button_or_key(
    open_viewer: OpenViewer, thirty_slices: Path
) -> None:
    viewer = open_viewer(thirty_slices)
    status = viewer.app.status
    status.show_workspace(replace(viewer.app.workspace.state, scanning=True))
    assert status.bar.isVisible()
    assert "30 files seen" in status.bar.toolTip()
    asked: list[bool] = []
    status.cancel_asked.connect(lambda: asked.append(True))
    viewer.child("cancelScan", QPushButton).click()
    assert asked
    assert viewer.app.menus.by_id["cancel"].shortcut().toString() == "Esc"


def test_a_volume_that_is_being_read_is_given_up(
    open_viewer: OpenViewer, thirty_slices: Path
) -> None:
    viewer = open_viewer(thirty_slices)
    viewer.do("mpr-coronal")
    model = viewer.model
    assert model.state.what.is_cut
    model.loaded, model.progress = None, (3, 30)
    viewer.do("cancel")
    assert not model.state.what.is_cut
    assert viewer.shown.frame.cut is None


def test_an_export_shows_how_far_it_is_and_a_way_out(open_viewer: OpenViewer) -> None:
    viewer = open_viewer()
    told: list[str] = []

    class Long(Run):
        def start(self) -> None:
            self.progressed.emit(3)

    run = Long(10)
    run.finished.connect(told.append)
    viewer.app.exports._begin(run, "Copying")
    (dialog,) = viewer.app.window.findChildren(QProgressDialog)
    assert (dialog.value(), dialog.maximum()) == (3, 10)
    (button,) = dialog.findChildren(QPushButton)
    assert button.text() == tr("Cancel")
    button.click()
    assert told == ["Cancelled: nothing was written."]
    assert not dialog.isVisible()


def test_a_turning_mip_is_given_up_while_views_are_made(
    open_viewer: OpenViewer, thirty_slices: Path
) -> None:
    viewer = open_viewer(thirty_slices)
    images = viewer.model.state.what.display_set
    viewer.do("turning-mip")
    viewer.model.progress = (3, 45)
    assert "Esc" in making_badges(viewer.model)[0].text
    viewer.do("cancel")
    viewer.wait()
    assert viewer.model.state.what.display_set is images
    assert viewer.shown.frame.cut is None


def test_a_body_is_given_up_before_it_is_seen(
    open_viewer: OpenViewer, thirty_slices: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rendering_extra, "has_vtk", lambda: True)
    monkeypatch.setattr(scenes, "rendered", lambda _: None)
    viewer = open_viewer(thirty_slices)
    images, model = viewer.model.state.what.display_set, viewer.model
    monkeypatch.setattr(Bodies, "begin", lambda *_: None)
    viewer.app.volume3d.show()
    assert model.state.what.solid is not None
    viewer.do("cancel")
    viewer.wait()
    assert model.state.what.display_set is images
    assert viewer.shown.frame.cut is None


def test_a_fusion_is_given_up_and_its_volume_read_no_further(
    open_viewer: OpenViewer, write: Write
) -> None:
    viewer = fused(open_viewer, write, ct_series(), pet_series())
    model, stores = viewer.model, viewer.app.mpr.volumes.stores
    fusion = model.state.fusion
    assert fusion is not None
    store = stores.get(fusion.stack)
    assert store is not None
    store.filled = None
    model.overlaid.tell("", (3, 30))
    assert "Esc" in fused_badges(model)[0].text
    viewer.do("cancel")
    assert model.state.fusion is None
    assert stores.get(fusion.stack) is None
    assert not fused_badges(model)


def planes(viewer: Viewer, monkeypatch: pytest.MonkeyPatch, path: Path) -> SavingRun:
    """Begins to save them; the answers of the workers have not come yet."""
    viewer.do("mpr-coronal")
    monkeypatch.setattr(viewer.app.exporting, "ask_path", lambda *_: str(path))
    save_planes(viewer.app)
    (run,) = viewer.app.exports.savings
    return run


def test_planes_that_are_saved_count_and_are_given_up(
    open_viewer: OpenViewer,
    thirty_slices: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    viewer = open_viewer(thirty_slices)
    path = tmp_path / "out" / "planes.dcm"
    path.parent.mkdir()
    run = planes(viewer, monkeypatch, path)
    count, dialog = viewer.model.state.what.count, run.dialog
    assert (dialog.value(), dialog.maximum()) == (count, count)
    assert dialog.minimumDuration() == 500
    assert dialog.labelText() == f"planes.dcm is being made: {count} of {count}"
    (button,) = dialog.findChildren(QPushButton)
    button.click()
    viewer.until(lambda: not viewer.app.exports.is_busy)
    viewer.wait()
    assert not list(path.parent.iterdir())
    told = viewer.app.status.message.text()
    assert told == "planes.dcm: cancelled, nothing was written."
    planes(viewer, monkeypatch, path)
    viewer.until(path.exists)
    viewer.until(lambda: not viewer.app.exports.is_busy)
    assert viewer.app.status.message.text() == "Saved: planes.dcm"


def test_what_is_given_up_while_it_is_written_leaves_nothing(
    open_viewer: OpenViewer,
    thirty_slices: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    viewer = open_viewer(thirty_slices)
    path = tmp_path / "out" / "planes.dcm"
    path.parent.mkdir()

    def cancelled(request: WriteRequest) -> bool:
        run.cancel()
        return write_file(request)

    monkeypatch.setattr(writing, "write_file", cancelled)
    run = planes(viewer, monkeypatch, path)
    viewer.until(lambda: not viewer.app.exports.is_busy)
    assert not list(path.parent.iterdir())
    assert "nothing was written" in viewer.app.status.message.text()


def test_what_cannot_be_saved_names_the_file_and_the_next_step(
    open_viewer: OpenViewer,
    thirty_slices: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    viewer = open_viewer(thirty_slices)
    planes(viewer, monkeypatch, tmp_path / "none" / "planes.dcm")
    viewer.until(lambda: not viewer.app.exports.is_busy)
    assert viewer.app.status.message.text() == (
        "planes.dcm was not saved: there is no such folder to write it in."
        " Choose another one."
    )


@pytest.mark.parametrize("kind", ["table", "state", "report"])
def test_marks_that_leave_count_their_frames_and_are_given_up(
    open_viewer: OpenViewer,
    thirty_slices: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
) -> None:
    viewer = open_viewer(thirty_slices)
    display_set = viewer.model.state.what.display_set
    assert display_set is not None
    for number, frame in enumerate(display_set.images):
        key, line = key_of(frame), ((1.0, 1.0), (5.0, 5.0))
        assert key is not None
        viewer.app.annotations.put(key, Mark(f"2.25.{number}", "distance", line))
    path = tmp_path / "out" / "marks"
    path.parent.mkdir()
    monkeypatch.setattr(viewer.app.exporting, "ask_path", lambda *_: str(path))
    getattr(viewer.app.outgoing, f"save_{kind}")()
    (run,) = viewer.app.exports.savings
    assert run.dialog.maximum() == 30
    assert 0 < run.dialog.value() < 30, "frames out of sight have to be read"
    (button,) = run.dialog.findChildren(QPushButton)
    button.click()
    viewer.wait()
    assert not list(path.parent.iterdir())
    assert "marks: cancelled" in viewer.app.status.message.text()
    getattr(viewer.app.outgoing, f"save_{kind}")()
    viewer.until(path.exists)
    assert not viewer.app.exports.is_busy


def test_a_surface_is_given_up_or_saved(
    open_viewer: OpenViewer,
    series: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The way to the file; what VTK makes is in test_volume3d.py."""

    def picture(request: RenderRequest) -> NDArray[np.uint8]:
        return np.zeros((request.screen.rows, request.screen.columns, 3), np.uint8)

    corners = np.array([[0, 0, 0], [10, 0, 0], [0, 10, 0]], np.float32)
    made = Surface(corners, np.array([[0, 1, 2]], np.int32))
    monkeypatch.setattr(rendering_extra, "has_vtk", lambda: True)
    monkeypatch.setattr(scenes, "rendered", picture)
    monkeypatch.setattr(surface_saving, "surface", lambda _: made)
    path = tmp_path / "out" / "body.stl"
    path.parent.mkdir()
    viewer = open_viewer(series)
    monkeypatch.setattr(viewer.app.exporting, "ask_path", lambda *_: str(path))
    viewer.app.volume3d.show()
    viewer.until(lambda: viewer.app.volume3d.body is not None)
    body = viewer.app.volume3d.body
    assert body is not None
    saving = SurfaceSaving(viewer.app, viewer.model, body)
    saving._make(100.0)
    (run,) = viewer.app.exports.savings
    assert run.dialog.labelText() == "body.stl is being made…"
    run.cancel()
    viewer.wait()
    assert not list(path.parent.iterdir())
    assert "body.stl: cancelled" in viewer.app.status.message.text()
    saving._make(100.0)
    viewer.until(path.exists)
    viewer.until(lambda: not viewer.app.exports.is_busy)
    assert len(path.read_bytes()) == 84 + 50
    assert "body.stl · 1 triangle" in viewer.app.status.message.text()
