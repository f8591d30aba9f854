"""The words on the command line: which of them open the window, which do not."""

import gc
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import viewer.ui.start
from viewer import __version__
from viewer.__main__ import COMMANDS, main

ROOT = Path(__file__).parent.parent


@pytest.fixture
def opened(
    monkeypatch: pytest.MonkeyPatch, runtime_folder: Path
) -> Iterator[list[tuple[list[str], bool]]]:
    """(paths, demonstration or not) of each window that would have been opened."""
    windows: list[tuple[list[str], bool]] = []

    def start(paths: list[str], *_: Any, demo: bool, from_disc: bool) -> int:
        windows.append((list(paths), demo))
        return 0

    monkeypatch.setattr(viewer.ui.start, "start", start)
    yield windows
    gc.enable()


@pytest.mark.parametrize(
    ("words", "paths", "demo"),
    [
        ([], [], False),
        (["a.dcm", "folder"], ["a.dcm", "folder"], False),
        (["--demo"], [], True),
        (["--", "-odd name"], ["-odd name"], False),
        (["folder/info"], ["folder/info"], False),
        (["a", "info"], ["a", "info"], False),
    ],
    ids=str,
)
def test_paths_open_the_window(
    opened: list[tuple[list[str], bool]],
    words: list[str],
    paths: list[str],
    demo: bool,
) -> None:
    assert main(words) == 0
    assert opened == [(paths, demo)]


@pytest.mark.parametrize("words", [["--wide"], ["-x", "a"], ["a", "--demos"]])
def test_an_unknown_option_is_wrong_usage(
    opened: list[tuple[list[str], bool]],
    capsys: pytest.CaptureFixture[str],
    words: list[str],
) -> None:
    assert main(words) == 2
    assert opened == []
    told = capsys.readouterr()
    assert told.err.startswith("usage: negatoscope")
    assert told.out == ""


@pytest.mark.parametrize("word", ["--help", "-h"])
def test_help_names_every_command(
    capsys: pytest.CaptureFixture[str], word: str
) -> None:
    assert main([word]) == 0
    text = capsys.readouterr().out
    assert text.startswith("usage: negatoscope")
    for command in COMMANDS:
        assert f"negatoscope {command}" in text


def test_the_version_is_that_of_the_package(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"negatoscope {__version__}\n"


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_refuses_what_it_does_not_know(
    opened: list[tuple[list[str], bool]],
    capsys: pytest.CaptureFixture[str],
    command: str,
) -> None:
    assert main([command, "--no-such-option"]) == 2
    assert opened == []
    assert capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="has no such descriptors")
@pytest.mark.parametrize(
    ("words", "code"),
    [(["--version"], 0), (["info", "/no/such/file"], 1), (["--wide"], 2)],
    ids=str,
)
def test_a_program_without_a_console_goes_on(words: list[str], code: int) -> None:
    """As one that is started from a menu of Windows, its streams are closed."""
    program = [sys.executable, "-m", "viewer", *words]
    done = subprocess.run(
        ["sh", "-c", '"$@" >&- 2>&-', "sh", *program], cwd=ROOT, timeout=60
    )
    assert done.returncode == code


def test_an_interrupted_command_ends_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(words: list[str]) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("viewer.commands.info.run", interrupt)
    assert main(["info", "a"]) == 130
    assert capsys.readouterr() == ("", "")


def test_the_module_is_the_program() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "viewer", "--version"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (0, f"negatoscope {__version__}\n")


@pytest.mark.parametrize("words", [["--version"], ["info", "--help"]])
def test_what_needs_no_window_loads_no_qt(words: list[str]) -> None:
    code = (
        "import sys\n"
        "from viewer.__main__ import main\n"
        f"main({words!r})\n"
        "sys.exit(any(name.startswith('PySide6') for name in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
