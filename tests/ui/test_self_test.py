"""`negatoscope self-test`: all is well here, and what is missing would be named."""

import ast
import os
import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from viewer.demo.streams import STREAMS
from viewer.kinds import KINDS
from viewer.ui import manual, self_test
from viewer.ui.self_test import QT_MODULES, Check, run
from viewer.work.pool import InlinePool

ROOT = Path(__file__).parents[2]
BARE = [
    key
    for key in os.environ
    if key not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
]


@pytest.fixture
def inline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Codecs in this process, where a test can take them away."""
    monkeypatch.setattr(self_test, "Pool", InlinePool)


def faults() -> dict[tuple[str, str], str]:
    return {
        (check.name, check.by): check.fault
        for check in self_test.checks()
        if check.fault
    }


def test_the_modules_of_qt_are_those_that_the_program_imports() -> None:
    used = set()
    for path in (ROOT / "viewer").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                parts = node.module.split(".")
                if parts[0] == "PySide6" and len(parts) > 1:
                    used.add(parts[1])
                elif parts[0] == "PySide6":
                    used |= {alias.name for alias in node.names}
    assert used == set(QT_MODULES)


@pytest.mark.app
def test_nothing_is_missing_here() -> None:
    """The whole way: worker processes, no screen, the table, the exit code."""
    answer = subprocess.run(
        [sys.executable, "-m", "viewer", "self-test"],
        cwd=ROOT,
        env={key: os.environ[key] for key in BARE},
        capture_output=True,
        text=True,
    )
    assert (answer.returncode, answer.stderr) == (0, "")
    *rows, last = answer.stdout.splitlines()
    words = Counter(row.split()[0] for row in rows if row.startswith("  "))
    assert set(words) == {"ok"}
    assert last == f"{words['ok']} checked, 0 missing"
    assert [row for row in rows if not row.startswith(" ")] == [
        "Codecs",
        "Qt",
        "Kinds of object",
    ]
    for stream in STREAMS:
        for decoder in stream.decoders:
            assert any(f" {stream.name} " in row and decoder in row for row in rows)
    for kind in (name for entry in KINDS for name in entry.names):
        assert any(f" {kind} " in row for row in rows), kind


@pytest.mark.usefixtures("qapp")
def test_a_manual_without_its_pictures_or_pages_is_a_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert self_test._manual() == ""
    shutil.copytree(manual.FOLDER, tmp_path / "manual")
    monkeypatch.setattr(manual, "FOLDER", tmp_path / "manual")
    (tmp_path / "manual" / "pt_BR" / "pictures" / "start.jpg").write_bytes(b"no")
    assert self_test._manual() == "start.jpg of pt_BR is not read"
    (tmp_path / "manual" / "en" / "play.md").unlink()
    assert "FileNotFoundError" in self_test._fault(self_test._manual)


@pytest.mark.usefixtures("inline", "qapp")
def test_a_library_that_was_left_out_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "imagecodecs", None)
    monkeypatch.setitem(sys.modules, "PySide6.QtSvg", None)
    found = faults()
    assert ("QtSvg", "") in found
    assert (
        "No decoder for JPEG XL is installed"
        in found[("JPEG XL Lossless", "imagecodecs.jpegxl")]
    )
    missing = {by.split(".")[0] for _, by in found if by}
    assert missing == {"imagecodecs"}


@pytest.mark.usefixtures("inline", "qapp")
def test_wrong_values_are_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = next(one for one in STREAMS if one.name == "RLE Lossless")
    damaged = stream.base64[:-12] + "AAAAAAAAAAA="
    broken = replace(stream, base64=damaged)
    monkeypatch.setattr(self_test, "STREAMS", (broken,))
    found = faults()
    assert set(found) == {(stream.name, decoder) for decoder in stream.decoders}


@pytest.mark.usefixtures("inline", "qapp")
def test_a_kind_that_is_taken_for_another_or_cannot_be_made_is_a_fault(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from viewer.demo import kinds
    from viewer.demo.documents import report

    monkeypatch.setitem(kinds._BUILDERS, "ko", report)
    monkeypatch.delitem(kinds._BUILDERS, "sr")
    monkeypatch.setattr(self_test, "STREAMS", ())
    assert faults() == {("ko", "report"): "it was taken for sr"}
    assert "KeyError" in self_test._fault(lambda: self_test.show("hologram"))


def test_what_is_missing_ends_with_1_and_goes_to_standard_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [Check("Codecs", "RLE", "rle"), Check("Qt", "QtSvg", "", "not there")]
    monkeypatch.setattr(self_test, "checks", lambda: iter(rows))
    assert run([]) == 1
    captured = capsys.readouterr()
    assert captured.out.splitlines() == [
        "Codecs",
        f"  {'ok':<8} {'RLE':<36} rle",
        "Qt",
        "  MISSING  QtSvg",
        "2 checked, 1 missing",
    ]
    assert captured.err == "QtSvg: not there\n"


def test_wrong_usage_ends_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["everything"]) == 2
    assert "negatoscope self-test: error:" in capsys.readouterr().err
