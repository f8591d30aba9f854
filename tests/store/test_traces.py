"""What is told of a failure is code: nothing of what it said, nothing of its paths."""

import logging
import subprocess
import sys
from pathlib import Path

import pytest

from viewer.pixels import voi
from viewer.store import log
from viewer.store.reports import Reports, of_left, written
from viewer.store.session import (
    ACTIONS,
    SLOTS,
    Left,
    Session,
    facts,
    left_behind,
    log_folder,
    word,
)
from viewer.store.traces import from_fault_handler, of_qt, place, told

SECRETS = ("SILVA", "Joao", "4711", "19700101", "/home/maria")


def failing() -> Exception:
    """An exception behind another, both full of a patient."""
    try:
        try:
            int("SILVA^Joao 4711")
        except ValueError as inner:
            raise KeyError("/home/maria/SILVA 19700101.dcm") from inner
    except KeyError as outer:
        return outer
    raise AssertionError


def is_clean(text: str) -> bool:
    return not [secret for secret in SECRETS if secret.lower() in text.lower()]


def test_exceptions_are_told_by_types_and_places() -> None:
    lines = told(failing())
    assert [line for line in lines if not line.startswith(" ")] == [
        "KeyError",
        "ValueError",
    ]
    assert is_clean("\n".join(lines))


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (voi.__file__, "viewer/pixels/voi.py:3 f"),
        (logging.__file__, "python/logging/__init__.py:3 f"),
        ("/home/maria/env/lib/site-packages/pydicom/x.py", "pydicom/x.py:3 f"),
        ("C:\\Users\\maria\\site-packages\\numpy\\y.py", "numpy/y.py:3 f"),
        ("viewer/ui/app.py", "viewer/ui/app.py:3 f"),
        ("/home/maria/SILVA.py", "other code:3 f"),
    ],
)
def test_a_place_is_told_without_the_way_to_it(path: str, expected: str) -> None:
    assert place(path, 3, "f") == expected


def test_only_ids_and_names_of_the_code_are_words() -> None:
    assert word("preset-3") == "preset-3"
    for bad in ("SILVA", "Silva^Joao", "a b", "", "x" * 60, "joão", "../x"):
        assert word(bad) == "other"


def test_of_what_qt_says_its_own_classes_are_kept() -> None:
    said = 'QFile::open: cannot open "/home/maria/SILVA Joao.dcm" QPainter 4711'
    assert of_qt(said) == "QFile::open QPainter"


FAULT = """Fatal Python error: Segmentation fault

Thread 0x00007f11 (most recent call first):
  File "/home/maria/SILVA/viewer.py", line 12 in <module>

Current thread 0x00007f12 (most recent call first):
  File "{path}", line 45 in window
SILVA Joao 4711
Extension modules: numpy (total: 1)
"""


def test_what_the_fault_handler_wrote_is_read_strictly() -> None:
    lines = from_fault_handler(FAULT.format(path=voi.__file__))
    assert lines == [
        "Segmentation fault",
        "Current thread",
        "  viewer/pixels/voi.py:45 window",
        "Thread",
        "  other code:12 <module>",
    ]


def test_a_session_keeps_its_last_actions_and_is_gone_when_closed(
    tmp_path: Path,
) -> None:
    session = Session(tmp_path, facts())
    for number in range(SLOTS + 10):
        session.note(f"action-{number}")
    session.note("SILVA Joao")
    events = [event for _, event in session.actions()]
    assert events[0] == "action-11"
    assert events[-2:] == [f"action-{SLOTS + 9}", "other"]
    assert len(events) == SLOTS
    assert left_behind(tmp_path) == []  # it runs
    session.close()
    assert list(tmp_path.iterdir()) == []


DYING = """
import faulthandler, os, signal, sys
from pathlib import Path
from viewer.store.session import Session, facts
session = Session(Path(sys.argv[1]), facts())
faulthandler.enable(session.fault_file.fileno())
session.note("open-files")
os.kill(os.getpid(), getattr(signal, sys.argv[2]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize(
    ("name", "said"), [("SIGSEGV", "Segmentation fault"), ("SIGKILL", "")]
)
def test_a_process_that_died_is_found_once(
    tmp_path: Path, name: str, said: str
) -> None:
    root = Path(__file__).parent.parent.parent
    arguments = [sys.executable, "-c", DYING, str(tmp_path), name]
    assert subprocess.run(arguments, cwd=root, timeout=60).returncode < 0
    (left,) = left_behind(tmp_path)
    assert [event for _, event in left.actions] == ["open-files"]
    assert left.facts == facts()
    report = of_left(left)
    assert said in report
    assert bool(report) == bool(said)
    assert left_behind(tmp_path) == []
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_file_of_a_session_is_taken_away(tmp_path: Path) -> None:
    for number, data in enumerate((b"", b"{", b"[1]", b"{}", b'{"started": "x"}')):
        (tmp_path / f"window-{number}{ACTIONS}").write_bytes(data)
    assert left_behind(tmp_path) == []
    assert list(tmp_path.iterdir()) == []


def test_a_report_says_versions_and_actions_and_counts_lost_workers() -> None:
    actions = ((1.0, "worker-lost"), (2.5, "reset"), (3.0, "worker-lost"))
    text = written(["RuntimeError"], facts(), actions, 0.0, 12.0)
    for said in ("Version: ", "Python: ", "numpy ", "lost lately: 2", "reset"):
        assert said in text
    assert of_left(Left(facts(), actions, "nothing known", 0.0, 1.0)) == ""


def test_reports_are_few_private_and_offered_once(tmp_path: Path) -> None:
    reports = Reports(tmp_path / "new" / "reports")
    assert reports.all() == []
    for number in range(14):
        reports.add(f"report {number}", float(number))
    assert len(reports.all()) == 10
    assert reports.all()[0].read_text() == "report 13"
    assert reports.all()[0].stat().st_mode & 0o777 == 0o600
    reports.mark_seen()
    assert reports.new() == []
    for path in reports.all():
        reports.delete(path)
    assert reports.all() == []


def test_the_log_holds_numbers_and_places_and_nothing_that_was_said(
    tmp_path: Path,
) -> None:
    handler = log.begin(tmp_path)
    assert handler is not None
    try:
        log.note("opened", paths=3)
        log.note("SILVA Joao")
        log.note_failure("failure", failing())
        log.note_qt(of_qt("QFile: /home/maria/SILVA 4711"))
        foreign = logging.getLogger("pydicom")
        foreign.warning("Invalid value for VR PN: 'SILVA^Joao' %s", "4711")
        foreign.error("19700101", exc_info=failing())
        logging.getLogger("SILVA.Joao").error("4711")
        logging.getLogger("viewer.log").error("SILVA %s", "4711")
    finally:
        log.end(handler)
    text = (tmp_path / log.NAME).read_text()
    assert is_clean(text)
    assert "viewer.log opened paths=3" in text
    assert "test_traces.py" not in text  # a path of this machine is no library's
    assert text.count("ValueError") == 2
    assert "qt QFile" in text


def test_the_log_goes_round(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "FILE_BYTES", 1000)
    handler = log.begin(tmp_path)
    for number in range(200):
        log.note("opened", paths=number)
    log.end(handler)
    files = sorted(path.name for path in tmp_path.iterdir())
    assert files == [log.NAME, *(f"{log.NAME}.{n}" for n in range(1, log.FILES + 1))]
    assert all(path.stat().st_size <= 1000 for path in tmp_path.iterdir())


def test_without_a_place_for_it_there_is_no_log(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert log.begin(tmp_path / "file") is None
    log.end(None)


@pytest.mark.parametrize(
    ("environment", "platform", "expected"),
    [
        ({}, "linux", "/home/me/.local/state/negatoscope"),
        ({"XDG_STATE_HOME": "/x"}, "linux", "/x/negatoscope"),
        ({"XDG_STATE_HOME": "x"}, "linux", "/home/me/.local/state/negatoscope"),
        ({}, "darwin", "/home/me/Library/Logs/Negatoscope"),
        ({"LOCALAPPDATA": "/l"}, "win32", "/l/Negatoscope/Logs"),
        ({"NEGATOSCOPE_SETTINGS": "/t/s.json"}, "linux", "/t/negatoscope-logs"),
        ({"NEGATOSCOPE_LOGS": "/logs"}, "win32", "/logs"),
    ],
)
def test_logs_lie_where_the_platform_keeps_them(
    environment: dict[str, str], platform: str, expected: str
) -> None:
    assert log_folder(environment, platform, Path("/home/me")) == Path(expected)
