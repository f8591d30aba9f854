"""Marks and key images leave the window, and come back as others made them."""

import shutil
from csv import DictReader
from dataclasses import replace
from io import StringIO
from pathlib import Path
from subprocess import run

import numpy as np
import pytest
from pydicom import dcmread
from PySide6.QtWidgets import QFileDialog

from tests.export.made import complaints
from tests.ui.conftest import OpenViewer, Write
from tests.ui.viewer import Viewer
from viewer.demo.build import ct_slice, image, ramp
from viewer.geometry.marks import POINTS, FrameKey, Mark
from viewer.pixels.look import Window
from viewer.ui.state.annotations import key_of

LINE = Mark("2.25.1", "distance", ((10.0, 10.0), (40.0, 50.0)), text="lesion, old")
BOX = Mark("2.25.2", "rectangle", ((4.0, 4.0), (12.0, 12.0)))
HIDDEN = Mark("2.25.3", "point", ((20.5, 20.5),), hidden=True)
PIXELS = ramp((64, 60), np.uint16, 12)


@pytest.fixture
def target(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the reader saves."""
    path = tmp_path / "saved" / "out"
    path.parent.mkdir()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    return path


@pytest.fixture
def viewer(open_viewer: OpenViewer, write: Write) -> Viewer:
    """Three slices of 0.7 mm; a line and a box on the one in the middle."""
    for number in range(3):
        write(f"data/{number}", ct_slice(number, PIXELS))
    path = write("data/0", ct_slice(0, PIXELS))
    viewer = open_viewer(path.parent)
    viewer.app.annotations.put(key(viewer), LINE, BOX, HIDDEN)
    return viewer


def key(viewer: Viewer, index: int | None = None) -> FrameKey:
    display_set = viewer.model.state.what.display_set
    assert display_set is not None
    at = viewer.model.state.what.index if index is None else index
    found = key_of(display_set.frames[at])
    assert found is not None
    return found


def test_the_table_has_a_row_for_every_figure(viewer: Viewer, target: Path) -> None:
    away = Mark("2.25.9", "distance", ((0.0, 0.0), (10.0, 0.0)))
    viewer.app.annotations.put(key(viewer, 0), away)
    viewer.do("save-marks-table")
    text = target.with_suffix(".csv").read_bytes().decode("utf-8-sig")
    rows = list(DictReader(StringIO(text, newline="")))
    assert "\r\n" in text
    line = [row for row in rows if row["MarkUID"] == LINE.uid]
    assert [(row["Figure"], row["Unit"], row["Basis"]) for row in line] == [
        ("length", "mm", "patient")
    ]
    assert float(line[0]["Value"]) == pytest.approx(50 * 0.7)
    assert line[0]["Text"] == "lesion, old"
    assert line[0]["SOPInstanceUID"] == key(viewer).sop_instance_uid
    box = {row["Figure"]: row for row in rows if row["MarkUID"] == BOX.uid}
    inside = PIXELS[4:12, 4:12].astype(float) - 1024
    assert float(box["mean"]["Value"]) == pytest.approx(inside.mean())
    assert box["mean"]["Unit"] == "HU"
    assert float(box["area"]["Value"]) == pytest.approx(64 * 0.49)
    elsewhere = [row for row in rows if row["MarkUID"] == away.uid]
    assert float(elsewhere[0]["Value"]) == pytest.approx(7.0)
    assert elsewhere[0]["InstanceNumber"] != line[0]["InstanceNumber"]
    assert {row["Hidden"] for row in rows if row["MarkUID"] == HIDDEN.uid} == {"yes"}
    assert rows[0]["PatientID"]


def test_the_table_names_nobody_while_identity_is_hidden(
    viewer: Viewer, target: Path
) -> None:
    viewer.app.preferences.change(hides_identity=True)
    viewer.do("save-marks-table")
    text = target.with_suffix(".csv").read_text("utf-8-sig")
    assert "PatientID" not in text
    assert "TEST" not in text


def test_a_saved_state_shows_the_same_when_it_is_opened(
    viewer: Viewer, target: Path, tmp_path: Path, open_viewer: OpenViewer
) -> None:
    look = viewer.model.state.look
    viewer.model.change(look=replace(look, voi=Window(100.0, 900.0), inverted=True))
    viewer.do("rotate-right")
    viewer.do("flip-horizontal")
    viewer.do("save-marks-state")
    path = target.with_suffix(".dcm")
    assert complaints(path.read_bytes(), tmp_path) == []
    shown = viewer.picture()
    at = viewer.model.state.what.index
    viewer.app.annotations.show(False)
    other = open_viewer(tmp_path / "data", path)
    states = other.app.states
    (state,) = states.choices
    states.choose(state)
    other.wait()
    assert other.model.state.what.index == at
    assert other.model.voi() == Window(100.0, 900.0)
    annotations = state.annotations_for(other.shown.frame.header, 0)
    graphics = [one.points for layer in annotations for one in layer.graphics]
    assert LINE.points in graphics
    assert len(graphics) == 2
    notes = [one.lines[0] for layer in annotations for one in layer.notes]
    assert "lesion, old" in notes
    other.model.change(
        look=replace(other.model.state.look, hidden_layers=frozenset({"MARKS"}))
    )
    viewer.app.annotations.show(False)
    assert np.array_equal(viewer.picture(), other.picture())
    assert shown.shape == other.picture().shape


@pytest.mark.skipif(shutil.which("dcmpschk") is None, reason="DCMTK is not here")
def test_a_state_with_every_shape_is_sound_for_dcmtk(
    viewer: Viewer, target: Path
) -> None:
    spots = [(5.0 + 9 * (n % 5), 5.0 + 11 * (n % 4)) for n in range(4)]
    for number, (shape, (fewest, _)) in enumerate(POINTS.items()):
        made = Mark(f"2.25.7{number}", shape, tuple(spots[:fewest]), "ação", False, 30)
        viewer.app.annotations.put(key(viewer), made)
    viewer.do("save-marks-state")
    path = target.with_suffix(".dcm")
    notes = dcmread(path).GraphicAnnotationSequence[0].TextObjectSequence
    texts = "\n".join(one.UnformattedTextValue for one in notes)
    assert " x " in texts
    assert "HU" in texts
    checked = run(["dcmpschk", str(path)], capture_output=True, text=True, check=False)
    assert "Test passed" in checked.stderr + checked.stdout, checked.stderr


def test_marks_of_a_state_are_taken_over_in_one_step(
    viewer: Viewer, target: Path, tmp_path: Path, open_viewer: OpenViewer
) -> None:
    viewer.do("save-marks-state")
    other = open_viewer(tmp_path / "data", target.with_suffix(".dcm"))
    (state,) = other.app.states.choices
    other.app.states.choose(state)
    other.wait()
    other.do("adopt-state")
    taken = other.app.annotations.state.of(key(other))
    assert LINE.points in [mark.points for mark in taken]
    assert {mark.shape for mark in taken} == {"distance", "rectangle", "text"}
    assert LINE.uid not in {mark.uid for mark in taken}
    other.app.annotations.undo()
    assert other.app.annotations.state.marks == {}


def test_a_part_that_is_seen_is_the_part_of_the_state(
    viewer: Viewer, target: Path
) -> None:
    viewer.do("one-to-one")
    viewer.do("zoom-in")
    viewer.do("save-marks-state")
    item = dcmread(target.with_suffix(".dcm")).DisplayedAreaSelectionSequence[0]
    transform = viewer.canvas.transform()
    assert transform is not None
    left, top = transform.to_image(0, 0)
    assert list(item.DisplayedAreaTopLeftHandCorner) == [
        pytest.approx(left + 1, abs=0.51),
        pytest.approx(top + 1, abs=0.51),
    ]


def test_a_saved_report_has_what_is_seen(
    viewer: Viewer, target: Path, tmp_path: Path
) -> None:
    viewer.do("save-marks-report")
    path = target.with_suffix(".dcm")
    assert complaints(path.read_bytes(), tmp_path) == []
    report = str(dcmread(path))
    assert f"UI: {LINE.uid}\n" in report
    assert f"UI: {BOX.uid}\n" in report
    assert f"UI: {HIDDEN.uid}\n" not in report
    viewer.open(path)


def test_key_images_leave_as_a_selection_that_narrows(
    viewer: Viewer, target: Path, tmp_path: Path, open_viewer: OpenViewer
) -> None:
    viewer.press_key("K")
    assert "★ Key image" in viewer.texts()["bottom_right"]
    tiles = viewer.app.sides.thumbnails.model.rows
    assert [row.keys for row in tiles if row.display_set is not None] == [1]
    viewer.do("save-key-images")
    path = target.with_suffix(".dcm")
    assert complaints(path.read_bytes(), tmp_path) == []
    chosen = key(viewer)
    other = open_viewer(tmp_path / "data")
    other.open(path, target=other.model)
    other.app.grid.active.show_set(next(other.app.workspace.state.catalogue.sets()))
    other.wait()
    other.do("key-images")
    assert other.model.state.what.count == 1
    assert key(other) == chosen


def test_own_key_images_narrow_a_series(viewer: Viewer) -> None:
    viewer.press_key("K")
    viewer.press_key("Shift+K")
    assert viewer.model.state.what.count == 1
    viewer.press_key("K")
    assert viewer.app.own_keys.state == frozenset()
    viewer.press_key("Shift+K")
    assert viewer.model.state.what.count == 3


def test_colours_get_a_state_of_colours(
    open_viewer: OpenViewer, write: Write, target: Path, tmp_path: Path
) -> None:
    viewer = open_viewer(write("colours", image(colours(), samples=3)))
    viewer.app.annotations.put(key(viewer), LINE)
    viewer.do("save-marks-state")
    state = dcmread(target.with_suffix(".dcm"))
    assert state.SOPClassUID == "1.2.840.10008.5.1.4.1.1.11.2"
    assert complaints(target.with_suffix(".dcm").read_bytes(), tmp_path) == []


def colours() -> np.ndarray:
    return ramp((64, 60, 3), np.uint8)


def test_nothing_is_written_over_what_is_open(
    viewer: Viewer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "data" / "0"
    before = source.read_bytes()
    monkeypatch.setattr(viewer.app.exporting, "ask_path", lambda *_: str(source))
    viewer.do("save-marks-state")
    assert source.read_bytes() == before


def test_the_second_of_several_states_replaces_no_file_of_that_name(
    open_viewer: OpenViewer, write: Write, target: Path
) -> None:
    for number in range(2):
        write(f"data/{number}", ct_slice(number, PIXELS, RescaleIntercept=-number))
    viewer = open_viewer(write("data/0", ct_slice(0, PIXELS)).parent)
    other = target.with_name("out-2.dcm")
    other.write_bytes(b"mine")
    viewer.do("save-marks-state")
    assert other.read_bytes() == b"mine"
    written = sorted(path.name for path in target.parent.glob("*.dcm"))
    assert written == ["out-2.dcm", "out-3.dcm", "out.dcm"]


def test_an_object_with_the_name_says_so_while_identity_is_hidden(
    viewer: Viewer, target: Path
) -> None:
    viewer.app.preferences.change(hides_identity=True)
    viewer.do("save-marks-state")
    said = viewer.app.status.message.text()
    assert said == "Saved: it names the patient, as the study's objects do."
