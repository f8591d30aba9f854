"""What stands around the program: Makefile, README, licences, desktop entry."""

import ast
import configparser
import os
import re
import shutil
import subprocess
import sys
import tomllib
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from viewer import __version__
from viewer.__main__ import COMMANDS
from viewer.pixels.decoders import DECODERS
from viewer.ui.actions import ACTIONS

ROOT = Path(__file__).parent.parent
ICONS = ROOT / "viewer" / "resources" / "icons"
DEPENDENCY = re.compile(r'^  "([A-Za-z0-9_-]+)[^":]*",(.*)$')


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@cache
def project() -> dict[str, Any]:
    table: dict[str, Any] = tomllib.loads(text_of("pyproject.toml"))["project"]
    return table


def distribution(requirement: str) -> str:
    found = re.match(r"[A-Za-z0-9_-]+", requirement)
    assert found
    return found[0]


def requirements() -> list[str]:
    optional = project()["optional-dependencies"]
    every = [
        *project()["dependencies"],
        *(one for row in optional.values() for one in row),
    ]
    return [distribution(requirement) for requirement in every]


def targets() -> set[str]:
    return set(re.findall(r"^([a-z0-9-]+):", text_of("Makefile"), re.MULTILINE))


def test_every_command_of_the_readme_is_in_the_makefile() -> None:
    named = set(re.findall(r"\bmake ([a-z0-9-]+)", text_of("README.md")))
    assert {"run", "test", "bench"} <= named
    assert named <= targets()


def make(*words: str) -> str:
    """What make prints, also when the tests were started by make themselves."""
    outer = ("MAKEFLAGS", "MAKELEVEL", "MFLAGS")
    environment = {key: os.environ[key] for key in os.environ if key not in outer}
    answer = subprocess.run(
        ["make", "--no-print-directory", *words],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return answer.stdout


def test_the_makefile_says_what_each_target_does() -> None:
    shown = make()
    for target in targets() - {"system-run", "system-test"}:
        assert f"make {target}" in shown


def test_make_run_opens_the_demonstration_or_the_files() -> None:
    bare = make("--dry-run", "run").splitlines()[-1]
    assert bare.endswith("-m viewer --demo")
    files = make("--dry-run", "run", "FILES=a.dcm some/folder").splitlines()[-1]
    assert files.endswith("-m viewer a.dcm some/folder")


def test_the_readme_names_every_command_and_the_architecture() -> None:
    readme = text_of("README.md")
    assert readme.startswith("![")
    for command in COMMANDS:
        of = "" if command == "self-test" else " PATH"
        assert f"negatoscope {command}{of}" in readme
    for linked in re.findall(r"\]\(([\w./-]+)\)", readme):
        assert linked == "docs/screenshot.png" or (ROOT / linked).exists(), linked


def test_the_readme_names_every_key_of_the_actions() -> None:
    section = text_of("README.md").split("## Mouse and keys")[1].split("\n## ")[0]
    spoken = section.replace("Page up", "PgUp").replace("Page down", "PgDown")
    spoken = spoken.replace("↑", "Up").replace("↓", "Down").replace("−", "-")
    spoken = (
        spoken.replace("←", "Left").replace("→", "Right").replace("Enter", "Return")
    )
    opening = text_of("README.md").split("## Open things")[1].split("\n## ")[0]
    everyday = {"Ctrl+Q", "Ctrl+I", "Ctrl+Shift+W", "Ctrl+Down", "Shift+Down"}
    for row in ACTIONS:
        key = row.keys[0] if row.keys else ""
        if not key or key in everyday or key in "23456789":
            continue
        assert key in spoken or key in opening, f"{row.id}: {key}"


def test_the_readme_names_every_codec() -> None:
    table = text_of("README.md").split("## What it shows")[1].split("\n## ")[0]
    said = table.replace("High-Throughput JPEG 2000", "HTJ2K")
    for codec in DECODERS:
        words = {"no compression": "uncompressed", "Deflate": "Deflated"}
        assert words.get(codec, codec) in said


def test_every_dependency_gives_its_reason() -> None:
    lines = text_of("pyproject.toml").splitlines()
    found = 0
    for before, line in pairwise(lines):
        entry = DEPENDENCY.match(line)
        if entry is None or entry[1] not in requirements():
            continue
        found += 1
        reason = before.strip() if before.strip().startswith("#") else entry[2].strip()
        assert len(reason.removeprefix("#").split()) >= 2, entry[1]
    assert found == len(requirements())


def test_every_dependency_is_named_with_its_licence() -> None:
    notices = text_of("THIRD-PARTY.md").lower()
    for name in requirements():
        assert name.lower() in notices, name


def test_no_dependency_is_imported_that_is_not_declared() -> None:
    modules = {
        "pil": "pillow",
        "dicomanonymizer": "dicom",
        "jpeg_ls": "pyjpegls",
        "vtkmodules": "vtk",
    }
    declared = {name.lower().split("-")[0] for name in requirements()}
    for path in (ROOT / "viewer").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names: list[str] = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            for name in names:
                top = name.split(".")[0].lower()
                known = top in declared or modules.get(top) in declared
                assert known or top in ("viewer", *_standard_library()), (
                    f"{path}: {name}"
                )


@cache
def _standard_library() -> frozenset[str]:
    return frozenset(name.lower() for name in sys.stdlib_module_names)


def test_the_changelog_tells_of_this_version() -> None:
    changelog = text_of("CHANGELOG.md")
    assert re.search(rf"^## \[{re.escape(__version__)}\]", changelog, re.MULTILINE)
    assert "keepachangelog.com" in changelog


def test_the_scripts_start_the_program() -> None:
    entry = "viewer.__main__:main"
    assert project()["scripts"] == {"negatoscope": entry}
    assert entry in project()["gui-scripts"].values()


def desktop_entry() -> configparser.SectionProxy:
    parser = configparser.ConfigParser(interpolation=None, delimiters=("=",))
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read(ROOT / "packaging/linux/negatoscope.desktop", encoding="utf-8")
    assert parser.sections() == ["Desktop Entry"]
    return parser["Desktop Entry"]


def test_the_desktop_entry_has_the_keys_it_must_have_and_no_unknown_one() -> None:
    entry = desktop_entry()
    allowed = {
        "Version", "Type", "Name", "GenericName", "Comment", "Exec", "Icon",
        "Terminal", "Categories", "Keywords", "StartupNotify", "StartupWMClass",
        "MimeType",
    }  # fmt: skip
    plain = {key.split("[")[0] for key in entry}
    assert {"Type", "Name", "Exec"} <= plain <= allowed
    assert entry["Type"] == "Application"
    assert entry["Exec"].split() == ["negatoscope", "%F"]
    assert (ICONS / f"{entry['Icon']}.svg").exists()
    for key in ("Categories", "Keywords"):
        assert entry[key].endswith(";")
    for key in ("GenericName", "Comment", "Keywords"):
        assert f"{key}[pt_BR]" in entry


@pytest.mark.skipif(
    not shutil.which("desktop-file-validate"), reason="desktop-file-utils is missing"
)
def test_the_desktop_entry_is_valid() -> None:
    path = ROOT / "packaging/linux/negatoscope.desktop"
    assert subprocess.run(["desktop-file-validate", str(path)]).returncode == 0


def test_nothing_outside_the_checkout_is_needed() -> None:
    """Only the tests know of the shared data, and they skip without it."""
    outside = re.compile(r"\.\./shared")
    places = [
        *(ROOT / "viewer").rglob("*.py"),
        *(p for p in (ROOT / "packaging").rglob("*") if p.suffix != ".pyc"),
        ROOT / "Makefile",
        ROOT / ".ci" / "run",
        ROOT / "pyproject.toml",
        ROOT / "README.md",
    ]
    for path in places:
        if path.is_file():
            assert not outside.search(path.read_text(encoding="utf-8")), path


@pytest.mark.parametrize("script", [".ci/run", "packaging/linux/system-packages"])
def test_a_script_may_be_run_and_stops_at_the_first_fault(script: str) -> None:
    assert os.access(ROOT / script, os.X_OK)
    assert text_of(script).startswith("#!/usr/bin/env bash\n")
    assert "set -euo pipefail" in text_of(script)
    assert subprocess.run(["bash", "-n", str(ROOT / script)]).returncode == 0


@pytest.fixture
def bare_machine(tmp_path: Path) -> dict[str, str]:
    """A search path with nothing but what the script itself needs."""
    for name in ("bash", "env", "uname", "grep", "basename", "id", "python3"):
        found = shutil.which(name)
        assert found
        (tmp_path / name).symlink_to(found)
    loader = tmp_path / "ldconfig"
    loader.write_text("#!/usr/bin/env bash\necho '\tlibEGL.so.1 (libc6) => /x'\n")
    loader.chmod(0o755)
    return {"PATH": str(tmp_path)}


def missing(environment: dict[str, str], purpose: str) -> str:
    script = ROOT / "packaging/linux/system-packages"
    answer = subprocess.run(
        [str(script), purpose], env=environment, capture_output=True, text=True
    )
    assert answer.returncode == 0
    return answer.stderr


@pytest.mark.skipif(os.uname().sysname != "Linux", reason="apt is Debian's")
def test_what_is_missing_is_named_in_one_line(bare_machine: dict[str, str]) -> None:
    run = missing(bare_machine, "run")
    assert run.count("\n") == 1
    assert "libgl1 " in run
    assert "libegl1" not in run
    assert "dcmtk" not in run
    assert "xvfb xdotool openbox libglib2.0-bin" in missing(bare_machine, "test")


@pytest.mark.skipif(os.uname().sysname != "Linux", reason="apt is Debian's")
def test_a_user_without_rights_is_told_the_line_to_run(
    bare_machine: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "id").unlink()
    for name, body in (("id", "echo 1000"), ("sudo", "exit 1"), ("apt-get", "exit 9")):
        (tmp_path / name).write_text(f"#!/usr/bin/env bash\n{body}\n")
        (tmp_path / name).chmod(0o755)
    told = missing(bare_machine, "run")
    assert "sudo apt-get install --yes" in told
    assert "libgl1" in told
