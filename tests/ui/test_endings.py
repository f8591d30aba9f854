"""What the system sends to end the program: nothing that was set is lost."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from viewer.demo.build import ct_slice, to_bytes
from viewer.ui.trace import VARIABLE

ROOT = Path(__file__).parent.parent.parent
GUARD_MS = 60_000


def _heed_hangups() -> None:
    """Tests that were begun by nohup(1) have them ignored, and hand that on."""
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


@pytest.mark.skipif(sys.platform == "win32", reason="signals are another thing there")
@pytest.mark.parametrize("number", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_window_that_is_asked_to_end_remembers_what_was_opened(
    qtbot: QtBot, tmp_path: Path, runtime_folder: Path, number: str
) -> None:
    path, trace, settings = (tmp_path / name for name in ("ct", "trace", "settings"))
    path.write_bytes(to_bytes(ct_slice()))
    program = subprocess.Popen(
        [sys.executable, "-m", "viewer", str(path)],
        cwd=ROOT,
        env={
            **os.environ,
            VARIABLE: str(trace),
            "NEGATOSCOPE_SETTINGS": str(settings),
            "QT_QPA_PLATFORM": "offscreen",
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=_heed_hangups,
    )
    try:
        qtbot.waitUntil(
            lambda: {"opened", "listening"} <= moments(trace), timeout=GUARD_MS
        )
        program.send_signal(getattr(signal, number))
        _, told = program.communicate(timeout=GUARD_MS / 1000)
    finally:
        program.kill()
        program.wait()
    assert (program.returncode, "Traceback" in told) == (0, False), told
    assert json.loads(settings.read_text())["recent_paths"] == [str(path)]


@pytest.mark.skipif(sys.platform == "win32", reason="signals are another thing there")
def test_a_screenshot_is_interrupted_without_a_traceback(tmp_path: Path) -> None:
    """Python's own way would break out of whatever is being painted."""
    program = (
        "import os, signal\n"
        "from viewer.__main__ import main\n"
        "from PySide6.QtWidgets import QWidget\n"
        "QWidget.grab = lambda *_: os.kill(os.getpid(), signal.SIGINT)\n"
        f"main(['screenshot', '--demo', '-o', {str(tmp_path / 'OUT.png')!r}])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == -signal.SIGINT
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.iterdir())


def moments(trace: Path) -> set[str]:
    if not trace.exists():
        return set()
    lines = trace.read_text(encoding="utf-8").split("\n")[:-1]
    return {json.loads(line)["moment"] for line in lines}
