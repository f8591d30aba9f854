"""Double-click on Linux: the desktop's files are installed and used for real."""

import importlib.util
import json
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Until
from tests.desktop import Home, Screen

ROOT = Path(__file__).parent.parent
NEEDED = (
    "gio",
    "xdg-mime",
    "xdg-open",
    "update-mime-database",
    "update-desktop-database",
    "xdotool",
)
missing = [program for program in NEEDED if shutil.which(program) is None]
linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux only")
desktop = pytest.mark.skipif(bool(missing), reason=f"not here: {', '.join(missing)}")
screen = pytest.mark.skipif(shutil.which("Xvfb") is None, reason="no Xvfb")


def _program() -> Any:
    """`packaging/linux/install_desktop.py`, which is no part of the package."""
    path = ROOT / "packaging" / "linux" / "install_desktop.py"
    found = importlib.util.spec_from_file_location("install_desktop", path)
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


PROGRAM = _program()


@pytest.fixture
def installed(home: Home) -> Home:
    script = ROOT / "packaging/linux/install_desktop.py"
    home.run(sys.executable, str(script))
    home.run("xdg-mime", "default", "negatoscope.desktop", "application/dicom")
    return home


@linux
@desktop
@pytest.mark.parametrize(
    "name",
    [
        "espaço ç.dcm",
        "IM0001",
        "DICOMDIR",
        "1.2.840.113619.2.5",
        "1.2.276.0.7230010.3.1.4.1787205428.166.1117461927.15",
        "1.3.12.2.1107.5.1.4.1",
        "1.3.46.670589.11.0.1.1996082307380006",
        "1.3.6.1.4.1.14519.5.2.1.7",
        "2.16.840.1.113662.4.8",
        "2.25.123456789012345678901234567890123456",
    ],
)
def test_the_desktop_knows_dicom_by_these_names(installed: Home, name: str) -> None:
    installed.write(name)
    told = installed.run("gio", "info", "-a", "standard::content-type", name)
    assert "application/dicom" in told


@linux
@desktop
@pytest.mark.parametrize(
    "name", ["1.2.3.tar.gz", "1.2.840.txt", "1.5", "picture.png", "2.16.html"]
)
def test_the_desktop_takes_nothing_else_for_dicom(installed: Home, name: str) -> None:
    (installed.files / name).write_text("plain text\n")
    told = installed.run("gio", "info", "-a", "standard::content-type", name)
    assert "standard::content-type:" in told
    assert "dicom" not in told


@linux
@desktop
@screen
@pytest.mark.app
def test_a_double_click_opens_the_window_and_the_next_one_goes_there_too(
    installed: Home, display: Screen, until: Until
) -> None:
    installed.write("espaço ç.dcm")
    installed.write("1.2.840.113619.2.5", 1)
    installed.open("gio", "open", "espaço ç.dcm")
    until(lambda: "listening" in installed.moments())
    assert "first-image" in installed.moments()
    installed.open("xdg-open", "1.2.840.113619.2.5")
    until(lambda: installed.moments().count("opened") == 2)
    installed.close_window()
    until(installed.settings.exists)
    stored = json.loads(installed.settings.read_text(encoding="utf-8"))
    names = [Path(path).name for path in stored["recent_paths"]]
    assert names == ["1.2.840.113619.2.5", "espaço ç.dcm"]
    assert installed.moments().count("window-shown") == 1


@linux
@desktop
@screen
@pytest.mark.app
def test_a_selection_opens_in_one_window(
    installed: Home, display: Screen, until: Until
) -> None:
    names = [f"{number}.dcm" for number in range(4)]
    for number, name in enumerate(names):
        installed.write(name, number)
    installed.open("gio", "open", *names)
    until(lambda: installed.moments().count("handed-over") == 3)
    until(lambda: installed.moments().count("opened") >= 2)
    installed.close_window()
    until(installed.settings.exists)
    assert installed.moments().count("window-shown") == 1


@linux
def test_what_was_installed_can_be_removed(home: Home) -> None:
    PROGRAM.install(home.data, Path(sys.executable))
    files = [path for path in home.data.rglob("negatoscope*") if path.is_file()]
    assert len(files) == 4
    PROGRAM.remove(home.data)
    assert [path for path in files if path.exists()] == []
    PROGRAM.remove(home.data)


@linux
def test_a_program_that_is_not_there_is_not_installed(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["--prefix", str(home.root), "--program", str(home.root / "nothing")]
    assert PROGRAM.main(words) == 1
    assert "there is no such program" in capsys.readouterr().err
    assert not (home.root / "share").exists()


def test_it_is_for_this_user_unless_there_is_a_prefix() -> None:
    folder = PROGRAM.data_folder
    assert folder("", {"XDG_DATA_HOME": "/home/a/data"}) == Path("/home/a/data")
    own = Path.home() / ".local" / "share"
    assert folder("", {}) == own
    assert folder("", {"XDG_DATA_HOME": "relative"}) == own
    assert folder("/usr/local", {}) == Path("/usr/local/share")


@pytest.mark.parametrize(
    ("program", "line"),
    [
        ("/usr/bin/negatoscope", 'Exec="/usr/bin/negatoscope" %F'),
        ("/home/Zé Silva/bin/n", 'Exec="/home/Zé Silva/bin/n" %F'),
        ('/a"b', r'Exec="/a\\"b" %F'),
        ("/a\\b", r'Exec="/a\\\\b" %F'),
        ("/100%/$n", r'Exec="/100%%/\\$n" %F'),
    ],
)
def test_the_entry_starts_the_program_wherever_it_lies(program: str, line: str) -> None:
    text = PROGRAM.entry(Path(program))
    assert line in text.splitlines()
    assert text.count("Exec=") == 2
    assert "[Desktop Entry]" in text
