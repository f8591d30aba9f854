"""What takes longer than half a second tells how far it is, and can be given up.

Exports: test_exports.py, test_deidentified_exports.py. Scans: state/test_workspace.py.
"""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QProgressDialog, QPushButton

from tests.ui.conftest import OpenViewer, Write
from tests.ui.fused import fused
from viewer.demo.pet_ct import ct_series, pet_series
from viewer.text import tr
from viewer.ui.canvas.fused import fused_badges
from viewer.ui.canvas.waiting import making_badges
from viewer.ui.export_runs import Run
from viewer.ui.state import scenes
from viewer.ui.state.bodies import Bodies
from viewer.work import rendering_extra


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
