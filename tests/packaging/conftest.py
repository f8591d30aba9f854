"""Each package, installed once for all its tests."""

import shutil
import subprocess
import sys

import pytest

from tests.packaging.installed import DIST, Installed, only

MADE = ("wheel", "bundle", "deb")


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """In a new environment, with what it depends on."""
    place = tmp_path_factory.mktemp("wheel")
    _run(sys.executable, "-m", "venv", str(place / "venv"))
    python = place / "venv" / "bin" / "python"
    quiet = ("--quiet", "--disable-pip-version-check")
    _run(str(python), "-m", "pip", "install", *quiet, str(only("negatoscope-*.whl")))
    return Installed("wheel", python.parent / "negatoscope")


@pytest.fixture(scope="session")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """Moved somewhere else, with a space and an accent on the way."""
    place = tmp_path_factory.mktemp("bundle") / "Meus programas é" / "negatoscope"
    shutil.copytree(DIST / "negatoscope", place, symlinks=True)
    return Installed("bundle", place / "negatoscope")


@pytest.fixture(scope="session")
def deb(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """Its files, extracted."""
    if shutil.which("dpkg-deb") is None:
        pytest.skip("no dpkg-deb")
    place = tmp_path_factory.mktemp("deb")
    _run("dpkg-deb", "--extract", str(only("negatoscope_*.deb")), str(place))
    usr = place / "usr"
    return Installed("deb", usr / "bin" / "negatoscope", usr / "share", usr / "bin")


@pytest.fixture(params=MADE)
def installed(request: pytest.FixtureRequest) -> Installed:
    """One after another."""
    made: Installed = request.getfixturevalue(request.param)
    return made


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
