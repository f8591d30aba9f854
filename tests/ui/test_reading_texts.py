"""Texts whose files state no character set, or a wrong one."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QInputDialog

from tests.ui.conftest import OpenViewer
from tests.ui.viewer import Viewer
from viewer.demo.build import ct_slice, to_bytes
from viewer.demo.parts import uid
from viewer.demo.reports import measurement_report
from viewer.ui.reading_texts import CHOICES, choice_texts

RIGHT = "Люксембург"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two slices and a report in Cyrillic that say Latin 1; another study beside."""
    slices = [ct_slice(number, **said("Иванов^Иван", RIGHT)) for number in range(2)]
    report = measurement_report(slices[0], **said("Иванов^Иван", RIGHT))
    other = ct_slice(
        0,
        **said("Müller^Åsa", "Kö"),
        PatientID="other",
        SOPInstanceUID=uid("other"),
        StudyInstanceUID=uid("other study"),
        SeriesInstanceUID=uid("other series"),
    )
    for name, dataset in (("0", slices[0]), ("1", slices[1]), ("report", report)):
        dataset.SpecificCharacterSet = "ISO_IR 144"
        file = to_bytes(dataset)
        assert file.count(b"ISO_IR 144") == 1
        (tmp_path / name).write_bytes(file.replace(b"ISO_IR 144", b"ISO_IR 100"))
    other.SpecificCharacterSet = "ISO_IR 100"
    (tmp_path / "other").write_bytes(to_bytes(other))
    (tmp_path / "none").write_text("no DICOM")
    return tmp_path


def said(name: str, place: str) -> dict[str, Any]:
    return {"PatientName": name, "InstitutionName": place}


def choose(viewer: Viewer, monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    """Take the choice that begins with these words."""

    def answer(*arguments: object) -> tuple[str, bool]:
        texts = arguments[3]
        assert isinstance(texts, list)
        return next(text for text in texts if text.startswith(words)), True

    monkeypatch.setattr(QInputDialog, "getItem", answer)
    viewer.do("character-set")


def names(viewer: Viewer) -> set[str]:
    """Of all patients in the list."""
    patients = viewer.app.workspace.state.catalogue.index.patients
    return {name for patient in patients for name in patient.names}


def listed(viewer: Viewer, keyword: str) -> str:
    rows = viewer.app.sides.header.elements.outline.outline.rows
    return next(row.value for row in rows if row.keyword == keyword)


def test_the_texts_of_one_study_are_read_as_the_reader_says(
    open_viewer: OpenViewer, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    viewer = open_viewer(folder / "other", folder / "none")
    viewer.open(folder / "0")
    before, picture = viewer.model.state, viewer.shown.decoded.values
    wrong = "Иванов, Иван".encode("iso8859-5").decode("latin-1")
    assert wrong in names(viewer)
    choose(viewer, monkeypatch, "Cyrillic")
    texts = viewer.texts()
    assert texts["top_left"][0] == "Иванов, Иван"
    assert texts["top_right"][0] == RIGHT
    assert "Texts read as ISO_IR 144" in texts["bottom_right"]
    assert names(viewer) == {"Иванов, Иван", "Müller, Åsa"}
    assert listed(viewer, "InstitutionName") == RIGHT
    assert listed(viewer, "SpecificCharacterSet") == "ISO_IR 100"
    assert viewer.model.state.what.index == before.what.index
    assert (viewer.shown.decoded.values == picture).all()
    assert len(viewer.app.workspace.state.catalogue.index.skipped) == 1
    choose(viewer, monkeypatch, "As the file says (ISO_IR 100)")
    assert names(viewer) == {wrong, "Müller, Åsa"}
    assert "Texts read as" not in "".join(viewer.texts()["bottom_right"])


def test_files_that_come_later_are_read_like_their_study(
    open_viewer: OpenViewer, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    viewer = open_viewer(folder / "0")
    choose(viewer, monkeypatch, "Cyrillic")
    viewer.open(folder / "report")
    assert names(viewer) == {"Иванов, Иван"}
    viewer.do("close-all")
    viewer.open(folder / "0")
    assert names(viewer) != {"Иванов, Иван"}


def test_the_choices_name_what_they_are(open_viewer: OpenViewer, folder: Path) -> None:
    viewer = open_viewer(folder / "0")
    first, *others = choice_texts(viewer.shown.frame.header)
    assert first == "As the file says (ISO_IR 100)"
    assert others[0] == "Western European – ISO_IR 100"
    assert len({*others}) == len(CHOICES)
