"""The bundle on a stick, and on a patient's disc: the real program, under Xvfb."""

import os
import shutil
from pathlib import Path

import numpy as np
import pytest

from tests.conftest import Until
from tests.desktop import Home, Screen
from tests.packaging.installed import Installed
from viewer.demo.build import ct_slice, to_bytes
from viewer.demo.directories import directory

pytestmark = [pytest.mark.package, pytest.mark.app]


def put(bundle: Installed, folder: Path) -> Installed:
    """The same program in another folder; its files are linked, not copied."""
    source = bundle.program.parent
    shutil.copytree(source, folder, symlinks=True, copy_function=os.link)
    return Installed("bundle", folder / "negatoscope")


def files(folder: Path) -> dict[str, tuple[int, int]]:
    """Sizes and times of all files below."""
    found = {}
    for path in folder.rglob("*"):
        status = path.lstat()
        found[str(path.relative_to(folder))] = (status.st_size, status.st_mtime_ns)
    return found


def of_the_program(home: Home) -> list[str]:
    """What this person's folders hold of it."""
    roots = [home.root / name for name in ("config", "data", "cache", ".local")]
    return [str(path) for root in roots for path in root.rglob("*negatoscope*")]


def shows_a_picture(display: Screen) -> bool:
    return len(np.unique(display.pixels()[200:600, 300:800])) > 50


def test_a_stick_with_a_marker_carries_what_is_kept(
    bundle: Installed, home: Home, display: Screen, until: Until
) -> None:
    program = put(bundle, home.root / "pen drive" / "negatoscope")
    folder = program.program.parent
    (folder / "portable.ini").touch()
    home.write("1.dcm")
    process = program.start(home, "1.dcm")
    until(lambda: "listening" in home.moments() and shows_a_picture(display))
    home.close_window()
    assert process.wait(60) == 0
    kept = {path.name for path in (folder / "negatoscope-data").iterdir()}
    assert {"settings.json", "negatoscope-cache"} <= kept
    assert of_the_program(home) == []


def test_a_patients_disc_opens_by_itself_and_nothing_is_kept(
    bundle: Installed, home: Home, display: Screen, until: Until
) -> None:
    disc = home.root / "disc"
    program = put(bundle, disc / "viewer")
    (program.program.parent / "portable.ini").touch()  # of no use on a patient's disc
    objects = [(f"CT/I{number}", ct_slice(number)) for number in range(3)]
    (disc / "CT").mkdir()
    for name, dataset in objects:
        (disc / name).write_bytes(to_bytes(dataset))
    (disc / "DICOMDIR").write_bytes(to_bytes(directory(objects)))
    before = files(disc)
    process = program.start(home)
    until(lambda: "listening" in home.moments() and shows_a_picture(display))
    home.close_window()
    assert process.wait(60) == 0
    assert files(disc) == before
    assert of_the_program(home) == []
