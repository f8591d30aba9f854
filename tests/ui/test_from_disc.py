"""A patient's disc with the program on it: opened at once, and no trace is left."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from viewer.demo.build import ct_slice, to_bytes
from viewer.demo.directories import directory
from viewer.ui.start import FROM_DISC

ROOT = Path(__file__).parent.parent.parent
GUARD_SECONDS = 60

PROGRAM = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QPushButton
from viewer.store import portable
from viewer.ui import app

portable.program_folder = lambda: sys.argv[1]
real = app.App.__init__

def made(self, *arguments, **options):
    real(self, *arguments, **options)
    self.look = QTimer(self, interval=20)

    def look():
        if not self.is_idle or self.grid.cells[0].shown is None:
            return
        self.look.stop()
        notes = self.window.findChildren(QPushButton, "programNote")
        sys.stdout.write("".join(note.text() for note in notes if note.isVisible()))
        sys.stdout.write(f"|{self.grid.cells[0].on_screen.count}")
        self.window.close()

    self.look.timeout.connect(look)
    self.look.start()

app.App.__init__ = made
from viewer.__main__ import main
sys.exit(main([]))
"""


def disc_at(folder: Path) -> dict[str, bytes]:
    """Three slices and their DICOMDIR; all files there by their names."""
    objects = [(f"CT/I{number}", ct_slice(number)) for number in range(3)]
    (folder / "CT").mkdir()
    for name, dataset in objects:
        (folder / name).write_bytes(to_bytes(dataset))
    (folder / "DICOMDIR").write_bytes(to_bytes(directory(objects)))
    return contents(folder)


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


@pytest.mark.app
@pytest.mark.usefixtures("runtime_folder")
def test_the_disc_opens_is_said_to_leave_nothing_and_leaves_nothing(
    tmp_path: Path,
) -> None:
    disc, home = tmp_path / "disc", tmp_path / "home"
    (disc / "viewer").mkdir(parents=True)
    home.mkdir()
    before = disc_at(disc)
    environment = {
        name: value for name, value in os.environ.items() if "XDG" not in name
    }
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(disc / "viewer")],
        cwd=ROOT,
        env={
            **environment,
            "QT_QPA_PLATFORM": "offscreen",
            "LC_ALL": "C.UTF-8",
            "HOME": str(home),
            "XDG_RUNTIME_DIR": os.environ["XDG_RUNTIME_DIR"],
        },
        timeout=GUARD_SECONDS,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    said, count = done.stdout.split("|")
    assert said.startswith(FROM_DISC)
    assert count == "3"
    assert contents(disc) == before
    assert contents(home) == {}
