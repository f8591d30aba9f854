"""About: what the program stands on; diagnostics name no patient and no file."""

from pathlib import Path
from typing import Any

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton, QTreeWidget

from tests.ui.conftest import OpenViewer, Write
from viewer import __version__
from viewer.demo.build import ct_slice
from viewer.ui.diagnostics import PARTS, diagnostics, versions

ROOT = Path(__file__).parent.parent.parent
PLANTED: dict[str, Any] = {
    "PatientName": "Zebedeu^Planted",
    "PatientID": "PLANTED-ID-77",
    "PatientBirthDate": "19440203",
    "InstitutionName": "Planted Hospital",
    "AccessionNumber": "PLANTEDACC",
    "StudyDescription": "Planted study",
    "SeriesDescription": "Planted series",
    "StudyInstanceUID": "2.25.424242",
    "ReferringPhysicianName": "Planted^Doctor",
}


def test_every_part_with_its_licence_stands_in_third_party() -> None:
    listed = (ROOT / "THIRD-PARTY.md").read_text(encoding="utf-8")
    for name, package, licence in PARTS:
        assert (package or name).split(",")[0].lower() in listed.lower(), name
        assert licence.removesuffix("-only") in listed, licence
    assert [name for name, _, _ in versions()][:2] == ["Python", "Qt, PySide6"]


def test_diagnostics_name_no_patient_and_no_file(
    open_viewer: OpenViewer, write: Write
) -> None:
    path = write("Planted^Folder/planted-file", ct_slice(**PLANTED))
    broken = path.with_name("planted-broken.dcm")
    broken.write_bytes(path.read_bytes()[:200])
    viewer = open_viewer(path.parent)
    viewer.app.preferences.remember(str(path))
    viewer.app.preferences.change(theme="light")
    said = diagnostics(viewer.app)
    assert f"Negatoscope {__version__}" in said
    assert "theme = light" in said
    assert "Objects: 1 shown" in said
    for planted in ("planted", "zebedeu", "19440203", "424242", str(path.parent)):
        assert planted not in said.lower()
    assert str(Path.home()) not in said


def test_about_copies_them(open_viewer: OpenViewer, write: Write) -> None:
    viewer = open_viewer(write("a", ct_slice()))
    viewer.do("about")
    (dialog,) = (
        one
        for one in QGuiApplication.allWindows()
        if one.objectName().startswith("aboutDialog")
    )
    button = next(
        one
        for one in viewer.app.window.findChildren(QPushButton, "copyDiagnostics")
        if one.isVisible()
    )
    button.click()
    assert QGuiApplication.clipboard().text() == diagnostics(viewer.app)
    parts = viewer.app.window.findChild(QTreeWidget, "aboutParts")
    assert parts is not None
    assert parts.topLevelItemCount() > 5
    dialog.close()
