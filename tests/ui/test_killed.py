"""A program that is killed loses no mark that it showed as saved."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from viewer.demo.build import ct_slice, to_bytes

ROOT = Path(__file__).parent.parent.parent
GUARD_SECONDS = 60

PROGRAM = """
import json, os, signal, sys
from PySide6.QtCore import QTimer
from viewer.dicom import tags
from viewer.geometry.marks import FrameKey, Mark
from viewer.ui import start

real, drawn = start._finish_after_first_picture, int(sys.argv[2])

def finish(app, then):
    def key():
        frame = app.grid.cells[0].on_screen.frame
        return frame and FrameKey(frame.header.text(tags.SOPInstanceUID))

    def say():
        state = app.annotations.state
        saved = [m.uid for m in state.of(key()) if m.uid not in state.unsaved]
        sys.stdout.write(json.dumps(saved) + "\\n")
        sys.stdout.flush()
        return saved

    def draw():
        if key() is None or not app.sides.is_complete or not app.is_idle:
            return
        if not drawn:
            say()
            timer.stop()
            app.window.close()
        number = len(app.annotations.state.of(key()))
        if number < drawn:
            mark = Mark(f"2.25.{number + 1}", "point", ((number + 0.5, 2.5),))
            app.annotations.put(key(), mark)
            say()
        elif drawn:
            os.kill(os.getpid(), signal.SIGKILL)

    timer = draw.timer = QTimer(app, interval=1)
    timer.timeout.connect(draw)
    timer.start()
    return real(app, then)

start._finish_after_first_picture = finish
from viewer.__main__ import main
sys.exit(main([sys.argv[1]]))
"""


def run(folder: Path, image: Path, drawn: int) -> tuple[int, list[str]]:
    """How the program ended, and the marks that it last showed as saved."""
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "NEGATOSCOPE_SETTINGS": str(folder / "settings.json"),
        "NEGATOSCOPE_MARKS": str(folder / "marks" / "marks.sqlite"),
    }
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(image), str(drawn)],
        cwd=ROOT,
        env=environment,
        timeout=GUARD_SECONDS,
        capture_output=True,
        text=True,
    )
    lines = done.stdout.splitlines()
    assert lines, done.stderr
    return done.returncode, json.loads(lines[-1])


@pytest.mark.app
@pytest.mark.skipif(os.name != "posix", reason="needs SIGKILL")
@pytest.mark.usefixtures("runtime_folder")
def test_marks_are_there_after_the_program_was_killed(tmp_path: Path) -> None:
    image = tmp_path / "image"
    image.write_bytes(to_bytes(ct_slice()))
    ended, saved = run(tmp_path, image, drawn=5)
    assert ended == -signal.SIGKILL
    assert len(saved) >= 4
    ended, back = run(tmp_path, image, drawn=0)
    assert ended == 0
    assert set(saved) <= set(back)
    assert set(back) == {f"2.25.{number}" for number in range(1, 6)}
