"""With mouse and keys on a real screen: measure, kill, start again, it is there."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from viewer.demo.build import ct_slice, ramp, to_bytes
from viewer.ui.trace import VARIABLE

ROOT = Path(__file__).parent.parent.parent
GUARD_MS = 60_000
NEEDED = ("Xvfb", "openbox", "xdotool")
pytestmark = [
    pytest.mark.app,
    pytest.mark.skipif(
        not sys.platform.startswith("linux") or not all(map(shutil.which, NEEDED)),
        reason="needs Xvfb, openbox and xdotool",
    ),
]


class Desk:
    """A screen with a window manager, and the program on it."""

    def __init__(self, root: Path, runtime: Path, qtbot: QtBot) -> None:
        self.root = root
        self.marks = root / "marks.sqlite"
        self.trace = root / "trace"
        self._qtbot = qtbot
        self.environment = {
            **os.environ,
            "QT_QPA_PLATFORM": "xcb",
            "XDG_RUNTIME_DIR": str(runtime),
            "NEGATOSCOPE_SETTINGS": str(root / "settings.json"),
            "NEGATOSCOPE_MARKS": str(self.marks),
            VARIABLE: str(self.trace),
        }
        self.running: list[subprocess.Popen[bytes]] = []

    def run(self, *words: str, fds: tuple[int, ...] = ()) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            words,
            cwd=ROOT,
            env=self.environment,
            stderr=subprocess.DEVNULL,
            pass_fds=fds,
        )
        self.running.append(process)
        return process

    def begin(self) -> None:
        reading, writing = os.pipe()
        self.run("Xvfb", "-displayfd", str(writing), fds=(writing,))
        os.close(writing)
        with os.fdopen(reading) as file:
            self.environment["DISPLAY"] = f":{file.readline().strip()}"
        self.run("openbox")

    def end(self) -> None:
        for process in reversed(self.running):
            with suppress(ProcessLookupError):
                process.terminate()
            process.wait()

    def start(self, path: Path) -> subprocess.Popen[bytes]:
        """The program with its first picture, large and in front."""
        self.trace.unlink(missing_ok=True)
        program = self.run(sys.executable, "-m", "viewer", str(path))
        self.until(lambda: "first-image" in self.moments())
        self.until(lambda: bool(self.windows()))
        for window in self.windows():
            self.do("windowmove", window, "0", "0", "windowsize", window, "1200", "780")
            self.do("windowactivate", "--sync", window)
        return program

    def windows(self) -> list[str]:
        words = ["xdotool", "search", "--onlyvisible", "--name", "Negatoscope"]
        done = subprocess.run(words, env=self.environment, capture_output=True)
        return done.stdout.decode().split()

    def moments(self) -> list[str]:
        if not self.trace.exists():
            return []
        lines = self.trace.read_text().splitlines()
        return [json.loads(line)["moment"] for line in lines]

    def do(self, *words: str) -> None:
        subprocess.run(["xdotool", *words], env=self.environment, check=True)

    def until(self, condition: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(condition, timeout=GUARD_MS)

    def kept(self, table: str = "marks") -> int:
        if not self.marks.exists():
            return 0
        with closing(sqlite3.connect(self.marks)) as base, suppress(sqlite3.Error):
            return int(base.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0])
        return 0


@pytest.fixture
def desk(tmp_path: Path, runtime_folder: Path, qtbot: QtBot) -> Iterator[Desk]:
    desk = Desk(tmp_path, runtime_folder, qtbot)
    desk.begin()
    yield desk
    desk.end()


def test_what_was_measured_before_a_kill_is_there_after_it(
    desk: Desk, tmp_path: Path
) -> None:
    image = tmp_path / "image"
    image.write_bytes(to_bytes(ct_slice(1, ramp((256, 256), np.uint16, 12))))
    program = desk.start(image)

    def draw() -> bool:
        if not desk.kept():
            desk.do("mousemove", "560", "400", "click", "1", "key", "l")
            desk.do("mousemove", "480", "330", "mousedown", "1")
            desk.do(
                "mousemove", "540", "380", "mousemove", "620", "470", "mouseup", "1"
            )
        return desk.kept() > 0

    desk.until(draw)
    drawn = desk.kept()
    program.send_signal(signal.SIGKILL)
    program.wait()
    assert desk.kept() == drawn
    desk.start(image)

    def delete() -> bool:
        """Only a mark that is back can be taken hold of and deleted."""
        desk.do("mousemove", "560", "600", "key", "n", "key", "Delete")
        return desk.kept() == 0

    desk.until(delete)
