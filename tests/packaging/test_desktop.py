"""Double-click and small pictures, with the files of each package installed."""

import configparser
import json
import shlex
import subprocess
import sys
from pathlib import Path

import numpy as np
import pydicom
import pytest
from PIL import Image

from tests.conftest import Until
from tests.desktop import Home, Screen
from tests.packaging.installed import ROOT, Installed
from viewer.demo.build import to_bytes
from viewer.demo.kinds import object_of

pytestmark = [pytest.mark.package, pytest.mark.app]

INSTALLER = ROOT / "packaging" / "linux" / "install_desktop.py"


@pytest.fixture
def share(installed: Installed, home: Home) -> Path:
    """Where the desktop finds the files; as dpkg or `make install-desktop` puts them.

    Nobody makes the program the default: it is the only one for DICOM here.
    """
    if installed.share is None:
        home.run(sys.executable, str(INSTALLER), "--program", str(installed.program))
        folder = home.data
    else:
        folder = installed.share
        home.run("update-mime-database", str(folder / "mime"))
        home.run("update-desktop-database", str(folder / "applications"))
        home.environment["XDG_DATA_DIRS"] = f"{folder}:/usr/share"
    home.environment["PATH"] = installed.environment(home)["PATH"]
    return folder


def test_a_double_click_shows_the_picture_and_the_next_one_goes_there_too(
    share: Path, home: Home, display: Screen, until: Until
) -> None:
    home.write("espaço ç.dcm")
    home.write("1.2.840.113619.2.5", 1)
    home.open("gio", "open", "espaço ç.dcm")
    until(lambda: "listening" in home.moments())
    assert "first-image" in home.moments()
    until(lambda: len(np.unique(display.pixels()[200:600, 300:800])) > 50)
    home.open("gio", "open", "1.2.840.113619.2.5")
    until(lambda: home.moments().count("opened") == 2)
    home.close_window()
    until(home.settings.exists)
    stored = json.loads(home.settings.read_text(encoding="utf-8"))
    names = [Path(path).name for path in stored["recent_paths"]]
    assert names == ["1.2.840.113619.2.5", "espaço ç.dcm"]
    assert home.moments().count("window-shown") == 1
    assert not (home.root / "config" / "mimeapps.list").exists()


def thumbnailed(share: Path, home: Home, source: Path, size: int) -> Path | None:
    """What a file manager gets that runs the thumbnailer as its file says."""
    parser = configparser.ConfigParser(interpolation=None, delimiters=("=",))
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read(share / "thumbnailers" / "negatoscope.thumbnailer", encoding="utf-8")
    entry = parser["Thumbnailer Entry"]
    assert entry["MimeType"].split(";")[0] == "application/dicom"
    output = home.root / "cache" / "small.png"
    output.parent.mkdir(exist_ok=True)
    values = {"%s": str(size), "%i": str(source), "%o": str(output)}
    line = entry["Exec"].replace("\\\\", "\\")
    command = [values.get(word, word) for word in shlex.split(line)]
    done = subprocess.run(command, env=home.environment, capture_output=True)
    assert output.exists() == (done.returncode == 0)
    return output if output.exists() else None


def test_a_file_manager_gets_a_small_picture(share: Path, home: Home) -> None:
    source = home.write("fatia nº 1")
    picture = thumbnailed(share, home, source, 256)
    assert picture is not None
    dataset = pydicom.dcmread(source)
    stored = dataset.pixel_array.astype(float)
    values = stored * float(dataset.RescaleSlope) + float(dataset.RescaleIntercept)
    centre, width = float(dataset.WindowCenter), float(dataset.WindowWidth)
    grey = np.clip(((values - centre + 0.5) / (width - 1) + 0.5) * 255, 0, 255)
    shown = np.asarray(Image.open(picture)).astype(float)
    assert np.abs(shown - grey).max() <= 0.5 + 1e-6


def test_a_file_manager_gets_no_text(share: Path, home: Home) -> None:
    (home.files / "report").write_bytes(to_bytes(object_of("sr")))
    assert thumbnailed(share, home, home.files / "report", 256) is None
