"""Nothing that is opened is ever written: not the files, not beside them."""

import hashlib
import os
import shutil
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydicom.data import get_testdata_file

from tests.ui.conftest import OpenViewer, Write
from viewer.__main__ import main
from viewer.demo.build import RLE_LOSSLESS, ct_slice, enhanced_mr
from viewer.demo.documents import report
from viewer.work.pool import Pool

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


@pytest.fixture
def disc(write: Write, tmp_path: Path) -> Iterator[Path]:
    """Images, documents, an archive, a disc with its index; nothing may be written."""
    folder = tmp_path / "disc"
    shutil.copytree(str(get_testdata_file("dicomdirtests")), folder / "set")
    for number in range(4):
        write(f"disc/ct/{number}", ct_slice(number))
    write("disc/packed", ct_slice(9, SeriesNumber=9), RLE_LOSSLESS)
    write("disc/frames", enhanced_mr())
    write("disc/report", report())
    (folder / "notes.txt").write_text("no DICOM")
    (folder / "torn").write_bytes(bytes(128) + b"DICM" + b"\xff" * 40)
    with zipfile.ZipFile(folder / "scans.zip", "w") as archive:
        archive.write(folder / "ct" / "0", "CT/0")
    modes = [(path, path.stat().st_mode) for path in folder.rglob("*")]
    for path, mode in reversed(modes):
        path.chmod(mode & 0o555)
    folder.chmod(0o555)
    yield folder
    folder.chmod(0o755)
    for path, mode in modes:
        path.chmod(mode)


def state(folder: Path) -> dict[str, tuple[str, int]]:
    """Hash and time of change of every file, and the names of the folders."""
    return {
        str(path): (
            hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "",
            path.stat().st_mtime_ns,
        )
        for path in (folder, *folder.rglob("*"))
    }


@pytest.fixture(scope="module")
def written() -> list[str]:
    """Paths that this process opened to write; the hook stays to its end."""
    paths: list[str] = []

    def hear(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open" and isinstance(arguments[2], int):
            if arguments[2] & WRITING:
                paths.append(str(arguments[0]))
        elif event in ("os.rename", "os.remove", "os.mkdir", "os.truncate", "os.utime"):
            paths.append(str(arguments[0]))

    sys.addaudithook(hear)
    return paths


def test_a_session_in_the_window_changes_nothing(
    open_viewer: OpenViewer, disc: Path, written: list[str]
) -> None:
    before = state(disc)
    written.clear()
    viewer = open_viewer(disc, pool=Pool())
    for path in (disc / "set" / "DICOMDIR", disc / "scans.zip", disc / "ct" / "2"):
        viewer.app.opening.chosen([str(path)])
        viewer.wait()
    for display_set in viewer.app.workspace.state.catalogue.sets():
        viewer.model.show_set(display_set)
        viewer.wait()
        viewer.press_key("End")
    viewer.do("layout-2x2")
    viewer.app.status.unreadable.click()
    viewer.app.close_all()
    viewer.wait()
    assert [path for path in written if path.startswith(str(disc))] == []
    assert state(disc) == before


@pytest.mark.parametrize(
    "words",
    [
        ("info", "{disc}", "--json"),
        ("index", "{disc}"),
        ("pixels", "{disc}", "--stage", "display", "--digest"),
        ("pixels", "{disc}/packed", "--stage", "stored", "-o", "{out}"),
    ],
)
def test_no_command_changes_what_it_reads(
    disc: Path,
    tmp_path: Path,
    written: list[str],
    words: tuple[str, ...],
    capsys: pytest.CaptureFixture[str],
) -> None:
    before = state(disc)
    written.clear()
    main([word.format(disc=disc, out=tmp_path / "out") for word in words])
    assert "Traceback" not in capsys.readouterr().err
    assert [path for path in written if path.startswith(str(disc))] == []
    assert state(disc) == before
