import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from pydicom.data import get_testdata_file

from viewer import limits
from viewer.commands import pixels, render
from viewer.commands.drawing import Drawing
from viewer.commands.render import run
from viewer.demo.build import ct_slice, image, ramp, to_bytes
from viewer.demo.documents import report
from viewer.work.pool import InlinePool

Picture = NDArray[np.uint8]
WINDOWS: dict[str, Any] = {"WindowCenter": [40, 500], "WindowWidth": [400, 1500]}
PAINTED: Picture = np.full((3, 4), 7, np.uint8)


@pytest.fixture(autouse=True)
def inline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without processes; one test below goes the whole way."""
    monkeypatch.setattr(render, "Pool", InlinePool)
    monkeypatch.setattr(pixels, "Pool", InlinePool)


def named(name: str) -> str:
    path = get_testdata_file(name, download=False)
    assert isinstance(path, str)
    return path


def no_painter(drawing: Drawing) -> Picture:
    raise AssertionError("nothing is to be painted")


def rendered(path: Path | str, output: Path, *words: str) -> Picture:
    assert run([str(path), *words, "-o", str(output)], no_painter) == 0
    return read(output)


def read(path: Path) -> Picture:
    with Image.open(path) as picture:
        return np.array(picture)


def display(path: Path | str, output: Path, *words: str) -> Picture:
    """What `pixels --stage display` gives for the same."""
    command = [str(path), "--stage", "display", *words, "-o", str(output)]
    assert pixels.run(command) == 0
    array: Picture = np.load(output)
    return array


def refused(
    capsys: pytest.CaptureFixture[str], path: Path | str, output: Path, *words: str
) -> str:
    """The one line on standard error, without the path; nothing was written."""
    assert run([str(path), *words, "-o", str(output)], no_painter) == 1
    assert not output.exists()
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    return error.removeprefix(f"{path}: ").rstrip("\n")


@pytest.fixture
def slice_path(tmp_path: Path) -> Iterator[Path]:
    """A CT slice with two windows of its own, that no test may change."""
    path = tmp_path / "slice"
    path.write_bytes(to_bytes(ct_slice(pixels=ramp((40, 50), bits=12), **WINDOWS)))
    before = path.read_bytes()
    yield path
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("name", "words", "mode"),
    [
        ("CT_small.dcm", [], "L"),
        ("MR_small_RLE.dcm", [], "L"),
        ("SC_rgb.dcm", [], "RGB"),
        ("rtdose.dcm", ["--frame", "3"], "L"),
        ("OBXXXX1A.dcm", [], "RGB"),
    ],
)
def test_the_png_holds_exactly_the_array_of_the_display_stage(
    tmp_path: Path, name: str, words: list[str], mode: str
) -> None:
    output = tmp_path / "OUT.png"
    found = rendered(named(name), output, *words)
    with Image.open(output) as picture:
        assert picture.mode == mode
    assert np.array_equal(found, display(named(name), tmp_path / "OUT.npy", *words))


def test_a_window_is_applied_by_the_formula_of_the_standard(
    slice_path: Path, tmp_path: Path
) -> None:
    found = rendered(slice_path, tmp_path / "OUT.png", "--window", "-100", "600")
    units = ramp((40, 50), bits=12).astype(float) - 1024
    expected = ((units - (-100 - 0.5)) / (600 - 1) + 0.5) * 255  # PS3.3 C.11.2.1.2.1
    assert np.abs(found - np.clip(expected, 0, 255)).max() <= 0.5 + 1e-9


def test_a_window_of_the_file_is_chosen_by_its_number(
    slice_path: Path, tmp_path: Path
) -> None:
    first = rendered(slice_path, tmp_path / "1.png", "--voi", "1")
    second = rendered(slice_path, tmp_path / "2.png", "--voi", "2")
    typed = rendered(slice_path, tmp_path / "3.png", "--window", "500", "1500")
    assert np.array_equal(first, rendered(slice_path, tmp_path / "4.png"))
    assert np.array_equal(second, typed)
    assert not np.array_equal(first, second)


def test_what_does_not_exist_is_told_and_nothing_written(
    slice_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "OUT.png"
    assert refused(capsys, slice_path, output, "--voi", "3") == (
        "Window 3 does not exist: the file holds 2."
    )
    assert refused(capsys, slice_path, output, "--frame", "2") == (
        "Frame 2 does not exist: the file holds 1."
    )
    assert refused(capsys, named("SC_rgb.dcm"), output, "--window", "40", "400") == (
        "A window is for grey pictures; this one has colours."
    )
    assert refused(capsys, tmp_path / "missing", output) == (
        "there is no such file or folder"
    )


def test_the_output_is_whole_and_takes_the_place_of_an_older_one(
    slice_path: Path, tmp_path: Path
) -> None:
    output = tmp_path / "OUT.png"
    output.write_text("an older result")
    rendered(slice_path, output)
    assert sorted(os.listdir(tmp_path)) == ["OUT.png", "slice"]
    mask = os.umask(0)
    os.umask(mask)
    assert output.stat().st_mode & 0o777 == 0o666 & ~mask


def test_an_output_that_cannot_be_written_is_told(
    slice_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "no folder" / "OUT.png"
    assert run([str(slice_path), "-o", str(output)], no_painter) == 1
    error = capsys.readouterr().err
    assert error.startswith(f"{output}: ")
    assert error.count("\n") == 1


@pytest.mark.parametrize("link", [None, os.symlink, os.link])
def test_an_output_that_is_an_input_is_refused(
    slice_path: Path, link: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    output = slice_path
    if link is not None:
        output = slice_path.with_name("another name")
        link(slice_path, output)
    assert run([str(slice_path), "-o", str(output)], no_painter) == 2
    assert "is the input itself" in capsys.readouterr().err
    state = ["x", "--presentation-state", str(slice_path), "-o", str(output)]
    assert run(state, no_painter) == 2


def test_the_archive_of_an_input_is_never_the_output(tmp_path: Path) -> None:
    archive = tmp_path / "scans.zip"
    archive.write_bytes(b"PK")
    assert run([f"{archive}!/CT/1", "-o", str(archive)], no_painter) == 2
    assert archive.read_bytes() == b"PK"


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["a.dcm"],
        ["a.dcm", "b.dcm", "-o", "x.png"],
        ["a.dcm", "--frame", "0", "-o", "x.png"],
        ["a.dcm", "--window", "40", "-o", "x.png"],
        ["a.dcm", "--window", "40", "0", "-o", "x.png"],
        ["a.dcm", "--window", "nan", "1", "-o", "x.png"],
        ["a.dcm", "--voi", "0", "-o", "x.png"],
        ["a.dcm", "--voi", "1", "--window", "1", "2", "-o", "x.png"],
    ],
)
def test_wrong_usage_ends_with_2_and_says_why(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(words, no_painter) == 2
    assert "negatoscope render: error:" in capsys.readouterr().err


def test_an_object_without_pixels_is_painted_by_its_view(tmp_path: Path) -> None:
    path, output = tmp_path / "report", tmp_path / "OUT.png"
    path.write_bytes(to_bytes(report()))
    asked: list[Drawing] = []

    def paint(wanted: Drawing) -> Picture:
        asked.append(wanted)
        return PAINTED

    assert run([str(path), "-o", str(output)], paint) == 0
    assert np.array_equal(read(output), PAINTED)
    (only,) = asked
    assert (only.display_set.kind, only.display_set.view) == ("sr", "report")
    assert only.content is not None
    assert only.displayed is None


def test_an_object_without_pixels_has_no_frames_and_no_window(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, output = tmp_path / "report", tmp_path / "OUT.png"
    path.write_bytes(to_bytes(report()))
    assert "has no pictures" in refused(capsys, path, output, "--frame", "2")
    assert "has none" in refused(capsys, path, output, "--voi", "1")


def test_texts_are_painted_over_the_picture_of_the_display_stage(
    tmp_path: Path,
) -> None:
    output = tmp_path / "OUT.png"
    asked: list[Drawing] = []

    def paint(wanted: Drawing) -> Picture:
        asked.append(wanted)
        return PAINTED

    words = [named("rtdose.dcm"), "--frame", "4", "--annotations", "-o", str(output)]
    assert run(words, paint) == 0
    assert np.array_equal(read(output), PAINTED)
    (only,) = asked
    assert only.display_set.frames[only.index].frame_index == 3
    assert only.displayed is not None
    expected = display(named("rtdose.dcm"), tmp_path / "OUT.npy", "--frame", "4")
    assert np.array_equal(only.displayed.picture, expected)


def test_a_picture_too_large_for_texts_is_told(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limits, "ANNOTATED_BYTES", 128 * 128 - 1)
    output = tmp_path / "OUT.png"
    said = refused(capsys, named("CT_small.dcm"), output, "--annotations")
    assert said == "The picture is too large to have anything drawn over it."
    rendered(named("CT_small.dcm"), output)


def test_a_picture_needs_neither_qt_nor_a_screen(tmp_path: Path) -> None:
    output = tmp_path / "OUT.png"
    code = (
        "import sys\n"
        "from viewer.__main__ import main\n"
        "if __name__ == '__main__':\n"
        "    code = main(sys.argv[1:])\n"
        "    sys.exit(9 if 'PySide6' in sys.modules else code)\n"
    )
    program = tmp_path / "program.py"
    program.write_text(code)
    words = ["render", named("JPEG2000.dcm"), "-o", str(output)]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    answer = subprocess.run(
        [sys.executable, str(program), *words],
        env=environment,
        capture_output=True,
        text=True,
    )
    assert (answer.returncode, answer.stdout, answer.stderr) == (0, "", "")
    expected = display(named("JPEG2000.dcm"), tmp_path / "OUT.npy")
    assert np.array_equal(read(output), expected)


def by_dcmtk(path: Path, made: Path, *options: str) -> NDArray[np.int_]:
    program = shutil.which("dcm2pnm")
    if program is None:
        pytest.skip("DCMTK is not installed")
    command = [program, "-q", "-O", *options, str(path), str(made)]
    if subprocess.run(command, capture_output=True, timeout=60).returncode:
        return np.empty((0, 0), int)  # it refuses some that we show
    return read(made).astype(int)


@pytest.mark.parametrize(
    ("words", "options"),
    [
        (["--voi", "1"], ["+Wi", "1"]),
        (["--voi", "2"], ["+Wi", "2"]),
        (["--window", "-500", "1500"], ["+Ww", "-500", "1500"]),
    ],
)
def test_windows_agree_with_dcmtk(
    slice_path: Path, tmp_path: Path, words: list[str], options: list[str]
) -> None:
    theirs = by_dcmtk(slice_path, tmp_path / "theirs.pgm", *options)
    found = rendered(slice_path, tmp_path / "OUT.png", *words)
    assert len(np.unique(theirs)) > 50, "a flat picture proves nothing"
    assert np.abs(found - theirs).max() <= 1


@pytest.mark.parametrize("folder", ["sop-class/cr", "sop-class/dx", "volume-ct"])
def test_real_pictures_agree_with_dcmtk(
    corpus: Path, tmp_path: Path, folder: str
) -> None:
    """With the window typed: DCMTK has no default of its own where the file has none.

    A VOI LUT or padding of the file is another matter, tested with the pipeline.
    """
    compared = 0
    for path in sorted((corpus / folder).rglob("*"))[:40]:
        if not path.is_file() or compared == 5:
            continue
        words = ["--window", "1000", "3000"]
        output = tmp_path / "OUT.png"
        if run([str(path), *words, "-o", str(output)], lambda _: PAINTED):
            continue
        found = read(output)
        theirs = by_dcmtk(path, tmp_path / "theirs.pgm", "+Ww", "1000", "3000")
        if found.ndim == 2 and theirs.size:
            assert np.abs(found - theirs).max() <= 1, path
            compared += 1
    assert compared


def test_a_colour_picture_keeps_its_colours(tmp_path: Path) -> None:
    colours = ramp((5, 6, 3), np.uint8)
    path = tmp_path / "colours"
    path.write_bytes(to_bytes(image(colours, samples=3)))
    assert np.array_equal(rendered(path, tmp_path / "OUT.png"), colours)
