"""What desktops are told of the program: checked as far as that can be done anywhere.

The recipes for Windows and macOS are read, not run: docs/packaging.md says so.
"""

import configparser
import importlib.util
import plistlib
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.packaging.installed import ROOT
from viewer import __version__
from viewer.__main__ import COMMANDS

PACKAGING = ROOT / "packaging"
LINUX = PACKAGING / "linux"
METAINFO = LINUX / "io.github.negatoscope.negatoscope.metainfo.xml"
SCRIPT = PACKAGING / "windows" / "negatoscope.iss"

SECTIONS = {
    "Setup", "Languages", "CustomMessages", "Tasks", "Files", "InstallDelete",
    "Icons", "Registry", "Run",
}  # fmt: skip
PARAMETERS = {
    "Languages": {"Name", "MessagesFile"},
    "Tasks": {"Name", "Description", "Flags"},
    "Files": {"Source", "DestDir", "Flags"},
    "InstallDelete": {"Type", "Name"},
    "Icons": {"Name", "Filename", "Tasks"},
    "Registry": {
        "Root", "Subkey", "ValueType", "ValueName", "ValueData", "Flags", "Tasks",
    },
    "Run": {"Filename", "Description", "Flags"},
}  # fmt: skip
ENTRY = re.compile(r'(\w+): ("(?:[^"]|"")*"|[^;"]+)(?:; |$)')


def module(path: Path) -> ModuleType:
    """Of the folder `packaging`, which is no part of the package."""
    name = f"packaging_{path.stem}"
    found = importlib.util.spec_from_file_location(name, path)
    assert found is not None
    assert found.loader is not None
    made = importlib.util.module_from_spec(found)
    sys.modules[name] = made
    found.loader.exec_module(made)
    return made


def entries() -> dict[str, list[dict[str, str]]]:
    """The entries of each section of the installer's script, by parameter."""
    found: dict[str, list[dict[str, str]]] = {}
    section = ""
    for line in SCRIPT.read_text(encoding="utf-8").splitlines():
        if heading := re.fullmatch(r"\[(\w+)\]", line):
            section = heading[1]
            found[section] = []
        elif section in PARAMETERS and line and not line.startswith(";"):
            parts = ENTRY.findall(line)
            assert "; ".join(f"{name}: {value}" for name, value in parts) == line
            values = {
                name: value.removeprefix('"').removesuffix('"').replace('""', '"')
                for name, value in parts
            }
            assert set(values) <= PARAMETERS[section], line
            found[section].append(values)
    return found


def setup() -> dict[str, str]:
    """What stands below [Setup]."""
    text = SCRIPT.read_text(encoding="utf-8")
    part = text.split("[Setup]\n")[1].split("\n[")[0]
    return dict(line.split("=", 1) for line in part.splitlines() if line)


def test_the_installer_for_windows_has_the_sections_that_there_are() -> None:
    assert set(entries()) == SECTIONS


def test_it_is_for_one_user_without_an_administrator() -> None:
    assert setup()["PrivilegesRequired"] == "lowest"
    assert {one["Root"] for one in entries()["Registry"]} == {"HKA"}
    assert "{autopf}" in setup()["DefaultDirName"]


def test_it_never_seizes_a_default() -> None:
    """A default is the unnamed value of an extension, or UserChoice."""
    for one in entries()["Registry"]:
        key = one["Subkey"]
        assert "UserChoice" not in key
        if re.match(r"Software\\Classes\\\.", key):
            assert key.endswith(r"\OpenWithProgids")
            assert one["ValueName"] == "{#ProgId}"
            assert "uninsdeletevalue" in one["Flags"]


def test_all_that_it_writes_it_takes_away() -> None:
    """By itself, or with the key above it."""
    rows = entries()["Registry"]
    gone = [one["Subkey"] for one in rows if "uninsdeletekey" in one.get("Flags", "")]
    for one in rows:
        own = "uninsdelete" in one.get("Flags", "")
        assert own or any(one["Subkey"].startswith(key) for key in gone), one


def test_its_files_are_those_of_the_bundle() -> None:
    spec = (PACKAGING / "negatoscope.spec").read_text(encoding="utf-8")
    named = set(re.findall(r'program\("([\w-]+)"', spec))
    assert named == {"negatoscope", "negatoscope-gui"}
    sources = {one["Source"] for one in entries()["Files"]}
    programs = {f"{{#Bundle}}\\{name}.exe" for name in named}
    assert sources == {*programs, r"{#Bundle}\_internal\*", r"{#Bundle}\licences\*"}
    text = SCRIPT.read_text(encoding="utf-8")
    for started in re.findall(r"\{app\}\\([\w-]+)\.exe", text):
        assert started in named
    for name in ("LicenseFile", "SetupIconFile", "OutputDir"):
        place = SCRIPT.parent / setup()[name].replace("\\", "/")
        assert place.resolve().is_relative_to(ROOT)
    assert (SCRIPT.parent / setup()["LicenseFile"].replace("\\", "/")).exists()


def test_paths_are_quoted_and_never_taken_for_options() -> None:
    commands = [
        one["ValueData"]
        for one in entries()["Registry"]
        if one["Subkey"].endswith(r"\command")
    ]
    assert set(commands) == {'"{app}\\negatoscope-gui.exe" -- "%1"'}
    assert len(commands) == 3


def test_its_texts_are_there_in_both_languages() -> None:
    text = SCRIPT.read_text(encoding="utf-8")
    used = set(re.findall(r"\{cm:(\w+)\}", text))
    for language in ("en", "pt_BR"):
        assert set(re.findall(rf"^{language}\.(\w+)=\S", text, re.MULTILINE)) == used


def test_macos_is_told_of_an_alternate_viewer() -> None:
    information: dict[str, Any] = module(PACKAGING / "macos/information.py").INFORMATION
    told = plistlib.loads(plistlib.dumps(information))
    assert told == information
    assert told["CFBundleShortVersionString"] == __version__
    types = told["CFBundleDocumentTypes"]
    assert {one["LSHandlerRank"] for one in types} == {"Alternate"}
    assert {one["CFBundleTypeRole"] for one in types} == {"Viewer"}
    assert types[0]["LSItemContentTypes"] == ["org.nema.dicom"]
    imported = told["UTImportedTypeDeclarations"][0]
    assert imported["UTTypeIdentifier"] == "org.nema.dicom"
    assert "UTExportedTypeDeclarations" not in told  # the type is not ours


def test_the_software_centre_is_told_of_this_version() -> None:
    tree = ElementTree.parse(METAINFO)
    assert tree.findtext("id") == METAINFO.name.removesuffix(".metainfo.xml")
    assert tree.findtext("launchable") == "negatoscope.desktop"
    releases = [one.get("version") for one in tree.iter("release")]
    assert releases[0] == __version__
    both = {
        one.get("{http://www.w3.org/XML/1998/namespace}lang") for one in tree.iter()
    }
    assert "pt_BR" in both


@pytest.mark.skipif(not shutil.which("appstreamcli"), reason="no appstreamcli")
def test_the_software_centre_understands_it() -> None:
    done = subprocess.run(
        ["appstreamcli", "validate", "--no-net", str(METAINFO)],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout


def test_the_thumbnailer_has_the_keys_that_it_must_have() -> None:
    parser = configparser.ConfigParser(interpolation=None, delimiters=("=",))
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read(LINUX / "negatoscope.thumbnailer", encoding="utf-8")
    entry = parser["Thumbnailer Entry"]
    assert set(entry) == {"TryExec", "Exec", "MimeType"}
    assert entry["Exec"].split()[:2] == ["negatoscope", "thumbnail"]
    assert {"%s", "%i", "%o"} <= set(entry["Exec"].split())


def test_the_manual_page_tells_of_every_command() -> None:
    page = (LINUX / "negatoscope.1").read_text(encoding="utf-8").replace("\\-", "-")
    for command in COMMANDS:
        assert f"\n.B negatoscope {command}\n" in page
        assert f".TP\n.B {command}\n" in page


def test_nothing_of_another_licence_is_given_away() -> None:
    licences = module(PACKAGING / "licences.py")
    for name in ("libreadline.so.8", "libgdbm.so.6", "libQt6Charts.so.6"):
        with pytest.raises(licences.LicenceError, match=name):
            licences._refuse_libraries([Path("/usr/lib") / name])


def test_the_bundle_is_asked_for_what_is_not_there_by_chance() -> None:
    contents = module(PACKAGING / "contents.py")
    assert contents.is_wanted("PySide6/Qt/plugins/platforms/libqxcb.so")
    assert contents.is_wanted("PySide6/Qt/translations/qtbase_pt_BR.qm")
    assert contents.is_wanted("libQt6Quick.so.6")  # the player of sound is linked to it
    assert not contents.is_wanted("PySide6/Qt/lib/libQt6VirtualKeyboard.so.6")
    assert not contents.is_wanted("libQt6EglFsKmsSupport.so.6")
    assert not contents.is_wanted("pydicom/data/palettes/pet.dcm")  # no exam of a disc
    assert not contents.is_wanted("PySide6/Qt/plugins/platforms/libqlinuxfb.so")
    for name in ("libcups.so.2", "libglib-2.0.so.0", "libpulse.so.0"):
        assert not contents.is_carried(name, f"/usr/lib/{name}", ("/opt/python",))
    assert contents.is_carried("libssl.so.3", "/usr/lib/libssl.so.3", ("/opt/python",))
    assert contents.is_carried("x.so", "/opt/python/x.so", ("/opt/python",))
