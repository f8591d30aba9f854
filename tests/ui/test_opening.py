"""The ways in: command line, dialogs, demonstration, odd files."""

from pathlib import Path
from typing import Any

import pytest
from pydicom.data import get_testdata_file
from PySide6.QtWidgets import QFileDialog

from tests.files.zips import ENCRYPTED, PASSWORD, zipped
from tests.ui.conftest import OpenViewer, Write
from tests.ui.viewer import Viewer
from viewer.demo.build import (
    DEFLATED,
    EXPLICIT_BIG,
    IMPLICIT_LITTLE,
    RLE_LOSSLESS,
    ct_slice,
    image,
    to_bytes,
)
from viewer.files.sources import Source
from viewer.ui import opening
from viewer.ui.dialogs.not_shown import NotShownDialog
from viewer.ui.dialogs.password import PasswordDialog
from viewer.work.failure import Failed
from viewer.work.pool import Pool


def asking(viewer: Viewer) -> list[PasswordDialog]:
    """The password dialogs that are open."""
    return [
        dialog
        for dialog in viewer.app.window.findChildren(PasswordDialog)
        if dialog.isVisible()
    ]


REAL = (
    "CT_small.dcm",
    "MR_small.dcm",
    "JPEG2000.dcm",
    "SC_rgb_rle.dcm",
    "examples_palette.dcm",
    "examples_ybr_color.dcm",
    "rtdose_1frame.dcm",
)
WITHOUT_PICTURE = (
    "no_meta_group_length.dcm",
    "rtplan.dcm",
    "rtstruct.dcm",
    "test-SR.dcm",
)


def real(name: str) -> Path:
    path = get_testdata_file(name, download=False)
    if path is None:
        pytest.skip(f"this pydicom brings no {name}")
    return Path(str(path))


@pytest.mark.parametrize("name", REAL)
def test_real_images_are_shown(open_viewer: OpenViewer, name: str) -> None:
    viewer = open_viewer(real(name))
    assert viewer.model.shown is not None
    assert viewer.app.status.shown.text() == "1 shown"


@pytest.mark.parametrize("name", WITHOUT_PICTURE)
def test_real_objects_without_a_picture_have_a_view(
    open_viewer: OpenViewer, name: str
) -> None:
    viewer = open_viewer(real(name))
    display_set = viewer.model.state.what.display_set
    assert display_set is not None
    assert display_set.view != "stack"
    assert viewer.model.content is not None


@pytest.mark.parametrize(
    "syntax", [IMPLICIT_LITTLE, EXPLICIT_BIG, DEFLATED, RLE_LOSSLESS]
)
@pytest.mark.parametrize("name", ["noextension", "odd name.txt", "1.2.3", "é ü.jpg"])
def test_a_file_is_known_by_its_content(
    open_viewer: OpenViewer, write: Write, syntax: str, name: str
) -> None:
    viewer = open_viewer(write(name, ct_slice(), syntax))
    assert viewer.shown.frame.header.source.name == name


@pytest.mark.parametrize("options", [{"meta": False}, {"preamble": False}])
def test_a_file_without_preamble_or_meta_header_is_read(
    open_viewer: OpenViewer, tmp_path: Path, options: dict[str, Any]
) -> None:
    path = tmp_path / "bare"
    path.write_bytes(to_bytes(ct_slice(), **options))
    assert open_viewer(path).model.shown is not None


def test_what_is_no_dicom_is_passed_over_quietly(
    open_viewer: OpenViewer, write: Write
) -> None:
    folder = write("mixed/a", ct_slice()).parent
    (folder / "b.txt").write_text("text")
    (folder / "c.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (folder / "empty").touch()
    viewer = open_viewer(folder)
    assert viewer.model.shown is not None
    assert viewer.app.status.skipped.text() == "3 skipped"
    assert viewer.app.window.findChild(NotShownDialog) is None


def test_identical_instances_are_there_once_and_listed(
    open_viewer: OpenViewer, write: Write
) -> None:
    write("a/1", ct_slice(0))
    write("b/same", ct_slice(0))
    other = write("c/other", ct_slice(0, WindowCenter=99))
    viewer = open_viewer(other.parent.parent)
    assert viewer.app.status.shown.text() == "2 shown"
    index = viewer.app.workspace.state.catalogue.index
    assert len(index.duplicates) == 1
    assert len(index.conflicts) == 1
    assert viewer.app.status.contradictions.text() == "1 contradiction ▸"
    assert viewer.app.status.contradictions.isVisible()
    assert viewer.app.status.unreadable.text() == "0 unreadable ▸"
    viewer.do("show-not-shown")
    dialog = viewer.app.window.findChild(NotShownDialog)
    assert isinstance(dialog, NotShownDialog)
    dialog.close()


def test_paths_of_the_command_line_may_be_relative(
    open_viewer: OpenViewer,
    write: Write,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = write("a", ct_slice())
    monkeypatch.chdir(tmp_path)
    viewer = open_viewer("a")
    assert viewer.shown.frame.header.source.path == str(path)


def test_nothing_named_opens_nothing(open_viewer: OpenViewer) -> None:
    viewer = open_viewer()
    viewer.app.opening.paths([])
    assert not viewer.app.workspace.state.scanning


def test_files_can_be_chosen_in_a_dialog(
    open_viewer: OpenViewer, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [str(write("a", ct_slice())), str(write("b", image()))]
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: (paths, ""))
    viewer = open_viewer()
    viewer.press_key("Ctrl+O")
    assert viewer.app.status.shown.text() == "2 shown"


@pytest.mark.parametrize("chosen", [True, False])
def test_a_folder_can_be_chosen_or_not(
    open_viewer: OpenViewer,
    write: Write,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    chosen: bool,
) -> None:
    write("folder/a", ct_slice())
    folder = str(tmp_path / "folder") if chosen else ""
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: folder)
    viewer = open_viewer()
    viewer.press_key("Ctrl+Shift+O")
    assert viewer.app.workspace.state.catalogue.index.shown == chosen


def small_demo(_: object) -> list[Source]:
    return [Source(f"demo:{n}", to_bytes(ct_slice(n))) for n in range(3)]


def no_demo(_: object) -> list[Source]:
    raise Failed("The demonstration could not be made.", "detail")


def test_the_demonstration_is_made_and_shown(
    open_viewer: OpenViewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "build_demo", small_demo)
    viewer = open_viewer()
    viewer.do("open-demo")
    viewer.wait()
    assert viewer.shown.frame.header.source.path == "demo:1"
    assert viewer.model.state.what.count == 3


def test_the_window_says_that_the_demonstration_is_coming(
    open_viewer: OpenViewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "build_demo", small_demo)
    viewer = open_viewer()
    viewer.app.opening.demo()
    assert viewer.app.workspace.state.scanning
    assert viewer.app.status.bar.isVisible()
    viewer.wait()


def test_a_demonstration_that_fails_says_so(
    open_viewer: OpenViewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "build_demo", no_demo)
    viewer = open_viewer()
    told: list[str] = []
    viewer.app.workspace.told.connect(told.append)
    viewer.do("open-demo")
    assert told == ["The demonstration could not be made."]
    assert not viewer.app.workspace.state.scanning


def test_compressed_images_come_from_processes_of_their_own(
    open_viewer: OpenViewer,
) -> None:
    pool = Pool(decode_workers=1, spare=0)
    viewer = open_viewer(real("JPEG2000.dcm"), pool=pool)
    assert viewer.shown.decoded.values.shape == (1024, 256)
    assert pool.worker_pids


def test_an_encrypted_archive_asks_for_its_password_and_opens(
    open_viewer: OpenViewer, tmp_path: Path
) -> None:
    path = tmp_path / "<b>enc.zip"
    path.write_bytes(ENCRYPTED)
    viewer = open_viewer(pool=Pool())
    viewer.app.opening.paths([str(path)])
    for answer, words in (("guess", "is encrypted"), (PASSWORD, "does not open")):
        viewer.until(lambda: bool(asking(viewer)))
        (dialog,) = asking(viewer)
        assert "<b>enc.zip" in dialog.labelText()
        assert words in dialog.labelText()
        dialog.setTextValue(answer)
        dialog.accept()
    viewer.wait()
    assert viewer.app.workspace.state.catalogue.index.shown == 2
    frames = [
        frame.header.source.member
        for display_set in viewer.app.workspace.state.catalogue.sets()
        for frame in display_set.frames
    ]
    assert sorted(frames) == ["CT/locked", "CT/locked2"]
    assert viewer.shown.decoded.values.shape[0] == 4


def test_an_archive_whose_password_is_not_given_is_told(
    open_viewer: OpenViewer, tmp_path: Path
) -> None:
    path = tmp_path / "enc.zip"
    path.write_bytes(ENCRYPTED)
    viewer = open_viewer(pool=Pool())
    viewer.app.opening.paths([str(path)])
    viewer.until(lambda: bool(asking(viewer)))
    asking(viewer)[0].reject()
    viewer.wait()
    index = viewer.app.workspace.state.catalogue.index
    assert index.shown == 1
    assert [one.path for one in index.failed] == [str(path)]


def test_cancelling_the_opening_takes_the_question_back(
    open_viewer: OpenViewer, tmp_path: Path
) -> None:
    path = tmp_path / "enc.zip"
    path.write_bytes(ENCRYPTED)
    viewer = open_viewer(pool=Pool())
    viewer.app.opening.paths([str(path)])
    viewer.until(lambda: bool(asking(viewer)))
    viewer.app.workspace.cancel()
    viewer.wait()
    viewer.until(lambda: not asking(viewer))
    assert len(viewer.app.workspace.state.catalogue.index.failed) == 1


def test_the_pictures_of_an_archive_are_shown(
    open_viewer: OpenViewer, tmp_path: Path
) -> None:
    members = {f"in/{n}": to_bytes(ct_slice(n), RLE_LOSSLESS) for n in range(3)}
    path = zipped(tmp_path / "no suffix", members)
    viewer = open_viewer(path, pool=Pool())
    assert viewer.shown.frame.header.source.path == f"{path}!/in/1"
    viewer.open(f"{path}!/in/1")
    assert viewer.app.workspace.state.catalogue.index.shown == 3


def test_the_help_menu_opens_them_pixel_by_pixel(open_viewer: OpenViewer) -> None:
    viewer = open_viewer()
    viewer.do("test-patterns")
    assert len(list(viewer.app.workspace.state.catalogue.sets())) == 5
    assert viewer.model.state.camera.zoom == 1.0
    assert any("Test pattern" in line for line in viewer.texts()["bottom_left"])
