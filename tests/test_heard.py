"""What a reader of the screen is told by the running program, over AT-SPI."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Until
from tests.desktop import Home, Screen
from tests.speech import Heard, Listener, session_bus
from viewer.demo.build import ct_slice, to_bytes

ROOT = Path(__file__).parent.parent
NEEDED = ("Xvfb", "openbox", "xdotool", "dbus-daemon", "gdbus")
LAUNCHER = Path("/usr/share/dbus-1/services/org.a11y.Bus.service")
missing = [program for program in NEEDED if shutil.which(program) is None]
missing += [] if LAUNCHER.exists() else ["at-spi2-core"]
pytestmark = [
    pytest.mark.app,
    pytest.mark.skipif(bool(missing), reason=f"not here: {', '.join(missing)}"),
]
FOCUSABLE, FOCUSED, SHOWING = 1 << 11, 1 << 12, 1 << 25


@pytest.fixture
def heard(
    home: Home, display: Screen, until: Until, runtime_folder: Path, tmp_path: Path
) -> Iterator[Heard]:
    """The program with three slices open, as the accessibility bus has it."""
    folder = tmp_path / "exam"
    folder.mkdir()
    for number in range(3):
        (folder / str(number)).write_bytes(to_bytes(ct_slice(number)))
    home.environment["XDG_RUNTIME_DIR"] = str(runtime_folder)
    del home.environment["XDG_CURRENT_DESKTOP"]
    environment = {**home.environment, "QT_QPA_PLATFORM": "xcb"}
    with session_bus(environment):
        manager = subprocess.Popen(
            ["openbox"], env=environment, stderr=subprocess.DEVNULL
        )
        listener = Listener(environment)
        assert listener.address
        program = subprocess.Popen(
            [sys.executable, "-m", "viewer", str(folder)],
            cwd=ROOT,
            env=environment,
            stderr=subprocess.DEVNULL,
        )
        until(lambda: "listening" in home.moments())
        until(lambda: bool(listener.programs()))
        yield listener.programs()[0]
        for process in (program, manager):
            process.terminate()
            process.wait()


def test_the_window_speaks(heard: Heard, home: Home, until: Until) -> None:
    assert heard.name == "negatoscope"
    things = list(heard.below())
    assert len(things) > 80
    image = next(one for one in things if one.role == "graphic")
    assert image.name.startswith("TEST, Builder, series 1, axial, ")
    assert "R at the left, A at the top" in image.name
    assert image.description.startswith("Image 2 of 3. Window width 400, centre 40")
    until(lambda: bool(image.states & FOCUSED))
    home.run("xdotool", "key", "Down")
    until(lambda: image.description.startswith("Image 3 of 3. "))
    home.run("xdotool", "key", "i")
    until(lambda: "Inverted" in image.description)
    wanted = FOCUSABLE | SHOWING
    mute = [
        (one.role, one.path)
        for one in things
        if one.states & wanted == wanted and not one.name
    ]
    assert mute == []
