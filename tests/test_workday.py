"""A reader's day on a real screen: hand, keys, a kill, and the mark is there again."""

import json
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydicom import dcmread

from tests.conftest import Until
from tests.desktop import GUARD_MS, Home, Screen
from viewer.demo.build import ct_slice, to_bytes
from viewer.demo.parts import uid

ROOT = Path(__file__).parent.parent
NEEDED = ("Xvfb", "openbox", "xdotool")
missing = [program for program in NEEDED if shutil.which(program) is None]
pytestmark = [
    pytest.mark.app,
    pytest.mark.skipif(bool(missing), reason=f"not here: {', '.join(missing)}"),
]
SLICES, SIZE = 20, 400
SOURCE = """
import sys
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDrag
from PySide6.QtWidgets import QApplication, QLabel

class Source(QLabel):
    def mousePressEvent(self, event):
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(sys.argv[1])])
        drag = QDrag(self)
        drag.setMimeData(data)
        drag.actionChanged.connect(lambda action: self.say(action.name))
        self.say("dropped " + drag.exec(Qt.DropAction.CopyAction).name)

    def say(self, word):
        sys.stdout.write(word + "\\n")
        sys.stdout.flush()

application = QApplication(sys.argv)
source = Source("folder")
source.setWindowFlags(Qt.WindowType.X11BypassWindowManagerHint)
source.setGeometry(0, 0, 60, 30)
source.show()
source.raise_()
source.say("shown")
sys.exit(application.exec())
"""


class Reader:
    """Starts the program, points, presses keys, and looks."""

    def __init__(self, home: Home, screen: Screen, until: Until) -> None:
        self.home, self.screen, self.until = home, screen, until
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, *paths: Path) -> None:
        """Until the program listens: everything of it is made."""
        self.home.trace.unlink(missing_ok=True)
        self.process = self._program("-m", "viewer", *map(str, paths))
        self.until(lambda: "listening" in self.home.moments())
        self.until(lambda: self._focused() == self.windows()[-1:])

    def kill(self) -> None:
        """Without a chance to save anything."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        assert self.process.wait(GUARD_MS / 1000) == -signal.SIGKILL

    def end(self) -> None:
        """By the key, as it should be done; it ends well and complains of nothing."""
        assert self.process is not None
        self.keys("ctrl+q")
        assert self.process.wait(GUARD_MS / 1000) == 0
        assert self.complaints == ""

    @property
    def complaints(self) -> str:
        """What the programs wrote on standard error."""
        return (self.home.root / "complaints").read_text(encoding="utf-8")

    def keys(self, *names: str) -> None:
        self.hand("key", *names)

    def hand(self, *words: str) -> None:
        self.home.run("xdotool", *words)

    def stroke(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        """With the left button, from point to point of the screen."""
        self.hand("mousemove", *map(str, start), "mousedown", "1")
        self.hand(
            "mousemove", *(str((a + b) // 2) for a, b in zip(start, end, strict=True))
        )
        self.hand("mousemove", *map(str, end), "mouseup", "1")

    def middle(self) -> tuple[int, int]:
        """Of the window, which is all cell when the panels are away."""
        shell = self.home.run(
            "xdotool", "getwindowgeometry", "--shell", self.windows()[-1]
        )
        found = dict(line.split("=") for line in shell.split())
        x, y, width, height = (int(found[k]) for k in ("X", "Y", "WIDTH", "HEIGHT"))
        return x + width // 2, y + height // 2

    def wait_for(self, cell: int = 1, **values: float) -> None:
        """Until this is the last that was told of the picture in a cell."""
        self.until(lambda: values.items() <= self.seen(cell).items())

    def press_until(self, key: str, seen: Callable[[], bool]) -> None:
        """What is new on the screen takes keys a moment later: press again."""

        def is_so() -> bool:
            if not seen():
                self.keys(key)
            return seen()

        self.until(is_so)

    def go(self, key: str, image: int, cell: int = 1) -> None:
        """Home or End, until the cell is there."""
        self.press_until(key, lambda: self.seen(cell).get("image") == image)

    def seen(self, cell: int = 1) -> dict[str, Any]:
        """What was last told of the picture in a cell."""
        told = [one for one in self.home.told("image") if one["cell"] == cell]
        return told[-1] if told else {}

    def wait_for_cells(self, **values: int) -> None:
        def is_so() -> bool:
            told = self.home.told("cells")
            return bool(told) and values.items() <= told[-1].items()

        self.until(is_so)

    def drop(self, folder: Path) -> None:
        """Drag it out of another window, let go of it over the picture."""
        words = self.home.root / "source"
        source = self._program("-c", SOURCE, str(folder), says=words)
        self.until(lambda: words.read_text() == "shown\n")
        x, y = self.middle()
        self.hand("mousemove", "20", "15", "mousedown", "1", "mousemove", "40", "25")

        def is_taken() -> bool:
            """A hand that waits for the sign is never quite still."""
            nonlocal x
            x ^= 1
            self.hand("mousemove", str(x), str(y))
            return "CopyAction\n" in words.read_text()

        self.until(is_taken)
        self.hand("mouseup", "1")
        self.until(lambda: "dropped CopyAction\n" in words.read_text())
        self.until(lambda: "opened" in self.home.moments())
        source.kill()  # not before: what was dropped is asked of it
        source.wait()

    def images(self, cell: int) -> set[int]:
        """The numbers of all that was seen in a cell."""
        return {one["image"] for one in self.home.told("image") if one["cell"] == cell}

    def windows(self) -> list[str]:
        """Those of the program that are seen."""
        assert self.process is not None
        words = ("--all", "--onlyvisible", "--pid", str(self.process.pid))
        found = subprocess.run(
            ("xdotool", "search", *words, "--name", ".+"),
            env=self.home.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        return found.stdout.split()

    def _focused(self) -> list[str]:
        found = subprocess.run(
            ("xdotool", "getwindowfocus"),
            env=self.home.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        return found.stdout.split()

    def _program(
        self, *words: str, says: Path | None = None
    ) -> "subprocess.Popen[bytes]":
        said = says or self.home.root / "said"
        complaints = self.home.root / "complaints"
        with said.open("wb") as out, complaints.open("ab") as errors:
            return subprocess.Popen(
                (sys.executable, *words),
                cwd=ROOT,
                env={**self.home.environment, "QT_QPA_PLATFORM": "xcb"},
                stdout=out,
                stderr=errors,
            )


@pytest.fixture
def reader(
    home: Home, display: Screen, until: Until, runtime_folder: Path
) -> Iterator[Reader]:
    """At a screen with a window manager, and a program whose panels are away."""
    home.environment["XDG_RUNTIME_DIR"] = str(runtime_folder)
    del home.environment["XDG_CURRENT_DESKTOP"]  # whose bus would be missed
    home.settings.parent.mkdir(parents=True)
    home.settings.write_text('{"show_thumbnails": false, "show_header": false}')
    manager = subprocess.Popen(
        ["openbox"], env=home.environment, stderr=subprocess.DEVNULL
    )
    reader = Reader(home, display, until)
    yield reader
    for process in (reader.process, manager):
        if process is not None and process.poll() is None:
            process.kill()
            process.wait()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two series of one head, the second of slices twice as far apart."""
    folder = tmp_path / "exam"
    folder.mkdir()
    for series, step in ((1, 5.0), (2, 10.0)):
        for number in range(int(SLICES * 5 / step)):
            pixels = np.full((SIZE, SIZE), 1024, np.uint16)
            dataset = ct_slice(
                number,
                pixels,
                thickness_mm=step,
                SeriesNumber=series,
                SeriesInstanceUID=uid("workday", str(series)),
            )
            (folder / f"{series}-{number}").write_bytes(to_bytes(dataset))
    return folder


def kept_marks(home: Home) -> list[tuple[str, str]]:
    """(shape and points, SOP instance UID) of what is on the disk."""
    path = home.data / "negatoscope" / "marks.sqlite"
    if not path.exists():
        return []
    with (
        closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as base,
        suppress(sqlite3.OperationalError),  # it is being made
    ):
        return base.execute("SELECT data, instance FROM marks").fetchall()
    return []


def drawn(screen: Screen, start: tuple[int, int], end: tuple[int, int]) -> int:
    """Yellow pixels between two points; an image without colour has none."""
    (left, top), (right, bottom) = start, end
    box = screen.pixels()[top:bottom, left:right].astype(int)
    return int(((box[..., 0] > 150) & (box[..., 0] - box[..., 2] > 60)).sum())


def test_a_mark_outlives_the_program_that_is_killed(
    reader: Reader, folder: Path
) -> None:
    reader.start()
    reader.drop(folder)
    reader.wait_for(image=SLICES // 2 + 1, centre=40, width=400)
    x, y = reader.middle()
    reader.hand("mousemove", str(x), str(y), "click", "5", "click", "5", "click", "4")
    reader.wait_for(image=SLICES // 2 + 2)
    reader.go("End", SLICES)
    reader.keys("Up", "Up")
    reader.wait_for(image=SLICES - 2)
    reader.stroke((x, y), (x + 60, y + 40))
    reader.until(lambda: reader.seen()["width"] > 400 and reader.seen()["centre"] < 40)
    reader.keys("ctrl+1", "l")
    start, end = (x - 120, y - 40), (x + 30, y + 40)
    reader.stroke(start, end)
    reader.until(lambda: len(kept_marks(reader.home)) == 1)
    ((data, instance),) = kept_marks(reader.home)
    (x0, y0), (x1, y1) = json.loads(data)["points"]
    assert (x1 - x0, y1 - y0) == pytest.approx((150, 80))
    assert instance == dcmread(folder / f"1-{SLICES - 3}").SOPInstanceUID
    reader.kill()
    reader.start(folder)
    reader.wait_for(image=SLICES // 2 + 1)
    reader.go("End", SLICES)
    reader.keys("ctrl+1")
    reader.until(lambda: drawn(reader.screen, start, end) == 0)
    reader.keys("Up", "Up")
    reader.wait_for(image=SLICES - 2)
    reader.until(lambda: drawn(reader.screen, start, end) > 150)
    assert len(kept_marks(reader.home)) == 1
    reader.end()


def test_series_are_compared_played_and_moved_to_a_second_window(
    reader: Reader, folder: Path
) -> None:
    reader.start(folder)
    reader.wait_for(image=SLICES // 2 + 1)
    reader.keys("alt+4")
    reader.wait_for_cells(count=4, active=1)
    reader.keys("Tab")
    reader.wait_for_cells(count=4, active=2)
    reader.keys("Page_Down")
    reader.go("Home", 1, cell=2)
    reader.keys("u", "shift+Tab")
    reader.wait_for_cells(count=4, active=1)
    reader.go("Home", 1)
    reader.keys("shift+Down")
    reader.wait_for(1, image=11)
    reader.wait_for(2, image=6)  # 50 mm from the first slice, as the other
    reader.keys("u", "space")
    reader.until(lambda: reader.images(1) == set(range(1, SLICES + 1)))
    assert reader.seen(2)["image"] == 6
    reader.keys("space", "ctrl+n")
    reader.wait_for_cells(count=5, beside=1, active=5)
    reader.until(lambda: len(reader.windows()) == 2)
    reader.go("Home", 1, cell=5)
    reader.keys("Down")
    reader.wait_for(5, image=2)
    reader.keys("ctrl+n")
    reader.wait_for_cells(count=4, beside=0)
    reader.until(lambda: len(reader.windows()) == 1)
    reader.end()
