"""What was installed works without a screen, and shows what the checkout shows."""

import json
from pathlib import Path

import numpy as np
import pydicom
import pytest
from PIL import Image

from tests.desktop import Home
from tests.packaging.installed import Installed
from viewer import __version__
from viewer.demo.build import RLE_LOSSLESS, ct_slice, ramp, to_bytes
from viewer.demo.kinds import object_of
from viewer.demo.streams import STREAMS

pytestmark = [pytest.mark.package, pytest.mark.app]


def test_it_lacks_nothing(installed: Installed, home: Home) -> None:
    told = installed.run(home, "self-test")
    assert told.stdout.splitlines()[-1].endswith(" 0 missing")
    assert "MISSING" not in told.stdout
    for stream in STREAMS:
        for decoder in stream.decoders:
            assert f"{stream.name:<36} {decoder}" in told.stdout


def test_it_says_its_version(installed: Installed, home: Home) -> None:
    assert installed.run(home, "--version").stdout == f"negatoscope {__version__}\n"


def test_a_study_is_shown_without_a_screen(installed: Installed, home: Home) -> None:
    for number in range(3):
        home.write(f"{number}.dcm", number)
    installed.run(home, "screenshot", ".", "--size", "1200x800", "-o", "window.png")
    picture = np.asarray(Image.open(home.files / "window.png").convert("L"))
    assert picture.shape == (800, 1200)
    middle = picture[200:600, 300:800]
    assert len(np.unique(middle)) > 50  # the ramp of the slice, not an empty window


def test_its_pictures_are_those_of_the_formula(
    installed: Installed, home: Home
) -> None:
    """The slice's own values by PS3.3 C.11.2.1.2.1, computed here."""
    dataset = pydicom.dcmread(home.write("ct"))
    installed.run(home, "render", "ct", "--window", "40", "400", "-o", "ct.png")
    stored = dataset.pixel_array.astype(float)
    values = stored * float(dataset.RescaleSlope) + float(dataset.RescaleIntercept)
    grey = np.clip(((values - 39.5) / 399 + 0.5) * 255, 0, 255)
    shown = np.asarray(Image.open(home.files / "ct.png")).astype(float)
    assert np.abs(shown - grey).max() <= 0.5 + 1e-6


def test_a_large_frame_comes_through_shared_memory(
    installed: Installed, home: Home
) -> None:
    """Which the library keeps by one more process, started from the program itself."""
    pixels = ramp((1500, 1500), np.uint16, 12)
    content = to_bytes(ct_slice(0, pixels), RLE_LOSSLESS)
    (home.files / "large").write_bytes(content)
    words = ("large", "--stage", "stored", "-o", "stored.npy")
    assert installed.run(home, "pixels", *words).stderr == ""
    assert np.array_equal(np.load(home.files / "stored.npy"), pixels)


def test_a_view_without_pixels_is_painted(installed: Installed, home: Home) -> None:
    (home.files / "report").write_bytes(to_bytes(object_of("sr")))
    installed.run(home, "render", "report", "-o", "report.png")
    assert len(np.unique(np.asarray(Image.open(home.files / "report.png")))) > 10


def test_an_index_is_made(installed: Installed, home: Home) -> None:
    home.write("a.dcm")
    (home.files / "note.txt").write_text("no DICOM\n")
    told = json.loads(installed.run(home, "index", ".", "--json").stdout)
    assert len(told["patients"]) == 1
    assert [Path(one["path"]).name for one in told["skipped"]] == ["note.txt"]


def test_failures_are_sentences(installed: Installed, home: Home) -> None:
    (home.files / "note.txt").write_text("no DICOM\n")
    told = installed.run(home, "render", "note.txt", "-o", "note.png", code=1)
    assert told.stderr.startswith("note.txt: ")
    assert "Traceback" not in told.stderr
