"""Numbers and dates: by the reader's language on screen, alike in every file."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from pydicom import Dataset, dcmread
from PySide6.QtWidgets import QApplication, QDoubleSpinBox, QFileDialog

from tests.ui.conftest import OpenViewer, Write
from tests.ui.viewer import Viewer
from viewer.demo.build import ct_slice, ramp
from viewer.demo.kinds import object_of
from viewer.geometry.marks import Mark
from viewer.text import set_language
from viewer.ui.language import install_qt_translation
from viewer.ui.state.annotations import key_of

NUMBER = re.compile(r"\d[\d.,:/−-]*")
LINE = Mark("2.25.1", "distance", ((10.25, 10.0), (40.0, 50.5)))
ELLIPSE = Mark("2.25.2", "ellipse", ((4.0, 1.5), (30.0, 9.0)))
PIXELS = ramp((64, 60), np.uint16, 12)
WRITTEN = frozenset(
    {"InstanceCreationDate", "InstanceCreationTime", "ContentDate", "ContentTime"}
    | {"PresentationCreationDate", "PresentationCreationTime", "TimezoneOffsetFromUTC"}
)
"""Of the moment of writing."""


def begin_in(code: str) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    set_language(code)
    install_qt_translation(application, code)


@pytest.fixture(autouse=True)
def _english_again(qapp: QApplication) -> Iterator[None]:
    yield
    begin_in("en")


@pytest.fixture
def target(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the reader saves."""
    path = tmp_path / "saved" / "out"
    path.parent.mkdir()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    return path


def figures(text: str) -> list[str]:
    """The numbers of a text in their order."""
    return [found.rstrip(".,:/−-") for found in NUMBER.findall(text)]


def marked(open_viewer: OpenViewer, path: Path) -> Viewer:
    viewer = open_viewer(path)
    key = key_of(viewer.shown.frame)
    assert key is not None
    viewer.app.annotations.put(key, LINE, ELLIPSE)
    return viewer


def values_of(dataset: Dataset) -> list[str]:
    """Every value of a data set, but for UIDs and the moment of writing."""
    return [
        f"{element.keyword}={element.value}"
        for element in dataset.iterall()
        if element.VR not in ("UI", "SQ", "TM", "DT") and element.keyword not in WRITTEN
    ]


@pytest.mark.parametrize(
    ("action", "suffix"),
    [
        ("save-marks-table", ".csv"),
        ("save-marks-state", ".dcm"),
        ("save-marks-report", ".dcm"),
    ],
)
def test_what_leaves_has_the_same_numbers_in_every_language(
    open_viewer: OpenViewer, write: Write, target: Path, action: str, suffix: str
) -> None:
    path = write("one.dcm", ct_slice(0, PIXELS, StudyDate="20261122"))
    written = []
    for code in ("en", "pt_BR"):
        begin_in(code)
        viewer = marked(open_viewer, path)
        viewer.do(action)
        saved = target.with_suffix(suffix)
        if suffix == ".dcm":
            written.append(figures("\n".join(values_of(dcmread(saved)))))
        else:
            written.append(figures(saved.read_text(encoding="utf-8-sig")))
        saved.unlink()
    assert len(written[0]) > 10
    assert written[0] == written[1]


@pytest.mark.parametrize(
    "kind",
    [
        "curve",
        "dicomdir",
        "encapsulated_doc",
        "management",
        "overlay",
        "print",
        "raw",
        "rt_plan",
        "spectroscopy",
        "waveform_ecg",
    ],
)
def test_the_numbers_of_a_view_are_saved_alike_in_every_language(
    open_viewer: OpenViewer, write: Write, target: Path, kind: str
) -> None:
    path = write("object.dcm", object_of(kind))
    written = []
    for code in ("en", "pt_BR"):
        begin_in(code)
        viewer = open_viewer(path)
        viewer.do("save-numbers")
        saved = target.with_suffix(".csv")
        written.append(
            [figures(row) for row in saved.read_text("utf-8-sig").split("\n")]
        )
        saved.unlink()
    assert written[0] == written[1]


@pytest.mark.app
def test_the_command_line_knows_no_language(write: Write) -> None:
    path = write("one.dcm", ct_slice(0, PIXELS))
    said = []
    for language in ("C.UTF-8", "pt_BR.UTF-8"):
        for command in ("info", "index"):
            ended = subprocess.run(
                [sys.executable, "-m", "viewer", command, "--json", str(path)],
                capture_output=True,
                text=True,
                check=True,
                env={**os.environ, "LANG": language, "LC_ALL": language},
            )
            said.append(json.loads(ended.stdout))
    assert said[:2] == said[2:]


def test_numbers_and_dates_on_screen_are_those_of_the_language(
    open_viewer: OpenViewer, write: Write
) -> None:
    begin_in("pt_BR")
    dataset = ct_slice(0, PIXELS, StudyDate="20261122", SliceThickness=2.5)
    viewer = marked(open_viewer, write("one.dcm", dataset))
    texts = [line for lines in viewer.texts().values() for line in lines]
    assert any("22/11/2026" in text for text in texts)
    assert any("2,5 mm" in text for text in texts)
    numbers = [one for text in texts for one in figures(text)]
    assert [one for one in numbers if re.fullmatch(r"\d+\.\d{1,2}", one)] == []


def test_a_field_for_numbers_has_the_sign_of_the_language(qtbot: object) -> None:
    for code, text in (("pt_BR", "14,50"), ("en", "14.50")):
        begin_in(code)
        field = QDoubleSpinBox()
        field.setValue(14.5)
        assert field.text() == text
