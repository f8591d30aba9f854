"""`negatoscope screenshot`: the picture, the exit codes, what is refused."""

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from pydicom.data import get_testdata_file
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from tests.ui.conftest import Write
from tests.ui.viewer import rgb_of
from viewer.demo.build import JPEG_BASELINE, ct_slice, encapsulate_frames, image
from viewer.files.scan import os_sentence
from viewer.ui.capture import run

Shoot = Callable[..., int]
SIZE = (900, 600)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out.png"


@pytest.fixture
def shoot(qapp: QApplication, out: Path, monkeypatch: pytest.MonkeyPatch) -> Shoot:
    """Takes a small picture of the paths; gives the exit code."""
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")

    def shoot(*words: Path | str, size: str = "900x600") -> int:
        return run([*map(str, words), "--size", size, "-o", str(out)])

    return shoot


@pytest.fixture
def stack(write: Write) -> Path:
    for number in range(3):
        pixels = np.full((64, 64), 1024 + 100 * number, np.uint16)
        dataset = ct_slice(number, pixels, SeriesNumber=1)
        dataset.WindowCenter, dataset.WindowWidth = 128, 256
        write(f"ct/{number}", dataset)
    return write("ct/image", image(np.eye(9, dtype=np.uint8), SeriesNumber=2)).parent


def picture(path: Path) -> NDArray[np.uint8]:
    made = QImage(str(path))
    assert not made.isNull()
    return rgb_of(made)


def test_the_window_is_saved_at_its_size_with_the_image_in_it(
    shoot: Shoot, stack: Path, out: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert shoot(stack) == 0
    made = picture(out)
    assert made.shape == (SIZE[1], SIZE[0], 3)
    middle = made[SIZE[1] // 2, 300:400]
    assert (middle == 100).all(axis=1).sum() > 60
    assert capfd.readouterr().err == ""


def test_a_layout_is_filled_in_the_order_of_the_series(
    shoot: Shoot, stack: Path, out: Path
) -> None:
    assert shoot(stack, "--layout", "1x2", "--panel", "thumbnails") == 0
    made = picture(out)[SIZE[1] // 2]
    left, right = made[168 : 168 + 350], made[-350:]
    assert (left == 100).all(axis=1).sum() > 60
    assert (right == 100).all(axis=1).sum() == 0
    assert (right == 255).all(axis=1).sum() > 20


def test_a_named_panel_stands_alone_beside_the_cells(
    shoot: Shoot, stack: Path, out: Path
) -> None:
    seen = {}
    for panel in ("thumbnails", "header"):
        assert shoot(stack, "--panel", panel) == 0
        seen[panel] = picture(out)
    header, thumbnails = seen["header"], seen["thumbnails"]
    column = slice(100, -60)
    assert (header[column, 5:100] == 0).all(axis=2).any(axis=1).all()
    assert (thumbnails[column, -60:-20] == 0).all(axis=2).any(axis=1).all()


def test_the_panel_that_explains_tells_of_the_middle_pixel(
    shoot: Shoot, stack: Path, out: Path
) -> None:
    seen = {}
    for panel in ("header", "explain"):
        assert shoot(stack, "--panel", panel) == 0
        seen[panel] = picture(out)
    image = (slice(100, -60), slice(5, 400))
    middle = ~(seen["header"][image] == seen["explain"][image]).all(axis=2)
    rows, columns = np.nonzero(middle)
    assert 20 < middle.sum() < 400
    assert np.ptp(rows) < 40
    assert np.ptp(columns) < 40


@pytest.mark.parametrize("language", ["en", "pt_BR"])
def test_a_path_that_cannot_be_read_is_named_and_the_others_shown(
    shoot: Shoot,
    stack: Path,
    out: Path,
    capfd: pytest.CaptureFixture[str],
    language: str,
) -> None:
    missing = stack / "missing"
    assert shoot(missing, stack, "--language", language) == 1
    (line,) = capfd.readouterr().err.splitlines()
    path, reason = line.split(": ", 1)
    assert path == str(missing)
    assert reason == os_sentence(FileNotFoundError(2, "", str(missing)))
    assert (picture(out) == 100).all(axis=2).any()


def test_failures_are_named_as_they_were_given(
    shoot: Shoot,
    stack: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Below a folder that was named too, and within an archive."""
    monkeypatch.chdir(stack.parent)
    whole = (stack / "1").read_bytes()
    (stack / "short").write_bytes(whole[:140])
    with zipfile.ZipFile("a.zip", "w") as archive:
        archive.writestr("CT/short", whole[:140])
    assert shoot("absent", f"{stack.name}/", "a.zip") == 1
    named = {line.split(": ")[0] for line in capfd.readouterr().err.splitlines()}
    assert named == {"absent", f"{stack.name}/short", "a.zip!/CT/short"}


def test_what_a_disc_lacks_is_told_in_english_whatever_the_window_speaks(
    tmp_path: Path, shoot: Shoot, capfd: pytest.CaptureFixture[str]
) -> None:
    disc = tmp_path / "disc"
    shutil.copytree(str(get_testdata_file("dicomdirtests")), disc)
    (disc / "77654033" / "CR1" / "6154").unlink()
    assert shoot(disc, "--language", "pt_BR") == 1
    told = capfd.readouterr().err
    assert "6154: The DICOMDIR lists this file, which is not on the disc.\n" in told


def test_what_cannot_be_decoded_is_named(
    shoot: Shoot, write: Write, out: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    dataset = ct_slice()
    encapsulate_frames(dataset, [b"no picture"], JPEG_BASELINE)
    path = write("broken", dataset)
    assert shoot(path) == 1
    (line,) = capfd.readouterr().err.splitlines()
    assert line.startswith(f"{path}: ")
    assert line.endswith(".")
    assert out.exists()


def test_what_is_no_dicom_is_named_when_there_is_nothing_else(
    shoot: Shoot, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("text")
    assert shoot(path) == 1
    assert capfd.readouterr().err.startswith(f"{path}: ")


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["PATH"],
        ["-o", "OUT"],
        ["PATH", "-o", "OUT", "--wide"],
        ["PATH", "-o", "OUT", "--size", "900"],
        ["PATH", "-o", "OUT", "--size", "0x600"],
        ["PATH", "-o", "OUT", "--size", "99999x99999"],
        ["PATH", "-o", "OUT", "--layout", "2"],
        ["PATH", "-o", "OUT", "--layout", "axb"],
        ["PATH", "-o", "OUT", "--language", "xx"],
        ["PATH", "-o", "OUT", "--panel", "nothing"],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_told_apart(
    stack: Path, out: Path, capfd: pytest.CaptureFixture[str], words: list[str]
) -> None:
    named = {"PATH": str(stack), "OUT": str(out)}
    assert run([named.get(word, word) for word in words]) == 2
    assert "screenshot" in capfd.readouterr().err
    assert not out.exists()


@pytest.mark.parametrize("how", ["named", "relative", "link", "in its folder"])
def test_an_input_is_never_written_over(
    stack: Path,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    how: str,
) -> None:
    target = stack / "1"
    before = target.read_bytes()
    paths, output = [str(target)], str(target)
    if how == "relative":
        monkeypatch.chdir(stack)
        output = "../ct/1"
    elif how == "link":
        link = stack.parent / "link"
        link.symlink_to(target)
        output = str(link)
    elif how == "in its folder":
        paths = [str(stack)]
    assert run([*paths, "-o", output]) == 2
    assert output in capfd.readouterr().err
    assert target.read_bytes() == before


def test_a_file_that_a_dicomdir_led_to_is_never_written_over(
    tmp_path: Path, qapp: QApplication, capfd: pytest.CaptureFixture[str]
) -> None:
    disc = tmp_path / "disc"
    shutil.copytree(str(get_testdata_file("dicomdirtests")), disc)
    listed = disc / "77654033" / "CR1" / "6154"
    before = listed.read_bytes()
    words = ["--size", "900x600", "-o", str(listed)]
    assert run([str(disc / "DICOMDIR"), *words]) == 1
    assert "is one of the inputs" in capfd.readouterr().err
    assert listed.read_bytes() == before
    assert not list(listed.parent.glob(".6154*"))


def test_an_archive_is_never_written_over_for_one_of_its_members(
    stack: Path, tmp_path: Path, qapp: QApplication
) -> None:
    archive = tmp_path / "scans.zip"
    with zipfile.ZipFile(archive, "w") as made:
        made.write(stack / "0", "CT/0")
    before = archive.read_bytes()
    words = ["--size", "900x600", "-o", str(archive)]
    assert run([f"{archive}!/CT/0", *words]) == 2
    assert archive.read_bytes() == before


def test_an_earlier_picture_beside_the_files_is_replaced(
    stack: Path, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    output = stack / "picture.png"
    words = [str(stack), "--size", "900x600", "-o", str(output)]
    assert run(words) == 0
    assert run(words) == 0
    assert picture(output).shape == (SIZE[1], SIZE[0], 3)


def test_a_picture_that_cannot_be_written_is_a_failure(
    shoot: Shoot,
    stack: Path,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    output = tmp_path / "nowhere" / "out.png"
    assert run([str(stack), "--size", "900x600", "-o", str(output)]) == 1
    assert capfd.readouterr().err.startswith(f"{output}: ")


def test_nothing_remembered_is_read_or_written(
    shoot: Shoot, stack: Path, out: Path, tmp_path: Path
) -> None:
    settings = tmp_path / "settings.json"
    settings.write_text('{"version": 1, "theme": "light", "show_header": false}')
    before = settings.read_text()
    assert shoot(stack) == 0
    assert picture(out)[-3, 3].max() < 60
    assert settings.read_text() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "ct",
        "out.png",
        "settings.json",
    ]
