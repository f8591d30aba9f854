"""Marks are on the disk as soon as they are shown as such, and come back."""

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QMessageBox, QPushButton

from tests.ui.conftest import OpenViewer, Write
from tests.ui.viewer import Viewer
from viewer.demo.build import ct_slice
from viewer.geometry.marks import FrameKey, Mark
from viewer.store.lasting import KeepingError
from viewer.store.marks import Change, MarkChange, Marks
from viewer.ui.state import mark_keeper
from viewer.ui.state.annotations import Annotations
from viewer.work.pool import Pool

LINE = Mark("2.25.1", "distance", ((0.5, 0.5), (3, 4)), text="lesion")
POINT = Mark("2.25.2", "point", ((7, 7),))


class Store(Marks):
    """Notes what it was asked to keep; refuses while there is a `fault`."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.saved: list[Change] = []
        self.fault = ""
        self.gate: threading.Event | None = None

    def save(self, changes: Sequence[Change]) -> None:
        if self.gate is not None:
            self.gate.wait(30)
        if self.fault:
            raise KeepingError(self.fault)
        super().save(changes)
        self.saved += changes


@pytest.fixture
def made(tmp_path: Path) -> Callable[[], Store]:
    """The store of a program that has just been started."""
    return lambda: Store(tmp_path / "kept" / "marks.sqlite")


@pytest.fixture
def slices(write: Write) -> Path:
    paths = [write(f"data/{number}", ct_slice(number)) for number in range(3)]
    return paths[0].parent


def key_of(viewer: Viewer) -> FrameKey:
    frame = viewer.model.state.what.frame
    assert frame is not None
    uid = frame.header.text(0x00080018)
    return FrameKey(uid, frame.frame_index)


def notes(viewer: Viewer) -> str:
    button = viewer.app.status.noted
    return button.text() if button.isVisible() else ""


def test_marks_and_key_images_come_back_with_their_study(
    open_viewer: OpenViewer, made: Callable[[], Store], slices: Path
) -> None:
    viewer = open_viewer(slices, marks=made())
    key = key_of(viewer)
    viewer.app.annotations.put(key, LINE, POINT)
    viewer.app.own_keys.toggle(key)
    viewer.app.annotations.put(key, LINE.moved((1, 1)))
    viewer.app.annotations.remove(key, POINT.uid)
    viewer.app.annotations.undo()
    expected = viewer.app.annotations.state.of(key)
    assert {mark.uid for mark in expected} == {LINE.uid, POINT.uid}
    again = open_viewer(slices, marks=made())
    assert set(again.app.annotations.state.of(key)) == set(expected)
    assert again.app.own_keys.state == {key}
    assert not again.app.annotations.can_undo


def test_closing_everything_deletes_no_mark(
    open_viewer: OpenViewer, made: Callable[[], Store], slices: Path
) -> None:
    store = made()
    viewer = open_viewer(slices, marks=store)
    key = key_of(viewer)
    viewer.app.annotations.put(key, LINE)
    viewer.do("close-all")
    assert viewer.app.annotations.state.marks == {}
    assert [
        change.mark for change in store.saved if isinstance(change, MarkChange)
    ] == [LINE]
    viewer.open(slices)
    assert viewer.app.annotations.state.of(key) == (LINE,)


def test_deleted_marks_stay_deleted(
    open_viewer: OpenViewer, made: Callable[[], Store], slices: Path
) -> None:
    viewer = open_viewer(slices, marks=made())
    key = key_of(viewer)
    viewer.app.annotations.put(key, LINE, POINT)
    viewer.app.annotations.remove(key, LINE.uid)
    assert open_viewer(slices, marks=made()).app.annotations.state.of(key) == (POINT,)


def test_a_mark_is_unsaved_until_the_disk_has_it(
    open_viewer: OpenViewer,
    made: Callable[[], Store],
    slices: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(mark_keeper, "WAIT_SECONDS", 0)
    store = made()
    viewer = open_viewer(slices, marks=store, pool=Pool())
    store.gate = threading.Event()
    key, annotations = key_of(viewer), viewer.app.annotations
    annotations.put(key, LINE)
    assert annotations.state.unsaved == {LINE.uid}
    annotations.put(key, POINT)
    annotations.put(key, LINE.moved((1, 1)))
    assert annotations.state.unsaved == {LINE.uid, POINT.uid}
    store.gate.set()
    viewer.wait()
    assert annotations.state.unsaved == frozenset()
    last = {c.uid: c.mark for c in store.saved if isinstance(c, MarkChange)}
    assert last == {LINE.uid: LINE.moved((1, 1)), POINT.uid: POINT}
    assert len(store.saved) == 3


def test_a_disk_that_answers_soon_is_waited_for(
    open_viewer: OpenViewer,
    made: Callable[[], Store],
    slices: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(mark_keeper, "WAIT_SECONDS", 30)
    viewer = open_viewer(slices, marks=made(), pool=Pool())
    heard: list[frozenset[str]] = []
    viewer.app.annotations.changed.connect(lambda old, new: heard.append(new.unsaved))
    viewer.app.annotations.put(key_of(viewer), LINE)
    assert heard == [frozenset()]


def test_a_disk_that_refuses_is_said_and_asked_again(
    open_viewer: OpenViewer,
    made: Callable[[], Store],
    slices: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(mark_keeper, "AGAIN_MS", 0)
    store = made()
    viewer = open_viewer(slices, marks=store)
    store.fault = "database or disk is full"
    viewer.app.annotations.put(key_of(viewer), LINE)
    viewer.until(lambda: "disk is full" in notes(viewer))
    assert viewer.app.annotations.state.unsaved == {LINE.uid}
    store.fault = ""
    viewer.until(lambda: not viewer.app.mark_keeper.has_unsaved)
    viewer.wait()
    assert viewer.app.annotations.state.unsaved == frozenset()
    assert len(store.saved) == 1


def test_what_the_disk_refused_is_written_at_the_end(
    open_viewer: OpenViewer, made: Callable[[], Store], slices: Path
) -> None:
    store = made()
    viewer = open_viewer(slices, marks=store)
    key = key_of(viewer)
    store.fault = "busy"
    viewer.app.annotations.put(key, LINE)
    viewer.wait()
    store.fault = ""
    viewer.app.window.close()
    assert open_viewer(slices, marks=made()).app.annotations.state.of(key) == (LINE,)


@pytest.mark.parametrize("uid", ["", "1.2/../3", "9" * 65])
def test_marks_of_an_image_without_a_valid_uid_are_not_kept_and_that_is_said(
    open_viewer: OpenViewer, made: Callable[[], Store], write: Write, uid: str
) -> None:
    store = made()
    dataset = ct_slice()
    dataset.SOPInstanceUID = "1.2.3"
    path = write("odd", dataset)
    raw = path.read_bytes()
    at = raw.index(b"\x08\x00\x18\x00UI")
    value = uid.encode() + b"\0" * (len(uid) % 2)
    head = raw[:at] + b"\x08\x00\x18\x00UI" + len(value).to_bytes(2, "little")
    path.write_bytes(head + value + raw[at + 8 + raw[at + 6] :])
    viewer = open_viewer(path, marks=store)
    viewer.app.annotations.put(key_of(viewer), LINE)
    assert "not kept" in notes(viewer)
    assert store.saved == []


def test_marks_are_not_put_on_another_image_of_the_same_uid(
    open_viewer: OpenViewer, made: Callable[[], Store], slices: Path, write: Write
) -> None:
    viewer = open_viewer(slices, marks=made())
    key = key_of(viewer)
    viewer.app.annotations.put(key, LINE)
    viewer.app.own_keys.toggle(key)
    number = next(n for n in range(3) if ct_slice(n).SOPInstanceUID == key[0])
    smaller = ct_slice(number)
    smaller.PixelData = smaller.PixelData[: 2 * smaller.Columns * 10]
    smaller.Rows = 10
    again = open_viewer(write("other", smaller), marks=made())
    assert again.app.annotations.state.marks == {}
    assert again.app.own_keys.state == frozenset()
    assert "same UID" in notes(again)


def test_without_a_store_nothing_is_called_unsaved(
    open_viewer: OpenViewer, slices: Path
) -> None:
    viewer = open_viewer(slices)
    viewer.app.annotations.put(key_of(viewer), LINE)
    assert viewer.app.annotations.state.unsaved == frozenset()


def test_a_step_taken_back_leaves_what_was_brought_meanwhile() -> None:
    annotations = Annotations()
    here, there = FrameKey("1.1"), FrameKey("1.2")
    annotations.put(here, LINE)
    annotations.bring({there: (POINT,)})
    heard = []
    annotations.edited.connect(lambda old, new: heard.append(new))
    annotations.undo()
    assert annotations.state.marks == {there: (POINT,)}
    annotations.redo()
    assert annotations.state.marks == {here: (LINE,), there: (POINT,)}
    annotations.clear()
    assert len(heard) == 2


def test_bringing_waits_for_the_images(
    open_viewer: OpenViewer, made: Callable[[], Store], slices: Path
) -> None:
    viewer = open_viewer(slices, marks=made())
    key = key_of(viewer)
    viewer.app.annotations.put(key, LINE)
    others = [one for one in slices.iterdir() if not _is_of(one, key)]
    again = open_viewer(others[0], marks=made())
    assert again.app.annotations.state.marks == {}
    again.open(*slices.iterdir())
    assert again.app.annotations.state.of(key) == (LINE,)


def _is_of(path: Path, key: FrameKey) -> bool:
    return key.sop_instance_uid.encode() in path.read_bytes()


def test_a_window_with_unsaved_marks_asks_before_it_closes(
    open_viewer: OpenViewer, made: Callable[[], Store], slices: Path
) -> None:
    store = made()
    viewer = open_viewer(slices, marks=store)
    store.fault = "database or disk is full"
    viewer.app.annotations.put(key_of(viewer), LINE)
    viewer.wait()
    window = viewer.app.window
    window.close()
    assert window.isVisible()
    (question,) = window.findChildren(QMessageBox)
    question.reject()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    window.close()
    lose = window.findChild(QPushButton, "loseMarks")
    assert lose is not None
    lose.click()
    assert not window.isVisible()


def test_a_step_is_kept_that_is_taken_back_after_its_study_was_closed(
    open_viewer: OpenViewer, made: Callable[[], Store], slices: Path
) -> None:
    viewer = open_viewer(slices, marks=made())
    key = key_of(viewer)
    viewer.app.annotations.put(key, LINE)
    viewer.app.workspace.close_all()
    viewer.app.annotations.undo()
    viewer.wait()
    assert open_viewer(slices, marks=made()).app.annotations.state.marks == {}
