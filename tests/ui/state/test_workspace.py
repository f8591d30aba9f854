"""Opening: what is shown when, during a scan and after it."""

import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.conftest import OpenViewer, Write
from tests.ui.viewer import GUARD_MS, Viewer
from viewer.demo.build import ct_slice, image
from viewer.demo.documents import report
from viewer.demo.parts import uid
from viewer.files import mates
from viewer.files.scan import Found, scan
from viewer.pixels.look import Look
from viewer.ui.state.viewport import What
from viewer.work import opening
from viewer.work.pool import Pool
from viewer.work.report_pace import ReportPace


class Gate:
    """A scan that pauses after some files until it is let on."""

    def __init__(self, after: int = 1) -> None:
        self.after = after
        self.passed = threading.Event()
        self.ended = 0

    def scan(
        self, paths: Sequence[str], stop: Callable[[], bool], **hooks: Any
    ) -> Iterator[Found]:
        for number, found in enumerate(scan(paths, stop, **hooks)):
            if number == self.after:
                self.passed.wait(GUARD_MS / 1000)
            yield found
        self.ended += 1


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    gate = Gate()
    monkeypatch.setattr(opening, "scan", gate.scan)
    monkeypatch.setattr(ReportPace, "is_due", lambda pace: True)
    yield gate
    gate.passed.set()


@pytest.fixture
def folder(write: Write) -> Path:
    """Nine slices of one stack; file names stand against the order in space."""
    for number in range(9):
        write(f"ct/{8 - number}", ct_slice(number, SeriesNumber=2))
    return write("ct/0", ct_slice(8, SeriesNumber=2)).parent


def begin(viewer: Viewer, *paths: Path) -> None:
    """Open and do not wait for the end."""
    viewer.app.opening.paths([str(path) for path in paths])


def path_shown(viewer: Viewer) -> str:
    return Path(viewer.shown.frame.header.source.path).name


def test_the_first_readable_image_is_on_screen_during_the_scan(
    open_viewer: OpenViewer, folder: Path, gate: Gate
) -> None:
    viewer = open_viewer(pool=Pool())
    begin(viewer, folder)
    viewer.until(lambda: viewer.model.shown is not None)
    assert viewer.app.workspace.state.scanning
    assert path_shown(viewer) == "0"
    assert gate.ended == 0


def test_the_untouched_cell_moves_once_to_the_middle_at_the_end(
    open_viewer: OpenViewer, folder: Path, gate: Gate
) -> None:
    viewer = open_viewer(pool=Pool())
    begin(viewer, folder)
    viewer.until(lambda: viewer.model.shown is not None)
    seen: list[What] = []
    viewer.model.changed.connect(lambda old, new: seen.append(new.what))
    gate.passed.set()
    viewer.wait()
    what = viewer.model.state.what
    assert (what.index, what.count) == (4, 9)
    paths = {seen_what.frame.header.source.path for seen_what in seen[:-1]}  # type: ignore[union-attr]
    assert {Path(path).name for path in paths} <= {"0"}
    assert path_shown(viewer) == "4"


@pytest.mark.parametrize("touch", ["scroll", "window", "zoom", "rotate-right"])
def test_a_cell_that_the_reader_touched_stays_where_it_is(
    open_viewer: OpenViewer, folder: Path, gate: Gate, touch: str
) -> None:
    gate.after = 3
    viewer = open_viewer(pool=Pool())
    begin(viewer, folder)
    viewer.until(lambda: viewer.model.state.what.count == 3)
    viewer.until(lambda: viewer.model.shown is not None)
    if touch == "scroll":
        viewer.wheel(120)
        viewer.wheel(-120)
    elif touch == "window":
        viewer.model.change(look=Look(inverted=True))
    elif touch == "zoom":
        viewer.app.menus.by_id["zoom-in"].trigger()
    else:
        viewer.app.menus.by_id[touch].trigger()
    state = viewer.model.state
    frame = state.what.frame
    assert frame is not None
    gate.passed.set()
    viewer.wait()
    after = viewer.model.state
    assert after.what.frame is not None
    assert after.what.frame.header.source.path == frame.header.source.path
    assert after.what.count == 9
    assert (after.look, after.camera) == (state.look, state.camera)
    assert viewer.model.shown is not None


def test_the_counts_grow_during_the_scan(
    open_viewer: OpenViewer, folder: Path, gate: Gate, qtbot: QtBot
) -> None:
    (folder / "9.txt").write_text("not DICOM")
    gate.after = 4
    viewer = open_viewer(pool=Pool())
    begin(viewer, folder)
    status = viewer.app.status
    viewer.until(lambda: status.shown.text() == "4 shown")
    assert status.bar.isVisible()
    assert status.cancel.isVisible()
    gate.passed.set()
    viewer.wait()
    assert (status.shown.text(), status.skipped.text()) == ("9 shown", "1 skipped")
    assert not status.bar.isVisible()
    assert not status.cancel.isVisible()


@pytest.mark.parametrize("how", ["button", "Esc"])
def test_a_scan_can_be_cancelled_and_what_was_read_stays(
    open_viewer: OpenViewer, folder: Path, gate: Gate, how: str
) -> None:
    gate.after = 3
    viewer = open_viewer(pool=Pool())
    begin(viewer, folder)
    viewer.until(lambda: viewer.model.state.what.count == 3)
    if how == "button":
        viewer.app.status.cancel.click()
    else:
        viewer.app.cells.focus_active()
        viewer.app.cancel()
    gate.passed.set()
    viewer.wait()
    assert 3 <= viewer.app.workspace.state.catalogue.index.shown < 9
    assert viewer.model.shown is not None


def test_an_image_takes_the_place_of_what_came_first_and_is_none(
    open_viewer: OpenViewer, write: Write
) -> None:
    write("x/1", report(SeriesNumber=1))
    folder = write("x/2", ct_slice(SeriesNumber=5)).parent
    viewer = open_viewer(folder)
    assert viewer.shown.frame.header.source.name == "2"


def test_a_second_opening_goes_to_its_own_cell_while_the_first_is_read(
    open_viewer: OpenViewer, write: Write, folder: Path, gate: Gate
) -> None:
    other = write("other", image(SeriesNumber=9, PatientID="OTHER"))
    viewer = open_viewer(pool=Pool())
    viewer.app.grid.lay_out(1, 2)
    first, second = viewer.app.grid.cells
    begin(viewer, folder)
    viewer.until(lambda: first.shown is not None)
    viewer.app.opening.paths([str(other)], second)
    gate.passed.set()
    viewer.wait()
    assert first.shown is not None
    assert second.shown is not None
    assert second.shown.frame.header.source.path == str(other)
    assert first.shown.frame.header.source.path.startswith(str(folder))
    assert (first.state.what.index, first.state.what.count) == (4, 9)


def test_what_is_open_stays_when_more_is_opened(
    open_viewer: OpenViewer, write: Write, folder: Path
) -> None:
    viewer = open_viewer(folder)
    viewer.app.grid.lay_out(1, 2)
    first, second = viewer.app.grid.cells
    viewer.model.go_to(7)
    before = first.state
    viewer.open(write("other", image(SeriesNumber=9)), target=second)
    assert first.state == before
    catalogue = viewer.app.workspace.state.catalogue
    assert len(list(catalogue.sets())) == 2
    assert second.shown is not None


def test_a_stack_that_grows_keeps_its_frame_on_screen(
    open_viewer: OpenViewer, write: Write, folder: Path
) -> None:
    viewer = open_viewer(folder)
    viewer.model.go_to(0)
    viewer.wait()
    before = viewer.shown.frame.header.source.path
    spare = viewer.app.grid
    spare.lay_out(1, 2)
    below = write("more/z", ct_slice(-1, InstanceNumber=77, SeriesNumber=2))
    viewer.open(below, target=spare.cells[1])
    assert viewer.shown.frame.header.source.path == before
    assert viewer.model.state.what.index == viewer.model.shown_what.index == 1
    assert viewer.texts()["bottom_left"][0] == "Im 2 / 10"


def test_closing_during_a_scan_ends_it_for_good(
    open_viewer: OpenViewer, folder: Path, gate: Gate
) -> None:
    viewer = open_viewer(pool=Pool())
    begin(viewer, folder)
    viewer.until(lambda: viewer.model.shown is not None)
    viewer.app.close_all()
    gate.passed.set()
    viewer.until(lambda: gate.ended == 1)
    viewer.wait()
    assert viewer.model.shown is None
    assert viewer.app.workspace.state.catalogue.index.shown == 0
    assert not viewer.app.workspace.state.scanning


def test_the_same_opened_after_closing_is_there_again(
    open_viewer: OpenViewer, folder: Path
) -> None:
    viewer = open_viewer(folder)
    viewer.app.close_all()
    viewer.wait()
    viewer.open(folder)
    assert viewer.app.workspace.state.catalogue.index.shown == 9
    assert viewer.model.state.what.index == 4


def test_two_patients_are_two(open_viewer: OpenViewer, write: Write) -> None:
    for number in range(2):
        dataset = ct_slice(PatientName="Same^Name")
        dataset.PatientID = f"P{number}"
        dataset.StudyInstanceUID = uid("study", number)
        dataset.SeriesInstanceUID = uid("series", number)
        write(f"two/{number}", dataset)
    viewer = open_viewer(write("x", ct_slice()).parent / "two")
    kinds = [row.kind for row in viewer.app.sides.thumbnails.model.rows]
    assert kinds == ["patient", "study", "set"] * 2


def test_a_scan_that_breaks_says_so_and_ends(
    open_viewer: OpenViewer, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(paths: Sequence[str], stop: Callable[[], bool]) -> Iterator[Found]:
        raise RuntimeError("patient name in a library's exception")

    viewer = open_viewer()
    monkeypatch.setattr(opening, "scan", broken)
    told: list[str] = []
    viewer.app.workspace.told.connect(told.append)
    viewer.open(folder)
    assert not viewer.app.workspace.state.scanning
    (sentence,) = told
    assert sentence.endswith(".")
    assert "patient" not in sentence


@pytest.fixture
def study(write: Write) -> Path:
    """Five slices of a study, one file of another, and a note, in one folder."""
    for number in range(5):
        write(f"study/{number}", ct_slice(number, SeriesNumber=2))
    write("study/other", image(StudyInstanceUID=uid("another study")))
    write("study/below/5", ct_slice(5, SeriesNumber=2))
    folder = write("study/0", ct_slice(0, SeriesNumber=2)).parent
    (folder / "notes.txt").write_text("Nothing to see.")
    return folder


def choose(viewer: Viewer, *paths: Path) -> None:
    """As a drop or the dialog does."""
    viewer.app.opening.chosen([str(path) for path in paths])
    viewer.wait()


def message(viewer: Viewer) -> str:
    return viewer.app.status.message.text()


def test_one_file_brings_the_rest_of_its_study(
    open_viewer: OpenViewer, study: Path
) -> None:
    viewer = open_viewer()
    choose(viewer, study / "3")
    index = viewer.app.workspace.state.catalogue.index
    assert index.shown == 5
    assert not index.skipped
    assert not index.failed
    assert message(viewer) == "4 more of this study"
    assert path_shown(viewer) == "3"
    assert viewer.model.state.what.count == 5
    viewer.do("close-all")
    assert message(viewer) == ""


def test_the_file_is_shown_before_the_rest_is_looked_for(
    open_viewer: OpenViewer, study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    viewer = open_viewer()

    def none(*_: object) -> Iterator[None]:
        seen.append(path_shown(viewer))
        return iter(())

    monkeypatch.setattr(mates, "study_mates", none)
    choose(viewer, study / "3")
    assert seen == ["3"]
    assert message(viewer) == ""


def test_the_reader_can_turn_that_off(open_viewer: OpenViewer, study: Path) -> None:
    viewer = open_viewer()
    viewer.do("open-whole-study")
    choose(viewer, study / "3")
    assert viewer.app.workspace.state.catalogue.index.shown == 1
    viewer.do("open-whole-study")
    choose(viewer, study / "2")
    assert viewer.app.workspace.state.catalogue.index.shown == 5
    assert message(viewer) == "3 more of this study"


def test_several_files_are_those_files_and_a_folder_is_the_folder(
    open_viewer: OpenViewer, study: Path
) -> None:
    viewer = open_viewer()
    choose(viewer, study / "3", study / "4")
    assert viewer.app.workspace.state.catalogue.index.shown == 2
    choose(viewer, study / "below")
    assert viewer.app.workspace.state.catalogue.index.shown == 3
    assert message(viewer) == ""


def test_what_is_no_dicom_brings_nothing(open_viewer: OpenViewer, study: Path) -> None:
    viewer = open_viewer()
    choose(viewer, study / "notes.txt")
    assert viewer.app.workspace.state.catalogue.index.shown == 0


def test_a_study_that_is_open_is_not_counted_again(
    open_viewer: OpenViewer, study: Path
) -> None:
    viewer = open_viewer(study)
    before = viewer.app.workspace.state.catalogue.index.shown
    choose(viewer, study / "1")
    assert viewer.app.workspace.state.catalogue.index.shown == before
    assert message(viewer) == ""


def test_naming_exactly_what_to_open_brings_nothing_else(
    open_viewer: OpenViewer, study: Path
) -> None:
    viewer = open_viewer(study / "3")
    assert viewer.app.workspace.state.catalogue.index.shown == 1
