"""DICOM copies without identity, asked for in the dialog."""

from pathlib import Path

import pytest
from pydicom import dcmread
from PySide6.QtWidgets import QProgressDialog

from tests.ui.conftest import OpenViewer, Write
from tests.ui.test_exports import Exporter, press_cancel
from viewer.demo.build import ct_slice
from viewer.demo.documents import report
from viewer.ui.dialogs.export import ExportDialog


@pytest.fixture
def ct(
    open_viewer: OpenViewer,
    write: Write,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Exporter:
    for number in range(3):
        write(f"ct/{number}", ct_slice(number, PatientName="Secret^Person"))
    return Exporter(open_viewer(tmp_path / "ct"), monkeypatch)


def test_dicom_files_go_without_identity(ct: Exporter, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    said = ct.export("dicom", "series", folder, identity=False)
    assert "3 objects were copied without identity" in said
    copies = [dcmread(path) for path in folder.iterdir()]
    assert len({copy.SOPInstanceUID for copy in copies}) == 3
    assert len({copy.SeriesInstanceUID for copy in copies}) == 1
    sources = {dcmread(path).PixelData for path in (tmp_path / "ct").iterdir()}
    assert {copy.PixelData for copy in copies} == sources
    assert all(b"Secret" not in path.read_bytes() for path in folder.iterdir())


def test_copies_without_identity_are_cancelled(ct: Exporter, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    ct.begin("dicom", "series", folder, identity=False)
    press_cancel(ct.viewer.child("exportProgress", QProgressDialog))
    ct.viewer.until(lambda: not ct.viewer.app.exports.is_busy)
    said = ct.viewer.app.status.message.text()
    assert said == "Cancelled. 0 objects were copied without identity in their headers."
    ct.viewer.wait()
    assert list(folder.iterdir()) == []


def test_what_cannot_go_without_identity_is_named(
    open_viewer: OpenViewer,
    write: Write,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    exporter = Exporter(open_viewer(write("letter", report())), monkeypatch)
    folder = tmp_path / "out"
    folder.mkdir()
    exporter.dialog()
    exporter.choose("exportWhat", "dicom")
    exporter.viewer.child("exportDialog", ExportDialog).reject()
    exporter.viewer.wait()
    said = exporter.export("dicom", "image", folder, identity=False)
    assert "1 was left out: letter: objects of its kind" in said
    assert list(folder.iterdir()) == []
