"""A window that dies leaves a report without a patient; the next start offers it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QPushButton

from tests.ui.conftest import OpenViewer
from tests.ui.viewer import Viewer
from viewer.demo.build import ct_slice, to_bytes
from viewer.store.reports import Reports
from viewer.store.session import log_folder
from viewer.ui.dialogs.failure import FailureDialog
from viewer.ui.failures import ENDED, HAPPENED, REPORTS, Failures
from viewer.ui.widgets.offer_bar import OfferBar

ROOT = Path(__file__).parent.parent.parent
GUARD_SECONDS = 90
NAME, NUMBER = "CANARYNAME", "CANARYNUMBER"

DYING = """
import os, signal, sys
from PySide6.QtCore import QTimer, qWarning
from viewer.ui import start

how = sys.argv[2]
real = start._finish_after_first_picture

def finish(app, then):
    def die():
        is_ready = app.menus.is_complete and app.is_idle
        if not is_ready or app.grid.active.shown is None:
            return
        timer.stop()
        header = app.grid.active.state.what.frame.header
        app.menus.by_id["invert"].trigger()
        qWarning("QFile: cannot read " + header.source.path)
        if how == "fault":
            os.kill(os.getpid(), signal.SIGSEGV)
        QTimer.singleShot(0, app.window.close)
        raise RuntimeError(f"{header.source.path} of CANARYNAME CANARYNUMBER")

    timer = die.timer = QTimer(app, interval=5)
    timer.timeout.connect(die)
    timer.start()
    return real(app, then)

start._finish_after_first_picture = finish
if how == "end":
    class Broken:
        def __init__(self):
            raise RuntimeError("of CANARYNAME CANARYNUMBER")

    start.Pool = Broken
from viewer.__main__ import main
sys.exit(main([sys.argv[1]]))
"""

LOOKING = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton, QToolBar

from viewer.ui import start
real = start._finish_after_first_picture

def finish(app, then):
    def look():
        for bar in app.window.findChildren(QToolBar, "failureOffer"):
            print(bar.sentence.text())
            bar.findChild(QPushButton, "failureOffer-show").click()
            for window in QApplication.topLevelWidgets():
                for text in window.findChildren(QPlainTextEdit, "failureText"):
                    print(text.toPlainText())
        app.window.close()

    def both():
        then()
        QTimer.singleShot(0, look)

    return real(app, both)

start._finish_after_first_picture = finish
from viewer.__main__ import main
sys.exit(main([]))
"""


def run(
    program: str, folder: Path, *arguments: str
) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "LANGUAGE": "en",
        "LC_ALL": "C.UTF-8",
        "NEGATOSCOPE_SETTINGS": str(folder / "settings.json"),
    }
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=ROOT,
        env=environment,
        timeout=GUARD_SECONDS,
        capture_output=True,
        text=True,
    )


@pytest.mark.app
@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.usefixtures("runtime_folder")
@pytest.mark.parametrize(
    ("how", "code", "said"),
    [
        ("fault", -11, "Segmentation fault"),
        ("end", 1, "RuntimeError"),
        ("go on", 0, "RuntimeError"),
    ],
)
def test_the_next_start_offers_a_report_of_what_ended_the_last_one(
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    how: str,
    code: int,
    said: str,
) -> None:
    place = tmp_path / f"{NAME}.dcm"
    whole = to_bytes(ct_slice(PatientName=NAME, PatientID=NUMBER))
    place.write_bytes(whole)
    for number, bad in enumerate((whole[:900], whole[:-9], b"DICM CANARYNAME")):
        (tmp_path / f"{NAME}-{number}.dcm").write_bytes(bad)
    kept = tmp_path_factory.mktemp("kept")
    dead = run(DYING, kept, str(place.parent), how)
    assert dead.returncode == code, dead.stderr
    looked = run(LOOKING, kept)
    assert looked.returncode == 0, looked.stderr
    assert looked.stdout.startswith(ENDED)
    assert said in looked.stdout
    if how != "end":
        assert "invert" in looked.stdout
    again = run(LOOKING, kept)
    assert (again.returncode, again.stdout) == (0, "")
    assert "CANARY" not in dead.stderr + dead.stdout + looked.stdout + looked.stderr
    left = [path for path in (kept / "negatoscope-logs").rglob("*") if path.is_file()]
    assert {path.name.split(".")[0].split("-")[0] for path in left} == {
        "negatoscope",
        "failure",
    }
    assert not [path for path in left if b"CANARY" in path.read_bytes()]


@pytest.fixture
def reports() -> Reports:
    return Reports(log_folder() / REPORTS)


def offered(viewer: Viewer, reports: Reports) -> OfferBar:
    Failures(viewer.app, reports.folder).tell()
    return viewer.child("failureOffer", OfferBar)


def test_a_failure_is_offered_at_once_and_stops_nothing(
    open_viewer: OpenViewer, thirty_slices: Path, reports: Reports
) -> None:
    viewer = open_viewer(thirty_slices)
    reports.add("all that was kept", 0.0)
    bar = offered(viewer, reports)
    assert bar.sentence.text() == HAPPENED
    first = viewer.model.state.what.index
    viewer.press_key("Down")
    assert viewer.model.state.what.index == first + 1
    bar.buttons["close"].click()
    assert not bar.isVisible()
    assert reports.new() == []
    assert len(reports.all()) == 1


def test_a_report_is_deleted_unread(open_viewer: OpenViewer, reports: Reports) -> None:
    viewer = open_viewer()
    reports.add("one", 0.0)
    offered(viewer, reports).buttons["delete"].click()
    assert reports.all() == []


def dialog_of(viewer: Viewer) -> FailureDialog:
    found = viewer.app.window.findChildren(FailureDialog)
    assert len(found) == 1
    return found[0]


def test_reports_are_read_copied_saved_and_deleted(
    open_viewer: OpenViewer, reports: Reports, tmp_path: Path
) -> None:
    viewer = open_viewer()
    for number in (1, 2):
        reports.add(f"report {number}", float(number))
    viewer.do("failure-reports")
    dialog = dialog_of(viewer)
    text = dialog.findChild(QPlainTextEdit, "failureText")
    assert text is not None
    assert text.toPlainText() == "report 2"
    press(dialog, "failureCopy")
    assert QGuiApplication.clipboard().text() == "report 2"
    dialog.save(tmp_path / "saved.txt")
    assert (tmp_path / "saved.txt").read_text() == "report 2"
    dialog.save(tmp_path / "no folder" / "saved.txt")
    assert "there is no such folder" in dialog.message.text()
    press(dialog, "failureDelete")
    assert text.toPlainText() == "report 1"
    press(dialog, "failureDelete")
    assert not dialog.isVisible()
    assert reports.all() == []
    viewer.do("failure-reports")
    assert "no report" in viewer.app.status.message.text()


def press(dialog: FailureDialog, name: str) -> None:
    button = dialog.findChild(QPushButton, name)
    assert button is not None
    button.click()
