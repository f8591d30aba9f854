"""The export dialog, and the files that come of it, read by others than ourselves."""

import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QProgressBar,
    QProgressDialog,
    QPushButton,
)

from tests.ui.conftest import OpenViewer, Write
from tests.ui.viewer import Viewer
from tests.ui.widgets.test_mp4 import codec, times_ms
from viewer.demo.build import ct_slice, image
from viewer.demo.documents import report
from viewer.ui.dialogs.export import ExportDialog

PIXELS = np.arange(24 * 32, dtype=np.uint16).reshape(24, 32)
NAME = "Secret^Person"


class Exporter:
    """Fills in the dialog as a reader does."""

    def __init__(self, viewer: Viewer, monkeypatch: pytest.MonkeyPatch) -> None:
        self.viewer = viewer
        self._monkeypatch = monkeypatch

    def dialog(self) -> ExportDialog:
        self.viewer.do("export")
        return self.viewer.child("exportDialog", ExportDialog)

    def export(self, what: str, form: str, to: Path, **how: bool) -> str:
        """What the window says at the end."""
        self.begin(what, form, to, **how)
        self.viewer.until(lambda: not self.viewer.app.exports.is_busy)
        self.viewer.wait()
        return self.viewer.app.status.message.text()

    def begin(
        self,
        what: str,
        form: str,
        to: Path,
        natural: bool = True,
        identity: bool = True,
        texts: bool = False,
    ) -> None:
        """Choose, and press the button."""
        answer = (str(to), "")
        self._monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: answer)
        self._monkeypatch.setattr(
            QFileDialog, "getExistingDirectory", lambda *_: str(to)
        )
        dialog = self.dialog()
        self.choose("exportWhat", what)
        self.choose("exportForm", form)
        if dialog.size_of.isVisible():
            self.choose("exportSize", natural)
        dialog.identity.setChecked(identity)
        dialog.texts.setChecked(texts)
        dialog.buttons.button(QDialogButtonBox.StandardButton.Save).click()

    def choose(self, name: str, data: object) -> None:
        box = self.viewer.child(name, QComboBox)
        row = box.findData(data)
        assert row >= 0, (name, data)
        box.setCurrentIndex(row)


@pytest.fixture
def exporter(
    open_viewer: OpenViewer, write: Write, monkeypatch: pytest.MonkeyPatch
) -> Exporter:
    """A run of six frames of 32 × 24, each brighter than the last."""
    frames = np.stack([PIXELS + 400 * number for number in range(6)])
    run = image(
        frames,
        frames=6,
        FrameIncrementPointer=0x00181063,
        FrameTime="40",
        PatientName=NAME,
        WindowCenter="1500",
        WindowWidth="3000",
    )
    return Exporter(open_viewer(write("run.dcm", run)), monkeypatch)


@pytest.fixture
def ct(
    open_viewer: OpenViewer,
    write: Write,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Exporter:
    for number in range(3):
        slice_ = ct_slice(number, PIXELS + number, SeriesNumber=4, PatientName=NAME)
        write(f"ct/{number}", slice_)
    viewer = open_viewer(tmp_path / "ct")
    viewer.model.go_to(1)
    viewer.wait()
    return Exporter(viewer, monkeypatch)


def test_a_picture_at_one_to_one_has_the_pixels_of_the_image(
    ct: Exporter, tmp_path: Path
) -> None:
    said = ct.export("picture", "png", tmp_path / "out.png")
    assert "out.png" in said
    with Image.open(tmp_path / "out.png") as read:
        assert read.size == (32, 24)
        grey = np.asarray(read)
    assert np.array_equal(grey, ct.viewer.picture()[..., 0])


def test_a_flipped_and_turned_picture_is_turned_in_the_file(
    ct: Exporter, tmp_path: Path
) -> None:
    ct.export("picture", "tiff", tmp_path / "plain.tif")
    ct.viewer.do("flip-horizontal")
    ct.viewer.do("rotate-right")
    ct.export("picture", "tiff", tmp_path / "turned.tif")
    plain = np.asarray(Image.open(tmp_path / "plain.tif"))
    turned = np.asarray(Image.open(tmp_path / "turned.tif"))
    assert turned.shape == (32, 24)
    expected = {np.rot90(one, k).tobytes() for one in _flips(plain) for k in (1, 3)}
    assert turned.tobytes() in expected


def _flips(picture: np.ndarray) -> tuple[np.ndarray, ...]:
    return picture[:, ::-1], picture[::-1]


def test_a_picture_as_on_the_screen_has_its_size_and_texts(
    ct: Exporter, tmp_path: Path
) -> None:
    ct.export("picture", "png", tmp_path / "out.png", natural=False, texts=True)
    on_screen = ct.viewer.canvas.grab().toImage()
    with Image.open(tmp_path / "out.png") as read:
        assert read.size == (on_screen.width(), on_screen.height())


def test_without_identity_the_name_is_not_in_the_picture(
    ct: Exporter, tmp_path: Path
) -> None:
    files = {}
    for identity in (True, False):
        path = tmp_path / f"{identity}.png"
        ct.export("picture", "png", path, natural=False, texts=True, identity=identity)
        files[identity] = np.asarray(Image.open(path).convert("L"))
    height, width = files[True].shape
    corner = slice(0, height // 6), slice(0, width // 3)
    assert (files[True][corner] == 255).sum() > (files[False][corner] == 255).sum()
    ct.viewer.app.preferences.toggle_identity()
    ct.dialog()
    assert not ct.viewer.child("exportIdentity", QCheckBox).isChecked()
    assert "burned into" in ct.viewer.child("exportSaid", QLabel).text()


def test_stored_values_come_back_equal(ct: Exporter, tmp_path: Path) -> None:
    ct.export("values", "stored", tmp_path / "out.tif", identity=False)
    with Image.open(tmp_path / "out.tif") as read:
        assert np.array_equal(np.asarray(read), PIXELS + 1)
        words = read.tag_v2[270]  # type: ignore[attr-defined]
    assert "as stored" in words
    assert "Secret" not in words


def test_modality_values_come_back_equal_with_their_unit(
    ct: Exporter, tmp_path: Path
) -> None:
    ct.export("values", "modality", tmp_path / "out.tif")
    with Image.open(tmp_path / "out.tif") as read:
        assert np.array_equal(np.asarray(read), PIXELS + 1 - 1024.0)
        words = read.tag_v2[270]  # type: ignore[attr-defined]
    assert "unit: HU" in words
    assert "Secret" in words


@pytest.mark.parametrize("form", ["png", "jpeg", "tiff"])
def test_all_images_become_files_beside_what_is_there(
    ct: Exporter, tmp_path: Path, form: str
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    said = ct.export("pictures", form, folder)
    assert "3 files were written" in said
    ct.export("pictures", form, folder)
    names = sorted(path.name for path in folder.iterdir())
    assert len(names) == 6
    assert all(name.startswith("CT_004_") for name in names)
    with Image.open(folder / names[0]) as read:
        assert read.size == (32, 24)


def test_a_film_has_every_frame_at_its_time(exporter: Exporter, tmp_path: Path) -> None:
    exporter.viewer.do("play-from-here")
    exporter.viewer.do("play-all")
    said = exporter.export("movie", "mp4", tmp_path / "out.mp4")
    assert "out.mp4" in said
    assert codec(tmp_path / "out.mp4") == b"mp4v"
    assert times_ms(tmp_path / "out.mp4") == pytest.approx([40.0] * 6, abs=0.02)
    assert [one.name for one in tmp_path.glob(".*")] == []


def test_a_film_plays_the_part_and_the_speed_that_the_reader_chose(
    exporter: Exporter, tmp_path: Path
) -> None:
    exporter.viewer.model.go_to(2)
    exporter.viewer.do("play-from-here")
    exporter.viewer.do("slower")
    exporter.export("movie", "mp4", tmp_path / "out.mp4")
    assert times_ms(tmp_path / "out.mp4") == pytest.approx([80.0] * 4, abs=0.02)


def test_a_gif_has_the_pixels_and_times(exporter: Exporter, tmp_path: Path) -> None:
    exporter.export("movie", "gif", tmp_path / "out.gif")
    with Image.open(tmp_path / "out.gif") as read:
        assert read.n_frames == 6  # type: ignore[attr-defined]
        assert read.size == (32, 24)
        assert read.info["duration"] == 40
        read.seek(3)
        seen = np.asarray(read.convert("L"))
    exporter.viewer.model.go_to(3)
    exporter.viewer.wait()
    assert np.array_equal(seen, exporter.viewer.picture()[..., 0])


def test_a_gif_that_would_be_too_fast_is_refused(
    exporter: Exporter, tmp_path: Path
) -> None:
    for _ in range(2):
        exporter.viewer.do("faster")
    said = exporter.export("movie", "gif", tmp_path / "out.gif")
    assert "50 frames a second" in said
    assert not (tmp_path / "out.gif").exists()


def test_nothing_is_written_over_a_source(exporter: Exporter, tmp_path: Path) -> None:
    source = tmp_path / "run.dcm"
    before = source.read_bytes()
    for what, form in (("movie", "mp4"), ("movie", "gif"), ("picture", "png")):
        assert "never written" in exporter.export(what, form, source)
    assert "never written" in exporter.export("values", "stored", source)
    assert source.read_bytes() == before


def press_cancel(progress: QProgressDialog) -> None:
    (button,) = progress.findChildren(QPushButton)
    button.click()


@pytest.mark.parametrize(
    ("what", "form", "said"),
    [
        ("movie", "mp4", "Cancelled: nothing was written."),
        ("movie", "gif", "Cancelled: nothing was written."),
        ("pictures", "png", "Cancelled. 0 files were written."),
    ],
)
def test_an_export_is_cancelled(
    exporter: Exporter, tmp_path: Path, what: str, form: str, said: str
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    to = folder / f"out.{form}" if what == "movie" else folder
    exporter.begin(what, form, to)
    viewer = exporter.viewer
    press_cancel(viewer.child("exportProgress", QProgressDialog))
    viewer.until(lambda: not viewer.app.exports.is_busy)
    assert viewer.app.status.message.text() == said
    viewer.wait()
    viewer.until(lambda: not list(folder.iterdir()))


def test_a_film_is_cancelled_while_it_is_written(
    exporter: Exporter, tmp_path: Path
) -> None:
    exporter.begin("movie", "mp4", tmp_path / "out.mp4")
    progress = exporter.viewer.child("exportProgress", QProgressDialog)
    (bar,) = progress.findChildren(QProgressBar)
    bar.valueChanged.connect(
        lambda value: press_cancel(progress) if value == 3 else None
    )
    viewer = exporter.viewer
    viewer.until(lambda: not viewer.app.exports.is_busy)
    viewer.until(lambda: not list(tmp_path.glob("*.mp4")))
    viewer.until(lambda: not list(tmp_path.glob(".*.mp4")))


@pytest.mark.parametrize(("scope", "count"), [("image", 1), ("series", 3)])
def test_dicom_files_are_copied_byte_for_byte(
    ct: Exporter, tmp_path: Path, scope: str, count: int
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    said = ct.export("dicom", scope, folder)
    assert f"{count} object" in said
    sources = {path.read_bytes() for path in (tmp_path / "ct").iterdir()}
    copies = [path.read_bytes() for path in folder.iterdir()]
    assert len(copies) == count
    assert set(copies) <= sources


def test_a_study_of_an_archive_is_copied_with_all_its_objects(
    open_viewer: OpenViewer,
    write: Write,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one = write("a", ct_slice(0)).read_bytes()
    two = write("b", report()).read_bytes()
    archive = tmp_path / "all.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("x/1", one)
        file.writestr("x/2", two)
    exporter = Exporter(open_viewer(archive), monkeypatch)
    headers = list(exporter.viewer.app.workspace.state.catalogue.headers())
    same = len({header.text(0x0020000D) for header in headers}) == 1
    folder = tmp_path / "out"
    folder.mkdir()
    exporter.viewer.do("export")
    exporter.viewer.child("exportDialog", ExportDialog).reject()
    dialog_said = exporter.export("dicom", "study", folder)
    assert f"{2 if same else 1} object" in dialog_said
    for path in folder.iterdir():
        assert path.read_bytes() in (one, two)


def test_the_dialog_says_what_copies_hold_and_offers_what_there_is(
    ct: Exporter,
) -> None:
    ct.dialog()
    ct.choose("exportWhat", "dicom")
    assert "patient's identity" in ct.viewer.child("exportSaid", QLabel).text()
    hidden = ct.viewer.app.window.findChild(QCheckBox, "exportIdentity")
    assert isinstance(hidden, QCheckBox)
    assert hidden.isVisible()
    hidden.setChecked(False)
    said = ct.viewer.child("exportSaid", QLabel).text()
    assert "PS3.15's basic profile; what is burned into pixels stays" in said
    assert ct.viewer.child("exportForm", QComboBox).findData("shown") < 0


def test_an_object_without_images_has_its_files_to_give(
    open_viewer: OpenViewer,
    write: Write,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = write("report", report())
    exporter = Exporter(open_viewer(path), monkeypatch)
    folder = tmp_path / "out"
    folder.mkdir()
    exporter.dialog()
    box = exporter.viewer.child("exportWhat", QComboBox)
    assert box.findData("movie") < 0
    hiding = exporter.viewer.app.window.findChild(QCheckBox, "exportIdentity")
    assert isinstance(hiding, QCheckBox)
    assert (hiding.isVisible(), hiding.isChecked()) == (False, True)
    exporter.choose("exportWhat", "dicom")
    exporter.viewer.child("exportDialog", ExportDialog).reject()
    exporter.viewer.wait()
    exporter.export("dicom", "image", folder)
    (copy,) = folder.iterdir()
    assert copy.read_bytes() == path.read_bytes()
