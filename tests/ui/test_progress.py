"""What takes longer than half a second tells how far it is, and can be given up.

Exports: test_exports.py, test_deidentified_exports.py. Scans: state/test_workspace.py.
"""

from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QProgressDialog, QPushButton

from tests.ui.conftest import OpenViewer
from viewer.text import tr
from viewer.ui.export_runs import Run


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
