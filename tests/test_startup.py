"""What the start may cost: what can wait is not imported before the first picture."""

import gc
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from viewer.demo.build import RLE_LOSSLESS, ct_slice, image, ramp, to_bytes
from viewer.store.settings import DAMAGED
from viewer.ui.trace import VARIABLE, moment

ROOT = Path(__file__).parent.parent
GUARD_SECONDS = 60
TIMES = 1000

LATER = {
    # Readers and codecs: pydicom alone takes longer than Qt's widgets.
    "pydicom",
    "highdicom",
    "pynetdicom",
    "imagecodecs",
    "pylibjpeg",
    "openjpeg",
    "rle",
    "jpeg_ls",
    "PIL",
    # Science that no picture needs.
    "scipy",
    "vtk",
    "vtkmodules",
    "SimpleITK",
    "matplotlib",
    "pandas",
    "skimage",
    # Parts of the standard library that workers and dialogs need.
    "multiprocessing.pool",
    "asyncio",
    "sqlite3",
    "xml.etree.ElementTree",
    "http.client",
    "unittest",
    "html.entities",
    # Parts of Qt that have no place in the first window.
    "PySide6.QtMultimedia",
    "PySide6.QtPdf",
    "PySide6.QtSql",
    "PySide6.QtWebEngineCore",
    # Our own that come after the picture.
    "viewer.demo",
    "viewer.dicom.elements",
    "viewer.ui.panels.metadata",
    "viewer.ui.panels.thumbnails",
    "viewer.ui.widgets.tabs",
    "viewer.ui.explain_follower",
    "viewer.ui.panels.explain",
    "viewer.pixels.explain",
    "viewer.files.explanation",
    "viewer.ui.dialogs.about",
    "viewer.ui.dialogs.keys",
    "viewer.ui.dialogs.not_shown",
    "viewer.ui.capture",
    "viewer.commands",
    "viewer.pixels.presentation_state",
    "viewer.pixels.state_display",
    "viewer.pixels.fuse",
    "viewer.pixels.graphics",
    "viewer.pixels.decoders",
    "viewer.pixels.jpeg_decoders",
    "viewer.kinds.blending",
    "viewer.kinds.report",
    "viewer.kinds.curve",
    "viewer.kinds.graphs",
    "viewer.work.explaining",
    "viewer.work.measuring",
    "viewer.pixels.mark_figures",
    "viewer.ui.tools.table",
    "viewer.ui.exporting",
    "viewer.ui.exports",
    "viewer.ui.outgoing",
    "viewer.ui.leaving",
    "viewer.ui.page_printing",
    "viewer.ui.widgets.commands",
    "viewer.ui.widgets.layout_picker",
}

MOST_MODULES = 290
"""Our own before the first picture: each costs 0.2 ms and more. What is not needed for
it is imported inside the function that needs it."""

WORKERS = {"multiprocessing", "hashlib", "subprocess", "socket", "viewer.work.process"}
"""What a picture that needs no worker can do without."""

PROGRAM = """
import sys
from viewer.ui import trace

real = trace.moment

def moment(name, **values):
    real(name, **values)
    if name == "first-image":
        from PySide6.QtCore import QTimer
        from PySide6.QtWidgets import QApplication
        import dataclasses, linecache
        slow = [
            f"slow:{name}"
            for name, module in list(sys.modules.items())
            if name.startswith("viewer.")
            and getattr(module, "dataclass", None) is dataclasses.dataclass
        ]
        read = [f"read:{path}" for path in linecache.cache if "viewer/ui/" in path]
        with open(sys.argv[2], "w") as file:
            file.write("\\n".join(sorted([*sys.modules, *slow, *read])))
        QTimer.singleShot(0, QApplication.quit)

trace.moment = moment
from viewer.__main__ import main
sys.exit(main([sys.argv[1]]))
"""


def started(folder: Path, opened: Path) -> tuple[set[str], list[str]]:
    """Modules at the first picture, and the moments on the way, of a real start.

    Among the modules "slow:…" has slow records (`viewer/records.py`), and "read:…" is a
    source that Qt's import hook has read (`viewer/ui/import_hook.py`).
    """
    listed, traced = folder / "modules", folder / "trace"
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "NEGATOSCOPE_SETTINGS": str(folder / "settings.json"),
        VARIABLE: str(traced),
    }
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(opened), str(listed)],
        cwd=ROOT,
        env=environment,
        timeout=GUARD_SECONDS,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    moments = [json.loads(line)["moment"] for line in traced.read_text().splitlines()]
    return set(listed.read_text().split()), moments


@pytest.mark.usefixtures("runtime_folder")
def test_the_first_picture_of_a_ct_needs_no_codec_and_no_pydicom(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "ct"
    folder.mkdir()
    for number in range(5):
        pixels = ramp((256, 256), np.uint16, 12)
        (folder / str(number)).write_bytes(to_bytes(ct_slice(number, pixels)))
    modules, moments = started(tmp_path, folder)
    assert {"numpy", "PySide6.QtWidgets", "viewer.ui.app"} <= modules
    assert modules & (LATER | WORKERS) == set()
    assert [name for name in modules if name.startswith(("slow:", "read:"))] == []
    own = [name for name in modules if name.startswith("viewer.")]
    assert len(own) <= MOST_MODULES
    assert moments.count("first-image") == 1
    assert moments.index("window-shown") < moments.index("first-image")


@pytest.mark.usefixtures("runtime_folder")
def test_a_compressed_picture_is_decoded_in_another_process(tmp_path: Path) -> None:
    path = tmp_path / "rle"
    path.write_bytes(to_bytes(image(), RLE_LOSSLESS))
    modules, _ = started(tmp_path, path)
    assert modules & LATER == set()


SAYING = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QPushButton

def look():
    for window in QApplication.topLevelWidgets():
        for button in window.findChildren(QPushButton, "programNote"):
            if button.isVisible():
                sys.stdout.write(button.text())
                window.close()

def begin():
    begin.timer = QTimer(interval=20)
    begin.timer.timeout.connect(look)
    begin.timer.start()

from viewer.ui import start
real = start._finish_after_first_picture

def finish(*arguments):
    begin()
    return real(*arguments)

start._finish_after_first_picture = finish
from viewer.__main__ import main
sys.exit(main([]))
"""


@pytest.mark.usefixtures("runtime_folder")
def test_that_the_settings_were_damaged_is_said_in_the_window(tmp_path: Path) -> None:
    settings = tmp_path / "settings.json"
    settings.write_text("{")
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "LANGUAGE": "en",
        "LC_ALL": "C.UTF-8",
        "NEGATOSCOPE_SETTINGS": str(settings),
    }
    done = subprocess.run(
        [sys.executable, "-c", SAYING],
        cwd=ROOT,
        env=environment,
        timeout=GUARD_SECONDS,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(DAMAGED)


class Sender(QObject):
    """Something that tells."""

    told = Signal(bool, object)


@pytest.fixture
def counts() -> Iterator[dict[str, int]]:
    """References to the shared constants before; PySide6 6.12.0 steals them."""
    gc.collect()  # what tests before this one left would be missed in between
    before = {str(one): sys.getrefcount(one) for one in (True, None, False)}
    yield before
    for one in (True, None, False):
        lost = before[str(one)] - sys.getrefcount(one)
        assert lost < TIMES / 10, f"{lost} references to {one} were lost"


@pytest.mark.usefixtures("counts")
def test_signals_take_no_references_away(qtbot: QtBot) -> None:
    sender, heard = Sender(), list[object]()
    sender.told.connect(lambda *values: heard.append(values))
    for _ in range(TIMES):
        sender.told.emit(True, None)
    assert heard == [(True, None)] * TIMES


@pytest.mark.usefixtures("counts")
def test_repaints_and_calls_take_no_references_away(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    for _ in range(TIMES):
        widget.update()
        widget.setVisible(True)
        assert widget.isVisible() is True
        assert widget.parentWidget() is None


def test_moments_are_written_only_when_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "trace"
    monkeypatch.delenv(VARIABLE, raising=False)
    moment("nothing")
    assert not path.exists()
    monkeypatch.setenv(VARIABLE, str(path))
    moment("one", megabytes=2.5)
    moment("two")
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    assert [line["moment"] for line in lines] == ["one", "two"]
    assert lines[0]["megabytes"] == 2.5
    assert lines[0]["time"] <= lines[1]["time"]


STYLED = """
import sys
from viewer.ui.theme import new_application

sys.stdout.write(new_application().style().name())
"""


def test_the_application_is_in_fusion_whatever_the_desktop_prefers() -> None:
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "QT_STYLE_OVERRIDE": "windows",
    }
    done = subprocess.run(
        [sys.executable, "-c", STYLED],
        cwd=ROOT,
        env=environment,
        timeout=GUARD_SECONDS,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "fusion"
